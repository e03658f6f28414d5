"""What goes wrong with a run, as one sentence."""

from __future__ import annotations

from zooport.errors import Told


class RunError(Told):
    """An image could not be run, or the call is wrong; the message says why and what to do."""


class RunWarning(UserWarning):
    """Something about a result that is to be known: what differs from what the network was trained on, and the like."""
