"""The recipe's parameters, each with where it came from, and whether the notebook's own function agrees with them."""

from __future__ import annotations

import csv
import glob
import os
from typing import Any, Dict, List, NamedTuple, Optional, Tuple

import numpy as np

from . import live
from .facts import Fact, fact
from .problem import Problem
from .recipes import unet_2d

#: Of the output's range; numexpr and another order of additions stay below it.
TOLERANCE = 1e-5

_NORMALISE = "normalizePercentile"
_PREDICT = "predict_as_tiles"


def normalisation() -> Dict[str, Fact]:
    """pmin, pmax, eps and clip: the defaults of the notebook's own function where the kernel has it."""
    found: Dict[str, Fact] = {}
    for key in ("pmin", "pmax", "eps", "clip"):
        value = live.default_of(_NORMALISE, key)
        if isinstance(value, (bool, int, float)):
            number = bool(value) if key == "clip" else float(value)
            found[key] = fact(number, "kernel", f"{_NORMALISE}({key})")
        else:
            found[key] = fact(unet_2d.DEFAULTS[key], "catalogue", "U-Net (2D) notebook 2.2.1")
    return found


def threshold(folder: Optional[str], asked: Optional[float] = None) -> Fact:
    """T on the notebook's scale of 0..255: asked for, from quality control, or the form's default."""
    known = _known_threshold(folder)
    # A value that is only handed back keeps where it came from.
    return known if asked is None or asked == known["value"] else fact(asked, "user", "threshold")


def _known_threshold(folder: Optional[str]) -> Fact:
    value = live.simple("average_best_threshold")
    if isinstance(value, (int, float)) and _is_kernels(folder):
        return fact(float(value), "kernel", "average_best_threshold")
    column = quality(folder, "threshold")
    if column:
        return fact(float(np.mean([level for _, level in column.rows])), "disk", column.path)
    return fact(
        unet_2d.DEFAULTS["threshold"], "catalogue", "section 6.2 of the U-Net (2D) notebook: the form's default"
    )


class Quality(NamedTuple):
    """One column of a quality control file."""

    path: str
    #: Name of the image, number.
    rows: List[Tuple[str, float]]


def quality(folder: Optional[str], word: str) -> Optional[Quality]:
    """The column of ``Quality Control/QC_metrics_*.csv`` whose title first holds ``word``."""
    if folder is None:
        return None
    for path in sorted(glob.glob(os.path.join(glob.escape(folder), "Quality Control", "QC_metrics_*.csv"))):
        rows = _column(path, word)
        if rows:
            return Quality(path, rows)
    return None


class Agreement(NamedTuple):
    """The notebook's own prediction beside ours, or why there is none."""

    max_absolute: Optional[float]
    note: Optional[str]


def agreement(path: str, image: Any, tile: Tuple[int, int], parameters: Dict[str, Any], run: unet_2d.Run) -> Agreement:
    """Runs the notebook's ``predict_as_tiles`` on the image file and our recipe on the same pixels.

    Raises ``Problem`` ('recipe-disagrees') where they differ by more than 1e-5 of the range.
    """
    function = live.function(_PREDICT)
    if function is None:
        return Agreement(None, None)
    try:
        theirs = np.asarray(function(path, _Tiled(run, tile)), np.float64).squeeze()
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"[:200]
        return Agreement(
            None, f"The notebook's own {_PREDICT} could not be run for comparison ({reason}); the recipe is used alone."
        )
    ours = unet_2d.in_tiles(image, tile, parameters, run)
    if theirs.shape != ours.shape:
        raise _disagree(f"it gives {theirs.shape} pixels, the recipe {ours.shape}", function=_PREDICT)
    span = float(max(ours.max() - ours.min(), theirs.max() - theirs.min(), 1e-12))
    worst = float(np.abs(theirs - ours).max())
    if not worst <= TOLERANCE * span:
        raise _disagree(
            f"the largest difference is {worst:.3g} in a range of {span:.3g}",
            function=_PREDICT,
            maxAbsolute=worst,
            range=span,
        )
    return Agreement(worst, None)


class _Tiled:
    """The network as the notebook's function expects it: with a fixed input shape, and silent."""

    def __init__(self, run: unet_2d.Run, tile: Tuple[int, int]) -> None:
        self._run = run
        self.input_shape = (None, tile[0], tile[1], 1)

    def predict(self, batch: Any, **_options: Any) -> Any:
        """float32 (batch, y, x, 1)."""
        return self._run(batch)


def _disagree(numbers: str, **data: Any) -> Problem:
    return Problem(
        "recipe-disagrees",
        f"The notebook's own {_PREDICT} and Zooport's recipe for U-Net (2D) do not give the same on this image: "
        f"{numbers}. If the notebook's prediction was changed, restart the kernel and export from the model "
        "folder to use the recipe of the original notebook.",
        **data,
    )


def _is_kernels(folder: Optional[str]) -> bool:
    """Whether quality control in the kernel was about this folder; it may have been about another model."""
    name = live.text("QC_model_name")
    return folder is None or name is None or os.path.basename(os.path.normpath(folder)) == name


def _column(path: str, word: str) -> List[Tuple[str, float]]:
    try:
        with open(path, newline="", encoding="utf-8", errors="replace") as file:
            rows = list(csv.reader(file))
        # "IoU-optimised threshold" has both words: the first title with the word is meant.
        index = next(i for i, title in enumerate(rows[0]) if word in title.lower())
        return [(row[0], float(row[index])) for row in rows[1:] if len(row) > index and row[index].strip()]
    except (OSError, StopIteration, IndexError, ValueError):
        return []
