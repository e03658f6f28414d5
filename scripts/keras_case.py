"""What a case of keras_fixtures.py is, and short ways to write one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable

SHAPES = ((2, 13, 17), (1, 8, 12))
EVEN = ((2, 16, 24), (1, 32, 8))
BOTH = {3: (".keras", ".h5"), 2: (".h5", ".keras")}
KERAS3 = {3: (".keras",)}
KERAS2 = {2: (".h5",)}


@dataclass
class Case:
    """A network, made with either Keras, and the sizes of images that it is tried on."""

    name: str
    make: Callable[[Any], Any]
    shapes: tuple[tuple[int, ...], ...] = SHAPES
    suffixes: dict[int, tuple[str, ...]] = field(default_factory=lambda: {3: (".keras",), 2: (".h5",)})
    # Gives the same network for other sizes, where the saved one states a size; weights are copied.
    free: Callable[[Any], Any] | None = None
    # The reference is computed on the channels-last twin, since TensorFlow has no channels-first kernels on a CPU.
    channels_first: bool = False


def one(name: str, layer: Callable[[Any], Any], channels: int = 3, shapes: Any = None, only: Any = None) -> Case:
    """A network of a single layer on an image of free size."""

    def make(keras: Any) -> Any:
        source = keras.Input((None, None, channels))
        return keras.Model(source, layer(keras.layers)(source))

    return with_options(Case(name, make), shapes, only)


def many(
    name: str, graph: Callable[[Any, list[Any]], Any], channels: tuple[int, ...], shapes: Any = None, only: Any = None
) -> Case:
    """A network that `graph` builds on images of free size with the given channels."""

    def make(keras: Any) -> Any:
        sources = [keras.Input((None, None, count)) for count in channels]
        return keras.Model(sources if len(sources) > 1 else sources[0], graph(keras, sources))

    return with_options(Case(name, make), shapes, only)


def with_options(case: Case, shapes: Any, only: Any) -> Case:
    if shapes:
        case.shapes = shapes
    if only:
        case.suffixes = only
    return case


def rank(keras: Any, axes: int, *layers: Any) -> Any:
    source = keras.Input((None,) * axes + (2,))
    value = source
    for layer in layers:
        value = layer(value)
    return keras.Model(source, value)


def stack(keras: Any, shape: tuple[Any, ...], *layers: Any) -> Any:
    return keras.Sequential([keras.layers.InputLayer(shape), *layers])
