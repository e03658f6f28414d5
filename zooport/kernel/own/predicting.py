"""Running the researcher's own function, with what the network was given and gave on the way."""

from __future__ import annotations

import inspect
from typing import Any, List, NamedTuple, Optional, Sequence, Tuple

import numpy as np

from ..errors import Problem
from ..libraries import Array
from .chain.pose import Pose
from .network import Call, OwnNetwork
from .request import Predict, array_of

#: Said after every sentence that a function cannot be described.
WAYS_OUT = (
    "Either say the operations yourself (preprocessing= and postprocessing=), or leave predict= away: then the network "
    "alone is exported, and input= is what the network takes."
)


class Attempt(NamedTuple):
    """One run of the function."""

    images: Tuple[Array, ...]
    call: Call
    #: Name and values; the names of a dict, else empty.
    results: Tuple[Tuple[str, Array], ...]
    #: Whether it changed the images that it was given, which were copies.
    changed: bool = False


class Calls(NamedTuple):
    """What a run of the function showed, before it is judged."""

    calls: List[Call]
    results: Tuple[Tuple[str, Array], ...]
    changed: bool


def attempt(network: OwnNetwork, predict: Predict, images: Sequence[Array], pose: Optional[Pose] = None) -> Attempt:
    """Runs the function on copies of the images. Raises ``Problem`` where it cannot be described by one call."""
    seen = observe(network, predict, images, pose)
    return Attempt(tuple(images), judged(seen, images, name_of(predict)), seen.results, seen.changed)


def observe(network: OwnNetwork, predict: Predict, images: Sequence[Array], pose: Optional[Pose] = None) -> Calls:
    """Runs the function once. Raises ``Problem`` with its own message where it fails.

    ``pose``: what stands in for the network's outputs.
    """
    given = [np.array(image) for image in images]
    name = name_of(predict)
    with network.catching(pose) as calls:
        try:
            result = _called(predict, given)
        except (KeyboardInterrupt, MemoryError):
            raise
        except Exception as error:
            told = str(error).strip().splitlines()
            shapes = ", ".join(" x ".join(map(str, image.shape)) + f" of {image.dtype}" for image in images)
            raise Problem(
                "bad-image",
                f"Your function {name} failed for an image of {shapes}: {type(error).__name__}: "
                f"{told[0][:300] if told else 'no message'}. Try {name}(image) in a cell of its own.",
            ) from error
    changed = any(not np.array_equal(one, image, equal_nan=one.dtype.kind == "f") for one, image in zip(given, images))
    return Calls(list(calls), results_of(result, name), changed)


def name_of(predict: Predict) -> str:
    """What the researcher calls it."""
    name = str(getattr(predict, "__name__", None) or type(predict).__name__)
    return "(a lambda)" if name == "<lambda>" else name


def judged(seen: Calls, images: Sequence[Array], name: str) -> Call:
    """The one call. Raises ``Problem`` that tells what the function does where there is none, or several."""
    if not seen.calls:
        raise Problem(
            "no-chain",
            f"Your function {name} gave a result without calling the network that is exported. Give the network that "
            f"it uses. {WAYS_OUT}",
        )
    if len(seen.calls) == 1:
        return seen.calls[0]
    raise Problem("no-chain", f"Your function {name} {_several(seen.calls, images)} {WAYS_OUT}")


def tile_of(seen: Calls, images: Sequence[Array]) -> Optional[Tuple[int, ...]]:
    """The network's first input shape where the function cuts one image into smaller parts; else None."""
    if len(seen.calls) < 2 or len(images) != 1 or not all(one.inputs for one in seen.calls):
        return None
    shape: Tuple[int, ...] = seen.calls[0].inputs[0].shape
    return shape if int(np.prod(shape)) < images[0].size else None


def _several(calls: Sequence[Call], images: Sequence[Array]) -> str:
    """What a function does that calls the network more than once, as the end of a sentence."""
    first = calls[0].inputs
    count = len(calls)
    if not first or not all(one.inputs for one in calls):
        return f"calls the network {count} times for one image; a bundle describes one call."
    sizes = [int(np.prod(one.inputs[0].shape)) for one in calls]
    if max(sizes) < max(image.size for image in images):
        return (
            f"cuts the image into {count} parts and runs the network on each (of {_shape(first[0])}). A bundle "
            "describes one run of the whole image; the programs that read it cut large images themselves. Give an "
            "image that is no larger than one part."
        )
    if all(np.array_equal(one.inputs[0], first[0]) for one in calls[1:]):
        return (
            f"calls the network {count} times with the same image (an average over random layers, or an ensemble). "
            "A bundle describes one run of one network."
        )
    if all(np.array_equal(np.sort(one.inputs[0].ravel()), np.sort(first[0].ravel())) for one in calls[1:]):
        return (
            f"calls the network {count} times with the same image turned or mirrored (augmentation at test time). A "
            "bundle describes one run."
        )
    return f"calls the network {count} times for one image; a bundle describes one call."


def _shape(array: Array) -> str:
    return " x ".join(str(size) for size in array.shape)


def _called(predict: Predict, images: Sequence[Array]) -> object:
    """Several images as several arguments, or as a list where the function takes one."""
    if len(images) > 1 and _takes(predict) == 1:
        return predict(list(images))
    return predict(*images)


def _takes(predict: Predict) -> Optional[int]:
    """How many arguments by position a function must have; None where that cannot be told."""
    try:
        described = inspect.signature(predict).parameters.values()
    except (TypeError, ValueError):
        return None
    if any(one.kind is inspect.Parameter.VAR_POSITIONAL for one in described):
        return None
    positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return sum(one.kind in positional and one.default is inspect.Parameter.empty for one in described)


def results_of(result: Any, name: str) -> Tuple[Tuple[str, Array], ...]:
    """Name and values of what the function returned. Raises ``Problem`` for what holds no numbers."""
    if result is None:
        raise Problem("bad-image", f"Your function {name} returns nothing. Let it end with “return result”.")
    if isinstance(result, dict):
        return tuple((str(key), array_of(value, f"what {name} returns as “{key}”")) for key, value in result.items())
    if isinstance(result, (list, tuple)) and not all(isinstance(one, (int, float)) for one in result):
        return tuple(("", array_of(value, f"what {name} returns")) for value in result)
    return (("", array_of(result, f"what {name} returns")),)


def same_again(first: Attempt, again: Attempt, name: str) -> None:
    """Raises ``Problem`` where two runs on one image differ."""
    for (_, one), (_, other) in zip(first.results, again.results):
        if one.shape != other.shape or not np.array_equal(one, other, equal_nan=one.dtype.kind == "f"):
            close = one.shape == other.shape and np.allclose(one, other, rtol=1e-4, atol=1e-6)
            if not close:
                where = _where_chance_comes(first.call, again.call)
                raise Problem(
                    "no-chain",
                    f"Your function {name} gives another result each time for the same image; chance comes in with "
                    f"{where}. A test would prove nothing. Take the chance out of it. {WAYS_OUT}",
                )


def _where_chance_comes(one: Call, other: Call) -> str:
    """The first place where two runs differ."""
    if any(not np.array_equal(a, b) for a, b in zip(one.inputs, other.inputs)):
        return "what it does before the network"
    if any(not np.allclose(a, b, rtol=1e-4, atol=1e-6) for (_, a), (_, b) in zip(one.outputs, other.outputs)):
        return "the network (a layer that stays random, such as dropout)"
    return "what it does after the network"
