"""Operations that the researcher says by hand."""

from __future__ import annotations

from typing import List, Sequence, Tuple

import numpy as np

from ..libraries import Array
from ..own_protocol import OwnOperation
from .chain.apply import apply
from .chain.found import Found, NoChain


def held(said: List[OwnOperation], pairs: Sequence[Tuple[Array, Array]], axes: Sequence[str], same: float) -> Found:
    """The operations held against what was seen. Raises ``NoChain`` where they give something else.

    ``same``: the largest difference that is allowed, of the range of what was seen.
    """
    worst = spread = 0.0
    for given, seen in pairs:
        made = apply(said, given, axes)
        if made.shape != seen.shape:
            raise NoChain("The operations that you said give another shape.")
        worst = max(worst, float(np.abs(made.astype(np.float64) - seen.astype(np.float64)).max()))
        spread = max(spread, float(seen.max()) - float(seen.min()))
    of_range = worst / spread if spread > 0 else worst
    words = [f"{one['id']}, as you said." for one in said]
    found = Found(said, words, worst, of_range, None)
    if of_range > same:
        raise NoChain("The operations that you said give something else than your function.", found, of_range)
    return found
