"""The only table of parameters that a notebook of this kind leaves behind: ``params.csv``, a name and a value a row."""

from __future__ import annotations

import csv
import math
import os
from typing import Dict, List, NamedTuple, Optional, Union

NAME = "params.csv"


class Written(NamedTuple):
    """The table; empty where there is none."""

    path: str
    values: Dict[str, str]


def read(folder: Optional[str]) -> Written:
    """The table of a model folder. The first row is a title (pandas' own), values are texts."""
    path = os.path.join(folder, NAME) if folder else ""
    try:
        with open(path, newline="", encoding="utf-8", errors="replace") as file:
            rows = [row for row in csv.reader(file) if len(row) == 2]
    except (OSError, csv.Error):
        rows = []
    return Written(path, {name: value for name, value in rows if name})


def number(written: Written, name: str) -> Optional[float]:
    """A number, None where there is none."""
    try:
        value = float(written.values.get(name, ""))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def numbers(written: Written, name: str) -> Optional[List[int]]:
    """Whole numbers written as a tuple: "(256, 256, 8, 1)"."""
    text = written.values.get(name, "").strip("()[] ")
    try:
        return [int(part) for part in text.split(",") if part.strip()] or None
    except ValueError:
        return None


def scaling(written: Written) -> Optional[int]:
    """By how much y and x are made smaller: ``downscaling``, plus the ratio of patch sizes where the form had one."""
    factor = number(written, "downscaling")
    patch, shape = numbers(written, "true_patch_size"), numbers(written, "training_shape")
    total = (factor or 0.0) + (patch[0] / shape[0] if patch and shape and shape[0] else 0.0)
    return max(1, int(total)) if total else None


def texts(written: Written) -> Dict[str, Union[str, float]]:
    """Everything that is written there, numbers as numbers."""
    found: Dict[str, Union[str, float]] = {}
    for name, value in written.values.items():
        as_number = number(written, name)
        found[name] = value if as_number is None else as_number
    return found
