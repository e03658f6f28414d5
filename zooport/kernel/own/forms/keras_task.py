"""One network of Keras that is to be written, and what its written forms are held against."""

from __future__ import annotations

import sys
from typing import Dict, List, Mapping, NamedTuple, Sequence, cast

import numpy as np

from ...libraries import Array, Custom, Framework, Network
from ..network import LastStep, stepped
from ..structure import Leaf, Pattern, filled, leaves


class Task(NamedTuple):
    """What is to be written."""

    keras: Framework
    network: Network
    custom: Custom
    how: Pattern
    outputs: Sequence[Leaf]
    directory: str
    shapes: Sequence[Sequence[Array]]
    free: Sequence[Mapping[int, str]]
    steps: Mapping[str, LastStep]
    kept: Sequence[str]
    names: Sequence[str]
    #: Whether its layers and their connections are known.
    graph: bool


def outputs(task: Task, inputs: Sequence[object]) -> Dict[str, object]:
    """All tensors that the network gives, by name."""
    args, kwargs = filled(task.how, inputs)
    return {one.name: one.value for one in leaves(cast(Framework, task.network)(*args, **kwargs), is_tensor)}


def expected(task: Task, inputs: Sequence[Array]) -> List[Array]:
    """The kept outputs with their last steps, which numpy computes behind the network itself."""
    made = outputs(task, inputs)
    return [stepped(to_array(made[name]), task.steps.get(name)) for name in task.kept]


def is_tensor(value: object) -> bool:
    """Whether a value is an array, or a tensor of the framework that Keras runs on."""
    return hasattr(value, "shape") and hasattr(value, "dtype") and not isinstance(value, type)


def to_array(value: object) -> Array:
    """A copy as an array."""
    detach = getattr(value, "detach", None)
    return np.array(detach().cpu() if detach is not None else value, copy=True)


def tensor_like(values: Array, like: object) -> object:
    """The values as a tensor of the library that another one is of."""
    torch, tensorflow, jax = (sys.modules.get(name) for name in ("torch", "tensorflow", "jax"))
    if torch is not None and hasattr(like, "detach"):
        return cast(Framework, torch).from_numpy(values).to(cast(Framework, like).device)
    if tensorflow is not None and isinstance(like, cast(Framework, tensorflow).Tensor):
        return cast(Framework, tensorflow).convert_to_tensor(values)
    return values if jax is None else cast(Framework, jax).numpy.asarray(values)
