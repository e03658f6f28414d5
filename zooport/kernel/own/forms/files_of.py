"""What every framework's forms have in common: files for the protocol, and results that are the same."""

from __future__ import annotations

from typing import Sequence

import numpy as np

from ...libraries import Array
from ...own_protocol import OwnFile, OwnRole
from ...transport import folders
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


def file_of(path: str, role: OwnRole) -> OwnFile:
    """A finished file for the protocol."""
    told = folders.described(path, "weights")
    return {"role": role, "path": path, "name": told["name"], "size": told["size"], "sha256": told["sha256"]}
