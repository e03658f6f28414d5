"""Layers that work pixel by pixel or on the shape."""

from __future__ import annotations

from typing import Any, Iterator

from keras_case import KERAS2, KERAS3, Case, many, one, stack

NAMED = [
    "linear",
    "relu",
    "sigmoid",
    "tanh",
    "softmax",
    "elu",
    "selu",
    "softplus",
    "softsign",
    "swish",
    "gelu",
    "hard_sigmoid",
    "exponential",
    "mish",
]
NAMED3 = [
    "silu",
    "log_softmax",
    "leaky_relu",
    "relu6",
    "celu",
    "hard_silu",
    "hard_tanh",
    "log_sigmoid",
    "tanh_shrink",
    "soft_shrink",
    "hard_shrink",
    "sparse_sigmoid",
    "sparse_plus",
    "squareplus",
]


def cases() -> Iterator[Case]:
    yield from activations()
    yield from merging()
    yield from others()


def activations() -> Iterator[Case]:
    for name in NAMED:
        yield one(f"activation-{name}", lambda L, n=name: L.Activation(n))
    for name in NAMED3:
        yield one(f"activation-{name}", lambda L, n=name: L.Activation(n), only=KERAS3)
    yield one("conv-swish", lambda L: L.Conv2D(3, 3, activation="swish"))
    yield one("conv-softmax", lambda L: L.Conv2D(3, 1, activation="softmax"))
    yield one("conv-leaky-layer", lambda L: L.Conv2D(3, 3, activation=L.LeakyReLU()))
    for ceiling, slope, threshold in (
        (None, 0, 0),
        (6, 0, 0),
        (None, 0.25, 0),
        (None, 0, 0.5),
        (1.5, 0.1, 0.4),
        (2, 0.1, 0),
        (None, 0.2, 0.3),
    ):
        yield one(
            f"relu-{ceiling}-{slope}-{threshold}",
            lambda L, c=ceiling, s=slope, t=threshold: L.ReLU(max_value=c, negative_slope=s, threshold=t),
        )
    yield one("leaky-relu", lambda L: L.LeakyReLU(0.17))
    yield one("leaky-relu-default", lambda L: L.LeakyReLU())
    yield one("elu-layer", lambda L: L.ELU(0.6))
    yield one("softmax-layer", lambda L: L.Softmax())
    yield one("softmax-layer-y", lambda L: L.Softmax(axis=1))
    yield one("thresholded-relu", lambda L: L.ThresholdedReLU(0.7), only=KERAS2)
    yield one("prelu-shared", lambda L: L.PReLU(shared_axes=[1, 2]))
    yield Case("prelu-each", lambda K: stack(K, (6, 9, 3), K.layers.PReLU()), shapes=((2,), (1,)))
    yield Case(
        "prelu-row",
        lambda K: stack(K, (6, None, 3), K.layers.Conv2D(3, 1), K.layers.PReLU(shared_axes=[2])),
        shapes=((2, 6, 5), (1, 6, 8)),
    )


def merging() -> Iterator[Case]:
    for name in ("Add", "Multiply", "Average", "Maximum", "Minimum"):
        yield many(f"merge-{name.lower()}", lambda K, s, n=name: getattr(K.layers, n)()(s), (3, 3))
        yield many(f"merge-{name.lower()}-three", lambda K, s, n=name: getattr(K.layers, n)()(s), (3, 3, 3))
    yield many("merge-subtract", lambda K, s: K.layers.Subtract()(s), (3, 3))
    yield many("concatenate", lambda K, s: K.layers.Concatenate()(s), (3, 2, 4))
    yield many("concatenate-y", lambda K, s: K.layers.Concatenate(axis=1)(s), (3, 3))
    yield many(
        "concatenate-mixed", lambda K, s: K.layers.Concatenate(axis=-2)([K.layers.Conv2D(3, 1)(s[0]), s[1]]), (3, 3)
    )
    yield many("operators", lambda K, s: (s[0] + s[1]) * s[1] - s[0], (3, 3), only=KERAS3)

    def squeeze_excite(K: Any, sources: list[Any]) -> Any:
        image = K.layers.Conv2D(4, 3, padding="same", activation="relu")(sources[0])
        gate = K.layers.GlobalAveragePooling2D()(image)
        gate = K.layers.Dense(2, activation="relu")(gate)
        gate = K.layers.Reshape((1, 1, 4))(K.layers.Dense(4, activation="sigmoid")(gate))
        return K.layers.Multiply()([image, gate])

    yield many("squeeze-excite", squeeze_excite, (3,))


def others() -> Iterator[Case]:
    yield many("batch-normalization", lambda K, s: K.layers.BatchNormalization()(s[0]), (3,))
    yield many(
        "batch-normalization-plain",
        lambda K, s: K.layers.BatchNormalization(scale=False, center=False, epsilon=1e-2)(s[0]),
        (3,),
    )
    for layer in ("Conv2D", "Conv2DTranspose"):
        yield many(
            f"folded-{layer.lower()}",
            lambda K, s, n=layer: K.layers.ReLU()(
                K.layers.BatchNormalization()(
                    getattr(K.layers, n)(5, 3, strides=2, padding="same", use_bias=False)(s[0])
                )
            ),
            (3,),
        )
    yield many(
        "folded-depthwise",
        lambda K, s: K.layers.BatchNormalization(scale=False)(K.layers.DepthwiseConv2D(3, depth_multiplier=2)(s[0])),
        (3,),
    )
    yield many(
        "folded-separable",
        lambda K, s: K.layers.BatchNormalization(center=False)(K.layers.SeparableConv2D(4, 3)(s[0])),
        (3,),
    )

    def read_twice(K: Any, sources: list[Any]) -> Any:
        image = K.layers.Conv2D(4, 3, padding="same")(sources[0])
        return K.layers.Add()([image, K.layers.BatchNormalization()(image)])

    yield many("not-folded-read-twice", read_twice, (3,))

    def shared_before_two(K: Any, sources: list[Any]) -> Any:
        shared = K.layers.Conv2D(4, 3)
        return K.layers.Concatenate()([K.layers.BatchNormalization()(shared(source)) for source in sources])

    yield many("not-folded-shared", shared_before_two, (3, 3))
    for name, options in (
        ("Dropout", (0.5,)),
        ("SpatialDropout2D", (0.5,)),
        ("GaussianNoise", (0.5,)),
        ("GaussianDropout", (0.5,)),
        ("ActivityRegularization", (0.1,)),
    ):
        yield many(
            f"nothing-{name.lower()}",
            lambda K, s, n=name, o=options: getattr(K.layers, n)(*o)(K.layers.Conv2D(3, 1)(s[0])),
            (3,),
        )
    yield one("rescaling", lambda L: L.Rescaling(1 / 127.5, offset=-1))
    yield one("rescaling-scale", lambda L: L.Rescaling(0.25))
    yield one("permute", lambda L: L.Permute((2, 1, 3)))
    yield one("reshape-free", lambda L: L.Reshape((-1, 3)))
    yield one("dense-image", lambda L: L.Dense(5, activation="relu"))
    yield Case(
        "classifier",
        lambda K: stack(
            K,
            (8, 12, 3),
            K.layers.Conv2D(4, 3, activation="relu"),
            K.layers.MaxPooling2D(),
            K.layers.Flatten(),
            K.layers.Dense(6, use_bias=False),
            K.layers.Reshape((2, 3)),
            K.layers.Softmax(),
        ),
        shapes=((2,), (1,)),
    )
    yield Case(
        "vector",
        lambda K: stack(
            K, (7,), K.layers.Dense(5, activation="tanh"), K.layers.BatchNormalization(), K.layers.Dense(2)
        ),
        shapes=((2,), (3,)),
    )
