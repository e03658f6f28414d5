"""Every network that has a recipe: found from its trained folder alone, run, saved anew, and what its own library says.

The folders of ``tests/networks`` were trained by scripts/networks/small_folders.py. References come from csbdeep,
stardist and
Keras themselves, called here as the notebooks call them.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import h5py
import numpy as np
import pytest
import tifffile
from conftest import ROOT

from zooport.kernel.errors import Problem
from zooport.kernel.find.detect import detect
from zooport.kernel.prepare import prepare
from zooport.kernel.transport import folders

NETWORKS = ROOT / "tests" / "networks"
INDEX = json.loads((NETWORKS / "index.json").read_text())

#: Of each folder: the network's id, axes and channels of an image, steps, files, facts that only files can tell.
EXPECTED = json.loads((NETWORKS / "expected.json").read_text())


def folder_of(name):
    return NETWORKS / INDEX[name]["folder"]


def image_of(name):
    return str(NETWORKS / INDEX[name]["image"])


def candidate_of(name, **more):
    found = detect({"folder": str(folder_of(name)), **more})
    assert len(found["candidates"]) == 1, found
    return found["candidates"][0]


class Run:
    """One ``prepare``: its result and its arrays."""

    def __init__(self, name, **params):
        self.result = prepare({"candidate": candidate_of(name), "image": image_of(name), **params}, lambda *_: None)
        self.files = {one["name"]: one["path"] for one in self.result["files"]}
        self.input, self.output = self["test_input.npy"], self["test_output.npy"]
        self.values = {key: one["value"] for key, one in self.result["recipe"]["parameters"].items()}

    def __getitem__(self, name):
        return np.load(self.files[name])

    def weights(self):
        import keras

        return keras.models.load_model(self.files["weights.keras"])


@pytest.fixture(scope="module")
def run():
    """Each run once for all tests of the file."""
    made = {}

    def make(name, **params):
        key = json.dumps([name, params], sort_keys=True)
        if key not in made:
            made[key] = Run(name, **params)
        return made[key]

    yield make
    for one in made.values():
        folders.remove(one.result["directory"])


def library(kind, name):
    """The trained object as the notebook loads it again."""
    folder = folder_of(name)
    return kind(None, name=folder.name, basedir=str(folder.parent))


@pytest.mark.parametrize("name", INDEX)
def test_the_folder_alone_tells_the_network_and_what_an_image_must_have(name):
    candidate = candidate_of(name)
    expected = EXPECTED[name]
    assert candidate["network"]["id"] == expected["id"]
    assert candidate["network"]["name"] == INDEX[name]["network"]
    assert candidate["recognisedBy"] == "files"
    assert "".join(axis[0] for axis in candidate["takes"]["axes"]) == expected["axes"]
    assert candidate["takes"]["channels"] == expected["channels"]
    assert [one["kind"] for one in candidate["weights"]] == ["best", "last"]
    assert candidate["notes"] == []


@pytest.mark.parametrize("name", INDEX)
def test_the_image_its_crop_and_the_proofs_are_in_the_networks_axes(name, run):
    done = run(name)
    result, axes, channels = done.result, EXPECTED[name]["axes"], EXPECTED[name]["channels"]
    assert result["steps"] == EXPECTED[name]["steps"]
    assert list(result["steps"]) == [axis for axis in result["input"]["axes"] if axis in "zyx"]
    whole, box = tifffile.imread(image_of(name)), result["input"]["crop"]
    whole = whole[0] if name == "deep_storm" and whole.ndim == 3 else whole
    for key, size, axis in (("z", "depth", 0), ("y", "height", axes.index("y")), ("x", "width", axes.index("x"))):
        if key in axes:
            whole = np.take(whole, range(box[key], box[key] + box[size]), axis)
    whole = whole if channels > 1 else whole[..., None]
    whole = np.moveaxis(whole, 0, 2) if name == "unet_3d" else whole
    np.testing.assert_array_equal(done.input[0], whole)
    assert done.input.dtype == whole.dtype
    free = done.weights()
    for index in range(2):
        given, expected = done[f"proof_input_{index}.npy"], done[f"proof_output_{index}.npy"]
        np.testing.assert_allclose(free.predict(given, verbose=0), expected, rtol=0, atol=1e-5 * np.ptp(expected))
        assert np.ptp(expected) > 0
    assert done["proof_input_0.npy"].shape != done["proof_input_1.npy"].shape


@pytest.mark.parametrize("name", ["stardist_2d", "stardist_2d_rgb", "stardist_2d_grid4"])
def test_stardist_gives_the_labels_that_the_notebook_saves(name, run):
    from csbdeep.utils import normalize
    from stardist.models import StarDist2D

    done, model = run(name), library(StarDist2D, name)
    pixels = done.input[0] if done.input.shape[-1] > 1 else done.input[0, ..., 0]
    labels, _ = model.predict_instances(normalize(pixels, 1, 99.8, axis=tuple(range(pixels.ndim))))
    np.testing.assert_array_equal(done.output[0, ..., 0], labels)
    assert done.output.dtype == np.int32
    assert labels.max() > 0
    assert done.result["recipe"]["agreement"]["maxAbsolute"] < 1e-5
    thresholds = json.loads((folder_of(name) / "thresholds.json").read_text())
    assert (done.values["prob_threshold"], done.values["nms_threshold"]) == (thresholds["prob"], thresholds["nms"])
    assert done.values["grid"] == list(model.config.grid)
    assert done.values["n_rays"] == model.config.n_rays


@pytest.mark.parametrize("name", ["stardist_2d", "stardist_2d_rgb", "stardist_2d_grid4"])
def test_stardists_raw_outputs_are_probability_then_distances_on_the_grid(name, run):
    from csbdeep.utils import normalize
    from stardist.models import StarDist2D

    done, model = run(name, output="raw"), library(StarDist2D, name)
    given = normalize(done.input[0], 1, 99.8)[np.newaxis]
    expected = np.concatenate(model.keras_model.predict(given, verbose=0), axis=-1)
    np.testing.assert_allclose(done.output, expected, rtol=0, atol=1e-5)
    assert done.output.shape[1] * done.values["grid"][0] == done.input.shape[1]


def test_stardists_trained_weights_go_along_for_deepimagej(run):
    done = run("stardist_2d", output="raw")
    attached = [one["name"] for one in done.result["files"] if one["role"] == "attachment"]
    assert attached == ["stardist_weights.h5", "config.json", "thresholds.json"]
    told = done.result["config"]["stardist"]
    folder = folder_of("stardist_2d")
    assert told["config"] == json.loads((folder / "config.json").read_text())
    assert told["thresholds"] == json.loads((folder / "thresholds.json").read_text())
    assert Path(done.files[told["weights"]]).read_bytes() == (folder / "weights_best.h5").read_bytes()


@pytest.mark.parametrize(("name", "axes"), [("care_2d", "YX"), ("care_3d", "ZYX")])
def test_care_restores_as_the_notebook_does_in_normalised_units(name, axes, run):
    from csbdeep.models import CARE

    done, model = run(name), library(CARE, name)
    pixels = done.input[0, ..., 0]
    low, high = np.percentile(pixels, (2, 99.8)).astype(np.float32)
    expected = model.predict(pixels, axes)
    restored = done.output[0, ..., 0] * (high - low) + low
    np.testing.assert_allclose(restored, expected, rtol=0, atol=1e-5 * np.ptp(expected))
    assert done.values["probabilistic"] is (name == "care_2d")
    assert done.output.shape[-1] == 1
    assert done.result["recipe"]["agreement"]["function"] == "CARE.predict"
    # Probabilistic or not, no reader of the bundle needs code for the saved network.
    assert "Lambda" not in {type(layer).__name__ for layer in done.weights().layers}


@pytest.mark.parametrize("name", ["n2v_2d", "n2v_3d", "n2v2_2d"])
def test_noise2void_goes_back_to_the_images_own_units(name, run):
    done = run(name)
    config = json.loads((folder_of(name) / "config.json").read_text())
    assert isinstance(config["means"][0], str)
    mean, std = float(config["means"][0]), float(config["stds"][0])
    assert (done.values["means"], done.values["stds"]) == ([mean], [std])
    given = ((done.input.astype(np.float32) - mean) / std).astype(np.float32)
    expected = done.weights().predict(given, verbose=0) * std + mean
    np.testing.assert_allclose(done.output, expected, rtol=0, atol=1e-5 * np.ptp(expected))
    # It has learnt to denoise: it stays near the image and is smoother.
    assert np.corrcoef(done.output.ravel(), done.input.ravel())[0, 1] > 0.5
    assert np.abs(np.diff(done.output, axis=-2)).mean() < np.abs(np.diff(done.input.astype(float), axis=-2)).mean()


def notebooks_unet_3d(folder):
    """The class of the notebook in Keras's own words, with the filters of these weights, and Keras's own loading."""
    import h5py
    import keras

    layers = keras.layers
    path = folder / "ckpt" / f"{folder.name}.weights.h5"
    with h5py.File(path) as file:
        filters = file["layers/conv3d/vars/0"].shape[-1]
        levels = sum(name.startswith("conv3d_transpose") for name in file["layers"])

    def pair(level, count):
        for width in (count, 2 * count):
            level = layers.ReLU()(layers.Conv3D(width, 3, padding="same")(level))
        return level

    level = given = layers.Input((None, None, None, 1))
    skips = []
    for depth in range(levels):
        skips.append(pair(level, filters << depth))
        level = layers.MaxPooling3D(2)(skips[-1])
    level = pair(level, filters << levels)
    for depth in reversed(range(levels)):
        level = layers.Concatenate()([layers.Conv3DTranspose(filters << depth, 2, strides=2)(level), skips[depth]])
        level = pair(level, filters << depth)
    network = keras.Model(given, layers.Conv3D(1, 1, activation="sigmoid")(level))
    network.load_weights(path)
    return network


def test_unet_3d_scales_the_volume_and_gives_the_networks_own_output(run):
    done, network = run("unet_3d"), notebooks_unet_3d(folder_of("unet_3d"))
    pixels = done.input
    scaled = (pixels - np.min(pixels)) / (np.max(pixels) - np.min(pixels))
    np.testing.assert_allclose(done.output, network.predict(scaled, verbose=0), rtol=0, atol=1e-6)
    assert done.result["input"]["axes"] == ["batch", "y", "x", "z", "channel"]
    assert done.values["threshold"] == 200


def test_unet_3ds_mask_is_above_the_threshold_on_the_stretched_output(run):
    done = run("unet_3d", output="mask", threshold=100)
    pixels = done.input
    scaled = (pixels - np.min(pixels)) / (np.max(pixels) - np.min(pixels))
    predicted = notebooks_unet_3d(folder_of("unet_3d")).predict(scaled, verbose=0)
    stretched = np.interp(predicted, (predicted.min(), predicted.max()), (0, 255))
    assert (done.output != (stretched > 100)).mean() < 1e-4
    assert 0 < done.output.mean() < 1
    assert done.values["binarize"] == pytest.approx(100 / 255)


def test_unet_3d_makes_the_volume_smaller_first_where_params_csv_says_so(tmp_path):
    from skimage.transform import downscale_local_mean

    folder = Path(shutil.copytree(folder_of("unet_3d"), tmp_path / "smaller"))
    table = (folder / "params.csv").read_text().splitlines()
    changed = ["downscaling,2" if line.startswith("downscaling") else line for line in table]
    (folder / "params.csv").write_text("\n".join(changed))
    candidate = detect({"folder": str(folder)})["candidates"][0]
    crop = {"z": 0, "y": 0, "x": 16, "depth": 8, "height": 48, "width": 32}
    done = prepare({"candidate": candidate, "image": image_of("unet_3d"), "crop": crop}, lambda *_: None)
    given = np.load(Path(done["directory"]) / "test_input.npy")
    folders.remove(done["directory"])
    small = np.array([downscale_local_mean(plane, (2, 2)) for plane in tifffile.imread(image_of("unet_3d"))])
    np.testing.assert_allclose(given[0, ..., 0], np.moveaxis(small[:8, :24, 8:24], 0, 2), rtol=1e-6)
    assert done["recipe"]["parameters"]["downscaling"]["value"] == [1, 2, 2]
    assert any("2 times smaller" in note for note in done["notes"])


@pytest.mark.parametrize("name", ["care_3d", "stardist_2d"])
def test_tf2onnx_is_a_second_way_to_onnx_for_every_rank(name, run):
    import onnxruntime

    from zooport.kernel.keras.onnx_file import convert

    done = run(name)
    made = convert({"directory": done.result["directory"]}, lambda *_: None)
    session = onnxruntime.InferenceSession(made["path"], providers=["CPUExecutionProvider"])
    for index in range(2):
        given, expected = done[f"proof_input_{index}.npy"], done[f"proof_output_{index}.npy"]
        (ours,) = session.run(None, {session.get_inputs()[0].name: given})
        np.testing.assert_allclose(ours, expected, rtol=0, atol=1e-5 * np.ptp(expected))


def multilabel(done):
    import keras

    network = keras.models.load_model(folder_of("unet_2d_multilabel") / "weights_best.keras", compile=False)
    height, width = network.input_shape[1:3]
    low, high = np.percentile(done.input, (1, 99.8)).astype(np.float32)
    scaled = (done.input.astype(np.float32) - low) / (high - low + np.float32(1e-20))
    # The network was trained for tiles of one size; a crop of that size can be asked of it as it was trained.
    return network.predict(scaled[:, :height, :width], verbose=0)


def box_of_tile(name):
    import keras

    network = keras.models.load_model(folder_of(name) / "weights_best.keras", compile=False)
    height, width = network.input_shape[1:3]
    return {"y": 0, "x": 0, "height": height, "width": width}


def test_multilabel_gives_each_class_its_probability(run):
    done = run("unet_2d_multilabel", crop=box_of_tile("unet_2d_multilabel"))
    expected = multilabel(done)
    np.testing.assert_allclose(done.output, expected, rtol=0, atol=1e-6)
    assert done.values["labels"] == expected.shape[-1] == 3
    np.testing.assert_allclose(done.output.sum(axis=-1), 1, atol=1e-5)


def test_multilabels_classes_are_chosen_inside_the_network(run):
    done = run("unet_2d_multilabel", output="classes", crop=box_of_tile("unet_2d_multilabel"))
    expected = np.argmax(multilabel(done), axis=-1)[..., np.newaxis]
    np.testing.assert_array_equal(done.output, expected)
    assert done.output.dtype == np.uint8
    assert set(np.unique(done["proof_output_0.npy"])) <= {0.0, 1.0, 2.0}
    assert done.weights().output_shape[-1] == 1


def test_deep_storm_predicts_one_frame_as_the_notebook_does(run):
    import keras
    from scipy.io import loadmat

    done, folder = run("deep_storm"), folder_of("deep_storm")
    metadata = loadmat(folder / "model_metadata.mat")
    factor = int(metadata["upsampling_factor"].item())
    frame = done.input[0, ..., 0]
    scaled = np.asarray((frame - frame.min()) / (frame.max() - frame.min()), np.float32)
    scaled = np.asarray((scaled - metadata["mean_test"]) / metadata["std_test"], np.float32)
    large = np.kron(scaled, np.ones((factor, factor)))[np.newaxis, ..., np.newaxis]
    trained = keras.models.load_model(folder / "best.weights.keras", compile=False)
    config = trained.get_config()
    config["layers"][0]["config"]["batch_shape"] = (None, None, None, 1)
    free = keras.Model.from_config(config)
    free.set_weights(trained.get_weights())
    expected = free.predict(large, verbose=0)
    expected[expected < 0] = 0
    np.testing.assert_allclose(done.output, expected, rtol=0, atol=1e-5 * np.ptp(expected))
    assert done.output.shape[1:3] == (factor * frame.shape[0], factor * frame.shape[1])
    assert done.values["upsampling"] == 8
    assert done.values["mean"] == metadata["mean_test"].item()


@pytest.mark.parametrize(
    ("name", "best", "last"),
    [
        ("care_2d", "weights_best.h5", "weights_last.h5"),
        ("unet_3d", "ckpt/{}.weights.h5", "ckpt/{}_last.weights.h5"),
    ],
)
def test_the_last_weights_are_the_other_choice(name, best, last, tmp_path, run):
    folder = Path(shutil.copytree(folder_of(name), tmp_path / folder_of(name).name))
    last = folder / last.format(folder.name)

    def halve(_, item):
        if isinstance(item, h5py.Dataset) and item.dtype == np.float32:
            item[...] = item[...] / 2

    with h5py.File(last, "r+") as file:
        file.visititems(halve)
    candidate = detect({"folder": str(folder)})["candidates"][0]
    assert candidate["weights"][0]["label"] == Path(best.format(folder.name)).name
    params = {"candidate": candidate, "image": image_of(name), "weights": f"disk:{last}"}
    done = prepare(params, lambda *_: None)
    output = np.load(Path(done["directory"]) / "test_output.npy")
    folders.remove(done["directory"])
    assert output.shape == run(name).output.shape
    assert np.abs(output - run(name).output).max() > 0.01


def test_a_weights_file_chosen_by_hand_is_the_default():
    path = folder_of("care_2d") / "weights_last.h5"
    candidate = detect({"folder": str(path)})["candidates"][0]
    assert [one["label"] for one in candidate["weights"]] == ["weights_last.h5", "weights_best.h5"]
    assert "chosen by hand" in candidate["weights"][0]["why"]


def test_the_folder_of_checkpoints_leads_to_the_model():
    candidate = detect({"folder": str(folder_of("unet_3d") / "ckpt")})["candidates"][0]
    assert candidate["folder"] == str(folder_of("unet_3d"))
    assert candidate["modelName"] == folder_of("unet_3d").name


@pytest.mark.parametrize("name", ["stardist_2d", "deep_storm"])
def test_the_model_folder_stays_as_it_was(name):
    before = {path: path.stat().st_mtime_ns for path in folder_of(name).rglob("*")}
    folders.remove(Run(name).result["directory"])
    assert {path: path.stat().st_mtime_ns for path in folder_of(name).rglob("*")} == before


def test_another_network_than_the_asked_one_is_a_sentence():
    with pytest.raises(Problem) as caught:
        candidate_of("care_2d", network="StarDist 2D")
    assert caught.value.kind == "bad-folder"
    assert "holds a CARE (2D) network (config.json beside the weights), no StarDist 2D" in caught.value.message


@pytest.mark.parametrize("name", [name for name in INDEX if "facts" in EXPECTED[name]])
def test_facts_come_from_the_files_that_training_left(name):
    facts = candidate_of(name)["facts"]
    for key in [*EXPECTED[name]["facts"], "losses", "batch_size", "Notebook_version"]:
        assert facts[key]["origin"] == "disk", key
        assert facts[key]["value"] not in (None, "", [])
    losses = facts["losses"]["value"]
    assert len(losses["columns"]) == len(losses["rows"][0])
    for row in facts.get("qc_images", {"value": []})["value"]:
        assert isinstance(row["name"], str)
        assert len(row) > 1


def test_the_mean_of_quality_control_is_that_of_its_table():
    table = (folder_of("care_2d") / "Quality Control" / f"QC_metrics_{folder_of('care_2d').name}.csv").read_text()
    lines = [line.split(",") for line in table.splitlines() if line]
    at = lines[0].index("Input v. GT PSNR")
    expected = np.mean([float(line[at]) for line in lines[1:]])
    assert candidate_of("care_2d")["facts"]["qc_psnr_input"]["value"] == pytest.approx(expected)
