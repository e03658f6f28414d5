"""What the panel asks about single images and files of ours."""

from __future__ import annotations

import base64
import os
from typing import List, Optional, Tuple, Union

import numpy as np

from ..find import places
from ..images import axes, crop, grid, image_choices, images, png
from ..libraries import Array
from ..protocol import (
    Grid,
    ImageChoice,
    ImageParams,
    NotebookFacts,
    Nothing,
    Part,
    ReadParams,
    ReleaseParams,
    Shown,
    ThumbnailParams,
)
from ..recipes.recipe import Takes
from ..recipes.registry import BY_ID
from . import folders

#: Bytes of one answer; base64 of it stays below every message limit that was met.
_MOST_READ = 8 << 20

#: Steps of most U-Nets, where the files do not tell; the crop is fitted to the true one once the network is loaded.
_USUAL_STEP = 16
#: The same along z.
_USUAL_PLANES = 8


def image(params: ImageParams, _progress: object = None) -> ImageChoice:
    """``ImageChoice`` of an image chosen by hand. Raises ``Problem`` where the network could not take it.

    A relative ``path`` starts where the notebook's own do (``folder``: the notebook's); the answer has the whole path.
    """
    notebook: NotebookFacts = {"params": {}}
    if "folder" in params:
        notebook["folder"] = params["folder"]
    path = places.resolve(params["path"], notebook)
    pixels, _ = _read({**params, "path": path})
    found = image_choices.choice(path)
    found["shape"], found["dtype"] = list(pixels.shape), str(pixels.dtype)
    return found


def thumbnail(params: ThumbnailParams, _progress: object = None) -> Shown:
    """A small PNG in base64, grey or in colours, the image's shape with its axes, and the crop that shows most.

    Of a volume one plane: ``plane`` of the parameters, the middle one without. ``grid``: where a crop may begin, by the
    files of ``candidate`` and ``weights``; None where they do not tell.

    With ``axes`` the image is one for a network of one's own: see ``own.preview``.
    """
    if "axes" in params:
        from ..own.preview import preview

        return preview(params)
    pixels, takes = _read(params)
    size = max(16, min(int(params.get("size") or 256), 1024))
    plane, shown = None, pixels
    if "z" in takes.axes:
        asked = params.get("plane")
        plane = min(max(0, int(len(pixels) // 2 if asked is None else asked)), len(pixels) - 1)
        shown = pixels[plane]
    # Every n-th pixel: quick, and fine for finding one's way.
    every = max(1, -(-max(shown.shape[:2]) // size))
    grey = pixels.mean(axis=-1) if "channel" in takes.axes else pixels
    places_of = _grid(params, takes, pixels.shape)
    steps = places_of["step"] if places_of else _steps(takes)
    before = tuple(-first % step for first, step in zip(places_of["first"], steps)) if places_of else None
    suggested = crop.suggest(grey, steps, before=before)
    return {
        "png": base64.b64encode(_png(shown[::every, ::every].astype(np.float64))).decode("ascii"),
        "shape": list(pixels.shape),
        "axes": list(takes.axes),
        "plane": plane,
        "suggested": crop.told(suggested) if suggested else None,
        "grid": places_of,
    }


def read(params: ReadParams, _progress: object = None) -> Part:
    """A part of a file of ours in base64, and the file's size in bytes."""
    path = folders.owned(params["path"])
    with open(path, "rb") as file:
        file.seek(max(0, int(params["offset"])))
        data = file.read(max(0, min(int(params["length"]), _MOST_READ)))
    return {"data": base64.b64encode(data).decode("ascii"), "size": os.path.getsize(path)}


def release(params: ReleaseParams, _progress: object = None) -> Nothing:
    """Removes the folder of a ``prepare``; a folder that is not ours is left alone."""
    folders.remove(params["directory"])
    return {}


def _read(params: Union[ImageParams, ThumbnailParams]) -> Tuple[Array, Takes]:
    """The image as the network's notebook reads it; as one grey plane where no network is said."""
    recipe = BY_ID.get(str(params.get("network") or ""))
    if recipe is None:
        return images.read_grey(params["path"])[0], Takes(("y", "x"))
    takes = recipe.takes({"n_channel_in": int(params.get("channels") or 1)})
    return recipe.read(params["path"], takes)[0], takes


def _grid(params: ThumbnailParams, takes: Takes, shape: Tuple[int, ...]) -> Optional[Grid]:
    recipe = BY_ID.get(str(params.get("network") or ""))
    if recipe is None or not params.get("candidate"):
        return None
    return grid.grid(params["candidate"], params.get("weights"), recipe, takes, shape)


def _steps(takes: Takes) -> List[int]:
    return [_USUAL_PLANES if axis == "z" else _USUAL_STEP for axis in axes.spatial(takes.axes)]


def _png(shown: Array) -> bytes:
    """Three channels as red, green and blue; any other number as their mean."""
    if shown.ndim == 3 and shown.shape[-1] != 3:
        shown = shown.mean(axis=-1)
    low, high = np.percentile(shown, (1, 99.8))
    shade = np.clip((shown - low) / max(float(high - low), 1e-20), 0, 1) * 255
    return png.encode(shade.astype(np.uint8))
