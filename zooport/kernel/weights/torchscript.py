"""What a TorchScript file would do beyond arithmetic, told from its text before anything of it is loaded.

TorchScript is a language of its own without access to Python, but it can write files (``torch.save``,
``torch.from_file``), call other machines, and ask for C++ classes that load libraries.
"""

from __future__ import annotations

import os
import re
import zipfile
from typing import Optional

from ..errors import Problem

#: Operators that reach beyond tensors, by any spelling.
_REACHING = re.compile(rb"\b(save|from_file|load_tensor|rpc_async|rpc_sync|rpc_remote|\w*PythonOp)\b")
#: Operators outside these libraries of PyTorch's own are somebody's.
_OPERATORS = re.compile(rb"\bops\s*\.\s*(?!(?:aten|prim|prims|quantized|_quantized|mkldnn|sparse|prepacked)\b)(\w+)")
#: C++ classes beside those of quantised layers.
_CLASSES = re.compile(rb"\btorch\s*\.\s*classes\s*\.\s*(?!(?:quantized|sparse)\b)(\w+)")
#: Names that are put together while it runs cannot be told.
_HIDDEN = re.compile(rb"getattr[^\n]*(\\)")

#: The text of a network is some hundred kilobytes; in bytes.
_MOST_TEXT = 64 << 20
_MOST_FILES = 100_000
#: All files unpacked, in bytes.
_MOST_BYTES = 8 << 30


def harmless(path: str, named: str) -> str:
    """A copy of the file that holds exactly what was looked through. Raises ``Problem`` ('holds-code', 'bad-model')."""
    copy = f"{path}.looked"
    try:
        with zipfile.ZipFile(path) as archive, zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as written:
            entries = archive.infolist()
            if len(entries) > _MOST_FILES or sum(entry.file_size for entry in entries) > _MOST_BYTES:
                raise Problem("bad-model", f"{named} is no network: it holds more than any network needs.")
            seen = set()
            for entry in entries:
                # Where each line came from, for messages alone; it quotes the researcher's source.
                if entry.filename.endswith(".debug_pkl"):
                    continue
                content = archive.read(entry)
                _look(entry, content, named)
                if entry.filename not in seen and not entry.is_dir():
                    written.writestr(entry.filename, content)
                seen.add(entry.filename)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise Problem("bad-model", f"{named} is damaged, or no TorchScript file: {error}") from error
    os.remove(path)
    return copy


def _look(entry: zipfile.ZipInfo, content: bytes, named: str) -> None:
    is_numbers = "/data/" in entry.filename or "/constants/" in entry.filename
    if is_numbers and not entry.filename.endswith((".py", ".pkl")):
        return
    if len(content) > _MOST_TEXT:
        raise Problem("bad-model", f"{named} holds {len(content) >> 20} MB of text, which no network needs.")
    found = _told(entry.filename, content)
    if found is not None:
        raise Problem(
            "holds-code",
            f"{named} does more than compute: its code says “{found}” ({entry.filename}), by which it could write "
            "files or reach beyond its numbers. Zooport runs no such code unasked. If you trust who made the file, "
            "allow it: --allow-code on the command line, allow_code=True in Python.",
            path=named,
        )


def _told(name: str, content: bytes) -> Optional[str]:
    # Pickles name classes; their bytes between are lengths and numbers.
    patterns = (_CLASSES,) if name.endswith(".pkl") else (_REACHING, _OPERATORS, _CLASSES, _HIDDEN)
    if not name.endswith((".py", ".pkl")) and "/code/" not in name:
        return None
    for pattern in patterns:
        match = pattern.search(content)
        if match:
            return match.group(1).decode("ascii", "replace")
    return None
