"""Statistics of an image by which it may have been scaled, those that the format's operations take."""

from __future__ import annotations

from typing import List, NamedTuple, Sequence, Tuple

import numpy as np

from ...libraries import Array
from ...own_protocol import OwnOperation
from .apply import EPS
from .numbers import said

LOWS = (0.0, 0.1, 0.2, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0)
HIGHS = (90.0, 95.0, 97.0, 98.0, 99.0, 99.5, 99.8, 99.9, 100.0)

#: Where two give the same, the one that is met more often.
USUAL = (
    (0.0, 100.0),
    (1.0, 99.8),
    (1.0, 99.0),
    (2.0, 98.0),
    (3.0, 99.8),
    (0.1, 99.9),
    (5.0, 95.0),
    (0.5, 99.5),
    (2.0, 99.8),
    (1.0, 99.9),
    (10.0, 90.0),
)


class Statistic(NamedTuple):
    """``(x - first) / second``: a percentile and the range up to another one, or mean and standard deviation."""

    kind: str
    low: float
    high: float

    def operation(self, names: Sequence[str]) -> OwnOperation:
        """As an operation over the axes ``names``, always written: without them it would be that of a data set."""
        if self.kind == "range":
            kwargs = {"axes": list(names), "min_percentile": self.low, "max_percentile": self.high, "eps": EPS}
            return {"id": "scale_range", "kwargs": kwargs}
        return {"id": "zero_mean_unit_variance", "kwargs": {"axes": list(names), "eps": EPS}}

    def words(self, each: str) -> str:
        """One sentence; ``each`` is what it is taken of: "image", "channel of the image" ..."""
        if self.kind != "range":
            return (
                f"Each {each} is scaled so that its mean becomes 0 and its standard deviation becomes 1, both of the "
                f"whole {each}."
            )
        if (self.low, self.high) == (0.0, 100.0):
            return f"Each {each} is scaled so that its smallest value becomes 0 and its largest value becomes 1."
        return (
            f"Each {each} is scaled so that its percentile {said(self.low)} becomes 0 and its percentile "
            f"{said(self.high)} becomes 1, percentiles of the whole {each}."
        )


RANGES = sorted(
    (Statistic("range", low, high) for low in LOWS for high in HIGHS),
    key=lambda one: USUAL.index((one.low, one.high)) if (one.low, one.high) in USUAL else len(USUAL),
)
STATISTICS: List[Statistic] = [Statistic("variance", 0.0, 0.0), *RANGES]


class Table(NamedTuple):
    """``first`` and ``second`` of every one of ``STATISTICS``: float64, (statistics, groups).

    In ``second`` is what the format adds to it; it is 0 where all values are the same.
    """

    first: Array
    second: Array


def table_of(image: Array, over: Tuple[int, ...], shape: Tuple[int, ...]) -> Table:
    """The statistics over the axes ``over``, for each of the groups of ``shape`` (which may be finer)."""
    percentiles = [*LOWS, *HIGHS]
    whole = image.astype(np.float64) if image.dtype.kind != "f" or image.dtype.itemsize < 4 else image
    values = np.percentile(whole, percentiles, axis=over, keepdims=True).astype(np.float64)
    mean = whole.mean(axis=over, keepdims=True, dtype=np.float64)
    deviation = whole.std(axis=over, keepdims=True, dtype=np.float64)
    low = values[[LOWS.index(one.low) for one in RANGES]]
    high = values[[len(LOWS) + HIGHS.index(one.high) for one in RANGES]]
    first = np.concatenate([mean[None], low])
    second = np.concatenate([deviation[None], high - low])
    second = np.where(second > 0, second + EPS, 0.0)
    count = len(STATISTICS)
    return Table(
        np.broadcast_to(first, (count, *shape)).reshape(count, -1),
        np.broadcast_to(second, (count, *shape)).reshape(count, -1),
    )
