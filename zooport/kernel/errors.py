"""What can go wrong, as data that the TypeScript side understands."""

from __future__ import annotations

import errno
import re
import tempfile
from typing import Optional

from .protocol import KernelProblem

#: The disk, not the request, is at fault.
DISK_ERRORS = (errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EPERM, errno.EDQUOT, errno.EFBIG)

#: HDF5 tells the number only within its message.
_ERRNO = re.compile(r"errno = (\d+)")


class Problem(Exception):
    """Something the researcher can mend. ``message`` says what, where and how; ``kind`` is a ``KernelProblem``."""

    def __init__(self, kind: KernelProblem, message: str, **data: object) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.data = data


def disk_problem(error: BaseException) -> Optional[Problem]:
    """The sentence for a disk that is full or must not be written to; None for any other error."""
    told = _ERRNO.search(str(error))
    number = getattr(error, "errno", None) or (int(told.group(1)) if told else None)
    if number not in DISK_ERRORS:
        return None
    path = str(getattr(error, "filename", None) or f"the folder for temporary files ({tempfile.gettempdir()})")
    reason = {
        errno.ENOSPC: "the disk is full",
        errno.EDQUOT: "your quota on the disk is used up",
        errno.EROFS: "the disk can only be read",
        errno.EFBIG: "the file is larger than this machine allows",
    }.get(number or 0, "it is not permitted")
    return Problem(
        "disk",
        f"Zooport could not write to {path}: {reason}. Free some space, or set the environment variable TMPDIR to a "
        "folder that can be written to, and start the kernel again.",
        path=path,
    )
