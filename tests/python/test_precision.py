"""Networks that compute in other number types than float32, and what of their differences is rounding."""

from __future__ import annotations

import importlib

import numpy as np
import pytest

from zooport.kernel import proofs
from zooport.kernel.keras import precision
from zooport.kernel.keras.trained import Trained
from zooport.kernel.recipes.recipe import PLANE

POLICIES = ("float32", "float64", "mixed_float16", "mixed_bfloat16")
FRAMEWORKS = ("keras", "tf_keras")


def unet(keras, policy, last=None):
    """Two levels, batch normalisation, one network inside another; random weights from a seed."""
    keras.utils.set_random_seed(7)
    kind = getattr(keras.mixed_precision, "Policy", None) or keras.mixed_precision.DTypePolicy
    own = {"dtype": kind(policy)}
    layers = keras.layers
    source = keras.Input((None, None, 1))
    inner_source = keras.Input((None, None, 8))
    inner = keras.Model(inner_source, layers.Conv2D(8, 3, padding="same", activation="relu", **own)(inner_source))
    high = layers.Conv2D(8, 3, padding="same", **own)(source)
    high = layers.Activation("relu", **own)(layers.BatchNormalization(**own)(high))
    low = inner(layers.MaxPooling2D(2, **own)(high))
    joined = layers.Concatenate(**own)([high, layers.UpSampling2D(2, **own)(low)])
    made = layers.Conv2D(1, 1, activation="sigmoid", **own)(joined)
    return keras.Model(source, last(made) if last else made)


def image(seed=3, size=64):
    return np.random.RandomState(seed).uniform(0, 1, (1, size, size, 1)).astype(np.float32)


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize("policy", POLICIES)
def test_a_twin_in_another_type_has_the_same_weights_and_differs_by_rounding_alone(framework, policy):
    keras = importlib.import_module(framework)
    own = unet(keras, policy)
    assert precision.computes_in(own) == policy.replace("mixed_", "")
    given = image()
    plain = precision.run(precision.twin(own, "float32", {}, keras), given, "float32")
    exact = precision.run(precision.twin(own, "float64", {}, keras), given, "float64")
    assert exact.dtype == np.float64
    assert np.abs(plain - exact).max() < 1e-6 * np.ptp(exact) + 4e-7
    apart = np.abs(np.asarray(own.predict(given, verbose=0), np.float64) - exact).max()
    limits = {"float32": 1e-6, "float64": 1e-6, "mixed_float16": 5e-3, "mixed_bfloat16": 5e-2}
    assert apart < limits[policy]
    if policy.startswith("mixed"):
        assert apart > 1e-5


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_the_proofs_of_a_mixed_network_are_what_its_layers_give_in_float32(framework):
    keras = importlib.import_module(framework)
    own, plain = unet(keras, "mixed_float16"), unet(keras, "float32")
    plain.set_weights(own.get_weights())
    pairs, exact = proofs.sharpened(own, proofs.pairs(own, image(), (2, 2), None, PLANE), {}, keras)
    for (given, expected), computed in zip(pairs, exact):
        assert expected.dtype == np.float32
        np.testing.assert_allclose(expected, plain.predict(given, verbose=0), rtol=0, atol=1e-6)
        np.testing.assert_allclose(expected, computed, rtol=0, atol=1e-6)


def test_what_a_mixed_network_gave_is_held_against_float32_as_the_recipe_makes_it():
    keras = importlib.import_module("keras")
    own = unet(keras, "mixed_bfloat16")
    given = image()
    output = np.asarray(own.predict(given, verbose=0), np.float32)
    trained = Trained(own, keras, {}, None)
    found = precision.compared(own, given, trained, lambda outputs: outputs, output)
    assert found.computes_in == "bfloat16"
    assert 1e-4 < found.max_absolute < 5e-2
    level = float(np.median(output))
    masked = precision.compared(own, given, trained, lambda outputs: outputs > level, output > level)
    assert masked.max_absolute == 1
    assert 0 < masked.mismatched_per_million < 1e6
    assert precision.compared(unet(keras, "float32"), given, trained, lambda outputs: outputs, output) is None


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_network_of_a_type_that_cannot_be_computed_otherwise_has_no_twin(framework):
    keras = importlib.import_module(framework)

    class Own(keras.layers.Layer):
        def call(self, batch):
            if "64" in str(batch.dtype):
                raise ValueError("float32 only")
            return batch

    own = unet(keras, "float32", Own())
    assert precision.twin(own, "float64", {"Own": Own}, keras) is None
    pairs = proofs.pairs(own, image(), (2, 2), None, PLANE)
    assert proofs.sharpened(own, pairs, {"Own": Own}, keras) == (pairs, [])


@pytest.mark.parametrize(
    ("apart", "same"),
    [(0, True), (1, True), (3, True), (60, False)],
)
def test_outputs_of_small_range_are_the_same_up_to_a_few_steps_of_rounding(apart, same):
    ours = np.float32(0.5) + np.linspace(0, 4e-4, 50, dtype=np.float32)
    theirs = ours.copy()
    theirs[9] += apart * np.spacing(theirs[9])
    assert precision.close(ours, theirs, 1e-5, 2.0**-23) is same
