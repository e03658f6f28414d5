"""Facts that training wrote down beside the weights: config.json, thresholds.json, params.csv, model_metadata.mat."""

from __future__ import annotations

import os
from typing import Dict, List, Optional

from ..errors import Problem
from ..libraries import Config
from ..protocol import Origin
from ..recipes.registry import by_name
from . import params_csv
from .fact import Fact, fact

#: What is worth telling of a configuration: how the network is built, and how it was trained.
_NUMBERS = (
    "unet_n_depth",
    "unet_n_first",
    "unet_n_filter_base",
    "unet_kern_size",
    "unet_residual",
    "probabilistic",
    "n_channel_in",
    "n_channel_out",
    "single_net_per_channel",
    "n_rays",
    "grid",
    "blurpool",
    "skip_skipone",
    "train_batch_size",
    "train_epochs",
    "train_steps_per_epoch",
    "train_learning_rate",
    "train_patch_size",
    "train_loss",
    "n2v_patch_shape",
    "n2v_perc_pix",
    "n2v_manipulator",
    "n2v_neighborhood_radius",
)

#: params.csv's own names, and those of the facts.
_PARAMS = {
    "number_of_epochs": "number_of_epochs",
    "batch_size": "batch_size",
    "training_source": "Training_source",
    "training_target": "Training_target",
    "downscaling": "downscaling",
    "val_split": "val_split",
}


def numbers(config: Config, origin: Origin, where: str) -> Dict[str, Fact]:
    """Facts of a csbdeep configuration, by its own names."""
    found = {}
    for key in _NUMBERS:
        value = config.get(key)
        value = list(value) if isinstance(value, tuple) else value
        if isinstance(value, (bool, int, float, str, list)):
            found[key] = fact(value, origin, where)
    return found


def on_disk(folder: str, config: Config, network: Optional[str]) -> Dict[str, Fact]:
    """Facts of the files in a model folder; ``network`` is the notebook's string, where it is known."""
    found = numbers(config, "disk", os.path.join(folder, "config.json"))
    recipe = by_name(network)
    if recipe:
        try:
            found.update(recipe.beside(folder))
        except Problem:
            return found
    written = params_csv.read(folder)
    for key, value in params_csv.texts(written).items():
        if key in _PARAMS:
            found[_PARAMS[key]] = fact(value, "disk", written.path)
    shape = params_csv.numbers(written, "training_shape")
    if shape:
        found["training_shape"] = fact(shape, "disk", written.path)
    return found


def remarks(folder: str, network: Optional[str]) -> List[str]:
    """Sentences about files that training should have left, and what follows from their absence."""
    recipe = by_name(network)
    return recipe.remarks(folder) if recipe else []
