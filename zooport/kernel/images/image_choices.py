"""The images that the notebook's folders hold, by their headers alone."""

from __future__ import annotations

import importlib
import os
from datetime import datetime, timezone
from typing import List, Optional, Tuple

import numpy as np

from ..errors import Problem
from ..protocol import ImageChoice
from . import images

#: The notebooks' folder variables, best source of a test first, and whether the network has not seen them.
FOLDERS: Tuple[Tuple[str, bool], ...] = (
    ("Source_QC_folder", True),
    ("testing_source", True),
    ("Data_folder", True),
    ("source_path", True),
    ("Training_source", False),
    ("training_source", False),
)

#: Images listed per folder; more could not be looked through by anybody.
MOST = 40


def choices(folder: str, variable: Optional[str], held_out: bool) -> List[ImageChoice]:
    """The images of a folder, or the one file, as ``ImageChoice``; what cannot be read as an image is left out."""
    try:
        if os.path.isfile(folder):
            return [choice(folder, variable, held_out)]
        names = sorted(entry.name for entry in os.scandir(folder) if entry.is_file())
    except (OSError, Problem):
        return []
    found = []
    for name in names:
        if not _is_image(name):
            continue
        try:
            found.append(choice(os.path.join(folder, name), variable, held_out))
        except Problem:
            continue
        if len(found) == MOST:
            break
    return found


def count(folder: str) -> int:
    """Files of a folder that look like images by their names."""
    try:
        return sum(_is_image(entry.name) for entry in os.scandir(folder))
    except OSError:
        return 0


def _is_image(name: str) -> bool:
    return name.lower().endswith(images.SUFFIXES) and not name.startswith(".")


def choice(path: str, variable: Optional[str] = None, held_out: bool = False) -> ImageChoice:
    """One ``ImageChoice``. Raises ``Problem`` ('bad-image')."""
    shape, dtype = header(path)
    return {
        "path": os.path.abspath(path),
        "name": os.path.basename(path),
        "folder": variable,
        "heldOut": held_out,
        "shape": list(shape),
        "dtype": dtype,
    }


def header(path: str) -> Tuple[Tuple[int, ...], str]:
    """Shape and dtype of the pixels; read whole only where this Python has nothing that reads headers."""
    for read in (_npy, _tiff, _pillow):
        try:
            found = read(path)
        except Exception:  # the reader below says what is wrong with the file
            continue
        if found:
            return found
    image = images.read_raw(path)
    return image.shape, str(image.dtype)


def modified(path: str) -> Optional[str]:
    """ISO 8601 time of a file, in UTC."""
    try:
        return datetime.fromtimestamp(os.path.getmtime(path), timezone.utc).isoformat(timespec="seconds")
    except OSError:
        return None


def _npy(path: str) -> Optional[Tuple[Tuple[int, ...], str]]:
    if not path.lower().endswith(".npy"):
        return None
    array = np.load(path, mmap_mode="r", allow_pickle=False)
    return array.shape, str(array.dtype.newbyteorder("="))


def _tiff(path: str) -> Optional[Tuple[Tuple[int, ...], str]]:
    if not path.lower().endswith((".tif", ".tiff")):
        return None
    with importlib.import_module("tifffile").TiffFile(path) as file:
        series = file.series[0]
        shape, axes = [int(size) for size in series.shape], str(series.axes)
        if "S" in axes and len(axes) == len(shape):
            # Colours may be stored one after the other; they are read, and so listed, behind rows and columns.
            shape.append(shape.pop(axes.index("S")))
        return tuple(shape), str(np.dtype(series.dtype).newbyteorder("="))


def _pillow(path: str) -> Optional[Tuple[Tuple[int, ...], str]]:
    if path.lower().endswith((".tif", ".tiff", ".npy")):
        return None
    with importlib.import_module("PIL.Image").open(path) as file:
        width, height = file.size
        channels = {"L": 0, "1": 0, "I;16": 0, "RGB": 3, "RGBA": 4}.get(file.mode)
        if channels is None:
            return None
        dtype = {"I;16": "uint16", "1": "bool"}.get(file.mode, "uint8")
    return ((height, width, channels) if channels else (height, width)), dtype
