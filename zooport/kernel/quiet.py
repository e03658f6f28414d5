"""What frameworks, libraries and a notebook's functions print does not belong into the cell that exports."""

from __future__ import annotations

import contextlib
import io
import logging
import sys
import warnings
from typing import Callable, Iterator, Optional

#: ``progress(message, fraction)``.
Progress = Callable[[str, Optional[float]], None]


@contextlib.contextmanager
def quiet(progress: Progress) -> Iterator[Progress]:
    """Within it nothing is printed or warned of but what is told by the function that it gives."""
    out, err = sys.stdout, sys.stderr
    # TensorFlow warns of every network that is run with images of several sizes, which is what an export is for.
    logger = logging.getLogger("tensorflow")
    level = logger.level

    def told(message: str, fraction: Optional[float]) -> None:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            progress(message, fraction)

    silent = io.StringIO()
    with contextlib.redirect_stdout(silent), contextlib.redirect_stderr(silent), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logger.setLevel(logging.ERROR)
        try:
            yield told
        finally:
            logger.setLevel(level)
