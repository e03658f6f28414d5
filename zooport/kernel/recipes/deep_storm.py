"""Deep-STORM: each frame from its minimum to its maximum, the training's mean and deviation, 8-fold up-sampling.

Read off ``batchFramePredictionLocalization`` of the notebook, version 1.14.2. The up-sampling (nearest neighbour)
becomes part of the network; what the network gives below 0 is set to 0. The sum over all frames and the localisation
that the notebook makes of it are not part of the result.
"""

from __future__ import annotations

import inspect
import os
import shutil
import tempfile
import types
from typing import Dict, List, Optional, Tuple

import numpy as np

from ..errors import Problem
from ..facts import mat
from ..facts.fact import Fact, Values, fact, number
from ..find import namespace
from ..images import images, tiff, with_axes
from ..keras import loading, network
from ..keras.trained import Source, Trained
from ..libraries import Array, Network
from ..protocol import OutputKind
from . import agreement
from .recipe import Given, Recipe, Run, Takes, check_shape

METADATA = "model_metadata.mat"

#: The notebook's own prediction, and the function by which it makes its network.
_PREDICT = "batchFramePredictionLocalization"
_BUILD = "buildModel"

#: Names in the notebook's file, by ours.
_NAMES = {
    "mean": "mean_test",
    "std": "std_test",
    "upsampling": "upsampling_factor",
    "l2_factor": "Normalization factor",
}


class DeepStorm(Recipe):
    """Density of molecules, on a finer grid."""

    id = "deep_storm"
    name = "Deep-STORM"
    kinds = ("density",)
    # It first makes pixels finer by as much as it then pools them.
    every_size = True

    def beside(self, folder: str) -> Dict[str, Fact]:
        return metadata(folder)

    def remarks(self, folder: str) -> List[str]:
        try:
            metadata(folder)
        except Problem as problem:
            return [problem.message]
        return []

    def read(self, path: str, takes: Takes) -> Tuple[Array, List[str]]:
        return with_axes.frame(path)

    def load(self, source: Source) -> Trained:
        return loading.whole_network(source)

    def check(self, trained: Trained) -> None:
        check_shape(trained, self, (1, 1), "one grey channel and gives one density")

    def is_constant(self, pixels: Array) -> bool:
        return not pixels.max() > pixels.min()

    def single(self, trained: Trained, kind: OutputKind) -> Network:
        """The up-sampling, then the trained layers, all in one graph."""
        factor = int(number(metadata(trained.source.folder)["upsampling"]))
        upsampling = trained.keras.layers.UpSampling2D(factor, interpolation="nearest", name="upsampling")
        fine = network.tile_of(trained.network)
        tile = tuple(size // factor for size in fine) if fine and not any(size % factor for size in fine) else None
        return network.behind(trained.network, upsampling, tile, trained.custom, trained.keras)

    def parameters(self, trained: Trained, asked: Optional[float]) -> Dict[str, Fact]:
        return metadata(trained.source.folder)

    def network_input(self, pixels: Array, values: Values) -> Array:
        low, high = pixels.min(), pixels.max()
        scaled = np.asarray((pixels - low) / (high - low), np.float32)
        return (scaled - np.float32(values["mean"])) / np.float32(values["std"])

    def expected(self, given: Given, trained: Trained) -> Array:
        return np.maximum(given.outputs, 0)

    def has_own(self, trained: Trained) -> Optional[str]:
        return _PREDICT if namespace.function(_PREDICT) and trained.source.folder else None

    def own_result(self, given: Given, trained: Trained) -> Array:
        free = network.with_sizes(trained.network, None, trained.custom, trained.keras)
        return _predicted(given.pixels[0, ..., 0], trained.source, lambda batch: network.run(free, batch))


def _predicted(frame: Array, source: Source, run: Run) -> Array:
    """What the notebook's function writes for a frame (y, x): the density (8 y, 8 x), by the network of the export.

    It sums over the frames of a stack and wants two at least, so it is given the same one twice.
    """
    function = namespace.function(_PREDICT)
    assert function is not None
    # The notebook builds its network within the function; the same code is run with ours in its place.
    space = {**function.__globals__, _BUILD: lambda *_, **_options: agreement.StandIn(run)}
    code = types.FunctionType(function.__code__, space, function.__name__, function.__defaults__, function.__closure__)
    code.__kwdefaults__ = function.__kwdefaults__
    folder = tempfile.mkdtemp(dir=source.directory)
    try:
        tiff.write(os.path.join(folder, "frames.tif"), np.stack([frame, frame]))
        # For the table of molecules, which nobody reads here; without it the notebook looks into the file for one.
        more = {"pixel_size": 100} if "pixel_size" in inspect.signature(function).parameters else {}
        code(folder, "frames.tif", source.folder, folder, **more)
        return images.read_raw(os.path.join(folder, "Predicted_frames.tif")) / 2
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def metadata(folder: Optional[str]) -> Dict[str, Fact]:
    """Mean, deviation and factors of model_metadata.mat. Raises ``Problem`` where it is missing or damaged."""
    path = os.path.join(folder or "", METADATA)
    try:
        found = mat.scalars(path)
        values = {ours: found[theirs] for ours, theirs in _NAMES.items()}
    except (OSError, ValueError, KeyError) as error:
        raise Problem(
            "bad-model",
            f"{path} is missing or damaged; it holds the mean and deviation of the training images, without which "
            "Deep-STORM cannot predict. Put it back beside the weights, or train again.",
            path=path,
        ) from error
    if not values["std"] > 0 or not 1 <= values["upsampling"] <= 64:
        raise Problem(
            "bad-model",
            f"{path} says a deviation of {values['std']:g} and an up-sampling of {values['upsampling']:g}, which "
            "cannot be. Put back the file that training wrote, or train again.",
            path=path,
        )
    values["upsampling"] = int(values["upsampling"])
    return {key: fact(value, "disk", path) for key, value in values.items()}
