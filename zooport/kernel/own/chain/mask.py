"""The threshold of which a mask came."""

from __future__ import annotations

from typing import Iterator, List, NamedTuple, Optional, Sequence, Tuple

import numpy as np

from ...libraries import Array
from ...own_protocol import OwnOperation
from .chains import Ends, listed
from .numbers import digits, said
from .pairs import Pairs, distance
from .solve import Solved

#: A number of so many digits that lies in the gap by less than this chance is the one that was typed.
CHANCE = 0.2

#: Thresholds that need no further evidence than that no value comes close to another of their kind.
COMMON = (0.0, 0.5)


class Threshold(NamedTuple):
    """``sign * value > bound``; ``cost``: its digits; ``typed``: as it was typed, for ``>=`` another than ``bound``."""

    sign: int
    bound: float
    cost: int
    typed: float
    certain: bool
    #: Between which values it lies.
    gap: Tuple[float, float]


def levels(caught: Sequence[Array]) -> Optional[Tuple[float, float]]:
    """The two values that there are; None where there are more, or one."""
    low = min(float(one.min()) for one in caught)
    high = max(float(one.max()) for one in caught)
    if low == high or not all(bool(((one == low) | (one == high)).all()) for one in caught):
        return None
    return low, high


def threshold_of(values: Sequence[Array], masks: Sequence[Array]) -> Optional[Threshold]:
    """The roundest threshold by which all values became all masks; None where there is none."""
    whole = all(bool((one == np.trunc(one)).all()) for one in values)
    found: List[Threshold] = []
    for sign in (1, -1):
        # In float32, as the values are: a threshold between two of them is one of neither.
        below = max((float((sign * one[~mask]).max()) for one, mask in zip(values, masks) if not mask.all()))
        above = min((float((sign * one[mask]).min()) for one, mask in zip(values, masks) if mask.any()))
        if below < above:
            spread = float(np.std(values[0])) or 1.0
            found += [_judged(sign, typed, below, above, spread, whole) for typed in _between(below, above)]
    return min(found, key=lambda one: (not one.certain, one.cost, -one.sign), default=None)


def _between(below: float, above: float) -> Iterator[float]:
    """The numbers with the fewest digits in ``below <= t <= above``."""
    for common in COMMON:
        if below <= common <= above:
            yield common
    size = max(abs(below), abs(above))
    for exponent in range(int(np.floor(np.log10(size))) if size else 0, -9, -1):
        unit = 10.0**exponent
        first = int(np.ceil(below / unit - 1e-9))
        for count in range(first, first + 3):
            number = float(f"{count * unit:.12g}")
            if below <= number <= above:
                yield number
        if first * unit <= above:
            return


def _judged(sign: int, typed: float, below: float, above: float, spread: float, whole: bool) -> Threshold:
    reached = typed == above
    bound = float(np.nextafter(np.float32(typed), np.float32(-np.inf))) if reached else typed
    cost = digits(typed) + int(reached) + (0 if sign > 0 else 1)
    if typed in COMMON:
        step = spread if typed == 0 else 0.5
    else:
        unit = 10.0 ** (np.floor(np.log10(abs(typed))) - digits(typed) + 1)
        # 0.25 and 0.05 are typed more often than their neighbours.
        step = unit * (5 if round(abs(typed) / unit) % 5 == 0 else 1)
    return Threshold(sign, bound, cost, typed, whole or reached or above - below <= CHANCE * step, (below, above))


def mask_of(ready: Pairs, ends: Ends) -> Tuple[Optional[Solved], Optional[Threshold]]:
    """The chain from values to a mask of two values, and its threshold; None where what was caught is no such mask."""
    two = levels(ready.caught)
    if two is None:
        return None, None
    threshold = threshold_of([one.astype(np.float32) for one in ready.given], [one == two[1] for one in ready.caught])
    if threshold is None:
        return None, None
    steps = _steps(threshold, two)
    operations = listed([operation for operation, _ in steps], ends)
    far = distance(operations, ready)
    if not far.holds:
        return None, None
    return Solved(operations, [words for _, words in steps], far, len(steps), threshold.cost), threshold


def _steps(threshold: Threshold, two: Tuple[float, float]) -> List[Tuple[OwnOperation, str]]:
    turned: OwnOperation = {"id": "scale_linear", "kwargs": {"gain": -1.0, "offset": 0.0}}
    binarize: OwnOperation = {"id": "binarize", "kwargs": {"threshold": threshold.bound}}
    steps = [(turned, "Each value is multiplied by -1.")] if threshold.sign < 0 else []
    reached = threshold.typed != threshold.bound
    where = ("of at least" if reached else "above") if threshold.sign > 0 else ("of at most" if reached else "below")
    at = said(threshold.sign * threshold.typed)
    binary = f"Values {where} {at} become 1, all others become 0."
    steps.append((binarize, binary if threshold.sign > 0 else f"That is: {binary[0].lower()}{binary[1:]}"))
    low, high = two
    if two != (0.0, 1.0):
        scale: OwnOperation = {"id": "scale_linear", "kwargs": {"gain": high - low, "offset": low}}
        steps.append((scale, f"Of the mask, 0 becomes {said(low)} and 1 becomes {said(high)}."))
    return steps
