"""The files by which each notebook's network is known, tested in this order; names are the notebooks' own."""

from __future__ import annotations

import json
import os
import re
from typing import Any, Dict, List, NamedTuple, Optional, Tuple

#: Where U-Net (3D) keeps its checkpoints.
CHECKPOINTS = "ckpt"

#: Files that mark a network without a recipe.
_MARKS: Tuple[Tuple[str, str], ...] = (
    (r"weights_\d{3}_\d.*\.hdf5", "3D RCAN"),
    (r".*_net_G_A\.pth", "CycleGAN"),
    (r".*_net_G\.pth", "pix2pix"),
    (r"best_iou_model\.pth", "EmbedSeg 2D"),
    (r"best_.*\.net", "DecoNoising"),
    (r"best_checkpoint\.pth", "WGAN 2D"),
    (r"cellpose_.*", "Cellpose"),
    (r"mask_rcnn_.*_\d{4}\.h5", "MaskRCNN"),
    (r"best_weights\.h5", "YOLOv2"),
    (r"model_final\.pth", "Detectron 2D"),
    (r"saved_model\.pb", "RetinaNet"),
)
_EPOCH = re.compile(r".*_epoch_\d+_val_loss_(\d+\.\d+)\.weights\.h5")


class Mark(NamedTuple):
    """What the files say."""

    #: The notebook's own string, and why.
    network: Tuple[str, str]
    #: Names of its weights below the folder; None where it has no recipe.
    weights: Optional[List[str]]


def of(folder: str, files: List[str], config: Dict[str, Any]) -> Optional[Mark]:
    """The network that the files mark; None where only the weights themselves can tell."""
    for pattern, name in _MARKS:
        hit = next((file for file in files if re.fullmatch(pattern, file)), None)
        if hit:
            return Mark((name, hit), None)
    if os.path.isfile(os.path.join(folder, "saved_model", "saved_model.pb")) and "config.json" not in files:
        return Mark(("RetinaNet", "the folder saved_model"), None)
    if "model.p" in files:
        return Mark(("fnet (3D)" if "3d" in str(files).lower() else "fnet (2D)", "model.p"), None)
    if has_checkpoints(folder):
        found = sorted(entry.name for entry in os.scandir(os.path.join(folder, CHECKPOINTS)) if entry.is_file())
        names = [os.path.join(CHECKPOINTS, name) for name in found if name.endswith((".h5", ".hdf5"))]
        return Mark(("U-Net (3D)", "params.csv and the folder ckpt"), names)
    deep_storm = [name for name in files if re.fullmatch(r"(best|last)\.weights\.(keras|h5|hdf5)", name)]
    if deep_storm:
        return Mark(("Deep-STORM", deep_storm[0]), deep_storm)
    return _csbdeep(files, config)


def has_checkpoints(folder: str) -> bool:
    """Whether it is the folder of a U-Net (3D)."""
    return os.path.isfile(os.path.join(folder, "params.csv")) and os.path.isdir(os.path.join(folder, CHECKPOINTS))


def csbdeep_network(config: Dict[str, Any], thresholds: bool = False) -> Optional[str]:
    """Which of the networks of csbdeep, stardist and n2v a configuration is of; None where it is of none of them."""
    three = config.get("n_dim") == 3
    if "contoursize_max" in config or "n_params" in config:
        return "SplineDist (2D)"
    if thresholds or "n_rays" in config:
        return "StarDist 3D" if three else "StarDist 2D"
    # DenoiSeg's configuration also has n2v_* keys, so it is asked first.
    if "denoiseg_alpha" in config or "relative_weights" in config:
        return "DenoiSeg"
    if any(key.startswith("n2v_") for key in config):
        return "Noise2Void (3D)" if three else "Noise2Void (2D)"
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
    except ValueError:
        return True


def checkpoint(folder: str, name: str, modified: float) -> Tuple[str, float, Optional[str]]:
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


def _csbdeep(files: List[str], config: Dict[str, Any]) -> Optional[Mark]:
    weights = [name for name in files if name.lower().endswith((".h5", ".hdf5"))]
    if not config or not weights:
        return None
    name = csbdeep_network(config, "thresholds.json" in files)
    if name is None:
        return None
    return Mark((name, "config.json beside the weights"), weights)
