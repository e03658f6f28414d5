"""Which network left the files of a folder behind (dispatch without a kernel)."""

from __future__ import annotations

import json
import os
import re
import time
from typing import Any, Dict, List, NamedTuple, Optional, Tuple

from . import report
from .peek import Peek, peek

KERAS_SUFFIXES = (".keras", ".h5", ".hdf5")

#: Files that mark a network, tested in this order; the strings are the notebooks' own.
_MARKS: Tuple[Tuple[str, str], ...] = (
    (r"best\.weights\.keras", "Deep-STORM"),
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
)
_UNET_LAYERS = ("UpSampling2D", "Conv2DTranspose")


class Weights(NamedTuple):
    """One file with trained weights."""

    path: str
    kind: str
    modified: float


class Found(NamedTuple):
    """What a folder holds."""

    folder: str
    #: Default first.
    weights: List[Weights]
    #: Networks that the files fit, by the notebooks' own strings, with why.
    fits: List[Tuple[str, str]]
    #: Header of the default weights.
    header: Optional[Peek]


def look(folder: str) -> Optional[Found]:
    """What a model folder holds; None where there is nothing of a network in it."""
    try:
        files = sorted(entry.name for entry in os.scandir(folder) if entry.is_file())
    except OSError:
        return None
    other = _other_network(folder, files)
    if other:
        return Found(folder, [], [other], None)
    weights = [_weights(folder, name) for name in files if name.lower().endswith(KERAS_SUFFIXES)]
    weights.sort(key=lambda one: (("best", "last", "other").index(one.kind), -one.modified))
    if not weights:
        return None
    header = peek(weights[0].path)
    told = report.network(folder)
    return Found(folder, weights, [told] if told else fits(os.path.basename(weights[0].path), header), header)


def fits(name: str, header: Optional[Peek]) -> List[Tuple[str, str]]:
    """Networks that a Keras file of this name and header may be; none where its layers fit no network known here."""
    if header is not None and header.channels is not None:
        upwards = any(kind in _UNET_LAYERS for kind, _ in header.layers)
        volume = any(kind.endswith("3D") for kind, _ in header.layers)
        if volume:
            return [("U-Net (3D)", f"{name} has 3D layers")]
        if header.channels == 1 and header.activation == "sigmoid" and upwards:
            return [("U-Net (2D)", f"{name} goes up again and ends in one sigmoid channel")]
        if header.activation == "softmax" and upwards:
            return [("U-Net (2D) multilabel", f"{name} ends in {header.channels} softmax channels")]
        return []
    why = f"its notebook writes files like {name}"
    if name.endswith(".hdf5"):
        return [("U-Net (2D)", why)]
    return [("U-Net (2D)", why), ("DFCAN 2D" if name.endswith(".h5") else "U-Net (2D) multilabel", why)]


def training_runs(found: Found) -> Optional[str]:
    """A sentence where the files look as if training had not finished; None otherwise."""
    best = next((one for one in found.weights if one.kind == "best"), None)
    if best is None or any(one.kind == "last" for one in found.weights):
        return None
    if os.path.exists(os.path.join(found.folder, "Quality Control", "training_evaluation.csv")):
        return None
    age = max(0.0, time.time() - best.modified)
    written = f"{int(age)} seconds" if age < 120 else f"{int(age // 60)} minutes"
    return (
        f"{found.folder} has {os.path.basename(best.path)} (written {written} ago) but no weights_last: training still "
        "runs or was stopped. The weights are the best so far."
    )


def unfinished(folder: str) -> Optional[str]:
    """A sentence where training has made the folder but no weights yet; None otherwise."""
    if os.path.isdir(os.path.join(folder, "Quality Control")):
        return (
            f"{folder} has no weights yet: training is in its first epoch, or was stopped in it. Wait, or train again."
        )
    return None


def _weights(folder: str, name: str) -> Weights:
    stem = name.lower()
    kind = "best" if stem.startswith("weights_best") else "last" if stem.startswith("weights_last") else "other"
    path = os.path.join(folder, name)
    return Weights(path, kind, os.path.getmtime(path))


def _other_network(folder: str, files: List[str]) -> Optional[Tuple[str, str]]:
    """A network without a recipe, recognised by its files."""
    if "config.json" in files and any(name.endswith(".h5") for name in files):
        config = _json(os.path.join(folder, "config.json"))
        return _csbdeep(config, "thresholds.json" in files), "config.json beside the weights"
    if "params.csv" in files and os.path.isdir(os.path.join(folder, "ckpt")):
        return "U-Net (3D)", "params.csv and the folder ckpt"
    if "model.p" in files:
        return "fnet (3D)" if "3d" in str(files).lower() else "fnet (2D)", "model.p"
    for pattern, name in _MARKS:
        hit = next((file for file in files if re.fullmatch(pattern, file)), None)
        if hit:
            return name, hit
    return None


def _csbdeep(config: Dict[str, Any], thresholds: bool) -> str:
    three = config.get("n_dim") == 3
    if thresholds:
        if "contoursize_max" in config or "n_params" in config:
            return "SplineDist (2D)"
        return "StarDist 3D" if three else "StarDist 2D"
    # DenoiSeg's configuration also has n2v_* keys, so it is asked first.
    if "denoiseg_alpha" in config or "relative_weights" in config:
        return "DenoiSeg"
    if any(key.startswith("n2v_") for key in config):
        return "Noise2Void (3D)" if three else "Noise2Void (2D)"
    return "CARE (3D)" if three else "CARE (2D)"


def _json(path: str) -> Dict[str, Any]:
    try:
        with open(path, encoding="utf-8") as file:
            value = json.load(file)
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}
