"""A network at other sizes than those it was given: run once each, and what came out."""

from __future__ import annotations

from typing import Dict, List, Mapping, Optional, Sequence, Tuple

import numpy as np

from ..errors import Problem
from ..libraries import Array
from .network import OwnNetwork

#: Sizes by output, of all its axes.
Shapes = Dict[str, Tuple[int, ...]]


class Trial:
    """Runs of one network at other sizes; each size once."""

    def __init__(self, network: OwnNetwork, inputs: Sequence[Array], axes: Sequence[Sequence[str]]) -> None:
        self.network = network
        self.inputs = list(inputs)
        self.axes = [list(one) for one in axes]
        self.first = network.run(inputs)
        self.usual: Shapes = {name: values.shape for name, values in self.first}
        self._known: Dict[Tuple[Tuple[int, ...], ...], Optional[Shapes]] = {}

    def having(self, name: str) -> List[int]:
        """Inputs with an axis."""
        return [index for index, axes in enumerate(self.axes) if name in axes]

    def size(self, index: int, name: str) -> int:
        """Of an input's axis."""
        return int(self.inputs[index].shape[self.axes[index].index(name)])

    def stated(self, name: str) -> bool:
        """Whether the network's own description binds the size of an axis."""
        for index in self.having(name):
            known = self.network.fixed(index)
            place = self.axes[index].index(name)
            if known is not None and place < len(known) and known[place] is not None:
                return True
        return False

    def grown(self, by: Mapping[str, int], only: Optional[int] = None) -> Optional[List[Array]]:
        """Inputs that are larger by so many pixels, at the far end; of another scale, by as much more."""
        made = []
        for index, (array, axes) in enumerate(zip(self.inputs, self.axes)):
            for name, more in by.items():
                if name in axes and only in (None, index):
                    own = more * self.size(index, name) / self.size(self.having(name)[0], name)
                    if own != int(own) or self.size(index, name) + own < 1:
                        return None
                    array = resized(array, axes.index(name), int(own))
            made.append(array)
        return made

    def shapes(self, by: Mapping[str, int], only: Optional[int] = None) -> Optional[Shapes]:
        """Sizes of the outputs for inputs that are larger; None where the network does not take them."""
        made = self.grown(by, only)
        if made is None:
            return None
        key = tuple(one.shape for one in made)
        if key not in self._known:
            try:
                self._known[key] = {name: values.shape for name, values in self.network.run(made)}
            except Problem:
                self._known[key] = None
        return self._known[key]


def resized(array: Array, axis: int, more: int) -> Array:
    """Larger by repetition, or smaller, at the far end."""
    return np.take(array, np.arange(array.shape[axis] + more) % array.shape[axis], axis)
