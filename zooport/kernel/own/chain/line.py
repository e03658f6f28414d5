"""A straight line, cut off or not, through what went in and what came out, one for each group of pixels."""

from __future__ import annotations

from typing import List, NamedTuple, Optional, Sequence, Tuple

import numpy as np

from ...libraries import Array

#: So many values tell whether a line can go through; all of them are asked only then.
SAMPLE = 5000


class Fit(NamedTuple):
    """``y = clip(gain * x + offset, low, high)`` in one group; ``low`` and ``high`` are None where nothing was cut."""

    gain: float
    offset: float
    low: Optional[float]
    high: Optional[float]
    #: Smallest and largest x that was not cut.
    ends: Tuple[float, float]
    #: Smallest and largest y.
    range: Tuple[float, float]


class Fits(NamedTuple):
    """One fit for each group, None for groups in which all values are the same; and where the groups are."""

    groups: List[Optional[Fit]]
    #: Of the array, with 1 for each axis that lies within a group.
    shape: Tuple[int, ...]


def tolerance_of(caught: Array, part: float) -> float:
    """How far a value may be off: a part of the range, and the rounding of float32, which no chain can undo."""
    low, high = float(caught.min()), float(caught.max())
    return part * (high - low) + 2 * float(np.spacing(np.float32(max(abs(low), abs(high)))))


def grouped(array: Array, over: Sequence[int]) -> Array:
    """The array as (groups, values of a group); ``over`` are the axes within a group."""
    kept = [axis for axis in range(array.ndim) if axis not in over]
    count = int(np.prod([array.shape[axis] for axis in kept], dtype=np.int64)) if kept else 1
    return array.transpose([*kept, *over]).reshape(count, -1)


def fits_of(image: Array, caught: Array, over: Sequence[int], tolerance: float) -> Optional[Fits]:
    """A line for each group, or None where one of the groups has none. Both arrays are float64 of the same shape.

    A group in which nearly all was cut off tells no line, and stops none.
    """
    groups: List[Optional[Fit]] = []
    for x, y in zip(grouped(image, over), grouped(caught, over)):
        low, high = float(y.min()), float(y.max())
        if high - low <= tolerance or not _tells(x, y, (low, high)):
            groups.append(None)
            continue
        found = fit(x, y, (low, high), tolerance)
        if found is None and _has_slope(x, y, (low, high)):
            return None
        # A few values of which all but one were cut off may lie on no line of their own, and stop none.
        groups.append(found)
    shape = tuple(1 if axis in over else size for axis, size in enumerate(image.shape))
    return Fits(groups, shape)


def _tells(x: Array, y: Array, ends: Tuple[float, float]) -> bool:
    """Whether there are two points through which the line must go."""
    if _has_slope(x, y, ends):
        return True
    some = bool(((y > ends[0]) & (y < ends[1])).any())
    return np.unique(x[:SAMPLE]).size <= (3 if some else 2) and bool(x.min() < x.max())


def _has_slope(x: Array, y: Array, ends: Tuple[float, float]) -> bool:
    """Whether two different values were certainly not cut off."""
    within = x[(y > ends[0]) & (y < ends[1])]
    return bool(within.size and within.min() < within.max())


def fit(x: Array, y: Array, ends: Tuple[float, float], tolerance: float) -> Optional[Fit]:
    """The line through the values that are neither the smallest nor the largest, held against all."""
    if x.size > 2 * SAMPLE:
        step = x.size // SAMPLE
        # A sample of an image that was cut off nearly everywhere may have nothing of what is left.
        few = _line(x[::step], y[::step], ends) if _has_slope(x[::step], y[::step], ends) else None
        if few is not None and _farthest(x[::step], y[::step], few, ends) > 4 * tolerance:
            return None
    line = _line(x, y, ends)
    if line is None or _farthest(x, y, line, ends) > tolerance:
        return None
    gain, offset = line
    straight = gain * x + offset
    low, high = ends
    inside = (straight >= low - tolerance) & (straight <= high + tolerance)
    of_line = x[inside]
    return Fit(
        gain,
        offset,
        low if straight.min() < low - tolerance else None,
        high if straight.max() > high + tolerance else None,
        (float(of_line.min()), float(of_line.max())) if of_line.size else (float(x.min()), float(x.max())),
        ends,
    )


def _line(x: Array, y: Array, ends: Tuple[float, float]) -> Optional[Tuple[float, float]]:
    inside = (y > ends[0]) & (y < ends[1])
    within = x[inside]
    if within.size < 2 or within.min() == within.max():
        inside = np.ones(x.shape, dtype=bool)
        within = x
    of_line = y[inside]
    centre, level = within.mean(), of_line.mean()
    away = within - centre
    squares = float(away @ away)
    if squares == 0:
        return None
    gain = float(away @ (of_line - level)) / squares
    return gain, float(level - gain * centre)


def _farthest(x: Array, y: Array, line: Tuple[float, float], ends: Tuple[float, float]) -> float:
    return float(np.abs(np.clip(line[0] * x + line[1], ends[0], ends[1]) - y).max())
