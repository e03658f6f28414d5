"""Files of other notebooks, of the system and of drives beside good weights: the weights stay what they are."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest

from zooport.kernel.errors import Problem
from zooport.kernel.find.detect import detect

ROOT = Path(__file__).resolve().parents[2] / "tests" / "networks"
INDEX = json.loads((ROOT / "index.json").read_text())
KINDS = [*INDEX, "unet_2d"]

#: Files by which other notebooks' folders are known.
MARKS = [
    "weights_042_0.0123.hdf5",
    "latest_net_G_A.pth",
    "latest_net_G.pth",
    "best_iou_model.pth",
    "best_gmm.net",
    "best_checkpoint.pth",
    "cellpose_residual_on_style_on_concatenation_off_train_2022_05_01_12_30_21.123456",
    "cellpose_masks.tif",
    "mask_rcnn_nuclei_0010.h5",
    "best_weights.h5",
    "BEST_WEIGHTS.H5",
    "model_final.pth",
    "model.p",
    "params.csv",
    "saved_model.pb",
    "saved_model/saved_model.pb",
    "saved_model/keras_metadata.pb",
    "pipeline.config",
    "config.json",
    "thresholds.json",
    "model_metadata.mat",
    "best.weights.keras",
    "best.weights.h5",
    "weights_best.keras",
    "weights_best.h5",
    "weights_best.hdf5",
    "other_training_report.pdf",
    "ckpt/other.weights.h5",
]
#: What systems, drives and Jupyter leave.
STRAYS = [
    ".DS_Store",
    "._weights_best.h5",
    "._weights_best.hdf5",
    "._config.json",
    "desktop.ini",
    "Thumbs.db",
    ".ipynb_checkpoints/weights_best-checkpoint.h5",
    ".~lock.params.csv#",
    "weights_best (1).h5",
    "weights_best - Copy.hdf5",
    "Copy of weights_best.keras",
    "weights_best.h5.bak",
    "weights_last_old.h5",
]


@pytest.fixture(scope="module")
def unet(tmp_path_factory):
    """A U-Net (2D)'s folder: a graph with one sigmoid channel, in the older form."""
    import keras

    folder = tmp_path_factory.mktemp("made") / "nuclei_unet"
    folder.mkdir()
    layers = keras.layers
    given = layers.Input((32, 32, 1))
    level = layers.UpSampling2D()(layers.MaxPooling2D()(layers.Conv2D(2, 3, padding="same")(given)))
    network = keras.Model(given, layers.Conv2D(1, 1, activation="sigmoid")(level))
    for name in ("weights_best", "weights_last"):
        network.save(folder / f"{name}.h5")
        (folder / f"{name}.h5").rename(folder / f"{name}.hdf5")
    return folder


@pytest.fixture
def copy(tmp_path, unet):
    def of(kind):
        source = unet if kind == "unet_2d" else ROOT / INDEX[kind]["folder"]
        return Path(shutil.copytree(source, tmp_path / kind / source.name))

    return of


def name_of(kind):
    return "U-Net (2D)" if kind == "unet_2d" else INDEX[kind]["network"]


def found_in(folder, network=None):
    """The network and the weights that are found."""
    found = detect({"folder": str(folder), **({"network": network} if network else {})})
    assert len(found["candidates"]) == 1, found["looked"]
    [candidate] = found["candidates"]
    name = candidate["network"] and candidate["network"]["name"]
    return name, candidate["weights"][0]["path"], candidate


@pytest.mark.parametrize("content", ["empty", "garbage"])
@pytest.mark.parametrize("kind", KINDS)
def test_marks_of_other_notebooks_do_not_outrank_weights_that_can_be_read(copy, kind, content):
    folder = copy(kind)
    usual = found_in(folder)[:2]
    assert usual[0] == name_of(kind)
    draw = random.Random(f"{kind} {content}")
    for mark in [*MARKS, *STRAYS]:
        path = folder / mark
        if path.exists():
            continue
        made = not path.parent.exists()
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"" if content == "empty" else draw.randbytes(draw.randrange(1, 3000)))
        for network in (None, name_of(kind)):
            assert found_in(folder, network)[:2] == usual, (mark, network)
        path.unlink()
        if made:
            path.parent.rmdir()


@pytest.mark.parametrize("kind", KINDS)
def test_all_of_them_at_once_do_not_either(copy, kind):
    folder = copy(kind)
    usual = found_in(folder)[:2]
    draw = random.Random(kind)
    for mark in draw.sample([*MARKS, *STRAYS], len(MARKS) + len(STRAYS)):
        path = folder / mark
        if not path.exists() and mark != "config.json":
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(draw.randbytes(200))
    assert found_in(folder, name_of(kind))[:2] == usual


@pytest.mark.parametrize("kind", KINDS)
def test_real_weights_of_another_network_do_not_make_the_folder_theirs(copy, kind):
    """Where both can be read, the report or the researcher decides; without, both are offered."""
    folder = copy(kind)
    usual = found_in(folder)[:2]
    for other in KINDS:
        if name_of(other) == name_of(kind):
            continue
        source = copy(other)
        for path in sorted(source.glob("*weights*")):
            target = folder / path.name
            if target.exists():
                continue
            shutil.copy(path, target)
            assert found_in(folder, name_of(kind))[:2] == usual, (other, path.name)
            name, _, candidate = found_in(folder)
            offered = [one["name"] for one in candidate["alternatives"]]
            assert name == name_of(kind) or name_of(kind) in offered, (other, path.name, name, offered)
            target.unlink()
        shutil.rmtree(source)


@pytest.mark.parametrize("kind", ["unet_2d", "stardist_2d", "unet_2d_multilabel"])
def test_endings_in_capitals_are_the_same(copy, kind):
    folder = copy(kind)
    for path in sorted(folder.glob("*weights_*")):
        path.rename(path.with_name(path.stem.upper() + path.suffix.upper()))
    name, path, _ = found_in(folder)
    assert name == name_of(kind)
    assert Path(path).name.startswith("WEIGHTS_BEST")


def test_a_saved_model_alone_is_called_that_with_the_way_out(tmp_path):
    (tmp_path / "saved_model" / "variables").mkdir(parents=True)
    (tmp_path / "saved_model" / "saved_model.pb").write_bytes(b"\x08\x01")
    for folder in (tmp_path, tmp_path / "saved_model"):
        for network in ({}, {"network": "U-Net (2D)"}):
            found = detect({"folder": str(folder), **network})
            assert found["candidates"] == []
            assert "is a TensorFlow SavedModel" in found["looked"][0]
            assert ".keras or .h5" in found["looked"][0]
            assert "RetinaNet" not in found["looked"][0]


def test_retinanets_own_files_still_make_it_one(tmp_path):
    (tmp_path / "saved_model" / "config").mkdir(parents=True)
    (tmp_path / "saved_model" / "config" / "pipeline.config").write_text("model {}")
    assert "RetinaNet cannot become a bundle" in detect({"folder": str(tmp_path)})["looked"][0]


def test_the_wrong_network_is_still_contradicted(copy):
    with pytest.raises(Problem) as caught:
        detect({"folder": str(copy("unet_2d")), "network": "CARE (2D)"})
    assert "holds a U-Net (2D) network" in caught.value.message


def test_what_was_left_out_is_said(copy):
    folder = copy("unet_2d")
    (folder / "best_iou_model.pth").write_bytes(b"PK")
    notes = found_in(folder)[2]["notes"]
    assert any("best_iou_model.pth" in note and "left out" in note for note in notes)


def test_best_weights_that_are_damaged_are_not_passed_over_in_silence(copy):
    folder = copy("unet_2d_multilabel")
    best = folder / "weights_best.keras"
    best.write_bytes(best.read_bytes()[:1000])
    assert Path(found_in(folder)[1]).name == "weights_best.keras"


@pytest.mark.parametrize(
    "name",
    [
        "best_weights.h5",
        "Best_Weights.H5",
        "weights_042_0.0123.hdf5",
        "weights_001_12.5.hdf5",
        "mask_rcnn_nuclei_0010.h5",
        "MASK_RCNN_cells_0001.h5",
    ],
)
def test_a_u_net_under_the_name_of_another_notebooks_weights_is_a_u_net(unet, tmp_path, name):
    folder = tmp_path / "nuclei"
    folder.mkdir()
    shutil.copy(unet / "weights_best.hdf5", folder / name)
    for network in (None, "U-Net (2D)"):
        assert found_in(folder, network)[:2] == ("U-Net (2D)", str(folder / name))
    # The same name on what cannot be read says what it did.
    (folder / name).write_bytes(b"weights alone")
    with pytest.raises(Problem):
        detect({"folder": str(folder), "network": "U-Net (2D)"})


def test_a_network_in_volumes_that_never_goes_up_is_no_u_net_under_such_a_name(tmp_path):
    import keras

    layers = keras.layers
    given = layers.Input((8, 16, 16, 1))
    plain = layers.Conv3D(2, 3, padding="same", activation="relu")(given)
    network = keras.Model(given, layers.Add()([given, layers.Conv3D(1, 3, padding="same")(plain)]))
    folder = tmp_path / "deblurred"
    folder.mkdir()
    network.save(folder / "weights.h5")
    (folder / "weights.h5").rename(folder / "weights_042_0.0123.hdf5")
    with pytest.raises(Problem, match="3D RCAN"):
        detect({"folder": str(folder), "network": "U-Net (3D)"})
