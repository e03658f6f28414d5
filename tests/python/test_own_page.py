"""The lines of docs/own-network.md make a bundle that passes, and all of its weights are run."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Dict, List

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: The environment and the formats of its framework.
FRAMEWORKS: Dict[str, List[str]] = {
    "pytorch": ["onnx", "pytorch_state_dict", "torchscript"],
    "keras": ["keras_v3", "onnx"],
}


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_the_lines_of_the_page_make_a_bundle_that_passes(framework: str, command_line: object) -> None:
    python = ROOT / ".envs" / ("new" if framework == "pytorch" else "train") / "bin" / "python"
    script = ROOT / "tests" / "python" / "own" / "page_lines.py"
    ended = subprocess.run([str(python), str(script), framework], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr[-3000:]
    said = json.loads(ended.stdout.splitlines()[-1])
    assert said["verdict"] == "passed"
    ran = {one["weights"]: one["verdict"] for one in said["reproduction"]}
    assert {name: ran.get(name) for name in FRAMEWORKS[framework]} == dict.fromkeys(FRAMEWORKS[framework], "passed")
