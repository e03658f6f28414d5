"""The size of a pixel, where the image file says it."""

from __future__ import annotations

import importlib
import re
from typing import Dict, Optional, Tuple, Union

from ..libraries import Library

#: Units as Fiji and OME write them, to the model description's own words.
_UNITS = {
    "micron": "micrometer",
    "microns": "micrometer",
    "um": "micrometer",
    "\u00b5m": "micrometer",
    "\u03bcm": "micrometer",
    "\\u00b5m": "micrometer",
    "micrometer": "micrometer",
    "nm": "nanometer",
    "nanometer": "nanometer",
    "mm": "millimeter",
}


def size(path: str) -> Optional[Dict[str, Dict[str, Union[float, str]]]]:
    """``{"y": {"value", "unit"}, "x": {…}}`` of a TIFF; None where it does not say, or this Python cannot read it.

    A resolution per inch is left out: it is a printer's, not a microscope's.
    """
    if not path.lower().endswith((".tif", ".tiff")):
        return None
    try:
        with importlib.import_module("tifffile").TiffFile(path) as file:
            found = _from_ome(file.ome_metadata) if file.is_ome else _from_imagej(file)
    except Exception:  # no tifffile, or tags that are no numbers
        return None
    if found is None or found[2] is None or not (found[0] > 0 and found[1] > 0):
        return None
    return {"y": {"value": found[0], "unit": found[2]}, "x": {"value": found[1], "unit": found[2]}}


def _from_imagej(file: Library) -> Optional[Tuple[float, float, Optional[str]]]:
    unit = _UNITS.get(str((file.imagej_metadata or {}).get("unit", "")).strip().lower())
    tags = file.pages[0].tags
    (rows, per_rows), (columns, per_columns) = (tags[f"{axis}Resolution"].value for axis in "YX")
    return (per_rows / rows, per_columns / columns, unit) if rows and columns else None


def _from_ome(text: str) -> Optional[Tuple[float, float, Optional[str]]]:
    attributes = dict(re.findall(r'(PhysicalSize[XY](?:Unit)?)="([^"]*)"', text))
    if "PhysicalSizeX" not in attributes or "PhysicalSizeY" not in attributes:
        return None
    # The unit's default is the micrometre (OME schema, PhysicalSizeXUnit).
    unit = _UNITS.get(attributes.get("PhysicalSizeXUnit", "um").lower())
    return float(attributes["PhysicalSizeY"]), float(attributes["PhysicalSizeX"]), unit
