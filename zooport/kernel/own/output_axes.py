"""What the axes of an output are, from how its sizes follow those of the inputs."""

from __future__ import annotations

from typing import Dict, List, Sequence, Tuple

from ..errors import Problem
from .network import Call
from .sizes import Sizes


def output_axes(call: Call, inputs: Sequence[Sequence[str]], found: Sizes) -> Dict[str, Tuple[str, ...]]:
    """Ids of each output's axes by its name.

    An axis that follows an input's has its id; an output of as many axes as the first input has that input's order.
    Raises ``Problem`` where an axis stays unknown.
    """
    return {name: _one(name, values.shape, inputs, found) for name, values in call.outputs}


def _one(name: str, shape: Sequence[int], inputs: Sequence[Sequence[str]], found: Sizes) -> Tuple[str, ...]:
    ids = [follows.axis if follows is not None else "" for follows in found.outputs.get(name, [None] * len(shape))]
    same = [list(axes) for axes in inputs if len(axes) == len(shape)]
    if same and all(not one or one == usual for one, usual in zip(ids, same[0])):
        return tuple(same[0])
    left = [place for place, one in enumerate(ids) if not one]
    wanted = [one for one in ("batch", "channel") if one not in ids]
    if len(left) > len(wanted) or (len(left) == len(wanted) == 0 and len(set(ids)) != len(ids)):
        sizes = " x ".join(str(size) for size in shape)
        raise Problem(
            "bad-model",
            f"The output “{name}” of the network has {len(shape)} axes ({sizes}), and what they are cannot be told: a "
            "bundle describes images with batch, channel, planes, rows and columns.",
        )
    # One that is left alone is the batch where it stands first.
    if len(left) == 1 and len(wanted) == 2:
        wanted = ["batch"] if left[0] == 0 else ["channel"]
    for place, one in zip(left, wanted):
        ids[place] = one
    return _checked(ids)


def _checked(ids: List[str]) -> Tuple[str, ...]:
    return tuple(ids)
