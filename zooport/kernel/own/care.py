"""What must be true of any network before it is written: numbers that are numbers, and the same ones twice."""

from __future__ import annotations

from typing import List, Sequence, Tuple

import numpy as np

from ..errors import Problem
from ..libraries import Array
from .network import OwnNetwork

Outputs = List[Tuple[str, Array]]

#: Difference that two computations of the same may have, of the largest value.
SAME = 1e-5


def steady(network: OwnNetwork, inputs: Sequence[Array]) -> Outputs:
    """Outputs of a network. Raises ``Problem`` where they are no numbers, or others each time."""
    first = network.run(inputs)
    for name, values in first:
        if np.issubdtype(values.dtype, np.floating) and not np.isfinite(values).all():
            raise Problem(
                "bad-model",
                f'The network gives values that are not numbers (NaN or infinite) in its output "{name}": its training '
                "has failed, or the image is not scaled as in training. Train again with a smaller learning rate, or "
                "give the function that you predict with.",
            )
    again = network.run(inputs)
    worst = apart(first, again)
    if worst > SAME:
        raise Problem(
            "bad-model",
            "The network gives another result each time for the same image, although its random layers were switched "
            "off: something in its code draws random numbers (dropout that is always on, noise). Switch it off for "
            "evaluation (use self.training), and export again.",
        )
    return first


def apart(ours: Sequence[Tuple[str, Array]], theirs: Sequence[Tuple[str, Array]]) -> float:
    """Largest difference of two results, of the largest value; infinite where names or shapes differ."""
    if [name for name, _ in ours] != [name for name, _ in theirs]:
        return float("inf")
    return max((difference(one, other) for (_, one), (_, other) in zip(ours, theirs)), default=0.0)


def difference(ours: Array, theirs: Array) -> float:
    """Largest difference of two arrays, of the largest value; infinite where their shapes differ."""
    if ours.shape != theirs.shape:
        return float("inf")
    if not ours.size:
        return 0.0
    one, other = np.asarray(ours, np.float64), np.asarray(theirs, np.float64)
    if not np.isfinite(one).all() or not np.isfinite(other).all():
        return 0.0 if np.array_equal(one, other, equal_nan=True) else float("inf")
    return float(np.abs(one - other).max()) / max(float(np.abs(other).max()), 1e-12)
