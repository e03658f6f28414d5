"""The threshold on 0..255 that a notebook's quality control has found best."""

from __future__ import annotations

import os
from typing import Optional

import numpy as np

from ..find import namespace, places
from . import quality
from .fact import Fact, fact


def of(folder: Optional[str], variable: str, usual: Fact, asked: Optional[float] = None) -> Fact:
    """Asked for, else from the kernel's ``variable``, the table of quality control, or the notebook's ``usual`` one."""
    known = found(folder, variable) or usual
    # A value that is only handed back keeps where it came from.
    return known if asked is None or asked == known["value"] else fact(asked, "user", "threshold")


def found(folder: Optional[str], variable: str) -> Optional[Fact]:
    """What quality control has found, in the kernel or on disk; None where it was not run."""
    value = namespace.simple(variable)
    if isinstance(value, (int, float)) and _is_kernels(folder):
        return fact(float(value), "kernel", variable)
    column = quality.column(folder, "threshold")
    if column:
        return fact(float(np.mean([level for _, level in column.rows])), "disk", column.path)
    return None


def _is_kernels(folder: Optional[str]) -> bool:
    """Whether quality control in the kernel was about this folder; it may have been about another model.

    By the folders that the kernel names for quality control, else for training.
    """
    named = [one for one in places.model_places({"params": {}}) if one.origin == "kernel"]
    checked = [one for one in named if "qc" in one.where.lower()] or named
    if folder is None or not checked:
        return folder is None
    return any(os.path.realpath(one.folder) == os.path.realpath(folder) for one in checked)
