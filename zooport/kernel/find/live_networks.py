"""Trained networks that the kernel holds under any name: told by their classes' names, so that nothing is imported.

Nothing of the namespace is called or printed, and nothing is written into it.
"""

from __future__ import annotations

import os
from typing import Dict, List, NamedTuple, Optional, Tuple, cast

from ..keras.keras_header import Peek
from ..libraries import Config, Network
from . import namespace

#: The notebooks' own variables, the one that training fills first.
_USUAL = ("model", "model_training", "unet")
#: Packages whose objects hold a network as ``keras_model`` and its configuration as ``config``.
_LIBRARIES = ("csbdeep", "stardist", "n2v", "denoiseg", "splinedist")
#: More networks than this are a loop's, and nobody could choose among them.
_MOST = 10


class Alive(NamedTuple):
    """One network of the kernel."""

    variable: str
    value: object
    #: Name of the object's class ("Unet3D", "Functional").
    kind: str


def networks() -> List[Alive]:
    """All networks that variables hold, each object once, the notebooks' usual names first."""
    space = namespace.namespace()
    names = [name for name in _USUAL if name in space]
    names += [name for name in list(space) if name not in _USUAL and not name.startswith("_")]
    found: Dict[int, Alive] = {}
    for name in names:
        value = space.get(name)
        network = network_of(value)
        if network is not None:
            found.setdefault(id(network), Alive(name, value, type(value).__name__))
    return list(found.values())[:_MOST]


def held(variable: str) -> object:
    """What a variable holds if it is a network, or an object with one; else None."""
    value = namespace.namespace().get(variable)
    return value if network_of(value) is not None else None


def network_of(value: object) -> Optional[Network]:
    """The Keras network that a value is, or holds (csbdeep's objects, the notebook's own wrapper); else None."""
    if value is None or isinstance(value, type):
        return None
    if namespace.is_network(value):
        return cast(Network, value)
    inside = _attributes(value)
    held = inside.get("keras_model" if is_library(value) else "model")
    if held is None or not (is_library(value) or type(value).__module__ == "__main__"):
        return None
    return cast(Network, held) if namespace.is_network(held) else None


def is_library(value: object) -> bool:
    """Whether it is an object of csbdeep or of a package built on it."""
    return any(kind.__module__.split(".")[0] in _LIBRARIES for kind in type(value).__mro__)


def config_of(value: object) -> Config:
    """The configuration that a library's object holds; empty for any other."""
    return dict(_attributes(_attributes(value).get("config"))) if is_library(value) else {}


def folder_of(value: object) -> Optional[str]:
    """The folder that a library's object writes to."""
    inside = _attributes(value)
    base, name = inside.get("basedir"), inside.get("name")
    return os.path.abspath(os.path.join(str(base), str(name))) if is_library(value) and base and name else None


def thresholds_of(value: object) -> Optional[Tuple[float, float]]:
    """Probability and overlap thresholds of a StarDist object."""
    found = _attributes(value).get("_thresholds")
    both = getattr(found, "prob", None), getattr(found, "nms", None)
    return None if None in both else (float(both[0]), float(both[1]))  # type: ignore[arg-type]


def header_of(network: Network) -> Peek:
    """What a live network says of itself, in the words of a file's header."""
    layers = list(network.layers)
    last = layers[-1] if layers else None
    activation = getattr(getattr(last, "activation", None), "__name__", None)
    shape = network.output_shape
    channels = shape[-1] if isinstance(shape, tuple) and shape else None
    return Peek(None, tuple((type(one).__name__, str(one.name)) for one in layers), activation, channels)


def _attributes(value: object) -> Dict[str, object]:
    """An object's own attributes, without asking the object (which might compute them)."""
    try:
        found = object.__getattribute__(value, "__dict__")
    except AttributeError:
        return {}
    return found if isinstance(found, dict) else {}
