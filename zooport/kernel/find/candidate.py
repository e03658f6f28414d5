"""The parts of a ``Candidate``, as the protocol has them."""

from __future__ import annotations

import os
from typing import Dict, List, Optional, Sequence, Tuple, cast

from .. import protocol
from ..facts.fact import text
from ..images import image_choices
from ..libraries import Config, Network
from ..protocol import ImageChoice, NetworkChoice, NetworkId, NotebookFacts, WeightsChoice
from ..recipes.registry import by_name
from . import disk, evidence, live_networks, names, places, signatures

Fits = List[Tuple[str, str]]


def choice(name: str, why: str) -> NetworkChoice:
    """``NetworkChoice`` of a network that has a recipe."""
    return {"id": cast(NetworkId, names.recipe_id(name)), "name": name, "why": why}


def alternatives(fits: Fits) -> List[NetworkChoice]:
    """The networks to choose from: those that the files fit; where they fit none, all that have a recipe."""
    fitting = [choice(one, why) for one, why in fits if names.recipe_id(one)]
    return fitting or [choice(one, "its files do not say which network it is") for one in names.RECIPES.values()]


def takes(name: Optional[str], config: Config) -> Optional[protocol.Takes]:
    """``Takes`` of a network with a recipe."""
    recipe = by_name(name)
    if recipe is None:
        return None
    found = recipe.takes(config)
    return {"axes": list(found.axes), "channels": found.channels}


def disk_weights(one: disk.Weights) -> WeightsChoice:
    """``WeightsChoice`` of a file."""
    name = os.path.basename(one.path)
    usual = {
        "best": f"the notebook predicts with {name}: the smallest validation loss",
        "last": f"{name} is the network after the last epoch; the notebook does not predict with it",
        "other": f"{name} lies in the folder",
    }
    return {
        "id": f"disk:{one.path}",
        "label": name,
        "path": one.path,
        "variable": None,
        "kind": one.kind,
        "modified": image_choices.modified(one.path),
        "why": one.why or usual[one.kind],
    }


def live_weights(one: live_networks.Alive, why: str) -> WeightsChoice:
    """``WeightsChoice`` of a network in the kernel."""
    return {
        "id": f"kernel:{one.variable}",
        "label": f"{one.variable} in the kernel",
        "path": None,
        "variable": one.variable,
        "kind": "kernel",
        "modified": None,
        "why": why,
    }


def live_fits(one: live_networks.Alive) -> Fits:
    """Networks that an object of the kernel may be."""
    if live_networks.is_library(one.value):
        held = live_networks.thresholds_of(one.value) is not None
        name = signatures.csbdeep_network(live_networks.config_of(one.value), held)
        return [(name, f"{one.variable} is an object of the class {one.kind}")] if name else []
    if one.kind == "Unet3D":
        return [("U-Net (3D)", f"{one.variable} is an object of the class {one.kind}")]
    return evidence.fits(one.variable, live_networks.header_of(cast(Network, live_networks.network_of(one.value))))


def images(notebook: NotebookFacts) -> List[ImageChoice]:
    """Images of the folders that the notebook names, held-out ones first, each folder once."""
    folders: Dict[str, Tuple[str, bool]] = {}
    training = places.known_text("Training_source", notebook) or places.known_text("training_source", notebook)
    trained_on = os.path.realpath(places.resolve(text(training), notebook)) if training else None
    for variable, held_out in image_choices.FOLDERS:
        value = places.known_text(variable, notebook)
        if value:
            folder = places.resolve(text(value), notebook)
            folders.setdefault(folder, (variable, held_out and os.path.realpath(folder) != trained_on))
    found = [
        one for folder, (name, held_out) in folders.items() for one in image_choices.choices(folder, name, held_out)
    ]
    return sorted(found, key=lambda one: not one["heldOut"])


def unlisted(pictures: Sequence[ImageChoice]) -> List[str]:
    """A sentence for each folder whose images are too many to be listed."""
    folders = [os.path.dirname(one["path"]) for one in pictures]
    full = [folder for folder in dict.fromkeys(folders) if folders.count(folder) >= image_choices.MOST]
    return [
        f"Of the images in {folder} the first {image_choices.MOST} by name are listed; any other can be chosen by its "
        "path."
        for folder in full
        if image_choices.count(folder) > image_choices.MOST
    ]
