"""The kernel that ``make demo`` opens JupyterLab with: the lines that the README gives for a cell run there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import demo  # noqa: E402
from example_networks import EXAMPLES  # noqa: E402

CELL = """
import zooport
for name in ("export", "preview", "check"):
    assert callable(getattr(zooport, name)), name
result = zooport.check("note.bioimageio.zip")
print("verdict:", result.verdict)
"""


@pytest.mark.parametrize("name", ["unet_2d", "n2v_2d"])
def test_the_demos_kernel_knows_zooport(name, tmp_path):
    (tmp_path / "note.bioimageio.zip").write_text("This is a note.")
    spec = demo.kernel_spec(EXAMPLES[name])
    bare = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    ended = subprocess.run(
        [spec["argv"][0], "-c", CELL], cwd=tmp_path, env={**bare, **spec["env"]}, capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stderr
    assert "verdict: unreadable" in ended.stdout
