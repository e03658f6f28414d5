"""Trained networks that are alive in the kernel, under whatever name: the libraries' objects, or the notebook's own."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from test_networks import folder_of, image_of, library, notebooks_unet_3d

from zooport.kernel.errors import Problem
from zooport.kernel.find.detect import detect
from zooport.kernel.prepare import prepare
from zooport.kernel.transport import folders


def run(name, candidate, **params):
    done = prepare({"candidate": candidate, "image": image_of(name), **params}, lambda *_: None)
    files = {one["name"]: np.load(one["path"]) for one in done["files"] if one["path"].endswith(".npy")}
    folders.remove(done["directory"])
    return done, files


def alive(found):
    return [one for one in found["candidates"] if one["folder"] is None]


def care(name="care_2d"):
    from csbdeep.models import CARE

    return library(CARE, name)


def stardist(name="stardist_2d"):
    from stardist.models import StarDist2D

    return library(StarDist2D, name)


def test_a_csbdeep_object_is_found_under_any_name_and_gives_what_its_folder_gives(notebook_variables):
    notebook_variables["my_denoiser"] = care()
    before = dict(notebook_variables)
    (candidate,) = alive(detect({}))
    assert candidate["network"]["id"] == "care_2d"
    assert candidate["weights"][0]["variable"] == "my_denoiser"
    assert candidate["takes"] == {"axes": ["y", "x"], "channels": 1}
    done, files = run("care_2d", candidate)
    assert done["recipe"]["agreement"]["function"] == "CARE.predict"
    assert done["recipe"]["agreement"]["maxAbsolute"] <= 1e-3
    assert done["recipe"]["parameters"]["probabilistic"]["origin"] == "kernel"
    disk = detect({"folder": str(folder_of("care_2d"))})["candidates"][0]
    np.testing.assert_array_equal(files["test_output.npy"], run("care_2d", disk)[1]["test_output.npy"])
    assert notebook_variables == before


def test_a_stardist_object_gives_its_labels_with_its_own_thresholds(notebook_variables):
    from csbdeep.utils import normalize

    model = notebook_variables["model"] = stardist()
    model.thresholds = {"prob": 0.6, "nms": 0.35}
    (candidate,) = alive(detect({}))
    assert candidate["network"]["id"] == "stardist_2d"
    done, files = run("stardist_2d", candidate)
    pixels = normalize(files["test_input.npy"][0, ..., 0], 1, 99.8)
    np.testing.assert_array_equal(files["test_output.npy"][0, ..., 0], model.predict_instances(pixels)[0])
    threshold = done["recipe"]["parameters"]["prob_threshold"]
    assert (threshold["value"], threshold["origin"]) == (0.6, "kernel")
    assert [one["name"] for one in done["files"] if one["role"] == "attachment"][0] == "stardist_weights.h5"


def test_beside_its_folder_an_object_is_the_other_choice(notebook_variables):
    folder = folder_of("care_2d")
    notebook_variables.update(model_training=care(), model_path=str(folder.parent), model_name=folder.name)
    (candidate,) = detect({})["candidates"]
    assert [one["kind"] for one in candidate["weights"]] == ["best", "last", "kernel"]
    assert any("model_training" in note for note in candidate["notes"])


def test_an_object_of_another_folder_is_a_candidate_of_its_own(notebook_variables):
    folder = folder_of("care_2d")
    notebook_variables.update(model=stardist(), model_path=str(folder.parent), model_name=folder.name)
    found = detect({})["candidates"]
    assert [(one["network"]["id"], one["folder"] is None) for one in found] == [
        ("care_2d", False),
        ("stardist_2d", True),
    ]


class Unet3D:
    """The notebook's own class holds its network as ``model``."""

    def __init__(self, model):
        self.model = model
        self.shape = (32, 32, 8, 1)


def test_the_wrapper_of_unet_3d_is_found(notebook_variables, monkeypatch):
    monkeypatch.setattr(Unet3D, "__module__", "__main__")
    network = notebooks_unet_3d(folder_of("unet_3d"))
    notebook_variables["model"] = Unet3D(network)
    (candidate,) = alive(detect({}))
    assert candidate["network"]["id"] == "unet_3d"
    _, files = run("unet_3d", candidate)
    pixels = files["test_input.npy"]
    scaled = (pixels - pixels.min()) / (pixels.max() - pixels.min())
    np.testing.assert_allclose(files["test_output.npy"], network.predict(scaled, verbose=0), rtol=0, atol=1e-6)


def test_networks_of_any_name_are_each_a_candidate(notebook_variables):
    import keras

    layers = keras.layers

    def small(channels, activation):
        given = layers.Input((32, 32, 1))
        level = layers.UpSampling2D()(layers.MaxPooling2D()(layers.Conv2D(4, 3, padding="same")(given)))
        return keras.Model(given, layers.Conv2D(channels, 1, activation=activation)(level))

    first = small(1, "sigmoid")
    notebook_variables.update(zebra=small(3, "softmax"), unet=first, same_again=first, _hidden=small(1, "sigmoid"))
    found = alive(detect({}))
    assert [(one["weights"][0]["variable"], one["network"]["id"]) for one in found] == [
        ("unet", "unet_2d"),
        ("zebra", "unet_2d_multilabel"),
    ]


def test_a_restarted_kernel_has_no_object_any_more(notebook_variables):
    notebook_variables["model"] = care()
    (candidate,) = alive(detect({}))
    del notebook_variables["model"]
    with pytest.raises(Problem) as caught:
        run("care_2d", candidate)
    assert caught.value.kind == "no-network"
    assert "restarted" in caught.value.message


def test_a_changed_prediction_of_the_library_is_not_exported_silently(notebook_variables, monkeypatch):
    model = notebook_variables["model"] = care()
    monkeypatch.setattr(model, "predict", lambda image, axes: image * 0.5)
    (candidate,) = alive(detect({}))
    with pytest.raises(Problem) as caught:
        run("care_2d", candidate)
    assert caught.value.kind == "recipe-disagrees"
    assert "CARE.predict" in caught.value.message


def test_a_library_that_cannot_predict_is_said_and_the_recipe_used(notebook_variables, monkeypatch):
    model = notebook_variables["model"] = care()
    monkeypatch.setattr(model, "predict", lambda image, axes: image.no_such_thing)
    (candidate,) = alive(detect({}))
    done, _ = run("care_2d", candidate)
    assert done["recipe"]["agreement"] is None
    assert any("CARE.predict could not be run for comparison (AttributeError" in note for note in done["notes"])


def test_the_kernels_network_about_another_folder_is_corrected_by_the_files(notebook_variables):
    folder = folder_of("care_2d")
    notebook_variables.update(model_path=str(folder.parent), model_name=folder.name, Network="U-Net (2D)")
    (candidate,) = detect({})["candidates"]
    assert (candidate["network"]["id"], candidate["recognisedBy"]) == ("care_2d", "files")
    assert "The kernel's Network says U-Net (2D), but" in candidate["notes"][0]


def test_looking_imports_nothing(notebook_variables):
    before = set(sys.modules)
    detect({"folder": str(folder_of("stardist_2d"))})
    assert not {name.split(".")[0] for name in set(sys.modules) - before} & {"csbdeep", "stardist", "tensorflow"}
