"""Inputs of other sizes that show whether a converted network is the trained one."""

from __future__ import annotations

from typing import Dict, List, Mapping, Sequence

import numpy as np

from ..libraries import Array
from ..own_protocol import OwnFreeSize
from .after_network import Taken
from .network import OwnNetwork, stepped
from .writing import Pair

#: Pixels along a side, about; the same in a volume.
_SIDE, _VOLUME_SIDE = 128, 32


def pairs(
    network: OwnNetwork,
    inputs: Sequence[Array],
    axes: Sequence[Sequence[str]],
    free: Sequence[Mapping[str, OwnFreeSize]],
    taken: Sequence[Taken],
) -> List[Pair]:
    """Two oblong shapes, made of what the network was given; where its size is fixed, that image and its mirror image.

    Noise would not do: on it a network that was trained on images often gives next to nothing everywhere. Inputs of
    several have the same size along axes of one name.
    """
    found: List[Pair] = []
    for turn in (0, 1):
        given = [_resized(one, names, sizes, turn) for one, names, sizes in zip(inputs, axes, free)]
        if all(np.array_equal(one, before) for one, before in zip(given, inputs)) and turn:
            given = [np.ascontiguousarray(np.flip(one, -2 if one.ndim > 2 else -1)) for one in inputs]
        made = dict(network.run(given))
        found.append((given, [stepped(made[one.name], one.last) for one in taken]))
    return found


def _resized(image: Array, axes: Sequence[str], free: Mapping[str, OwnFreeSize], turn: int) -> Array:
    """A part of the image, or the image continued by its mirror images, in sizes that the network takes."""
    deep = sum(name in ("z", "y", "x") for name in axes) > 2
    sizes: Dict[int, int] = {}
    for place, name in enumerate(axes):
        if name in free and name not in ("batch", "channel"):
            most = _VOLUME_SIDE if deep else _SIDE
            least, step = free[name]["min"], max(1, free[name]["step"])
            steps = max(0, (min(most, image.shape[place]) - least) // step)
            # The first is taller, the second wider: a mix-up of both shows.
            more = {("y", 0): 1, ("x", 1): 2, ("x", 0): 0, ("y", 1): 0}.get((name, turn), 0)
            sizes[place] = least + (steps + more) * step
    widths = [(0, max(0, sizes.get(place, size) - size)) for place, size in enumerate(image.shape)]
    large = np.pad(image, widths, mode="symmetric")
    starts = [(size - sizes.get(place, size)) // 2 for place, size in enumerate(large.shape)]
    part = tuple(
        slice(start, start + sizes.get(place, size)) for place, (start, size) in enumerate(zip(starts, large.shape))
    )
    return np.ascontiguousarray(large[part])
