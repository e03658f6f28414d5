"""A network at other sizes than those it was given: run once each, and what came out."""

from __future__ import annotations

from typing import Dict, List, Mapping, Optional, Sequence, Tuple

import numpy as np

from ..errors import Problem
from ..libraries import Array
from .network import OwnNetwork

#: Sizes by output, of all its axes.
Shapes = Dict[str, Tuple[int, ...]]
#: By how many steps an image is moved.
_MOVES = (1, 2, 4, 8, 16)
#: The result moved along where no more than this part of its range is off in the middle; so much better is clearly so.
_ALONG, _CLEARLY = 1e-3, 0.05


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


def grid(trial: Trial, name: str, step: int, changes: Mapping[Tuple[str, int], float]) -> int:
    """By how many pixels an image has to be moved along an axis so that the result moves along.

    That is ``step``, in which its size may change, but for a network that pools and resizes what comes of it to the
    image's own size: it runs at any size, and what it gives depends on where its poolings begin.
    """
    size = trial.size(trial.having(name)[0], name)
    whole = size - size % max(step, 32 if size >= 64 else 16)
    moves = [step * more for more in _MOVES if step * more <= whole // 4]
    given = trial.grown({name: whole - size}) if whole >= 32 else None
    if given is None or len(moves) < 2:
        return step
    try:
        still = dict(trial.network.run(given))
        first = _off(trial, name, given, still, changes, moves[0])
        if first <= _ALONG:
            return step
        others = {move: _off(trial, name, given, still, changes, move) for move in moves[1:]}
    except Problem:
        return step
    best = min(others.values())
    if best > _CLEARLY * first:
        # An attention or a scaling over all of the image: it moves along by no step.
        return step
    return next(move for move, far in others.items() if far <= max(_ALONG, 2 * best))


def _off(
    trial: Trial,
    name: str,
    given: Sequence[Array],
    still: Mapping[str, Array],
    changes: Mapping[Tuple[str, int], float],
    move: int,
) -> float:
    """How far the result for a moved image is from the moved result, in the middle, as part of its range."""
    first = trial.size(trial.having(name)[0], name)
    moved = []
    for index, (array, axes) in enumerate(zip(given, trial.axes)):
        own = move * trial.size(index, name) / first if name in axes else 0
        moved.append(np.roll(array, round(own), axes.index(name)) if own else array)
    far = 0.0
    for output, values in trial.network.run(moved):
        for place in range(values.ndim):
            along = move * changes[(output, place)]
            if not along or values.dtype.kind != "f":
                continue
            size = values.shape[place]
            middle = np.arange(size // 4, size - size // 4)
            ours = np.take(np.roll(still[output], round(along), place), middle, place)
            theirs = np.take(values, middle, place)
            spread = float(ours.max() - ours.min()) or 1.0
            far = max(far, float(np.abs(ours.astype(np.float64) - theirs).max()) / spread)
    return far
