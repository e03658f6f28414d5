"""What the two notebooks of U-Net in two dimensions share: percentiles, and a prediction in tiles without overlap."""

from __future__ import annotations

import os
from typing import Dict, List, Optional, Tuple

from ..facts.fact import Fact, Values, fact
from ..find import namespace
from ..images import images, tiff
from ..keras import loading, network
from ..keras.trained import Source, Trained
from ..libraries import Array
from . import agreement, percentiles
from .recipe import Given, Recipe, Run, Takes

_NORMALISE = "normalizePercentile"
_PREDICT = "predict_as_tiles"


class PercentileTiles(Recipe):
    """Percentiles of the whole image; the image is read as grey; the kernel may have ``predict_as_tiles``."""

    #: Version of the notebook that the recipe was read off.
    notebook: str

    def read(self, path: str, takes: Takes) -> Tuple[Array, List[str]]:
        return images.read_grey(path)

    def load(self, source: Source) -> Trained:
        return loading.whole_network(source)

    def network_input(self, pixels: Array, values: Values) -> Array:
        return percentiles.network_input(pixels[0, :, :, 0], values)

    def parameters(self, trained: Trained, asked: Optional[float]) -> Dict[str, Fact]:
        found: Dict[str, Fact] = {}
        for key in ("pmin", "pmax", "eps", "clip"):
            value = namespace.default_of(_NORMALISE, key)
            if isinstance(value, (bool, int, float)):
                number = bool(value) if key == "clip" else float(value)
                found[key] = fact(number, "kernel", f"{_NORMALISE}({key})")
            else:
                found[key] = fact(percentiles.DEFAULTS[key], "catalogue", f"{self.name} notebook {self.notebook}")
        found.update(self.more_parameters(trained, asked))
        tile = network.tile_of(trained.network)
        if tile:
            found["tile"] = fact(list(tile), trained.source.origin, trained.named)
        return found

    def more_parameters(self, trained: Trained, asked: Optional[float]) -> Dict[str, Fact]:
        """Those that not both networks have."""
        return {}

    def has_own(self, trained: Trained) -> Optional[str]:
        return _PREDICT if namespace.function(_PREDICT) else None

    def in_tiles(self, pixels: Array, tile: Tuple[int, int], values: Values, run: Run) -> Array:
        """What the notebook's function makes of the network's outputs, by the recipe: (y, x)."""
        return percentiles.in_tiles(pixels, tile, values, run)

    def own_result(self, given: Given, trained: Trained) -> Array:
        function = namespace.function(_PREDICT)
        assert function is not None
        path = os.path.join(trained.source.directory, "compared.tif")
        tiff.write(path, given.pixels[0, :, :, 0])
        try:
            return function(path, _Tiled(*_in_tiles(given, trained)))
        finally:
            os.remove(path)

    def beside_own(self, given: Given, trained: Trained) -> Array:
        run, tile = _in_tiles(given, trained)
        return self.in_tiles(given.pixels[0, :, :, 0], tile, given.values, run)


def _in_tiles(given: Given, trained: Trained) -> Tuple[Run, Tuple[int, int]]:
    """The trained network, and the size of the tiles that the notebook gives it."""
    height, width = network.tile_of(trained.network) or given.pixels.shape[1:3]
    return lambda batch: network.run(trained.network, batch), (height, width)


class _Layer:
    """The first layer, where one of the notebooks looks for the size of a tile."""

    def __init__(self, shape: Tuple[Optional[int], ...]) -> None:
        self.output = self
        self.shape = shape


class _Tiled(agreement.StandIn):
    """With a fixed input shape, by which the notebooks cut an image into tiles."""

    def __init__(self, run: Run, tile: Tuple[int, int]) -> None:
        super().__init__(run)
        self.input_shape = (None, tile[0], tile[1], 1)
        self.layers = [_Layer(self.input_shape)]
