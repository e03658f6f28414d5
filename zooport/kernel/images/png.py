"""The smallest PNG that every browser shows: 8-bit grey, or red, green and blue."""

from __future__ import annotations

import struct
import zlib

from ..libraries import Array


def encode(image: Array) -> bytes:
    """A PNG of a uint8 plane (y, x), or of colours (y, x, 3)."""
    height, width = image.shape[:2]
    rows = b"".join(b"\0" + image[row].tobytes() for row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2 if image.ndim == 3 else 0, 0, 0, 0)
    chunks = _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows, 6)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data) & 0xFFFFFFFF)
