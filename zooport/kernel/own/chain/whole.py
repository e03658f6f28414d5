"""Results that were cut to whole numbers, as images of 8 and 16 bits are."""

from __future__ import annotations

from typing import Iterator, List, Optional, Tuple

import numpy as np

from ...own_protocol import OwnOperation
from .apply import apply
from .chains import Ends, listed
from .cut import Cut
from .numbers import digits, said
from .pairs import Distance, Pairs
from .solve import Solved

GAINS = (1.0, 255.0, 65535.0, 100.0, 10.0, 1000.0)
LARGEST = {"uint8": 255.0, "uint16": 65535.0}


def whole_of(ready: Pairs, ends: Ends) -> Optional[Solved]:
    """Scaled, cut off where it must be, then cut to the whole numbers that were caught; None where that is not so.

    What counts is the distance before the last cut: where a value is a whole number but for rounding, two programs
    that compute with the same numbers come out one apart.
    """
    if not all(bool((one == np.trunc(one)).all()) for one in ready.caught):
        return None
    if all(bool((one == np.trunc(one)).all()) for one in ready.given):
        return None
    dtype = str(ends.last[0]["kwargs"]["dtype"])
    cut: OwnOperation = {"id": "ensure_dtype", "kwargs": {"dtype": "int32" if dtype.startswith("float") else dtype}}
    first, wanted = ready.given[0].reshape(-1)[:4096].astype(np.float64), ready.caught[0].reshape(-1)[:4096]
    for gain, offset in ((gain, offset) for offset in (0.0, 0.5) for gain in GAINS):
        near = np.abs(np.clip(first * gain + offset, wanted.min(), wanted.max() + 1) - wanted) <= 1 + 1e-3
        if not near.all():
            continue
        for steps in _steps(gain, offset, dtype):
            operations = [operation for operation, _ in steps]
            far = _before_the_cut(operations, ready)
            if far.holds:
                words = [words for _, words in steps] + ["Values are cut to whole numbers."]
                return Solved(listed([*operations, cut], ends), words, far, len(words), digits(gain) + digits(offset))
    return None


def _before_the_cut(operations: List[OwnOperation], ready: Pairs) -> Distance:
    """How far the values before the cut are from any that would have given the whole numbers."""
    absolute = of_range = tolerances = 0.0
    for values, wanted, tolerance in zip(ready.given, ready.caught, ready.tolerances):
        got = apply(operations, values, ready.axes).astype(np.float64)
        toward = np.where(wanted > 0, wanted, wanted - 1)
        above = np.where(wanted >= 0, wanted + 1, wanted)
        off = float(np.maximum(np.where(wanted == 0, -1, toward) - got, got - above).max())
        off = max(off, 0.0) if np.isfinite(off) else float("inf")
        absolute = max(absolute, off)
        of_range = max(of_range, off / (float(wanted.max() - wanted.min()) or 1.0))
        tolerances = max(tolerances, off / tolerance)
    return Distance(absolute, of_range, tolerances)


def _steps(gain: float, offset: float, dtype: str) -> Iterator[List[Tuple[OwnOperation, str]]]:
    scale: OwnOperation = {"id": "scale_linear", "kwargs": {"gain": gain, "offset": offset}}
    plus = f" and {said(offset)} is added" if offset else ""
    steps = [] if (gain, offset) == (1.0, 0.0) else [(scale, f"Each value is multiplied by {said(gain)}{plus}.")]
    yield steps
    for high in (LARGEST.get(dtype, gain), gain):
        cut = Cut(len(steps), 0.0, high)
        yield [*steps, (cut.operation(), cut.words())]
