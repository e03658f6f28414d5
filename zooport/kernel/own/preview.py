"""A small picture of an image of one's own, to say its axes beside."""

from __future__ import annotations

import base64
from typing import List, Union

import numpy as np

from ..images import png
from ..libraries import Array
from ..protocol import Shown, ThumbnailParams
from .layouts import check_letters, readings
from .request import pictures_of


def preview(params: ThumbnailParams) -> Shown:
    """``Shown`` of a file, or of an array of the kernel by its name; ``axes`` are letters: those said, or likeliest.

    Rows by columns, in colours where there are three channels, from the middle of every other axis. Raises ``Problem``
    ('bad-image') where there is no image, or the letters do not fit it.
    """
    picture = pictures_of([params["path"]], [params.get("axes") or None])[0]
    pixels = picture.pixels
    likely = readings(pixels)
    letters = check_letters(picture.axes, pixels, picture.name) if picture.axes else likely[0] if likely else ""
    size = max(16, min(int(params.get("size") or 256), 1024))
    return {
        "png": base64.b64encode(_png(_plane(pixels, letters), size)).decode("ascii"),
        "shape": list(pixels.shape),
        "axes": list(letters),
        "plane": None,
        "suggested": None,
        "grid": None,
    }


def _plane(pixels: Array, letters: str) -> Array:
    """Rows, columns, and the channels last where there are any; of an image whose axes nobody knows, its last two."""
    named = letters if {"y", "x"} <= set(letters) else "?" * max(0, pixels.ndim - 2) + "yx"[-pixels.ndim :]
    middle: List[Union[slice, int]] = [
        slice(None) if one in "yxc" else size // 2 for one, size in zip(named, pixels.shape)
    ]
    shown = pixels[tuple(middle)]
    kept = [one for one in named if one in "yxc"]
    return np.transpose(shown, [kept.index(one) for one in "yxc" if one in kept])


def _png(shown: Array, size: int) -> bytes:
    """Every n-th pixel of the plane, from its darkest to its brightest; pixels that are no numbers are black."""
    if shown.ndim < 2:
        shown = shown.reshape(1, -1)
    every = max(1, -(-max(shown.shape[:2]) // size))
    small = np.nan_to_num(shown[::every, ::every].astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    if small.ndim == 3 and small.shape[-1] != 3:
        small = small.mean(axis=-1)
    low, high = np.percentile(small, (1, 99.8)) if small.size else (0.0, 1.0)
    shade = np.clip((small - low) / max(float(high - low), 1e-20), 0, 1) * 255
    return png.encode(shade.astype(np.uint8))
