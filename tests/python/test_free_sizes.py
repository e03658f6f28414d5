"""Layers that need care where the sizes of a network are free: their steps, their output, and their way to ONNX."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import pytest

from zooport.kernel.errors import Problem
from zooport.kernel.keras import network, onnx_file
from zooport.kernel.transport import folders

L = keras.layers


def made(between, sizes=(None, None)):
    keras.utils.set_random_seed(5)
    source = keras.Input((*sizes, 1))
    features = L.Conv2D(4, 3, padding="same", activation="relu")(source)
    return keras.Model(source, L.Conv2D(1, 1, activation="sigmoid")(between(features)))


def squeezed(features):
    """Squeeze and excitation: every channel is weighed by what the whole image has of it."""
    weights = L.Dense(4, activation="sigmoid")(L.GlobalAveragePooling2D()(features))
    return L.Multiply()([features, L.Reshape((1, 1, 4))(weights)])


def squeezed_by_convolutions(features):
    weights = L.Conv2D(4, 1, activation="sigmoid")(L.GlobalMaxPooling2D(keepdims=True)(features))
    return L.Multiply()([features, weights])


def half_and_back(**options):
    return lambda features: L.UpSampling2D(2, **options)(L.MaxPooling2D(2)(features))


@pytest.mark.parametrize("sizes", [(None, None), (64, 64), (48, 32)])
@pytest.mark.parametrize("excited", [squeezed, squeezed_by_convolutions])
def test_a_number_of_the_whole_image_asks_nothing_of_its_size(excited, sizes):
    assert network.anatomy(made(excited, sizes), keras, {}).steps == (1, 1)
    deeper = made(lambda features: half_and_back()(excited(features)), sizes)
    assert network.anatomy(deeper, keras, {}).steps == (2, 2)


def test_the_lowest_level_of_a_pyramid_counts_though_it_is_one_pixel():
    def pyramid(features):
        for _ in range(4):
            features = L.Conv2D(4, 3, strides=2, padding="same")(features)
        return L.UpSampling2D(16)(features)

    assert network.anatomy(made(pyramid, (16, 16)), keras, {}).steps == (16, 16)
    assert network.anatomy(made(pyramid), keras, {}).steps == (16, 16)


@pytest.mark.parametrize("interpolation", ["nearest", "bilinear", "bicubic"])
def test_a_network_runs_at_one_size_after_the_other(interpolation):
    own = made(half_and_back(interpolation=interpolation))
    random = np.random.RandomState(1)
    for shape in ((1, 64, 64, 1), (2, 32, 48, 1), (1, 96, 64, 1)):
        given = random.uniform(0, 1, shape).astype(np.float32)
        found = network.run(own, given)
        assert found.dtype == np.float32
        np.testing.assert_allclose(found, np.asarray(own(given, training=False)), rtol=0, atol=1e-6)


def test_what_keras_runs_at_one_size_only_is_known():
    for interpolation, expected in (("nearest", False), ("bilinear", True)):
        own = made(half_and_back(interpolation=interpolation))
        for size in (32, 48):
            network.run(own, np.zeros((1, size, size, 1), np.float32))
        assert network.is_layerwise(own) is expected


def to_onnx(own):
    directory = folders.make()
    try:
        own.save(Path(directory) / "weights.keras")
        return Path(onnx_file.convert({"directory": directory}, lambda *_: None)["path"]).read_bytes()
    finally:
        folders.remove(directory)


@pytest.mark.parametrize("activation", ["gelu", "swish", "softsign", "elu"])
def test_tf2onnx_writes_the_activation_as_keras_computes_it(activation):
    import onnxruntime

    own = made(L.Activation(activation))
    session = onnxruntime.InferenceSession(to_onnx(own), providers=["CPUExecutionProvider"])
    given = np.random.RandomState(2).normal(0, 3, (2, 32, 48, 1)).astype(np.float32)
    (found,) = session.run(None, {session.get_inputs()[0].name: given})
    np.testing.assert_allclose(found, network.run(own, given), rtol=0, atol=2e-6)


@pytest.mark.parametrize(
    ("between", "named"),
    [
        (lambda features: keras.ops.erfinv(0.5 * keras.ops.tanh(features)), '"Erfinv"'),
        (half_and_back(interpolation="bilinear"), "UpSampling2D"),
    ],
)
def test_what_tf2onnx_cannot_write_is_told(between, named):
    with pytest.raises(Problem) as caught:
        to_onnx(made(between))
    assert caught.value.kind == "bad-model"
    assert named in caught.value.message
    assert "Replace" in caught.value.message
