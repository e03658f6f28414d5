"""How far a run is, where a person looks on: in a notebook or a terminal."""

from __future__ import annotations

import sys
from typing import Callable

from zooport import display, notebooks

# Back to the beginning of the line, and all of it away.
ANEW = "\r\033[K"


class Shown:
    """One line that changes: an output of the cell, or the last line of a terminal. Nothing in a script's log."""

    def __init__(self, hidden: str = "") -> None:
        #: What is left out of lines: the folder of files that the researcher does not know of.
        self._hidden = hidden
        self._show = _place()

    def say(self, line: str) -> None:
        self._show(line.replace(self._hidden, "") if self._hidden else line)

    def end(self) -> None:
        self._show("")


def _place() -> Callable[[str], None]:
    if hasattr(notebooks.shell(), "kernel"):
        progress = display.Progress()
        return lambda line: progress.say(line or "Zooport: done")
    if sys.stderr.isatty():
        return _on_terminal
    return lambda line: None


def _on_terminal(line: str) -> None:
    import shutil

    sys.stderr.write(ANEW + line[: shutil.get_terminal_size().columns - 1])
    sys.stderr.flush()
