"""One network that is to be written, and what its written forms are held against."""

from __future__ import annotations

from typing import List, Mapping, NamedTuple, Sequence, cast

import numpy as np

from ...libraries import Array
from ..network import LastStep
from ..structure import Leaf, Pattern
from .pytorch_state import Module, Tensor, library


class Task(NamedTuple):
    """What is to be written."""

    #: The network as evaluation on the CPU in float32.
    network: Module
    how: Pattern
    #: All that the network gives for the first shape.
    outputs: Sequence[Leaf]
    directory: str
    #: Inputs to hold it against: the test inputs, then others.
    shapes: Sequence[Sequence[Array]]
    free: Sequence[Mapping[int, str]]
    steps: Mapping[str, LastStep]
    #: Names of the outputs to keep and ids of the inputs, in order.
    kept: Sequence[str]
    names: Sequence[str]


def arrays(module: object, inputs: Sequence[Array]) -> List[Array]:
    """What a module, traced or not, gives for inputs by position."""
    torch = library()
    with torch.no_grad():
        result = cast(Module, module)(*(tensor_of(one) for one in inputs))
    return [array_of(one) for one in (result if isinstance(result, (list, tuple)) else [result])]


def of_tensor(array: Array) -> Array:
    """An array as PyTorch takes it: float32 where it has broken numbers, else its own type."""
    kept = np.asarray(array, np.float32) if np.issubdtype(array.dtype, np.floating) else array
    return kept.astype(np.int64) if kept.dtype in (np.uint16, np.uint32, np.uint64) else kept


def tensor_of(array: Array) -> Tensor:
    """A tensor of its own, as ``of_tensor``."""
    return cast(Tensor, library().from_numpy(np.array(of_tensor(array), order="C", copy=True)))


def array_of(value: object) -> Array:
    """A copy as an array; bfloat16, which numpy does not have, as float32."""
    tensor = cast(Tensor, value).detach()
    if str(tensor.dtype) == "torch.bfloat16":
        tensor = tensor.to(library().float32)
    return np.array(cast(Array, tensor.to("cpu")), copy=True)
