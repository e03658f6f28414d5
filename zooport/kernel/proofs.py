"""Inputs that show whether a converted network is the trained one: pieces of the test image as the network takes it."""

from __future__ import annotations

from typing import List, Optional, Sequence, Tuple

import numpy as np

from .images import crop as crops
from .images.axes import spatial
from .keras import network, precision
from .libraries import Array, Custom, Framework, Network

#: Pixels along a side of a piece, about; enough for nuclei, and quick for any network.
_SIDE = 128
#: The same in a volume.
_VOLUME_SIDE = 32

#: Weights of a network that is still computed in 64 bits beside itself, which takes twice its memory.
_MOST_WEIGHTS = 100_000_000

Pair = Tuple[Array, Array]


def pairs(
    loaded: Network,
    test_input: Array,
    steps: Sequence[int],
    fixed: Optional[Sequence[int]],
    axes: Sequence[str],
    larger: int = 1,
) -> List[Pair]:
    """Network inputs and outputs of two shapes, float32 in the network's axes: one oblong, one a batch of two.

    ``test_input`` is the normalised test image, one batch; ``fixed`` the only size that the network takes, if any;
    ``axes`` those of the network, with channels last; ``larger`` by how much its output is larger than its input.
    Noise would not do: on it a network that was trained on images often gives next to nothing everywhere.
    """
    whole = test_input[0]
    rows, columns = (spatial(axes).index(axis) for axis in ("y", "x"))
    sides = [max(1, _side(len(steps)) // larger // step) * step for step in steps]
    if len(steps) == 3:
        deep = spatial(axes).index("z")
        sides[deep] = at_least(8, steps)[deep]
    tall, wide = list(sides), list(sides)
    tall[rows] += steps[rows]
    wide[columns] += 2 * steps[columns]
    first, second = (_piece(whole, tuple(fixed or sizes), steps) for sizes in (tall, wide))
    # The second of the batch is the first one mirrored, so that a mix-up along the batch shows.
    batches = [first[np.newaxis], np.stack([second, np.flip(second, rows)])]
    inputs = [np.ascontiguousarray(batch, np.float32) for batch in batches]
    return [(batch, network.run(loaded, batch)) for batch in inputs]


def sharpened(loaded: Network, known: List[Pair], custom: Custom, keras: Framework) -> Tuple[List[Pair], List[Array]]:
    """The same pairs as float32 computes them, and the outputs in 64 bits; none where this Keras cannot.

    A converted network computes in float32. One that was trained in another type (``mixed_float16``) is held against
    its own layers and weights in float32; how far float32 itself is from 64 bits says what is rounding.
    """
    if precision.computes_in(loaded) != "float32":
        plain = precision.twin(loaded, "float32", custom, keras)
        outputs = _outputs(plain, known, "float32")
        if outputs:
            known = [(batch, output) for (batch, _), output in zip(known, outputs)]
    exact = precision.twin(loaded, "float64", custom, keras) if loaded.count_params() <= _MOST_WEIGHTS else None
    return known, _outputs(exact, known, "float64")


def _outputs(twin: Optional[Network], known: List[Pair], kind: str) -> List[Array]:
    """What a twin gives for every input; nothing where it cannot be computed for one of them, or there is none."""
    made = [] if twin is None else [precision.run(twin, batch, kind) for batch, _ in known]
    whole = [one for one in made if one is not None]
    return whole if len(whole) == len(known) else []


def at_least(size: int, steps: Sequence[int]) -> List[int]:
    """The smallest multiples of the steps that reach ``size``."""
    return [-(-size // step) * step for step in steps]


def _side(dimensions: int) -> int:
    return _SIDE if dimensions == 2 else _VOLUME_SIDE


def _piece(whole: Array, sizes: Tuple[int, ...], steps: Sequence[int]) -> Array:
    """The part of this size that shows most; an image that is too small is continued by its mirror images."""
    missing = [(0, max(0, wanted - present)) for wanted, present in zip(sizes, whole.shape)]
    large = np.pad(whole, [*missing, (0, 0)], mode="symmetric")
    box = crops.suggest(large.mean(axis=-1), steps, fixed=sizes)
    assert box is not None
    return crops.cut(large, box)
