"""The networks of ZeroCostDL4Mic by the notebooks' own ``Network`` strings."""

from __future__ import annotations

from typing import Dict, List, Optional

from ..protocol import NetworkId
from ..recipes.registry import BY_ID, by_name

#: Networks that have a recipe: id to the notebook's own string.
RECIPES: Dict[NetworkId, str] = {recipe.id: recipe.name for recipe in BY_ID.values()}

#: Strings of the notebooks without a recipe: they are recognised, and said to be "not yet".
_WITHOUT: List[str] = [
    "StarDist 3D",
    "SplineDist (2D)",
    "DenoiSeg",
    "DFCAN 2D",
    "3D RCAN",
    "WGAN 2D",
    "pix2pix",
    "CycleGAN",
    "fnet (2D)",
    "fnet (3D)",
    "DecoNoising",
    "EmbedSeg 2D",
    "Cellpose",
    "Kaibu",
    "MaskRCNN",
    "RetinaNet",
    "YOLOv2",
    "Detectron 2D",
    "DRMIME",
    "Diffusion_Model",
    "Template",
]

#: All strings that the notebooks set.
KNOWN: List[str] = [*RECIPES.values(), *_WITHOUT]

#: Other ways in which the notebooks, or their files, write some of them.
_ALIASES: Dict[str, str] = {
    "Detectron2": "Detectron 2D",
    "Detectron2 (2D)": "Detectron 2D",
    "Diffusion_Model_SMLM": "Diffusion_Model",
    "Diffusion_Model_for_SMLM": "Diffusion_Model",
    "U-Net 2D Multilabel": "U-Net (2D) multilabel",
    "N2V 2D": "Noise2Void (2D)",
    "N2V 3D": "Noise2Void (3D)",
}


def plain(name: str) -> str:
    """The name without what does not matter: case, spaces, dashes, underscores, brackets."""
    return "".join(letter for letter in name.lower() if letter.isalnum())


def find(name: str) -> Optional[str]:
    """The notebook's own string for a name as somebody wrote it; None if there is no such network."""
    found = next((known for known in KNOWN if plain(known) == plain(name)), None)
    return found or next((known for alias, known in _ALIASES.items() if plain(alias) == plain(name)), None)


def recipe_id(name: str) -> Optional[NetworkId]:
    """Id of the recipe for one of the notebooks' own strings; None where there is none yet."""
    recipe = by_name(name)
    return recipe.id if recipe else None
