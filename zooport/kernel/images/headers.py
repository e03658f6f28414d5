"""The head of an image file held against the file, before any reader takes memory for what it claims."""

from __future__ import annotations

import os
import struct
from typing import Tuple

import numpy as np

from ..errors import Problem

_NPY = b"\x93NUMPY"
_PNG = b"\x89PNG\r\n\x1a\n"

#: How many times smaller than its pixels Deflate makes an image at most (zlib's own figure).
_DEFLATE = 1032
_SMALL = 1 << 22

#: Channels of a PNG's pixel, by its colour type.
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def is_tiff(path: str) -> bool:
    """By the name, as the notebooks do it."""
    return path.lower().endswith((".tif", ".tiff"))


def check(path: str) -> None:
    """Raises ``Problem`` ('bad-image') for a .npy or PNG that claims more than it can hold, or is something else."""
    suffix = os.path.splitext(path)[1].lower()
    if suffix == ".npy":
        _check_npy(path)
    elif suffix == ".png":
        _check_png(path)


def _check_npy(path: str) -> None:
    with open(path, "rb") as file:
        if file.read(6) != _NPY:
            raise Problem(
                "bad-image",
                f"{path} is no .npy file, whatever its name says. Save the array with numpy.save, or choose another "
                "image.",
                path=path,
            )
        file.seek(0)
        try:
            version: Tuple[int, int] = np.lib.format.read_magic(file)
            read = np.lib.format.read_array_header_1_0 if version[0] == 1 else np.lib.format.read_array_header_2_0
            shape, _, dtype = read(file)
            start = file.tell()
        except Exception as error:  # numpy says what is wrong in many ways
            raise Problem(
                "bad-image",
                f"The head of {path} is damaged ({str(error)[:100] or type(error).__name__}). Save the array again "
                "with numpy.save.",
                path=path,
            ) from error
    if dtype.hasobject:
        raise Problem(
            "bad-image",
            f"{path} could not be read: it holds Python objects, which are never opened since they can run code. Save "
            'numbers: numpy.save(path, array.astype("float32")).',
            path=path,
        )
    needed = dtype.itemsize
    for size in shape:
        needed *= int(size)
    there = os.path.getsize(path) - start
    if needed > there:
        raise _too_much(path, f"an array of {' x '.join(map(str, shape))} ({needed} bytes)", f"{there} bytes")


def _check_png(path: str) -> None:
    size = os.path.getsize(path)
    with open(path, "rb") as file:
        head = file.read(26)
    if len(head) < 26 or head[:8] != _PNG:
        return
    width, height, bits, colour = struct.unpack(">IIBB", head[16:26])
    needed = width * height * _CHANNELS.get(colour, 4) * bits // 8
    if needed > _SMALL and needed > size * _DEFLATE:
        raise _too_much(path, f"{width} x {height} pixels", f"{size} bytes")


def _too_much(path: str, claims: str, has: str) -> Problem:
    return Problem(
        "bad-image",
        f"{path} is damaged or was not copied whole: its head claims {claims}, but the file has only {has}. Copy it "
        "again, or save it anew.",
        path=path,
    )
