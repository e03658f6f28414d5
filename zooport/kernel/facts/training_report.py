"""The notebook's training report: the only durable record of which network it was, and how it was trained."""

from __future__ import annotations

import filecmp
import os
import re
import zlib
from typing import Callable, Dict, Iterator, Optional, Tuple, Union

from ..find import names
from .fact import Fact, fact

_SUFFIX = "_training_report.pdf"
_MOST_BYTES = 16 << 20

_START = re.compile(rb"stream\r?\n")
_TEXT = re.compile(rb"\(((?:\\.|[^\\()])*)\)\s*Tj", re.DOTALL)
_TITLE = re.compile(r"Training report for (.{1,200}?) model \(")

_NUMBER = r"(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"

#: Names of the facts, how the reports' sentences and tables say them, and what they are.
_VALUES: Tuple[Tuple[str, str, Callable[[str], Union[int, float, str]]], ...] = (
    ("number_of_epochs", r"(?:trained for|from scratch for|number_of_epochs:?) (\d+)", int),
    ("batch_size", r"batch(?: size of|_size:?) (\d+)", int),
    ("number_of_steps", r"number_of_steps:? (\d+)", int),
    ("percentage_validation", rf"percentage_validation:? {_NUMBER}", float),
    ("initial_learning_rate", rf"initial_learning_rate:? {_NUMBER}", float),
    ("patch_size", r"patch size(?: \(upsampled\))?: \(([\d, x]+)\)", str),
    ("Notebook_version", r"ZeroCostDL4Mic notebook \(v ?([\w.]+)\)", str),
    ("tensorflow_version", r"tensorflow \(?v ?(\d[\w.]*\w)", str),
    ("keras_version", r"[kK]eras \(?v ?(\d[\w.]*\w)", str),
)


def network(folder: str) -> Optional[Tuple[str, str]]:
    """The network that ``<model>_training_report.pdf`` names, by the notebook's own string, and where that was read."""
    for path in _reports(folder):
        title = _TITLE.search(text(path))
        known = names.find(title.group(1)) if title else None
        if known:
            return known, f"{os.path.basename(path)} says so"
    return None


def values(folder: str) -> Dict[str, Fact]:
    """What the report says of the training: epochs, batch size, steps, rate, versions; by the notebooks' own names."""
    path = next(iter(_reports(folder)), None)
    if path is None:
        return {}
    content = text(path)
    found: Dict[str, Fact] = {}
    for name, pattern, kind in _VALUES:
        match = re.search(pattern, content)
        if match:
            try:
                found[name] = fact(kind(match.group(1)), "disk", path)
            except ValueError:  # a number of thousands of digits
                continue
    return found


def is_copy(folder: str, other: str) -> bool:
    """Whether both folders hold the same training report, to the byte: they are of one training."""
    mine, theirs = (next(iter(_reports(one)), None) for one in (folder, other))
    try:
        return mine is not None and theirs is not None and filecmp.cmp(mine, theirs, shallow=False)
    except OSError:
        return False


def _reports(folder: str) -> Iterator[str]:
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return
    for name in names:
        path = os.path.join(folder, name)
        if name.endswith(_SUFFIX) and not name.startswith(".") and _is_read(path):
            yield path


def _is_read(path: str) -> bool:
    try:
        return os.path.isfile(path) and os.path.getsize(path) <= _MOST_BYTES
    except OSError:
        return False


def _streams(content: bytes) -> Iterator[bytes]:
    """What stands between "stream" and "endstream"; goes through the file once, whatever it is made of."""
    at = 0
    while True:
        start = _START.search(content, at)
        end = -1 if start is None else content.find(b"\nendstream", start.end() - 1)
        if start is None or end < 0:
            return
        stream = content[start.end() : end]
        yield stream[:-1] if stream.endswith(b"\r") else stream
        at = end + len(b"\nendstream")


def text(path: str) -> str:
    """The text of a simple PDF, line after line: the reports use the core fonts, whose text stands there as it is."""
    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError:
        return ""
    lines, left = [], _MOST_BYTES
    for stream in _streams(content):
        try:
            page = zlib.decompressobj().decompress(stream, left)
        except zlib.error:
            page = stream
        left -= len(page)
        if left <= 0:
            break
        lines += [re.sub(rb"\\(.)", rb"\1", line).decode("latin-1") for line in _TEXT.findall(page)]
    return " ".join(lines)
