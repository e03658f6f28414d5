"""What a network might have given: other values in place of its own, which show what is done with each of them.

On an image a network often gives next to nothing but noughts and ones: then no value lies near the threshold that is
used behind it, and none where something is cut off.
"""

from __future__ import annotations

from typing import Callable, List, Optional, Sequence, Tuple

import numpy as np

from ...libraries import Array

#: What is given in place of the output with this number, of the same shape and dtype.
Pose = Callable[[int, Array], Array]

#: So much of the range of what the network gave, it may give beyond it.
BEYOND = 0.5

#: Spread of the half of the values that lie around 0, where sigmoid and softmax have their slope, and of the other half
#: of the second output, so that no two thresholds are taken for one another.
SLOPE, CLOSE = 2.5, 0.4

#: Probabilities of a pixel's channels come to 1 but for this.
SUM = 1e-4


def poses(outputs: Sequence[Sequence[Array]], count: int = 2) -> List[Pose]:
    """Ways to stand in for a network that gave these, for each output what it gave in every run."""
    natures = [(_ends(several), _sums(several)) for several in outputs]

    def way(seed: int) -> Pose:
        def pose(number: int, real: Array) -> Array:
            if real.dtype.kind != "f" or number >= len(natures):
                return real
            random = np.random.default_rng([seed, number])
            (low, high), axis = natures[number]
            if axis is not None:
                grown = np.exp(random.logistic(0, SLOPE, real.shape))
                return (grown / grown.sum(axis=axis, keepdims=True)).astype(real.dtype)
            wide = random.uniform(low, high, real.shape)
            if seed % 2 and low < 0 < high:
                wide = np.clip(random.logistic(0, CLOSE, real.shape), low, high)
            near = np.clip(random.logistic(0, SLOPE, real.shape), low, high)
            among = low < 0 < high and (low, high) != (-1.0, 1.0)
            return np.where(random.random(real.shape) < (0.5 if among else 0), near, wide).astype(real.dtype)

        return pose

    return [way(seed) for seed in range(count)]


def _ends(several: Sequence[Array]) -> Tuple[float, float]:
    """Those of probabilities, of a tanh, or of values that are never negative, where it looks like one; else wider."""
    low, high = min(float(one.min()) for one in several), max(float(one.max()) for one in several)
    if low >= 0 and high <= 1:
        return 0.0, 1.0
    if low >= -1 and high <= 1:
        return -1.0, 1.0
    beyond = BEYOND * (high - low)
    return (0.0 if low >= 0 else low - beyond), high + beyond


def _sums(several: Sequence[Array]) -> Optional[int]:
    for axis in range(several[0].ndim):
        if several[0].shape[axis] > 1 and all(bool((np.abs(one.sum(axis=axis) - 1) < SUM).all()) for one in several):
            return axis
    return None
