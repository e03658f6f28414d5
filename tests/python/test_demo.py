"""The kernel that ``make demo`` opens JupyterLab with: the lines that the README gives for a cell run there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, Iterator, List

import pytest
from calls import needs_command_line
from jupyter_client import BlockingKernelClient, KernelManager
from jupyter_client.kernelspec import KernelSpec

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "scripts" / "networks")]

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


def readme_lines() -> List[str]:
    """The lines that the README gives for a cell."""
    block = re.search(r"^ {4}import zooport\n(?: {4}.*\n)+", (ROOT / "README.md").read_text(encoding="utf-8"), re.M)
    assert block is not None
    return [line[4:] for line in block.group().splitlines()]


@pytest.fixture
def kernel(tmp_path: Path) -> Iterator[BlockingKernelClient]:
    """The demo's kernel, running in an empty folder."""
    manager = KernelManager()
    spec = demo.kernel_spec(EXAMPLES["unet_2d"])
    # Given at once, so that nothing is installed where the researcher's own kernels are.
    manager._kernel_spec = KernelSpec(**spec)
    bare = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    manager.start_kernel(cwd=str(tmp_path), env={**bare, "TF_CPP_MIN_LOG_LEVEL": "3"})
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        yield client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def run(client: BlockingKernelClient, code: str) -> List[Dict[str, Any]]:
    """What a cell shows; each entry by its media types. Fails where the cell ends in an error."""
    shown: List[Dict[str, Any]] = []

    def keep(message: Dict[str, Any]) -> None:
        if message["msg_type"] in ("display_data", "execute_result"):
            shown.append(message["content"]["data"])

    reply = client.execute_interactive(code, timeout=300, output_hook=keep)["content"]
    assert reply["status"] == "ok", f"{code}: {reply.get('ename')}: {reply.get('evalue')}"
    return shown


@needs_command_line
def test_the_lines_of_the_readme_run_one_after_the_other_in_the_demos_kernel(keras3, kernel, tmp_path):
    lines = readme_lines()
    assert [re.split(r"[\s(]", line)[0] for line in lines] == [
        "import",
        "zooport.export",
        "zooport.preview",
        "zooport.check",
        "zooport.run",
    ]
    places = f"{str(keras3 / 'models')!r}, 'nuclei', {str(keras3 / 'images' / 'quality_source')!r}"
    run(kernel, f"Network = 'U-Net (2D)'\nmodel_path, model_name, Source_QC_folder = {places}")
    # The lines speak of an image that the researcher has.
    run(kernel, "import glob, tifffile\nimage = tifffile.imread(sorted(glob.glob(Source_QC_folder + '/*'))[0])")
    for line in lines:
        shown = run(kernel, line)
        if "export" in line:
            [bundle] = tmp_path.glob("*.bioimageio.zip")
            bundle.rename(tmp_path / "nuclei.bioimageio.zip")
        if "export" in line or "preview" in line:
            assert any("application/vnd.jupyter.widget-view+json" in data for data in shown), line
        if "check" in line:
            assert "passed" in shown[-1]["text/plain"]
        if "run" in line:
            assert shown[-1]["text/plain"].startswith("array(")
