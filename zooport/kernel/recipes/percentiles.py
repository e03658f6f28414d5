"""Percentiles of the whole image, tiles without overlap: how both notebooks of U-Net in two dimensions predict."""

from __future__ import annotations

from typing import Callable, List, Tuple

import numpy as np

from ..facts.fact import Values
from ..libraries import Array
from .recipe import Run

#: The defaults of the notebooks' ``normalizePercentile``.
DEFAULTS: Values = {"pmin": 1.0, "pmax": 99.8, "eps": 1e-20, "clip": False}


def normalise(image: Array, pmin: float, pmax: float, eps: float, clip: bool = False) -> Array:
    """float32: the percentiles of the whole image go to 0 and 1; values outside stay outside unless ``clip``."""
    low, high = (np.float32(value) for value in np.percentile(image, (pmin, pmax)))
    scaled = (image.astype(np.float32) - low) / (high - low + np.float32(eps))
    return np.clip(scaled, 0, 1) if clip else scaled


def network_input(image: Array, parameters: Values) -> Array:
    """The image (y, x) as the network takes it: float32 (1, y, x, 1)."""
    keys = ("pmin", "pmax", "eps", "clip")
    return normalise(image, **{key: parameters[key] for key in keys})[np.newaxis, :, :, np.newaxis]


def only_channel(output: Array) -> Array:
    """(y, x) of a network's output (1, y, x, 1)."""
    return output[0, :, :, 0]


def in_tiles(
    image: Array,
    tile: Tuple[int, int],
    parameters: Values,
    run: Run,
    finish: Callable[[Array], Array] = only_channel,
) -> Array:
    """The prediction as the notebook pastes it together, float64 (y, x): no overlap, the last tile moved inwards.

    An image that is smaller than a tile is put into a corner of zeros. Only for comparing with the notebook's own
    function: seams are in the result, so that test tensors are made of one piece.
    """
    scaled = network_input(image, parameters)[0, :, :, 0]
    rows, columns = (max(size, part) for size, part in zip(scaled.shape, tile))
    padded = np.zeros((rows, columns), np.float32)
    padded[: scaled.shape[0], : scaled.shape[1]] = scaled
    result = np.zeros((rows, columns))
    for y in _starts(rows, tile[0]):
        for x in _starts(columns, tile[1]):
            part = (slice(y, y + tile[0]), slice(x, x + tile[1]))
            result[part] = finish(run(padded[part][np.newaxis, :, :, np.newaxis]))
    return result[: scaled.shape[0], : scaled.shape[1]]


def _starts(size: int, tile: int) -> List[int]:
    return [min(start, size - tile) for start in range(0, size, tile)]
