"""Folders of our own: outside the model folder, because re-training deletes that one."""

from __future__ import annotations

import atexit
import errno
import hashlib
import os
import shutil
import tempfile
import time
from typing import Set

from ..errors import Problem, disk_problem
from ..prepared_file import FileRole, PreparedFile

_PREFIX = "zooport-"
_DAY = 24 * 3600.0
_own: Set[str] = set()


def make() -> str:
    """A new empty folder, known to be ours until ``remove``."""
    _sweep()
    try:
        path = os.path.realpath(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
    except OSError as error:
        # tempfile gives up with a bare FileNotFoundError where no folder for temporary files can be written to.
        known = disk_problem(error) if error.errno != errno.ENOENT else None
        raise known or Problem(
            "disk",
            "No folder for temporary files can be written to. Free some space, or set the environment variable TMPDIR "
            "to a folder that can be written to, and start the kernel again.",
        ) from error
    _own.add(path)
    return path


def remove(path: str) -> None:
    """Removes one of our folders; nothing else is ever removed."""
    real = os.path.realpath(path)
    if real in _own:
        shutil.rmtree(real, ignore_errors=True)
        _own.discard(real)


def remove_all() -> None:
    """Removes every folder of ours; for the end of the process."""
    for path in list(_own):
        remove(path)


def owned(path: str) -> str:
    """The real path of a file or folder of ours. Raises ``Problem`` for any other."""
    real = os.path.realpath(path)
    if not any(real == folder or real.startswith(folder + os.sep) for folder in _own):
        raise Problem(
            "bad-folder",
            f"{path} does not belong to a running export. Make the bundle again from the start.",
            path=path,
        )
    return real


def described(path: str, role: FileRole) -> PreparedFile:
    """A finished file as a ``PreparedFile``: size in bytes, sha256 in hexadecimal."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return {
        "role": role,
        "path": path,
        "name": os.path.basename(path),
        "size": os.path.getsize(path),
        "sha256": digest.hexdigest(),
    }


def _sweep() -> None:
    """Removes what a killed kernel left behind a day ago or earlier."""
    try:
        found = [entry for entry in os.scandir(tempfile.gettempdir()) if entry.name.startswith(_PREFIX)]
        old = [entry for entry in found if entry.stat(follow_symlinks=False).st_mtime < time.time() - _DAY]
    except OSError:
        return
    for entry in old:
        pid = entry.name[len(_PREFIX) :].split("-")[0]
        if pid.isdigit() and not _alive(int(pid)) and entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path, ignore_errors=True)


def _alive(pid: int) -> bool:
    if os.name != "posix":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


# Where the process ends by itself; what a killed one leaves is swept up by a later one.
atexit.register(remove_all)
