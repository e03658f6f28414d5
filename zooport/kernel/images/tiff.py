"""The smallest TIFF that every reader opens: grey planes, uncompressed, one strip each."""

from __future__ import annotations

import struct
from typing import List, Tuple

import numpy as np

from ..libraries import Array

_FORMATS = {"u": 1, "i": 2, "f": 3}
_HEADER = 8


def write(path: str, image: Array) -> None:
    """Writes a plane (y, x) or a stack (page, y, x) of integers or floats of 1 to 8 bytes, little-endian."""
    stack = np.ascontiguousarray(image, image.dtype.newbyteorder("<")).reshape((-1, *image.shape[-2:]))
    with open(path, "wb") as file:
        file.write(b"II*\0" + struct.pack("<I", _HEADER))
        for index, plane in enumerate(stack):
            start = file.tell()
            tags = _tags(plane)
            data = start + 2 + 12 * len(tags) + 4
            file.write(struct.pack("<H", len(tags)))
            for tag, form, value in tags:
                file.write(struct.pack("<HHII", tag, form, 1, data if tag == 273 else value))
            # A page begins at an even place.
            end = data + plane.nbytes + plane.nbytes % 2
            file.write(struct.pack("<I", end if index + 1 < len(stack) else 0))
            file.write(plane.tobytes().ljust(end - data, b"\0"))


def _tags(plane: Array) -> List[Tuple[int, int, int]]:
    """Tag, type (3: 16 bit, 4: 32 bit) and value."""
    return [
        (256, 4, plane.shape[1]),
        (257, 4, plane.shape[0]),
        (258, 3, plane.dtype.itemsize * 8),
        (259, 3, 1),  # no compression
        (262, 3, 1),  # black is zero
        (273, 4, 0),  # where the strip begins, filled in by the writer
        (277, 3, 1),
        (278, 4, plane.shape[0]),
        (279, 4, plane.nbytes),
        (339, 3, _FORMATS[plane.dtype.kind]),
    ]
