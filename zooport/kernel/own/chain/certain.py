"""Whether what was caught tells a chain from all others that a researcher may have meant."""

from __future__ import annotations

from typing import Sequence, Tuple

import numpy as np

from .chains import FLOAT, Chain
from .cut import is_cut
from .explain import ROUNDING, TYPED, Explanation, Lines
from .found import NoChain
from .line import Fits
from .pairs import Pairs

#: A chain behind which other numbers than such round ones stand is no rival to fixed numbers.
ROUND = 3


#: What is scaled to these, and was cut off at both sides, may have been scaled by what was left.
FULL = ((0.0, 1.0), (-1.0, 1.0), (0.0, 255.0), (-0.5, 0.5))


def certain(ready: Pairs, fits: Sequence[Fits], lines: Lines, chains: Sequence[Chain]) -> None:
    """``chains``: all that hold, the simplest first. Raises ``NoChain`` where that one cannot be told from another."""
    first = chains[0].explained
    if first.statistic is None and first.steps == 0:
        return
    for chain in chains[1:]:
        if _as_likely(first, chain.explained):
            raise _not_told(chains[0], chain)
    rivals = any(_rivals(first, chain.explained) for chain in chains[1:])
    if first.measured and (lines.gain.size == 1 or (first.statistic is not None and rivals)):
        raise NoChain(
            "Only one image was tried, or images that are copies of one another in other brightness: the numbers by "
            "which they were scaled could be fixed or could be taken of the images. Give another image."
        )
    if first.statistic is None and _always_full(ready, fits):
        raise _left(chains[0])
    if first.statistic is None and (_from_smallest(fits, lines) or _to_largest(lines)):
        raise _all_alike(chains[0])
    if _over_largest(first):
        raise _largest(chains[0])


def _rivals(first: Explanation, other: Explanation) -> bool:
    return other.statistic != first.statistic and other.steps == first.steps


def _as_likely(first: Explanation, other: Explanation) -> bool:
    """Whether another statistic, with numbers as round, is as near: it is the same on these images, not on others."""
    if other.statistic is None:
        # Fixed numbers that fit all images as well: their statistics are the same, or there is one image only.
        return first.statistic is not None and other.cost <= TYPED
    if other.statistic == first.statistic or other.cost > ROUND:
        return False
    if first.statistic is None:
        return True
    return other.steps == first.steps and first.cost <= ROUND and (other.error <= ROUNDING or first.error > ROUNDING)


def _over_largest(explained: Explanation) -> bool:
    statistic = explained.statistic
    if statistic is None or statistic.kind != "range" or statistic.high != 100.0:
        return False
    return bool((explained.first == 0).all())


def _always_full(ready: Pairs, fits: Sequence[Fits]) -> bool:
    """Whether values were cut off, and in all that was tried what is left fills a usual range.

    An image of which nothing is left but the upper bound tells: scaled between its smallest and its largest value, it
    would have become the lower one.
    """
    ranges = [group.range for one in fits for group in one.groups if group is not None]
    if not ranges or not is_cut(fits) or not all(_near(own, ranges[0]) for own in ranges):
        return False
    # Scaled by percentiles of what was left, 0 is reached, and 1 but for what is added to the range.
    low, high = ranges[0]
    if abs(low) > 1e-5 * (high - low) and not any(_near(ranges[0], ends) for ends in FULL):
        return False
    return not any(float(one.min()) == float(one.max()) > low for one in ready.caught)


def _from_smallest(fits: Sequence[Fits], lines: Lines) -> bool:
    """Whether the smallest value of every image became 0, though 0 became something else."""
    uncut = all(group is None or (group.low is None and group.high is None) for one in fits for group in one.groups)
    moved = bool((np.abs(lines.offset) > lines.tolerance).all())
    return uncut and moved and bool((np.abs(lines.y).min(axis=0) <= 2 * lines.tolerance).all())


def _to_largest(lines: Lines) -> bool:
    """Whether the largest value of every image became 1, and 0 stayed 0."""
    stayed = bool((np.abs(lines.offset) <= lines.tolerance).all())
    return stayed and bool((np.abs(lines.y.max(axis=0) - 1) <= 2 * lines.tolerance).all())


def _all_alike(chain: Chain) -> NoChain:
    return NoChain(
        f"It can be: {' '.join(chain.words)} But the images that were tried have the same smallest or the same largest "
        "value, and it is that one: it may have been taken of each image. Give another image, with other values.",
        of_range=0.0,
        nearest=[FLOAT, *chain.operations, FLOAT],
    )


def _near(own: Tuple[float, float], ends: Tuple[float, float]) -> bool:
    return abs(own[0] - ends[0]) + abs(own[1] - ends[1]) < 1e-5 * (ends[1] - ends[0])


def _left(chain: Chain) -> NoChain:
    return NoChain(
        f"It can be: {' '.join(chain.words)} Or values are cut off first, and each image is then scaled between its "
        "smallest and its largest value: in all that was tried values were cut off at both sides, so that both give "
        "the same. Give an image in which fewer are, or say the operations.",
        of_range=0.0,
        nearest=[FLOAT, *chain.operations, FLOAT],
    )


def _not_told(chain: Chain, other: Chain) -> NoChain:
    return NoChain(
        "The images that were tried do not tell two ways of scaling apart, since both give the same there. "
        f"It can be: {' '.join(chain.words)} Or: {' '.join(other.words)} Give another image, with other values.",
        nearest=[FLOAT, *chain.operations, FLOAT],
    )


def _largest(chain: Chain) -> NoChain:
    return NoChain(
        "Each image is divided by its own largest value, or scaled between its smallest and its largest: the smallest "
        "value of all that were tried is 0, so that it cannot be told which. The format has no operation for a "
        "division by the largest value; scale_range with percentiles 0 and 100 is the same only where the smallest "
        "value is 0. Give an image whose smallest value is not 0, or say the operations.",
        of_range=0.0,
        nearest=[FLOAT, *chain.operations, FLOAT],
    )
