"""Finding trained networks: on disk alone, alive in the kernel, and by which name."""

from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path

import h5py
import numpy as np
import pytest
from fpdf import FPDF

from zooport.kernel.errors import Problem
from zooport.kernel.find import names
from zooport.kernel.find.detect import detect


def only(found):
    assert len(found["candidates"]) == 1, found
    return found["candidates"][0]


def notebook(folder: Path, **more):
    params = {
        "model_path": str(folder / "models"),
        "model_name": "nuclei",
        "Source_QC_folder": str(folder / "images" / "quality_source"),
        "Training_source": str(folder / "images" / "train_source"),
    }
    return {"folder": str(folder), "params": {**params, **more}}


def test_a_folder_alone_tells_its_network_and_its_best_weights(keras3):
    candidate = only(detect({"folder": str(keras3 / "models" / "nuclei")}))
    assert candidate["network"]["name"] == "U-Net (2D)"
    assert candidate["recognisedBy"] == "files"
    assert [one["label"] for one in candidate["weights"]] == ["weights_best.keras", "weights_last.keras"]
    assert candidate["modelName"] == "nuclei"


def test_the_older_form_of_keras_2_is_found_as_well(keras2):
    candidate = only(detect({"folder": str(keras2 / "models" / "older")}))
    assert candidate["network"]["id"] == "unet_2d"
    assert candidate["weights"][0]["label"] == "weights_best.hdf5"
    assert candidate["facts"]["framework_version"]["value"].startswith("2.")


def test_facts_say_where_they_come_from(keras3):
    facts = only(detect({"folder": str(keras3 / "models" / "nuclei")}))["facts"]
    assert facts["average_best_threshold"]["value"] == 96.5
    assert facts["average_best_threshold"]["origin"] == "disk"
    assert facts["average_best_threshold"]["where"].endswith("QC_metrics_nuclei.csv")
    assert facts["qc_iou"]["value"] == pytest.approx(0.8)
    assert facts["qc_images"]["value"][0] == {"name": "nuclei.tif", "iou": 0.81}
    assert facts["losses"]["value"]["columns"] == ["loss", "val_loss", "learning rate"]
    assert len(facts["losses"]["value"]["rows"]) == 8


def test_the_learning_rate_of_the_file_beats_the_form(keras3):
    facts = only(detect({"notebook": notebook(keras3, initial_learning_rate=0.5)}))["facts"]
    assert facts["initial_learning_rate"]["value"] == 0.002
    assert facts["initial_learning_rate"]["origin"] == "disk"


def test_the_notebooks_form_leads_to_the_folder_and_the_images(keras3):
    candidate = only(detect({"notebook": {**notebook(keras3, number_of_epochs=8), "network": "U-Net (2D)"}}))
    assert candidate["recognisedBy"] == "notebook"
    assert [(one["folder"], one["heldOut"]) for one in candidate["images"]] == [
        ("Source_QC_folder", True),
        ("Training_source", False),
    ]
    assert candidate["images"][0]["shape"] == [512, 256]
    assert candidate["images"][0]["dtype"] == "uint16"
    assert candidate["facts"]["number_of_epochs"]["origin"] == "notebook"


def test_images_that_the_network_was_trained_on_are_not_held_out(keras3):
    trained = str(keras3 / "images" / "train_source")
    candidate = only(detect({"notebook": notebook(keras3, Source_QC_folder=trained)}))
    assert [one["heldOut"] for one in candidate["images"]] == [False]


def test_the_kernel_beats_the_form(keras3, notebook_variables):
    notebook_variables.update(
        model_path=str(keras3 / "models"), model_name="nuclei", pooling_steps=2, batch_size=np.int64(4)
    )
    facts = only(detect({"notebook": notebook(keras3, pooling_steps=3)}))["facts"]
    assert facts["pooling_steps"] == {"value": 2, "origin": "kernel", "where": "pooling_steps"}
    assert facts["batch_size"]["value"] == 4


def test_relative_paths_are_those_of_the_notebooks_base_path(keras3, notebook_variables):
    notebook_variables.update(base_path=str(keras3), model_path="models", model_name="nuclei")
    assert only(detect({}))["folder"] == str(keras3 / "models" / "nuclei")


@pytest.mark.parametrize("written", ["U-Net (2D)", "u-net 2d", "UNET2D", "unet_2d", "U-Net 2D "])
def test_the_network_is_asked_for_by_any_spelling(nuclei, written):
    candidate = only(detect({"folder": str(nuclei), "network": written}))
    assert (candidate["network"]["id"], candidate["recognisedBy"]) == ("unet_2d", "asked")


def test_an_unknown_name_is_refused_with_the_names_that_there_are(nuclei):
    with pytest.raises(Problem) as caught:
        detect({"folder": str(nuclei), "network": "V-Net"})
    assert caught.value.kind == "ambiguous"
    assert caught.value.data["candidates"][0]["name"] == "U-Net (2D)"


def test_the_kernels_network_beats_the_asked_one(keras3, notebook_variables):
    notebook_variables.update(model_path=str(keras3 / "models"), model_name="nuclei", Network="U-Net (2D)")
    assert only(detect({"network": "StarDist 2D"}))["recognisedBy"] == "kernel"


def test_the_kernels_network_says_nothing_about_another_folder(nuclei, notebook_variables):
    notebook_variables.update(model_path="/elsewhere", model_name="other", Network="StarDist 2D")
    assert only(detect({"folder": str(nuclei)}))["recognisedBy"] == "files"


def test_the_training_report_names_the_network(nuclei):
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=11)
    pdf.multi_cell(180, 5, text="Training report for U-Net (2D) model (nuclei)\nDate: 2026-01-01")
    pdf.output(str(nuclei / "nuclei_training_report.pdf"))
    candidate = only(detect({"folder": str(nuclei)}))
    assert candidate["network"]["why"] == "nuclei_training_report.pdf says so"


def test_weights_that_cannot_be_read_are_asked_about(nuclei):
    (nuclei / "weights_best.keras").write_bytes(b"PK")
    candidate = only(detect({"folder": str(nuclei)}))
    assert candidate["network"] is None
    assert candidate["recognisedBy"] is None
    assert [one["name"] for one in candidate["alternatives"]] == ["U-Net (2D)", "U-Net (2D) multilabel"]


def test_several_classes_are_the_multilabel_network(tmp_path):
    import keras

    layers = keras.layers
    inputs = layers.Input((32, 32, 1))
    level = layers.UpSampling2D()(layers.MaxPooling2D()(layers.Conv2D(4, 3, padding="same")(inputs)))
    keras.Model(inputs, layers.Conv2D(3, 1, activation="softmax")(level)).save(tmp_path / "weights_best.keras")
    candidate = only(detect({"folder": str(tmp_path)}))
    assert candidate["network"]["name"] == "U-Net (2D) multilabel"
    assert candidate["network"]["why"].endswith("ends in 3 softmax channels")


def test_a_classifier_is_asked_about(tmp_path):
    import keras

    keras.Sequential([keras.layers.Input((5,)), keras.layers.Dense(3)]).save(tmp_path / "some.h5")
    candidate = only(detect({"folder": str(tmp_path)}))
    assert candidate["network"] is None


def leave(folder, files, config):
    for file in files:
        (folder / file).write_text(json.dumps(config) if file == "config.json" and config else "")


@pytest.mark.parametrize(
    ("files", "config", "name", "takes"),
    [
        (["config.json", "weights_best.h5", "thresholds.json"], {"n_dim": 2}, "StarDist 2D", ("yx", 1)),
        (["config.json", "weights_best.h5"], {"n_dim": 2, "n_rays": 32, "n_channel_in": 3}, "StarDist 2D", ("yxc", 3)),
        (["config.json", "weights_best.h5"], {"n_dim": 2, "n2v_perc_pix": 0.2}, "Noise2Void (2D)", ("yx", 1)),
        (["config.json", "weights_best.h5"], {"n_dim": 3, "n2v_patch_shape": []}, "Noise2Void (3D)", ("zyx", 1)),
        (["config.json", "weights_best.h5"], {"n_dim": 2, "n_channel_in": 2}, "CARE (2D)", ("yxc", 2)),
        (["config.json", "weights_best.h5"], {"n_dim": 3}, "CARE (3D)", ("zyx", 1)),
        (["best.weights.keras", "model_metadata.mat"], None, "Deep-STORM", ("yx", 1)),
    ],
)
def test_networks_with_a_recipe_are_known_by_their_files(tmp_path, files, config, name, takes):
    leave(tmp_path, files, config)
    candidate = only(detect({"folder": str(tmp_path)}))
    assert (candidate["network"]["name"], candidate["recognisedBy"]) == (name, "files")
    assert "".join(axis[0] for axis in candidate["takes"]["axes"]) == takes[0]
    assert candidate["takes"]["channels"] == takes[1]


@pytest.mark.parametrize(
    ("files", "config", "name"),
    [
        (["config.json", "weights_best.h5", "thresholds.json"], {"n_dim": 3}, "StarDist 3D"),
        (["config.json", "weights_best.h5", "thresholds.json"], {"contoursize_max": 9}, "SplineDist (2D)"),
        (["config.json", "weights_best.h5"], {"n2v_patch_shape": [], "denoiseg_alpha": 0.5}, "DenoiSeg"),
        (["latest_net_G_A.pth"], None, "CycleGAN"),
        (["latest_net_G.pth"], None, "pix2pix"),
        (["weights_042_0.0123.hdf5"], None, "3D RCAN"),
        (["best_iou_model.pth", "data_properties.json"], None, "EmbedSeg 2D"),
    ],
)
def test_other_networks_are_recognised_and_said_to_be_not_yet(tmp_path, files, config, name):
    leave(tmp_path, files, config)
    found = detect({"folder": str(tmp_path)})
    assert found["candidates"] == []
    assert f" {name} network" in found["looked"][0]
    assert "no recipe" in found["looked"][0]
    assert "What works today" in found["looked"][0]


def test_a_folder_of_models_gives_each_of_them(keras3):
    found = detect({"folder": str(keras3 / "models")})
    assert [one["modelName"] for one in found["candidates"]] == ["nuclei"]


def test_a_folder_that_is_not_there_is_named():
    with pytest.raises(Problem) as caught:
        detect({"folder": "/not/there"})
    assert caught.value.kind == "bad-folder"
    assert "/not/there" in caught.value.message


def test_an_empty_folder_says_what_was_looked_for(tmp_path):
    found = detect({"folder": str(tmp_path)})
    assert found["candidates"] == []
    assert ".keras" in found["looked"][0]


def test_training_that_has_no_weights_yet_is_said(tmp_path):
    (tmp_path / "Quality Control").mkdir()
    assert "first epoch" in detect({"folder": str(tmp_path)})["looked"][0]


def test_training_that_still_runs_is_noted(nuclei):
    (nuclei / "weights_last.keras").unlink()
    (nuclei / "Quality Control" / "training_evaluation.csv").unlink()
    assert any("training still runs" in note for note in only(detect({"folder": str(nuclei)}))["notes"])


def test_a_half_written_table_of_losses_is_read_up_to_there(nuclei):
    table = nuclei / "Quality Control" / "training_evaluation.csv"
    table.write_text("loss,val_loss,learning rate\n0.5,0.6,0.001\n0.4,0.")
    losses = only(detect({"folder": str(nuclei)}))["facts"]["losses"]["value"]
    assert losses["rows"] == [[0.5, 0.6, 0.001]]


def test_without_kernel_or_notebook_it_says_what_is_missing():
    found = detect({})
    assert found["candidates"] == []
    assert "model_path" in found["looked"][0]


def test_a_network_that_is_only_alive_is_found(notebook_variables):
    import keras

    inputs = keras.layers.Input((32, 32, 1))
    notebook_variables.update(
        model=keras.Model(inputs, keras.layers.Conv2D(1, 1, activation="sigmoid")(inputs)), Network="U-Net (2D)"
    )
    candidate = only(detect({}))
    assert candidate["folder"] is None
    assert candidate["weights"][0]["variable"] == "model"
    assert "gone when the kernel stops" in candidate["notes"][0]


def test_beside_the_folder_the_live_network_is_a_second_choice(keras3, notebook_variables):
    import keras

    inputs = keras.layers.Input((32, 32, 1))
    notebook_variables.update(
        model=keras.Model(inputs, keras.layers.Conv2D(1, 1, activation="sigmoid")(inputs)),
        model_path=str(keras3 / "models"),
        model_name="nuclei",
    )
    candidate = only(detect({}))
    assert [one["kind"] for one in candidate["weights"]] == ["best", "last", "kernel"]
    assert any("last epoch" in note for note in candidate["notes"])


def test_the_notebooks_function_unet_is_no_network(notebook_variables):
    notebook_variables.update(model=lambda: None, unet=lambda: None, Network="U-Net (2D)")
    assert detect({})["candidates"] == []


def test_large_values_of_the_kernel_are_never_printed(notebook_variables):
    class Large:
        def __repr__(self):
            raise AssertionError("looked at")

        __str__ = __repr__

    notebook_variables.update(model=Large(), model_name=Large(), batch_size=Large(), average_best_threshold=Large())
    assert detect({})["candidates"] == []


def test_every_recipe_has_a_name_of_a_notebook():
    assert set(names.RECIPES.values()) <= set(names.KNOWN)


def test_lists_at_most_forty_images_of_a_folder(tmp_path, keras3):
    images = tmp_path / "images"
    images.mkdir()
    for index in range(60):
        np.save(images / f"{index:03}.npy", np.zeros((4, 4), np.uint8))
    candidate = only(detect({"notebook": notebook(keras3, Source_QC_folder=str(images))}))
    assert sum(one["folder"] == "Source_QC_folder" for one in candidate["images"]) == 40
    notes = [note for note in candidate["notes"] if str(images) in note]
    assert notes == [f"Of the images in {images} the first 40 by name are listed; any other can be chosen by its path."]


def test_forty_images_are_listed_without_a_word(tmp_path, keras3):
    images = tmp_path / "images"
    images.mkdir()
    for index in range(40):
        np.save(images / f"{index:03}.npy", np.zeros((4, 4), np.uint8))
    candidate = only(detect({"notebook": notebook(keras3, Source_QC_folder=str(images))}))
    assert not any(str(images) in note for note in candidate["notes"])


def test_the_model_folder_is_found_behind_many_others_and_what_is_left_out_is_said(tmp_path, keras3):
    for index in range(60):
        (tmp_path / f"{index:03}").mkdir()
    model = keras3 / "models" / "nuclei" / "weights_best.keras"
    (tmp_path / "zebra").mkdir()
    shutil.copy(model, tmp_path / "zebra")
    assert [one["modelName"] for one in detect({"folder": str(tmp_path)})["candidates"]] == ["zebra"]
    for index in range(55):
        shutil.copy(model, tmp_path / f"{index:03}")
    candidates = detect({"folder": str(tmp_path)})["candidates"]
    assert len(candidates) == 50
    assert any("the first 50 with a trained network are listed" in note for note in candidates[0]["notes"])


def test_weights_without_a_graph_are_asked_about(tmp_path):
    with h5py.File(tmp_path / "weights_best.h5", "w") as file:
        file["layer/kernel"] = np.zeros((3, 3, 1, 4), np.float32)
    os.utime(tmp_path / "weights_best.h5", (time.time() - 9999,) * 2)
    candidate = only(detect({"folder": str(tmp_path)}))
    assert candidate["network"] is None


FACTS = {"number_of_epochs": 77, "batch_size": 5, "patch_width": 96}


@pytest.mark.parametrize("elsewhere", ["another name", "the same name elsewhere"])
def test_facts_of_a_notebook_say_nothing_about_a_folder_of_another_training(
    keras3, tmp_path, notebook_variables, elsewhere
):
    """The notebook's own folder is there; by hand another one is chosen, of another training."""
    name = "nuclei" if elsewhere.startswith("the same") else "other"
    folder = Path(shutil.copytree(keras3 / "models" / "nuclei", tmp_path / name))
    shutil.rmtree(folder / "Quality Control")
    notebook_variables.update(
        model_path=str(keras3 / "models"), model_name="nuclei", average_best_threshold=33.0, initial_learning_rate=0.5
    )
    candidate = only(detect({"folder": str(folder), "notebook": notebook(keras3, threshold=99, **FACTS)}))
    assert not set(candidate["facts"]) & {*FACTS, "average_best_threshold", "initial_learning_rate", "Training_source"}
    assert not any(one["heldOut"] for one in candidate["images"])
    assert candidate["foreign"] is True


@pytest.mark.parametrize("name", ["nuclei", "renamed"])
def test_a_copy_with_the_very_report_of_the_training_keeps_the_notebooks_facts(keras3, tmp_path, name):
    own = Path(shutil.copytree(keras3 / "models" / "nuclei", tmp_path / "models" / "nuclei"))
    (own / "nuclei_training_report.pdf").write_bytes(b"%PDF of this very training")
    folder = shutil.copytree(own, tmp_path / "copy" / name)
    said = notebook(keras3, model_path=str(tmp_path / "models"), **FACTS)
    candidate = only(detect({"folder": str(folder), "notebook": said}))
    assert candidate["facts"]["number_of_epochs"]["value"] == 77
    assert candidate["images"][0]["heldOut"]
    (own / "nuclei_training_report.pdf").write_bytes(b"%PDF of the next training of that name")
    again = only(detect({"folder": str(folder), "notebook": said}))
    assert "number_of_epochs" not in again["facts"]


def test_facts_of_a_training_are_not_those_of_the_model_that_quality_control_looked_at(keras3, tmp_path):
    other = Path(shutil.copytree(keras3 / "models" / "nuclei", tmp_path / "older"))
    said = notebook(keras3, QC_model_path=str(tmp_path), QC_model_name="older", **FACTS)
    trained, checked = detect({"notebook": said})["candidates"]
    assert trained["facts"]["number_of_epochs"]["value"] == 77
    assert checked["folder"] == str(other)
    assert "number_of_epochs" not in checked["facts"]
    assert not any(one["heldOut"] for one in checked["images"])


def test_the_kernels_threshold_belongs_to_the_folder_that_was_checked(keras3, tmp_path, notebook_variables):
    other = Path(shutil.copytree(keras3 / "models" / "nuclei", tmp_path / "nuclei"))
    notebook_variables.update(
        model_path=str(keras3 / "models"), model_name="nuclei", average_best_threshold=33.0,
        QC_model_path=str(tmp_path), QC_model_name="nuclei",
    )  # fmt: skip
    found = {one["folder"]: one["facts"]["average_best_threshold"]["value"] for one in detect({})["candidates"]}
    assert found == {str(keras3 / "models" / "nuclei"): 96.5, str(other): 33.0}
