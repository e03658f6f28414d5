"""Whether what was caught tells a chain from all others that a researcher may have meant."""

from __future__ import annotations

from typing import Sequence

from .chains import FLOAT, Chain
from .explain import ROUNDING, Explanation, Lines
from .found import NoChain

#: A chain behind which other numbers than such round ones stand is no rival to fixed numbers.
ROUND = 3


def certain(lines: Lines, chains: Sequence[Chain]) -> None:
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
    if _over_largest(first):
        raise _largest(chains[0])


def _rivals(first: Explanation, other: Explanation) -> bool:
    return other.statistic != first.statistic and other.steps == first.steps


def _as_likely(first: Explanation, other: Explanation) -> bool:
    """Whether another statistic, with numbers as round, is as near: it is the same on these images, not on others."""
    if other.statistic in (None, first.statistic) or other.cost > ROUND:
        return False
    if first.statistic is None:
        return True
    return other.steps == first.steps and first.cost <= ROUND and (other.error <= ROUNDING or first.error > ROUNDING)


def _over_largest(explained: Explanation) -> bool:
    statistic = explained.statistic
    if statistic is None or statistic.kind != "range" or statistic.high != 100.0:
        return False
    return bool((explained.first == 0).all())


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
