"""The name of the file that an export writes."""

from __future__ import annotations

import os
from typing import Any, Mapping

SUFFIX = ".bioimageio.zip"


def file_name(made: object, order: Mapping[str, Any]) -> str:
    """The caller's own name to the letter, else the exporter's; never one that leads elsewhere."""
    name = os.path.basename(str(order.get("fileName") or made))
    return name if name.lower().endswith(".zip") else f"model{SUFFIX}"
