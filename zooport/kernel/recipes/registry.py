"""Every network that has a recipe: the one list from which ids, names and what can be chosen derive."""

from __future__ import annotations

from typing import Dict, Optional, Tuple

from .care import Care2D, Care3D
from .deep_storm import DeepStorm
from .noise2void import Noise2Void2D, Noise2Void3D
from .recipe import Recipe
from .stardist import StarDist2D
from .unet_2d import UNet2D
from .unet_2d_multilabel import UNet2DMultilabel
from .unet_3d import UNet3D

_ALL: Tuple[Recipe, ...] = (
    UNet2D(),
    UNet2DMultilabel(),
    UNet3D(),
    StarDist2D(),
    DeepStorm(),
    Care2D(),
    Care3D(),
    Noise2Void2D(),
    Noise2Void3D(),
)

BY_ID: Dict[str, Recipe] = {recipe.id: recipe for recipe in _ALL}


def by_name(name: Optional[str]) -> Optional[Recipe]:
    """The recipe of one of the notebooks' own strings; None where there is none yet."""
    return next((recipe for recipe in _ALL if recipe.name == name), None)
