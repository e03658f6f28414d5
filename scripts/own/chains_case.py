"""A chain with the images it is tried on: what the generators of chains share."""

from __future__ import annotations

from typing import Callable, List, NamedTuple, Optional, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

from zooport.kernel.own.network import LastStep
from zooport.kernel.own_protocol import OwnOperation

Array = NDArray[np.generic]
Function = Callable[[Array], Array]

LAYOUTS = (
    ("batch", "channel", "y", "x"),
    ("batch", "y", "x", "channel"),
    ("batch", "y", "x"),
    ("batch", "channel", "z", "y", "x"),
    ("batch", "z", "y", "x", "channel"),
    ("batch", "z", "y", "x"),
)


def always(_: Sequence[Array]) -> bool:
    return True


class Case(NamedTuple):
    """``function`` does in NumPy what ``operations`` say (None: the format cannot say it)."""

    name: str
    axes: Tuple[str, ...]
    #: An image, or an output of the network, of another size each time.
    make: Callable[[], Array]
    function: Function
    operations: Optional[List[OwnOperation]]
    last: Optional[LastStep] = None
    #: Whether every step has an effect on one of the images at least.
    seen: Callable[[Sequence[Array]], bool] = always


class Layout(NamedTuple):
    """Axes of an array, how many channels it has, and the axes over which statistics of one channel go."""

    axes: Tuple[str, ...]
    channels: int
    #: Pixels more along each side than the smallest that a chain can be seen on.
    larger: int = 0

    @property
    def channel(self) -> Optional[int]:
        return self.axes.index("channel") if "channel" in self.axes else None

    def over(self, per_channel: bool) -> Tuple[int, ...]:
        """Positions of the axes of an image, or of one channel of it."""
        return tuple(at for at, axis in enumerate(self.axes) if at and not (per_channel and axis == "channel"))

    def names(self, per_channel: bool) -> List[str]:
        return [self.axes[at] for at in self.over(per_channel)]

    def along(self, values: List[float]) -> Array:
        """One number for each channel, in the shape that meets the image."""
        return np.array(values, dtype=np.float32).reshape([-1 if axis == "channel" else 1 for axis in self.axes])

    def shape(self, random: np.random.Generator, larger: int = 0) -> Tuple[int, ...]:
        """Sizes, other ones each time."""
        deep = "z" in self.axes
        sizes = {"batch": 1, "channel": self.channels, "z": int(random.integers(4, 7))}
        span = (14, 20) if deep else (28, 44)
        more = larger + self.larger
        return tuple(sizes.get(axis, 0) or more + int(random.integers(*span)) for axis in self.axes)


def random_layout(random: np.random.Generator, least: int = 1) -> Layout:
    """Any layout; with ``least`` channels at least."""
    layouts = [axes for axes in LAYOUTS if least == 1 or "channel" in axes]
    axes = layouts[int(random.integers(len(layouts)))]
    return Layout(axes, int(random.integers(least, 4)) if "channel" in axes else 1)
