"""Every recipe, by its id."""

from __future__ import annotations

from typing import Dict, Tuple

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
