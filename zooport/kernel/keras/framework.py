"""Which Keras runs a network, and loading with it."""

from __future__ import annotations

import contextlib
import importlib
import inspect
import os
import sys
from typing import ContextManager, Iterator, List, Optional

from ..errors import Problem
from ..libraries import Custom, Framework, Network
from . import code, policies
from .keras_header import Peek, peek
from .weight_file import check_whole

_NOT_LAYERS = ("Functional", "Model", "Sequential")


def keras_for(seen: Optional[Peek]) -> Framework:
    """The module of the Keras that reads a file with this header. Raises ``Problem`` ('no-framework')."""
    keras3 = seen is not None and major(seen.keras_version) >= 3
    failures: List[str] = []
    for name in _candidates(keras3):
        try:
            module = importlib.import_module(name)
            version = str(module.__version__)
        except Exception as error:  # a framework can fail to import in many ways
            failures.append(f"{name}: {type(error).__name__}: {error}")
            continue
        if not keras3 or major(version) >= 3:
            return module
        failures.append(f"{name} has version {version}")
    written = f" written by Keras {seen.keras_version}" if seen and seen.keras_version else ""
    raise Problem(
        "no-framework",
        f"This Python ({sys.executable}) has no Keras that can read a network{written}. Choose the kernel in which it "
        f"was trained, or install one: pip install {'tensorflow' if keras3 else 'tensorflow tf_keras'}.",
        tried=failures,
    )


def keras_of(network: Network) -> Framework:
    """The module of the Keras that a live network belongs to."""
    package = type(network).__module__.split(".")[0]
    if package in ("tf_keras", "keras"):
        return importlib.import_module(package)
    return importlib.import_module("tensorflow").keras


def major(version: Optional[str]) -> int:
    """The first number of a version, 0 where there is none."""
    first = (version or "").split(".")[0]
    return int(first) if first.isdigit() else 0


def load(path: str, named: str, custom: Optional[Custom] = None, allow_code: bool = False) -> Network:
    """The network of a .keras, .h5 or .hdf5 file, without what only training needs (losses, optimiser).

    ``named``: the path as the researcher knows it. ``custom``: classes by name that the kernel defines.
    ``allow_code``: the researcher has said that code in the file may run.
    Raises ``Problem``: 'bad-model' for a damaged file, one without a graph, or a layer nobody knows; 'holds-code' for
    one that holds code, which is found before anything is loaded.
    """
    seen = peek(path)
    check_whole(path, named)
    # A class that the kernel defines is taken from there, and no module is looked for.
    found = [one for one in code.of_file(path, named) if one.foreign is None or one.foreign not in (custom or {})]
    missing = next((one for one in found if one.foreign is not None), None)
    if missing and not allow_code:
        kind = str(missing.foreign)
        raise Problem("bad-model", _unknown(kind, missing.layer, named), path=named, layer=missing.layer,
                      layerClass=kind)  # fmt: skip
    code.refuse(found, named, allow_code)
    keras = keras_for(seen)
    try:
        return load_model(keras, path, custom or {}, allow_code)
    except (KeyboardInterrupt, MemoryError):
        raise
    except Exception as error:
        raise _unloadable(keras, seen, named, error, custom or {}) from error


def load_model(keras: Framework, path: str, custom: Custom, allow_code: bool) -> Network:
    """The network of a file whose code was looked for; Keras is told to refuse it, too, where its version can."""
    can = "safe_mode" in inspect.signature(keras.models.load_model).parameters
    safe = {"safe_mode": not allow_code} if can else {}
    with keras.utils.custom_object_scope(custom), code_allowed(keras, allow_code), policies.readable(
        keras, path
    ) as own:
        return keras.models.load_model(own, compile=False, **safe)


@contextlib.contextmanager
def code_allowed(keras: Framework, allow_code: bool) -> Iterator[None]:
    """Within it Keras builds layers that hold code, if that is allowed; without, its own refusal stays as it is."""
    scope = _unsafe_scope(keras) if allow_code else None
    with scope if scope is not None else contextlib.nullcontext():
        yield


def _unsafe_scope(keras: Framework) -> Optional[ContextManager[object]]:
    """Keras's own scope for it, which has no public name; None in versions that know no refusal."""
    package = str(keras.__name__).split(".")[0]
    try:
        return importlib.import_module(f"{package}.src.saving.serialization_lib").SafeModeScope(safe_mode=False)
    except (ImportError, AttributeError):
        return None


def _candidates(keras3: bool) -> List[str]:
    if keras3:
        return ["keras"]
    # Who asked for the older Keras trained with it; its numbers are then the ones the notebook shows.
    legacy = os.environ.get("TF_USE_LEGACY_KERAS", "").lower() in ("1", "true") or (
        "tf_keras" in sys.modules and "keras" not in sys.modules
    )
    both = ["tf_keras", "keras"] if legacy else ["keras", "tf_keras"]
    return both + ["tensorflow.keras"]


def _unloadable(keras: Framework, seen: Optional[Peek], named: str, error: Exception, custom: Custom) -> Problem:
    if seen is None:
        return Problem(
            "bad-model",
            f"{named} holds weights without the network's graph, or is no Keras file. Choose a file that was written "
            "by model.save(...), not by model.save_weights(...).",
            path=named,
        )
    known = set(dir(keras.layers)) | set(_NOT_LAYERS) | set(custom)
    for kind, name in seen.layers:
        if kind not in known or kind == "Lambda":
            return Problem("bad-model", _unknown(kind, name, named), path=named, layer=name, layerClass=kind)
    reason = (str(error).strip().splitlines() or [type(error).__name__])[0][:300]
    return Problem(
        "bad-model",
        f"Keras {keras.__version__} could not load {named}: {reason} Choose the kernel in which it was trained"
        + (f" (the file was written by Keras {seen.keras_version})." if seen.keras_version else "."),
        path=named,
    )


def _unknown(kind: str, name: str, named: str) -> str:
    layer = f'The layer "{name}" of {named} is a {kind}'
    if kind == "Lambda":
        return (
            f"{layer}: it holds code instead of a description, and no reader of the zoo runs it. Replace it by one of "
            "Keras's own layers and save the network again."
        )
    return (
        f"{layer}, which is none of Keras's own layers. Run the cell that defines {kind} in this kernel and try again."
    )
