"""What every framework's forms have in common: when two results are the same."""

from __future__ import annotations

from typing import Sequence

import numpy as np

from ...libraries import Array
from .. import care


def same(ours: Sequence[Array], theirs: Sequence[Array], part: float) -> bool:
    """Whether two results are the same up to ``part`` of the largest value; of whole numbers one in a thousand may
    differ, since the larger of two equal values is nobody's."""
    if len(ours) != len(theirs):
        return False
    for one, other in zip(ours, theirs):
        if one.shape != other.shape:
            return False
        if not np.issubdtype(other.dtype, np.floating):
            if other.size and float(np.mean(one != other)) > 1e-3:
                return False
        elif care.difference(one, other) > part:
            return False
    return True
