"""A file that is written under another name beside its place until it is whole."""

from __future__ import annotations

import atexit
import contextlib
import errno
import hashlib
import os
import re
import secrets
from typing import Sequence, Set

from zooport.places import Input, older, place_of

# The name says which process of which machine writes the part, so that what a killed process left can be told from what
# another one is writing just now; src/cli/files/parts.ts names its own in the same way.
PART = re.compile(r"\.zooport-([0-9a-f]{8})-(\d+)-[0-9a-f]{16}\.part")
HOST = os.uname().nodename if os.name == "posix" else os.environ.get("COMPUTERNAME", "")
MACHINE = hashlib.sha256(HOST.encode()).hexdigest()[:8]

_unfinished: Set[str] = set()


class Saving:
    """The file `part` in `folder`, made empty at once. Raises `OSError` where the folder cannot be written."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        sweep(folder)
        self.part = os.path.join(folder, f".zooport-{MACHINE}-{os.getpid()}-{secrets.token_hex(8)}.part")
        with open(self.part, "xb"):
            _unfinished.add(self.part)

    def append(self, offset: int, part: bytes) -> None:
        """Writes what follows; raises `ValueError` where something before it is missing."""
        with open(self.part, "r+b") as file:
            if file.seek(0, os.SEEK_END) != offset:
                raise ValueError("A part of the bundle is missing. Run the cell again.")
            file.write(part)

    def finish(self, path: str, replace: bool = True, inputs: Sequence[Input] = ()) -> str:
        """Moves the file to `path`, once it is on the disk; gives the path that it is found by.

        A link stays, and what it leads to is replaced; an older file's mode is kept. Raises `FileExistsError` where a
        file is there and stays, `PlaceError` where it is one of the `inputs` or no ordinary file.
        """
        # On the disk before it takes the name: a machine that loses power must not leave an empty file in its place.
        with open(self.part, "r+b") as file:
            os.fsync(file.fileno())
        if replace:
            place = place_of(path, inputs)
            there = older(place, path)
            if there is not None:
                os.chmod(self.part, there.st_mode & 0o7777)
        else:
            place = path
            claim(path)
        os.replace(self.part, place)
        _unfinished.discard(self.part)
        return path

    def discard(self) -> None:
        """Removes what was written; harmless once it is finished."""
        if self.part in _unfinished:
            _unfinished.discard(self.part)
            with contextlib.suppress(OSError):
                os.remove(self.part)


def sweep(folder: str) -> None:
    """Removes what processes of this machine left in `folder` that are gone by now."""
    if os.name != "posix":
        # There is no harmless signal by which one could ask.
        return
    with contextlib.suppress(OSError):
        for name in os.listdir(folder):
            found = PART.fullmatch(name)
            if found and found[1] == MACHINE and _is_gone(int(found[2])):
                with contextlib.suppress(OSError):
                    os.remove(os.path.join(folder, name))


def _is_gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        # It runs, for instance as another user.
        return False
    return False


def claim(path: str) -> None:
    """Makes an empty file where there is none, so that nobody else can in between."""
    with open(path, "xb"):
        pass


def shown(path: str) -> str:
    """A path as a reader wants it: from the kernel's folder where it lies below that."""
    near = os.path.relpath(path) if os.path.splitdrive(path)[0] == os.path.splitdrive(os.getcwd())[0] else path
    return path if near.startswith(os.pardir) else near


def sentence(path: str, error: OSError) -> str:
    """Why nothing can be written there, and what to do."""
    reason = {
        errno.ENOSPC: "the disk is full. Make room, or choose another folder: output='FOLDER'",
        errno.EDQUOT: "your share of the disk is used up. Make room, or choose another folder: output='FOLDER'",
        errno.EROFS: "it can only be read. Choose another folder: output='FOLDER'",
        errno.EACCES: "you may not write there. Choose another folder: output='FOLDER'",
        errno.EPERM: "you may not write there. Choose another folder: output='FOLDER'",
        errno.ENOENT: "it is not there. Make it first, or choose another folder: output='FOLDER'",
        errno.ENOTDIR: "it is no folder. Choose a folder: output='FOLDER'",
    }.get(error.errno or 0, f"{error.strerror or error}. Choose another folder: output='FOLDER'")
    return f"The bundle cannot be written to “{path}”: {reason}."


def remove_all() -> None:
    """For the end of the process."""
    for part in list(_unfinished):
        with contextlib.suppress(OSError):
            os.remove(part)
        _unfinished.discard(part)


atexit.register(remove_all)


def beside(path: str, suffix: str) -> str:
    """A name beside `path` that is free: `NAME.mended.bioimageio.zip`, `NAME.mended-2.bioimageio.zip` ..."""
    stem = path
    for ending in (".zip", ".bioimageio"):
        if stem.lower().endswith(ending):
            stem = stem[: -len(ending)]
    number = 1
    while True:
        more = "" if number == 1 else f"-{number}"
        free = f"{stem}.{suffix}{more}.bioimageio.zip"
        if not os.path.lexists(free):
            return free
        number += 1
