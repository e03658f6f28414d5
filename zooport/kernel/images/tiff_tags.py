"""What a TIFF says of its pages, held against the file before anything is unpacked: a small file can claim any size."""

from __future__ import annotations

import os
import struct
from typing import BinaryIO, Dict, List, NamedTuple, Optional, Tuple

import numpy as np

from ..errors import Problem
from ..libraries import Array

#: TIFF 6.0, table of types: bytes of one value, by the number of the type; 16 is BigTIFF's.
_WIDTHS = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
#: Sizes and places are never below 0, whatever type a program wrote them in.
_WHOLE = {1: "u1", 3: "u2", 4: "u4", 6: "u1", 8: "u2", 9: "u4", 13: "u4", 16: "u8", 17: "u8", 18: "u8"}

#: Compressions by their number: name, and how many times smaller than its pixels it can make an image at most.
COMPRESSIONS: Dict[int, Tuple[str, int]] = {
    1: ("none", 1),
    2: ("CCITT", 40_000),
    5: ("LZW", 4096),
    6: ("old JPEG", 40_000),
    7: ("JPEG", 40_000),
    8: ("Deflate", 1032),
    32773: ("PackBits", 64),
    32946: ("Deflate", 1032),
    34712: ("JPEG 2000", 40_000),
    34887: ("LERC", 40_000),
    34925: ("LZMA", 40_000),
    50000: ("Zstandard", 40_000),
    50001: ("WebP", 40_000),
}
_OTHER = 40_000

#: More pages than any stack has.
_MOST_PAGES = 1_000_000
#: Below this, whatever a header claims costs nothing.
_SMALL = 1 << 22


class Page(NamedTuple):
    """One page, as its tags describe it."""

    order: str
    width: int
    height: int
    bits: int
    samples: int
    #: 1: whole numbers from 0, 2: with a sign, 3: floating point numbers.
    form: int
    compression: int
    photometric: int
    predictor: int
    #: Whether each channel is stored by itself.
    planar: bool
    #: Rows and columns of a strip or tile.
    block: Tuple[int, int]
    offsets: Tuple[int, ...]
    counts: Tuple[int, ...]

    @property
    def claimed(self) -> int:
        """Bytes of its pixels, those of tiles that stick out included."""
        rows, columns = self.block
        down, across = -(-self.height // max(rows, 1)), -(-self.width // max(columns, 1))
        high, wide = (down * rows, across * columns) if columns != self.width else (self.height, self.width)
        return max(high * wide, self.height * self.width) * self.samples * self.bits // 8

    @property
    def compression_name(self) -> str:
        return COMPRESSIONS.get(self.compression, (f"compression {self.compression}", 0))[0]


def pages(path: str) -> List[Page]:
    """The pages of a TIFF. Raises ``Problem`` ('bad-image') where they cannot be what the file holds."""
    size = os.path.getsize(path)
    with open(path, "rb") as file:
        found = _Walk(file, size, path).pages()
    whole = 0
    for page in found:
        most = COMPRESSIONS.get(page.compression, ("", _OTHER))[1]
        whole += -(-page.claimed // most)
    claimed = sum(page.claimed for page in found)
    if claimed > _SMALL and whole > size:
        first = max(found, key=lambda page: page.claimed)
        raise _damaged(
            path,
            f"its header claims {len(found)} page{'s' if len(found) > 1 else ''} of up to {first.width} x "
            f"{first.height} pixels ({claimed / 1e6:.0f} MB), but the file has only {_amount(size)}",
        )
    return found


def _amount(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.1f} kB"


def _damaged(path: str, why: str) -> Problem:
    return Problem(
        "bad-image",
        f"{path} is damaged or was not copied whole: {why}. Copy it again, or save it anew from the program that made "
        "it.",
        path=path,
    )


class _Walk:
    """From page to page through a file."""

    def __init__(self, file: BinaryIO, size: int, path: str) -> None:
        self._file, self._size, self._path = file, size, path
        head = file.read(16)
        self._order = {b"II": "<", b"MM": ">"}.get(head[:2], "")
        version = struct.unpack(self._order + "H", head[2:4])[0] if self._order and len(head) >= 8 else 0
        if version not in (42, 43) or (version == 43 and len(head) < 16):
            raise Problem(
                "bad-image",
                f"{path} is no TIFF, whatever its name says: it does not begin as one. Save it as a TIFF, or choose "
                "another image.",
                path=path,
            )
        self._big = version == 43
        self._first = self._whole("Q", head[8:16]) if self._big else self._whole("I", head[4:8])

    def pages(self) -> List[Page]:
        found: List[Page] = []
        seen = set()
        at = self._first
        while at:
            if at in seen or len(found) >= _MOST_PAGES:
                raise _damaged(self._path, f"its pages point back to one another after {len(found)}")
            seen.add(at)
            tags, at = self._directory(at)
            page = self._page(tags)
            if page is not None:
                found.append(page)
        if not found:
            raise _damaged(self._path, "it has no page with an image")
        return found

    def _directory(self, at: int) -> Tuple[Dict[int, Tuple[int, int, bytes]], int]:
        """Type, count and value (or where it is) by the tag, and where the next page is."""
        head, entry, link = (8, 20, 8) if self._big else (2, 12, 4)
        number = self._whole("Q" if self._big else "H", self._bytes(at, head))
        if number > 4096:
            raise _damaged(self._path, f"a page has {number} tags")
        data = self._bytes(at + head, number * entry)
        tags: Dict[int, Tuple[int, int, bytes]] = {}
        for start in range(0, len(data), entry):
            tag, kind = struct.unpack(self._order + "HH", data[start : start + 4])
            count = self._whole("Q" if self._big else "I", data[start + 4 : start + 4 + link])
            tags.setdefault(tag, (kind, count, data[start + 4 + link : start + entry]))
        # Some programs leave out the last link.
        after = at + head + number * entry
        rest = self._bytes(after, link) if after + link <= self._size else bytes(link)
        return tags, self._whole("Q" if self._big else "I", rest)

    def _page(self, tags: Dict[int, Tuple[int, int, bytes]]) -> Optional[Page]:
        def one(tag: int, usual: int = 0) -> int:
            values = self._values(tags, tag, 1)
            return values[0] if values else usual

        width, height, samples = one(256), one(257), one(277, 1)
        # An EXIF or other directory has no image.
        if not width or not height:
            return None
        tiled = 324 in tags
        offsets, counts = (self._values(tags, tag) for tag in ((324, 325) if tiled else (273, 279)))
        block = (one(323, height), one(322, width)) if tiled else (min(one(278, height), height), width)
        return Page(
            order=self._order,
            width=width,
            height=height,
            bits=one(258, 1),
            samples=samples,
            form=one(339, 1),
            compression=one(259, 1),
            photometric=one(262, 1),
            predictor=one(317, 1),
            planar=one(284, 1) == 2 and samples > 1,
            block=block,
            offsets=offsets,
            counts=counts,
        )

    def _values(self, tags: Dict[int, Tuple[int, int, bytes]], tag: int, most: Optional[int] = None) -> Tuple[int, ...]:
        """The whole numbers of a tag; none where it is not there."""
        kind, count, value = tags.get(tag, (0, 0, b""))
        if kind not in _WHOLE:
            return ()
        length = _WIDTHS[kind] * count
        if length > len(value):
            start = self._whole("Q" if self._big else "I", value)
            if start + length > self._size:
                raise _damaged(self._path, f"its tag {tag} lists {count} numbers that are not in the file")
            value = self._bytes(start, length if most is None else _WIDTHS[kind] * min(most, count))
        numbers: Array = np.frombuffer(value[:length], np.dtype(self._order + _WHOLE[kind]))
        return tuple(int(number) for number in numbers[:most])

    def _whole(self, form: str, data: bytes) -> int:
        return int(struct.unpack(self._order + form, data)[0])

    def _bytes(self, at: int, length: int) -> bytes:
        self._file.seek(at)
        data = self._file.read(length) if at + length <= self._size else b""
        if len(data) != length:
            raise _damaged(self._path, f"it ends at {self._size} bytes, before a page at {at}")
        return data
