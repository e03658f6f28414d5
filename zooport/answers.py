"""What the kernel answers to the page of a cell: parts of the bundle, parts of our own built files, a check.

A question is a JSON object with an `id` and what it asks; the answer has the same `id`, and either what was asked for
or `error`, a sentence. Bytes travel beside the JSON as buffers.
"""

from __future__ import annotations

import functools
import gzip
import threading
from pathlib import Path
from typing import Any, Callable, Dict, List, Mapping, Sequence, Tuple

from zooport import launcher
from zooport.opened import LARGEST_RANGE, OpenedBundle

Answer = Tuple[Dict[str, Any], List[bytes]]
Send = Callable[[Dict[str, Any], List[bytes]], None]
Finished = Callable[[Mapping[str, Any], str, bytes], None]

BUILT = launcher.PACKAGE / "widget"
RUNTIME = "ort-wasm-simd-threaded"
OWN = ("widget.js", "widget.css", "runtime.worker.js")


class Answers:
    """Answers one page after the other about one bundle; every answer goes to `send`.

    `finished` is told the report as JSON (the command line's), the verdict in a sentence and a picture (PNG), where the
    page has made them.
    """

    def __init__(self, bundle: OpenedBundle, token: str, send: Send, finished: Finished) -> None:
        self.bundle = bundle
        self.token = token
        self.send = send
        self.finished = finished

    def take(self, message: object, buffers: Sequence[Any]) -> None:
        """A message of the page. Never raises: what is wrong with it is told to the page."""
        if not isinstance(message, dict):
            return
        number = message.get("id")
        try:
            self._take(message, buffers)
        except KeyboardInterrupt:
            self.send({"id": number, "error": "The kernel was interrupted. Check again when it is free."}, [])
        except (OSError, ValueError) as error:
            said = error.strerror if isinstance(error, OSError) else str(error)
            self.send({"id": number, "error": str(said or "The bundle could not be read.")}, [])

    def _take(self, message: Dict[str, Any], buffers: Sequence[Any]) -> None:
        asked = message.get("ask")
        if asked == "result":
            sentence = message.get("sentence")
            picture = bytes(buffers[0]) if buffers else b""
            self.finished(document_of(message), sentence if isinstance(sentence, str) else "", picture)
        elif asked == "check":
            threading.Thread(target=self._check, args=(message.get("id"),), daemon=True).start()
        else:
            answer, parts = self._answer(asked, message)
            self.send({"id": message.get("id"), **answer}, parts)

    def _answer(self, asked: object, message: Dict[str, Any]) -> Answer:
        if asked == "open":
            return {**self.bundle.listing(), "token": self.token}, []
        if asked == "range":
            return {}, [self.bundle.read(message.get("name"), message.get("offset"), message.get("length"))]
        if asked == "asset":
            return asset_part(message.get("name"), message.get("offset"))
        raise ValueError("The kernel does not know this question. Restart it: Zooport was updated.")

    def _check(self, number: object) -> None:
        """In a thread, so that the kernel can go on with other cells."""
        from zooport.checking import CheckError, check

        try:
            place = self.bundle.place
            result = check(place / self.bundle.description if self.bundle.description else place)
        except CheckError as error:
            self.send({"id": number, "error": str(error)}, [])
            return
        self.finished(result.document, "", b"")
        self.send({"id": number, "document": result.document}, [])


def document_of(message: Mapping[str, Any]) -> Mapping[str, Any]:
    document = message.get("document")
    if not isinstance(document, dict) or not {"source", "verdict"} <= set(document):
        raise ValueError("This is no report.")
    return document


def asset_part(name: object, offset: object) -> Answer:
    """A part of one of our own files, compressed as a whole; `size` is that of the compressed whole, in bytes."""
    packed = compressed(str(name))
    if type(offset) is not int or not 0 <= offset < len(packed):
        raise ValueError("There is no such part of a file.")
    return {"size": len(packed)}, [packed[offset : offset + LARGEST_RANGE]]


@functools.lru_cache(maxsize=8)
def compressed(name: str) -> bytes:
    # A third of the bytes on their way to a browser that may be far from its kernel.
    return gzip.compress(asset_path(name).read_bytes(), 6, mtime=0)


def asset_path(name: str) -> Path:
    """Where one of our own files lies. Raises `ValueError` for any other name or where it is missing."""
    if name in OWN:
        return existing(BUILT / name)
    if name in (f"{RUNTIME}.mjs", f"{RUNTIME}.wasm"):
        static = launcher.find_static()
        if static:
            # The panel's build puts a hash into the names of its files.
            return next(static.glob(f"ort/*{Path(name).suffix}"), static / name)
        return existing(launcher.PACKAGE.parent / "node_modules" / "onnxruntime-web" / "dist" / name)
    raise ValueError("There is no such file.")


def existing(path: Path) -> Path:
    if not path.is_file():
        raise FileNotFoundError(
            2, f"A part of Zooport was not found ({path.name}). Install zooport again, or in a checkout: npm run build"
        )
    return path
