"""Networks of one's own in the kernel, and the images and functions beside them. Imports no framework, runs nothing."""

from __future__ import annotations

import inspect
from typing import Dict, List, Set, cast

from ..find import live_networks, namespace
from ..find.candidate import live_fits
from ..find.signature import layers_of, needed_of_forward, taken_by
from ..libraries import Framework
from ..own_protocol import OwnArrayChoice, OwnDetection, OwnFunctionChoice, OwnNetworkChoice
from ..protocol import Nothing
from .forms.pytorch_state import bare
from .request import is_pytorch

#: More than these are a loop's, and nobody could choose among them.
_MOST = 20
#: A function of more arguments is none of images.
_MOST_IMAGES = 6
#: Words that a function to predict with has in its name.
_USUAL = ("predict", "segment", "infer", "apply", "restore", "denoise", "probab", "run", "process")


def find(_params: Nothing, _progress: object = None) -> OwnDetection:
    """``OwnDetection``: what the variables hold, the last ones first."""
    space = {name: value for name, value in namespace.namespace().items() if not name.startswith("_")}
    networks = _networks(space)
    return {
        "networks": networks,
        "functions": _functions(space, [one["variable"] for one in networks]),
        "arrays": _arrays(space),
    }


def _networks(space: Dict[str, object]) -> List[OwnNetworkChoice]:
    """Each object once, and none that is a part of another, or is known to the catalogue."""
    held = {name: value for name, value in space.items() if is_pytorch(value) or namespace.is_network(value)}
    inside: Set[int] = set()
    for value in held.values():
        inside.update(id(part) for part in _parts(value))
    found: Dict[int, OwnNetworkChoice] = {}
    for name, value in reversed(list(held.items())):
        if id(value) not in inside and not _is_known(name, value):
            found.setdefault(id(value), _choice(name, value))
    return list(found.values())[:_MOST]


def _is_known(name: str, network: object) -> bool:
    """Whether the catalogue offers it: a library's object, or in a notebook that says its network, one like its own."""
    if live_networks.is_library(network):
        return True
    if is_pytorch(network) or namespace.text("Network") is None:
        return False
    return bool(live_fits(live_networks.Alive(name, network, type(network).__name__)))


def _parts(network: Framework) -> List[object]:
    """Networks and layers within; what a framework keeps of them, without computing anything."""
    if is_pytorch(network):
        shell = getattr(network, "_orig_mod", None)
        return [part for part in network.modules() if part is not network] + ([shell] if shell is not None else [])
    return _layers(network, 0)


def _layers(network: Framework, deep: int) -> List[object]:
    layers = list(getattr(network, "layers", []) or []) if deep < 10 else []
    return layers + [part for layer in layers for part in _layers(layer, deep + 1)]


def _choice(name: str, network: Framework) -> OwnNetworkChoice:
    pytorch = is_pytorch(network)
    try:
        count = sum(one.numel() for one in network.parameters()) if pytorch else network.count_params()
    except Exception:
        # A network of which nothing was built yet has no weights to count.
        count = 0
    inner = bare(network) if pytorch else network
    return {
        "variable": name,
        "framework": "PyTorch" if pytorch else "Keras",
        "architecture": type(inner).__name__,
        "parameters": int(count),
        "inputs": (needed_of_forward(inner) if pytorch else layers_of(inner))[:_MOST_IMAGES],
    }


def _functions(space: Dict[str, object], networks: List[str]) -> List[OwnFunctionChoice]:
    """The notebook's own functions: those that use a network by its name first, then by usual words."""
    own: List[OwnFunctionChoice] = []
    for name, value in reversed(list(space.items())):
        takes = taken_by(value) if inspect.isfunction(value) and value.__module__ == "__main__" else None
        if takes is not None and takes.needed <= _MOST_IMAGES:
            own.append({"name": name, "arguments": takes.arguments[:_MOST_IMAGES], "needed": takes.needed})

    def rank(one: OwnFunctionChoice) -> int:
        used = set(cast(Framework, space[one["name"]]).__code__.co_names)
        if used.intersection(networks):
            return 0
        return 1 if any(word in one["name"].lower() for word in _USUAL) else 2

    return sorted(own, key=rank)[: 2 * _MOST]


def _arrays(space: Dict[str, object]) -> List[OwnArrayChoice]:
    """Arrays of numpy (and what looks like one) with two to five axes, of a picture's size."""
    found: List[OwnArrayChoice] = []
    for name, value in reversed(list(space.items())):
        array = cast(Framework, value)
        shape = getattr(array, "shape", None)
        dtype = getattr(array, "dtype", None)
        if not isinstance(shape, tuple) or dtype is None or not 2 <= len(shape) <= 5 or callable(value):
            continue
        sizes = [size for size in shape if isinstance(size, int)]
        if len(sizes) == len(shape) and sum(size >= 16 for size in sizes) >= 2:
            kind = str(dtype).replace("torch.", "")
            found.append({"name": name, "shape": sizes, "dtype": kind})
    return found[:_MOST]
