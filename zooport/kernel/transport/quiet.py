"""What frameworks, libraries and a notebook's functions print does not belong into the cell that exports."""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
import warnings
from typing import Any, Callable, Iterator, Optional, TextIO

#: ``progress(message, fraction)``.
Progress = Callable[[str, Optional[float]], None]


@contextlib.contextmanager
def quiet(progress: Progress) -> Iterator[Progress]:
    """Within it this thread prints and warns of nothing but what is told by the function that it gives."""
    out, err = sys.stdout, sys.stderr
    # TensorFlow warns of every network that is run with images of several sizes, which is what an export is for.
    logger = logging.getLogger("tensorflow")
    level = logger.level

    def told(message: str, fraction: Optional[float]) -> None:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            progress(message, fraction)

    silent = contextlib.redirect_stdout(_Muted(out)), contextlib.redirect_stderr(_Muted(err))
    with silent[0], silent[1], warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logger.setLevel(logging.ERROR)
        try:
            yield told
        finally:
            logger.setLevel(level)


class _Muted:
    """A stream that drops what this thread writes; a cell's other threads go on printing."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._thread = threading.get_ident()

    def write(self, text: str) -> int:
        """Length of the text, as every stream."""
        if threading.get_ident() != self._thread:
            self._stream.write(text)
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
