"""CARE (2D) and (3D): percentiles 2 and 99.8 of each channel, a U-Net that may also give a scale, its mean.

Read off sections 5.2 and 6.1 of the notebooks, version 1.15.3, and csbdeep's ``CARE.predict``, which they call: without
arguments it normalises with ``PercentileNormalizer()``. The result is the network's, in normalised units; the notebook
then goes back to the input's own units with the input's percentiles.
"""

from __future__ import annotations

from typing import Dict, Optional, Tuple

import numpy as np

from ..facts.fact import Fact, Values, fact
from ..keras.trained import Trained
from ..libraries import Array, Config, Framework, Network
from ..rebuild import care
from ..rebuild.weights import Named, Where
from .csbdeep import Csbdeep
from .recipe import PLANE, VOLUME, Given

#: csbdeep.data.PercentileNormalizer and csbdeep.utils.normalize_mi_ma.
DEFAULTS = {"pmin": 2.0, "pmax": 99.8, "eps": 1e-20}


def percentiles(pixels: Array, pmin: float, pmax: float) -> Tuple[Array, Array]:
    """float32 low and high of each channel, over all other axes (kept)."""
    axes = tuple(range(pixels.ndim - 1))
    low, high = (np.percentile(pixels, p, axis=axes, keepdims=True).astype(np.float32) for p in (pmin, pmax))
    return low, high


def normalise(pixels: Array, pmin: float, pmax: float, eps: float) -> Array:
    """float32; the percentiles of each channel go to 0 and 1."""
    low, high = percentiles(pixels, pmin, pmax)
    return (pixels.astype(np.float32) - low) / (high - low + np.float32(eps))


class Care(Csbdeep):
    """A restored image, in normalised units."""

    kinds = ("restored",)
    library = ("csbdeep.models", "CARE")
    needed = ("n_channel_out", "unet_n_depth", "unet_n_first", "unet_kern_size")

    def build(self, keras: Framework, config: Config, named: Named, where: Where) -> Network:
        return care.build(keras, config, named, where)

    def parameters(self, trained: Trained, asked: Optional[float]) -> Dict[str, Fact]:
        found = {key: fact(value, "catalogue", "csbdeep's PercentileNormalizer") for key, value in DEFAULTS.items()}
        origin = trained.source.origin
        config = trained.source.config
        found["probabilistic"] = fact(bool(config.get("probabilistic")), origin, "config.json")
        for key in ("n_channel_in", "n_channel_out"):
            found[key] = fact(int(config[key]), origin, "config.json")
        return found

    def network_input(self, pixels: Array, values: Values) -> Array:
        return normalise(pixels, values["pmin"], values["pmax"], values["eps"])

    def expected(self, given: Given, trained: Trained) -> Array:
        return given.outputs

    def own_result(self, given: Given, trained: Trained) -> Array:
        # With a channel axis always, so that the answer has one as well.
        axes = self.letters(self.takes(trained.source.config)).replace("C", "") + "C"
        return trained.library.predict(given.pixels[0], axes)

    def beside_own(self, given: Given, trained: Trained) -> Array:
        """csbdeep goes back to the input's units where each output channel has an input channel of its own."""
        if given.outputs.shape[-1] != given.pixels.shape[-1]:
            return given.outputs
        low, high = percentiles(given.pixels, given.values["pmin"], given.values["pmax"])
        return given.outputs * (high - low) + low


class Care2D(Care):
    """Of a plane."""

    id = "care_2d"
    name = "CARE (2D)"
    axes = PLANE


class Care3D(Care):
    """Of a volume."""

    id = "care_3d"
    name = "CARE (3D)"
    axes = VOLUME
