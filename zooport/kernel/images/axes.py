"""From the axes of an image in a file to those of a network, and back."""

from __future__ import annotations

from typing import List, Sequence, Tuple

import numpy as np

from ..libraries import Array


def spatial(axes: Sequence[str]) -> Tuple[str, ...]:
    """The axes along which an image has sizes."""
    return tuple(axis for axis in axes if axis in ("z", "y", "x"))


def to_network(image: Array, given: Sequence[str], wanted: Sequence[str]) -> Array:
    """An image in the order ``given`` (no batch, perhaps no channel) as one batch in the order ``wanted``."""
    names: List[str] = list(given)
    if "channel" not in names:
        image, names = image[..., np.newaxis], [*names, "channel"]
    image, names = image[np.newaxis], ["batch", *names]
    return np.ascontiguousarray(np.transpose(image, [names.index(axis) for axis in wanted]))


def arranged(sizes: Sequence[int], given: Sequence[str], wanted: Sequence[str]) -> Tuple[int, ...]:
    """Sizes along the spatial axes of ``given``, in the order of those of ``wanted``."""
    by_axis = dict(zip(spatial(given), sizes))
    return tuple(by_axis[axis] for axis in spatial(wanted))
