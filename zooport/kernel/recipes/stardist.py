"""StarDist 2D: percentiles 1 and 99.8 of all channels together, probability and distances on a grid, labels.

Read off sections 5.2 and 6.1 of the notebook, version 1.20.5. In training, colour images are normalised channel by
channel; in quality control and prediction all channels together, and that is the recipe. Non-maximum suppression and
polygons are stardist's own, so that labels need that package.
"""

from __future__ import annotations

import importlib
import json
import os
import shutil
from typing import Dict, List, Optional, Tuple

import numpy as np

from ..errors import Problem
from ..facts.fact import Fact, Values, fact
from ..find import live_networks
from ..keras.trained import Trained
from ..libraries import Array, Config, Framework, Library, Network
from ..protocol import OutputKind
from ..rebuild import stardist
from ..rebuild.weights import Named, Where
from . import percentiles
from .csbdeep import Csbdeep
from .recipe import Extras, Given

#: stardist's own, where training has found none.
THRESHOLDS = {"prob": 0.5, "nms": 0.4}

#: The notebook's call of csbdeep.utils.normalize.
DEFAULTS = {"pmin": 1.0, "pmax": 99.8, "eps": 1e-20}

#: The Python in which deepImageJ runs stardist.
_PYTHON = "3.10"


class StarDist2D(Csbdeep):
    """Objects of a plane."""

    id = "stardist_2d"
    name = "StarDist 2D"
    kinds = ("labels", "raw")
    library = ("stardist.models", "StarDist2D")
    needed = (
        "grid",
        "n_rays",
        "unet_n_depth",
        "unet_n_filter_base",
        "unet_kernel_size",
        "unet_n_conv_per_depth",
        "unet_pool",
        "unet_activation",
        "unet_last_activation",
        "net_conv_after_unet",
    )

    def build(self, keras: Framework, config: Config, named: Named, where: Where) -> Network:
        if config.get("n_classes") is not None:
            raise Problem(
                "bad-model",
                f"{where.weights} also tells {config['n_classes']} classes of objects, which the format's StarDist "
                "operation does not know. Train without n_classes, or export the network by hand.",
            )
        if config.get("backbone", "unet") != "unet":
            raise Problem("bad-model", f"{where.weights} has the backbone {config['backbone']}, which is not known "
                          "here; StarDist 2D's own is unet.")  # fmt: skip
        return stardist.build(keras, config, named, where)

    def beside(self, folder: str) -> Dict[str, Fact]:
        return thresholds(folder)

    def remarks(self, folder: str) -> List[str]:
        if thresholds(folder)["prob_threshold"]["origin"] == "disk":
            return []
        return [
            f"{folder} has no thresholds.json that can be read (training writes it at its end), so that stardist's own "
            f"thresholds are taken: {THRESHOLDS['prob']} for the probability and {THRESHOLDS['nms']} for overlap. "
            "Better ones come from model.optimize_thresholds on the validation images."
        ]

    def before(self, sizes: Tuple[int, ...], steps: Tuple[int, ...]) -> Tuple[int, ...]:
        """None: stardist's own resizer puts everything behind the image."""
        return (0,) * len(sizes)

    def choose(self, asked: Optional[OutputKind], trained: Trained) -> Tuple[OutputKind, List[str]]:
        kind, notes = super().choose(asked, trained)
        if kind != "labels" or trained.library is not None or _functions() is not None:
            return kind, notes
        missing = "This kernel's Python has no stardist that works, which makes labels of what the network gives"
        if asked is not None:
            raise Problem("no-framework", f"{missing}. Install it (pip install stardist), or export the raw outputs.")
        return "raw", [f"{missing}, so the bundle gives the raw outputs. For labels: pip install stardist."]

    def parameters(self, trained: Trained, asked: Optional[float]) -> Dict[str, Fact]:
        config, origin = trained.source.config, trained.source.origin
        found = {key: fact(value, "catalogue", "StarDist 2D notebook 1.20.5") for key, value in DEFAULTS.items()}
        found.update(self._thresholds(trained))
        found["n_rays"] = fact(int(config["n_rays"]), origin, "config.json")
        found["grid"] = fact([int(step) for step in config["grid"]], origin, "config.json")
        found["channels"] = fact(int(config["n_channel_in"]), origin, "config.json")
        return found

    def network_input(self, pixels: Array, values: Values) -> Array:
        return percentiles.normalise(pixels, values["pmin"], values["pmax"], values["eps"])

    def expected(self, given: Given, trained: Trained) -> Array:
        if given.kind == "raw":
            return given.outputs
        labels = self._labels(given, trained)
        if not labels.any():
            raise Problem(
                "bad-model",
                "StarDist finds no object in this part of the image with the thresholds "
                f"{given.values['prob_threshold']:g} and {given.values['nms_threshold']:g}, so that a test would prove "
                "nothing. Choose another image or crop, train longer, or optimise the thresholds.",
            )
        return np.asarray(labels, np.int32)[np.newaxis, ..., np.newaxis]

    def _labels(self, given: Given, trained: Trained) -> Array:
        """stardist's labels (y, x): by its own object, else by its functions on what the network gives."""
        limits = {"prob_thresh": given.values["prob_threshold"], "nms_thresh": given.values["nms_threshold"]}
        if trained.library is not None:
            return trained.library.predict_instances(self._normalised(given, trained), **limits)[0]
        functions = _functions()
        assert functions is not None
        suppress, draw = functions
        grid = tuple(given.values["grid"])
        distances = np.maximum(1e-3, given.outputs[0, ..., 1:])
        points, probability, distances = suppress(distances, given.outputs[0, ..., 0], grid=grid, **limits)
        shape = tuple(size * step for size, step in zip(given.outputs.shape[1:3], grid))
        return draw(distances, points, prob=probability, shape=shape)

    def function(self, trained: Trained) -> str:
        return "StarDist2D.predict"

    def own_result(self, given: Given, trained: Trained) -> Array:
        probability, distances = trained.library.predict(self._normalised(given, trained))
        return np.concatenate([probability[..., np.newaxis], distances], axis=-1)

    def beside_own(self, given: Given, trained: Trained) -> Array:
        """stardist keeps distances away from 0 before it makes polygons; the network itself does not."""
        return np.concatenate([given.outputs[0, ..., :1], np.maximum(1e-3, given.outputs[0, ..., 1:])], axis=-1)

    def extras(self, given: Given, trained: Trained) -> Extras:
        """deepImageJ's StarDist reads the trained weights and ``config.stardist``, and runs stardist itself."""
        directory = trained.source.directory
        weights = os.path.join(directory, "stardist_weights.h5")
        if trained.source.path:
            shutil.copyfile(trained.source.path, weights)
        else:
            trained.library.keras_model.save_weights(weights)
        thresholds = {"prob": given.values["prob_threshold"], "nms": given.values["nms_threshold"]}
        config = {key: _plain(value) for key, value in trained.source.config.items()}
        paths = [weights]
        for name, content in (("config.json", config), ("thresholds.json", thresholds)):
            paths.append(os.path.join(directory, name))
            with open(paths[-1], "w", encoding="utf-8") as file:
                json.dump(content, file)
        told = {"python_version": _PYTHON, "thresholds": thresholds, "weights": "stardist_weights.h5", "config": config}
        return Extras({"stardist": told}, tuple(paths))

    def _normalised(self, given: Given, trained: Trained) -> Array:
        return self.image_of(given.inputs, self.takes(trained.source.config))

    def _thresholds(self, trained: Trained) -> Dict[str, Fact]:
        held = live_networks.thresholds_of(trained.source.value) if trained.source.path is None else None
        if held:
            where = f"{trained.source.variable}.thresholds"
            return {f"{key}_threshold": fact(value, "kernel", where) for key, value in zip(("prob", "nms"), held)}
        return thresholds(trained.source.folder)


def _functions() -> Optional[Tuple[Library, Library]]:
    """stardist's non-maximum suppression and its drawing of polygons; None where they cannot be had."""
    try:
        module = importlib.import_module("stardist")
        return module.non_maximum_suppression, module.polygons_to_label
    except (KeyboardInterrupt, MemoryError):
        raise
    except Exception:  # not installed, or broken by another package's version
        return None


def thresholds(folder: Optional[str]) -> Dict[str, Fact]:
    """``prob_threshold`` and ``nms_threshold`` of thresholds.json; stardist's own where it is not there or damaged."""
    path = os.path.join(folder, "thresholds.json") if folder else ""
    try:
        with open(path, encoding="utf-8") as file:
            content = json.load(file)
        found = {key: float(content[key]) for key in THRESHOLDS}
        if all(0 < value < 1 for value in found.values()):
            return {f"{key}_threshold": fact(value, "disk", path) for key, value in found.items()}
    except (OSError, ValueError, KeyError, TypeError, RecursionError, MemoryError):
        pass
    return {
        f"{key}_threshold": fact(value, "catalogue", "stardist's own default: training left no thresholds.json")
        for key, value in THRESHOLDS.items()
    }


def _plain(value: object) -> object:
    """numpy's numbers and tuples as JSON has them."""
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value.item() if hasattr(value, "item") else value
