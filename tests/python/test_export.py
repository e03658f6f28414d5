"""`zooport.export` in a script: which network, what it asks for, and what an interrupt leaves."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any, Dict, List

import pytest
from calls import needs_command_line
from pythons import warm_python_of

import zooport
from zooport import notebooks, saving
from zooport.export_request import Call, order_of

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def images(keras3: Path) -> Path:
    return keras3 / "images"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where bundles go, and beside it the folder for temporary files."""
    (tmp_path / "temporary").mkdir()
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


def start(code: str, place: Path, python: str = sys.executable, **environment: str) -> subprocess.Popen[str]:
    """A script of a researcher, run in `place`."""
    known = {"PYTHONPATH": str(ROOT), "TMPDIR": str(place.parent / "temporary"), "TF_CPP_MIN_LOG_LEVEL": "3"}
    # Started in the background of a shell, this process ignores interrupts, and a child would inherit that.
    listen = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    return subprocess.Popen(
        [python, "-c", f"{listen}\nimport zooport\n{code}"],
        cwd=place,
        env={**os.environ, **known, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(code: str, place: Path) -> str:
    process = start(code, place, warm_python_of("train"))
    printed, said = process.communicate(timeout=300)
    assert process.returncode == 0, said
    return printed


def left(place: Path) -> List[str]:
    """What lies in the bundles' folder, and of ours in that of temporary files."""
    ours = [path.name for path in (place.parent / "temporary").iterdir() if path.name.startswith("zooport-")]
    return sorted([path.name for path in place.iterdir()] + ours)


def description(bundle: Path) -> str:
    return zipfile.ZipFile(bundle).read("rdf.yaml").decode()


@needs_command_line
def test_a_folder_becomes_a_bundle_that_passes_and_holds_what_was_said(keras3: Path, images: Path, place: Path) -> None:
    printed = run(
        f"result = zooport.export({str(keras3 / 'models' / 'nuclei')!r}, name='Nuclei of flies', license='MIT',\n"
        f"    authors=['Ada L', {{'name': 'B. C.', 'affiliation': 'Lab'}}], weights='last', tags='nuclei',\n"
        f"    input={str(images / 'quality_source' / 'nuclei.tif')!r})\n"
        "print(result.passed, result.source)",
        place,
    )
    bundle = place / "nuclei-of-flies.bioimageio.zip"
    assert printed.splitlines()[-1] == f"True {bundle}"
    assert left(place) == [bundle.name]
    # Each step is one line, in the order of the work.
    steps = re.findall(r"^ *(\d+) %", printed, re.MULTILINE)
    assert [int(step) for step in steps] == sorted(int(step) for step in steps)
    text = description(bundle)
    for said in ("Nuclei of flies", "Ada L", "B. C.", "affiliation: Lab", "license: MIT", "weights_last.keras"):
        assert said in text, text


ALIVE = """
import keras
model = keras.models.load_model({file!r}, compile=False)
Network, model_path, model_name, Source_QC_folder = "U-Net (2D)", {models!r}, "nuclei", {images!r}
before = set(globals())
result = zooport.export({arguments})
print(sorted(set(globals()) - before - {{"before", "result"}}), result.verdict, result.source)
"""


@needs_command_line
def test_a_network_that_is_alive_is_exported_though_its_folder_is_gone(keras3: Path, images: Path, place: Path) -> None:
    file = str(keras3 / "models" / "nuclei" / "weights_last.keras")
    code = ALIVE.format(file=file, models=str(place), images=str(images / "quality_source"), arguments="")
    assert run(code, place).splitlines()[-1] == f"[] passed {place / 'nuclei.bioimageio.zip'}"
    assert left(place) == ["nuclei.bioimageio.zip"]


@needs_command_line
def test_an_older_bundle_is_replaced_only_by_a_whole_one_and_a_files_name_is_kept(
    keras3: Path, images: Path, place: Path
) -> None:
    (place / "mine.zip").write_bytes(b"older")
    folder, image = str(keras3 / "models" / "nuclei"), str(images / "quality_source" / "nuclei.tif")
    process = start(f"zooport.export({folder!r}, input={image!r}, output='mine.zip', version='not one')", place)
    said = process.communicate()[1]
    assert '"version" must be a version such as 0.1.0' in said
    assert "Traceback" not in said.splitlines()[-1]
    assert (place / "mine.zip").read_bytes() == b"older"
    assert left(place) == ["mine.zip"]
    run(f"zooport.export({folder!r}, input={image!r}, output='mine.zip', kind='mask', threshold=100)", place)
    assert "threshold" in description(place / "mine.zip")
    assert left(place) == ["mine.zip"]


@needs_command_line
@pytest.mark.skipif(not Path("/proc").exists(), reason="needs /proc to see processes")
@pytest.mark.parametrize("moment", ["Running the network in", "Converting the network"])
def test_an_interrupt_leaves_no_half_file_and_no_process(keras3: Path, images: Path, place: Path, moment: str) -> None:
    (place / "mine.zip").write_bytes(b"older")
    folder, image = str(keras3 / "models" / "nuclei"), str(images / "quality_source" / "nuclei.tif")
    process = start(f"zooport.export({folder!r}, input={image!r}, output='mine.zip')", place)
    assert process.stdout is not None
    while moment not in (line := process.stdout.readline()):
        assert line, process.communicate()[1]
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    assert any("--parent" in command(child) for child in children)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=60)[1]
    assert said.rstrip().endswith("KeyboardInterrupt")
    assert (place / "mine.zip").read_bytes() == b"older"
    assert left(place) == ["mine.zip"]
    assert not any("--parent" in command(child) for child in children)


def command(process: str) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().decode().replace("\0", " ")
    except OSError:
        return ""


@needs_command_line
@pytest.mark.skipif(not Path("/proc").exists(), reason="needs /proc to see processes")
def test_a_kernel_that_is_killed_takes_its_node_with_it(keras3: Path, images: Path, place: Path) -> None:
    folder, image = str(keras3 / "models" / "nuclei"), str(images / "quality_source" / "nuclei.tif")
    process = start(f"zooport.export({folder!r}, input={image!r})", place)
    assert process.stdout is not None
    while "Converting" not in (line := process.stdout.readline()):
        assert line, process.communicate()[1]
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    process.kill()
    process.communicate()
    limit = time.monotonic() + 30
    while any("--parent" in command(child) for child in children) and time.monotonic() < limit:
        time.sleep(0.1)
    assert not any("--parent" in command(child) for child in children)
    assert list(place.glob("*.zip")) == []


def problem(*arguments: Any, **named: Any) -> str:
    with pytest.raises(zooport.ExportError) as raised:
        zooport.export(*arguments, **named)
    [line] = raised.value._render_traceback_()
    assert line == f"ExportError: {raised.value}"
    return str(raised.value)


def copied(sentence: str) -> Dict[str, Any]:
    """The arguments of the call that a sentence spells out, as Python reads it."""
    spelt = re.findall(r"zooport\.export(\(.*?\))(?: or |$)", sentence)
    return eval(f"(lambda *folder, **named: {{'folder': folder, **named}}){spelt[0]}")


def test_where_several_networks_fit_the_call_to_copy_says_which(tmp_path: Path, images: Path) -> None:
    import keras

    layers = keras.layers
    inputs = layers.Input((32, 32, 1))
    keras.Model(inputs, layers.Conv2D(1, 3, padding="same")(inputs)).save(tmp_path / "model.keras")
    image = str(images / "quality_source" / "nuclei.tif")
    said = problem(tmp_path, input=image)
    assert f"Several networks leave such files as those of “{tmp_path}”" in said
    assert "network='U-Net (2D)'" in said
    assert copied(said) == {"folder": (str(tmp_path),), "input": image, "network": "U-Net (2D)"}
    order = order_of(Call(str(tmp_path), {"input": image, "network": "unet 2d"}))
    assert order["detection"]["candidates"][0]["network"]["id"] == "unet_2d"


def test_what_is_missing_or_wrong_is_asked_for_by_its_argument(nuclei: Path, tmp_path: Path, keras3: Path) -> None:
    image = str(keras3 / "images" / "quality_source" / "nuclei.tif")
    assert "There is no folder" in problem(tmp_path / "nowhere", input=image)
    assert f"“{tmp_path / 'none.tif'}”" in problem(nuclei, input=tmp_path / "none.tif")
    assert "input='image.tif'" in problem(nuclei)
    assert "weights='weights_best.keras'" in problem(nuclei, input=image, weights="newest")
    assert "kind='probability' or kind='mask'" in problem(nuclei, input=image, kind="labels")
    assert "input= is the path of an image" in problem(nuclei, input=[[1, 2], [3, 4]])
    assert "crop=(top, left, height, width)" in problem(nuclei, input=image, crop=(0, 0, 64))
    assert "from 0 to 255" in problem(nuclei, input=image, threshold=0.5e3)
    assert "no folder" in problem(nuclei, input=image, output=tmp_path / "absent" / "x.zip")
    assert "metadata='about.yaml'" in problem(nuclei, input=image, metadata=tmp_path / "absent.yaml")
    assert "V-Net" in problem(nuclei, input=image, network="V-Net")
    assert copied(problem(nuclei, input=image, network="V-Net"))["network"] == "U-Net (2D)"


def test_a_folder_of_several_networks_asks_which_one(nuclei: Path) -> None:
    other = nuclei.parent / "other"
    other.mkdir()
    (other / "weights_best.keras").write_bytes((nuclei / "weights_best.keras").read_bytes())
    said = problem(nuclei.parent)
    assert copied(said)["folder"] == (str(nuclei),)
    assert repr(str(other)) in said


def test_nothing_trained_says_what_was_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = problem()
    assert "No trained network was found" in said
    assert "model_path and model_name" in said
    assert copied(said) == {"folder": ("MODEL_PATH/MODEL_NAME",)}


@needs_command_line
@pytest.mark.skipif(not Path("/proc").exists(), reason="needs a folder that takes no files, also of root")
def test_a_folder_that_may_not_be_written_to_is_named(nuclei: Path, images: Path) -> None:
    said = problem(nuclei, input=images / "quality_source" / "nuclei.tif", output="/proc")
    assert "The bundle cannot be written to “/proc”" in said
    assert "output='FOLDER'" in said


def test_without_any_node_a_script_is_told_what_to_install(nuclei: Path, images: Path, place: Path) -> None:
    image = str(images / "quality_source" / "nuclei.tif")
    process = start(f"zooport.export({str(nuclei)!r}, input={image!r})", place, PATH=str(place))
    said = process.communicate()[1]
    assert "ExportError: Node 20 or later is needed" in said
    assert "pip install zooport[cli]" in said
    assert left(place) == []


def test_what_the_notebook_says_is_read_from_its_cells() -> None:
    found: Dict[str, Any] = {"params": {}}
    cells = [
        '%matplotlib inline\nmodel_name = "nuclei" #@param {type:"string"}\nsteps = 3 # @param\nother = 4',
        "!pip install x\nThreshold = 120 #@param\nfree = (1, 2) #@param\nplain = name #@param",
        'Network = "U-Net (2D)"\nNotebook_version = ["1.13"]\ndef report():\n    Network = "U-Net 2D"',
        'text = """\nNetwork = "other"\nmodel_name = "no" #@param\n"""',
        "this is no Python",
    ]
    for cell in cells:
        notebooks.read_cell(cell, found)
    assert found == {
        "network": "U-Net (2D)",
        "version": "1.13",
        "params": {"model_name": "nuclei", "steps": 3, "Threshold": 120, "free": None, "plain": None},
    }


def test_a_saved_notebook_is_read_and_what_is_none_is_not(tmp_path: Path) -> None:
    notebook = tmp_path / "a.ipynb"
    cells = [{"cell_type": "markdown", "source": ["x"]}, {"cell_type": "code", "source": ["a = 1\n", "b = 2"]}]
    notebook.write_text(json.dumps({"cells": cells}))
    assert notebooks.saved_cells(str(notebook)) == ["a = 1\nb = 2"]
    for text in ("[]", "nothing", ""):
        notebook.write_text(text)
        assert notebooks.saved_cells(str(notebook)) == []


def test_a_part_is_moved_when_whole_and_a_file_that_is_there_stays_unless_asked(tmp_path: Path) -> None:
    part = saving.Saving(str(tmp_path))
    part.append(0, b"one")
    with pytest.raises(ValueError, match="is missing"):
        part.append(4, b"two")
    part.append(3, b"two")
    (tmp_path / "there").write_bytes(b"older")
    with pytest.raises(FileExistsError):
        part.finish(str(tmp_path / "there"), replace=False)
    assert (tmp_path / "there").read_bytes() == b"older"
    part.finish(str(tmp_path / "new"))
    part.discard()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "there"]
    assert (tmp_path / "new").read_bytes() == b"onetwo"


def test_a_name_beside_a_bundle_is_a_free_one(tmp_path: Path) -> None:
    first = saving.beside(str(tmp_path / "x.bioimageio.zip"), "mended")
    assert first == str(tmp_path / "x.mended.bioimageio.zip")
    Path(first).touch()
    assert saving.beside(str(tmp_path / "x.zip"), "mended") == str(tmp_path / "x.mended-2.bioimageio.zip")
