"""Networks of one's own in the kernel, and the images and functions beside them. Imports no framework, runs nothing."""

from __future__ import annotations

import inspect
from typing import Dict, List, Set, cast

from ..find import live_networks, namespace
from ..find.candidate import live_fits
from ..libraries import Framework
from ..own_protocol import OwnArrayChoice, OwnDetection, OwnNetworkChoice
from ..protocol import Nothing
from .request import is_pytorch

#: More than these are a loop's, and nobody could choose among them.
_MOST = 20
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
    inner = getattr(network, "_orig_mod", network)
    return {
        "variable": name,
        "framework": "PyTorch" if pytorch else "Keras",
        "architecture": type(inner).__name__,
        "parameters": int(count),
    }


def _functions(space: Dict[str, object], networks: List[str]) -> List[str]:
    """The notebook's own functions of one image: those that use a network by its name first, then by usual words."""
    names = [name for name, value in space.items() if inspect.isfunction(value) and _takes_one(value)]
    own = [name for name in names if cast(Framework, space[name]).__module__ == "__main__"]

    def rank(name: str) -> int:
        used = set(cast(Framework, space[name]).__code__.co_names)
        if used.intersection(networks):
            return 0
        return 1 if any(word in name.lower() for word in _USUAL) else 2

    own.reverse()
    return sorted(own, key=rank)[: 2 * _MOST]


def _takes_one(function: Framework) -> bool:
    """Whether one argument by position is enough."""
    try:
        described = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return False
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    positional = [one for one in described if one.kind in kinds]
    named = (*kinds, inspect.Parameter.KEYWORD_ONLY)
    needed = [one for one in described if one.default is inspect.Parameter.empty and one.kind in named]
    return len(positional) >= 1 and len(needed) <= 1 and all(one in positional for one in needed)


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
