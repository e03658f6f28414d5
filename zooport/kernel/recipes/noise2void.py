"""Noise2Void (2D) and (3D): mean and deviation of the training images, a U-Net, and back.

Read off sections 5.2 and 6.1 of the notebooks, version 1.16.2, and n2v's ``N2V.predict``, which they call. The means
and deviations stand in config.json as texts.
"""

from __future__ import annotations

from typing import Dict, Optional

import numpy as np

from ..errors import Problem
from ..facts.fact import Fact, Values, fact
from ..keras.trained import Trained
from ..libraries import Array, Config, Framework, Network
from ..rebuild import noise2void
from ..rebuild.weights import Named, Where
from .csbdeep import Csbdeep
from .recipe import PLANE, VOLUME, Given


class Noise2Void(Csbdeep):
    """An image without its noise, in its own units."""

    kinds = ("denoised",)
    library = ("n2v.models", "N2V")
    needed = ("unet_n_depth", "unet_n_first", "unet_kern_size", "means", "stds")

    def build(self, keras: Framework, config: Config, named: Named, where: Where) -> Network:
        return noise2void.build(keras, config, named, where)

    def is_constant(self, pixels: Array) -> bool:
        return not pixels.max() > pixels.min()

    def parameters(self, trained: Trained, asked: Optional[float]) -> Dict[str, Fact]:
        config, origin = trained.source.config, trained.source.origin
        try:
            found = {key: [float(value) for value in config[key]] for key in ("means", "stds")}
        except (TypeError, ValueError) as error:
            raise Problem(
                "bad-model",
                f"The means and stds of {trained.named} are no numbers in its configuration, so that images cannot be "
                "normalised. Put back the config.json that training wrote.",
            ) from error
        if not all(np.isfinite(values).all() for values in found.values()) or min(found["stds"]) <= 0:
            raise Problem(
                "bad-model",
                f"The configuration of {trained.named} has means {found['means']} and stds {found['stds']}; a "
                "deviation must be above 0. Put back the config.json that training wrote, or train again.",
            )
        parameters = {key: fact(values, origin, "config.json") for key, values in found.items()}
        each = bool(config.get("single_net_per_channel"))
        return {**parameters, "single_net_per_channel": fact(each, origin, "config.json")}

    def network_input(self, pixels: Array, values: Values) -> Array:
        means, stds = (np.asarray(values[key], np.float32) for key in ("means", "stds"))
        return (pixels.astype(np.float32) - means) / stds

    def expected(self, given: Given, trained: Trained) -> Array:
        means, stds = (np.asarray(given.values[key], np.float32) for key in ("means", "stds"))
        return (given.outputs * stds + means).astype(np.float32)

    def own_result(self, given: Given, trained: Trained) -> Array:
        takes = self.takes(trained.source.config)
        return trained.library.predict(self.image_of(given.pixels, takes), self.letters(takes))


class Noise2Void2D(Noise2Void):
    """Of a plane."""

    id = "n2v_2d"
    name = "Noise2Void (2D)"
    axes = PLANE


class Noise2Void3D(Noise2Void):
    """Of a volume."""

    id = "n2v_3d"
    name = "Noise2Void (3D)"
    axes = VOLUME
