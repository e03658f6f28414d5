"""Networks of one's own in PyTorch, in the environment that has it: one process for all of ``own/torch_*.py``."""

from __future__ import annotations

import subprocess

from conftest import ROOT

NEW = ROOT / ".envs" / "new" / "bin" / "python"


def test_networks_of_pytorch():
    files = sorted((ROOT / "tests" / "python" / "own").glob("torch_*.py"))
    cases = [str(one) for one in files if one.name != "torch_networks.py"]
    command = [str(NEW), "-W", "ignore", "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=short", *cases]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr
