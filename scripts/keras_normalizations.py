"""Normalisations other than over the batch, and layers in one, two and three dimensions."""

from __future__ import annotations

from typing import Any, Callable, Iterator

from keras_case import KERAS3, Case, many, one, rank, stack

# Sizes of images by their number of axes: odd ones and even ones.
BY_AXES = {1: ((2, 13), (1, 20)), 2: ((2, 13, 17), (1, 8, 12)), 3: ((2, 7, 9, 8), (1, 4, 6, 5))}


def cases() -> Iterator[Case]:
    yield from normalizations()
    yield from every_rank()
    yield from others()


def normalizations() -> Iterator[Case]:
    layers: dict[str, Callable[[Any], Any]] = {
        "layer": lambda L: L.LayerNormalization(),
        "layer-plain": lambda L: L.LayerNormalization(scale=False, center=False, epsilon=1e-2),
        "layer-scale": lambda L: L.LayerNormalization(center=False),
        "group-2": lambda L: L.GroupNormalization(groups=2),
        "group-1": lambda L: L.GroupNormalization(groups=1),
        "group-instance": lambda L: L.GroupNormalization(groups=-1),
        "group-shift": lambda L: L.GroupNormalization(groups=3, scale=False),
        "unit": lambda L: L.UnitNormalization(),
        "unit-pixels": lambda L: L.UnitNormalization(axis=(1, 2)),
    }
    for name, layer in layers.items():
        yield one(f"normalization-{name}", layer, channels=6)
        yield many(f"normalization-{name}-behind", lambda K, s, n=layer: n(K.layers)(K.layers.Conv2D(6, 3)(s[0])), (6,))
    yield Case(
        "normalization-layer-image",
        lambda K: stack(K, (6, 9, 3), K.layers.Conv2D(3, 1), K.layers.LayerNormalization(axis=[1, 2, 3])),
        shapes=((2,), (1,)),
    )
    yield one("normalization-layer-rms", lambda L: L.LayerNormalization(rms_scaling=True), channels=6, only=KERAS3)
    yield one("normalization-rms", lambda L: L.RMSNormalization(), channels=6, only=KERAS3)
    for axes in (1, 3):
        yield Case(
            f"normalization-{axes}d",
            lambda K, n=axes: rank(
                K,
                n,
                getattr(K.layers, f"Conv{n}D")(4, 3, padding="same"),
                K.layers.GroupNormalization(groups=2),
                K.layers.LayerNormalization(),
                K.layers.BatchNormalization(),
            ),
            shapes=BY_AXES[axes],
        )


def every_rank() -> Iterator[Case]:
    """The layers of images with other numbers of axes than two."""
    for axes in (1, 2, 3):

        def case(name: str, *make: Callable[[Any, int], Any], axes: int = axes, shapes: Any = None) -> Case:
            return Case(
                f"{name}-{axes}d",
                lambda K: rank(K, axes, *[layer(K.layers, axes) for layer in make]),
                shapes=shapes or BY_AXES[axes],
            )

        def layer(name: str, *args: Any, **options: Any) -> Callable[[Any, int], Any]:
            return lambda L, n: getattr(L, name.replace("%", str(n)))(*args, **options)

        for padding in ("valid", "same"):
            yield case(f"rank-conv-{padding}", layer("Conv%D", 5, 3, padding=padding))
            yield case(f"rank-conv-strided-{padding}", layer("Conv%D", 5, 3, strides=2, padding=padding))
            yield case(f"rank-conv-even-{padding}", layer("Conv%D", 5, 2, padding=padding))
            yield case(f"rank-transposed-{padding}", layer("Conv%DTranspose", 5, 3, strides=2, padding=padding))
            yield case(f"rank-max-{padding}", layer("MaxPooling%D", 3, strides=2, padding=padding))
            yield case(f"rank-average-{padding}", layer("AveragePooling%D", 2, padding=padding))
            if axes < 3:
                yield case(
                    f"rank-depthwise-{padding}", layer("DepthwiseConv%D", 3, depth_multiplier=2, padding=padding)
                )
                yield case(f"rank-separable-{padding}", layer("SeparableConv%D", 5, 3, padding=padding))
        yield case("rank-transposed-plain", layer("Conv%DTranspose", 5, 2, strides=2))
        yield case("rank-dilated", layer("Conv%D", 5, 2, dilation_rate=2, padding="same"))
        yield case("rank-global-average", layer("GlobalAveragePooling%D"))
        yield case("rank-global-max", layer("GlobalMaxPooling%D", keepdims=True))
        yield case("rank-upsampling", layer("UpSampling%D", 2))
        yield case("rank-padding", layer("ZeroPadding%D", 1), layer("Conv%D", 3, 2))
        yield case("rank-cropping", layer("Conv%D", 3, 1), layer("Cropping%D", 1))
        yield case("rank-spatial-dropout", layer("Conv%D", 3, 1), layer("SpatialDropout%D", 0.3))
        yield case("rank-softmax", layer("Conv%D", 3, 1, activation="softmax"))
        yield case("rank-dense", layer("Conv%D", 3, 1), layer("Dense", 4, activation="relu"))
        yield case("rank-prelu", layer("Conv%D", 3, 1), layer("PReLU", shared_axes=list(range(1, axes + 1))))
        yield case("rank-skip", lambda L, n: Skip(L, n), shapes=even(axes))
    yield Case("rank-grouped-1d", lambda K: rank(K, 1, K.layers.Conv1D(4, 3, groups=2)), shapes=BY_AXES[1])
    yield Case("rank-grouped-3d", lambda K: rank(K, 3, K.layers.Conv3D(4, 3, groups=2)), shapes=BY_AXES[3])


def even(axes: int) -> Any:
    return ((2, *(4 + 2 * axis for axis in range(axes))), (1, *(6,) * axes))


class Skip:
    """A way down and up with the input joined to it."""

    def __init__(self, layers: Any, axes: int) -> None:
        self.layers = layers
        self.axes = axes

    def __call__(self, value: Any) -> Any:
        L, n = self.layers, self.axes
        down = getattr(L, f"Conv{n}D")(3, 3, padding="same", activation="relu")(value)
        below = getattr(L, f"MaxPooling{n}D")(2)(down)
        return L.Concatenate()([getattr(L, f"UpSampling{n}D")(2)(below), down])


def others() -> Iterator[Case]:
    yield one("softmax-image", lambda L: L.Softmax(axis=[1, 2]))
    yield one("activation-glu", lambda L: L.Activation("glu"), channels=4, only=KERAS3)
    yield many("conv-glu", lambda K, s: K.layers.Conv2D(6, 3, activation="glu")(s[0]), (3,), only=KERAS3)
    yield Case(
        "repeat-vector",
        lambda K: stack(K, (7,), K.layers.Dense(5), K.layers.RepeatVector(3), K.layers.Dense(2)),
        shapes=((2,), (3,)),
    )
    for way in ("nearest", "bilinear"):
        yield Case(
            f"resizing-{way}",
            lambda K, w=way: stack(K, (6, 9, 3), K.layers.Conv2D(3, 1), K.layers.Resizing(14, 5, interpolation=w)),
            shapes=((2,), (1,)),
        )
