"""What happens to an image before the network, as operations of the format."""

from __future__ import annotations

from typing import Sequence, Tuple

import numpy as np

from ...libraries import Array
from .chains import FLOAT, Ends
from .found import Found
from .pairs import pairs_of
from .solve import solve
from .why import BEFORE, no_chain


def before(pairs: Sequence[Tuple[Array, Array]], axes: Sequence[str]) -> Found:
    """The simplest chain of operations by which every image became what the network was given.

    ``pairs``: for each image or crop that was tried, the image in the layout of the network's input (with the batch
    axis, in its own dtype) and what the network was given, of the same shape; ``axes``: ids of the layout. Raises
    ``NoChain`` where no chain gives all of them to 1e-5 of the range, or where they do not tell two chains apart.
    """
    ready = pairs_of(pairs, axes)
    ends = Ends([FLOAT], [FLOAT], [FLOAT] if ready.given[0].dtype != np.float32 else [])
    solved = solve(ready, ends)
    if solved is None:
        raise no_chain(ready, ends, BEFORE)
    return Found(solved.operations, solved.words, solved.far.absolute, solved.far.of_range)
