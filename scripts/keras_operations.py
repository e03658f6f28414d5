"""Operations that Keras records outside layers: `x * 2`, `keras.ops` in Keras 3, TensorFlow's functions in Keras 2."""

from __future__ import annotations

from typing import Any, Callable, Iterator

import numpy as np
from keras_case import KERAS2, KERAS3, Case, many, one


def cases() -> Iterator[Case]:
    yield from python()
    yield from keras3()
    yield from keras2()
    yield one("argmax-labels", argmax_labels, channels=4, only=KERAS3)


def python() -> Iterator[Case]:
    """What Python's own operators record."""
    operators: dict[str, Callable[[Any], Any]] = {
        "times-two": lambda x: x * 2,
        "two-over": lambda x: 2.0 / (x * x + 1),
        "minus-from": lambda x: 1 - x,
        "minus-two": lambda x: x - 2.5,
        "power": lambda x: x**2,
        "negative": lambda x: -x,
        "per-channel": lambda x: x * np.array([1.0, -2.0, 0.5], "float32"),
        "channels": lambda x: x[..., 1:],
        "one-channel": lambda x: x[..., 2],
        "inside": lambda x: x[:, 1:-2, ::2],
        "last-column": lambda x: x[:, :, -1:],
    }
    for name, operator in operators.items():
        yield many(f"operator-{name}", lambda K, s, o=operator: o(s[0]), (3,))
        # The channels stand first behind a convolution.
        yield many(f"operator-{name}-behind", lambda K, s, o=operator: o(K.layers.Conv2D(3, 1)(s[0])), (3,))
    yield many("operators-mixed", lambda K, s: (K.layers.Conv2D(3, 3, padding="same")(s[0]) - s[1]) / 2, (3, 3))


def argmax_labels(L: Any) -> Callable[[Any], Any]:
    from keras import ops

    return lambda x: ops.argmax(L.Conv2D(5, 1, activation="softmax")(x), axis=-1, keepdims=True)


def keras3() -> Iterator[Case]:
    from keras import ops

    functions: dict[str, Callable[[Any], Any]] = {
        "argmax-kept": lambda x: ops.cast(ops.argmax(x, axis=-1, keepdims=True), "float32"),
        "argmax": lambda x: ops.cast(ops.argmax(x, axis=-1), "float32") * 2,
        "argmax-y": lambda x: ops.cast(ops.argmax(x, axis=1), "float32"),
        "threshold": lambda x: ops.cast(x > 0.25, "float32"),
        "whole-numbers": lambda x: ops.cast(ops.cast(x * 3, "int32"), "float32"),
        "relu": lambda x: ops.relu(x),
        "relu6": lambda x: ops.relu6(x * 5),
        "sigmoid": lambda x: ops.sigmoid(x),
        "softmax": lambda x: ops.softmax(x, axis=-1),
        "log-softmax": lambda x: ops.log_softmax(x, axis=-1),
        "tanh": lambda x: ops.tanh(x),
        "gelu": lambda x: ops.gelu(x),
        "gelu-exact": lambda x: ops.gelu(x, approximate=False),
        "leaky-relu": lambda x: ops.leaky_relu(x, 0.1),
        "elu": lambda x: ops.elu(x),
        "silu": lambda x: ops.silu(x),
        "softplus": lambda x: ops.softplus(x),
        "exp": lambda x: ops.exp(x),
        "log": lambda x: ops.log(ops.abs(x) + 0.5),
        "log1p": lambda x: ops.log1p(ops.square(x)),
        "sqrt": lambda x: ops.sqrt(ops.square(x) + 1),
        "rsqrt": lambda x: ops.rsqrt(ops.square(x) + 1),
        "clip": lambda x: ops.clip(x, -0.5, 1.0),
        "mean": lambda x: ops.mean(x, axis=(1, 2), keepdims=True) + x,
        "mean-flat": lambda x: ops.mean(x, axis=(1, 2)),
        "max": lambda x: ops.max(x, axis=-1, keepdims=True),
        "min": lambda x: ops.min(x, axis=2),
        "sum": lambda x: ops.sum(x, axis=-1),
        "concatenate": lambda x: ops.concatenate([x, ops.relu(x)], axis=-1),
        "reshape": lambda x: ops.reshape(x, (1, -1, 3)),
        "transpose": lambda x: ops.transpose(x, (0, 2, 1, 3)),
        "expand": lambda x: ops.expand_dims(x, axis=-1),
        "expand-y": lambda x: ops.expand_dims(x, axis=1),
        "squeeze": lambda x: ops.squeeze(x[..., 0:1], axis=-1),
        "maximum": lambda x: ops.maximum(x, 0.3),
        "minimum": lambda x: ops.minimum(x, ops.tanh(x)),
        "unlike-ranks": lambda x: x * ops.mean(x, axis=(1, 2)),
    }
    for name, function in functions.items():
        batches = ((1, 13, 17), (1, 8, 12)) if name in ("reshape", "unlike-ranks") else None
        yield many(f"ops-{name}", lambda K, s, f=function: f(s[0]), (3,), shapes=batches, only=KERAS3)
        yield many(
            f"ops-{name}-behind",
            lambda K, s, f=function: f(K.layers.Conv2D(3, 1)(s[0])),
            (3,),
            shapes=batches,
            only=KERAS3,
        )


def keras2() -> Iterator[Case]:
    import tensorflow as tf

    functions: dict[str, Callable[[Any], Any]] = {
        "argmax": lambda x: tf.cast(tf.argmax(x, axis=-1), tf.float32),
        "relu": tf.nn.relu,
        "softmax": tf.nn.softmax,
        "leaky-relu": tf.nn.leaky_relu,
        "exp": tf.exp,
        "log": lambda x: tf.math.log(tf.abs(x) + 0.5),
        "sqrt": lambda x: tf.sqrt(tf.square(x) + 1.0),
        "clip": lambda x: tf.clip_by_value(x, -0.5, 1.0),
        "mean": lambda x: tf.reduce_mean(x, axis=[1, 2], keepdims=True),
        "max": lambda x: tf.reduce_max(x, axis=-1),
        "sum": lambda x: tf.reduce_sum(x, axis=-1, keepdims=True),
        "concat": lambda x: tf.concat([x, tf.nn.relu(x)], -1),
        "transpose": lambda x: tf.transpose(x, (0, 2, 1, 3)),
        "expand": lambda x: tf.expand_dims(x, -1),
        "squeeze": lambda x: tf.squeeze(x[..., 0:1], -1),
        "maximum": lambda x: tf.maximum(x, 0.3),
        "minimum": lambda x: tf.minimum(x, tf.tanh(x)),
        "add": lambda x: tf.add(x, tf.nn.relu(x)),
    }
    for name, function in functions.items():
        yield many(
            f"tf-{name}", lambda K, s, f=function: f(K.layers.Conv2D(3, 1, name="before")(s[0])), (3,), only=KERAS2
        )
