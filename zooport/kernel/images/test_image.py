"""The image of the test: chosen, read as the notebook reads it, and cut to a part that the network takes whole."""

from __future__ import annotations

import os
from typing import List, NamedTuple, Optional, Tuple

import numpy as np

from ..errors import Problem
from ..keras import network
from ..libraries import Array
from ..protocol import Candidate, PrepareParams
from ..recipes.recipe import Recipe, Takes
from . import crop as crops

#: Multiplications that a test may cost; above it the test image is made smaller.
_MOST_WORK = 6e10
_SMALLEST = 128
_SMALLEST_VOLUME = 32


class Image(NamedTuple):
    """An image as the notebook reads it."""

    path: str
    #: In the order of ``takes.axes``.
    pixels: Array
    takes: Takes
    notes: List[str]

    @property
    def sizes(self) -> Tuple[int, ...]:
        """Along the spatial axes of the file."""
        return tuple(int(size) for size, axis in zip(self.pixels.shape, self.takes.axes) if axis != "channel")

    @property
    def grey(self) -> Array:
        """The spatial axes alone: the mean where there are several channels."""
        return self.pixels.mean(axis=-1) if "channel" in self.takes.axes else self.pixels


def choose(params: PrepareParams, candidate: Candidate, recipe: Recipe, takes: Takes) -> Image:
    """The chosen image, or the first of the candidate's images that can be read and is not constant."""
    if params.get("image"):
        path = os.path.abspath(params["image"])
        pixels, notes = recipe.read(path, takes)
        if recipe.is_constant(pixels):
            raise constant(path, "it")
        return Image(path, pixels, takes, notes)
    refused: List[str] = []
    for choice in (candidate.get("images") or [])[:20]:
        try:
            pixels, notes = recipe.read(choice["path"], takes)
        except Problem as problem:
            refused.append(problem.message)
            continue
        if not recipe.is_constant(pixels):
            return Image(choice["path"], pixels, takes, notes)
        refused.append(f"{choice['path']} is constant.")
    raise Problem(
        "bad-image",
        "No image for the test was found in the notebook's folders. Choose one that the network was not trained on."
        + (f" Tried: {' '.join(refused[:3])}" if refused else ""),
        tried=refused,
    )


def box(
    asked: Optional[crops.Box], image: Image, recipe: Recipe, anatomy: network.Anatomy, fixed: Optional[Tuple[int, ...]]
) -> Tuple[crops.Box, List[str]]:
    """The part of the image for the test, and a note; steps and fixed sizes are in the order of the file's axes."""
    before = recipe.before(image.sizes, anatomy.steps)
    if asked:
        chosen = crops.check(asked, image.sizes, anatomy.steps, fixed, before)
        return chosen, [_moved(asked, chosen)] if crops.is_moved(asked, chosen) else []
    found = crops.suggest(image.grey, anatomy.steps, _limit(anatomy), fixed, before)
    if found is None:
        needed = " x ".join(str(size) for size in fixed or anatomy.steps)
        raise Problem(
            "image-too-small",
            f"{image.path} has {' x '.join(str(size) for size in image.sizes)} pixels; the network needs at least "
            f"{needed}. Choose a larger image.",
            path=image.path,
            shape=list(image.sizes),
            step=max(anatomy.steps),
        )
    return found, []


def _moved(asked: crops.Box, chosen: crops.Box) -> str:
    """What became of a box that the researcher chose, from 1 on for planes and from 0 for pixels."""
    words = {"y": "top", "x": "left", "z": "first plane", "height": "height", "width": "width", "depth": "planes"}
    shift = {"z": 1}
    changed = ", ".join(
        f"{words[key]} {chosen[key] + shift.get(key, 0)} instead of {asked[key] + shift.get(key, 0)}"
        for key in words
        if key in chosen and key in asked and chosen[key] != asked[key]
    )
    return (
        f"The chosen part of the image was moved to where this network's grid begins, or cut to a size it takes: "
        f"{changed}. So the network gives there what it gives for the whole image."
    )


def scaled(box: Optional[crops.Box], before: Tuple[int, ...], after: Tuple[int, ...]) -> Optional[crops.Box]:
    """A box that was chosen in the image's own pixels, in those of the image that the notebook made smaller of it."""
    if box is None or before == after:
        return box
    # Only volumes are made smaller, and only along their last two axes.
    factors = {"y": before[-2] / after[-2], "x": before[-1] / after[-1]}
    factors = {**factors, "height": factors["y"], "width": factors["x"]}
    return {key: int(value / factors.get(key, 1)) for key, value in box.items()}


def _limit(anatomy: network.Anatomy) -> int:
    """The largest side in the planes at which the test does not cost too much."""
    dimensions = len(anatomy.steps)
    limit = crops.limits_for(dimensions)[-1]
    smallest = _SMALLEST if dimensions == 2 else _SMALLEST_VOLUME
    planes = 1 if dimensions == 2 else max(crops.PLANES, anatomy.steps[0])
    while anatomy.cost * planes * limit**2 > _MOST_WORK and limit > smallest:
        limit //= 2
    return max(limit, *anatomy.steps[-2:])


def storable(pixels: Array) -> Tuple[Array, List[str]]:
    """The pixels in a dtype that every consumer reads; only float64, float16, bool and 64-bit integers change."""
    if pixels.dtype == np.bool_:
        return pixels.astype(np.uint8), []
    if pixels.dtype.itemsize == 8 or pixels.dtype == np.float16:
        return pixels.astype(np.float32), [
            f"The image's {pixels.dtype} values are stored as float32; the network computes in float32 as well."
        ]
    return pixels, []


def constant(path: str, what: str) -> Problem:
    """The problem of an image that shows nothing."""
    return Problem(
        "image-constant",
        f"{path}: {what} has the same value (almost) everywhere, so it would prove nothing. Choose an image, or a part "
        "of it, that shows something.",
        path=path,
    )
