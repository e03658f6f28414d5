"""The simplest chain between two lists of arrays, or none."""

from __future__ import annotations

from typing import Iterator, List, NamedTuple, Optional, Sequence, Tuple

import numpy as np

from ...libraries import Array
from ...own_protocol import OwnOperation
from .certain import certain
from .chains import Chain, Ends, chains_of, listed
from .explain import explanations, lines_of
from .line import Fits, fits_of
from .pairs import Distance, Pairs, distance, levels_of

#: So many chains are held against all values; the analysis leaves far fewer.
MOST_TRIED = 24

#: By what an image of fractions is multiplied before it is cut to whole numbers.
INTEGER_GAINS = (1.0, 255.0, 65535.0)


class Cast(NamedTuple):
    """What is done first so that a line goes through the rest; nothing where the arrays are taken as they are."""

    operations: List[OwnOperation]
    words: List[str]
    arrays: List[Array]


class Solved(NamedTuple):
    """A chain that holds, with the casts at its ends; ``steps`` without these, ``cost``: digits of its numbers."""

    operations: List[OwnOperation]
    words: List[str]
    far: Distance
    steps: int
    cost: int


def solve(ready: Pairs, ends: Ends, statistics: bool = True, cut: bool = True) -> Optional[Solved]:
    """The simplest chain; ``statistics``: whether any that takes statistics of the array can be meant, ``cut``: whether
    the array may have been cut to whole numbers.

    Raises ``NoChain`` where what was caught does not tell two chains apart.
    """
    for cast in casts(ready.given, cut):
        solved = _behind(ready, cast, ends, statistics and not cast.operations)
        if solved is not None:
            return solved
    return None


def casts(arrays: Sequence[Array], cut: bool) -> Iterator[Cast]:
    """The arrays as they are, then as other integers."""
    yield Cast([], [], [array.astype(np.float64) for array in arrays])
    largest = max(float(np.abs(array).max()) for array in arrays)
    if not cut or not largest < 2**31:
        return
    fractions = all(array.dtype.kind == "f" for array in arrays) and largest <= 2
    for gain in INTEGER_GAINS if fractions else (1.0,):
        yield from _whole_numbers(arrays, gain)


def _whole_numbers(arrays: Sequence[Array], gain: float) -> Iterator[Cast]:
    scale: OwnOperation = {"id": "scale_linear", "kwargs": {"gain": gain, "offset": 0.0}}
    # The widest first: where nothing wrapped around, whatever holds more does no harm to brighter images.
    for dtype in ("int32", "uint16", "uint8"):
        with np.errstate(all="ignore"):
            cut = [(array if gain == 1 else array * array.dtype.type(gain)).astype(dtype) for array in arrays]
        if gain == 1 and all(np.array_equal(one, array) for one, array in zip(cut, arrays)):
            continue
        first = [scale] if gain > 1 else []
        said = [f"Each value is multiplied by {gain:g}."] if gain > 1 else []
        words = [*said, f"Values are cut to whole numbers ({dtype})."]
        operations: List[OwnOperation] = [*first, {"id": "ensure_dtype", "kwargs": {"dtype": dtype}}]
        yield Cast(operations, words, [one.astype(np.float64) for one in cut])


def _behind(ready: Pairs, cast: Cast, ends: Ends, statistics: bool) -> Optional[Solved]:
    """The simplest chain behind a cast."""
    levels = levels_of(ready.axes, ready.given[0].shape)
    fits, over = fits_at(ready, cast.arrays, levels)
    if fits is None:
        return None
    lines = lines_of(fits, None if ready.channel in over else ready.channel, ready.tolerances)
    if lines.gain.size == 0:
        return None
    at = [level for level in levels if set(over) <= set(level)] if statistics else []
    explained = explanations(ready.given, fits, lines, at)
    held: List[Tuple[Chain, List[OwnOperation], Distance]] = []
    for tried, chain in enumerate(chains_of(fits, lines, explained, ready.axes)):
        operations = listed(cast.operations + chain.operations, ends)
        far = distance(operations, ready)
        if far.holds:
            held.append((chain, operations, far))
        if tried == MOST_TRIED:
            break
    if not held:
        return None
    if statistics:
        certain(ready, fits, lines, [chain for chain, _, _ in held])
    chain, operations, far = held[0]
    words = cast.words + chain.words
    return Solved(operations, words, far, len(words), chain.cost)


def fits_at(
    ready: Pairs, arrays: Sequence[Array], levels: Sequence[Tuple[int, ...]]
) -> Tuple[Optional[List[Fits]], Tuple[int, ...]]:
    """Lines through all pairs, of groups that are as large as they can be, and the axes within a group."""
    for over in levels:
        fits: List[Fits] = []
        for array, caught, tolerance in zip(arrays, ready.caught, ready.tolerances):
            one = fits_of(array, caught, over, tolerance)
            if one is None:
                break
            fits.append(one)
        else:
            return fits, over
    return None, ()
