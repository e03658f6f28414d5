"""One call of `zooport run`, in a process that ends with an interrupt."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from typing import IO, Callable, Dict, List, Sequence, cast

from zooport import launcher
from zooport.running.errors import RunError
from zooport.running.results import Planned, Result

# Seconds that Node may take to end by itself before it is killed.
PATIENCE = 10.0
# How often a wait looks whether it was interrupted; on Windows nothing else wakes it.
GLANCE = 0.5
# The call itself could not be carried out, or was stopped.
UNUSABLE = 2
STOPPED = 130

Say = Callable[[str], None]


def run_images(bundle: str, images: Sequence[str], output: str, words: Sequence[str], say: Say) -> List[Result]:
    """What became of each image, in order. `say` gets the lines of progress. Raises `RunError`."""
    document = _document(["run", "--json", f"--output={output}", *words, "--", bundle, *images], say)
    return cast(List[Result], document["results"])


def plan_images(bundle: str, images: Sequence[str], output: str, words: Sequence[str], say: Say) -> List[Planned]:
    """Which images are to be run, and what is known of the others. Raises `RunError`."""
    document = _document(["run", "--json", "--plan", f"--output={output}", *words, "--", bundle, *images], say)
    plan = cast(List[Dict[str, object]], document["plan"])
    return [cast(Planned, {"images": one["images"], "called": one["as"], "result": one["result"]}) for one in plan]


def _document(arguments: Sequence[str], say: Say) -> Dict[str, object]:
    try:
        command, environment = launcher.command_line()
    except launcher.Unusable as reason:
        raise RunError(str(reason)) from None
    # A group of its own: an interrupt of the kernel is for Python, which tells Node.
    apart = (
        {"start_new_session": True}
        if os.name == "posix"
        else {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}
    )
    process = subprocess.Popen(
        [*command, *arguments],
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **apart,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    out: List[bytes] = []
    said: List[str] = []
    readers = [
        threading.Thread(target=_gather, args=(process.stdout, out), daemon=True),
        threading.Thread(target=_listen, args=(process.stderr, said, say), daemon=True),
    ]
    for reader in readers:
        reader.start()
    try:
        _wait(process)
    finally:
        _end(process)
        for reader in readers:
            reader.join(PATIENCE)
    return _answer(process.returncode, b"".join(out), said)


def _answer(code: int, out: bytes, said: Sequence[str]) -> Dict[str, object]:
    if code == STOPPED:
        raise KeyboardInterrupt
    try:
        document = json.loads(out.decode())
    except ValueError:
        document = {}
    if code == UNUSABLE and isinstance(document.get("error"), str):
        raise RunError(document["error"])
    if "results" in document or "plan" in document:
        return dict(document)
    # A wrong call has no document; its sentence stands before how to call it.
    told = [line[len("zooport: ") :] for line in said if line.startswith("zooport: ")]
    raise RunError(told[-1] if told else f"The run ended without results (exit code {code}). {' '.join(said[-5:])}")


def _wait(process: subprocess.Popen[bytes]) -> None:
    while True:
        try:
            process.wait(GLANCE)
            return
        except subprocess.TimeoutExpired:
            continue


def _end(process: subprocess.Popen[bytes]) -> None:
    """Node ends, whatever it does; only whole results are left."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(PATIENCE)
    except BaseException as error:
        process.kill()
        process.wait()
        if not isinstance(error, subprocess.TimeoutExpired):
            raise


def _gather(stream: IO[bytes], parts: List[bytes]) -> None:
    with stream:
        parts.extend(iter(lambda: stream.read(2**16), b""))


def _listen(stream: IO[bytes], said: List[str], say: Say) -> None:
    with stream:
        for line in stream:
            text = line.decode(errors="replace").rstrip()
            said.append(text)
            # A sentence of the command line's own failure comes as an exception.
            if text and not text.startswith(("zooport: ", "usage: ")):
                say(text)
