"""Results that were cut to whole numbers, as images of 8 and 16 bits are."""

from __future__ import annotations

from typing import Iterator, List, Optional, Tuple

import numpy as np

from ...own_protocol import OwnOperation
from .chains import Ends, listed
from .cut import Cut
from .numbers import digits, said
from .pairs import Pairs, distance
from .solve import Solved

GAINS = (1.0, 255.0, 65535.0, 100.0, 10.0, 1000.0)
LARGEST = {"uint8": 255.0, "uint16": 65535.0}


def whole_of(ready: Pairs, ends: Ends) -> Optional[Solved]:
    """Scaled, cut off where it must be, then cut to the whole numbers that were caught; None where that is not so."""
    if not all(bool((one == np.trunc(one)).all()) for one in ready.caught):
        return None
    if all(bool((one == np.trunc(one)).all()) for one in ready.given):
        return None
    dtype = "int32" if ends.last[0]["kwargs"]["dtype"] in ("float32", "float64") else None
    end: List[OwnOperation] = [{"id": "ensure_dtype", "kwargs": {"dtype": dtype}}] if dtype else []
    first, wanted = ready.given[0].reshape(-1)[:4096].astype(np.float64), ready.caught[0].reshape(-1)[:4096]
    for gain, offset in ((gain, offset) for offset in (0.0, 0.5) for gain in GAINS):
        near = np.abs(np.clip(first * gain + offset, wanted.min(), wanted.max() + 1) - wanted) <= 1 + 1e-3
        if not near.all():
            continue
        for steps in _steps(gain, offset, str(ends.last[0]["kwargs"]["dtype"])):
            operations = listed([*[operation for operation, _ in steps], *end], ends)
            far = distance(operations, ready)
            if far.holds:
                words = [words for _, words in steps] + ["Values are cut to whole numbers."]
                return Solved(operations, words, far, len(words), digits(gain) + digits(offset))
    return None


def _steps(gain: float, offset: float, dtype: str) -> Iterator[List[Tuple[OwnOperation, str]]]:
    scale: OwnOperation = {"id": "scale_linear", "kwargs": {"gain": gain, "offset": offset}}
    plus = f" and {said(offset)} is added" if offset else ""
    steps = [] if (gain, offset) == (1.0, 0.0) else [(scale, f"Each value is multiplied by {said(gain)}{plus}.")]
    yield steps
    for high in (LARGEST.get(dtype, gain), gain):
        cut = Cut(len(steps), 0.0, high)
        yield [*steps, (cut.operation(), cut.words())]
