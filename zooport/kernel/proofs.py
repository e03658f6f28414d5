"""Inputs that show whether a converted network is the trained one: pieces of the test image as the network takes it."""

from __future__ import annotations

from typing import Any, List, Optional, Tuple

import numpy as np

from . import crop as crops
from . import network

#: Pixels along a side of a piece, about; enough for nuclei, and quick for any network.
_SIDE = 128

Pair = Tuple[Any, Any]


def pairs(loaded: Any, test_input: Any, step: int, fixed: Optional[Tuple[int, int]]) -> List[Pair]:
    """Network inputs and outputs of two shapes, float32 (batch, y, x, channel): one oblong, one a batch of two.

    ``test_input`` is the normalised test image (1, y, x, 1); ``fixed`` the only size that the network takes, if any.
    Noise would not do: on it a network that was trained on images often gives next to nothing everywhere.
    """
    plane = test_input[0, :, :, 0]
    side = max(1, _SIDE // step) * step
    tall = _piece(plane, fixed or (side + step, side), step)
    wide = _piece(plane, fixed or (side, side + 2 * step), step)
    # The second of the batch is the first one mirrored, so that a mix-up along the batch shows.
    batches = [tall[np.newaxis], np.stack([wide, wide[::-1]])]
    inputs = [np.ascontiguousarray(batch[..., np.newaxis], np.float32) for batch in batches]
    return [(batch, network.run(loaded, batch)) for batch in inputs]


def _piece(plane: Any, size: Tuple[int, int], step: int) -> Any:
    """The part of this size that shows most; a plane that is too small is continued by its mirror images."""
    missing = [(0, max(0, wanted - present)) for wanted, present in zip(size, plane.shape)]
    large = np.pad(plane, missing, mode="symmetric")
    box = crops.suggest(large, step, fixed=size)
    assert box is not None
    return crops.cut(large, box)
