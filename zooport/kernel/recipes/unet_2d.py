"""U-Net (2D): percentiles of the whole image, tiles without overlap, a sigmoid, a threshold on 0..255.

Read off sections 5.2 and 6.1 of the notebook, version 2.2.1.
"""

from __future__ import annotations

from typing import Any, Callable, Dict, Tuple

import numpy as np

#: From a batch of network inputs (batch, y, x, channel) to the network's outputs, both float32.
Run = Callable[[Any], Any]

#: The notebook's own defaults: percentiles of ``normalizePercentile``; threshold of section 6.2 on 0..255.
DEFAULTS: Dict[str, Any] = {"pmin": 1.0, "pmax": 99.8, "eps": 1e-20, "clip": False, "threshold": 120}


def normalise(image: Any, pmin: float, pmax: float, eps: float, clip: bool = False) -> Any:
    """float32 (y, x): the percentiles of the whole image go to 0 and 1; values outside stay outside unless ``clip``."""
    low, high = (np.float32(value) for value in np.percentile(image, (pmin, pmax)))
    scaled = (image.astype(np.float32) - low) / (high - low + np.float32(eps))
    return np.clip(scaled, 0, 1) if clip else scaled


def network_input(image: Any, parameters: Dict[str, Any]) -> Any:
    """The image as the network takes it: float32 (1, y, x, 1)."""
    keys = ("pmin", "pmax", "eps", "clip")
    return normalise(image, **{key: parameters[key] for key in keys})[np.newaxis, :, :, np.newaxis]


def probability(image: Any, parameters: Dict[str, Any], run: Run) -> Any:
    """Foreground probability of an image that the network takes whole: float32 (1, y, x, 1)."""
    return run(network_input(image, parameters))


def mask(foreground: Any, threshold: float) -> Any:
    """float32 0 or 1. The notebook rounds the probability to 0..255 (halves to even) and takes what is above."""
    rounded = np.rint(foreground.astype(np.float64) * 255)
    return (rounded > threshold).astype(np.float32)


def whole_threshold(threshold: float) -> int:
    """The whole number that divides 0..255 in the same way: above 84.7 is above 84."""
    return int(np.floor(threshold))


def binarize_at(threshold: float) -> float:
    """The same threshold on the probability's own scale: above T after rounding is above (T + 0.5) / 255 before it."""
    return (whole_threshold(threshold) + 0.5) / 255


def in_tiles(image: Any, tile: Tuple[int, int], parameters: Dict[str, Any], run: Run) -> Any:
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
            result[part] = run(padded[part][np.newaxis, :, :, np.newaxis])[0, :, :, 0]
    return result[: scaled.shape[0], : scaled.shape[1]]


def _starts(size: int, tile: int) -> Any:
    return [min(start, size - tile) for start in range(0, size, tile)]
