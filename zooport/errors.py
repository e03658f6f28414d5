"""Errors that are one sentence for the researcher."""

from __future__ import annotations

from typing import List


class Told(RuntimeError):
    """Something that cannot be done; the message says why and what to do."""

    def _render_traceback_(self) -> List[str]:
        """A notebook shows the sentence alone: the lines of this package would only hide it."""
        return [f"{type(self).__name__}: {self}"]
