"""The networks of ZeroCostDL4Mic by the notebooks' own ``Network`` strings."""

from __future__ import annotations

from typing import Dict, List, Optional

#: Networks that have a recipe: id to the notebook's own string.
RECIPES: Dict[str, str] = {"unet_2d": "U-Net (2D)"}

#: All strings that the notebooks set; those without a recipe are recognised, and said to be "not yet".
KNOWN: List[str] = [
    "U-Net (2D)",
    "U-Net (2D) multilabel",
    "U-Net (3D)",
    "StarDist 2D",
    "StarDist 3D",
    "SplineDist (2D)",
    "CARE (2D)",
    "CARE (3D)",
    "Noise2Void (2D)",
    "Noise2Void (3D)",
    "DenoiSeg",
    "Deep-STORM",
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
]


def plain(name: str) -> str:
    """The name without what does not matter: case, spaces, dashes, underscores, brackets."""
    return "".join(letter for letter in name.lower() if letter.isalnum())


def find(name: str) -> Optional[str]:
    """The notebook's own string for a name as somebody wrote it; None if there is no such network."""
    return next((known for known in KNOWN if plain(known) == plain(name)), None)


def recipe_id(name: str) -> Optional[str]:
    """Id of the recipe for one of the notebooks' own strings; None where there is none yet."""
    return next((key for key, known in RECIPES.items() if known == name), None)
