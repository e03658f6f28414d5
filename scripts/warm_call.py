"""Stands for an environment's Python: hands a call to its ``warm_server.py``, and ends as the called one does.

``warm.py`` writes it beside the server's socket, with that Python's name in it. Signals are passed on. Where the server
is gone or cannot take the call, Python itself is started.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import sys
from typing import TextIO

PYTHON = "{python}"
SOCKET = os.path.join(os.path.dirname(os.path.abspath(__file__)), "socket")


def main() -> None:
    answers = asked()
    answer = answers.readline() if answers else ""
    if answers is None or not answer.strip().isdigit():
        os.execv(PYTHON, [PYTHON, *sys.argv[1:]])
    end_as(wait(int(answer), answers))


def asked() -> TextIO | None:
    """What the server answers; None where there is none."""
    server = socket.socket(socket.AF_UNIX)
    call = {"arguments": sys.argv[1:], "environment": dict(os.environ), "folder": os.getcwd()}
    text = json.dumps(call).encode()
    try:
        server.connect(SOCKET)
        socket.send_fds(server, [len(text).to_bytes(8, "big")], [0, 1, 2])
        server.sendall(text)
    except OSError:
        return None
    return server.makefile()


def wait(called: int, answers: TextIO) -> int:
    """Its exit code, or minus the signal that ended it. The streams are its own from now on."""
    # Who leads a group is signalled as a group (Jupyter's kernels), with all that it started.
    send = os.killpg if os.getpgrp() == os.getpid() else os.kill

    def pass_on(number: int, _: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            send(called, number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, pass_on)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    return int(answers.readline() or 1)


def end_as(code: int) -> None:
    if code < 0:
        if -code != signal.SIGKILL:
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code)


if __name__ == "__main__":
    main()
