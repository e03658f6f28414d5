"""Inputs beside those that were given: of other sizes, and of other values."""

from __future__ import annotations

import itertools
from typing import Dict, Iterator, List, Mapping, Sequence

import numpy as np

from ..errors import Problem
from ..libraries import Array
from .network import OwnNetwork
from .size_trial import resized

#: By how much sizes grow for the second and third shape, the likeliest to be taken first.
_MORE = (32, 16, 64, 8, 4, 2, 1)
_SHAPES = 2


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
        grown = []
        for array, axes in zip(inputs, free):
            for axis, name in axes.items():
                array = resized(array, axis, by_symbol.get(name, 0))
            grown.append(array)
        yield grown
