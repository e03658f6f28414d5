"""Where a file is really written: behind links, over no input of the call, and over nothing but an ordinary file."""

from __future__ import annotations

import os
import stat
from typing import Iterator, NamedTuple, Optional, Sequence

# Links are followed as far as this; more are a circle.
MOST_LINKS = 40
# So many files of a folder are looked at for another name of the same file.
MOST_FILES = 10_000
# Bundles that an earlier call left in the model folder are none of what is read.
BUNDLE = ".zip"


class PlaceError(ValueError):
    """No file may be written there; the message says why and what to do."""


class Input(NamedTuple):
    """A file or folder that is read, and what it is to the reader: "the image for the test"."""

    path: str
    what: str


def place_of(path: str, inputs: Sequence[Input] = ()) -> str:
    """The real path that a file named `path` is written to. Raises `PlaceError`, or `OSError` without its folder."""
    target = _behind_links(path)
    real = os.path.join(os.path.realpath(os.path.dirname(target)), os.path.basename(target))
    there = older(real, path)
    if there is not None:
        for one in inputs:
            if _is_read(real, there, one.path):
                raise PlaceError(
                    f"“{path}” is {one.what} itself, which would be lost. Nothing was written. "
                    "Choose another name: output='NAME.bioimageio.zip'"
                )
    return real


def older(real: str, path: str) -> Optional[os.stat_result]:
    """What is known of the file that is there, if there is one. Raises `PlaceError` where it is no ordinary file."""
    try:
        there = os.lstat(real)
    except OSError:
        return None
    if not stat.S_ISREG(there.st_mode):
        raise PlaceError(
            f"“{path}” is {_kind(there.st_mode)}, not a file, so nothing was written. "
            "Choose another name: output='NAME.bioimageio.zip'"
        )
    return there


def _kind(mode: int) -> str:
    kinds = ((stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"))
    return next((name for is_kind, name in kinds if is_kind(mode)), "a device")


def _behind_links(path: str) -> str:
    place = os.path.abspath(path)
    for _ in range(MOST_LINKS):
        if not os.path.islink(place):
            return place
        place = os.path.normpath(os.path.join(os.path.realpath(os.path.dirname(place)), os.readlink(place)))
    raise PlaceError(f"“{path}” is a link that leads in a circle. Choose another name: output='NAME.bioimageio.zip'")


def _is_read(real: str, there: os.stat_result, given: str) -> bool:
    try:
        found = os.stat(given)
    except OSError:
        return False
    if not stat.S_ISDIR(found.st_mode):
        return os.path.samestat(found, there)
    folder = os.path.realpath(given)
    if inside(folder, real) and not real.lower().endswith(BUNDLE):
        return True
    return there.st_nlink > 1 and any(_same(file, there) for file in _files(folder))


def inside(folder: str, real: str) -> bool:
    """Both are real paths."""
    return real.startswith(folder.rstrip(os.sep) + os.sep)


def _files(folder: str) -> Iterator[str]:
    """What a folder holds that is no bundle."""
    looked = 0
    for where, _, names in os.walk(folder):
        for name in names:
            looked += 1
            if looked > MOST_FILES:
                return
            if not name.lower().endswith(BUNDLE):
                yield os.path.join(where, name)


def _same(file: str, there: os.stat_result) -> bool:
    try:
        return os.path.samestat(os.stat(file), there)
    except OSError:
        return False
