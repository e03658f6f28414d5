"""What a random network is like."""

from __future__ import annotations

from typing import NamedTuple, Tuple

import numpy as np


class Shape(NamedTuple):
    """``inputs`` and ``outputs`` are numbers of channels."""

    deep: bool
    inputs: Tuple[int, ...]
    outputs: Tuple[int, ...]
    width: int
    kernel: int
    poolings: int
    norm: str
    activation: str
    #: Pixels of an output for one of an input, along each axis.
    scale: float
    #: "tensors", "list" or "dict".
    returns: str

    @property
    def step(self) -> int:
        """Sizes must be multiples of it."""
        return 2 ** (self.poolings + (1 if self.scale < 1 else 0))


def random_shape(random: np.random.Generator) -> Shape:
    """One to three inputs and outputs, mostly one; two or three dimensions."""
    deep = bool(random.integers(4) == 0)
    count = int(random.choice([1, 1, 1, 1, 2, 3]))
    ends = int(random.choice([1, 1, 1, 1, 2, 3]))
    return Shape(
        deep,
        tuple(int(random.choice([1, 1, 1, 2, 3])) for _ in range(count)),
        tuple(int(random.choice([1, 1, 2, 3, 4])) for _ in range(ends)),
        int(random.choice([4, 6, 8])),
        int(random.choice([1, 3, 3, 5])) if not deep else 3,
        int(random.integers(0, 3)) if not deep else int(random.integers(0, 2)),
        str(random.choice(["none", "batch", "batch", "group", "instance"])),
        str(random.choice(["relu", "leaky", "elu", "silu"])),
        float(random.choice([1, 1, 1, 1, 2, 0.5])),
        str(random.choice(["tensors", "list", "dict"])),
    )
