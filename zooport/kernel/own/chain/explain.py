"""Where the two numbers of each image's line come from: fixed, or statistics of the image and then fixed."""

from __future__ import annotations

from typing import List, NamedTuple, Optional, Sequence, Tuple

import numpy as np

from ...libraries import Array
from .line import Fits
from .numbers import FULL_SCALES, MEASURED, SAME, Line, digits, plain, roundest
from .statistics import STATISTICS, Statistic, Table, table_of

#: Errors are counted in tolerances; the whole chain is held against all values afterwards.
NEAR = 2.0
#: Behind a statistic, numbers with more digits than these were not typed: they make up for what does not fit.
TYPED = 8
#: And none of them has more than these.
LONGEST = 3
#: Nobody multiplies by 0.9995: a line so near a rounder one makes up for a deviation that is divided by n - 1, say.
ALMOST = 1e-3
#: Numbers that stand alone are rounded no further than this.
FIXED = 0.1
#: So small an error is only rounding, and a larger one that still holds has another cause.
ROUNDING = 0.15


class Lines(NamedTuple):
    """The lines of all groups of all pairs: one-dimensional arrays, groups without a line left out."""

    gain: Array
    offset: Array
    #: Smallest and largest x on the line: (2, groups).
    x: Array
    #: Position along the channel axis (0 where groups are not of one channel).
    channel: Array
    #: How far a value may be off.
    tolerance: Array
    #: Which groups of all have a line.
    has: Array

    @property
    def y(self) -> Array:
        return self.gain * self.x + self.offset


class Explanation(NamedTuple):
    """``statistic`` over the axes ``over`` (None: none), then ``lines``: one, or one for each channel."""

    statistic: Optional[Statistic]
    over: Tuple[int, ...]
    lines: Tuple[Line, ...]
    #: Largest error at the ends of the lines, in tolerances.
    error: float
    #: Of each group: what the statistic takes away and divides by.
    first: Array
    second: Array

    @property
    def exact(self) -> bool:
        """Nothing but the statistic."""
        return self.lines == (SAME,)

    @property
    def cost(self) -> int:
        return sum(line.cost for line in self.lines)

    @property
    def measured(self) -> bool:
        return any(line.cost >= MEASURED for line in self.lines)

    @property
    def steps(self) -> int:
        return (self.statistic is not None) + (not self.exact)

    @property
    def order(self) -> Tuple[int, int, int, int]:
        """Fewer steps first, then what is nearer than rounding can tell, then rounder, then what is met more often."""
        usual = STATISTICS.index(self.statistic) if self.statistic is not None else -1
        return self.steps, int(self.error > ROUNDING), self.cost, usual


def lines_of(fits: Sequence[Fits], channel_axis: Optional[int], tolerances: Sequence[float]) -> Lines:
    """What ``fits`` found, one entry of it and of ``tolerances`` for each pair, as arrays over all groups."""
    groups = [group for one in fits for group in one.groups]
    channels = [_channels(one.shape, channel_axis) for one in fits]
    allowed = [np.full(len(one.groups), tolerance) for one, tolerance in zip(fits, tolerances)]
    has = np.array([group is not None for group in groups], dtype=bool)
    given = [group for group in groups if group is not None]
    return Lines(
        np.array([group.gain for group in given]),
        np.array([group.offset for group in given]),
        np.array([group.ends for group in given]).reshape(-1, 2).T,
        np.concatenate(channels)[has],
        np.concatenate(allowed)[has],
        has,
    )


def _channels(shape: Tuple[int, ...], axis: Optional[int]) -> Array:
    if axis is None:
        return np.zeros(int(np.prod(shape)), dtype=np.int64)
    positions = np.arange(shape[axis]).reshape([-1 if index == axis else 1 for index in range(len(shape))])
    return np.broadcast_to(positions, shape).reshape(-1)


def explanations(
    images: Sequence[Array],
    fits: Sequence[Fits],
    lines: Lines,
    levels: Sequence[Tuple[int, ...]],
    near: float = NEAR,
) -> List[Explanation]:
    """All that explain the lines of all pairs, simplest first; ``levels`` are the axes over which statistics may go.

    ``near``: how many tolerances off counts as explained.
    """
    nothing = Table(np.zeros((1, lines.gain.size)), np.ones((1, lines.gain.size)))
    found = _of_table(nothing, [None], (), lines, near)
    for over in levels:
        tables = [table_of(image, over, one.shape) for image, one in zip(images, fits)]
        table = Table(
            np.concatenate([one.first for one in tables], axis=1)[:, lines.has],
            np.concatenate([one.second for one in tables], axis=1)[:, lines.has],
        )
        found += _of_table(table, STATISTICS, over, lines, near)
    return sorted(found, key=lambda one: one.order)


def _of_table(
    table: Table, statistics: Sequence[Optional[Statistic]], over: Tuple[int, ...], lines: Lines, near: float
) -> List[Explanation]:
    """For every statistic the simplest line or lines behind it, where there are any."""
    with np.errstate(all="ignore"):
        scaled = (lines.x[:, None] - table.first) / np.where(table.second > 0, table.second, np.nan)
    # (ends, statistics, groups) against (ends, 1, groups)
    off = np.abs(scaled - lines.y[:, None]) / lines.tolerance
    exact = off.max(axis=(0, 2))
    gains, offsets = _common(scaled, lines.y)
    off = np.abs(gains[:, None] * scaled + offsets[:, None] - lines.y[:, None]) / lines.tolerance
    common = off.max(axis=(0, 2))
    found: List[Explanation] = []
    for index, statistic in enumerate(statistics):
        first, second = table.first[index], table.second[index]
        if exact[index] <= near:
            found.append(Explanation(statistic, over, (SAME,), float(exact[index]), first, second))
        elif common[index] <= near:
            line = _round(
                float(gains[index]), float(offsets[index]), scaled[:, index], lines.tolerance, statistic is None
            )
            found.append(Explanation(statistic, over, (line,), float(common[index]), first, second))
        elif lines.channel.max() > 0:
            each = _by_channel(scaled[:, index], lines, statistic is None)
            if each is not None:
                found.append(Explanation(statistic, over, each[0], each[1], first, second))
    return [one for one in found if one.statistic is None or one.exact or all(map(_typed, one.lines))]


def _typed(line: Line) -> bool:
    """Whether somebody wrote it so, rather than that it makes up for a statistic that is nearly the right one."""
    if line.cost > TYPED or line.longest > LONGEST:
        return False
    rounder = plain(line.gain, ALMOST * abs(line.gain))
    return line.gain == rounder or not (digits(rounder) == 1 or rounder in FULL_SCALES)


def _common(scaled: Array, y: Array) -> Tuple[Array, Array]:
    """The line through the ends of all groups' lines, for each statistic: gains and offsets."""
    points = np.moveaxis(scaled, 1, 0).reshape(scaled.shape[1], -1)
    values = y.reshape(-1)
    with np.errstate(all="ignore"):
        centre = points.mean(axis=1, keepdims=True)
        away = points - centre
        gains = (away * (values - values.mean())).sum(axis=1) / (away**2).sum(axis=1)
        return gains, values.mean() - gains * centre[:, 0]


def _round(gain: float, offset: float, scaled: Array, tolerance: Array, fixed: bool) -> Line:
    """As it was typed; ``fixed``: with no statistic before it, so that nothing but rounding hides a round number."""
    ends = (float(scaled.min()), float(scaled.max()))
    least = float(tolerance.min())
    near = roundest(gain, offset, ends, (FIXED if fixed else 2 * ROUNDING) * least)
    if fixed or near.cost <= TYPED:
        return near
    # What the format adds to a deviation may hide a round number a little more.
    return min(near, roundest(gain, offset, ends, NEAR * least), key=_cost)


def _cost(line: Line) -> int:
    return line.cost


def _by_channel(scaled: Array, lines: Lines, fixed: bool) -> Optional[Tuple[Tuple[Line, ...], float]]:
    """A line for each channel. ``scaled`` is (ends, groups)."""
    found: List[Line] = []
    error = 0.0
    if not np.isfinite(scaled).all():
        return None
    for channel in range(int(lines.channel.max()) + 1):
        own = lines.channel == channel
        if not own.any():
            return None
        points, y = scaled[:, own], lines.y[:, own]
        gains, offsets = _common(points[:, None], y)
        gain, offset = float(gains[0]), float(offsets[0])
        off = float((np.abs(gain * points + offset - y) / lines.tolerance[own]).max())
        if not off <= NEAR:
            return None
        error = max(error, off)
        found.append(_round(gain, offset, points, lines.tolerance[own], fixed))
    return tuple(found), error
