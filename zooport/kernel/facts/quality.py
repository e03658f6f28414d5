"""What the notebooks' quality control has measured, by the titles of their tables."""

from __future__ import annotations

import csv
import glob
import os
from typing import Dict, List, NamedTuple, Optional, Tuple, Union

import numpy as np

#: Names of the notebooks' tables in ``Quality Control`` (MODEL stands for the model's name).
_TABLES = ("QC_metrics_*.csv", "Quality_Control for *.csv", "*_QC_metrics.csv")

#: Key of a fact, words that the title must have, and words that it must not have.
_COLUMNS: Tuple[Tuple[str, Tuple[str, ...], Tuple[str, ...]], ...] = (
    ("iou", ("averaged iou",), ()),
    ("iou", ("intersection over union",), ()),
    ("iou", ("iou",), ("threshold", "label")),
    ("f1", ("f1",), ()),
    ("panoptic", ("panoptic",), ()),
    ("ssim", ("prediction", "ssim"), ()),
    ("ssim_input", ("ssim",), ("prediction",)),
    ("nrmse", ("prediction", "nrmse"), ()),
    ("nrmse_input", ("nrmse",), ("prediction",)),
    ("psnr", ("prediction", "psnr"), ()),
    ("psnr_input", ("psnr",), ("prediction",)),
)


class Quality(NamedTuple):
    """One column of a quality control file."""

    path: str
    #: Name of the image, number.
    rows: List[Tuple[str, float]]


class Metrics(NamedTuple):
    """One quality control file."""

    path: str
    #: A row for each image (or slice): ``name`` and the numbers by key.
    rows: List[Dict[str, Union[str, float]]]

    def means(self) -> Dict[str, float]:
        """The mean of each number over the rows that have it."""
        keys = [key for key, _, _ in _COLUMNS if any(key in row for row in self.rows)]
        return {key: float(np.mean([row[key] for row in self.rows if key in row])) for key in dict.fromkeys(keys)}


def column(folder: Optional[str], word: str) -> Optional[Quality]:
    """The column of ``Quality Control/QC_metrics_*.csv`` whose title first holds ``word``."""
    for path in _tables(folder)[:20]:
        rows = _column(path, word)
        if rows:
            return Quality(path, rows)
    return None


def metrics(folder: Optional[str]) -> Optional[Metrics]:
    """Everything that is measured in the first of the tables that says something."""
    for path in _tables(folder):
        lines = _lines(path)
        if len(lines) < 2:
            continue
        places = _places([title.lower() for title in lines[0]])
        rows = [row for row in (_row(lines[0], line, places) for line in lines[1:]) if len(row) > 1]
        if rows:
            return Metrics(path, rows)
    return None


def _tables(folder: Optional[str]) -> List[str]:
    if folder is None:
        return []
    inside = os.path.join(glob.escape(folder), "Quality Control")
    return [path for pattern in _TABLES for path in sorted(glob.glob(os.path.join(inside, pattern)))]


def _places(titles: List[str]) -> Dict[str, int]:
    """Index of the column of each key; the more telling titles come first in the list of columns."""
    found: Dict[str, int] = {}
    for key, having, lacking in _COLUMNS:
        for index, title in enumerate(titles):
            fits = all(word in title for word in having) and not any(word in title for word in lacking)
            if fits and index not in found.values():
                found.setdefault(key, index)
    return found


def _row(titles: List[str], line: List[str], places: Dict[str, int]) -> Dict[str, Union[str, float]]:
    name = line[0]
    if len(titles) > 1 and titles[1].lower().startswith("slice") and len(line) > 1:
        name = f"{name}, slice {line[1]}"
    row: Dict[str, Union[str, float]] = {"name": name}
    for key, index in places.items():
        try:
            value = float(line[index])
        except (IndexError, ValueError):
            continue
        if np.isfinite(value):
            row[key] = value
    return row


def _lines(path: str) -> List[List[str]]:
    try:
        with open(path, newline="", encoding="utf-8", errors="replace") as file:
            return [line for line in csv.reader(file) if line]
    except (OSError, csv.Error):
        return []


def _column(path: str, word: str) -> List[Tuple[str, float]]:
    rows = _lines(path)
    try:
        # "IoU-optimised threshold" has both words: the first title with the word is meant.
        index = next(i for i, title in enumerate(rows[0]) if word in title.lower())
        return [(row[0], float(row[index])) for row in rows[1:] if len(row) > index and row[index].strip()]
    except (StopIteration, IndexError, ValueError):
        return []
