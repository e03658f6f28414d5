"""What the panel asks about single images and files of ours."""

from __future__ import annotations

import base64
import os
from typing import Any, Dict

import numpy as np

from . import crop, folders, images, listing, png

#: Bytes of one answer; base64 of it stays below every message limit that was met.
_MOST_READ = 8 << 20

#: Steps of most U-Nets; the true one is known once the network is loaded, and the crop is fitted to it then.
_USUAL_STEP = 16


def image(params: Dict[str, Any], _progress: Any = None) -> Dict[str, Any]:
    """``ImageChoice`` of an image chosen by hand. Raises ``Problem`` where the network could not take it."""
    plane, _ = images.read_grey(params["path"])
    found = listing.choice(params["path"])
    found["shape"], found["dtype"] = list(plane.shape), str(plane.dtype)
    return found


def thumbnail(params: Dict[str, Any], _progress: Any = None) -> Dict[str, Any]:
    """A small grey PNG in base64, the image's shape, and the crop that shows most."""
    plane, _ = images.read_grey(params["path"])
    size = max(16, min(int(params.get("size") or 256), 1024))
    # Every n-th pixel: quick, and fine for finding one's way.
    every = max(1, -(-max(plane.shape) // size))
    small = plane[::every, ::every].astype(np.float64)
    low, high = np.percentile(small, (1, 99.8))
    shade = np.clip((small - low) / max(float(high - low), 1e-20), 0, 1) * 255
    return {
        "png": base64.b64encode(png.grey(shade.astype(np.uint8))).decode("ascii"),
        "shape": list(plane.shape),
        "axes": ["y", "x"],
        "plane": None,
        "suggested": crop.suggest(plane, _USUAL_STEP),
    }


def read(params: Dict[str, Any], _progress: Any = None) -> Dict[str, Any]:
    """A part of a file of ours in base64, and the file's size in bytes."""
    path = folders.owned(params["path"])
    with open(path, "rb") as file:
        file.seek(max(0, int(params["offset"])))
        data = file.read(max(0, min(int(params["length"]), _MOST_READ)))
    return {"data": base64.b64encode(data).decode("ascii"), "size": os.path.getsize(path)}


def release(params: Dict[str, Any], _progress: Any = None) -> Dict[str, Any]:
    """Removes the folder of a ``prepare``; a folder that is not ours is left alone."""
    folders.remove(params["directory"])
    return {}
