"""Which part of an image becomes the test input: one the network takes whole, and that shows something.

Images here have spatial axes alone: y, x, or z, y, x. A box says where it begins and how large it is along each. It
begins on the network's grid: a network that pools by 4 sees the pixels in fours, counted from where the notebook begins
to predict, and gives something else, everywhere, for an image that begins between two of them.
"""

from __future__ import annotations

from itertools import product
from typing import Dict, List, Optional, Sequence, Tuple, Union, cast

import numpy as np

from ..errors import Problem
from ..libraries import Array
from ..protocol import CropBox

#: ``CropBox`` of the protocol; here its keys come from the number of axes.
Box = Dict[str, int]
Sizes = Tuple[int, ...]
#: One for all axes, or one for each.
Steps = Union[int, Sequence[int]]

#: Pixels along a side; larger test tensors make a bundle heavy and its check slow, and show no more.
LIMIT = 512
#: The same along z, and in the planes of a volume.
PLANES = 16
VOLUME_LIMIT = 256

#: Where a box begins, and how large it is, last axis last.
_STARTS = ("z", "y", "x")
_SIZES = ("depth", "height", "width")
_WORDS = ("plane", "row", "column")


def is_constant(image: Array) -> bool:
    """Whether the percentile normalisation would divide by nothing."""
    low, high = np.percentile(image, (1, 99.8))
    return not high > low


def limits_for(dimensions: int, limit: Optional[int] = None) -> Sizes:
    """The largest sides of a crop; ``limit`` is that of the planes."""
    if dimensions == 2:
        return (limit or LIMIT,) * 2
    return (PLANES, *((limit or VOLUME_LIMIT,) * 2))


def size_for(shape: Sequence[int], step: Steps, limit: Optional[int] = None) -> Sizes:
    """Sizes in pixels: multiples of ``step``, at most ``limit``, oblong where there is room.

    Oblong, so that a bundle whose x and y are swapped cannot pass its own test.
    """
    steps = _each(step, len(shape))
    limits = [max(one, most) for one, most in zip(steps, limits_for(len(shape), limit))]
    sizes = [min(side, most) // one * one for side, most, one in zip(shape, limits, steps)]
    *_, height, width = sizes
    if height == width and height >= 4 * steps[-2]:
        sizes[-2] = max(height * 3 // 4 // steps[-2], 1) * steps[-2]
    return tuple(sizes)


def suggest(
    image: Array,
    step: Steps,
    limit: Optional[int] = None,
    fixed: Optional[Sizes] = None,
    before: Optional[Sizes] = None,
) -> Optional[Box]:
    """The box with the most structure; None where the image is too small. ``image``: (y, x) or (z, y, x).

    ``before``: pixels that the notebook puts before the image along each axis; the grid begins with them.
    """
    steps = _each(step, image.ndim)
    firsts = _firsts(image.shape, steps, fixed, before)
    room = [side - first for side, first in zip(image.shape, firsts)]
    sizes = fixed or size_for(room, steps, limit)
    if not all(0 < size <= most for size, most in zip(sizes, room)):
        return None
    # Sums over every box at once, from one table of running sums.
    table = np.zeros([side + 1 for side in image.shape])
    inside = _structure(image)
    for axis in range(image.ndim):
        inside = inside.cumsum(axis)
    table[(slice(1, None),) * image.ndim] = inside
    stride = max(1, min(sizes[-2:]) // 8)
    starts = [
        _starts(first, side - size, max(stride // one, 1) * one, one)
        for first, side, size, one in zip(firsts, image.shape, sizes, steps)
    ]
    sums = np.zeros(())
    for corner in product((0, 1), repeat=image.ndim):
        sign = (-1) ** (image.ndim - sum(corner))
        sums = sums + sign * table[np.ix_(*(at + far * size for at, far, size in zip(starts, corner, sizes)))]
    best = np.unravel_index(int(np.argmax(sums)), sums.shape)
    return box_of([int(at[index]) for at, index in zip(starts, best)], sizes)


def keys_of(dimensions: int) -> List[Tuple[str, str]]:
    """Where a box begins and how large it is, along each axis."""
    return list(zip(_STARTS, _SIZES))[-dimensions:]


def box_of(starts: Sequence[int], sizes: Sequence[int]) -> Box:
    """The box that begins at ``starts`` and is as large as ``sizes``."""
    keys = keys_of(len(sizes))
    box = {key: int(value) for (key, _), value in zip(keys, starts)}
    box.update({key: int(value) for (_, key), value in zip(keys, sizes)})
    return box


def check(
    box: Box, shape: Sequence[int], step: Steps, fixed: Optional[Sizes] = None, before: Optional[Sizes] = None
) -> Box:
    """A box that the researcher chose, moved to a place and sizes the network takes. Raises ``Problem`` where none is.

    A box without z and depth, in a volume, means all planes. ``before`` as in ``suggest``.
    """
    steps = _each(step, len(shape))
    whole = box_of([0] * len(shape), shape)
    asked = {**{key: whole[key] for key in whole if key in ("z", "depth")}, **box}
    keys = keys_of(len(shape))
    sizes = fixed or tuple(int(asked[size]) // one * one for (_, size), one in zip(keys, steps))
    wanted = [max(0, int(asked[start])) for start, _ in keys]
    if any(size <= 0 or at + size > side for at, size, side in zip(wanted, sizes, shape)):
        where = ", ".join(f"{word} {asked[start]}" for word, (start, _) in zip(_WORDS[-len(shape) :], keys))
        raise Problem(
            "image-too-small",
            f"The crop of {_times([asked[size] for _, size in keys])} pixels at {where} does not fit: "
            f"the image has {_times(shape)} pixels and the network takes "
            + (f"exactly {_times(fixed)}." if fixed else f"sizes that are multiples of {_multiples(steps)}."),
            shape=list(shape),
            step=max(steps),
        )
    firsts = _firsts(shape, steps, fixed, before)
    starts = [first + max(at - first, 0) // one * one for at, first, one in zip(wanted, firsts, steps)]
    # One that begins before the grid does is moved inwards, and may then end outside.
    ends = zip(sizes, starts, shape, steps)
    return box_of(starts, [size - one if start + size > side else size for size, start, side, one in ends])


def told(box: Box) -> CropBox:
    """For the protocol."""
    return cast(CropBox, box)


def asked(box: Optional[CropBox]) -> Optional[Box]:
    """From the protocol."""
    return cast(Optional[Box], box)


def is_moved(asked: Box, box: Box) -> bool:
    """Whether a chosen box was fitted to the network's grid or sizes."""
    return any(box[key] != asked[key] for key in box if key in asked)


def cut(image: Array, box: Box, first: int = 0) -> Array:
    """The pixels of the box, contiguous; ``first`` is the first of the image's spatial axes, others are kept."""
    keys = [(start, size) for start, size in zip(_STARTS, _SIZES) if size in box]
    part: List[slice] = [slice(None)] * first
    part += [slice(box[start], box[start] + box[size]) for start, size in keys]
    return np.ascontiguousarray(image[tuple(part)])


def _each(step: Steps, count: int) -> Sizes:
    return (step,) * count if isinstance(step, int) else tuple(step)


def _times(sizes: Sequence[int]) -> str:
    return " x ".join(str(size) for size in sizes)


def _multiples(steps: Sizes) -> str:
    return str(steps[0]) if len(set(steps)) == 1 else _times(steps)


def _firsts(shape: Sequence[int], steps: Sizes, fixed: Optional[Sizes], before: Optional[Sizes]) -> Sizes:
    """The first place of the grid inside the image, along each axis; 0 where no box would fit behind it."""
    least = fixed or steps
    firsts = [-ahead % one for ahead, one in zip(before or (0,) * len(steps), steps)]
    return tuple(first if first + size <= side else 0 for first, size, side in zip(firsts, least, shape))


def _starts(first: int, last: int, stride: int, step: int) -> Array:
    """Places of the grid from ``first`` on, and the last one from which a box still lies inside."""
    return np.unique(np.append(np.arange(first, last + 1, stride), first + (last - first) // step * step))


def _structure(image: Array) -> Array:
    """Edges plus brightness of each pixel; clipped, so that one hot pixel does not decide."""
    low, high = np.percentile(image, (1, 99.8))
    scaled = np.clip((image.astype(np.float64) - low) / max(float(high - low), 1e-20), 0, 1)
    edges = np.zeros_like(scaled)
    for axis in range(scaled.ndim):
        later = tuple(slice(1, None) if one == axis else slice(None) for one in range(scaled.ndim))
        edges[later] += np.abs(np.diff(scaled, axis=axis))
    return edges + 0.1 * scaled
