"""Random networks of PyTorch and Keras with random functions (``scripts/own/networks.py``): found rightly, or refused.

Their bundles are tested by bioimageio.core, in every weights format, and in the onnxruntime of Fiji.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Dict

import pytest
from conftest import AT_FULL_WIDTH, ROOT

NEW = ROOT / ".envs" / "new" / "bin" / "python"
TRAIN = ROOT / ".envs" / "train" / "bin" / "python"
ZOO = ROOT / ".envs" / "zoo" / "bin" / "python"
SCRIPTS = ROOT / "scripts" / "own"
#: Networks of each framework that the format can say, those that it cannot, and bundles of the first.
COUNTS = {"pytorch": (225, 75), "keras": (75, 25)} if AT_FULL_WIDTH else {"pytorch": (20, 4), "keras": (10, 2)}
SAMPLES = {"pytorch": 1000, "keras": 1000} if AT_FULL_WIDTH else {"pytorch": 20, "keras": 10}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, command_line: object) -> Path:
    """A folder with the bundles and the figures."""
    folder = tmp_path_factory.mktemp("random")
    # Networks of Keras with several inputs need tf2onnx.
    for framework, python in (("pytorch", NEW), ("keras", TRAIN)):
        command = [str(python), "-W", "ignore", str(SCRIPTS / "networks.py"), "--framework", framework]
        describable, others = COUNTS[framework]
        command += ["--describable", str(describable), "--others", str(others)]
        command += ["--sample", str(SAMPLES[framework]), "--bundles", str(folder)]
        ended = subprocess.run(
            [*command, "--json", str(folder / f"{framework}.json")], cwd=ROOT, capture_output=True, text=True
        )
        assert (folder / f"{framework}.json").exists(), ended.stderr[-4000:]
        (folder / f"{framework}.txt").write_text(ended.stdout)
    return folder


@pytest.mark.parametrize("framework", ["pytorch", "keras"])
def test_chains_are_found_rightly_and_no_wrong_one_is_taken(framework: str, made: Path) -> None:
    figures = json.loads((made / f"{framework}.json").read_text())[framework]
    said = (made / f"{framework}.txt").read_text()
    good, others = figures["describable"], figures["others"]
    assert (good["wrong"], others["wrong"]) == (0, 0), said
    assert good["missed"] <= 0.01 * COUNTS[framework][0] or good["missed"] <= 1, said
    assert good["found"] + good["missed"] == COUNTS[framework][0], said
    assert others["refused"] > 0, said
    # Random weights may make more of rounding than a proof allows: such a network is refused in a sentence, unwritten.
    assert len(good["failed"]) <= 0.1 * COUNTS[framework][0], said
    assert all("other numbers" in why or "differs by" in why for why in good["failed"].values()), said


@pytest.mark.parametrize("framework", ["pytorch", "keras"])
@pytest.mark.parametrize("python", [NEW, ZOO], ids=["new", "zoo"])
def test_bioimageio_reproduces_every_weights_format(python: Path, framework: str, made: Path) -> None:
    command = [str(python), "-W", "ignore", str(SCRIPTS / "judged.py"), str(made), framework]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert ended.stdout, ended.stderr[-3000:]
    said: Dict[str, Dict[str, str]] = json.loads(ended.stdout.splitlines()[-1])
    assert len(said) == len(list(made.glob(f"{framework}*.zip"))) > 0
    wrong = {name: one for name, one in said.items() if any(answer != "passed" for answer in one.values())}
    assert wrong == {}


def test_the_onnx_runs_in_the_onnxruntime_of_fiji(made: Path) -> None:
    folders = sorted(path.parent for path in made.glob("*/tensors.json"))
    assert len(folders) == len(list(made.glob("*.zip"))) > 0
    for folder in folders:
        script = ["scripts/conformance/old_runtime.mjs", str(folder / "weights.onnx"), str(folder)]
        ended = subprocess.run(["node", *script], cwd=ROOT, capture_output=True, text=True)
        assert ended.returncode == 0, f"{folder.name}: {ended.stderr}"
        assert json.loads(ended.stdout)["largest"] < 1e-4, folder.name
