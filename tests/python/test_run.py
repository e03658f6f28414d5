"""`zooport run` and `zooport.run`: files read back by tifffile, numbers as bioimageio.core gives them."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Callable, Dict, Iterator, List

import numpy as np
import pytest
import tifffile
from calls import ROOT, needs_command_line, zooport
from pythons import python_of, warm_python_of

import zooport as package

pytestmark = needs_command_line
#: A small CARE network: sizes in steps of 4 from 92, percentiles of the image before it.
BUNDLE = ROOT / "tests" / "bundle"

_PREDICT = """
import sys
import numpy
from bioimageio.core import create_prediction_pipeline
from bioimageio.core.digest_spec import create_sample_for_model
from bioimageio.spec import load_model_description
model = load_model_description(sys.argv[1])
pipeline = create_prediction_pipeline(model, weight_format="onnx")
for source, place in zip(sys.argv[2::2], sys.argv[3::2]):
    sample = create_sample_for_model(model, inputs={"low": numpy.load(source)[None, :, :, None]})
    predicted = pipeline.predict_sample_without_blocking(sample)
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


@pytest.fixture(scope="module")
def labelling(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of two outputs: the image's own whole numbers as labels, and where there are any."""
    from onnx import TensorProto, helper, save

    folder = tmp_path_factory.mktemp("labelling")
    sizes = ["b", "c", "y", "x"]
    nodes = [
        helper.make_node("Cast", ["image"], ["labels"], to=TensorProto.INT32),
        helper.make_node("Cast", ["image"], ["mask"], to=TensorProto.BOOL),
    ]
    given = [helper.make_tensor_value_info("image", TensorProto.FLOAT, sizes)]
    found = [
        helper.make_tensor_value_info("labels", TensorProto.INT32, sizes),
        helper.make_tensor_value_info("mask", TensorProto.BOOL, sizes),
    ]
    graph = helper.make_graph(nodes, "labelling", given, found)
    save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), folder / "weights.onnx")
    zeros = np.zeros((1, 1, 8, 8), np.float32)
    for name, array in (("image", zeros), ("labels", zeros.astype(np.int32)), ("mask", zeros.astype(bool))):
        np.save(folder / f"{name}.npy", array)
    (folder / "README.md").write_text("# Labels\n")

    def axes(size: Callable[[str], object]) -> List[Dict[str, object]]:
        space = [{"type": "space", "id": axis, "size": size(axis)} for axis in "yx"]
        return [{"type": "batch"}, {"type": "channel", "channel_names": ["intensity"]}, *space]

    def output(name: str, **data: object) -> Dict[str, object]:
        same = axes(lambda axis: {"tensor_id": "image", "axis_id": axis})
        return {"id": name, "axes": same, "test_tensor": {"source": f"{name}.npy"}, "data": data}

    description = {
        "format_version": "0.5.8",
        "type": "model",
        "name": "Labels",
        "description": "For a test",
        "authors": [{"name": "A. Researcher", "github_user": "researcher"}],
        "license": "MIT",
        "documentation": "README.md",
        "cite": [{"text": "Nobody", "url": "http://localhost/paper"}],
        "inputs": [
            {
                "id": "image",
                "axes": axes(lambda axis: {"min": 1, "step": 1}),
                "test_tensor": {"source": "image.npy"},
                "data": {"type": "float32"},
            }
        ],
        "outputs": [output("labels", type="int32"), output("mask", type="bool", values=[False, True])],
        "weights": {"onnx": {"source": "weights.onnx", "opset_version": 13}},
    }
    # JSON is YAML.
    (folder / "rdf.yaml").write_text(json.dumps(description))
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
        assert file.pages[0].tags["XResolution"].value[1] / file.pages[0].tags["XResolution"].value[0] == 0.25
    assert [row["file"] for row in rows(output)] == [
        "cells 2.restored.tif",
        "cells 10.restored.tif",
        "é, “odd”.restored.tif",
    ]
    assert sorted(os.listdir(output)) == sorted([*(row["file"] for row in rows(output)), "results.csv"])
    again = zooport("run", BUNDLE, images, "--output", output)
    assert [one["kept"] for one in again.document["results"]] == [True, True, True]
    assert again.document["results"][0]["outputs"] == called.result["outputs"]


def test_the_numbers_are_those_of_bioimageio_core(tmp_path: Path) -> None:
    sizes = {"a": (120, 164), "b": (96, 92)}
    # Where a bundle states a halo, bioimageio.core mirrors the image around its border, as no framework does of itself.
    bare = tmp_path / "bare"
    shutil.copytree(BUNDLE, bare)
    text = (BUNDLE / "rdf.yaml").read_text(encoding="utf-8")
    (bare / "rdf.yaml").write_text(re.sub(r" +halo: .*\n", "", text), encoding="utf-8")
    words: List[str] = []
    for name, size in sizes.items():
        np.save(tmp_path / f"{name}.npy", cells(*size))
        words += [str(tmp_path / f"{name}.npy"), str(tmp_path / f"{name}.expected.npy")]
    ended = subprocess.run(
        [warm_python_of("zoo"), "-c", _PREDICT, str(bare / "rdf.yaml"), *words], capture_output=True, text=True
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


def test_labels_have_as_many_bits_as_they_need_and_masks_stay(labelling: Path, tmp_path: Path) -> None:
    few = np.kron(np.arange(9).reshape(3, 3), np.ones((12, 12))).astype(np.uint16)
    many = np.arange(280 * 280, dtype=np.float32).reshape(280, 280)
    tifffile.imwrite(tmp_path / "few.tif", few)
    tifffile.imwrite(tmp_path / "many.tif", many)
    called = zooport("run", labelling, tmp_path / "few.tif", tmp_path / "many.tif", "--output", tmp_path / "results")
    assert called.code == 0, called.said
    labels = [one["outputs"][0] for one in called.document["results"]]
    assert [(one["dtype"], one["objects"]) for one in labels] == [("uint16", 8), ("uint32", 280 * 280 - 1)]
    assert [row["objects"] for row in rows(tmp_path / "results")] == ["8", "", str(280 * 280 - 1), ""]
    for one, image in zip(called.document["results"], (few, many)):
        found, mask = (tifffile.imread(output["file"]) for output in one["outputs"])
        assert found.dtype == one["outputs"][0]["dtype"]
        assert np.array_equal(found, image)
        assert mask.dtype == np.uint8
        assert np.array_equal(mask, image > 0)
    arrays = package.run(labelling, few)
    assert {name: array.dtype.name for name, array in arrays.items()} == {"labels": "int32", "mask": "bool"}


def test_a_time_series_keeps_its_axes_and_the_size_of_its_pixels(labelling: Path, tmp_path: Path) -> None:
    series = cells(3, 40, 50)
    scale = {"resolution": (4, 4), "metadata": {"unit": "um", "axes": "TYX"}}
    tifffile.imwrite(tmp_path / "series.tif", series, imagej=True, **scale)
    called = zooport("run", labelling, tmp_path / "series.tif", "--output", tmp_path / "results")
    assert called.code == 0, called.said
    with tifffile.TiffFile(called.result["outputs"][0]["file"]) as file:
        [found] = file.series
        assert (found.axes, found.shape) == ("TYX", (3, 40, 50))
        assert file.imagej_metadata["unit"] == "micron"
        across, pixels = file.pages[0].tags["XResolution"].value
        assert pixels / across == pytest.approx(0.25)
        assert np.array_equal(found.asarray(), series)


def test_channels_planes_and_axes_are_chosen_by_words(labelling: Path, tmp_path: Path) -> None:
    stack = cells(4, 2, 30, 40)
    tifffile.imwrite(tmp_path / "stack.tif", stack, imagej=True, metadata={"axes": "ZCYX"})
    np.save(tmp_path / "bare.npy", stack[:, 1])
    output = tmp_path / "results"
    refused = zooport("run", labelling, tmp_path / "stack.tif", "--output", output)
    assert refused.code == 1
    assert "channel" in refused.result["error"]
    one = zooport("run", labelling, tmp_path / "stack.tif", "--output", output, "--channels", "1")
    assert one.result["outputs"][0]["axes"] == "zyx"
    assert np.array_equal(tifffile.imread(one.result["outputs"][0]["file"]), stack[:, 1])
    words = ["--channels", "0", "--planes", "projection"]
    highest = zooport("run", labelling, tmp_path / "stack.tif", "--output", output, *words)
    assert np.array_equal(tifffile.imread(highest.result["outputs"][0]["file"]), stack[:, 0].max(0))
    series = zooport("run", labelling, tmp_path / "bare.npy", "--output", output, "--axes", "tyx")
    with tifffile.TiffFile(series.result["outputs"][0]["file"]) as file:
        assert file.series[0].axes == "TYX"
    wrong = zooport("run", labelling, tmp_path / "bare.npy", "--output", output, "--axes", "yx")
    assert wrong.code == 1
    assert "axes" in wrong.result["error"]


def test_an_ome_zarr_is_an_image_among_others(labelling: Path, tmp_path: Path) -> None:
    image = cells(30, 40)
    folder = tmp_path / "in" / "plate.ome.zarr"
    (folder / "0").mkdir(parents=True)
    axes = [{"name": name, "type": "space", "unit": "micrometer"} for name in "yx"]
    scales = [{"type": "scale", "scale": [0.5, 0.5]}]
    scene = {"version": "0.4", "axes": axes, "datasets": [{"path": "0", "coordinateTransformations": scales}]}
    stored = {"zarr_format": 2, "shape": [30, 40], "chunks": [30, 40], "dtype": "<u2", "order": "C", "fill_value": 0}
    (folder / ".zgroup").write_text('{"zarr_format": 2}')
    (folder / ".zattrs").write_text(json.dumps({"multiscales": [scene]}))
    (folder / "0" / ".zarray").write_text(json.dumps({**stored, "compressor": None, "filters": None}))
    (folder / "0" / "0.0").write_bytes(image.tobytes())
    called = zooport("run", labelling, tmp_path / "in", "--output", tmp_path / "in")
    assert called.code == 0, called.said
    assert called.result["outputs"][0]["file"] == str(tmp_path / "in" / "plate.labels.tif")
    with tifffile.TiffFile(called.result["outputs"][0]["file"]) as file:
        assert np.array_equal(file.asarray(), image)
        assert file.imagej_metadata["unit"] == "micron"
    kept = zooport("run", labelling, folder, "--output", tmp_path / "in")
    assert kept.result["kept"] is True
    assert np.array_equal(package.run(labelling, folder)["labels"], image)


def test_what_is_no_image_does_not_stop_the_others(images: Path, tmp_path: Path) -> None:
    (images / "a.tif").write_bytes(b"II*\0 and no more")
    (images / "b.czi").write_bytes(b"ZISRAWFILE" + bytes(100))
    called = zooport("run", BUNDLE, images, "--output", tmp_path / "results")
    assert called.code == 1
    errors = {Path(one["source"]).name: one["error"] for one in called.document["results"]}
    assert [name for name, error in errors.items() if error] == ["a.tif", "b.czi"]
    assert "CZI" in errors["b.czi"]
    assert len([row for row in rows(tmp_path / "results") if row["error"] == ""]) == 3


@contextmanager
def disk_of(folder: Path, options: str) -> Iterator[None]:
    """A disk of its own at this folder; as root only."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def unwritable(tmp_path: Path) -> Iterator[Path]:
    """A folder that nobody may write to: a read-only disk, since root may write in every folder."""
    place = tmp_path / "locked"
    place.mkdir(mode=0o555)
    with disk_of(place, "ro") if os.geteuid() == 0 else nullcontext():
        yield place


def test_a_place_that_cannot_be_written_is_a_sentence(images: Path, unwritable: Path) -> None:
    for output in (unwritable, unwritable / "deeper"):
        called = zooport("run", BUNDLE, images, "--output", output)
        assert called.code == 2
        why = "read-only" if os.geteuid() == 0 else "may not be written by you"
        assert why in called.document["error"]
        assert called.document["results"] == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a disk so small that it is full")
def test_a_full_disk_is_a_sentence_for_each_image_that_did_not_fit(images: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with disk_of(disk, "size=100k"):
        called = zooport("run", BUNDLE, images, "--output", disk)
        assert called.code == 1
        assert [one["error"] is None for one in called.document["results"]] == [True, False, False]
        assert "disk is full" in called.document["results"][1]["error"]
        assert not [name for name in os.listdir(disk) if name.startswith(".")]


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

    @pytest.mark.parametrize(
        ("environment", "made"),
        [
            ("zoo", "__import__('xarray').DataArray(image.T, dims=('x', 'y'))"),
            ("new", "__import__('torch').tensor(image.astype('float32'), requires_grad=True)"),
        ],
    )
    def test_real_arrays_of_other_libraries(self, tmp_path: Path, environment: str, made: str) -> None:
        np.save(tmp_path / "image.npy", cells(96, 120))
        code = (
            f"import numpy, zooport; image = numpy.load({str(tmp_path / 'image.npy')!r});"
            f"numpy.save({str(tmp_path / 'found.npy')!r}, zooport.run({str(BUNDLE)!r}, {made}))"
        )
        environs = {**os.environ, "PYTHONPATH": str(ROOT)}
        ended = subprocess.run([python_of(environment), "-c", code], env=environs, capture_output=True, text=True)
        assert ended.returncode == 0, ended.stderr[-2000:]
        assert np.array_equal(np.load(tmp_path / "found.npy"), package.run(BUNDLE, cells(96, 120)))

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
