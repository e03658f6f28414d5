"""The same methods for a Jupyter kernel: one expression asks, its value is the reply."""

from __future__ import annotations

import importlib
import json
from typing import Dict, Optional

from .. import protocol
from .dispatch import call

REPLY = "application/vnd.zooport.reply.v1+json"
PROGRESS = "application/vnd.zooport.progress.v1+json"


class Reply:
    """A reply as a display object, so that it travels as JSON and not as the text of a Python value."""

    def __init__(self, content: protocol.Reply) -> None:
        self._content = content

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Dict[str, object]:
        return {REPLY: self._content, "text/plain": "zooport reply"}

    def __repr__(self) -> str:
        return "zooport reply"


def answer(method: str, params: str) -> Reply:
    """``params``: JSON. Progress is published as display data of the running request."""
    return Reply(call(method, json.loads(params), _publish))


def _publish(message: str, fraction: Optional[float]) -> None:
    try:
        display = importlib.import_module("IPython.display")
    except ImportError:
        return
    known = {} if fraction is None else {"fraction": fraction}
    display.publish_display_data({PROGRESS: {"message": message, **known}, "text/plain": message})
