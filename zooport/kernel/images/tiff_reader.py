"""Reading a TIFF as tifffile does, also in compressions for which it wants another package."""

from __future__ import annotations

import importlib
import os
from typing import List, Optional, Tuple

import numpy as np

from ..errors import Problem
from ..libraries import Array, Dtype
from . import tiff_blocks, tiff_tags

#: tifffile's letters of axes that a file really states; Q and I are its own for "anything".
_STATED = frozenset("TZCYXS")

_CMYK = 5


def read(path: str) -> Optional[Tuple[Array, Optional[str]]]:
    """The pixels and the letters of their axes, where the file states them; None where this Python has no tifffile.

    The axes are the file's: a colour image that is stored channel by channel is (channel, y, x), "SYX". Raises
    ``Problem`` ('bad-image') with the true cause.
    """
    pages = tiff_tags.pages(path)
    if pages[0].photometric == _CMYK:
        raise Problem(
            "bad-image",
            f"{path} is in print colours (CMYK), and networks take grey or red, green and blue. In Fiji: Image > Type "
            "> RGB Color, then save it as TIFF.",
            path=path,
        )
    try:
        tifffile = importlib.import_module("tifffile")
    except Exception:  # not installed, or broken: the caller has other readers
        return None
    with tifffile.TiffFile(path) as file:
        series = file.series[0]
        shape, axes = tuple(int(size) for size in series.shape), str(series.axes)
        missing: Exception
        try:
            image = np.asarray(series.asarray())
        except MemoryError:
            raise
        except Exception as error:
            missing = error
            image = None
    if image is None:
        image = _without_tifffile(path, pages, shape, missing)
    stated = axes if set(axes) <= _STATED and len(axes) == image.ndim else None
    return image, stated


def _without_tifffile(path: str, pages: List[tiff_tags.Page], shape: Tuple[int, ...], missing: Exception) -> Array:
    """What tifffile lacks a package for, by ourselves or by Pillow."""
    if pages[0].compression == 1:
        raise missing
    for way in (_ours, _pillow):
        image = way(path, pages, shape)
        if image is not None:
            return image
    name = pages[0].compression_name
    raise Problem(
        "bad-image",
        f"{path} is compressed ({name}), and this Python has no package that unpacks it. Install one: pip install "
        "imagecodecs, then restart the kernel. Or open it in Fiji and save it as a TIFF, which Fiji does without "
        "compression.",
        path=path,
        compression=name,
    ) from missing


def _ours(path: str, pages: List[tiff_tags.Page], shape: Tuple[int, ...]) -> Optional[Array]:
    # Pages of other sizes behind (a small picture for the file manager) belong to another series.
    same = [page for page in pages if (page.height, page.width) == (pages[0].height, pages[0].width)]
    if not all(tiff_blocks.can(page) for page in same):
        return None
    try:
        with open(path, "rb") as file:
            stack = np.stack([tiff_blocks.decode(file, page) for page in same])
    except ValueError as error:
        raise damaged(path, str(error)) from error
    return stack.reshape(shape) if stack.size == np.prod(shape) else None


def _pillow(path: str, pages: List[tiff_tags.Page], shape: Tuple[int, ...]) -> Optional[Array]:
    try:
        opened = importlib.import_module("PIL.Image").open(path)
        frames = []
        for index in range(getattr(opened, "n_frames", 1)):
            opened.seek(index)
            frames.append(np.asarray(opened))
        stack = np.stack(frames)
    except MemoryError:
        raise
    except Exception:  # no Pillow, no such compression in it, frames of different sizes
        return None
    # Pillow knows fewer types of numbers, so only those are taken that it keeps.
    page = pages[0]
    fits = stack.size == np.prod(shape) and stack.dtype.itemsize * 8 == page.bits and page.form == _form(stack.dtype)
    return stack.reshape(shape) if fits else None


def _form(dtype: Dtype) -> int:
    return {"u": 1, "i": 2, "f": 3}.get(dtype.kind, 0)


def damaged(path: str, why: str) -> Problem:
    """The problem of a file that cannot be what it was."""
    return Problem(
        "bad-image",
        f"{os.path.abspath(path)} is damaged: {why}. Copy it again, or save it anew from the program that made it.",
        path=path,
    )
