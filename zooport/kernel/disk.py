"""What a model folder holds: weights, and which network left them behind (dispatch without a kernel)."""

from __future__ import annotations

import os
import time
from typing import Any, Dict, List, NamedTuple, Optional, Tuple

from . import loading, report, signatures
from .peek import Peek, peek

KERAS_SUFFIXES = (".keras", ".h5", ".hdf5")

_UNET_LAYERS = ("UpSampling2D", "Conv2DTranspose")
_ORDER = ("best", "last", "other")


class Weights(NamedTuple):
    """One file with trained weights."""

    path: str
    kind: str
    modified: float
    #: Why it is, or is not, the one to take; None for the usual reasons.
    why: Optional[str] = None


class Found(NamedTuple):
    """What a folder holds."""

    folder: str
    #: Default first.
    weights: List[Weights]
    #: Networks that the files fit, by the notebooks' own strings, with why.
    fits: List[Tuple[str, str]]
    #: Header of the default weights.
    header: Optional[Peek]
    #: Content of config.json; empty where there is none.
    config: Dict[str, Any]


def model_folder(path: str) -> str:
    """The model folder that a chosen folder belongs to: itself, or the one above its folder of checkpoints."""
    path = os.path.normpath(path)
    above = os.path.dirname(path)
    return above if os.path.basename(path) == signatures.CHECKPOINTS and signatures.has_checkpoints(above) else path


def look(folder: str) -> Optional[Found]:
    """What a model folder holds; None where there is nothing of a network in it."""
    try:
        files = sorted(entry.name for entry in os.scandir(folder) if entry.is_file())
    except OSError:
        return None
    config = loading.read_config(folder) if "config.json" in files else {}
    mark = signatures.of(folder, files, config)
    if mark and mark.weights is not None:
        weights = _sorted([_weights(folder, name) for name in mark.weights])
        return Found(folder, weights, [mark.network], peek(weights[0].path), config) if weights else None
    if mark:
        return Found(folder, [], [mark.network], None, config)
    weights = _sorted([_weights(folder, name) for name in files if name.lower().endswith(KERAS_SUFFIXES)])
    if not weights:
        return None
    header = peek(weights[0].path)
    told = report.network(folder)
    found = [told] if told else fits(os.path.basename(weights[0].path), header)
    return Found(folder, weights, found, header, config)


def preferring(found: Found, path: str) -> Found:
    """The same with the file first that was chosen by hand."""
    first = [one for one in found.weights if os.path.realpath(one.path) == os.path.realpath(path)]
    rest = [one for one in found.weights if one not in first]
    chosen = [one._replace(why=f"{os.path.basename(one.path)} was chosen by hand") for one in first]
    return found._replace(weights=chosen + rest)


def fits(name: str, header: Optional[Peek]) -> List[Tuple[str, str]]:
    """Networks that a Keras network of this name and header may be; none where its layers fit no network known here."""
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


def damaged(folder: str) -> bool:
    """Whether weights lie there without a graph, and what says how their network is built cannot be read."""
    if not signatures.damaged_config(folder):
        return False
    files = [os.path.join(folder, name) for name in os.listdir(folder) if name.lower().endswith((".h5", ".hdf5"))]
    return any(peek(path) is None for path in files)


def unfinished(folder: str) -> Optional[str]:
    """A sentence where training has made the folder but no weights yet, or what it left is damaged; None otherwise."""
    if damaged(folder):
        return (
            f"{os.path.join(folder, 'config.json')} is damaged: it is no JSON, so that nothing says how the network is "
            "built. Put back the file that training wrote, or train again."
        )
    if os.path.isdir(os.path.join(folder, "Quality Control")):
        return (
            f"{folder} has no weights yet: training is in its first epoch, or was stopped in it. Wait, or train again."
        )
    return None


def _sorted(weights: List[Weights]) -> List[Weights]:
    return sorted(weights, key=lambda one: (_ORDER.index(one.kind), -one.modified))


def _weights(folder: str, name: str) -> Weights:
    path = os.path.join(folder, name)
    modified = os.path.getmtime(path)
    if os.path.dirname(name) == signatures.CHECKPOINTS:
        return Weights(path, *signatures.checkpoint(folder, os.path.basename(name), modified))
    stem = name.lower()
    for kind in ("best", "last"):
        if stem.startswith((f"weights_{kind}", f"{kind}.weights.")):
            return Weights(path, kind, modified)
    if stem == "weights_now.h5":
        return Weights(
            path, "other", modified, f"{name} is the network of the epoch that training is in, or stopped in"
        )
    return Weights(path, "other", modified)
