"""Small inputs that strangers met (../shared/data/cases), through the real command line."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from calls import ROOT, core, export, needs_command_line, reproduced, unpacked, zooport

CASES = ROOT.parent / "shared" / "data" / "cases"
pytestmark = [
    needs_command_line,
    pytest.mark.skipif(not CASES.exists(), reason="../shared/data/cases is absent"),
]

U_NET = ("--network", "U-Net (2D)")
#: Folder, image, further words, and the network that it becomes.
EXPORTS = {
    "an output of small range": ("rescaling_small_range", "image.tif", U_NET, "U-Net (2D)"),
    "a layer of augmentation": ("tf2onnx_min_size", "u16_12bit.tif", U_NET, "U-Net (2D)"),
    "weights beside a saved model": ("hdf5_beside_saved_model", "image.tif", (), "U-Net (2D)"),
    "the same, said by name": ("hdf5_beside_saved_model", "image.tif", U_NET, "U-Net (2D)"),
    "an LZW TIFF": ("lzw_tiff", "image_lzw.tif", U_NET, "U-Net (2D)"),
    "an array of y, x, 1": ("grey_yx1", "image_yx1.npy", U_NET, "U-Net (2D)"),
    "a planar RGB TIFF": ("rgb_planar_tiff", "rgb_planar_rps1.tif", (), "StarDist 2D"),
}
STAINED = ROOT / "tests" / "networks" / "stardist_2d_rgb" / "stained_stardist"


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """Call and bundle of a case; each is made once."""
    place, made = tmp_path_factory.mktemp("bundles"), {}

    def of(name):
        if name not in made:
            folder, image, words, _ = EXPORTS[name]
            source = STAINED if folder == "rgb_planar_tiff" else CASES / folder
            bundle = place / f"{len(made)}.zip"
            made[name] = export(source, CASES / folder / image, bundle, *words), bundle
        return made[name]

    return of


@pytest.mark.parametrize("name", EXPORTS)
def test_it_is_exported_and_passes_its_own_check(exported, name):
    called, _ = exported(name)
    assert called.code == 0, called.said
    assert called.document["network"] == EXPORTS[name][3]
    assert called.result["verdict"] == "passed"
    assert called.result["format"]["verdict"] == "valid"
    assert (called.onnx["verdict"], called.onnx["zoo"], called.onnx["nan"]) == ("passed", "passed", 0)


@pytest.mark.parametrize("environment", ["zoo", "new"])
def test_the_one_of_small_range_passes_in_the_zoos_own_test(exported, environment, tmp_path):
    _, bundle = exported("an output of small range")
    found = core(environment, [bundle], tmp_path)[bundle]
    assert found["status"] == "passed", found["errors"]
    assert reproduced(found) == {"keras_v3": "passed", "onnx": "passed"}


def test_a_layer_that_does_nothing_in_prediction_costs_no_reach(exported, tmp_path):
    _, bundle = exported("a layer of augmentation")
    described = (unpacked(bundle, tmp_path) / "rdf.yaml").read_text()
    assert re.findall(r"min: (\d+)\s+step: (\d+)", described) == [("14", "2"), ("14", "2")]
    assert re.findall(r"halo: (\d+)", described) == ["6", "6"]


def pixels_of(path):
    """As another reader than ours gives them: y, x and colours."""
    import tifffile
    from PIL import Image

    if path.suffix == ".npy":
        return np.load(path)
    if "rgb" in path.name:
        return np.moveaxis(tifffile.imread(path), 0, -1)
    return np.asarray(Image.open(path))[..., np.newaxis]


@pytest.mark.parametrize("name", ["an LZW TIFF", "an array of y, x, 1", "a planar RGB TIFF"])
def test_the_test_image_has_the_pixels_of_the_file(exported, name, tmp_path):
    _, bundle = exported(name)
    found = np.load(unpacked(bundle, tmp_path) / "test_input.npy")[0]
    folder, image, _, _ = EXPORTS[name]
    whole = pixels_of(CASES / folder / image)
    assert found.shape[-1] == whole.shape[-1]
    windows = np.lib.stride_tricks.sliding_window_view(whole, found.shape).reshape(-1, *found.shape)
    assert any(np.array_equal(one, found) for one in windows)


def test_a_network_of_permuted_axes_gives_what_it_gave_in_keras(tmp_path):
    import onnxruntime

    folder = CASES / "permute_channels_first"
    called = zooport("convert", folder / "permute_softmax.h5", "--output", tmp_path / "made.onnx")
    assert called.code == 0, called.said
    session = onnxruntime.InferenceSession(tmp_path / "made.onnx", providers=["CPUExecutionProvider"])
    with np.load(folder / "permute_softmax.npz") as known:
        (found,) = session.run(None, {session.get_inputs()[0].name: known["x0"]})
        np.testing.assert_allclose(found, known["y0"], rtol=0, atol=1e-6)


@pytest.mark.parametrize("name", ["bsdtar.zip", "dotslash_in_zip.zip"])
def test_what_the_zoo_does_not_find_in_a_zip_is_failed(name):
    called = zooport("check", CASES / "zip_dot_slash" / name)
    assert called.code == 1
    assert called.result["verdict"] == "failed"
    assert called.result["format"]["verdict"] == "invalid"
    assert any(
        one["code"].startswith("container") and one["by"] == "zoo" for one in called.result["format"]["findings"]
    )
    assert {one["zoo"] for one in called.result["reproduction"]} == {"failed"}


def test_a_cover_that_cannot_be_unpacked_is_told():
    called = zooport("check", CASES / "hostile" / "cover_crc.zip")
    assert called.code == 1
    found = next(one for one in called.result["format"]["findings"] if one["code"] == "container-damaged")
    assert (found["by"], found["severity"], found["path"]) == ("zoo", "error", ["covers", 0])
    assert "cover.png" in found["message"]
    assert {one["zoo"] for one in called.result["reproduction"]} == {"failed"}


def test_a_text_in_place_of_a_list_is_told_whole():
    called = zooport("check", "--format-only", CASES / "cite_text" / "rdf.yaml")
    assert called.code == 1
    messages = [one["message"] for one in called.result["format"]["findings"] if one["path"] == ["cite"]]
    assert messages == ["The list of citations is the text “todo”, but must be a list."]


@pytest.mark.parametrize(
    ("name", "said", "code"),
    [("stride_zero.h5", "whole number of at least 1", 2), ("hdf5_never_ends.h5", "did not end within 5 seconds", 1)],
)
def test_a_hostile_network_ends_with_a_sentence_and_no_file(tmp_path, name, said, code):
    words = ("--output", tmp_path / "made.onnx", "--timeout", 5 if code == 1 else 60)
    called = zooport("convert", CASES / "hostile" / name, *words)
    assert called.code == code
    assert said in called.said + str(called.document)
    assert "Traceback" not in called.said
    assert "    at " not in called.said
    assert not list(Path(tmp_path).iterdir())
