"""What every framework gives: a network that is loaded and can be run."""

from __future__ import annotations

import importlib.util
import sys
from typing import Callable, List, Literal, NamedTuple, Protocol, Sequence

from ..errors import Problem
from ..libraries import Array, Framework

#: What the process is at.
Stage = Literal["starting", "loading", "running"]


class Say(Protocol):
    """Tells the parent what begins."""

    def __call__(self, stage: Stage, detail: str = ...) -> None: ...


class Loaded(NamedTuple):
    """A network that is ready."""

    #: For instance "PyTorch 2.5.1".
    framework: str
    #: Inputs and outputs by position, in the axes of the description.
    run: Callable[[List[Array]], List[Array]]


def need(module: str, name: str, install: str) -> None:
    """Raises ``Problem`` ('no-framework') where a framework is not installed; imports nothing."""
    if importlib.util.find_spec(module) is None:
        raise Problem(
            "no-framework",
            f"{name} is not installed in {sys.executable}. Choose a Python that has it, or install it there: "
            f"pip install {install}",
        )


def listed(outputs: Framework, names: Sequence[str]) -> List[Framework]:
    """What a network gave as a list: a dict by the outputs' names where it has them, else in the order of its own."""
    if isinstance(outputs, dict):
        return [outputs[name] for name in (names if all(name in outputs for name in names) else outputs)]
    return list(outputs) if isinstance(outputs, (list, tuple)) else [outputs]
