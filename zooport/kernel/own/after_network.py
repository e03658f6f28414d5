"""From what the network gives to what the researcher's function returns."""

from __future__ import annotations

from itertools import permutations
from typing import Callable, Dict, List, NamedTuple, Optional, Sequence, Tuple, cast

import numpy as np

from ..errors import Problem
from ..libraries import Array
from ..own_protocol import OwnChain, OwnOperation
from . import said
from .before_network import Begun
from .chain.after import after
from .chain.found import Found, NoChain
from .network import LastStep
from .predicting import WAYS_OUT, Attempt, name_of
from .request import OwnRequest

_SAME = 1e-5

Pairs = Sequence[Tuple[Array, Array]]


class Taken(NamedTuple):
    """One output of the bundle."""

    #: The network's own name of it.
    name: str
    axes: Tuple[str, ...]
    #: What the function returned, or the network, in the layout of the network's output.
    values: Array
    operations: List[OwnOperation]
    chain: OwnChain
    last: Optional[LastStep]


def outputs_of(begun: Begun, request: OwnRequest, axes: Dict[str, Tuple[str, ...]]) -> List[Taken]:
    """Every result of the function with the output that it came from; ``axes`` of each output by name.

    Raises ``Problem`` where what happens after the network cannot be described.
    """
    if request.predict is None:
        return [
            _plain(begun, request, name, axes[name], values, at) for at, (name, values) in enumerate(begun.call.outputs)
        ]
    name = name_of(request.predict)
    free = [one for one, _ in begun.call.outputs]
    taken: List[Taken] = []
    _check_results(begun, name)
    for at in range(len(begun.attempts[0].results)):
        results = begun.attempts[0].results
        operations = said.of(request.postprocessing, at, len(results), "postprocessing")
        found, nearest = _from_any(begun, free, axes, at, operations)
        if found is None:
            raise _no_after(name, nearest, begun.attempts[0].results[at][1].shape)
        free = [one for one in free if one != found.name]
        taken.append(found)
    return taken


def _check_results(begun: Begun, name: str) -> None:
    """Raises ``Problem`` where the test image shows nothing."""
    for _, values in begun.attempts[0].results:
        if values.size == 0 or (values.dtype.kind == "f" and not np.isfinite(values).all()):
            raise Problem(
                "bad-image",
                f"Your function {name} returns values that are not numbers (NaN or infinite), or none at all, for the "
                "test image. Try another image.",
            )
        if values.size > 1 and is_constant(values):
            raise Problem(
                "bad-image",
                f"Your function {name} returns about {float(values.max()):.3g} everywhere for the test image, so a "
                "test would prove nothing. Choose an image on which the network finds something.",
            )


def is_constant(values: Array) -> bool:
    """Whether the values differ by so little that a third of their digits or more says nothing (float32 has seven)."""
    low, high = float(values.min()), float(values.max())
    return high - low <= 1e-4 * max(abs(low), abs(high))


def _from_any(
    begun: Begun, names: Sequence[str], axes: Dict[str, Tuple[str, ...]], at: int, given: Optional[List[OwnOperation]]
) -> Tuple[Optional[Taken], Optional[NoChain]]:
    nearest: Optional[NoChain] = None
    for name in names:
        try:
            found = _from(begun, name, axes[name], at, given)
        except NoChain as reason:
            nearest = nearest if nearest is not None and nearest.of_range <= reason.of_range else reason
            continue
        if found is not None:
            return found, None
    return None, nearest


def _from(
    begun: Begun, name: str, axes: Tuple[str, ...], at: int, given: Optional[List[OwnOperation]]
) -> Optional[Taken]:
    """The result as made from this output; None where its shape cannot come from it."""
    shapes = dict(begun.call.outputs)[name].shape, begun.attempts[0].results[at][1].shape
    reason: Optional[NoChain] = None
    for target in _targets(shapes[0], axes):
        for places in _placings(shapes[1], target):

            def pairs_of(
                runs: Sequence[Attempt], rank: int = len(target), places: Tuple[int, ...] = places
            ) -> List[Tuple[Array, Array]]:
                both = [(dict(one.call.outputs)[name], _placed(one.results[at][1], places, rank)) for one in runs]
                return [(one, made) for one, made in both if _may_come(one.shape, made.shape, axes)]

            pairs = pairs_of(begun.attempts)
            if not pairs:
                continue
            try:
                found = (
                    _anywhere(pairs, lambda: pairs_of(begun.posed()), axes)  # noqa: B023
                    if given is None
                    else said.held(given, pairs, axes, _SAME)
                )
            except NoChain as failed:
                reason = reason or failed
                continue
            return Taken(
                name, axes, pairs[0][1], found.operations, _chain(found, len(pairs), given is not None), found.last
            )
    if reason is not None:
        raise reason
    return None


def _anywhere(pairs: Pairs, others: Callable[[], Pairs], axes: Tuple[str, ...]) -> Found:
    """The chain that gives the results, also of values that the network did not happen to give (``others``).

    Those tell a threshold where the network gives nothing near it, and where something is cut off that it seldom gives.
    """
    found: Optional[Found] = None
    try:
        found = after(pairs, axes)
    except NoChain as unsure:
        if unsure.of_range > 0 or not others():
            raise
    more = others()
    if not more:
        return cast(Found, found)
    try:
        return after([*pairs, *more], axes)
    except NoChain as reason:
        if found is not None and pairs[0][1].dtype.kind in "iu":
            # Numbers beyond those of its type become others.
            return found
        raise NoChain(
            f"{reason.reason} This was seen where it was given other values than the network's own, which this network "
            "may give on another image.",
            found,
            reason.of_range,
            reason.nearest,
        ) from reason


def _chain(found: Found, images: int, said: bool) -> OwnChain:
    return {
        "words": found.words,
        "maxAbsolute": found.max_absolute,
        "ofRange": found.of_range,
        "images": images,
        "said": said,
    }


def _targets(shape: Sequence[int], axes: Sequence[str]) -> List[Tuple[int, ...]]:
    """Shapes that a result may have: the output's, and one channel of it."""
    whole = tuple(shape)
    if "channel" not in axes or shape[axes.index("channel")] == 1:
        return [whole]
    return [whole, tuple(1 if name == "channel" else size for name, size in zip(axes, shape))]


def _may_come(output: Sequence[int], result: Sequence[int], axes: Sequence[str]) -> bool:
    return any(tuple(result) == target for target in _targets(output, axes))


def _placings(shape: Sequence[int], target: Sequence[int]) -> List[Tuple[int, ...]]:
    """For each axis of the result its place in the target, those that keep the order first.

    -1 stands for an axis of one entry that has no place.
    """
    found = []
    real = [at for at, size in enumerate(shape) if size > 1]
    single = [at for at, size in enumerate(shape) if size == 1]
    for order in permutations(range(len(target)), len(real)):
        left = [place for place, size in enumerate(target) if place not in order]
        if any(target[place] != shape[at] for at, place in zip(real, order)) or any(
            target[place] != 1 for place in left
        ):
            continue
        places = [-1] * len(shape)
        for at, place in zip(real, order):
            places[at] = place
        for at, place in zip(single, left):
            places[at] = place
        found.append(tuple(places))
    return sorted(found, key=lambda one: sum(a > b >= 0 for index, a in enumerate(one) for b in one[index + 1 :]))


def _placed(result: Array, places: Sequence[int], rank: int) -> Array:
    kept = [at for at, place in enumerate(places) if place >= 0]
    moved = result.reshape([result.shape[at] for at in kept])
    order = sorted(range(len(kept)), key=lambda index: places[kept[index]])
    moved = np.transpose(moved, order)
    filled = {places[at] for at in kept}
    for place in range(rank):
        if place not in filled:
            moved = np.expand_dims(moved, place)
    return np.ascontiguousarray(moved)


def _plain(begun: Begun, request: OwnRequest, name: str, axes: Tuple[str, ...], values: Array, at: int) -> Taken:
    operations = said.of(request.postprocessing, at, len(begun.call.outputs), "postprocessing") or []
    chain: OwnChain = {"words": [], "maxAbsolute": 0.0, "ofRange": 0.0, "images": 1, "said": True}
    given = said.applied(operations, values, axes) if operations else values
    return Taken(name, axes, given, operations, chain, None)


def _no_after(name: str, reason: Optional[NoChain], shape: Sequence[int]) -> Problem:
    if reason is None:
        sizes = " x ".join(str(size) for size in shape) or "one number"
        return Problem(
            "no-chain",
            f"Your function {name} returns {sizes}, and no output of the network has these sizes: it cuts, resizes or "
            f"counts after the network, which a bundle cannot describe. {WAYS_OUT}",
        )
    return Problem(
        "no-chain",
        f"What your function {name} does after the network is none of the operations that a bundle can describe. "
        f"{reason.reason} {WAYS_OUT}",
        ofRange=reason.of_range,
    )
