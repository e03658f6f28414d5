"""What happens to a network's output afterwards, as operations of the format and a last step of the network."""

from __future__ import annotations

from typing import Iterator, List, NamedTuple, Optional, Sequence, Tuple

import numpy as np

from ...libraries import Array
from ...own_protocol import OwnOperation
from ..network import LastStep
from .apply import sigmoid, softmax
from .chains import FLOAT, Ends
from .found import Found, NoChain
from .mask import Threshold, levels, mask_of
from .numbers import digits, said
from .pairs import Pairs, pairs_of
from .solve import Solved, solve
from .whole import whole_of
from .why import AFTER, no_chain

#: What the description can say of an output's numbers; any other becomes float32.
DTYPES = ("float32", "float64", "uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64", "bool")


#: A threshold with more digits than these is no rival to a rounder one.
RIVAL_DIGITS = 2


class Base(NamedTuple):
    """What may be done first: a last step of the network, or an operation; ``values`` are what comes of it."""

    last: Optional[LastStep]
    operations: List[OwnOperation]
    words: List[str]
    values: List[Array]
    #: How many channels the network has.
    channels: int = 1


class Way(NamedTuple):
    """A chain behind a base; ``threshold`` where it ends in a mask."""

    base: Base
    solved: Solved
    threshold: Optional[Threshold]

    @property
    def order(self) -> Tuple[int, int, int]:
        """What is no mask first, with the fewest steps; of masks that with the roundest threshold."""
        steps = len(self.base.words) + self.solved.steps
        if self.threshold is None:
            return 0, steps, self.solved.cost
        return 1 if self.threshold.certain else 2, self.solved.cost, steps


def after(pairs: Sequence[Tuple[Array, Array]], axes: Sequence[str]) -> Found:
    """The simplest chain by which every output of the network became the result.

    ``pairs``: the network's output and what ``predict`` returned, of any dtype and of the same layout; it may have one
    channel where the network has several. ``axes``: ids of the layout. Raises ``NoChain`` as ``before`` does.
    """
    dtype = str(pairs[0][1].dtype)
    end: OwnOperation = {"id": "ensure_dtype", "kwargs": {"dtype": dtype if dtype in DTYPES else "float32"}}
    first = [] if pairs[0][0].dtype == np.float32 else [FLOAT]
    ends = Ends([*first], [end], [] if dtype == "float32" else [end])
    ways: List[Way] = []
    doubt: Optional[NoChain] = None
    for base in bases(pairs, axes):
        ready = pairs_of([(values, result) for values, (_, result) in zip(base.values, pairs)], axes)
        try:
            ways += _ways(base, ready, ends)
        except NoChain as reason:
            doubt = doubt or reason
    best = min(ways, key=lambda way: way.order, default=None)
    if best is None:
        raise doubt or no_chain(_same(pairs, axes), ends, AFTER)
    if best.threshold is not None:
        _sure(best, best.threshold, ways)
    return _found(best)


def _sure(best: Way, threshold: Threshold, ways: Sequence[Way]) -> None:
    """Raises ``NoChain`` for a threshold that only happens to be the roundest, or beside another as round."""
    if not threshold.certain:
        raise _unsure(best, threshold)
    mine = _meaning(best, threshold)
    for way in ways:
        other = way.threshold
        if other is None or not other.certain or way is best:
            continue
        if digits(other.typed) > max(RIVAL_DIGITS, digits(threshold.typed)):
            continue
        theirs = _meaning(way, other)
        if mine[:2] != theirs[:2] or abs(mine[2] - theirs[2]) > 1e-5 * max(1.0, abs(mine[2])):
            raise NoChain(
                f"Two thresholds give the masks: {' '.join(_found(best).words)} Or: {' '.join(_found(way).words)} No "
                "value of the network lies between them. Give a larger image, or say the threshold.",
                _found(best),
                0.0,
                _found(best).operations,
            )


def _meaning(way: Way, threshold: Threshold) -> Tuple[str, int, float]:
    """Of which values, in which direction, at which of them: the same for all ways to say the same mask."""
    last = way.base.last
    bound = threshold.sign * threshold.typed
    likely = any(operation["id"] == "sigmoid" for operation in way.base.operations)
    if last is not None and last.kind == "softmax_channel" and way.base.channels == 2:
        sign = threshold.sign if last.which else -threshold.sign
        return "difference", sign, _logit(bound) * (1 if last.which else -1)
    where = f"{last.kind} {last.which}" if last is not None else "all"
    if any(operation["id"] == "softmax" for operation in way.base.operations):
        where = "softmax"
    return where, threshold.sign, _logit(bound) if likely else bound


def _logit(probability: float) -> float:
    return float(np.log(probability / (1 - probability))) if 0 < probability < 1 else float("inf")


def _ways(base: Base, ready: Pairs, ends: Ends) -> Iterator[Way]:
    """The chains behind a base."""
    mask, threshold = mask_of(ready, ends)
    if mask is not None:
        yield Way(base, mask, threshold)
    # bioimageio.core takes statistics before the network runs, and stops at one of the network's output.
    two = levels(ready.caught) is not None
    solved = solve(ready, ends, False, not two) or (None if two else whole_of(ready, ends))
    if solved is not None:
        yield Way(base, solved, None)


def bases(pairs: Sequence[Tuple[Array, Array]], axes: Sequence[str]) -> Iterator[Base]:
    """Whatever gives the shape of the results. Raises ``ValueError`` where nothing can."""
    outputs = [output for output, _ in pairs]
    channel = axes.index("channel") if "channel" in axes else None
    if all(output.shape == result.shape for output, result in pairs):
        yield from _activated(Base(None, [], [], outputs), axes, channel)
        return
    if channel is None or any(result.shape[channel] != 1 for _, result in pairs):
        raise ValueError("The result has neither the shape of the network's output nor one channel of it.")
    largest = [np.argmax(output, axis=channel, keepdims=True) for output in outputs]
    words = ["Each pixel gets the number of its channel with the largest value. This becomes part of the network."]
    yield Base(LastStep("argmax", channel, 0, True), [], words, largest)
    for which in range(outputs[0].shape[channel]):
        one = [np.take(output, [which], axis=channel) for output in outputs]
        kept = f"Of the channels, number {which} (counted from 0) is kept. This becomes part of the network."
        yield from _activated(Base(LastStep("channel", channel, which, True), [], [kept], one), axes, None)
        likely = [np.take(softmax(output, output, axes, {}), [which], axis=channel) for output in outputs]
        words = ["The values of a pixel's channels become probabilities (softmax)."]
        last = LastStep("softmax_channel", channel, which, True)
        yield Base(last, [], [*words, kept], likely, outputs[0].shape[channel])


def _activated(base: Base, axes: Sequence[str], channel: Optional[int]) -> Iterator[Base]:
    """As it is, behind a sigmoid, and behind a softmax where there are several channels."""
    yield base
    floats = [values.astype(np.float32) for values in base.values]
    words = [*base.words, "Each value becomes a probability (sigmoid)."]
    yield Base(base.last, [{"id": "sigmoid", "kwargs": {}}], words, [sigmoid(one, one, axes, {}) for one in floats])
    if channel is not None and floats[0].shape[channel] > 1:
        words = [*base.words, "The values of a pixel's channels become probabilities (softmax)."]
        operation: OwnOperation = {"id": "softmax", "kwargs": {"axis": "channel"}}
        yield Base(base.last, [operation], words, [softmax(one, one, axes, {}) for one in floats])


def _found(way: Way) -> Found:
    operations = [*way.base.operations, *way.solved.operations]
    return Found(
        operations,
        [*way.base.words, *way.solved.words],
        way.solved.far.absolute,
        way.solved.far.of_range,
        way.base.last,
    )


def _same(pairs: Sequence[Tuple[Array, Array]], axes: Sequence[str]) -> Pairs:
    """Pairs for the report of what came nearest: of several channels, the first that the shape allows."""
    first = next(bases(pairs, axes))
    return pairs_of([(values, result) for values, (_, result) in zip(first.values, pairs)], axes)


def _unsure(way: Way, threshold: Threshold) -> NoChain:
    low, high = sorted(threshold.sign * bound for bound in threshold.gap)
    found = _found(way)
    return NoChain(
        f"A mask is made by a threshold between {said(low)} and {said(high)}, but no value of the network comes near "
        "enough to tell which one. Give a larger image, or say the threshold.",
        found,
        0.0,
        found.operations,
    )
