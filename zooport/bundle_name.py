"""The name of the file that an export writes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zooport.export_request import Order

SUFFIX = ".bioimageio.zip"


def file_name(made: object, order: Order) -> str:
    """The caller's own name to the letter, else the exporter's; never one that leads elsewhere."""
    name = os.path.basename(str(order.get("fileName") or made))
    return name if name.lower().endswith(".zip") else f"model{SUFFIX}"
