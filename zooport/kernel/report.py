"""The notebook's training report: the only durable record of which network it was."""

from __future__ import annotations

import os
import re
import zlib
from typing import Optional, Tuple

from . import names

_SUFFIX = "_training_report.pdf"
_MOST_BYTES = 16 << 20

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_TEXT = re.compile(rb"\(((?:\\.|[^\\()])*)\)\s*Tj", re.DOTALL)
_TITLE = re.compile(r"Training report for (.+?) model \(")


def network(folder: str) -> Optional[Tuple[str, str]]:
    """The network that ``<model>_training_report.pdf`` names, by the notebook's own string, and where that was read."""
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if name.endswith(_SUFFIX) and os.path.getsize(path) <= _MOST_BYTES:
            title = _TITLE.search(text(path))
            known = names.find(title.group(1)) if title else None
            if known:
                return known, f"{name} says so"
    return None


def text(path: str) -> str:
    """The text of a simple PDF, line after line: the reports use the core fonts, whose text stands there as it is."""
    with open(path, "rb") as file:
        content = file.read()
    lines = []
    for stream in _STREAM.findall(content):
        try:
            page = zlib.decompress(stream)
        except zlib.error:
            page = stream
        lines += [re.sub(rb"\\(.)", rb"\1", line).decode("latin-1") for line in _TEXT.findall(page)]
    return " ".join(lines)
