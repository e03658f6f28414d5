"""The threshold on 0..255 that a notebook's quality control has found best."""

from __future__ import annotations

import os
from typing import Optional

import numpy as np

from . import live, quality
from .facts import Fact, fact


def of(folder: Optional[str], variable: str, usual: Fact, asked: Optional[float] = None) -> Fact:
    """Asked for, else from the kernel's ``variable``, the table of quality control, or the notebook's ``usual`` one."""
    known = found(folder, variable) or usual
    # A value that is only handed back keeps where it came from.
    return known if asked is None or asked == known["value"] else fact(asked, "user", "threshold")


def found(folder: Optional[str], variable: str) -> Optional[Fact]:
    """What quality control has found, in the kernel or on disk; None where it was not run."""
    value = live.simple(variable)
    if isinstance(value, (int, float)) and _is_kernels(folder):
        return fact(float(value), "kernel", variable)
    column = quality.column(folder, "threshold")
    if column:
        return fact(float(np.mean([level for _, level in column.rows])), "disk", column.path)
    return None


def _is_kernels(folder: Optional[str]) -> bool:
    """Whether quality control in the kernel was about this folder; it may have been about another model."""
    name = live.text("QC_model_name") or live.text("qc_model_name")
    return folder is None or name is None or os.path.basename(os.path.normpath(folder)) == name
