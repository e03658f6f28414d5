"""U-Net (2D) multilabel: percentiles of the whole image, tiles without overlap, a softmax, the most probable class.

Read off sections 5.2 and 7.1 of the notebook, version 2.2.0; that its cells look for a file that training never writes
(``weights_best.hdf5``) is left aside: the weights are ``weights_best.keras``.
"""

from __future__ import annotations

from typing import Dict, Optional, Tuple

import numpy as np

from ..errors import Problem
from ..facts.fact import Fact, Values, fact
from ..keras import framework
from ..keras.trained import Trained
from ..libraries import Array, Network
from ..protocol import OutputKind
from . import percentiles
from .percentile_tiles import PercentileTiles
from .recipe import Given, Run, check_shape


class UNet2DMultilabel(PercentileTiles):
    """Class of every pixel of a plane."""

    id = "unet_2d_multilabel"
    name = "U-Net (2D) multilabel"
    notebook = "2.2.0"
    kinds = ("probabilities", "classes")

    def check(self, trained: Trained) -> None:
        check_shape(trained, self, (1, None), "one grey channel and gives one probability for each class")
        classes = trained.network.output_shape[-1]
        if classes < 2:
            raise Problem(
                "bad-model",
                f"{trained.named} gives one channel; {self.name} gives one for each class, background included. Choose "
                "U-Net (2D) if it tells foreground from background.",
            )

    def single(self, trained: Trained, kind: OutputKind) -> Network:
        """For ``classes``, the class is chosen inside the network, where this Keras can write that down."""
        keras, whole = trained.keras, trained.network
        if kind != "classes" or framework.major(keras.__version__) < 3:
            return whole
        best = keras.ops.argmax(whole.outputs[0], axis=-1, keepdims=True)
        return keras.Model(whole.inputs, keras.ops.cast(best, "float32"))

    def more_parameters(self, trained: Trained, asked: Optional[float]) -> Dict[str, Fact]:
        origin = trained.source.origin
        return {"labels": fact(int(trained.network.output_shape[-1]), origin, trained.named)}

    def in_tiles(self, pixels: Array, tile: Tuple[int, int], values: Values, run: Run) -> Array:
        return percentiles.in_tiles(pixels, tile, values, run, lambda output: np.argmax(output[0], axis=-1))

    def expected(self, given: Given, trained: Trained) -> Array:
        if given.kind == "probabilities":
            return given.outputs
        whole = given.outputs
        best = whole if whole.shape[-1] == 1 else np.argmax(whole, axis=-1)[..., np.newaxis]
        return best.astype(np.uint8)
