"""U-Net (3D): the volume scaled from its minimum to its maximum, a sigmoid, a threshold on the stretched output.

Read off ``Unet3D.predict`` and sections 5.3 and 6.1 of the notebook, version 3.1.2. The network's axes are y, x, z. The
notebook cuts the volume into patches without overlap; the test tensors are one piece.
"""

from __future__ import annotations

import copy
import inspect
import os
from typing import Dict, List, Optional, Tuple

import numpy as np

from ..facts import params_csv, quality_threshold
from ..facts.fact import Fact, Values, fact, number
from ..find import live_networks
from ..images import with_axes
from ..keras import framework, loading, network
from ..keras.keras_header import peek
from ..keras.trained import Source, Trained
from ..keras.weight_file import check_whole, copied
from ..libraries import Array, Library
from ..rebuild import unet_3d, weights
from . import agreement
from .recipe import Given, Recipe, Takes, check_shape

#: The notebook's own class, and what it predicts with.
_CLASS = "Unet3D"
_PREDICT = f"{_CLASS}.predict"

#: Section 6.1 of the notebook, on 0..255.
THRESHOLD = 200


def scale(volume: Array) -> Array:
    """float32: the minimum becomes 0, the maximum 1. Integers are divided as float64, as numpy does it."""
    low, high = np.min(volume), np.max(volume)
    return np.asarray((volume - low) / (high - low), np.float32)


def downscale(volume: Array, factors: Tuple[int, ...]) -> Array:
    """Means of blocks along z, y, x; at the end blocks are filled with zeros (skimage's downscale_local_mean)."""
    padded = np.pad(volume, [(0, -size % factor) for size, factor in zip(volume.shape, factors)])
    blocks = padded.reshape([part for size, factor in zip(padded.shape, factors) for part in (size // factor, factor)])
    return blocks.mean(axis=(1, 3, 5))


def mask(foreground: Array, threshold: float) -> Array:
    """float32 0 or 1: the output is stretched from its minimum to its maximum to 0..255, and what is above is taken."""
    stretched = np.interp(foreground, (foreground.min(), foreground.max()), (0, 255))
    return (stretched > threshold).astype(np.float32)


class UNet3D(Recipe):
    """Foreground of a volume."""

    id = "unet_3d"
    name = "U-Net (3D)"
    axes = ("batch", "y", "x", "z", "channel")
    kinds = ("probability", "mask")
    kernels = "conv3d_transpose"

    def smaller(self, folder: Optional[str]) -> int:
        return params_csv.scaling(params_csv.read(folder)) or 1

    def read(self, path: str, takes: Takes) -> Tuple[Array, List[str]]:
        return with_axes.volume(path)

    def load(self, source: Source) -> Trained:
        """The whole network where the file has its graph; else built again from the shapes of the weights."""
        if source.path is None or peek(source.path) is not None:
            return loading.whole_network(source)
        ours = copied(source.path, source.directory)
        check_whole(ours, source.path)
        named = weights.read(ours, source.path)
        os.remove(ours)
        keras = framework.keras_for(None)
        mend = "Choose the folder that training left behind, or say which network it is."
        where = weights.Where(source.path, "the U-Net (3D) of the notebook", mend)
        return Trained(unet_3d.build(keras, named, where), keras, {}, source)

    def check(self, trained: Trained) -> None:
        check_shape(trained, self, (1, 1), "one grey channel and gives one probability")

    def is_constant(self, pixels: Array) -> bool:
        return not pixels.max() > pixels.min()

    def parameters(self, trained: Trained, asked: Optional[float]) -> Dict[str, Fact]:
        usual = fact(THRESHOLD, "catalogue", "section 6.1 of the U-Net (3D) notebook: the form's default")
        threshold = quality_threshold.of(trained.source.folder, "best_thresh", usual, asked)
        found = {
            "threshold": threshold,
            "binarize": fact(number(threshold) / 255, threshold["origin"], threshold["where"]),
            "downscaling": fact([1, 1, 1], "catalogue", "U-Net (3D) notebook 3.1.2"),
        }
        written = params_csv.read(trained.source.folder)
        factor = params_csv.scaling(written)
        if factor is not None:
            found["downscaling"] = fact([1, factor, factor], "disk", written.path)
        shape = params_csv.numbers(written, "training_shape")
        if shape:
            found["tile"] = fact(shape[:3], "disk", written.path)
        return found

    def reduce(self, image: Array, values: Values) -> Tuple[Array, List[str]]:
        factors = tuple(values["downscaling"])
        if factors == (1, 1, 1):
            return image, []
        small = downscale(image, factors).astype(np.float32)
        return small, [
            f"The notebook makes the volume {factors[1]} times smaller along y and x before it predicts; the test "
            f"image is the smaller volume, {' x '.join(str(size) for size in small.shape)}. Whoever uses the bundle "
            "must do the same to a volume first."
        ]

    def network_input(self, pixels: Array, values: Values) -> Array:
        return scale(pixels)

    def expected(self, given: Given, trained: Trained) -> Array:
        return given.outputs if given.kind == "probability" else mask(given.outputs, given.values["threshold"])

    def has_own(self, trained: Trained) -> Optional[str]:
        return None if _wrapper(trained) is None else _PREDICT

    def own_result(self, given: Given, trained: Trained) -> Array:
        """The method's volume, in one piece, by the network of the export; in the network's axes."""
        volume = np.moveaxis(given.pixels[0, ..., 0], 2, 0)
        free = network.with_sizes(trained.network, None, trained.custom, trained.keras)
        # A twin of the notebook's object, so that the researcher's keeps its weights.
        twin: Library = copy.copy(_wrapper(trained))
        twin.model = agreement.StandIn(lambda batch: network.run(free, batch))
        twin.shape = given.pixels.shape[1:]
        # The form's empty fields are NaN in the notebook's table of parameters; the volume is already the smaller one.
        told = inspect.signature(twin.predict).parameters
        empty = {name: float("nan") for name in ("downscaling", "true_patch_size") if name in told}
        return np.moveaxis(np.asarray(twin.predict(volume, "", **empty)), 0, 2)

    def beside_own(self, given: Given, trained: Trained) -> Array:
        return given.outputs


def _wrapper(trained: Trained) -> Optional[Library]:
    """The kernel's object of the notebook's class: the one that holds the network, else any; None without one."""
    held = [
        one.value
        for one in live_networks.networks()
        if one.kind == _CLASS and callable(getattr(one.value, "predict", None))
    ]
    return next((one for one in held if one is trained.source.value), held[0] if held else None)
