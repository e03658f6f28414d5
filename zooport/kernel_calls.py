"""Requests of the protocol that a page asks the kernel of its cell by messages."""

from __future__ import annotations

from typing import Callable, Dict, Mapping, Optional

Tell = Callable[[Dict[str, object]], None]

#: What the report of a bundle asks for: to run weights that a page cannot.
OF_A_REPORT = ("folder", "write", "weights", "read", "release")


def answer(message: Mapping[str, object], tell: Tell) -> Dict[str, object]:
    """The reply to one request; `tell` gets its progress. Interrupting the kernel ends it, and nothing is left."""
    from zooport.kernel.transport.dispatch import call, params_of

    def progress(sentence: str, fraction: Optional[float]) -> None:
        known = {} if fraction is None else {"fraction": fraction}
        tell({"progress": {"message": sentence, **known}})

    return {"reply": call(str(message.get("method")), params_of(message), progress)}
