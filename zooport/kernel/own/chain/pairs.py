"""What was caught, made ready to be held against chains."""

from __future__ import annotations

from typing import List, NamedTuple, Optional, Sequence, Tuple

import numpy as np

from ...libraries import Array
from ...own_protocol import OwnOperation
from .apply import apply
from .found import TOLERANCE, NoChain
from .line import tolerance_of


class Pairs(NamedTuple):
    """Images as given and what became of them, with the ids of their axes."""

    given: List[Array]
    caught: List[Array]
    axes: Tuple[str, ...]
    #: How far a value may be off, for each pair.
    tolerances: List[float]

    @property
    def channel(self) -> Optional[int]:
        """Where the channel axis is, if there is more than one channel."""
        if "channel" not in self.axes:
            return None
        index = self.axes.index("channel")
        return index if all(image.shape[index] > 1 for image in self.given) else None

    @property
    def range(self) -> float:
        """Largest minus smallest value caught, of the pair that has the smallest."""
        spans = [float(one.max()) - float(one.min()) for one in self.caught]
        return min((span for span in spans if span > 0), default=0.0)


class Distance(NamedTuple):
    """How far a chain is from what was caught: largest difference, as part of the range, in tolerances."""

    absolute: float
    of_range: float
    tolerances: float

    @property
    def holds(self) -> bool:
        return self.tolerances <= 1.0


def pairs_of(pairs: Sequence[Tuple[Array, Array]], axes: Sequence[str]) -> Pairs:
    """Raises ``ValueError`` for pairs whose shapes do not fit the axes or one another, ``NoChain`` for NaN in them."""
    if not pairs:
        raise ValueError("A chain is found on one pair of arrays at least.")
    for image, caught in pairs:
        if image.ndim != len(axes) or image.shape != caught.shape:
            raise ValueError(
                f"Arrays of shape {image.shape} and {caught.shape} are no pair with axes {', '.join(axes)}."
            )
    if not all(bool(np.isfinite(one).all()) for pair in pairs for one in pair):
        raise NoChain(
            "There are values that are no finite numbers (NaN or infinity) in the image, in what the network was given "
            "or in the result: nothing can be told of them. Give an image without such values."
        )
    wide = [np.ascontiguousarray(caught, dtype=np.float64) for _, caught in pairs]
    tolerances = [tolerance_of(one, TOLERANCE) for one in wide]
    # A crop in which everything became the same is held to what the others are held to.
    largest = max(tolerances)
    flat = [float(one.max()) == float(one.min()) for one in wide]
    tolerances = [largest if is_flat else own for is_flat, own in zip(flat, tolerances)]
    return Pairs([image for image, _ in pairs], wide, tuple(axes), tolerances)


def distance(operations: Sequence[OwnOperation], pairs: Pairs) -> Distance:
    """Holds a chain against all values of all pairs."""
    absolute = of_range = tolerances = 0.0
    for image, caught, tolerance in zip(pairs.given, pairs.caught, pairs.tolerances):
        with np.errstate(all="ignore"):
            off = float(np.abs(apply(operations, image, pairs.axes).astype(np.float64) - caught).max())
        off = off if np.isfinite(off) else float("inf")
        absolute = max(absolute, off)
        span = float(caught.max()) - float(caught.min()) or pairs.range
        of_range = max(of_range, off / span if span else (0.0 if off == 0 else float("inf")))
        tolerances = max(tolerances, off / tolerance if tolerance else (0.0 if off == 0 else float("inf")))
    return Distance(absolute, of_range, tolerances)


def levels_of(axes: Sequence[str], shape: Sequence[int]) -> List[Tuple[int, ...]]:
    """Over which axes statistics may go, as positions: of the whole image, each channel, each plane or time."""
    batch = [index for index, axis in enumerate(axes) if axis == "batch"]
    others = [index for index in range(len(axes)) if index not in batch]
    kept: List[Tuple[str, ...]] = [(), ("channel",), ("z",), ("time",), ("channel", "z"), ("channel", "time")]
    levels: List[Tuple[int, ...]] = []
    for names in kept:
        if all(name in axes and shape[axes.index(name)] > 1 for name in names):
            over = tuple(index for index in others if axes[index] not in names)
            if over and over not in levels:
                levels.append(over)
    return levels


def each_of(axes: Sequence[str], over: Sequence[int]) -> str:
    """What a statistic over these axes is taken of, in a sentence."""
    kept = [axis for index, axis in enumerate(axes) if index not in over and axis != "batch"]
    names = {"channel": "channel", "z": "plane", "time": "time point"}
    if not kept:
        return "image"
    return f"{' and '.join(names.get(axis, axis) for axis in kept)} of the image"
