"""Operations that the researcher says by hand."""

from __future__ import annotations

from typing import List, Optional, Sequence, Tuple

import numpy as np

from ..errors import Problem
from ..libraries import Array
from ..own_protocol import OwnOperation
from .chain.apply import apply
from .chain.found import Found, NoChain


def of(
    said: Optional[Sequence[Sequence[OwnOperation]]], at: int, count: int, name: str
) -> Optional[List[OwnOperation]]:
    """What was said for one of ``count`` inputs or outputs; None where nothing was.

    Raises ``Problem`` where operations were said for another number of them.
    """
    if said is None:
        return None
    if len(said) != count:
        raise Problem(
            "no-chain",
            f"{name}= has operations for {len(said)}, and there are {count}. Give a list of lists, one for each: "
            f"{name}=[[...], [...]].",
        )
    return list(said[at])


def applied(said: Sequence[OwnOperation], values: Array, axes: Sequence[str]) -> Array:
    """What the operations make of the values. Raises ``Problem`` for one that is not known, or says what cannot be."""
    try:
        return apply(said, values, axes)
    except ValueError as error:
        raise Problem("no-chain", f"The operations that you said cannot be carried out. {error}") from error


def held(said: List[OwnOperation], pairs: Sequence[Tuple[Array, Array]], axes: Sequence[str], same: float) -> Found:
    """The operations held against what was seen. Raises ``NoChain`` where they give something else.

    ``same``: the largest difference that is allowed, of the range of what was seen.
    """
    worst = spread = 0.0
    for given, seen in pairs:
        made = applied(said, given, axes)
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
