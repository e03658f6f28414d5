"""Weights without a graph: read from HDF5 in the layouts of Keras 2 and 3, and put into a network built again."""

from __future__ import annotations

import importlib
import re
from typing import Dict, Iterable, List, NamedTuple, Sequence, Tuple

import numpy as np

from ..errors import Problem
from ..libraries import Array, Library, Network

#: Weights by the layer's name, in the layer's own order.
Named = Dict[str, List[Array]]

#: Names that Keras gave by itself; their numbers depend on what else the session had built.
_AUTOMATIC = re.compile(r"(conv[23]d(?:_transpose)?|depthwise_conv2d|batch_normalization)(?:_(\d+))?")


class Where(NamedTuple):
    """How to speak of weights and of what says how they are arranged."""

    weights: str
    #: For instance "config.json", or "what is known of U-Net (3D)".
    plan: str
    #: What to do where both disagree.
    mend: str


def read(path: str, named: str) -> Named:
    """The weights of a file that holds no graph. Raises ``Problem`` where it cannot be read, or holds none."""
    try:
        h5py = importlib.import_module("h5py")
    except ImportError as error:
        raise Problem(
            "no-framework", f"This Python has no h5py, which reads {named}. Install it: pip install h5py."
        ) from error
    try:
        with h5py.File(path, "r") as file:
            found = _by_attributes(file.get("model_weights", file)) or _by_groups(file)
    except (OSError, KeyError, ValueError) as error:
        raise Problem(
            "bad-model",
            f"{named} is damaged or no HDF5 file. Choose the other weights of the folder, or train again.",
            path=named,
        ) from error
    if not found:
        raise Problem(
            "bad-model",
            f"{named} holds no layer with weights. Choose the other weights of the folder, or train again.",
            path=named,
        )
    return found


def of_network(network: Network) -> Named:
    """The weights of a live network."""
    return {layer.name: layer.get_weights() for layer in network.layers if layer.weights}


def assign(network: Network, named: Named, where: Where) -> None:
    """Puts the weights into the layers: by name, and in order of their numbers where Keras named them.

    Raises ``Problem`` where a layer is missing, left over, or of another shape.
    """
    for layer, name in _pairs(network, named, where):
        ours, theirs = [tuple(one.shape) for one in layer.weights], [np.shape(one) for one in named[name]]
        if ours != theirs:
            raise _disagree(
                where, f'its layer "{name}" has weights of {_list(theirs)}, {where.plan} says {_list(ours)}'
            )
        layer.set_weights(named[name])


def _pairs(network: Network, named: Named, where: Where) -> List[Tuple[Network, str]]:
    layers = {layer.name: layer for layer in network.layers if layer.weights}
    for name in sorted(layers):
        if not _AUTOMATIC.fullmatch(name) and name not in named:
            raise _disagree(where, f'it has no layer "{name}", which {where.plan} asks for')
    for name in sorted(named):
        if not _AUTOMATIC.fullmatch(name) and name not in layers:
            raise _disagree(where, f'it has a layer "{name}", of which {where.plan} knows nothing')
    pairs = [(layers[name], name) for name in layers if not _AUTOMATIC.fullmatch(name)]
    ours, theirs = _numbered(layers), _numbered(named)
    for kind in sorted(set(ours) | set(theirs)):
        mine, files = ours.get(kind, []), theirs.get(kind, [])
        if len(mine) != len(files):
            raise _disagree(where, f"it has {len(files)} layers {kind}, {where.plan} asks for {len(mine)}")
        pairs += [(layers[name], other) for name, other in zip(mine, files)]
    return pairs


def numbered(named: Named, kind: str) -> List[str]:
    """Names of the layers of a kind ("conv3d") that Keras named, in the order in which they were made."""
    return _numbered(named).get(kind, [])


def _numbered(names: Iterable[str]) -> Dict[str, List[str]]:
    found: Dict[str, List[Tuple[int, str]]] = {}
    for name in names:
        match = _AUTOMATIC.fullmatch(name)
        if match:
            found.setdefault(match.group(1), []).append((int(match.group(2) or 0), name))
    return {kind: [name for _, name in sorted(pairs)] for kind, pairs in found.items()}


def _disagree(where: Where, what: str) -> Problem:
    return Problem("bad-model", f"{where.weights} is of another network: {what}. {where.mend}", path=where.weights)


def _list(shapes: Iterable[Sequence[int]]) -> str:
    return ", ".join(" x ".join(str(size) for size in shape) or "one number" for shape in shapes)


def _by_attributes(group: Library) -> Named:
    """The layout of Keras 2, and of csbdeep on Keras 3: names of layers and weights as attributes."""
    found: Named = {}
    for layer in _texts(group, "layer_names"):
        arrays = [np.asarray(group[layer][name]) for name in _texts(group[layer], "weight_names")]
        if arrays:
            found[layer] = arrays
    return found


def _texts(group: Library, key: str) -> List[str]:
    """A list of texts; Keras cuts one that is too long for HDF5 into key0, key1 ..."""
    parts = [key] if key in group.attrs else []
    while not parts or parts[-1] != key:
        name = f"{key}{len(parts)}"
        if name not in group.attrs:
            break
        parts.append(name)
    texts = [text for part in parts for text in group.attrs[part]]
    return [text.decode("utf-8") if isinstance(text, bytes) else str(text) for text in texts]


def _by_groups(file: Library) -> Named:
    """The layout of ``.weights.h5``: each layer a group with a group ``vars``; the optimiser's state is left out."""
    found: Named = {}

    def visit(path: str, item: Library) -> None:
        parts = path.split("/")
        if parts[-1] != "vars" or len(parts) < 2 or "optimizer" in parts or not len(item):
            return
        found[parts[-2]] = [np.asarray(item[key]) for key in sorted(item, key=int)]

    file.visititems(visit)
    return found
