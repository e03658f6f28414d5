"""Pages of a TIFF in the compressions that need no library: LZW, Deflate and PackBits, in numpy alone."""

from __future__ import annotations

import zlib
from typing import BinaryIO, Callable, Dict, Optional, Tuple

import numpy as np

from ..libraries import Array, Dtype
from .tiff_tags import Page

_FORMS = {1: "u", 2: "i", 3: "f"}


def can(page: Page) -> bool:
    """Whether ``decode`` knows all that the page needs."""
    plain = page.bits in (8, 16, 32, 64) and page.form in _FORMS and not (page.form == 3 and page.bits == 8)
    predicted = page.predictor == 1 or (page.predictor == 2 and page.form != 3)
    predicted = predicted or (page.predictor == 3 and page.form == 3)
    across, down = -(-page.width // page.block[1]), -(-page.height // page.block[0])
    blocks = across * down * (page.samples if page.planar else 1)
    # YCbCr (6) and print colours (5) are no channels of an image.
    known = page.compression in _UNPACK and page.photometric in (0, 1, 2, 3)
    return known and plain and predicted and len(page.offsets) == len(page.counts) == blocks


def decode(file: BinaryIO, page: Page) -> Array:
    """(y, x) of one channel, (y, x, channel), or (channel, y, x) where each channel is stored by itself.

    Raises ``ValueError`` where a block is damaged.
    """
    dtype = np.dtype(f"{page.order}{_FORMS[page.form]}{page.bits // 8}")
    rows, columns = page.block
    layers, depth = (page.samples, 1) if page.planar else (1, page.samples)
    down, across = -(-page.height // rows), -(-page.width // columns)
    whole = np.zeros((layers, page.height, page.width, depth), dtype.newbyteorder("="))
    tiled = columns != page.width or rows * down != page.height or down * across > 1
    for index, (offset, count) in enumerate(zip(page.offsets, page.counts)):
        layer, place = divmod(index, down * across)
        y, x = place // across * rows, place % across * columns
        # The last strip ends with the image; tiles do not.
        high = rows if across > 1 or not tiled else min(rows, page.height - y)
        file.seek(offset)
        length = rows * columns * depth * dtype.itemsize
        data = _UNPACK[page.compression](file.read(count), length)
        least = min(high, page.height - y) * columns * depth * dtype.itemsize
        if len(data) < least:
            raise ValueError("a part of the image is cut short")
        full = len(data) // (columns * depth * dtype.itemsize)
        part = _unpredicted(data, (min(full, rows), columns, depth), dtype, page.predictor)
        fits = part[: page.height - y, : page.width - x]
        whole[layer, y : y + fits.shape[0], x : x + fits.shape[1]] = fits
    if page.planar:
        return whole[..., 0]
    return whole[0, ..., 0] if depth == 1 else whole[0]


def _unpredicted(data: bytes, shape: Tuple[int, ...], dtype: Dtype, predictor: int) -> Array:
    rows, columns, depth = shape
    length = rows * columns * depth * dtype.itemsize
    if predictor == 3:
        # Differences of bytes along a row; the highest bytes of all numbers come first (TIFF technical note 3).
        flat = np.frombuffer(data[:length], np.uint8).reshape(rows, -1)
        summed = np.add.accumulate(flat.reshape(rows, -1, depth), axis=1, dtype=np.uint8).reshape(rows, -1)
        parts = summed.reshape(rows, dtype.itemsize, columns * depth)
        return np.ascontiguousarray(np.moveaxis(parts, 1, 2)).view(dtype.newbyteorder(">")).reshape(shape)
    plain = np.frombuffer(data[:length], dtype).reshape(shape).astype(dtype.newbyteorder("="))
    return np.add.accumulate(plain, axis=1, dtype=plain.dtype) if predictor == 2 else plain


def _lzw(data: bytes, most: int) -> bytes:
    """TIFF 6.0, section 13: codes of 9 to 12 bits, the highest bit first, one code wider a step early."""
    start = [bytes((value,)) for value in range(256)] + [b"", b""]
    table, width, buffer, have = list(start), 9, 0, 0
    before: Optional[bytes] = None
    made = bytearray()
    for byte in data:
        buffer, have = (buffer << 8 | byte) & 0xFFFFFF, have + 8
        if have < width:
            continue
        have -= width
        code = buffer >> have & ((1 << width) - 1)
        if code == 257 or len(made) >= most:
            break
        if code == 256:
            table, width, before = list(start), 9, None
            continue
        if before is None:
            entry = table[code] if code < 256 else b""
        elif code < len(table):
            entry = table[code]
            table.append(before + entry[:1])
        else:
            entry = before + before[:1]
            table.append(entry)
        if not entry or len(table) > 4097:
            raise ValueError("its LZW codes are damaged")
        made += entry
        before = entry
        if len(table) + 1 >= 1 << width and width < 12:
            width += 1
    return bytes(made)


def _deflate(data: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, most)
    except zlib.error as error:
        raise ValueError(f"a part is damaged ({error})") from error


def _packbits(data: bytes, most: int) -> bytes:
    made, at = bytearray(), 0
    while at < len(data) and len(made) < most:
        code, at = data[at], at + 1
        if code < 128:
            made += data[at : at + code + 1]
            at += code + 1
        elif code > 128:
            made += data[at : at + 1] * (257 - code)
            at += 1
    return bytes(made)


#: By the number of the compression; each gives at most so many bytes.
_UNPACK: Dict[int, Callable[[bytes, int], bytes]] = {
    1: lambda data, most: data[:most],
    5: _lzw,
    8: _deflate,
    32946: _deflate,
    32773: _packbits,
}
