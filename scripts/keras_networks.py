"""Ways to put layers together, and whole networks of the field."""

from __future__ import annotations

from typing import Any, Iterator

import numpy as np
from keras_case import BOTH, EVEN, Case, many, stack


def cases() -> Iterator[Case]:
    yield from graphs()
    yield from networks()


def graphs() -> Iterator[Case]:
    """Ways to put layers together, in all forms of file."""

    def inner(K: Any) -> Any:
        source = K.Input((None, None, 4))
        value = K.layers.BatchNormalization()(K.layers.Conv2D(3, 3, padding="same", name="kept")(source))
        value = K.layers.PReLU(shared_axes=[1, 2])(K.layers.Dropout(0.3)(value))
        value = K.layers.BatchNormalization()(K.layers.Conv2D(4, 3, padding="same")(value))
        return K.Model(source, value, name="inner")

    def nested(K: Any, sources: list[Any]) -> Any:
        block = inner(K)
        tail = K.Sequential(
            [K.layers.Conv2D(2, 1), K.layers.GaussianNoise(0.1), K.layers.BatchNormalization()], name="tail"
        )
        joined = K.layers.Concatenate()([block(sources[0]), block(sources[1])])
        return tail(K.layers.Conv2D(4, 3, activation=K.layers.LeakyReLU())(joined))

    yield many("nested", nested, (4, 4), only=BOTH)
    yield many("nested-twice-in-row", lambda K, s: (lambda block: block(block(s[0])))(inner(K)), (4,), only=BOTH)

    def between(K: Any, sources: list[Any], sequential: bool) -> Any:
        block = stack(K, (None, None, 4), K.layers.Conv2D(4, 1)) if sequential else inner(K)
        first = block(sources[0])
        return [first, K.layers.ReLU()(block(first))]

    yield many("nested-output-between", lambda K, s: between(K, s, False), (4,), only=BOTH)
    yield many("sequential-output-between", lambda K, s: between(K, s, True), (4,), only=BOTH)

    def nested_deep(K: Any, sources: list[Any]) -> Any:
        source = K.Input((None, None, 4))
        middle = K.Model(source, K.layers.Conv2D(4, 1)(inner(K)(K.layers.Conv2D(4, 1)(source))), name="middle")
        return K.layers.Conv2D(2, 1)(middle(sources[0]))

    yield many("nested-deep", nested_deep, (4,), only=BOTH)

    def frozen(K: Any, sources: list[Any]) -> Any:
        source = K.Input((None, None, 4))
        first = K.layers.Conv2D(4, 3, name="first")
        first.trainable = False
        value = K.layers.BatchNormalization()(first(source))
        norm = K.layers.BatchNormalization()
        norm.trainable = False
        block = K.Model(source, norm(K.layers.Conv2D(4, 3)(value)), name="part_frozen")
        whole = inner(K)
        whole.trainable = False
        return whole(block(sources[0]))

    yield many("frozen", frozen, (4,), only=BOTH)

    def shared(K: Any, sources: list[Any]) -> Any:
        layer = K.layers.Conv2D(3, 3, activation="relu", name="shared")
        return [
            K.layers.Add()([layer(sources[0]), layer(sources[1])]),
            K.layers.Conv2D(1, 1, name="second")(layer(sources[0])),
        ]

    yield many("shared-two-in-two-out", shared, (3, 3), only=BOTH)

    def several(K: Any, sources: list[Any]) -> Any:
        source = K.Input((None, None, 3))
        value = K.layers.Conv2D(3, 3, padding="same")(source)
        block = K.Model(source, [value, K.layers.MaxPooling2D(3, 1, "same")(value)])
        left, right = block(sources[0])
        return K.layers.Subtract()([right, left])

    yield many("nested-two-out", several, (3,), only=BOTH)
    yield many(
        "output-twice", lambda K, s: (lambda v: [v, K.layers.ReLU()(v)])(K.layers.Conv2D(2, 1)(s[0])), (3,), only=BOTH
    )
    yield many("input-is-output", lambda K, s: [K.layers.Dropout(0.1)(s[0]), K.layers.Conv2D(2, 1)(s[0])], (3,))
    yield many(
        "odd-names",
        lambda K, s: K.layers.Conv2D(2, 1, name="1st-layer")(K.layers.Conv2D(2, 1, name="class")(s[0])),
        (3,),
        only=BOTH,
    )
    yield Case(
        "sequential",
        lambda K: stack(K, (None, None, 3), K.layers.Conv2D(4, 3), K.layers.BatchNormalization(), K.layers.ReLU()),
        suffixes=BOTH,
    )
    yield Case("sequential-built-late", built_late, suffixes=BOTH)
    yield Case("sequential-nested-first", nested_first, suffixes=BOTH)
    yield Case("long-names", lambda K: long_names(K), suffixes={3: (".h5",), 2: (".h5",)})
    yield Case(
        "channels-first",
        lambda K: mixed(K, "channels_first"),
        free=lambda K: mixed(K, "channels_last"),
        channels_first=True,
        shapes=EVEN,
        suffixes=BOTH,
    )


def built_late(keras: Any) -> Any:
    model = keras.Sequential([keras.layers.Conv2D(4, 3), keras.layers.LeakyReLU(0.2), keras.layers.Conv2D(2, 1)])
    model(np.zeros((1, 13, 17, 3), "float32"))
    return model if model.inputs else with_inputs(keras, model)


def nested_first(keras: Any) -> Any:
    first = stack(keras, (None, None, 3), keras.layers.Conv2D(4, 3), keras.layers.BatchNormalization())
    model = keras.Sequential([first, keras.layers.Conv2D(2, 1)])
    model.build((None, None, None, 3))
    return model


def with_inputs(keras: Any, model: Any) -> Any:
    source = keras.Input((None, None, 3))
    return keras.Model(source, model(source))


def long_names(keras: Any) -> Any:
    """So many and so long names that HDF5 takes them in several attributes only."""
    source = keras.Input((None, None, 2))
    value = source
    for index in range(30):
        value = keras.layers.Conv2D(2, 1, name=f"layer_{index}_" + "x" * 2400)(value)
    return keras.Model(source, value)


def mixed(keras: Any, order: str) -> Any:
    L = keras.layers
    first = order == "channels_first"
    axis = 1 if first else -1
    source = keras.Input((3, None, None) if first else (None, None, 3))
    down = L.Conv2D(4, 3, padding="same", activation="relu", data_format=order)(source)
    value = L.MaxPooling2D(data_format=order)(down)
    value = L.PReLU(shared_axes=[2, 3] if first else [1, 2])(
        L.BatchNormalization(axis=axis)(L.Conv2D(6, 3, padding="same", data_format=order)(value))
    )
    value = L.Conv2DTranspose(4, 2, strides=2, data_format=order)(value)
    value = L.Concatenate(axis=axis)([value, down])
    value = L.SeparableConv2D(5, 3, padding="same", data_format=order)(
        L.Cropping2D(1, data_format=order)(L.ZeroPadding2D(1, data_format=order)(value))
    )
    value = L.UpSampling2D(2, data_format=order)(L.AveragePooling2D(2, data_format=order)(value))
    return keras.Model(source, L.Softmax(axis=axis)(value))


def unet(keras: Any, steps: int, width: int, size: tuple[Any, ...] = (64, 64, 1), labels: int = 1) -> Any:
    """The network of the ZeroCostDL4Mic notebook "U-Net (2D)", `width` in place of 64."""
    L = keras.layers

    def block(value: Any, filters: int) -> Any:
        for _ in range(2):
            value = L.Conv2D(filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(value)
        return L.Dropout(0.5)(value) if filters >= 8 * width and steps > 2 else value

    source = keras.Input(size)
    levels = [block(source, width)]
    for step in range(1, steps + 1):
        levels.append(block(L.MaxPooling2D(pool_size=(2, 2))(levels[-1]), width * 2**step))
    value = levels[-1]
    for step in reversed(range(steps)):
        filters = width * 2**step
        value = L.Conv2D(filters, 2, activation="relu", padding="same", kernel_initializer="he_normal")(
            L.UpSampling2D(size=(2, 2))(value)
        )
        value = L.concatenate([levels[step], value], axis=3)
        for _ in range(2):
            value = L.Conv2D(filters, 3, activation="relu", padding="same", kernel_initializer="he_normal")(value)
    value = L.Conv2D(2, 3, activation="relu" if labels > 1 else None, padding="same", kernel_initializer="he_normal")(
        value
    )
    return keras.Model(source, L.Conv2D(labels, 1, activation="sigmoid" if labels == 1 else "softmax")(value))


def stardist(keras: Any) -> Any:
    """Like StarDist 2D: a grid of 2, two outputs."""
    L = keras.layers
    source = keras.Input((None, None, 1), name="input")
    value = L.MaxPooling2D(2)(L.Conv2D(6, 3, padding="same", activation="relu")(source))
    skip = L.Conv2D(8, 3, padding="same", activation="relu")(value)
    value = L.UpSampling2D(2)(L.Conv2D(8, 3, padding="same", activation="relu")(L.MaxPooling2D(2)(skip)))
    value = L.Conv2D(12, 3, padding="same", activation="relu", name="features")(L.Concatenate()([value, skip]))
    return keras.Model(
        source, [L.Conv2D(1, 1, activation="sigmoid", name="prob")(value), L.Conv2D(32, 1, name="dist")(value)]
    )


def residual(keras: Any) -> Any:
    """Like CARE: a small U-Net with batch normalisation whose input is added to its output."""
    L = keras.layers
    source = keras.Input((None, None, 1), name="input")

    def step(value: Any, filters: int) -> Any:
        value = L.Conv2D(filters, 5, padding="same", use_bias=False)(value)
        return L.Activation("relu")(L.BatchNormalization()(value))

    skip = step(source, 8)
    value = L.UpSampling2D(2, interpolation="bilinear")(step(L.MaxPooling2D(2)(skip), 16))
    value = L.Conv2D(1, 1, activation="linear")(step(L.Concatenate(axis=-1)([value, skip]), 8))
    return keras.Model(source, L.Add()([value, source]))


def networks() -> Iterator[Case]:
    wide = ((1, 64, 64), (2, 48, 80))
    for steps, width in ((1, 5), (2, 4), (3, 3), (4, 2)):
        yield Case(
            f"unet-{steps}",
            lambda K, s=steps, w=width: unet(K, s, w),
            shapes=wide,
            free=lambda K, s=steps, w=width: unet(K, s, w, (None, None, 1)),
            suffixes={3: (".keras", ".h5"), 2: (".hdf5", ".keras")},
        )
    yield Case(
        "unet-labels",
        lambda K: unet(K, 2, 4, (32, 32, 3), labels=3),
        shapes=wide,
        free=lambda K: unet(K, 2, 4, (None, None, 3), labels=3),
        suffixes=BOTH,
    )
    yield Case("stardist", stardist, shapes=EVEN, suffixes=BOTH)
    yield Case("care", residual, shapes=EVEN, suffixes=BOTH)
