"""U-Net (2D): percentiles of the whole image, tiles without overlap, a sigmoid, a threshold on 0..255.

Read off sections 5.2 and 6.1 of the notebook, version 2.2.1.
"""

from __future__ import annotations

from typing import Dict, Optional

import numpy as np

from ..facts import quality_threshold
from ..facts.fact import Fact, Values, fact, number
from ..keras.trained import Trained
from ..libraries import Array
from . import percentiles
from .percentile_tiles import PercentileTiles
from .percentiles import in_tiles, network_input, normalise
from .recipe import Given, Run, check_shape

__all__ = ["DEFAULTS", "binarize_at", "in_tiles", "mask", "network_input", "normalise", "probability"]

#: The notebook's own defaults: percentiles of ``normalizePercentile``; threshold of section 6.2 on 0..255.
DEFAULTS: Values = {**percentiles.DEFAULTS, "threshold": 120}


def probability(image: Array, parameters: Values, run: Run) -> Array:
    """Foreground probability of an image that the network takes whole: float32 (1, y, x, 1)."""
    return run(network_input(image, parameters))


def mask(foreground: Array, threshold: float) -> Array:
    """float32 0 or 1. The notebook rounds the probability to 0..255 (halves to even) and takes what is above."""
    rounded = np.rint(foreground.astype(np.float64) * 255)
    return (rounded > threshold).astype(np.float32)


def whole_threshold(threshold: float) -> int:
    """The whole number that divides 0..255 in the same way: above 84.7 is above 84."""
    return int(np.floor(threshold))


def binarize_at(threshold: float) -> float:
    """The same threshold on the probability's own scale: above T after rounding is above (T + 0.5) / 255 before it."""
    return (whole_threshold(threshold) + 0.5) / 255


class UNet2D(PercentileTiles):
    """Foreground of a plane."""

    id = "unet_2d"
    name = "U-Net (2D)"
    notebook = "2.2.1"
    kinds = ("probability", "mask")

    def check(self, trained: Trained) -> None:
        check_shape(trained, self, (1, 1), "one grey channel and gives one probability")

    def more_parameters(self, trained: Trained, asked: Optional[float]) -> Dict[str, Fact]:
        usual = fact(DEFAULTS["threshold"], "catalogue", "section 6.2 of the U-Net (2D) notebook: the form's default")
        known = quality_threshold.of(trained.source.folder, "average_best_threshold", usual, asked)
        exact = number(known)
        return {
            # The whole number that makes the same mask, so that (T + 0.5) / 255 is right for whoever reads it.
            "threshold": {**known, "value": whole_threshold(exact)},
            "binarize": fact(binarize_at(exact), known["origin"], known["where"]),
        }

    def expected(self, given: Given, trained: Trained) -> Array:
        return given.outputs if given.kind == "probability" else mask(given.outputs, given.values["threshold"])
