"""What the networks of csbdeep, n2v and stardist share: a configuration, weights without a graph, and their library."""

from __future__ import annotations

import importlib
import json
import os
import shutil
from typing import List, Optional, Tuple, cast

from ..errors import Problem
from ..find import live_networks
from ..images import with_axes
from ..keras import framework
from ..keras.trained import Source, Trained
from ..keras.weight_file import check_whole, copied
from ..libraries import Array, Config, Framework, Library, Network
from ..rebuild import weights
from .recipe import VOLUME, Recipe, Takes

#: What nearly every configuration has; without them it is damaged or of something else.
_NEEDED = ("n_dim", "n_channel_in")


class Csbdeep(Recipe):
    """A network that is built again from its configuration, and whose library is asked where the kernel has it."""

    #: Module and class of the library.
    library: Tuple[str, str]
    #: Keys of the configuration without which the network cannot be built.
    needed: Tuple[str, ...]

    def takes(self, config: Config) -> Takes:
        channels = int(config.get("n_channel_in") or 1)
        axes = tuple(axis for axis in self.axes if axis in ("z", "y", "x"))
        return Takes(axes + (("channel",) if channels > 1 else ()), channels)

    def read(self, path: str, takes: Takes) -> Tuple[Array, List[str]]:
        if self.axes == VOLUME:
            return with_axes.volume(path, takes.channels)
        return with_axes.plane(path) if takes.channels == 1 else with_axes.channels(path, takes.channels)

    def build(self, keras: Framework, config: Config, named: weights.Named, where: weights.Where) -> Network:
        """The network to export from its configuration and weights. Raises ``Problem``."""
        raise NotImplementedError

    def load(self, source: Source) -> Trained:
        self._check_config(source)
        where = self._where(source)
        if source.path is None:
            live = cast(Network, live_networks.network_of(source.value))
            keras = framework.keras_of(live)
            network = self._build(keras, source, weights.of_network(live), where)
            return Trained(network, keras, {}, source, source.value)
        copy = copied(source.path, source.directory)
        check_whole(copy, source.path)
        keras = framework.keras_for(None)
        network = self._build(keras, source, weights.read(copy, source.path), where)
        library = self._library(source, copy)
        os.remove(copy)
        return Trained(network, keras, {}, source, library)

    def before(self, sizes: Tuple[int, ...], steps: Tuple[int, ...]) -> Tuple[int, ...]:
        """Half of what is missing to a multiple of the steps, as csbdeep's ``PadAndCropResizer`` does it."""
        return tuple(-size % step // 2 for size, step in zip(sizes, steps))

    def check(self, trained: Trained) -> None:
        """Nothing more: a network that was built from its configuration has the right inputs and outputs."""

    def function(self, trained: Trained) -> str:
        """Name of the library's own prediction, for a sentence."""
        return f"{self.library[1]}.predict"

    def has_own(self, trained: Trained) -> Optional[str]:
        return None if trained.library is None else self.function(trained)

    def letters(self, takes: Takes) -> str:
        """The axes of an image as csbdeep writes them: "ZYX", "YXC"."""
        return "".join("C" if axis == "channel" else axis.upper() for axis in takes.axes)

    def image_of(self, pixels: Array, takes: Takes) -> Array:
        """The pixels (network axes) in the order in which the notebook has them."""
        return pixels[0] if "channel" in takes.axes else pixels[0, ..., 0]

    def _check_config(self, source: Source) -> None:
        named = os.path.join(source.folder or "", "config.json") if source.path else f"{source.named}.config"
        missing = [key for key in (*_NEEDED, *self.needed) if source.config.get(key) is None]
        if missing:
            raise Problem(
                "bad-model",
                f"{named} does not say {', '.join(missing)}: it is missing, damaged, or not that of a {self.name} "
                "network. Choose the folder that training left behind, with its config.json.",
                path=named,
            )
        wanted = 3 if self.axes == VOLUME else 2
        if int(source.config["n_dim"]) != wanted:
            raise Problem(
                "bad-model",
                f"{named} is that of a network in {source.config['n_dim']} dimensions; {self.name} has {wanted}. Say "
                "which network it is, or leave that to its files.",
                path=named,
            )

    def _build(self, keras: Framework, source: Source, named: weights.Named, where: weights.Where) -> Network:
        try:
            return self.build(keras, source.config, named, where)
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise Problem(
                "bad-model",
                f"No network could be built from {where.plan} ({type(error).__name__}: {error}). It is damaged, or of "
                "a version that is not known here; choose the kernel in which it was trained.",
                path=source.path,
            ) from error

    def _where(self, source: Source) -> weights.Where:
        plan = os.path.join(source.folder, "config.json") if source.folder and source.path else "its configuration"
        return weights.Where(
            source.named,
            plan,
            "Configuration and weights are of different trainings: put back the config.json that was written with "
            "these weights, or train again.",
        )

    def _library(self, source: Source, copy: str) -> Optional[Library]:
        """The library's own object with these weights; None where this kernel's Python has none that works.

        It is given a folder of ours, so that it neither finds other weights nor writes into the model's.
        """
        name = "library"
        folder = os.path.join(source.directory, name)
        try:
            kind = getattr(importlib.import_module(self.library[0]), self.library[1])
            os.makedirs(folder)
            shutil.copyfile(copy, os.path.join(folder, "weights_best.h5"))
            with open(os.path.join(folder, "config.json"), "w", encoding="utf-8") as file:
                json.dump(source.config, file)
            thresholds = os.path.join(source.folder or "", "thresholds.json")
            if os.path.isfile(thresholds):
                shutil.copyfile(thresholds, os.path.join(folder, "thresholds.json"))
            return kind(None, name=name, basedir=source.directory)
        except (KeyboardInterrupt, MemoryError):
            raise
        except Exception:  # not installed, another Keras, another version: the recipe stands alone
            return None
        finally:
            shutil.rmtree(folder, ignore_errors=True)
