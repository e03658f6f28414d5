"""Why no chain was found, and what came nearest."""

from __future__ import annotations

from typing import Iterator, List, NamedTuple, Optional, Tuple

import numpy as np

from ...libraries import Array
from ...own_protocol import OwnOperation
from .chains import Chain, Ends, chains_of, line_words, listed, scale_linear
from .explain import explanations, lines_of
from .found import Found, NoChain
from .line import SAMPLE
from .numbers import MEASURED, Line, said
from .own import own_numbers
from .pairs import Pairs, distance, levels_of
from .solve import fits_at
from .statistics import STATISTICS

#: So many tolerances off (a hundredth of the range) is still worth to be told of.
NEARLY = 1000.0

#: So many nearest chains are held against all values.
MOST_TRIED = 6


class Side(NamedTuple):
    """What is spoken of."""

    #: What goes in, one and several, and what comes of it.
    one: str
    several: str
    came: str


BEFORE = Side("image", "images", "What the network was given")
AFTER = Side("output", "outputs of the network", "The result")


def no_chain(ready: Pairs, ends: Ends, side: Side) -> NoChain:
    """What to raise: what was seen instead, and the nearest chain."""
    if all(float(one.max()) == float(one.min()) for one in ready.caught):
        return NoChain(f"{side.came} is the same number everywhere, in all that was tried: nothing can be told of it.")
    best = nearest(ready, ends, side is BEFORE)
    cause = _cause(ready, side)
    if best is None:
        return NoChain(cause)
    what = " ".join(best.words) or "Nothing is done."
    told = f"{cause} The nearest in the format's operations ({what}) is off by {best.of_range:.2g} of the range."
    return NoChain(told, best, best.of_range, best.operations)


def nearest(ready: Pairs, ends: Ends, statistics: bool) -> Optional[Found]:
    """The chain that comes nearest, of those that the lines suggest and of the usual ones."""
    found: List[Found] = []
    for operations, words in _suggested(ready, statistics):
        whole = listed(operations, ends)
        far = distance(whole, ready)
        if np.isfinite(far.absolute):
            found.append(Found(whole, words, far.absolute, far.of_range))
    return min(found, key=lambda one: one.of_range, default=None)


def _suggested(ready: Pairs, statistics: bool) -> Iterator[Tuple[List[OwnOperation], List[str]]]:
    for chain in _nearly(ready, statistics):
        yield chain.operations, chain.words
    over = levels_of(ready.axes, ready.given[0].shape)[0]
    names = [ready.axes[index] for index in over]
    yield [], []
    for statistic in STATISTICS[:3] if statistics else ():
        yield [statistic.operation(names)], [statistic.words("image")]
    line = _through_all(ready)
    if line is not None:
        yield [scale_linear([line])], [line_words([line])]


def _nearly(ready: Pairs, statistics: bool) -> List[Chain]:
    """Chains that come near where each image has its line."""
    levels = levels_of(ready.axes, ready.given[0].shape)
    fits, over = fits_at(ready, [one.astype(np.float64) for one in ready.given], levels)
    if fits is None:
        return []
    lines = lines_of(fits, None if ready.channel in over else ready.channel, ready.tolerances)
    if lines.gain.size == 0:
        return []
    at = [level for level in levels if set(over) <= set(level)] if statistics else []
    explained = explanations(ready.given, fits, lines, at, NEARLY)
    nearer = sorted(explained, key=lambda one: one.error)[:MOST_TRIED]
    return [chain for _, chain in zip(range(MOST_TRIED), chains_of(fits, lines, nearer, ready.axes))]


def _through_all(ready: Pairs) -> Optional[Line]:
    """One line for all values of all pairs, as near as it can be."""
    points = np.concatenate([_some(one).astype(np.float64) for one in ready.given])
    values = np.concatenate([_some(one) for one in ready.caught])
    away = points - points.mean()
    squares = float(away @ away)
    if squares == 0:
        return None
    gain = float(away @ values) / squares
    offset = float(values.mean() - gain * points.mean())
    return Line(gain, offset, MEASURED, f"{said(gain)} x + {said(offset)}")


def _some(array: Array) -> Array:
    flat = array.reshape(-1)
    return flat[:: max(1, flat.size // SAMPLE)]


def _cause(ready: Pairs, side: Side) -> str:
    """What was seen, in a sentence or two."""
    levels = levels_of(ready.axes, ready.given[0].shape)
    fits, over = fits_at(ready, [one.astype(np.float64) for one in ready.given], levels)
    if fits is not None:
        lines = lines_of(fits, None if ready.channel in over else ready.channel, ready.tolerances)
        told = own_numbers(ready, fits, lines, over, side.one) if lines.gain.size else None
        if told is not None:
            return told
        if lines.gain.size == 0:
            return (
                f"Nearly all values of {side.came[0].lower()}{side.came[1:]} were cut off: nothing can be told of it."
            )
    elif all(_curve(image, caught) for image, caught in zip(ready.given, ready.caught)):
        return (
            f"{side.came} is a curve of each value of the {side.one} (as a gamma, a logarithm or a table is): the "
            "format has operations for straight lines only."
        )
    else:
        return (
            f"{side.came} depends on more than the value at its place: on neighbours, as a filter or a local "
            "normalisation does, on the place, or on another channel. The format has no such operation."
        )
    return f"{side.came} is a straight line of the {side.one}, but no operation has its numbers."


def _curve(image: Array, caught: Array) -> bool:
    """Whether equal values became equal, and larger ones never smaller (or never larger)."""
    order = np.argsort(image, axis=None, kind="stable")
    x, y = image.reshape(-1)[order], caught.reshape(-1)[order]
    allowed = 1e-4 * (float(y.max()) - float(y.min()))
    same = x[1:] == x[:-1]
    step = np.diff(y)
    if bool((np.abs(step[same]) > allowed).any()):
        return False
    return bool((step >= -allowed).all() or (step <= allowed).all())
