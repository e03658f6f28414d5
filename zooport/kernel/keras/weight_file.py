"""Taking a trained file: a copy, so that training that goes on (or begins again) cannot change it under our hands."""

from __future__ import annotations

import os
import shutil
import time

from ..errors import Problem
from .keras_header import whole

#: Seconds within which an unfinished file is taken for one that is being written.
_JUST_NOW = 120.0


def copied(path: str, directory: str) -> str:
    """Path of a copy in a folder of ours. Raises ``Problem``: 'training' while it is written, 'bad-model' if cut."""
    if not os.path.isfile(path):
        raise Problem("bad-folder", f"{path} is not there any more. Look for networks again.", path=path)
    copy = os.path.join(directory, "trained" + os.path.splitext(path)[1].lower())
    before = os.stat(path)
    shutil.copyfile(path, copy)
    after = os.stat(path)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise Problem(
            "training",
            f"{path} is being written at this moment: training still runs. Try again when it has finished.",
            path=path,
        )
    if not whole(copy) and time.time() - after.st_mtime < _JUST_NOW:
        raise Problem(
            "training",
            f"{path} is only half written: training still runs. Try again when it has finished.",
            path=path,
        )
    return copy


def check_whole(copy: str, named: str) -> None:
    """Raises ``Problem`` ('bad-model') for a file that was not closed by its writer."""
    if not whole(copy):
        raise Problem(
            "bad-model",
            f"{named} is damaged or only half written: it does not end as a Keras file does. Wait until training has "
            "finished, or choose the other weights of the folder.",
            path=named,
        )
