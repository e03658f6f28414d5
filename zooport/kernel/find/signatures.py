"""The files by which networks are known, tested in this order; names are the notebooks' own."""

from __future__ import annotations

import json
import os
import re
from typing import List, Optional, Tuple

from ..libraries import Config
from ..protocol import WeightsKind

#: Where U-Net (3D) keeps its checkpoints.
CHECKPOINTS = "ckpt"

#: What a notebook with a recipe calls its weights, where no graph in them tells of another network.
_NAMED: Tuple[Tuple[str, str], ...] = (
    (r"best\.weights\.(keras|h5|hdf5)", "Deep-STORM"),
    (r"last\.weights\.(keras|h5|hdf5)", "Deep-STORM"),
)

#: Files that mark a network without a recipe.
_MARKS: Tuple[Tuple[str, str], ...] = (
    (r"weights_\d{3}_\d.*\.hdf5", "3D RCAN"),
    (r".*_net_G_A\.pth", "CycleGAN"),
    (r".*_net_G\.pth", "pix2pix"),
    (r"best_iou_model\.pth", "EmbedSeg 2D"),
    (r"best_.*\.net", "DecoNoising"),
    (r"best_checkpoint\.pth", "WGAN 2D"),
    (r"cellpose_[^.]*(\.\d+)?", "Cellpose"),
    (r"mask_rcnn_.*_\d{4}\.h5", "MaskRCNN"),
    (r"best_weights\.h5", "YOLOv2"),
    (r"model_final\.pth", "Detectron 2D"),
)
#: What RetinaNet's notebook leaves in and beside its folder saved_model; TensorFlow alone writes none of them.
_RETINANET = (
    "pipeline.config",
    os.path.join("saved_model", "pipeline.config"),
    os.path.join("saved_model", "config", "pipeline.config"),
    os.path.join("saved_model", "category_index", "category_index.json"),
)
_SAVED_MODEL = "saved_model.pb"
_EPOCH = re.compile(r".*_epoch_\d+_val_loss_(\d+\.\d+)\.weights\.h5")


def of(folder: str, files: List[str]) -> Optional[Tuple[str, str]]:
    """The network without a recipe that the names of files mark, and why; None where they mark none."""
    for pattern, name in _MARKS:
        hit = next((file for file in files if re.fullmatch(pattern, file, re.IGNORECASE)), None)
        if hit:
            return name, hit
    retina = next((name for name in _RETINANET if os.path.isfile(os.path.join(folder, name))), None)
    if retina:
        return "RetinaNet", retina
    if "model.p" in files:
        return ("fnet (3D)" if "3d" in str(files).lower() else "fnet (2D)"), "model.p"
    return None


def named(file: str) -> Optional[str]:
    """The network with a recipe whose notebook calls its weights so; None where several may."""
    return next((name for pattern, name in _NAMED if re.fullmatch(pattern, file, re.IGNORECASE)), None)


def is_mark(name: str) -> bool:
    """Whether a file is known by its name for weights of a network without a recipe."""
    return any(re.fullmatch(pattern, name, re.IGNORECASE) for pattern, _ in _MARKS)


def saved_model(folder: str) -> Optional[str]:
    """Path of the TensorFlow SavedModel that a folder is or holds."""
    both = (folder, os.path.join(folder, "saved_model"))
    return next((path for path in both if os.path.isfile(os.path.join(path, _SAVED_MODEL))), None)


def checkpoints(folder: str) -> List[str]:
    """Names (below the folder) of the weights of a U-Net (3D)."""
    if not has_checkpoints(folder):
        return []
    try:
        entries = os.scandir(os.path.join(folder, CHECKPOINTS))
        found = sorted(entry.name for entry in entries if entry.is_file() and not entry.name.startswith("."))
    except OSError:
        return []
    return [os.path.join(CHECKPOINTS, name) for name in found if name.lower().endswith((".h5", ".hdf5"))]


def has_checkpoints(folder: str) -> bool:
    """Whether it is the folder of a U-Net (3D)."""
    return os.path.isfile(os.path.join(folder, "params.csv")) and os.path.isdir(os.path.join(folder, CHECKPOINTS))


def csbdeep_network(config: Config, thresholds: bool = False) -> Optional[str]:
    """Which of the networks of csbdeep, stardist and n2v a configuration is of; None where it is of none of them."""
    three = config.get("n_dim") == 3
    if "contoursize_max" in config or "n_params" in config:
        return "SplineDist (2D)"
    if "n_rays" in config:
        return "StarDist 3D" if three else "StarDist 2D"
    # DenoiSeg's configuration also has n2v_* keys, so it is asked first.
    if "denoiseg_alpha" in config or "relative_weights" in config:
        return "DenoiSeg"
    if any(key.startswith("n2v_") for key in config):
        return "Noise2Void (3D)" if three else "Noise2Void (2D)"
    # A thresholds.json may have come from elsewhere; only CARE's configuration says whether it is probabilistic.
    if thresholds and "probabilistic" not in config:
        return "StarDist 3D" if three else "StarDist 2D"
    if "n_dim" in config:
        return "CARE (3D)" if three else "CARE (2D)"
    return None


def damaged_config(folder: str) -> bool:
    """Whether a config.json lies beside weights that cannot be read as JSON."""
    path = os.path.join(folder, "config.json")
    try:
        with open(path, encoding="utf-8") as file:
            return not isinstance(json.load(file), dict)
    except OSError:
        return False
    except (ValueError, RecursionError, MemoryError):
        return True


def checkpoint(folder: str, name: str, modified: float) -> Tuple[WeightsKind, float, Optional[str]]:
    """Kind, time and reason of one of U-Net (3D)'s checkpoints: the notebook itself takes any of them."""
    any_of_them = "the notebook's own cells take any file of the folder"
    if name.endswith("_last.weights.h5"):
        return "last", modified, f"{name} is the network after the last epoch"
    if not _EPOCH.fullmatch(name):
        return "best", modified, f"{name} has the smallest validation loss ({any_of_them})"
    files = os.listdir(os.path.join(folder, CHECKPOINTS))
    if any(one.endswith(".weights.h5") and not _is_epoch_or_last(one) for one in files):
        return "other", modified, f"{name} is the network after one of the epochs"
    losses = {one: _loss(one) for one in files if _EPOCH.fullmatch(one)}
    if name == min(losses, key=lambda one: (losses[one], one)):
        return "best", modified, f"{name} has the smallest validation loss by its name ({any_of_them})"
    return "other", modified, f"{name} is the network after one of the epochs"


def _is_epoch_or_last(name: str) -> bool:
    return name.endswith("_last.weights.h5") or bool(_EPOCH.fullmatch(name))


def _loss(name: str) -> float:
    match = _EPOCH.fullmatch(name)
    return float(match.group(1)) if match else float("inf")
