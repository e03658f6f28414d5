"""JSON lines on standard input and output, for the command line.

In:  ``{"id": 1, "method": "detect", "params": {…}}`` or ``{"cancel": 1}``.
Out: ``{"id": 1, "progress": {"message", "fraction"}}``, then ``{"id": 1, "result": …}`` or ``{"id": 1, "error": …}``.
"""

from __future__ import annotations

import _thread
import json
import os
import queue
import signal
import sys
import threading
import time
from typing import Mapping, Optional, Set, TextIO

from ..protocol import Reply
from . import folders
from .dispatch import call, directory_of, params_of


def serve() -> None:
    """Answers until standard input ends. Standard output is the protocol's alone; prints go to standard error."""
    # Ended by its owner, it still removes its files.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    session = _Session(sys.stdin, reserve_stdout())
    try:
        session.run()
    finally:
        folders.remove_all()


def reserve_stdout() -> TextIO:
    """The protocol's stream. What frameworks print to standard output, from C as well, goes to standard error then."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    protocol = os.fdopen(os.dup(1), "w", encoding="ascii", newline="\n")
    sys.stdout.flush()
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return protocol


class _Session:
    def __init__(self, source: TextIO, sink: TextIO) -> None:
        self._source = source
        self._sink = sink
        self._requests: queue.Queue[Optional[Mapping[str, object]]] = queue.Queue()
        self._lock = threading.Lock()
        self._running: object = None
        self._interrupted = False
        self._cancelled: Set[object] = set()

    def run(self) -> None:
        """Reads in a thread of its own, so that a request can be cancelled while it runs."""
        threading.Thread(target=self._read, daemon=True).start()
        while True:
            try:
                request = self._requests.get()
                if request is None:
                    return
                self._answer(request)
            except BrokenPipeError:
                return
            except KeyboardInterrupt:
                # A cancellation that came a moment too late, or Ctrl-C with nothing to do.
                continue

    def _read(self) -> None:
        for line in self._source:
            if line.strip():
                self._take(json.loads(line))
        self._requests.put(None)
        # Nobody waits for the answer any more.
        self._interrupt(None)

    def _take(self, message: Mapping[str, object]) -> None:
        if "cancel" in message:
            self._interrupt(message["cancel"])
        else:
            self._requests.put(message)

    def _interrupt(self, wanted: object) -> None:
        with self._lock:
            if wanted is not None and self._running != wanted:
                self._cancelled.add(wanted)
            elif self._running is not None and not self._interrupted:
                self._interrupted = True
                _thread.interrupt_main()

    def _answer(self, request: Mapping[str, object]) -> None:
        number = request["id"]

        def progress(message: str, fraction: Optional[float]) -> None:
            known = {} if fraction is None else {"fraction": fraction}
            self._write({"id": number, "progress": {"message": message, **known}})

        with self._lock:
            self._running = number
            self._interrupted = False
            stop = number in self._cancelled
            self._cancelled.discard(number)
        reply = _CANCELLED
        try:
            reply = _CANCELLED if stop else call(str(request["method"]), params_of(request), progress)
            self._settle(reply)
        except KeyboardInterrupt:
            # It came after the work was done: what was made is given up, since nobody asks for it any more.
            folders.remove(directory_of(reply))
            reply = _CANCELLED
        with self._lock:
            self._running = None
        self._write({"id": number, **reply})

    def _settle(self, reply: Reply) -> None:
        """Waits for an interrupt that is on its way, lest it cut the reply in two."""
        with self._lock:
            self._running = None
            on_its_way = self._interrupted
        if on_its_way and reply.get("error", {}).get("problem") != "cancelled":
            time.sleep(1)

    def _write(self, message: Mapping[str, object]) -> None:
        self._sink.write(json.dumps(message, allow_nan=False) + "\n")
        self._sink.flush()


_CANCELLED: Reply = {
    "error": {"problem": "cancelled", "message": "Cancelled; nothing was left behind.", "data": {}, "traceback": ""}
}
