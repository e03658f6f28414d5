"""Reading an image as the notebooks do, ``skimage.io.imread(path, as_gray=True)``, with or without scikit-image."""

from __future__ import annotations

import importlib
import os
from typing import Callable, List, Optional, Tuple

import numpy as np

from ..errors import Problem
from ..libraries import Array
from . import headers, tiff_reader

SUFFIXES = (".tif", ".tiff", ".png", ".jpg", ".jpeg", ".bmp", ".npy")

#: scikit-image's own weights of red, green and blue (Poynton's colour FAQ).
_LUMINANCE = (0.2125, 0.7154, 0.0721)


def read_grey(path: str) -> Tuple[Array, List[str]]:
    """One grey plane, rows by columns, in the dtype that the notebook sees (colour becomes float64), and notes.

    Raises ``Problem`` ('bad-image') where the file is no image, or has more than one plane.
    """
    raw = read_raw(path)
    grey, notes = to_grey(raw, path)
    check_finite(grey, path)
    return grey, notes


def check_finite(image: Array, path: str) -> None:
    """Raises ``Problem`` ('bad-image') for pixels that are no numbers, or no pixels at all."""
    if image.size == 0 or not np.isfinite(image).all():
        raise Problem(
            "bad-image",
            f"{path} has pixels that are not numbers (NaN or infinite). Choose another image, or replace those pixels.",
            path=path,
        )


def read_raw(path: str) -> Array:
    """The pixels as the file has them, in native byte order; the channels of a colour image last."""
    image, axes = read_stated(path)
    return np.moveaxis(image, axes.index("s"), -1) if axes and "s" in axes else image


def read_stated(path: str) -> Tuple[Array, Optional[str]]:
    """The pixels in native byte order, and a small letter for each axis (t, z, c, y, x; s: colours) where it is known.

    Raises ``Problem`` ('bad-image') with the true cause.
    """
    if not os.path.isfile(path):
        raise Problem("bad-image", f"There is no image at {path}. Choose an image that exists.", path=path)
    try:
        image, axes = _read(path)
        image = np.asarray(image)
    except MemoryError as error:
        raise too_large(path) from error
    except Problem:
        raise
    except Exception as error:
        raise unreadable(path, error) from error
    if image.dtype.kind not in "buif":
        kind = "complex numbers" if image.dtype.kind == "c" else f"values of type {image.dtype}"
        raise Problem(
            "bad-image",
            f"{path} holds {kind}, no pixels. Save one number for each pixel (of complex numbers the absolute value).",
            path=path,
        )
    return image.astype(image.dtype.newbyteorder("="), copy=False), axes


def _read(path: str) -> Tuple[Array, Optional[str]]:
    headers.check(path)
    if headers.is_tiff(path):
        read = tiff_reader.read(path)
        if read is not None:
            image, axes = read
            return image, axes and axes.lower()
    return _reader(path)(path), None


def too_large(path: str) -> Problem:
    """The problem of an image for which the memory of this machine does not suffice."""
    return Problem(
        "bad-image",
        f"{path} does not fit into the memory of this machine. Cut a part out of it (in Fiji: Image > Crop), save "
        "that, and choose it.",
        path=path,
    )


def unreadable(path: str, error: BaseException) -> Problem:
    """The problem of a file that no reader of this Python makes an image of."""
    return Problem(
        "bad-image",
        f"{path} could not be read as an image ({_first_line(error)}). If Fiji opens it, save it from there as TIFF "
        "and choose that one; if not, it is no image, or damaged.",
        path=path,
    )


def to_grey(image: Array, path: str) -> Tuple[Array, List[str]]:
    """What ``as_gray=True`` makes of it, and what the researcher should know about that."""
    notes: List[str] = []
    name = os.path.basename(path)
    image = squeezed(image, 2)
    if image.ndim == 2:
        return image, notes
    if image.ndim == 3 and image.shape[-1] not in (3, 4) and image.shape[0] in (3, 4):
        # scikit-image takes a leading axis of 3 or 4 for colours: the notebook misreads a stack of 3 or 4 planes.
        notes.append(
            f"{name} has {image.shape[0]} planes of {image.shape[1]} x {image.shape[2]}. The notebook takes them for "
            "colours and mixes them into one grey plane, and so does Zooport. If they are slices of a stack, choose an "
            "image with one plane."
        )
        image = np.moveaxis(image, 0, -1)
    if image.ndim != 3 or image.shape[-1] not in (3, 4):
        raise Problem(
            "bad-image",
            f"{path} has the shape {' x '.join(str(size) for size in image.shape)}; this network takes one grey "
            "plane (or a colour image, which becomes grey). Save one plane or channel as an image of its own, and "
            "choose that one.",
            path=path,
            shape=list(image.shape),
        )
    if not notes:
        notes.append(f"{name} is a colour image; the notebook makes it grey, and so does Zooport.")
    return _luminance(image), notes


def squeezed(image: Array, rank: int) -> Array:
    """Without axes of one entry, as long as there are more axes than wanted."""
    while image.ndim > rank and 1 in image.shape:
        image = image.squeeze(image.shape.index(1))
    return image


def _luminance(image: Array) -> Array:
    colours = _as_float(image)
    if colours.shape[-1] == 4:
        alpha = colours[..., 3:]
        colours = np.clip((1 - alpha) + alpha * colours[..., :3], 0, 1)
    return colours @ np.array(_LUMINANCE, dtype=colours.dtype)


def _as_float(image: Array) -> Array:
    if image.dtype.kind == "f":
        return image if image.dtype.itemsize >= 4 else image.astype(np.float32)
    if image.dtype.kind == "b":
        return image.astype(np.float64)
    scaled = image.astype(np.float64) * (1.0 / np.iinfo(image.dtype).max)
    return np.maximum(scaled, -1.0) if image.dtype.kind == "i" else scaled


def _reader(path: str) -> Callable[[str], Array]:
    """The first reader that this Python has, in the order in which scikit-image itself chooses."""
    suffix = os.path.splitext(path)[1].lower()
    if suffix == ".npy":
        # Mapped first: so numpy holds the head against the file's size before it takes memory.
        return lambda file: np.array(np.load(file, mmap_mode="r", allow_pickle=False))
    tiff = headers.is_tiff(path)
    for module in ("imageio.v3", "imageio", "skimage.io"):
        if _importable(module):
            return importlib.import_module(module).imread
    if _importable("PIL.Image"):
        return _read_pillow
    raise Problem(
        "bad-image",
        f"This Python has no package that reads {suffix or 'such'} files. Install "
        f"{'tifffile' if tiff else 'imageio'}, or save the image as .npy.",
        path=path,
    )


def _read_pillow(path: str) -> Array:
    image = importlib.import_module("PIL.Image").open(path)
    if image.mode == "P":
        image = image.convert("RGBA" if "transparency" in image.info else "RGB")
    return np.asarray(image)


def _importable(module: str) -> bool:
    try:
        importlib.import_module(module)
    except Exception:  # a broken installation counts as none
        return False
    return True


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__)[:200]
