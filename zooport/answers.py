"""What the kernel answers to the page of a cell: parts of the bundle, parts of our own built files, a check.

A question is a JSON object with an `id` and what it asks; the answer has the same `id`, and either what was asked for
or `error`, a sentence. Bytes travel beside the JSON as buffers.
"""

from __future__ import annotations

import functools
import gzip
import sys
import threading
from pathlib import Path
from typing import Callable, Dict, List, Mapping, Sequence, Tuple, Union

from zooport import kernel_calls, launcher
from zooport.bundle_reader import LARGEST_RANGE, OpenedBundle
from zooport.imaging import Own
from zooport.node_check import CheckError, check_by_node
from zooport.page_export import Making
from zooport.results import Document
from zooport.saving import beside, shown
from zooport.upload import Buffer, Receiving

Answer = Tuple[Dict[str, object], List[bytes]]
Send = Callable[[Dict[str, object], List[bytes]], None]
Finished = Callable[[Document, str, bytes], None]
Written = Callable[[str, List[str]], None]

BUILT = launcher.PACKAGE / "widget"
RUNTIME = "ort-wasm-simd-threaded"
HDF5 = "hdf5.mjs"
OWN = ("widget.js", "widget.css", "export.js", "run.js")
WORKERS = ("runtime.worker.js", "convert.worker.js", "reading.worker.js")


class Answers:
    """Answers one page after the other about one bundle, or one that a page is to make; every answer goes to `send`.

    `finished` is told the report as JSON (the command line's), the verdict in a sentence and a picture (PNG), where the
    page has made them. `written` is told the path of a bundle that a page has made or mended, which is the report's
    from then on, and what is to be known of it. `images` are the researcher's own arrays. `allow_code`: code of the
    bundle may run, where its weights are run here.
    """

    def __init__(
        self,
        bundle: Union[OpenedBundle, Making],
        token: str,
        send: Send,
        finished: Finished,
        written: Written = lambda path, notes: None,
        images: Sequence[Own] = (),
        allow_code: bool = False,
    ) -> None:
        self._given = bundle
        self._receiving = Receiving()
        self.token = token
        self.send = send
        self.finished = finished
        self.written = written
        self.images = images
        self.allow_code = allow_code

    @property
    def bundle(self) -> OpenedBundle:
        """Raises `ValueError` as long as it is not made."""
        if isinstance(self._given, OpenedBundle):
            return self._given
        raise ValueError("The bundle is not made yet.")

    def take(self, message: object, buffers: Sequence[Buffer]) -> None:
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

    def _take(self, message: Mapping[str, object], buffers: Sequence[Buffer]) -> None:
        asked = message.get("ask")
        if asked == "result":
            sentence = message.get("sentence")
            picture = bytes(buffers[0]) if buffers else b""
            self.finished(document_of(message), sentence if isinstance(sentence, str) else "", picture)
        elif asked == "check":
            threading.Thread(target=self._check, args=(message.get("id"),), daemon=True).start()
        elif asked == "call" and message.get("method") == "weights":
            threading.Thread(target=self._run_weights, args=(message,), daemon=True).start()
        else:
            answer, parts = self._answer(asked, message, buffers)
            self.send({"id": message.get("id"), **answer}, parts)

    def _answer(self, asked: object, message: Mapping[str, object], buffers: Sequence[Buffer]) -> Answer:
        if asked == "open":
            given = [{"size": len(one.npy), "axes": one.axes, "name": one.name} for one in self.images]
            own = {"images": given} if given else {}
            allowed = {"allowCode": True} if self.allow_code else {}
            return {**self._given.listing(), **own, **allowed, "token": self.token, "python": sys.executable}, []
        if asked == "range":
            return {}, [self.bundle.read(message.get("name"), message.get("offset"), message.get("length"))]
        if asked == "image":
            return {}, [part_of(self._image(message.get("index")), message.get("offset"), message.get("length"))]
        if asked == "asset":
            return asset_part(message.get("name"), message.get("offset"))
        if asked in ("begin", "part", "made", "mended"):
            return self._write(asked, message, buffers), []
        if asked == "call" and isinstance(self._given, Making):
            return self._given.call(message, self._teller(message)), []
        if asked == "call" and message.get("method") in kernel_calls.OF_A_REPORT:
            return kernel_calls.answer(message, self._teller(message)), []
        raise ValueError("The kernel does not know this question. Restart it: Zooport was updated.")

    def _image(self, index: object) -> bytes:
        if type(index) is not int or not 0 <= index < len(self.images):
            raise ValueError("There is no such image.")
        return self.images[index].npy

    def _write(self, asked: object, message: Mapping[str, object], buffers: Sequence[Buffer]) -> Dict[str, object]:
        """Files that a page sends: the bundle that it makes, or a mended one, which never takes the other's place."""
        given = self._given
        if asked == "begin":
            place = given.place if isinstance(given, Making) else str(given.place.parent)
            return {"serial": self._receiving.begin(place)}
        if asked == "part":
            self._receiving.take(message.get("serial"), message.get("offset"), buffers)
            return {}
        if asked == "made" and isinstance(given, Making):
            path, notes = given.finish(message, self._receiving), sentences(message.get("notes"))
        else:
            free = beside(str(self.bundle.place), "mended")
            path, notes = self._receiving.finish(message.get("serial"), free, replace=False), []
        self._given = OpenedBundle(path)
        self.written(path, notes)
        return {"path": shown(path)}

    def _teller(self, message: Mapping[str, object]) -> kernel_calls.Tell:
        return lambda said: self.send({"id": message.get("id"), **said}, [])

    def _run_weights(self, message: Mapping[str, object]) -> None:
        """In a thread, so that the kernel can go on with other cells; the network runs in a process of its own."""
        self.send({"id": message.get("id"), **kernel_calls.answer(message, self._teller(message))}, [])

    def _check(self, number: object) -> None:
        """In a thread, so that the kernel can go on with other cells."""
        try:
            place = self.bundle.place
            whole = place / self.bundle.description if self.bundle.description else place
            [result] = check_by_node([str(whole)], allow_code=self.allow_code)
        except (CheckError, ValueError) as error:
            self.send({"id": number, "error": str(error)}, [])
            return
        self.finished(result.document, "", b"")
        self.send({"id": number, "document": result.document}, [])


def sentences(notes: object) -> List[str]:
    return [str(note)[:1000] for note in notes[:20]] if isinstance(notes, list) else []


def document_of(message: Mapping[str, object]) -> Document:
    document = message.get("document")
    if not isinstance(document, dict) or not {"source", "verdict"} <= set(document):
        raise ValueError("This is no report.")
    return document


def part_of(whole: bytes, offset: object, length: object) -> bytes:
    if type(offset) is not int or type(length) is not int or offset < 0 or not 0 <= length <= LARGEST_RANGE:
        raise ValueError("There is no such part of a file.")
    return whole[offset : offset + length]


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
    if name in (HDF5, *WORKERS):
        static = launcher.find_static()
        stem, suffix = name.rsplit(".", 1)
        # The panel's own copies: a second one would make the wheel larger.
        return (
            next(static.glob(f"{stem}.*.{suffix}")) if static else existing(launcher.PACKAGE.parent / "lib/web" / name)
        )
    raise ValueError("There is no such file.")


def existing(path: Path) -> Path:
    if not path.is_file():
        raise FileNotFoundError(
            2, f"A part of Zooport was not found ({path.name}). Install zooport again, or in a checkout: npm run build"
        )
    return path
