"""A file that the page sends in parts."""

from __future__ import annotations

import secrets
from typing import Optional, Sequence, Union

from zooport.places import Input
from zooport.saving import Saving

#: Bytes beside a message, as Jupyter or Colab hand them over.
Buffer = Union[bytes, bytearray, memoryview]


class Receiving:
    """The newest file that a page sends; an older one, of a page that was closed, is given up."""

    def __init__(self) -> None:
        self._saving: Optional[Saving] = None
        self._serial = ""

    def begin(self, folder: str) -> str:
        """Gives the name by which the parts are told from those of another page."""
        self.discard()
        self._saving = Saving(folder)
        self._serial = secrets.token_hex(8)
        return self._serial

    def take(self, serial: object, offset: object, buffers: Sequence[Buffer]) -> None:
        """The next part. Raises `ValueError` where it is not the next, or another page has begun since."""
        if type(offset) is not int or not buffers:
            raise ValueError("There is no such part of a file.")
        self._current(serial).append(offset, bytes(buffers[0]))

    def finish(self, serial: object, path: str, replace: bool, inputs: Sequence[Input] = ()) -> str:
        """Puts the whole file into its place, which is none of the `inputs`."""
        return self._current(serial).finish(path, replace, inputs)

    def discard(self) -> None:
        if self._saving is not None:
            self._saving.discard()
        self._saving = None

    def _current(self, serial: object) -> Saving:
        if self._saving is None or serial != self._serial:
            raise ValueError("Another page makes this file now. Close one of them and run the cell again.")
        return self._saving
