"""Small random models of Keras, channels last, of the same shapes as those of PyTorch."""

from __future__ import annotations

from typing import List, Sequence

import keras
import numpy as np

from networks_shape import Shape


def network(shape: Shape, seed: int, images: Sequence[np.ndarray]) -> keras.Model:
    """The model with weights such that its outputs for ``images`` spread around 0."""
    keras.utils.set_random_seed(seed)
    layers = keras.layers
    convolution = layers.Conv3D if shape.deep else layers.Conv2D
    pool = layers.MaxPooling3D if shape.deep else layers.MaxPooling2D
    larger = layers.UpSampling3D if shape.deep else layers.UpSampling2D
    dimensions = 3 if shape.deep else 2

    def block(x: object) -> object:
        x = convolution(shape.width, shape.kernel, padding="same")(x)
        if shape.norm in ("batch", "instance"):
            x = layers.BatchNormalization()(x)
        if shape.activation == "leaky":
            return layers.LeakyReLU()(x)
        return layers.Activation(shape.activation)(x)

    inputs = [
        keras.Input((*[None] * dimensions, channels), name=f"image{at}") for at, channels in enumerate(shape.inputs)
    ]
    begun = [block(one) for one in inputs]
    x = begun[0] if len(begun) == 1 else layers.Add()(begun)
    skips: List[object] = []
    for _ in range(shape.poolings):
        skips.append(x)
        x = pool(2)(block(x))
    for _ in range(shape.poolings):
        x = block(layers.Concatenate()([larger(2)(x), skips.pop()]))
    if shape.scale > 1:
        x = larger(int(shape.scale))(x)
    if shape.scale < 1:
        x = pool(2)(x)
    ends = [convolution(channels, 1, name=f"head{at}") for at, channels in enumerate(shape.outputs)]
    outputs = [end(x) for end in ends]
    model = keras.Model(inputs, outputs if len(outputs) > 1 else outputs[0])
    for end, result in zip(ends, call(model, images)):
        over = tuple(range(result.ndim - 1))
        gain = 2.0 / np.maximum(result.std(axis=over), 1e-6)
        weight, bias = end.get_weights()
        end.set_weights([weight * gain, (bias - result.mean(axis=over)) * gain])
    return model


def call(model: keras.Model, inputs: Sequence[np.ndarray]) -> List[np.ndarray]:
    """As a researcher calls it; channels last."""
    given = list(inputs)
    result = model.predict(given if len(given) > 1 else given[0], verbose=0)
    return list(result) if isinstance(result, (list, tuple)) else [result]
