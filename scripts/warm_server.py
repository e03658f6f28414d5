"""A Python that has imported its environment's large libraries, and forks for each call that ``warm_call.py`` sends.

    PYTHON scripts/warm_server.py SOCKET PARENT

Importing TensorFlow takes seconds of a processor, and the tests start Python a hundred times. Nothing but imports
happens before a fork: TensorFlow starts its threads with its first computation, which is a child's, so every child is
as clean as a process that imported the same by itself. Linux, Python 3.10 or later.
"""

from __future__ import annotations

import gc
import importlib
import io
import itertools
import json
import os
import runpy
import select
import signal
import socket
import sys
import tempfile
import types
from pathlib import Path
from typing import Dict, List, Tuple, TypedDict, cast

#: What takes long to import. Not the libraries that a kernel may have or lack (csbdeep, stardist, IPython): whether
#: they are imported is what some tests ask.
LARGE = (
    *("numpy", "scipy.stats", "scipy.ndimage", "pandas", "xarray", "h5py", "numba"),
    *("matplotlib.pyplot", "skimage.measure", "pydantic", "zmq", "jupyter_client", "tensorflow"),
)
#: Variables that Python or a framework reads while it starts: a call with other values starts by itself.
READ_AT_START = ("PYTHON", "KERAS_", "TF_", "CUDA_", "OMP_", "OPENBLAS_")
#: Those of them that a child can follow, or that say how much is printed.
FOLLOWED = ("PYTHONPATH", "PYTHONUNBUFFERED", "TF_CPP_MIN_LOG_LEVEL")


class Call(TypedDict):
    """What the caller was given: what stands behind the name of Python, its environment and folder."""

    arguments: List[str]
    environment: Dict[str, str]
    folder: str


def main(place: str, parent: int) -> None:
    """Serves until whoever started it is gone; returns in children alone."""
    # Nobody waits for a keeper.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    # Ctrl-C is for those who wait for an answer.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    own = read_at_start(dict(os.environ))
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(place)
    listener.listen(64)
    # So that it does not outlive whoever started it, however that ended.
    listener.settimeout(5)
    while os.getppid() == parent:
        try:
            caller, _ = listener.accept()
        except TimeoutError:
            continue
        try:
            call, streams = receive(caller)
        except (OSError, ValueError):
            caller.close()
            continue
        if read_at_start(call["environment"]) != own:
            caller.sendall(b"cold\n")
        else:
            import_large()
            if os.fork() == 0:
                listener.close()
                keep(caller, streams)
                become(call, streams)
                return
        for descriptor in (caller.detach(), *streams):
            os.close(descriptor)
    sys.exit()


def read_at_start(environment: Dict[str, str]) -> Dict[str, str]:
    return {
        name: value
        for name, value in environment.items()
        if name.startswith(READ_AT_START) and name not in FOLLOWED and value
    }


def receive(caller: socket.socket) -> Tuple[Call, List[int]]:
    """Eight bytes of length with the three standard streams, then JSON; ValueError where that is cut off."""
    length, streams, _, _ = socket.recv_fds(caller, 8, 3)
    text = b""
    while len(text) < int.from_bytes(length, "big"):
        part = caller.recv(1 << 20)
        if not part:
            raise ValueError("the caller is gone")
        text += part
    return json.loads(text), streams


def import_large() -> None:
    """Once; what the environment lacks is left out."""
    if "numpy" in sys.modules:
        return
    for name in LARGE:
        try:
            importlib.import_module(name)
        except ImportError:
            continue
    # What was made so far is shared with every child, and no collection writes into it.
    gc.freeze()


def keep(caller: socket.socket, streams: List[int]) -> None:
    """Forks again: returns in the child. The keeper tells the caller how it ended, and ends it with its caller."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    child = os.fork()
    if child == 0:
        # A session, and so a group, of its own, as Jupyter gives its kernels.
        os.setsid()
        caller.sendall(b"%d\n" % os.getpid())
        caller.close()
        return
    for stream in streams:
        os.close(stream)
    ended = os.pidfd_open(child)
    poll = select.poll()
    poll.register(ended, select.POLLIN)
    poll.register(caller, select.POLLIN)
    if ended not in dict(poll.poll()):
        # The caller was killed.
        os.killpg(child, signal.SIGKILL)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        caller.sendall(b"%d\n" % code)
    finally:
        os._exit(0)


def become(call: Call, streams: List[int]) -> None:
    """Makes this process the one that the call asked for, but for what it shall run."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update(call["environment"])
    os.chdir(call["folder"])
    tempfile.tempdir = None
    # Else the random numbers of all children were the same.
    sys.modules["numpy"].random.seed()
    sys.argv = call["arguments"]


def run(arguments: List[str]) -> None:
    """As Python does: ``[-u] [-XOPTION] (-c CODE | -m MODULE | FILE) …``."""
    kind, *rest = [*itertools.dropwhile(lambda one: one == "-u" or one.startswith("-X"), arguments)]
    # As with -u, which only the command line gives, and which harms no other.
    for stream in (sys.stdout, sys.stderr):
        cast(io.TextIOWrapper, stream).reconfigure(write_through=True)
    sys.path[0:1] = ["", *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    if kind == "-c":
        sys.argv = ["-c", *rest[1:]]
        module = types.ModuleType("__main__")
        sys.modules["__main__"] = module
        exec(compile(rest[0], "<string>", "exec"), vars(module))
    elif kind == "-m":
        sys.argv = rest
        runpy.run_module(rest[0], run_name="__main__", alter_sys=True)
    else:
        sys.argv = [kind, *rest]
        sys.path[0] = str(Path(kind).resolve().parent)
        runpy.run_path(kind, run_name="__main__")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
    run(sys.argv)
