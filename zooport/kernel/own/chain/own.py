"""Lines whose numbers are the image's own, in a way that the format has no operation for."""

from __future__ import annotations

from typing import Callable, Dict, List, NamedTuple, Optional, Sequence, Tuple

import numpy as np

from ...libraries import Array
from .apply import EPS
from .cut import is_cut
from .explain import Lines
from .line import Fits
from .numbers import plain, said
from .pairs import Pairs, each_of
from .statistics import STATISTICS, Table, table_of

#: Numbers of several images are one where they differ by no more than this part.
SAME = 1e-4

PERCENTILES = (0.1, 1.0, 2.0, 5.0, 95.0, 98.0, 99.0, 99.5, 99.8, 99.9)


NAMED: Dict[str, Callable[[Array, Tuple[int, ...]], Array]] = {
    "largest value": lambda image, over: image.max(axis=over),
    "smallest value": lambda image, over: image.min(axis=over),
    "mean": lambda image, over: image.mean(axis=over),
    "median": lambda image, over: np.median(image, axis=over),
    "standard deviation": lambda image, over: image.std(axis=over),
}


class Measure(NamedTuple):
    """A statistic of every group, and its name in a sentence."""

    name: str
    values: Array


def own_numbers(ready: Pairs, fits: Sequence[Fits], lines: Lines, over: Tuple[int, ...], one: str) -> Optional[str]:
    """What the numbers of the lines are; None where they are the same for all. ``one``: "image" or "output"."""
    each = each_of(ready.axes, over).replace("image", one)
    measures = _measures(ready, lines, over)
    return (
        (_after(ready, fits, lines, over, each) if one != "image" else None)
        or _divided(lines, measures, each)
        or _shifted(lines, measures, each)
        or _added(ready, fits, lines, over, each)
        or _cut_first(ready, fits, lines, over, each)
        or _others(fits, lines, one)
    )


def _measures(ready: Pairs, lines: Lines, over: Tuple[int, ...]) -> List[Measure]:
    """Statistics that a researcher may divide by or take away."""
    found: List[Measure] = []
    for name, function in NAMED.items():
        values = [np.ravel(function(one.astype(np.float64), over)) for one in ready.given]
        found.append(Measure(name, np.concatenate(values)[lines.has]))
    sets = [np.percentile(one, PERCENTILES, axis=over).reshape(len(PERCENTILES), -1) for one in ready.given]
    for percentile, values in zip(PERCENTILES, np.concatenate(sets, axis=1)[:, lines.has]):
        found.append(Measure(f"percentile {said(percentile)}", values))
    return found


def _one(values: Array) -> bool:
    """Whether all numbers are the same."""
    middle = float(np.mean(values))
    return bool(np.abs(values - middle).max() <= SAME * abs(middle))


def _nothing(lines: Lines, values: Array) -> bool:
    """Whether these shifts are none, beside what may be off."""
    return bool((np.abs(values) <= 2 * lines.tolerance).all())


def _divided(lines: Lines, measures: Sequence[Measure], each: str) -> Optional[str]:
    if not _nothing(lines, lines.offset) or _one(lines.gain):
        return None
    for name, values in measures:
        if _one(lines.gain * values):
            zero = " and 100 is the same only where the smallest value is 0" if name == "largest value" else ""
            nearest = f"; scale_range with percentiles 0{zero}" if zero else ""
            return f"Each {each} is divided by its own {name}: the format has no such operation{nearest}."
    return None


def _shifted(lines: Lines, measures: Sequence[Measure], each: str) -> Optional[str]:
    if not _one(lines.gain):
        return None
    for name, values in measures:
        if _nothing(lines, lines.offset + lines.gain * values):
            return (
                f"Of each {each} its own {name} is taken away, and it is not divided by a number of its own: the "
                "format has no such operation; zero_mean_unit_variance and scale_range do both."
            )
    return None


def _tables(ready: Pairs, fits: Sequence[Fits], lines: Lines, over: Tuple[int, ...]) -> Table:
    """The format's statistics of every group that has a line."""
    tables = [table_of(image, over, one.shape) for image, one in zip(ready.given, fits)]
    first = np.concatenate([one.first for one in tables], axis=1)[:, lines.has]
    return Table(first, np.concatenate([one.second for one in tables], axis=1)[:, lines.has])


def _after(ready: Pairs, fits: Sequence[Fits], lines: Lines, over: Tuple[int, ...], each: str) -> Optional[str]:
    """A statistic of the network's output."""
    table = _tables(ready, fits, lines, over)
    for statistic, first, second in zip(STATISTICS, table.first, table.second):
        if _one(lines.gain * second) and _one(1 + lines.offset + lines.gain * first) and not _one(lines.gain):
            return (
                f"{statistic.words(each)} The format has this operation, but behind a network bioimageio.core stops at "
                "it: its statistics are taken before the network runs."
            )
    return None


def _added(ready: Pairs, fits: Sequence[Fits], lines: Lines, over: Tuple[int, ...], each: str) -> Optional[str]:
    """A statistic of the format, but for what is added to it or how it is divided."""
    first, second = _tables(ready, fits, lines, over)
    counts = [np.full(len(one.groups), one_size(image.shape, over)) for one, image in zip(fits, ready.given)]
    count = np.concatenate(counts)[lines.has]
    for index, statistic in enumerate(STATISTICS):
        if not _nothing(lines, lines.offset + lines.gain * first[index]):
            continue
        wider = lines.gain * second[index] * np.sqrt(count / np.maximum(count - 1, 1))
        if statistic.kind == "variance" and np.abs(wider - 1).max() <= SAME / 10:
            return (
                f"{statistic.words(each)} The deviation was divided by n - 1 (as torch.std and ddof=1 do), the "
                f"format's by n: on {said(float(count.min()))} values that is too much. On a larger image, or with "
                "std(unbiased=False), the chain is found."
            )
        added = 1 / lines.gain - second[index]
        typical = float(np.median(added))
        if np.abs(added - typical).max() <= max(0.05 * abs(typical), 1e-9) and typical > -2 * EPS:
            what = said(plain(typical + EPS, 0.1 * abs(typical) + 1e-12))
            return (
                f"{statistic.words(each)} But {what} was added to what it is divided by, and the format adds 0.000001, "
                f"whatever is said: that is another result where the values of it differ by so little."
            )
    return None


def one_size(shape: Sequence[int], over: Sequence[int]) -> int:
    return int(np.prod([shape[axis] for axis in over], dtype=np.int64))


def _cut_first(ready: Pairs, fits: Sequence[Fits], lines: Lines, over: Tuple[int, ...], each: str) -> Optional[str]:
    """A statistic of the image after it was cut off."""
    if not is_cut(fits) or any(len(one.groups) != 1 for one in fits):
        return None
    tables: List[Table] = []
    for image, one in zip(ready.given, fits):
        group = one.groups[0]
        if group is not None:
            bounds = sorted((value - group.offset) / group.gain for value in group.range)
            tables.append(table_of(np.clip(image.astype(np.float64), bounds[0], bounds[1]), over, one.shape))
    first = np.concatenate([one.first for one in tables], axis=1)
    second = np.concatenate([one.second for one in tables], axis=1)
    for index, statistic in enumerate(STATISTICS):
        if _one(lines.gain * second[index]) and _nothing(lines, lines.offset + lines.gain * first[index]):
            return (
                f"Each {each} is first cut off, then scaled by statistics of what was left: {statistic.words(each)} "
                "The format takes every statistic of the image as it was given, so that it has no such chain."
            )
    return None


def _others(fits: Sequence[Fits], lines: Lines, one: str) -> Optional[str]:
    """Numbers that differ, without a name."""
    if lines.gain.size > 1 and not _one(lines.gain):
        return (
            f"Each {one} is multiplied by a number of its own ({said(float(lines.gain[0]))} for the first, "
            f"{said(float(lines.gain[-1]))} for the last), and no statistic that the format has gives these numbers."
        )
    if is_cut(fits):
        return f"Values are cut off at numbers that differ from {one} to {one}: the format cuts at fixed ones."
    if lines.gain.size > 1:
        return f"To each {one} a number of its own is added, and no statistic that the format has gives these numbers."
    return None
