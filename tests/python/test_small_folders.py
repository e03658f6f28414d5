"""The small trained folders in tests/networks, which `make networks` makes: what a notebook leaves, and works."""

from __future__ import annotations

import csv
import importlib
import json
import re
import sys
from pathlib import Path

import numpy as np
import pytest
import tifffile

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ROOT / "tests" / "networks"
INDEX = json.loads((FOLDERS / "index.json").read_text())
#: Among it the files beside `Quality Control` and the report, by which a folder is recognised.
EXPECTED = json.loads((FOLDERS / "expected.json").read_text())
USUAL = ["loss", "val_loss", "learning rate"]
HEADERS = {"U-Net (3D)": ["epoch", "dice_coefficient", "loss", "val_dice_coefficient", "val_loss"]}

sys.path.insert(0, str(ROOT))


@pytest.fixture(params=INDEX)
def small(request):
    return INDEX[request.param]


def folder_of(small):
    return FOLDERS / small["folder"]


def rows(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def config_of(name):
    return json.loads((FOLDERS / INDEX[name]["folder"] / "config.json").read_text())


@pytest.mark.parametrize("name", INDEX)
def test_holds_the_files_of_its_notebook(name):
    small = INDEX[name]
    folder = folder_of(small)
    report = f"{folder.name}_training_report.pdf"
    missing = ({*EXPECTED[name]["files"], report, "Quality Control"}) - {path.name for path in folder.iterdir()}
    assert missing - {"rawdata.npz"} == set()
    if small["network"] == "U-Net (3D)":
        names = {path.name for path in (folder / "ckpt").iterdir()}
        assert names == {f"{folder.name}.weights.h5", f"{folder.name}_last.weights.h5"}


def test_has_a_report_that_names_its_network(small):
    report = importlib.import_module("zooport.kernel.facts.training_report")
    folder = folder_of(small)
    first = report.text(str(folder / f"{folder.name}_training_report.pdf"))
    assert first.startswith(f"Training report for {small['network']} model ({folder.name})")


def test_has_losses_that_fell(small):
    losses = rows(folder_of(small) / "Quality Control" / "training_evaluation.csv")
    assert list(losses[0]) == HEADERS.get(small["network"], USUAL)
    assert float(losses[-1]["loss"]) < float(losses[0]["loss"])


def test_is_better_than_its_input_on_the_image_it_has_not_seen(small):
    values = [float(value) for value in re.findall(r"[\d.]+", small["score"])]
    if small["score"].startswith("PSNR"):
        assert values[0] > values[1] + 1
    else:
        assert values[0] > 0.3


def test_covers_what_the_recipes_must_tell_apart():
    assert [config_of(name)["grid"] for name in ("stardist_2d", "stardist_2d_rgb", "stardist_2d_grid4")] == [
        [2, 2],
        [1, 1],
        [4, 4],
    ]
    assert config_of("stardist_2d_rgb")["n_channel_in"] == 3
    assert config_of("care_2d")["probabilistic"] is True
    assert config_of("care_3d")["probabilistic"] is False
    assert all(isinstance(value, str) for value in config_of("n2v_3d")["means"] + config_of("n2v_3d")["stds"])
    assert config_of("n2v2_2d")["blurpool"] is True
    assert {one["framework"] for one in INDEX.values()} == {"keras 2", "keras 3"}


@pytest.mark.parametrize("name", ["stardist_2d", "stardist_2d_grid4"])
def test_finds_nuclei_with_its_own_package(name):
    models = importlib.import_module("stardist.models")
    normalize = importlib.import_module("csbdeep.utils").normalize
    folder = folder_of(INDEX[name])
    model = models.StarDist2D(None, folder.name, str(folder.parent))
    labels, _ = model.predict_instances(normalize(tifffile.imread(FOLDERS / INDEX[name]["image"]), 1, 99.8))
    assert labels.max() >= 5


@pytest.mark.parametrize("name", ["care_2d", "care_3d"])
def test_restores_with_its_own_package(name):
    models = importlib.import_module("csbdeep.models")
    folder = folder_of(INDEX[name])
    image = tifffile.imread(FOLDERS / INDEX[name]["image"])
    restored = models.CARE(None, folder.name, str(folder.parent)).predict(image, "ZYX"[-image.ndim :])
    # Less noise: neighbours are nearer to one another, and the picture is still the same one.
    assert roughness(restored) < 0.75 * roughness(image)
    assert np.corrcoef(restored.ravel(), image.ravel())[0, 1] > 0.5


def roughness(image):
    return np.abs(np.diff(image.astype(float))).mean() / image.std()
