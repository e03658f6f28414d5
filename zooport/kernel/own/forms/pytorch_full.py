"""The researcher's function in 32 bits, as the network that it calls."""

from __future__ import annotations

import contextlib
from typing import ContextManager, Dict, Mapping, Optional, Sequence, cast

from ...libraries import Framework
from .pytorch_state import Module, library


def is_half(network: Module) -> bool:
    """Whether any of its numbers has 16 bits."""
    halves = _halves()
    return any(one.dtype in halves for one in [*network.parameters(), *network.buffers()])


def in_full(was_half: bool) -> ContextManager[object]:
    """While it lasts, casts to 16 bits (``x.half()``) are casts to 32, where the network was in 16 bits before.

    They are there because the network was, which is not so while it is exported. Where PyTorch is too old for that,
    nothing is changed.
    """
    halves = _halves()
    kind = getattr(getattr(library(), "overrides", None), "TorchFunctionMode", None)
    if kind is None or not was_half:
        return contextlib.nullcontext()
    torch = library()
    casts = (torch.Tensor.half, torch.Tensor.bfloat16)

    class Full(kind):  # type: ignore[misc, valid-type]
        """Takes the 16 bits out of every call."""

        def __torch_function__(
            self, func: object, types: object, args: Sequence[object] = (), kwargs: Optional[Dict[str, object]] = None
        ) -> object:
            if func in casts:
                return cast(Framework, args[0]).float()
            named: Mapping[str, object] = kwargs or {}
            wide = {name: _wide(one, halves) for name, one in named.items()}
            return cast(Framework, func)(*[_wide(one, halves) for one in args], **wide)

    return cast(ContextManager[object], Full())


def _halves() -> Sequence[object]:
    return library().float16, library().bfloat16


def _wide(value: object, halves: Sequence[object]) -> object:
    return library().float32 if any(value is one for one in halves) else value
