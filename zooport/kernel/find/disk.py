"""What a model folder holds: weights, and which network left them behind (dispatch without a kernel)."""

from __future__ import annotations

import os
import re
import time
from typing import List, NamedTuple, Optional, Sequence, Tuple

from ..facts import training_report
from ..keras import loading
from ..keras.keras_header import Peek, peek, whole
from ..libraries import Config
from ..protocol import WeightsKind
from . import evidence, signatures

_ORDER: Tuple[WeightsKind, ...] = ("best", "last", "other")
#: Names that the notebooks themselves write; anything behind ("weights_best (1).h5") is somebody's copy.
_USUAL = re.compile(r"(?:weights_(best|last)|(best|last)\.weights)\.(?:keras|h5|hdf5)")


class Weights(NamedTuple):
    """One file with trained weights."""

    path: str
    kind: WeightsKind
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
    config: Config
    #: Sentences on what else lies there.
    notes: List[str] = []


def model_folder(path: str) -> str:
    """The model folder that a chosen folder belongs to: itself, or the one above its folder of checkpoints."""
    path = os.path.normpath(path)
    above = os.path.dirname(path)
    return above if os.path.basename(path) == signatures.CHECKPOINTS and signatures.has_checkpoints(above) else path


def look(folder: str, said: Sequence[str] = (), file: Optional[str] = None) -> Optional[Found]:
    """What a model folder holds; None where there is nothing of a network in it.

    ``said``: the network by the researcher, the kernel and the notebook, which decides where several sets of weights
    can be read; ``file``: the path of weights that were chosen by hand.
    """
    try:
        # The system's, Jupyter's and a drive's own files (.DS_Store, ._weights_best.h5) begin with a dot.
        entries = [entry.name for entry in os.scandir(folder) if not entry.name.startswith(".") and entry.is_file()]
    except OSError:
        return None
    files = sorted(entries)
    config = loading.read_config(folder) if "config.json" in files else {}
    told = training_report.network(folder)
    groups = evidence.groups(folder, files, config, told)
    chosen = evidence.choose(groups, said, told, os.path.relpath(file, folder) if file else None)
    mark = signatures.of(folder, files)
    if mark and (chosen is None or (chosen.rank < 2 and not chosen.fits)):
        return Found(folder, [], [mark], None, config)
    if chosen is None:
        return None
    weights = [one for names in (chosen.files, chosen.more) for one in _sorted(folder, names)]
    weights.sort(key=lambda one: _ORDER.index(one.kind))
    if not weights:
        return None
    header = peek(weights[0].path)
    notes = [_left_out(mark, weights[0], folder)] if mark and chosen.rank % 2 else []
    return Found(folder, weights, chosen.fits, header, config, notes)


def _left_out(mark: Tuple[str, str], first: Weights, folder: str) -> str:
    name, file = mark
    return (
        f"{folder} also holds {file}, as the {name} notebook writes it; it is left out, because "
        f"{os.path.basename(first.path)} holds trained weights that can be read."
    )


def preferring(found: Found, path: str) -> Found:
    """The same with the file first that was chosen by hand."""
    first = [one for one in found.weights if os.path.realpath(one.path) == os.path.realpath(path)]
    rest = [one for one in found.weights if one not in first]
    chosen = [one._replace(why=f"{os.path.basename(one.path)} was chosen by hand") for one in first]
    return found._replace(weights=chosen + rest)


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
    if not signatures.damaged_config(folder) or signatures.has_checkpoints(folder):
        return False
    try:
        names = [name for name in os.listdir(folder) if not name.startswith(".") and not signatures.is_mark(name)]
    except OSError:
        return False
    files = [os.path.join(folder, name) for name in names if name.lower().endswith(evidence.KERAS_SUFFIXES)]
    return bool(files) and all(peek(path) is None for path in files)


def unfinished(folder: str) -> Optional[str]:
    """A sentence where training has made the folder but no weights yet, or what it left is damaged; None otherwise."""
    if damaged(folder):
        return (
            f"{os.path.join(folder, 'config.json')} is damaged: it is no JSON, so that nothing says how the network is "
            "built. Put back the file that training wrote, or train again."
        )
    saved = signatures.saved_model(folder)
    if saved:
        return (
            f"{saved} is a TensorFlow SavedModel, which does not say how the network is built from layers. Save the "
            "network as .keras or .h5: where it was trained, model.save('weights_best.keras'); from this folder, in a "
            f"Python that has tf_keras, tf_keras.models.load_model({saved!r}).save('weights_best.h5'). Put that file "
            "into the model folder."
        )
    if os.path.isdir(os.path.join(folder, "Quality Control")):
        return (
            f"{folder} has no weights yet: training is in its first epoch, or was stopped in it. Wait, or train again."
        )
    return None


def _sorted(folder: str, names: List[str]) -> List[Weights]:
    """The best first; among equals those that can be read, then the newest."""
    weights = [one for one in (_weights(folder, name) for name in names) if one]
    return sorted(weights, key=lambda one: (_ORDER.index(one.kind), not whole(one.path), -one.modified))


def _weights(folder: str, name: str) -> Optional[Weights]:
    """None for a file that is gone by now."""
    path = os.path.join(folder, name)
    try:
        modified = os.path.getmtime(path)
    except OSError:
        return None
    if os.path.dirname(name) == signatures.CHECKPOINTS:
        return Weights(path, *signatures.checkpoint(folder, os.path.basename(name), modified))
    usual = _USUAL.fullmatch(name.lower())
    if usual:
        return Weights(path, "best" if "best" in usual.groups() else "last", modified)
    why = None
    if name.lower() == "weights_now.h5":
        why = f"{name} is the network of the epoch that training is in, or stopped in"
    elif name.lower().startswith(("weights_best", "weights_last")):
        why = f"{name} looks like a copy; the notebook does not write this name"
    return Weights(path, "other", modified, why)
