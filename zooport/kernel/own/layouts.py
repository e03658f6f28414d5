"""Which axis of a tensor is which axis of an image."""

from __future__ import annotations

from itertools import permutations
from typing import Dict, List, NamedTuple, Optional, Sequence, Tuple

import numpy as np

from ..errors import Problem
from ..libraries import Array
from .network import LETTERS

SPATIAL = ("z", "y", "x")


class Layout(NamedTuple):
    """How an image with letters lies in a tensor."""

    #: Ids of the tensor's axes.
    axes: Tuple[str, ...]
    #: For each axis of the tensor, the axis of the image; None for one of a single entry that the image does not have.
    source: Tuple[Optional[int], ...]

    def arrange(self, image: Array) -> Array:
        """The image as the tensor has it, in its own dtype."""
        order = [at for at in self.source if at is not None]
        moved = np.transpose(image, order)
        for position, at in enumerate(self.source):
            if at is None:
                moved = np.expand_dims(moved, position)
        return np.ascontiguousarray(moved)


def check_letters(letters: str, image: Array, name: str) -> str:
    """The letters in small. Raises ``Problem`` where they do not fit the image."""
    small = letters.lower().strip()
    wrong = [one for one in small if one not in LETTERS]
    shape = " x ".join(str(size) for size in image.shape)
    if wrong or len(set(small)) != len(small) or len(small) != image.ndim:
        why = (
            f"“{wrong[0]}” is no axis"
            if wrong
            else "a letter stands twice"
            if len(set(small)) != len(small)
            else f"the image has {image.ndim} axes ({shape}), and these are {len(small)}"
        )
        raise Problem(
            "bad-image",
            f"axes='{letters}' does not fit {name}: {why}. Write one letter for each axis: y rows, x columns, z "
            "planes, c channels, t time points, b images of a batch; for instance axes='yx' or axes='zyx'.",
        )
    return small


def readings(image: Array) -> List[str]:
    """How an image may be read of which nobody said the axes, the likeliest first."""
    if image.ndim == 2:
        return ["yx"]
    few = [size <= 4 for size in image.shape]
    if image.ndim == 3:
        if few[0]:
            return ["cyx", "zyx", "yxc"]
        return ["yxc", "zyx", "cyx"] if few[-1] else ["zyx", "cyx", "yxc"]
    if image.ndim == 4:
        return ["zyxc", "czyx", "zcyx", "bcyx", "byxc"]
    if image.ndim == 5:
        return ["bczyx", "bzyxc"]
    return []


def layouts(letters: str, shape: Sequence[int], tensor: Sequence[int], channels_first: bool) -> List[Layout]:
    """All ways in which an image of these axes lies in a tensor, the usual one first.

    Axes keep their sizes; what the image lacks are axes of one entry, batch first. A single plane or time point may be
    the batch.
    """
    found: Dict[Layout, Tuple[int, ...]] = {}
    for places in permutations(range(len(tensor)), len(letters)):
        if any(tensor[place] != size for place, size in zip(places, shape)):
            continue
        source: List[Optional[int]] = [None] * len(tensor)
        ids: List[str] = [""] * len(tensor)
        for at, place in enumerate(places):
            source[place] = at
            ids[place] = LETTERS[letters[at]]
        layout = _completed(ids, source, tensor)
        if layout is not None:
            found.setdefault(layout, _oddness(layout, places, letters, channels_first))
    return sorted(found, key=lambda one: found[one])


def _completed(ids: List[str], source: List[Optional[int]], tensor: Sequence[int]) -> Optional[Layout]:
    """With batch and channel for the axes that the image does not have; None where that is not possible."""
    missing = [place for place, name in enumerate(ids) if not name]
    if any(tensor[place] != 1 for place in missing):
        return None
    wanted = [name for name in ("batch", "channel") if name not in ids]
    if missing and missing[0] != 0 and "batch" in wanted:
        # A plane or time point of one entry stands where the batch does.
        if tensor[0] == 1 and ids[0] in ("time", "z"):
            ids[0] = "batch"
        wanted = [name for name in wanted if name != "batch"]
    if not missing and "batch" in wanted and tensor[0] == 1 and ids[0] in ("time", "z"):
        ids[0] = "batch"
    if len(missing) > len(wanted):
        return None
    for place, name in zip(missing, wanted):
        ids[place] = name
    if "batch" in ids and ids.index("batch") != 0:
        return None
    return Layout(tuple(ids), tuple(source)) if sum(name in ("y", "x") for name in ids) == 2 else None


def _oddness(layout: Layout, places: Sequence[int], letters: str, channels_first: bool) -> Tuple[int, ...]:
    """Smaller is more usual: spatial axes in their order, the channel where the framework has it."""
    order = [SPATIAL.index(name) for name in layout.axes if name in SPATIAL]
    turned = sum(one > other for at, one in enumerate(order) for other in order[at + 1 :])
    channel = layout.axes.index("channel") if "channel" in layout.axes else None
    usual = min(1, len(layout.axes) - 1) if channels_first else len(layout.axes) - 1
    return turned, 0 if channel is None or channel == usual else 1, *places


def is_usual(layout: Layout, channels_first: bool) -> bool:
    """Whether the axes stand as a framework's image networks have them: the only ones that are guessed."""
    rest = [name for name in layout.axes if name not in ("batch", "channel")]
    first = ["channel"] if "channel" in layout.axes else []
    wanted = [*first, *rest] if channels_first else [*rest, *first]
    ordered = [name for name in ("time", *SPATIAL) if name in rest] == rest
    return (
        ordered
        and list(layout.axes) == [*(["batch"] if "batch" in layout.axes else []), *wanted]
        and (bool(first) or len(layout.axes) < 4)
    )


def usual(letters: str, rank: int, channels_first: bool) -> Optional[Layout]:
    """The tensor of this rank that a framework takes for such an image: batch, channel, and the image's own axes."""
    ids = [LETTERS[one] for one in letters]
    rest = [name for name in ids if name not in ("batch", "channel")]
    order = ["batch", "channel", *rest] if channels_first else ["batch", *rest, "channel"]
    if len(order) != rank:
        return None
    return Layout(tuple(order), tuple(ids.index(name) if name in ids else None for name in order))
