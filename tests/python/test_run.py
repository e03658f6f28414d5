"""`zooport run` and `zooport.run`: files read back by tifffile, numbers as bioimageio.core gives them."""

from __future__ import annotations

import csv
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import List

import numpy as np
import pytest
import tifffile
from calls import ROOT, needs_command_line, zooport
from pythons import warm_python_of

import zooport as package

pytestmark = needs_command_line
#: A small CARE network: sizes in steps of 4 from 92, percentiles of the image before it.
BUNDLE = ROOT / "tests" / "bundle"

_PREDICT = """
import sys
import numpy
from bioimageio.core import predict
from bioimageio.core.digest_spec import create_sample_for_model
from bioimageio.spec import load_model_description
model = load_model_description(sys.argv[1])
for source, place in zip(sys.argv[2::2], sys.argv[3::2]):
    sample = create_sample_for_model(model, inputs={"low": numpy.load(source)[None, :, :, None]})
    predicted = predict(model=model, inputs=sample)
    numpy.save(place, predicted.members["restored"].data.data[0, :, :, 0])
"""


def cells(*shape: int, seed: int = 1) -> np.ndarray:
    """Bright spots on noise, as a microscope's camera gives them."""
    random = np.random.default_rng(seed)
    return random.poisson(80 + 400 * (random.random(shape) > 0.97)).astype(np.uint16)


@pytest.fixture
def images(tmp_path: Path) -> Path:
    """Three planes of different sizes, of ImageJ, of a camera, and as an array."""
    folder = tmp_path / "images"
    folder.mkdir()
    scale = {"resolution": (4, 4), "metadata": {"unit": "um", "axes": "YX"}}
    tifffile.imwrite(folder / "cells 2.tif", cells(120, 164), imagej=True, **scale)
    tifffile.imwrite(folder / "cells 10.tif", cells(96, 92, seed=2))
    np.save(folder / "é, “odd”.npy", cells(101, 130, seed=3))
    (folder / "notes.txt").write_text("no image")
    return folder


def rows(folder: Path) -> List[dict]:
    with open(folder / "results.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_a_folder_gives_a_file_for_each_image_and_a_table(images: Path, tmp_path: Path) -> None:
    output = tmp_path / "made" / "here"
    called = zooport("run", BUNDLE, images, "--output", output)
    assert called.code == 0, called.said
    assert [Path(one["source"]).name for one in called.document["results"]] == [
        "cells 2.tif",
        "cells 10.tif",
        "é, “odd”.npy",
    ]
    [first] = called.result["outputs"]
    assert first == {
        "id": "restored",
        "file": str(output / "cells 2.restored.tif"),
        "axes": "yx",
        "shape": [120, 164],
        "dtype": "float32",
        "objects": None,
    }
    with tifffile.TiffFile(first["file"]) as file:
        [series] = file.series
        assert (series.axes, series.shape, series.dtype, file.is_imagej) == ("YX", (120, 164), np.float32, True)
    assert [row["file"] for row in rows(output)] == [
        "cells 2.restored.tif",
        "cells 10.restored.tif",
        "é, “odd”.restored.tif",
    ]
    assert sorted(os.listdir(output)) == sorted([*(row["file"] for row in rows(output)), "results.csv"])
    again = zooport("run", BUNDLE, images, "--output", output)
    assert [one["kept"] for one in again.document["results"]] == [True, True, True]
    assert again.document["results"][0]["outputs"] == called.result["outputs"]


def test_the_numbers_are_those_of_bioimageio_core(images: Path, tmp_path: Path) -> None:
    sizes = {"a": (120, 164), "b": (96, 92)}
    words: List[str] = []
    for name, size in sizes.items():
        np.save(tmp_path / f"{name}.npy", cells(*size))
        words += [str(tmp_path / f"{name}.npy"), str(tmp_path / f"{name}.expected.npy")]
    ended = subprocess.run(
        [warm_python_of("zoo"), "-c", _PREDICT, str(BUNDLE / "rdf.yaml"), *words], capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
    called = zooport("run", BUNDLE, *words[::2], "--output", tmp_path / "results", "--tile", "112")
    assert called.code == 0, called.said
    for name, one in zip(sizes, called.document["results"]):
        expected = np.load(tmp_path / f"{name}.expected.npy")
        found = tifffile.imread(one["outputs"][0]["file"])
        assert found.shape == expected.shape
        assert np.abs(found - expected).max() <= 1e-5 * np.ptp(expected)
    assert called.result["tiles"] > 1


def test_what_is_no_image_does_not_stop_the_others(images: Path, tmp_path: Path) -> None:
    (images / "a.tif").write_bytes(b"II*\0 and no more")
    (images / "b.czi").write_bytes(b"ZISRAWFILE" + bytes(100))
    called = zooport("run", BUNDLE, images, "--output", tmp_path / "results")
    assert called.code == 1
    errors = {Path(one["source"]).name: one["error"] for one in called.document["results"]}
    assert [name for name, error in errors.items() if error] == ["a.tif", "b.czi"]
    assert "CZI" in errors["b.czi"]
    assert len([row for row in rows(tmp_path / "results") if row["error"] == ""]) == 3


def test_an_unwritable_folder_is_a_sentence(images: Path, tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    (tmp_path / "locked").mkdir(mode=0o555)
    called = zooport("run", BUNDLE, images, "--output", tmp_path / "locked")
    assert called.code == 2
    assert "may not be written by you" in called.document["error"]


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="mounts a small disk")
def test_a_full_disk_is_a_sentence_for_each_image_that_did_not_fit(images: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=128k", "none", str(disk)]).returncode != 0:
        pytest.skip("no disk can be mounted here")
    try:
        called = zooport("run", BUNDLE, images, "--output", disk)
        assert called.code == 1
        assert [one["error"] is None for one in called.document["results"]] == [True, False, False]
        assert "disk is full" in called.document["results"][1]["error"]
        assert not [name for name in os.listdir(disk) if name.startswith(".")]
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_stopped_it_leaves_whole_files_only(tmp_path: Path, sent: signal.Signals) -> None:
    tifffile.imwrite(tmp_path / "a.tif", cells(92, 92))
    tifffile.imwrite(tmp_path / "b.tif", cells(3000, 3000))
    node = str(shutil.which("node"))
    cli = package.launcher.PACKAGE / "cli" / "zooport.mjs"
    command = [node, str(cli), "run", str(BUNDLE), str(tmp_path / "a.tif"), str(tmp_path / "b.tif"), "--output"]
    process = subprocess.Popen([*command, str(tmp_path / "results")], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("2 of 2"):
            break
    time.sleep(1)
    process.send_signal(sent)
    process.communicate(timeout=60)
    assert process.returncode == 128 + sent
    assert sorted(os.listdir(tmp_path / "results")) == ["a.restored.tif", "results.csv"]
    assert tifffile.imread(tmp_path / "results" / "a.restored.tif").shape == (92, 92)
    assert [bool(row["error"]) for row in rows(tmp_path / "results")] == [False, True]


class TestInPython:
    def test_an_array_gives_an_array(self) -> None:
        image = cells(120, 164)
        found = package.run(BUNDLE, image)
        assert isinstance(found, np.ndarray)
        assert (found.shape, found.dtype) == ((120, 164), np.float32)
        several = package.run(BUNDLE, [image, cells(92, 100, seed=5)], threads=1)
        assert [one.shape for one in several] == [(120, 164), (92, 100)]
        assert np.array_equal(several[0], found)

    def test_other_libraries_arrays_are_arrays(self) -> None:
        class Named:
            """As xarray names axes; it is not in this environment."""

            dims = ("X", "row")

            def __array__(self, dtype: object = None, copy: object = None) -> np.ndarray:
                return cells(120, 164).T

        assert package.run(BUNDLE, Named()).shape == (120, 164)
        assert np.array_equal(package.run(BUNDLE, Named()), package.run(BUNDLE, cells(120, 164)))
        assert np.array_equal(package.run(BUNDLE, cells(120, 164).T, axes="xy"), package.run(BUNDLE, Named()))

    def test_a_path_gives_an_array_or_files(self, images: Path, tmp_path: Path) -> None:
        found = package.run(BUNDLE, images / "cells 2.tif")
        [result] = package.run(BUNDLE, images / "cells 2.tif", tmp_path / "results")
        assert result["error"] is None
        assert np.array_equal(tifffile.imread(result["outputs"][0]["file"]), found)
        results = package.run(BUNDLE, images, tmp_path / "results")
        assert [one.get("kept", False) for one in results] == [True, False, False]

    @pytest.mark.parametrize(
        ("call", "says"),
        [
            (lambda: package.run(BUNDLE, "nowhere.tif"), "does not exist"),
            (lambda: package.run("nowhere.zip", cells(92, 92)), "nowhere.zip"),
            (lambda: package.run(BUNDLE, cells(92, 92), axes="zyx"), "axes|letters"),
            (lambda: package.run(BUNDLE, [["no", "number"]]), "This is no image"),
            (lambda: package.run(BUNDLE, cells(92, 92), "results"), "Leave output= away"),
            (lambda: package.run(BUNDLE, (cells(92, 92), cells(92, 92))), "takes one image at once"),
            (lambda: package.run(BUNDLE, ROOT), "output='FOLDER'"),
            (lambda: package.run(BUNDLE, cells(92, 92), tile=0), "--tile takes a whole number"),
        ],
    )
    def test_what_cannot_be_is_a_sentence(self, call: object, says: str) -> None:
        with pytest.raises(package.RunError, match=says):
            call()  # type: ignore[operator]

    def test_an_interrupt_ends_node(self, tmp_path: Path) -> None:
        code = (
            "import numpy, zooport; print('begun', flush=True);"
            f"zooport.run({str(BUNDLE)!r}, numpy.random.rand(4000, 4000).astype('float32'))"
        )
        listen = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
        environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(
            [sys.executable, "-c", listen + code], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(3)
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=60)[1]
        assert b"KeyboardInterrupt" in said
        assert os.listdir(tmp_path) == []
        assert str(tmp_path).encode() not in subprocess.run(["ps", "-eo", "args"], capture_output=True).stdout


def test_the_command_line_says_its_progress_on_standard_error(tmp_path: Path) -> None:
    tifffile.imwrite(tmp_path / "a.tif", cells(700, 700))
    called = zooport("run", BUNDLE, tmp_path / "a.tif", "--output", tmp_path / "results", "--tile", "128")
    assert called.code == 0
    assert "Running the network on" in called.said
