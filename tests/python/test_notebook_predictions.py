"""The notebooks' own predictions in the kernel, run beside the recipe: those of the example notebooks, cell and all."""

from __future__ import annotations

import json
import logging
import math
import sys
import threading

import numpy as np
import pytest
from conftest import ROOT
from test_networks import folder_of, image_of, notebooks_unet_3d

from zooport.kernel.errors import Problem
from zooport.kernel.find.detect import detect
from zooport.kernel.prepare import prepare
from zooport.kernel.transport import folders
from zooport.kernel.transport.quiet import quiet


def run_cell(notebook, defines, space):
    """Runs the cell of an example notebook that defines something, as the kernel would."""
    content = json.loads((ROOT / "examples" / f"{notebook}.ipynb").read_text())
    (source,) = ["".join(cell["source"]) for cell in content["cells"] if defines in "".join(cell["source"])]
    exec(compile(source, notebook, "exec"), space)


def prepared(name, **params):
    candidate = params.pop("candidate", None) or detect({"folder": str(folder_of(name))})["candidates"][0]
    steps = []
    done = prepare({"candidate": candidate, "image": image_of(name), **params}, lambda said, _: steps.append(said))
    folders.remove(done["directory"])
    return done, steps


def unet_3d_in(space, filters):
    run_cell("unet_3d", "class Unet3D", space)
    return space["Unet3D"](shape=(16, 16, 8, 1), filters=filters)


def deep_storm_in(space):
    run_cell("deep_storm", "def batchFramePredictionLocalization", space)
    # Of another cell's form; the network that the function would build is of no matter.
    space["number_of_filters"] = 2


def filters_of(name):
    return int(notebooks_unet_3d(folder_of(name)).layers[1].filters)


def test_the_prediction_of_unet_3d_agrees_and_the_kernels_network_stays_as_it_is(notebook_variables, capfd):
    wrapper = notebook_variables["another_name"] = unet_3d_in(notebook_variables, filters_of("unet_3d"))
    before = [np.copy(one) for one in wrapper.model.get_weights()]
    capfd.readouterr()
    done, steps = prepared("unet_3d")
    agreement = done["recipe"]["agreement"]
    assert agreement["function"] == "Unet3D.predict"
    assert agreement["maxAbsolute"] < 1e-5
    assert "Comparing with the notebook's own Unet3D.predict" in steps
    assert wrapper.shape == (16, 16, 8, 1)
    for was, now in zip(before, wrapper.model.get_weights()):
        np.testing.assert_array_equal(was, now)
    assert capfd.readouterr().out == ""


def test_a_wrapper_that_alone_is_there_is_asked_at_any_size_of_image(notebook_variables):
    wrapper = notebook_variables["model"] = unet_3d_in(notebook_variables, filters_of("unet_3d"))
    assert wrapper.model.input_shape[1:4] == (16, 16, 8)
    (candidate,) = [one for one in detect({})["candidates"] if one["folder"] is None]
    done, _ = prepared("unet_3d", candidate=candidate)
    assert done["input"]["shape"][1:3] != [16, 16]
    assert done["recipe"]["agreement"]["function"] == "Unet3D.predict"


def test_a_changed_prediction_of_unet_3d_is_not_exported_silently(notebook_variables, monkeypatch):
    wrapper = notebook_variables["model"] = unet_3d_in(notebook_variables, filters_of("unet_3d"))
    original = type(wrapper).predict
    monkeypatch.setattr(type(wrapper), "predict", lambda self, *given: original(self, *given) ** 2)
    with pytest.raises(Problem) as caught:
        prepared("unet_3d")
    assert caught.value.kind == "recipe-disagrees"
    assert "Unet3D.predict" in caught.value.message


def test_the_forms_empty_fields_are_given_as_the_notebooks_table_has_them(notebook_variables, monkeypatch):
    wrapper = notebook_variables["model"] = unet_3d_in(notebook_variables, filters_of("unet_3d"))
    original = type(wrapper).predict

    def public(self, input, ckpt_path, z_range=None, downscaling=None, true_patch_size=None):
        assert math.isnan(downscaling)
        assert math.isnan(true_patch_size)
        return original(self, input, ckpt_path)

    monkeypatch.setattr(type(wrapper), "predict", public)
    assert prepared("unet_3d")[0]["recipe"]["agreement"]["maxAbsolute"] < 1e-5


def test_a_prediction_that_fails_is_said_and_the_recipe_used(notebook_variables, monkeypatch):
    wrapper = notebook_variables["model"] = unet_3d_in(notebook_variables, filters_of("unet_3d"))
    monkeypatch.setattr(type(wrapper), "predict", lambda self, *_: 1 / 0)
    done, _ = prepared("unet_3d")
    assert done["recipe"]["agreement"] is None
    assert any("Unet3D.predict could not be run for comparison (ZeroDivisionError" in note for note in done["notes"])


def test_the_prediction_of_deep_storm_agrees_and_writes_nothing_beside_the_model(notebook_variables, capfd):
    deep_storm_in(notebook_variables)
    before = {path: path.stat().st_mtime_ns for path in folder_of("deep_storm").rglob("*")}
    capfd.readouterr()
    done, steps = prepared("deep_storm")
    agreement = done["recipe"]["agreement"]
    assert agreement, done["notes"]
    assert agreement["function"] == "batchFramePredictionLocalization"
    assert "Comparing with the notebook's own batchFramePredictionLocalization" in steps
    assert agreement["maxAbsolute"] <= 1e-3
    assert {path: path.stat().st_mtime_ns for path in folder_of("deep_storm").rglob("*")} == before
    assert capfd.readouterr().out == ""


def test_a_changed_prediction_of_deep_storm_is_not_exported_silently(notebook_variables):
    deep_storm_in(notebook_variables)
    notebook_variables["project_01"] = lambda image: np.squeeze(image) / np.float32(image.max())
    with pytest.raises(Problem) as caught:
        prepared("deep_storm")
    assert caught.value.kind == "recipe-disagrees"
    assert "batchFramePredictionLocalization" in caught.value.message


def test_an_export_prints_nothing_and_leaves_the_kernels_streams_and_warnings_alone(capfd):
    import tensorflow

    # Its logger is there, and what its own library writes when a process first looks for a GPU has been written.
    tensorflow.config.list_physical_devices()
    streams, level = (sys.stdout, sys.stderr), logging.getLogger("tensorflow").level
    capfd.readouterr()
    for _ in range(2):
        prepared("stardist_2d")
    assert capfd.readouterr() == ("", "")
    assert (sys.stdout, sys.stderr) == streams
    assert logging.getLogger("tensorflow").level == level


def test_another_thread_of_the_notebook_goes_on_printing(capfd):
    told, terminal = [], []

    def inside(message, fraction):
        sys.stdout.write(f"told {message}\n")
        told.append(message)

    capfd.readouterr()
    with quiet(inside) as say:
        sys.stdout.write("of a framework\n")
        other = threading.Thread(target=lambda: sys.stdout.write("of a cell's thread\n"))
        other.start()
        other.join()
        say("half", 0.5)
        terminal.append(sys.stdout.isatty())
    assert capfd.readouterr().out.splitlines() == ["of a cell's thread", "told half"]
    assert (told, terminal) == (["half"], [False])
