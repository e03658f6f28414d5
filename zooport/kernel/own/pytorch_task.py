"""One network that is to be written, and what its written forms are held against."""

from __future__ import annotations

import itertools
from typing import Dict, Iterator, List, Mapping, NamedTuple, Sequence, Tuple, cast

import numpy as np

from ..errors import Problem
from ..libraries import Array
from ..own_protocol import OwnFile, OwnRole
from ..transport import folders
from . import care
from .network import LastStep, OwnNetwork
from .pytorch_state import Module, Tensor, library
from .structure import Leaf, Pattern

#: By how much sizes grow for the second and third shape, the likeliest to be taken first.
_MORE = (32, 16, 64, 8, 4, 2, 1)
_SHAPES = 2


class Task(NamedTuple):
    """What is to be written."""

    #: The network as evaluation on the CPU in float32, and the object in the kernel that it is a copy of.
    network: Module
    original: Module
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


def same(ours: Sequence[Array], theirs: Sequence[Array], part: float) -> bool:
    """Whether two results are the same up to ``part`` of the largest value; of whole numbers one in a thousand may
    differ, since the larger of two equal values is nobody's."""
    if len(ours) != len(theirs):
        return False
    for one, other in zip(ours, theirs):
        if one.shape != other.shape:
            return False
        if not np.issubdtype(other.dtype, np.floating):
            if other.size and float(np.mean(one != other)) > 1e-3:
                return False
        elif care.difference(one, other) > part:
            return False
    return True


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


def file_of(path: str, role: OwnRole) -> OwnFile:
    """A finished file for the protocol."""
    told = folders.described(path, "weights")
    return {"role": role, "path": path, "name": told["name"], "size": told["size"], "sha256": told["sha256"]}


def other_sizes(network: OwnNetwork, inputs: Sequence[Array], free: Sequence[Mapping[int, str]]) -> List[List[Array]]:
    """Two more shapes that the network takes; other values where its sizes are bound."""
    found: List[List[Array]] = []
    for grown in _grown(inputs, free):
        try:
            network.run(grown)
        except Problem:
            continue
        found.append(grown)
        if len(found) == _SHAPES:
            break
    return found or [list(_varied(inputs))]


def varied(inputs: Sequence[Array]) -> Iterator[List[Array]]:
    """Other values in the same shapes, among which a decision by the values falls otherwise."""
    yield [-one if np.issubdtype(one.dtype, np.signedinteger) or one.dtype.kind == "f" else one for one in inputs]
    yield [np.zeros_like(one) for one in inputs]
    yield list(_varied(inputs))


def _varied(inputs: Sequence[Array]) -> Iterator[Array]:
    random = np.random.RandomState(7)
    for one in inputs:
        if one.dtype.kind == "f" and one.size:
            yield random.uniform(float(one.min()) - 1, float(one.max()) + 1, one.shape).astype(np.float32)
        else:
            yield one[..., ::-1].copy()


def _grown(inputs: Sequence[Array], free: Sequence[Mapping[int, str]]) -> Iterator[List[Array]]:
    """Larger inputs by repetition; axes of one name grow by the same, the first less than the others."""
    symbols = sorted({symbol for axes in free for symbol in axes.values()} - {"batch"})
    if not symbols:
        return
    for more, less in itertools.product(_MORE, (2, 1)):
        by_symbol: Dict[str, int] = {one: more * (less if place else 1) for place, one in enumerate(symbols)}
        yield [_larger(one, [(axis, by_symbol.get(name, 0)) for axis, name in axes.items()]) for one, axes in
               zip(inputs, free)]  # fmt: skip


def _larger(array: Array, by: Sequence[Tuple[int, int]]) -> Array:
    for axis, more in by:
        array = np.take(array, np.arange(array.shape[axis] + more) % array.shape[axis], axis)
    return array
