"""At which values a chain cuts off, and before or after which of its steps."""

from __future__ import annotations

from typing import Iterator, List, NamedTuple, Optional, Sequence, Tuple

import numpy as np

from ...libraries import Array
from ...own_protocol import OwnOperation
from .explain import Explanation, Lines
from .line import Fit, Fits
from .numbers import digits, plain, said

#: Bounds of one side agree where they are no farther apart than this part of their tolerance.
AGREE = 2.0


class Cut(NamedTuple):
    """Values below ``low`` and above ``high`` are cut off; ``place`` counts the steps that stand before it."""

    place: int
    low: Optional[float]
    high: Optional[float]

    @property
    def cost(self) -> int:
        return sum(digits(bound) for bound in (self.low, self.high) if bound is not None)

    def operation(self) -> OwnOperation:
        bounds = {"min": self.low, "max": self.high}
        return {"id": "clip", "kwargs": {name: bound for name, bound in bounds.items() if bound is not None}}

    def words(self) -> str:
        """One sentence."""
        sides = (("below", self.low), ("above", self.high))
        parts = [f"those {where} {said(bound)} become {said(bound)}" for where, bound in sides if bound is not None]
        return f"Values are cut off: {', '.join(parts)}."


def is_cut(fits: Sequence[Fits]) -> bool:
    """Whether any value was cut off."""
    return any(group is not None and (group.low, group.high) != (None, None) for one in fits for group in one.groups)


def cuts_of(fits: Sequence[Fits], lines: Lines, explained: Explanation) -> Iterator[Cut]:
    """Where it may be: the bounds are the same in all images there."""
    groups = [group for one in fits for group in one.groups if group is not None]
    gain, offset = _behind(lines, explained)
    places: List[Tuple[int, Array, Array]] = [(explained.steps, np.ones_like(gain), np.zeros_like(gain))]
    if not explained.exact:
        places.append((explained.steps - 1, gain, offset))
    if explained.statistic is not None:
        places.append((0, lines.gain, lines.offset))
    for place, scale, shift in places:
        cut = _cut_at(place, groups, (scale, shift), lines.tolerance)
        if cut is not None:
            yield cut


def _behind(lines: Lines, explained: Explanation) -> Tuple[Array, Array]:
    """Gain and offset of the last step, for each group."""
    if len(explained.lines) == 1:
        line = explained.lines[0]
        return np.full(lines.gain.shape, line.gain), np.full(lines.gain.shape, line.offset)
    gains = np.array([line.gain for line in explained.lines])
    offsets = np.array([line.offset for line in explained.lines])
    return gains[lines.channel], offsets[lines.channel]


def _cut_at(place: int, groups: Sequence[Fit], behind: Tuple[Array, Array], tolerance: Array) -> Optional[Cut]:
    """The cut where ``y = scale * value + shift`` (``behind``) gives what was caught; None where the bounds differ."""
    scale, shift = behind
    sides: Tuple[List[Tuple[float, float]], List[Tuple[float, float]]] = ([], [])
    reached: List[float] = []
    for index, group in enumerate(groups):
        for side, bound in enumerate((group.low, group.high)):
            value = (group.range[side] - shift[index]) / scale[index]
            if bound is None:
                reached.append(float(value))
                continue
            turned = side if scale[index] > 0 else 1 - side
            sides[turned].append((float(value), float(tolerance[index] / abs(scale[index]))))
    agreed = [_agreed(side) for side in sides]
    low, high = ([] if one is None else one for one in agreed)
    if None in agreed or not (low or high):
        return None
    return _completed(Cut(place, *(one[0] if one else None for one in (low, high))), reached)


def _agreed(bounds: Sequence[Tuple[float, float]]) -> Optional[List[float]]:
    """The bound as a plain number, nothing where there is none; None where the images have different ones."""
    if not bounds:
        return []
    values = [value for value, _ in bounds]
    tolerance = min(tolerance for _, tolerance in bounds)
    if max(values) - min(values) > AGREE * tolerance:
        return None
    return [plain(sum(values) / len(values), AGREE * tolerance / 4)]


def _completed(cut: Cut, reached: Sequence[float]) -> Cut:
    """The other side, where what was seen does not tell it: 0 to 1, or as far below 0 as above it."""
    smallest, largest = min(reached, default=0.0), max(reached, default=0.0)
    if cut.low is None and cut.high is not None:
        if cut.high == 1.0 and smallest >= 0:
            return cut._replace(low=0.0)
        if cut.high > 0 and -cut.high < smallest < 0:
            return cut._replace(low=-cut.high)
    if cut.high is None and cut.low is not None:
        if cut.low == 0.0 and 0 < largest <= 1:
            return cut._replace(high=1.0)
        if cut.low < 0 < largest < -cut.low:
            return cut._replace(high=-cut.low)
    return cut
