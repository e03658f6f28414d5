"""Test tensors and weights, made by real networks in their own framework."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import tifffile
from skimage import io
from skimage.util import img_as_ubyte

from zooport.kernel import proofs
from zooport.kernel.errors import Problem
from zooport.kernel.find.detect import detect
from zooport.kernel.prepare import prepare
from zooport.kernel.recipes.recipe import PLANE
from zooport.kernel.transport import folders


def candidate_of(folder, **notebook):
    return detect({"folder": str(folder), "notebook": {"params": notebook}})["candidates"][0]


def array(prepared, role, index=0):
    return np.load([one for one in prepared["files"] if one["role"] == role][index]["path"])


def quiet(_message, _fraction):
    pass


@pytest.fixture(scope="module")
def image(keras3):
    return str(keras3 / "images" / "quality_source" / "nuclei.tif")


@pytest.fixture(scope="module")
def prepared(keras3, image):
    done = prepare({"candidate": candidate_of(keras3 / "models" / "nuclei"), "image": image}, quiet)
    yield done
    folders.remove(done["directory"])


@pytest.fixture(scope="module")
def trained(keras3):
    import keras

    return keras.models.load_model(keras3 / "models" / "nuclei" / "weights_best.keras", compile=False)


def percentiles(image):
    low, high = np.percentile(image, (1, 99.8)).astype(np.float32)
    return (image.astype(np.float32) - low) / (high - low + np.float32(1e-20))


def test_the_input_is_the_crop_of_the_image_untouched(prepared, image):
    box = prepared["input"]["crop"]
    expected = io.imread(image)[box["y"] : box["y"] + box["height"], box["x"] : box["x"] + box["width"]]
    stored = array(prepared, "test_input")
    np.testing.assert_array_equal(stored[0, :, :, 0], expected)
    assert stored.dtype == np.uint16
    assert prepared["input"]["shape"] == list(stored.shape)


def test_the_output_is_what_the_trained_network_gives_for_each_of_its_tiles(keras3, image, trained):
    # On a crop of exactly one tile, the network as it was trained can be asked itself.
    box = {"y": 100, "x": 60, "height": 128, "width": 128}
    done = prepare({"candidate": candidate_of(keras3 / "models" / "nuclei"), "image": image, "crop": box}, quiet)
    stored = array(done, "test_input")[0, :, :, 0]
    expected = trained.predict(percentiles(stored)[None, :, :, None], verbose=0)
    np.testing.assert_allclose(array(done, "test_output"), expected, rtol=0, atol=1e-6)
    assert np.ptp(expected) > 0.5
    folders.remove(done["directory"])


def test_a_crop_larger_than_a_tile_has_no_seams(prepared, keras3):
    import keras

    free = keras.models.load_model([one for one in prepared["files"] if one["role"] == "weights"][0]["path"])
    expected = free.predict(percentiles(array(prepared, "test_input")), verbose=0)
    np.testing.assert_allclose(array(prepared, "test_output"), expected, rtol=0, atol=1e-6)
    assert prepared["input"]["shape"][1] > 128


def test_the_weights_are_saved_anew_with_free_sizes_and_nothing_of_the_training(prepared):
    import keras

    path = [one for one in prepared["files"] if one["role"] == "weights"][0]["path"]
    loaded = keras.models.load_model(path)
    assert loaded.input_shape == (None, None, None, 1)
    assert getattr(loaded, "optimizer", None) is None
    assert not loaded.compiled
    assert prepared["native"]["format"] == "keras_v3"
    assert prepared["native"]["freeSizes"]
    assert prepared["native"]["kerasVersion"] == keras.__version__


def test_the_proofs_are_raw_pairs_of_two_shapes(prepared, trained):
    first, second = (array(prepared, "proof_input", index) for index in range(2))
    assert first.shape[1] != first.shape[2]
    assert second.shape[0] == 2
    assert first.shape[1:] != second.shape[1:]
    for index, given in enumerate((first, second)):
        assert array(prepared, "proof_output", index).shape == given.shape
        assert given.dtype == np.float32


def test_the_proofs_are_pieces_of_the_test_image_as_the_network_takes_it(prepared):
    whole = percentiles(array(prepared, "test_input"))[0, :, :, 0]
    for index in range(2):
        for piece in array(prepared, "proof_input", index)[..., 0]:
            # Each of them, or its mirror image, is found again in the normalised test image.
            assert any(holds(whole, one) for one in (piece, piece[::-1]))
    span = np.ptp(array(prepared, "test_output"))
    assert all(np.ptp(array(prepared, "proof_output", index)) > 0.5 * span for index in range(2))


def holds(image, piece):
    """Whether ``piece`` is a part of ``image``, pixel by pixel."""
    rows, columns = np.where(image[: len(image) - len(piece) + 1] == piece[0, 0])
    return any(np.array_equal(image[y : y + len(piece), x : x + piece.shape[1]], piece) for y, x in zip(rows, columns))


def test_an_image_smaller_than_a_proof_is_continued_by_its_mirror_images():
    class Echo:
        def predict(self, batch, **_):
            return batch

    image = np.random.RandomState(3).uniform(size=(1, 16, 24, 1)).astype(np.float32)
    (tall, seen), (wide, _) = proofs.pairs(Echo(), image, (8, 8), None, PLANE)
    assert (tall.shape, wide.shape) == ((1, 136, 128, 1), (2, 128, 144, 1))
    np.testing.assert_array_equal(tall, seen)
    assert set(np.unique(tall)) <= set(np.unique(image))
    np.testing.assert_array_equal(wide[1], wide[0][::-1])


def test_the_proofs_of_a_network_bound_to_one_size_have_that_size():
    class Echo:
        def predict(self, batch, **_):
            return batch

    image = np.random.RandomState(3).uniform(size=(1, 32, 48, 1)).astype(np.float32)
    shapes = [given.shape for given, _ in proofs.pairs(Echo(), image, (8, 8), (32, 48), PLANE)]
    assert shapes == [(1, 32, 48, 1), (2, 32, 48, 1)]


def test_every_file_is_told_with_its_size_and_hash(prepared):
    assert len(prepared["files"]) == 9
    for one in prepared["files"]:
        content = Path(one["path"]).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (one["size"], one["sha256"])
        assert Path(one["path"]).parent == Path(prepared["directory"])


def test_the_step_follows_from_the_poolings(prepared, keras2):
    assert prepared["steps"] == {"y": 4, "x": 4}


def test_parameters_come_from_the_catalogue_where_there_is_no_kernel(prepared):
    parameters = prepared["recipe"]["parameters"]
    assert parameters["pmin"] == {"value": 1.0, "origin": "catalogue", "where": "U-Net (2D) notebook 2.2.1"}
    assert parameters["pmax"]["value"] == 99.8
    assert parameters["tile"]["value"] == [128, 128]
    assert prepared["recipe"]["agreement"] is None


def test_the_mask_is_the_one_that_the_notebook_saves(keras3, image, prepared):
    done = prepare({"candidate": candidate_of(keras3 / "models" / "nuclei"), "image": image, "output": "mask"}, quiet)
    eight_bit = img_as_ubyte(array(prepared, "test_output").astype(np.float64))
    np.testing.assert_array_equal(array(done, "test_output"), (eight_bit > 96.5).astype(np.float32))
    threshold = done["recipe"]["parameters"]["threshold"]
    assert (threshold["value"], threshold["origin"]) == (96, "disk")
    assert done["recipe"]["parameters"]["binarize"]["value"] == pytest.approx(96.5 / 255)
    folders.remove(done["directory"])


def test_a_threshold_that_is_only_handed_back_keeps_its_origin(keras3, image):
    known = {"candidate": candidate_of(keras3 / "models" / "nuclei"), "image": image, "output": "mask"}
    for value, origin in ((96.5, "disk"), (50, "user")):
        done = prepare({**known, "threshold": value}, quiet)
        assert done["recipe"]["parameters"]["threshold"]["origin"] == origin
        folders.remove(done["directory"])


def test_held_out_images_are_taken_first(keras3):
    known = candidate_of(
        keras3 / "models" / "nuclei",
        model_path=str(keras3 / "models"),
        model_name="nuclei",
        Training_source=str(keras3 / "images" / "train_source"),
        Source_QC_folder=str(keras3 / "images" / "quality_source"),
    )
    done = prepare({"candidate": known}, quiet)
    assert "quality_source" in done["input"]["image"]
    folders.remove(done["directory"])


def test_training_leaves_the_model_folder_as_it_was(nuclei, image):
    before = {path: path.stat().st_mtime_ns for path in nuclei.rglob("*")}
    folders.remove(prepare({"candidate": candidate_of(nuclei), "image": image}, quiet)["directory"])
    assert {path: path.stat().st_mtime_ns for path in nuclei.rglob("*")} == before


class Notebook:
    """Prediction as the notebook does it, written here a second time: it reads, normalises, tiles and pastes."""

    @staticmethod
    def normalise(x, pmin=1, pmax=99.8, axis=None, clip=False, eps=1e-20, dtype=np.float32):
        low, high = (np.percentile(x, p, axis=axis, keepdims=True).astype(dtype) for p in (pmin, pmax))
        return (x.astype(dtype) - low) / (high - low + dtype(eps))

    @staticmethod
    def predict(shift=0.0, pmax=99.8):
        def predict_as_tiles(path, model):
            image = Notebook.normalise(io.imread(path, as_gray=True), pmax=pmax)
            rows, columns = model.input_shape[1:3]
            result = np.zeros(image.shape)
            for y in range(0, image.shape[0], rows):
                for x in range(0, image.shape[1], columns):
                    y0, x0 = min(y, image.shape[0] - rows), min(x, image.shape[1] - columns)
                    tile = image[y0 : y0 + rows, x0 : x0 + columns]
                    found = model.predict(tile[None, :, :, None], batch_size=1)
                    result[y0 : y0 + rows, x0 : x0 + columns] = np.squeeze(found)
            return result + shift

        return predict_as_tiles


def with_kernel(variables, keras3, **functions):
    variables.update(model_path=str(keras3 / "models"), model_name="nuclei", Network="U-Net (2D)", **functions)
    return detect({})["candidates"][0]


def test_the_notebooks_own_function_agrees_with_the_recipe(keras3, image, notebook_variables):
    known = with_kernel(
        notebook_variables, keras3, predict_as_tiles=Notebook.predict(), normalizePercentile=Notebook.normalise
    )
    before = dict(notebook_variables)
    done = prepare({"candidate": known, "image": image}, quiet)
    assert done["recipe"]["agreement"]["function"] == "predict_as_tiles"
    assert done["recipe"]["agreement"]["maxAbsolute"] < 1e-5
    assert done["recipe"]["parameters"]["pmax"] == {
        "value": 99.8,
        "origin": "kernel",
        "where": "normalizePercentile(pmax)",
    }
    assert notebook_variables == before
    folders.remove(done["directory"])


@pytest.mark.parametrize("changed", [{"shift": 1e-3}, {"pmax": 98}])
def test_a_changed_prediction_is_not_exported_silently(keras3, image, notebook_variables, changed):
    known = with_kernel(notebook_variables, keras3, predict_as_tiles=Notebook.predict(**changed))
    with pytest.raises(Problem) as caught:
        prepare({"candidate": known, "image": image}, quiet)
    assert caught.value.kind == "recipe-disagrees"
    assert caught.value.data["maxAbsolute"] >= 9e-4


def test_changed_percentiles_of_the_kernel_are_used(keras3, image, notebook_variables, trained):
    def normalizePercentile(x, pmin=3, pmax=98.5, eps=1e-20):  # noqa: N802
        return x

    known = with_kernel(notebook_variables, keras3, normalizePercentile=normalizePercentile)
    done = prepare({"candidate": known, "image": image}, quiet)
    assert done["recipe"]["parameters"]["pmin"]["value"] == 3
    assert done["recipe"]["parameters"]["pmax"]["value"] == 98.5
    folders.remove(done["directory"])


def test_a_prediction_function_that_fails_is_noted(keras3, image, notebook_variables):
    def predict_as_tiles(path, model):
        raise NameError("name 'io' is not defined")

    known = with_kernel(notebook_variables, keras3, predict_as_tiles=predict_as_tiles)
    done = prepare({"candidate": known, "image": image}, quiet)
    assert done["recipe"]["agreement"] is None
    assert any("name 'io' is not defined" in note for note in done["notes"])
    folders.remove(done["directory"])


def test_the_live_network_is_exported_where_it_is_chosen(keras3, image, notebook_variables, trained):
    notebook_variables["model"] = trained
    known = with_kernel(notebook_variables, keras3)
    chosen = next(one["id"] for one in known["weights"] if one["kind"] == "kernel")
    done = prepare({"candidate": known, "weights": chosen, "image": image}, quiet)
    assert done["native"]["format"] == "keras_v3"
    assert notebook_variables["model"] is trained
    folders.remove(done["directory"])


def problem(**params):
    before = set(folders._own)
    with pytest.raises(Problem) as caught:
        prepare(params, quiet)
    assert set(folders._own) == before
    return caught.value


def test_an_undecided_network_is_asked_for(nuclei, image):
    known = {**candidate_of(nuclei), "network": None, "alternatives": [{"id": "unet_2d", "name": "U-Net (2D)"}]}
    found = problem(candidate=known, image=image)
    assert found.kind == "ambiguous"
    assert found.data["candidates"][0]["name"] == "U-Net (2D)"


def test_a_constant_image_is_refused(nuclei, tmp_path):
    path = tmp_path / "flat.tif"
    tifffile.imwrite(path, np.full((200, 200), 7, np.uint8))
    assert problem(candidate=candidate_of(nuclei), image=str(path)).kind == "image-constant"


def test_an_image_smaller_than_the_networks_step_is_refused(nuclei, tmp_path):
    path = tmp_path / "tiny.tif"
    tifffile.imwrite(path, np.arange(9, dtype=np.uint8).reshape(3, 3))
    found = problem(candidate=candidate_of(nuclei), image=str(path))
    assert found.kind == "image-too-small"
    assert "3 x 3 pixels" in found.message
    assert "4 x 4" in found.message


def test_no_image_at_all_asks_for_one(nuclei):
    assert problem(candidate=candidate_of(nuclei)).kind == "bad-image"


def test_half_written_weights_mean_that_training_still_runs(nuclei, image):
    known = candidate_of(nuclei)
    path = nuclei / "weights_best.keras"
    path.write_bytes(path.read_bytes()[:50_000])
    assert problem(candidate=known, image=image).kind == "training"


def test_damaged_old_weights_are_called_damaged(nuclei, image):
    known = candidate_of(nuclei)
    path = nuclei / "weights_best.keras"
    path.write_bytes(path.read_bytes()[:50_000])
    os.utime(path, (time.time() - 9999,) * 2)
    found = problem(candidate=known, image=image)
    assert found.kind == "bad-model"
    assert str(path) in found.message


def test_weights_that_are_gone_are_named(nuclei, image):
    known = candidate_of(nuclei)
    shutil.rmtree(nuclei)
    assert problem(candidate=known, image=image).kind == "bad-folder"


def test_a_layer_that_nobody_knows_is_named(tmp_path, image):
    import keras

    class Sharpen(keras.layers.Layer):
        def call(self, inputs):
            return inputs * 2

    inputs = keras.layers.Input((32, 32, 1))
    level = Sharpen(name="crisp")(keras.layers.Conv2D(1, 1, activation="sigmoid")(inputs))
    keras.Model(inputs, level).save(tmp_path / "weights_best.keras")
    known = detect({"folder": str(tmp_path), "network": "U-Net (2D)"})["candidates"][0]
    found = problem(candidate=known, image=image)
    assert found.kind == "bad-model"
    assert "crisp" in found.message
    assert "Sharpen" in found.message


def test_a_layer_of_the_notebook_is_told_since_no_other_reader_has_it(tmp_path, image, monkeypatch):
    import keras

    class Halve(keras.layers.Layer):
        def call(self, inputs):
            return inputs / 2

    monkeypatch.setattr(sys.modules["__main__"], "Halve", Halve, raising=False)
    inputs = keras.layers.Input((32, 32, 1))
    level = Halve()(keras.layers.Conv2D(1, 1, activation="sigmoid")(inputs))
    keras.Model(inputs, level).save(tmp_path / "weights_best.keras")
    known = detect({"folder": str(tmp_path), "network": "U-Net (2D)"})["candidates"][0]
    done = prepare({"candidate": known, "image": image}, quiet)
    folders.remove(done["directory"])
    assert done["native"]["foreign"] == ["Halve"]


def test_a_network_of_keras_alone_needs_no_other_code(nuclei, image):
    done = prepare({"candidate": candidate_of(nuclei), "image": image}, quiet)
    folders.remove(done["directory"])
    assert done["native"]["foreign"] == []


@pytest.mark.parametrize(("channels", "out"), [(3, 1), (1, 2)])
def test_other_channels_are_named(tmp_path, image, channels, out):
    import keras

    inputs = keras.layers.Input((32, 32, channels))
    keras.Model(inputs, keras.layers.Conv2D(out, 1, activation="sigmoid")(inputs)).save(tmp_path / "weights_best.h5")
    known = detect({"folder": str(tmp_path), "network": "U-Net (2D)"})["candidates"][0]
    found = problem(candidate=known, image=image)
    assert found.kind == "bad-model"
    assert f"takes {channels} and gives {out} channels" in found.message


def test_a_network_bound_to_one_size_is_exported_at_that_size(tmp_path, image):
    import keras

    layers = keras.layers
    inputs = layers.Input((16, 24, 1))
    level = layers.Dense(16 * 24)(layers.Flatten()(inputs))
    level = layers.Activation("sigmoid")(layers.Reshape((16, 24, 1))(level))
    keras.Model(inputs, level).save(tmp_path / "weights_best.keras")
    known = detect({"folder": str(tmp_path), "network": "U-Net (2D)"})["candidates"][0]
    done = prepare({"candidate": known, "image": image}, quiet)
    assert done["input"]["shape"] == [1, 16, 24, 1]
    assert not done["native"]["freeSizes"]
    assert any("16 x 24" in note for note in done["notes"])
    folders.remove(done["directory"])


def test_a_network_that_gives_nan_is_refused(nuclei, image):
    import keras

    broken = keras.models.load_model(nuclei / "weights_best.keras", compile=False)
    broken.set_weights([np.full_like(weight, np.nan) for weight in broken.get_weights()])
    broken.save(nuclei / "weights_best.keras")
    assert problem(candidate=candidate_of(nuclei), image=image).kind == "bad-model"


def test_a_network_inside_a_network_is_freed_and_counts_for_the_step(tmp_path, image):
    import keras

    layers = keras.layers
    inside = layers.Input((48, 48, 4))
    inner = keras.Model(inside, layers.UpSampling2D(3)(layers.MaxPooling2D(3)(inside)))
    outside = layers.Input((96, 96, 1))
    level = layers.BatchNormalization()(layers.Conv2D(4, 3, strides=2, padding="same")(outside))
    level = layers.Conv2DTranspose(1, 2, strides=2, activation="sigmoid")(inner(level))
    keras.Model(outside, level).save(tmp_path / "weights_best.keras")
    known = detect({"folder": str(tmp_path), "network": "U-Net (2D)"})["candidates"][0]
    done = prepare({"candidate": known, "image": image}, quiet)
    assert done["steps"] == {"y": 6, "x": 6}
    assert done["native"]["freeSizes"]
    assert done["input"]["shape"][1] % 6 == 0
    folders.remove(done["directory"])
