"""The smallest TIFF that every reader opens: one grey plane, uncompressed, one strip."""

from __future__ import annotations

import struct
from typing import Any, List, Tuple

import numpy as np

_FORMATS = {"u": 1, "i": 2, "f": 3}


def write(path: str, image: Any) -> None:
    """Writes a plane (y, x) of integers or floats of 1 to 8 bytes, little-endian."""
    pixels = np.ascontiguousarray(image, image.dtype.newbyteorder("<"))
    kind = _FORMATS[pixels.dtype.kind]
    tags: List[Tuple[int, int, int]] = [
        (256, 4, pixels.shape[1]),
        (257, 4, pixels.shape[0]),
        (258, 3, pixels.dtype.itemsize * 8),
        (259, 3, 1),  # no compression
        (262, 3, 1),  # black is zero
        (273, 4, 0),  # offset of the strip, filled in below
        (277, 3, 1),
        (278, 4, pixels.shape[0]),
        (279, 4, pixels.nbytes),
        (339, 3, kind),
    ]
    start = 8 + 2 + 12 * len(tags) + 4
    entries = b"".join(struct.pack("<HHII", tag, form, 1, start if tag == 273 else value) for tag, form, value in tags)
    with open(path, "wb") as file:
        file.write(b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + b"\0\0\0\0" + pixels.tobytes())
