"""Makes a bundle by the command line's code, with this process as its Python half.

Node asks for what only Python can do (running the network, saving its weights), and this process answers in its main
thread: so a network that is alive in the kernel can be exported, and an interrupt reaches whatever runs. The lines are
those of src/cli/embedded.ts.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import tempfile
import threading
from typing import IO, TYPE_CHECKING, Callable, List, Mapping, Optional, Set, TypedDict, cast

from zooport.kernel.protocol import Failure, Progress

if TYPE_CHECKING:
    from zooport.export_request import Order

# Seconds that Node may take to end by itself before it is killed.
PATIENCE = 5.0
# How often a wait looks whether it was interrupted; on Windows nothing else wakes it.
GLANCE = 0.5

Tell = Callable[[str, Optional[float]], None]


class Done(TypedDict):
    """What was made; `size` in bytes."""

    fileName: str
    size: int
    notes: List[str]


class Message(TypedDict, total=False):
    """A line of Node: a request of the protocol, or one of the others."""

    id: int
    method: str
    params: Mapping[str, object]
    progress: Progress
    done: Done
    failed: Failure


class MakeError(RuntimeError):
    """The bundle could not be made; the message is a sentence for the researcher. `problem` is its kind."""

    def __init__(self, problem: str, message: str) -> None:
        super().__init__(message)
        self.problem = problem


def make(command: List[str], environment: Mapping[str, str], order: Order, tell: Tell) -> Done:
    """Writes the zip to `order["part"]`; gives `fileName`, `size` (bytes) and `notes`. Raises `MakeError`.

    An interrupt ends Node and removes the network's files; the part is the caller's to remove.
    """
    with tempfile.TemporaryFile() as said:
        child = _Child([*command, "export", "--parent"], environment, said)
        try:
            return child.serve(order, tell)
        except _Ended:
            said.seek(0)
            trace = said.read()[-4000:].decode(errors="replace").strip()
            raise MakeError("dead", f"Node ended in the middle of the export. {trace}".strip()) from None
        finally:
            child.end()


class _Ended(Exception):
    """Node closed its side."""


class _Child:
    def __init__(self, command: List[str], environment: Mapping[str, str], said: IO[bytes]) -> None:
        self._prepared: Set[str] = set()
        self._lines: queue.Queue[Optional[bytes]] = queue.Queue()
        # A group of its own: an interrupt of the kernel is for Python, which tells Node.
        apart = (
            {"start_new_session": True}
            if os.name == "posix"
            else {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}
        )
        self._process = subprocess.Popen(
            command,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            **apart,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def serve(self, order: Order, tell: Tell) -> Done:
        self._send(order)
        while True:
            message = self._receive()
            if "id" in message:
                self._answer(message, tell)
            elif "progress" in message:
                tell(str(message["progress"]["message"]), message["progress"].get("fraction"))
            elif "done" in message:
                return message["done"]
            elif "failed" in message:
                failed = message["failed"]
                if failed["problem"] == "cancelled":
                    raise KeyboardInterrupt
                raise MakeError(failed["problem"], failed["message"])

    def end(self) -> None:
        """Node ends, whatever it does; nothing of the network stays on the disk."""
        process = self._process
        try:
            if process.poll() is None:
                process.terminate()
            _close(process.stdin)
            process.wait(PATIENCE)
        except BaseException as error:
            process.kill()
            process.wait()
            if not isinstance(error, subprocess.TimeoutExpired):
                raise
        finally:
            self._reader.join(PATIENCE)
            _close(process.stdout)
            from zooport.kernel.transport import folders

            for directory in self._prepared:
                folders.remove(directory)

    def _answer(self, request: Message, tell: Tell) -> None:
        from zooport.kernel.transport.dispatch import call, directory_of, params_of

        method, params = str(request["method"]), params_of(request)
        # Preparing is the first half of the work, as `buildBundle` counts it.
        reply = call(method, params, lambda message, part: tell(message, None if part is None else part / 2))
        if method in ("prepare", "prepareOwn") and "result" in reply:
            self._prepared.add(directory_of(reply))
        self._send({"id": request["id"], **reply})

    def _send(self, message: Mapping[str, object]) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(message, allow_nan=False).encode() + b"\n")
            self._process.stdin.flush()
        except OSError:
            raise _Ended from None

    def _receive(self) -> Message:
        while True:
            try:
                line = self._lines.get(timeout=GLANCE)
            except queue.Empty:
                continue
            if line is None:
                raise _Ended
            if line.strip():
                return cast(Message, json.loads(line))

    def _read(self) -> None:
        assert self._process.stdout is not None
        try:
            for line in self._process.stdout:
                self._lines.put(line)
        except (OSError, ValueError):
            # Closed by `end`.
            pass
        self._lines.put(None)


def _close(pipe: Optional[IO[bytes]]) -> None:
    if pipe is not None:
        with contextlib.suppress(OSError):
            pipe.close()
