"""Where a result is shown: in a notebook, or in a script's printed lines."""

from __future__ import annotations

import importlib.util
import sys
from typing import Dict, Optional, Protocol

from zooport import notebooks


class Handle(Protocol):
    """IPython's handle of an output that can change."""

    def update(self, data: Dict[str, str], raw: bool) -> None: ...


def in_notebook() -> bool:
    """Whether a notebook's page shows what this process displays, and can show a widget."""
    return hasattr(notebooks.shell(), "kernel") and importlib.util.find_spec("anywidget") is not None


class Progress:
    """Sentences with how far the work is: one output of the cell that changes, else printed lines, each once."""

    def __init__(self) -> None:
        self._handle: Optional[Handle] = None
        self._last = ""
        if hasattr(notebooks.shell(), "kernel"):
            from IPython.display import display

            self._handle = display({"text/plain": "Zooport"}, raw=True, display_id=True)

    def say(self, message: str, fraction: Optional[float] = None) -> None:
        known = "" if fraction is None else f"{round(fraction * 100):3d} %  "
        if self._handle is not None:
            self._handle.update({"text/plain": known + message}, raw=True)
        elif message != self._last:
            self.note(known + message)
        self._last = message

    def note(self, sentence: str) -> None:
        """A line that stays."""
        sys.stdout.write(f"{sentence}\n")
        sys.stdout.flush()
