"""Scalars of a MATLAB 5 file (.mat), without scipy: enough for the few numbers that a notebook keeps there."""

from __future__ import annotations

import struct
import zlib
from typing import Dict, Iterator, Tuple

_MATRIX, _COMPRESSED = 14, 15

#: A notebook's file has some numbers: nothing larger is read, and nothing unpacks to more.
_MOST_BYTES = 16 << 20

#: Formats of numbers by the file's type number.
_NUMBERS = {1: "b", 2: "B", 3: "h", 4: "H", 5: "i", 6: "I", 7: "f", 9: "d", 12: "q", 13: "Q"}


def scalars(path: str) -> Dict[str, float]:
    """Every variable that is one real number. Raises ``ValueError`` where it is no such file."""
    with open(path, "rb") as file:
        content = file.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise ValueError("more than a few numbers")
    if len(content) < 128 or content[126:128] not in (b"IM", b"MI"):
        raise ValueError("no MATLAB 5 file")
    order = "<" if content[126:128] == b"IM" else ">"
    try:
        return dict(_variables(content[128:], order))
    except (struct.error, IndexError, zlib.error) as error:
        raise ValueError("damaged MATLAB 5 file") from error


def _unpacked(data: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    content = unpacker.decompress(data, _MOST_BYTES)
    if unpacker.unconsumed_tail:
        raise ValueError("more than a few numbers")
    return content


def _variables(content: bytes, order: str, packed: bool = False) -> Iterator[Tuple[str, float]]:
    for kind, data in _elements(content, order):
        if kind == _COMPRESSED and not packed:
            # MATLAB packs each variable by itself, so that nothing packed lies in something packed.
            yield from _variables(_unpacked(data), order, packed=True)
        elif kind == _MATRIX:
            parts = list(_elements(data, order))
            # Array flags, sizes, name, real part.
            if len(parts) >= 4 and parts[3][0] in _NUMBERS:
                form = order + _NUMBERS[parts[3][0]]
                values = parts[3][1]
                if len(values) == struct.calcsize(form):
                    yield parts[2][1].decode("latin-1"), float(struct.unpack(form, values)[0])


def _elements(content: bytes, order: str) -> Iterator[Tuple[int, bytes]]:
    """Type and data of each element; one of at most 4 bytes has its size beside its type."""
    at = 0
    while at + 8 <= len(content):
        (word,) = struct.unpack_from(order + "I", content, at)
        if word >> 16:
            kind, size, start = word & 0xFFFF, word >> 16, at + 4
            at += 8
        else:
            kind = word
            (size,) = struct.unpack_from(order + "I", content, at + 4)
            start = at + 8
            # Elements begin at multiples of 8 bytes, except behind a compressed one.
            at = start + size + (0 if kind == _COMPRESSED else -size % 8)
        yield kind, content[start : start + size]
