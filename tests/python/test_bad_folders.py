"""Folders that something is wrong with: one sentence each, with the way out."""

from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path

import h5py
import numpy as np
import pytest
import tifffile
from conftest import ROOT
from test_networks import folder_of, image_of

from zooport.kernel.errors import Problem
from zooport.kernel.find import names, refused
from zooport.kernel.find.detect import detect
from zooport.kernel.prepare import prepare
from zooport.kernel.recipes.registry import BY_ID
from zooport.kernel.transport import folders


@pytest.fixture
def copy(tmp_path):
    """A copy of a trained folder that a test may spoil."""

    def make(name):
        return Path(shutil.copytree(folder_of(name), tmp_path / folder_of(name).name))

    return make


def problem(folder, name, **params):
    candidate = detect({"folder": str(folder)})["candidates"][0]
    before = set(folders._own)
    with pytest.raises(Problem) as caught:
        prepare({"candidate": candidate, "image": image_of(name), **params}, lambda *_: None)
    assert set(folders._own) == before
    return caught.value


def change(folder, **values):
    path = folder / "config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}))


def test_missing_thresholds_are_noted_and_stardists_own_are_taken(copy):
    folder = copy("stardist_2d")
    (folder / "thresholds.json").unlink()
    candidate = detect({"folder": str(folder)})["candidates"][0]
    assert candidate["network"]["id"] == "stardist_2d"
    assert "no thresholds.json" in candidate["notes"][0]
    assert "optimize_thresholds" in candidate["notes"][0]
    assert candidate["facts"]["prob_threshold"]["value"] == 0.5
    assert candidate["facts"]["nms_threshold"]["origin"] == "catalogue"


@pytest.mark.parametrize("text", ["{", '{"prob": NaN, "nms": 0.3}', '{"prob": "high"}', "[1, 2]"])
def test_thresholds_that_are_no_numbers_count_as_missing(copy, text):
    folder = copy("stardist_2d")
    (folder / "thresholds.json").write_text(text)
    assert "no thresholds.json that can be read" in detect({"folder": str(folder)})["candidates"][0]["notes"][0]


@pytest.mark.parametrize(
    ("name", "changed", "says"),
    [
        ("care_2d", {"unet_n_first": 5}, "down_level_0_no_0"),
        ("care_2d", {"unet_n_depth": 3}, "no layer"),
        ("care_3d", {"unet_n_depth": 1}, "knows nothing"),
        ("care_2d", {"probabilistic": False}, "asks for 1"),
        ("stardist_2d", {"n_rays": 8}, "dist"),
        ("stardist_2d", {"grid": [1, 1]}, "asks for 0"),
        ("n2v_2d", {"unet_kern_size": 5}, "down_level_0_no_0"),
        ("n2v_2d", {"batch_norm": False}, "batch_normalization"),
    ],
)
def test_configuration_and_weights_that_disagree_are_named(copy, name, changed, says):
    folder = copy(name)
    change(folder, **changed)
    found = problem(folder, name)
    assert found.kind == "bad-model"
    assert "weights_best.h5 is of another network" in found.message
    assert says in found.message
    assert "different trainings" in found.message


def test_a_network_in_three_dimensions_said_to_be_of_two_is_a_sentence(copy):
    folder = copy("care_2d")
    candidate = detect({"folder": str(folder)})["candidates"][0]
    change(folder, n_dim=3)
    with pytest.raises(Problem, match="network in 3 dimensions; CARE \\(2D\\) has 2"):
        prepare({"candidate": candidate, "image": image_of("care_2d")}, lambda *_: None)


@pytest.mark.parametrize("text", ["", "{", "not json"])
def test_a_damaged_configuration_is_named(copy, text):
    folder = copy("care_2d")
    (folder / "config.json").write_text(text)
    found = detect({"folder": str(folder)})
    assert found["candidates"] == []
    assert "config.json is damaged" in found["looked"][0]


@pytest.mark.parametrize(
    ("name", "file"),
    [("care_2d", "weights_best.h5"), ("unet_3d", "ckpt/{}.weights.h5"), ("deep_storm", "best.weights.keras")],
)
def test_weights_of_an_interrupted_save_are_named(copy, name, file):
    folder = copy(name)
    path = folder / file.format(folder.name)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert problem(folder, name).kind == "training"
    os.utime(path, (time.time() - 9999,) * 2)
    found = problem(folder, name)
    assert found.kind == "bad-model"
    assert str(path) in found.message
    assert "half written" in found.message


def test_means_that_are_no_numbers_are_named(copy):
    folder = copy("n2v_2d")
    change(folder, stds=["0.0"])
    assert "must be above 0" in problem(folder, "n2v_2d").message
    change(folder, stds=["wide"])
    assert "no numbers" in problem(folder, "n2v_2d").message


def test_a_missing_metadata_file_of_deep_storm_is_named(copy):
    folder = copy("deep_storm")
    (folder / "model_metadata.mat").unlink()
    candidate = detect({"folder": str(folder)})["candidates"][0]
    assert "model_metadata.mat is missing" in candidate["notes"][0]
    assert "Put it back" in problem(folder, "deep_storm").message


def test_weights_of_another_network_are_no_unet_3d(copy):
    folder = copy("unet_3d")
    path = folder / "ckpt" / f"{folder.name}.weights.h5"
    with h5py.File(path, "w") as file:
        file["layers/dense/vars/0"] = np.zeros((3, 4), np.float32)
    os.utime(path, (time.time() - 9999,) * 2)
    found = problem(folder, "unet_3d")
    assert found.kind == "bad-model"
    assert "no U-Net (3D) of the notebook" in found.message


@pytest.mark.parametrize(
    ("name", "shape", "says"),
    [
        ("stardist_2d", (64, 64, 3), "one grey plane"),
        ("stardist_2d_rgb", (64, 64), "takes 3"),
        ("care_2d", (5, 64, 64), "this is a stack"),
        ("care_3d", (64, 64), "takes a stack"),
        ("unet_3d", (4, 64, 64), "at least 8 x 8 x 8"),
        ("n2v_3d", (2, 64, 64), "at least 4 x 4 x 4"),
    ],
)
def test_an_image_that_the_network_cannot_take_is_a_sentence(tmp_path, name, shape, says):
    path = tmp_path / "image.tif"
    photometric = "rgb" if shape[-1] == 3 else "minisblack"
    tifffile.imwrite(path, np.random.RandomState(0).randint(0, 255, shape).astype(np.uint8), photometric=photometric)
    candidate = detect({"folder": str(folder_of(name))})["candidates"][0]
    with pytest.raises(Problem) as caught:
        prepare({"candidate": candidate, "image": str(path)}, lambda *_: None)
    assert says in caught.value.message


def test_an_image_without_objects_proves_nothing(tmp_path):
    path = tmp_path / "image.tif"
    tifffile.imwrite(path, np.random.RandomState(0).randint(0, 3, (64, 64)).astype(np.uint8))
    # So strict that nothing in noise is sure enough, whatever the small network has learnt.
    strict = shutil.copytree(folder_of("stardist_2d"), tmp_path / "strict")
    (strict / "thresholds.json").write_text('{"prob": 0.9999, "nms": 0.4}')
    candidate = detect({"folder": str(strict)})["candidates"][0]
    with pytest.raises(Problem) as caught:
        prepare({"candidate": candidate, "image": str(path)}, lambda *_: None)
    assert "finds no object" in caught.value.message


@pytest.mark.parametrize(
    "name", ["MaskRCNN", "RetinaNet", "YOLOv2", "Detectron 2D", "DRMIME", "Diffusion_Model", "Template"]
)
def test_what_the_format_cannot_express_has_a_reason_and_a_way_out(name):
    sentence = refused.why(name, "It is there.")
    assert sentence.startswith(f"It is there. {name} cannot become a bundle: ")
    assert "instead" in sentence
    assert sentence.endswith(".")
    assert names.find(name) == name


@pytest.mark.parametrize(
    ("files", "name"),
    [
        (["mask_rcnn_nuclei_0010.h5"], "MaskRCNN"),
        (["best_weights.h5", "config.json"], "YOLOv2"),
        (["model_final.pth", "config.yaml"], "Detectron 2D"),
        (["pipeline.config"], "RetinaNet"),
    ],
)
def test_detectors_are_recognised_by_their_files(tmp_path, files, name):
    for file in files:
        (tmp_path / file).write_text("{}")
    found = detect({"folder": str(tmp_path)})
    assert found["candidates"] == []
    assert f"{name} cannot become a bundle" in found["looked"][0]


def test_every_network_has_a_recipe_a_reason_or_a_not_yet():
    for name in names.KNOWN:
        recipe = names.recipe_id(name)
        assert (recipe in BY_ID) or refused.why(name, "") or "What works today" in refused.not_yet(name)


def test_the_page_on_them_says_what_the_sentences_say():
    page = (ROOT / "docs" / "refused.md").read_text()
    for name in names.KNOWN:
        sentence = refused.why(name, "")
        if sentence:
            assert f"- **{name}**: {sentence.split('cannot become a bundle: ')[1]}\n" in page
        elif not names.recipe_id(name):
            assert f"**{name}**" in page[page.index("## Not yet") :]
    for name in ("StarDist 3D", "fnet (2D)"):
        assert refused.not_yet(name) in page


def test_a_checkpoint_of_every_epoch_is_ordered_by_its_loss(tmp_path):
    (tmp_path / "params.csv").write_text('"",0\nmodel_name,cells\n')
    (tmp_path / "ckpt").mkdir()
    for file in ("cells_epoch_01_val_loss_0.9000", "cells_epoch_02_val_loss_0.2000", "cells_epoch_03_val_loss_0.4000",
                 "cells_last"):  # fmt: skip
        (tmp_path / "ckpt" / f"{file}.weights.h5").write_bytes(b"")
    candidate = detect({"folder": str(tmp_path)})["candidates"][0]
    assert [one["kind"] for one in candidate["weights"]] == ["best", "last", "other", "other"]
    assert candidate["weights"][0]["label"] == "cells_epoch_02_val_loss_0.2000.weights.h5"
    (tmp_path / "ckpt" / "cells.weights.h5").write_bytes(b"")
    candidate = detect({"folder": str(tmp_path / "ckpt")})["candidates"][0]
    assert candidate["weights"][0]["label"] == "cells.weights.h5"
    assert [one["kind"] for one in candidate["weights"]] == ["best", "last", "other", "other", "other"]


def test_a_folder_of_several_models_gives_each(tmp_path):
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "config.json").write_text('{"n_dim": 2}')
        (tmp_path / name / "weights_best.h5").write_text("")
    found = detect({"folder": str(tmp_path)})["candidates"]
    assert [one["modelName"] for one in found] == ["first", "second"]
