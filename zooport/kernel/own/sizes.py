"""Which sizes a network takes, and what sizes it gives: found by running it at others."""

from __future__ import annotations

from typing import Dict, Iterator, List, Mapping, NamedTuple, Optional, Sequence, Tuple

import numpy as np

from ..errors import Problem
from ..libraries import Array
from ..own_protocol import OwnFreeSize
from . import care
from .network import OwnNetwork
from .size_trial import Shapes, Trial, grid

#: Axes whose sizes are tried; a channel is what it is.
_SPATIAL = ("time", "z", "y", "x")
#: Steps, the likeliest first: poolings by two, then patches and poolings of other sizes.
_STEPS = (1, 2, 4, 8, 16, 32, 64, 3, 5, 6, 7, 9, 10, 12, 14, 20, 24, 28, 40, 48, 56)
#: A step of k must also hold further on: rounding hides within a few pixels.
_FURTHER = (4, 8, 16, 32)


class Followed(NamedTuple):
    """The size of an output's axis: ``scale`` times that of an input's axis, plus ``offset``."""

    input: int
    axis: str
    scale: float
    offset: float


class Sizes(NamedTuple):
    """What was found. An axis that is not free has the size of the inputs that were given."""

    #: For each input, free sizes by axis.
    inputs: List[Dict[str, OwnFreeSize]]
    #: For each output, what each of its axes follows; None for a fixed one, and for the batch.
    outputs: Dict[str, List[Optional[Followed]]]
    #: Whether several images may come at once.
    batch: bool
    notes: List[str]


class _Axis(NamedTuple):
    """One free axis: its step at the first input that has it, smallest size there, and what follows it."""

    name: str
    step: int
    smallest: int
    changes: Dict[Tuple[str, int], float]


def probe(network: OwnNetwork, inputs: Sequence[Array], axes: Sequence[Sequence[str]]) -> Sizes:
    """The sizes of a network that takes ``inputs``, whose axes have these ids ("batch", "channel", "z", "y", "x" ...).

    Axes of one id grow together in all inputs. Raises ``Problem`` where the values of an image decide over a size.
    """
    trial = Trial(network, inputs, axes)
    _check_values(trial)
    notes: List[str] = []
    found = [one for name in _SPATIAL if trial.having(name) for one in [_axis(trial, name, notes)] if one is not None]
    found = _together(trial, found, notes)
    free = [_stated(trial, index, found) for index in range(len(inputs))]
    outputs = {name: _followed(trial, name, shape, found) for name, shape in trial.usual.items()}
    notes += _looking_far(trial, found)
    return Sizes(free, outputs, _takes_several(trial), notes)


def _check_values(trial: Trial) -> None:
    """An output whose size depends on what is in the image (boxes, lists of points) has no place in a description."""
    random = np.random.RandomState(3)
    others = [random.permutation(one.reshape(-1)).reshape(one.shape) if one.size > 1 else one for one in trial.inputs]
    try:
        made = trial.network.run(others)
    except Problem:
        return
    for name, values in made:
        if trial.usual.get(name) != values.shape:
            raise Problem(
                "bad-model",
                f'The size of the network\'s output "{name}" depends on what is in the image (it is '
                f"{_product(values.shape)} for one and {_product(trial.usual.get(name, ()))} for another of the same "
                "size). A bundle needs outputs whose size follows from the input's: export the part of the network "
                "that gives them, and leave the rest to your own code.",
                output=name,
            )


def _axis(trial: Trial, name: str, notes: List[str]) -> Optional[_Axis]:
    first = trial.having(name)[0]
    size = trial.size(first, name)
    if not trial.stated(name):
        for step in _STEPS:
            changes = _held(trial, name, step)
            if changes is not None:
                return _on_grid(trial, _Axis(name, step, _smallest(trial, name, step, changes), changes), notes)
    notes.append(f"Along {name} the network takes {size} pixels and no other size.")
    return None


def _on_grid(trial: Trial, axis: _Axis, notes: List[str]) -> _Axis:
    """The axis in steps in which the result moves with the image, where the test image's own size is one of them."""
    step = grid(trial, axis.name, axis.step, axis.changes)
    size = trial.size(trial.having(axis.name)[0], axis.name)
    if step == axis.step:
        return axis
    if size % step == 0:
        return axis._replace(step=step, smallest=-(-axis.smallest // step) * step)
    notes.append(
        f"Along {axis.name} the network takes any size, but pools in steps of {step} pixels and is resized to the "
        f"image's size: parts of an image give what the whole gives where they begin at multiples of {step}. With a "
        f"test image of a multiple of {step} pixels the bundle says so."
    )
    return axis


def _held(trial: Trial, name: str, step: int) -> Optional[Dict[Tuple[str, int], float]]:
    """By output and axis, how much it grows by pixel, where that is the same at all sizes in this step."""
    size = trial.size(trial.having(name)[0], name)
    changes: Dict[Tuple[str, int], float] = {}
    further = [more for more in _FURTHER if more % step == 0]
    for more in sorted({step, 2 * step, 3 * step, *further}):
        made = trial.shapes({name: more})
        grew = None if made is None else _growth(trial.usual, made, more)
        if grew is None or (changes and grew != changes):
            return None
        changes = grew
    if any(not value for value in changes.values()) and not any(changes.values()):
        # Nothing follows: is it so at twice the size too, or was it rounded down?
        made = trial.shapes({name: size * step})
        if made is not None and made != trial.usual:
            return None
    return changes


def _growth(before: Shapes, after: Shapes, more: int) -> Optional[Dict[Tuple[str, int], float]]:
    grew: Dict[Tuple[str, int], float] = {}
    if list(before) != list(after):
        return None
    for name, shape in before.items():
        if len(after[name]) != len(shape):
            return None
        for place, (one, other) in enumerate(zip(shape, after[name])):
            grew[(name, place)] = (other - one) / more
    return grew


def _smallest(trial: Trial, name: str, step: int, changes: Mapping[Tuple[str, int], float]) -> int:
    """The smallest size in this step that runs and gives what the others let expect; found by halving."""
    size = trial.size(trial.having(name)[0], name)
    low, high = 0, (size - 1) // step
    while low < high:
        middle = (low + high + 1) // 2
        made = trial.shapes({name: -middle * step})
        if (
            made is not None
            and list(made) == list(trial.usual)
            and _growth(trial.usual, made, -middle * step) == changes
        ):
            low = middle
        else:
            high = middle - 1
    return size - low * step


def _together(trial: Trial, found: List[_Axis], notes: List[str]) -> List[_Axis]:
    """The free axes, where all of them may change at once and no size depends on two; else none is free."""
    if len(found) < 2:
        return found
    by = {axis.name: axis.step * (place + 1) for place, axis in enumerate(found)}
    made = trial.shapes(by)
    wanted = {
        name: tuple(
            round(size + sum(axis.changes[(name, place)] * by[axis.name] for axis in found))
            for place, size in enumerate(shape)
        )
        for name, shape in trial.usual.items()
    }
    twice = any(
        sum(1 for axis in found if axis.changes[(name, place)]) > 1
        for name, shape in trial.usual.items()
        for place in range(len(shape))
    )
    if made == wanted and not twice:
        return found
    notes.append(
        "The sizes of the network's axes depend on one another, which a bundle cannot say: it takes images of "
        f"{' and '.join(_product(one.shape[1:]) for one in trial.inputs)} only."
    )
    return []


def _stated(trial: Trial, index: int, found: Sequence[_Axis]) -> Dict[str, OwnFreeSize]:
    free: Dict[str, OwnFreeSize] = {}
    for axis in found:
        if axis.name not in trial.axes[index]:
            continue
        first = trial.having(axis.name)[0]
        scale = trial.size(index, axis.name) / trial.size(first, axis.name)
        free[axis.name] = {"min": round(axis.smallest * scale), "step": max(1, round(axis.step * scale))}
    return free


def _followed(trial: Trial, output: str, shape: Sequence[int], found: Sequence[_Axis]) -> List[Optional[Followed]]:
    followed: List[Optional[Followed]] = []
    for place, size in enumerate(shape):
        axis = next((one for one in found if one.changes[(output, place)]), None)
        if axis is None:
            followed.append(None)
            continue
        source = _source(trial, axis, output, place)
        own = trial.size(source, axis.name)
        scale = axis.changes[(output, place)] * trial.size(trial.having(axis.name)[0], axis.name) / own
        followed.append(Followed(source, axis.name, scale, size - scale * own))
    return followed


def _source(trial: Trial, axis: _Axis, output: str, place: int) -> int:
    """The input that an output's axis follows: the one that changes it alone, else the first that has the axis."""
    having = trial.having(axis.name)
    for index in having if len(having) > 1 else []:
        made = trial.shapes({axis.name: axis.step}, index)
        if made is not None and made[output][place] != trial.usual[output][place]:
            return index
    return having[0]


def _takes_several(trial: Trial) -> bool:
    """Whether two images at once give what each gives alone."""
    batched = [axes.index("batch") for axes in trial.axes if "batch" in axes]
    if len(batched) != len(trial.axes):
        return False
    try:
        made = trial.network.run(
            [np.concatenate([one, one[..., ::-1] * 2 + 1], axis) for one, axis in zip(trial.inputs, batched)]
        )
    except Problem:
        return False
    for (_, one), (_, both) in zip(trial.first, made):
        if both.ndim != one.ndim or not one.ndim or both.shape[0] != 2 * one.shape[0]:
            return False
        if care.difference(both[: one.shape[0]], one) > 1e-4:
            return False
    return True


def _looking_far(trial: Trial, found: Sequence[_Axis]) -> Iterator[str]:
    """A note where pixels at the near end change when the image grows at the far one."""
    if not found:
        return
    sizes = {axis.name: trial.size(trial.having(axis.name)[0], axis.name) for axis in found}
    more = {axis.name: axis.step * max(1, -(-sizes[axis.name] // axis.step)) for axis in found[-2:]}
    grown = trial.grown(more)
    if grown is None or trial.shapes(more) is None:
        return
    for (name, one), (_, other) in zip(trial.first, trial.network.run(grown)):
        near = tuple(slice(0, max(1, size // 4)) for size in one.shape)
        ours, theirs = np.asarray(one[near], np.float64).ravel(), np.asarray(other[near], np.float64).ravel()
        moving = any(axis.changes[(name, place)] for axis in found for place in range(one.ndim))
        if not moving or ours.size < 2 or care.difference(ours, theirs) < 1e-3:
            continue
        alike = np.corrcoef(ours, theirs)[0, 1] if ours.std() and theirs.std() else 1.0
        if alike > 0.8:
            yield (
                f'Output "{name}" depends on the whole image (a normalisation or attention over all of it): an image '
                "that is cut into tiles gives somewhat other values than one that is not."
            )
        else:
            yield (
                f'Output "{name}" changes everywhere when the image grows at one side: the network seems to scale '
                "every image to one size of its own. Give it images of the size that it was trained on, and do not cut "
                "them into tiles."
            )


def _product(shape: Sequence[int]) -> str:
    return " x ".join(map(str, shape)) or "one value"
