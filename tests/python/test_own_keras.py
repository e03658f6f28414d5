"""Networks of one's own in Keras: caught while they predict, saved for others, and read again."""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional, Sequence

import numpy as np
import pytest

from zooport.kernel.errors import Problem
from zooport.kernel.find import namespace
from zooport.kernel.own import keras as own_keras
from zooport.kernel.own.find import find
from zooport.kernel.own.network import LastStep, Saved
from zooport.kernel.own.sizes import Followed, probe

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
keras = importlib.import_module("keras")
tensorflow = importlib.import_module("tensorflow")

AXES = ("batch", "y", "x", "channel")
YX = {1: "y", 2: "x"}


def image(*shape: int, seed: int = 0) -> np.ndarray:
    return np.random.RandomState(seed).uniform(-1, 1, shape).astype(np.float32)


def unet(package: Any = keras, size: Optional[int] = None, classes: int = 2) -> Any:
    layers = package.layers
    given = layers.Input((size, size, 1), name="raw")
    high = layers.Conv2D(4, 3, padding="same", activation="relu")(given)
    low = layers.BatchNormalization()(layers.Conv2D(8, 3, padding="same")(layers.MaxPooling2D(4)(high)))
    joined = layers.Concatenate()([layers.UpSampling2D(4)(low), high])
    return package.Model(given, layers.Conv2D(classes, 1)(layers.Dropout(0.5)(joined)))


def saved(
    network: Any,
    directory: Path,
    inputs: Sequence[np.ndarray],
    steps: Optional[Mapping[str, LastStep]] = None,
    kept: Optional[Sequence[str]] = None,
) -> Saved:
    ours = own_keras.adapter(network)
    names = kept or [name for name, _ in ours.run(inputs)]
    bigger = [np.concatenate([one, one[:, :8]], 1) for one in inputs]
    return ours.save(str(directory), inputs, [YX] * len(inputs), steps or {}, names, ours.input_names, [bigger])


def by_keras(directory: Path, made: Saved, given: object) -> Any:
    row = next(one for one in made.weights if one["format"].startswith("keras"))
    return keras.models.load_model(str(directory / row["file"]), safe_mode=True).predict(given, verbose=0)


def by_onnx(directory: Path, given: Mapping[str, np.ndarray]) -> Dict[str, np.ndarray]:
    runtime = importlib.import_module("onnxruntime")
    session = runtime.InferenceSession(str(directory / "weights.onnx"), providers=["CPUExecutionProvider"])
    names = [one.name for one in session.get_outputs()]
    return dict(zip(names, session.run(names, dict(given))))


def test_a_network_with_one_size_is_saved_with_free_ones(tmp_path):
    network, given = unet(size=32), image(1, 32, 32, 1)
    ours = own_keras.adapter(network)
    assert ours.input_names == ["raw"]
    found = probe(ours, [given], [AXES])
    assert found.inputs == [{"y": {"min": 4, "step": 4}, "x": {"min": 4, "step": 4}}]
    assert found.outputs["output"][1] == Followed(0, "y", 1, 0)
    made = saved(network, tmp_path, [given])
    assert [one["format"] for one in made.weights] == ["keras_v3"]
    assert made.weights[0]["versions"] == {
        "keras_version": keras.__version__,
        "backend": ["tensorflow", tensorflow.__version__],
    }
    np.testing.assert_allclose(by_keras(tmp_path, made, given), network.predict(given, verbose=0), atol=1e-6)
    assert by_keras(tmp_path, made, image(1, 64, 40, 1)).shape == (1, 64, 40, 2)


@pytest.mark.parametrize("way", ["predict", "predict_on_batch", "call", "by name"])
def test_every_way_to_call_it_is_caught_once_and_taken_off_again(way):
    network, given = unet(), image(1, 16, 16, 1)
    ways = {
        "predict": lambda: network.predict(given, verbose=0),
        "predict_on_batch": lambda: network.predict_on_batch(given),
        "call": lambda: np.asarray(network(given, training=False)),
        "by name": lambda: network.predict(x=given, batch_size=1, verbose=0),
    }
    with own_keras.adapter(network).catching() as calls:
        result = ways[way]()
    assert len(calls) == 1
    np.testing.assert_array_equal(calls[0].inputs[0], given)
    np.testing.assert_array_equal(calls[0].outputs[0][1], result)
    assert {"call", "predict", "predict_on_batch"} & set(vars(network)) == set()
    np.testing.assert_allclose(network.predict(given, verbose=0), result, atol=1e-6)


def two(package: Any = keras) -> Any:
    layers = package.layers
    first, second = layers.Input((None, None, 1), name="Image"), layers.Input((None, None, 1), name="mask")
    both = layers.Conv2D(3, 3, padding="same")(layers.Concatenate()([first, second]))
    return package.Model([first, second], {"zones": both, "edges": layers.Conv2D(1, 1)(both)})


def test_several_inputs_and_outputs_have_names_and_an_order(tmp_path):
    network, given = two(), [image(1, 16, 16, 1), image(1, 16, 16, 1, seed=1)]
    with own_keras.adapter(network).catching() as calls:
        theirs = network.predict(given, verbose=0)
    assert {name: one.shape for name, one in calls[0].outputs} == {"zones": (1, 16, 16, 3), "edges": (1, 16, 16, 1)}
    made = saved(network, tmp_path, given, kept=["zones", "edges"])
    # bioimageio.core cannot run a Keras file of several inputs, and the zoo would find that it fails.
    assert [one["format"] for one in made.weights] == ["onnx"]
    assert "several inputs" in made.notes[0]
    ours = by_onnx(tmp_path, {"image": given[0], "mask": given[1]})
    assert list(ours) == ["zones", "edges"]
    for name, values in theirs.items():
        np.testing.assert_allclose(ours[name], values, atol=1e-5)


def test_the_panel_is_told_the_inputs_of_a_network(monkeypatch):
    monkeypatch.setattr(namespace, "namespace", lambda: {"pair": two(), "one": unet()})
    assert {one["variable"]: one["inputs"] for one in find({})["networks"]} == {
        "pair": ["Image", "mask"],
        "one": ["raw"],
    }


def test_several_outputs_of_one_input_are_saved_for_keras_as_well(tmp_path):
    layers = keras.layers
    first = layers.Input((None, None, 1))
    both = layers.Conv2D(3, 3, padding="same")(first)
    network, given = keras.Model(first, {"zones": both, "edges": layers.Conv2D(1, 1)(both)}), image(1, 16, 16, 1)
    theirs = network.predict(given, verbose=0)
    made = saved(network, tmp_path, [given], kept=["zones", "edges"])
    assert [one["format"] for one in made.weights] == ["keras_v3", "onnx"]
    np.testing.assert_allclose(by_keras(tmp_path, made, given)[0], theirs["zones"], atol=1e-6)


@pytest.mark.parametrize("keeps", [True, False])
def test_the_largest_class_is_part_of_the_network(keeps, tmp_path):
    network, given = unet(classes=3), image(1, 16, 16, 1)
    made = saved(network, tmp_path, [given], {"output": LastStep("argmax", 3, 0, keeps)})
    theirs = np.argmax(network.predict(given, verbose=0), 3)
    assert by_keras(tmp_path, made, given).tolist() == (theirs[..., None] if keeps else theirs).tolist()


def test_one_channel_is_part_of_the_network(tmp_path):
    network, given = unet(classes=3), image(1, 16, 16, 1)
    made = saved(network, tmp_path, [given], {"output": LastStep("channel", 3, 1, True)})
    theirs = network.predict(given, verbose=0)[..., 1:2]
    np.testing.assert_allclose(by_keras(tmp_path, made, given), theirs, atol=1e-5)


@pytest.mark.parametrize("graph", [True, False])
def test_the_probability_of_one_channel_is_part_of_the_network(graph, tmp_path):
    network, given = (unet(classes=3) if graph else Mine(channels=3)), image(1, 16, 16, 1)
    exact = np.exp(network.predict(given, verbose=0).astype(np.float64))
    theirs = (exact / exact.sum(axis=3, keepdims=True))[..., 1:2]
    made = saved(network, tmp_path, [given], {"output": LastStep("softmax_channel", 3, 1, True)})
    ours = by_keras(tmp_path, made, given) if graph else by_onnx(tmp_path, {"images": given})["output"]
    np.testing.assert_allclose(ours, theirs, atol=1e-5)


class Mine(keras.Model):
    """A class of the researcher's own."""

    def __init__(self, channels=1):
        super().__init__()
        self.first = keras.layers.Conv2D(4, 3, padding="same", activation="relu")
        self.last = keras.layers.Conv2D(channels, 1)

    def call(self, images):
        return self.last(self.first(images))


def test_a_class_of_ones_own_becomes_onnx(tmp_path):
    network, given = Mine(), image(1, 16, 16, 1)
    theirs = network.predict(given, verbose=0)
    made = saved(network, tmp_path, [given])
    assert [one["format"] for one in made.weights] == ["onnx"]
    assert "has the code of Mine" in made.notes[0]
    np.testing.assert_allclose(by_onnx(tmp_path, {"images": given})["output"], theirs, atol=1e-5)
    assert by_onnx(tmp_path, {"images": image(1, 40, 24, 1)})["output"].shape == (1, 40, 24, 1)


def test_a_network_that_flattens_keeps_its_size():
    layers: List[Any] = [keras.layers.Input((8, 8, 1)), keras.layers.Flatten(), keras.layers.Dense(3)]
    found = probe(own_keras.adapter(keras.Sequential(layers)), [image(1, 8, 8, 1)], [AXES])
    assert found.inputs == [{}]
    assert len(found.notes) == 2


def test_half_precision_is_run_and_saved_in_float32():
    keras.config.set_dtype_policy("mixed_float16")
    try:
        network = unet()
    finally:
        keras.config.set_dtype_policy("float32")
    ours = own_keras.adapter(network)
    assert ours.notes == ["The network computed in float16; it is exported in float32."]
    assert ours.run([image(1, 16, 16, 1)])[0][1].dtype == np.float32


def test_the_older_keras_is_saved_as_it_saves(tmp_path):
    older = importlib.import_module("tf_keras")
    network, given = unet(older, size=16, classes=3), image(1, 16, 16, 1)
    made = saved(network, tmp_path, [given], {"output": LastStep("channel", 3, 2, True)})
    assert [one["format"] for one in made.weights] == ["keras_hdf5"]
    again = older.models.load_model(str(tmp_path / made.weights[0]["file"]))
    theirs = network.predict(given, verbose=0)[..., 2:3]
    np.testing.assert_allclose(again.predict(given, verbose=0), theirs, atol=1e-5)


def test_nan_missing_inputs_and_random_layers_are_said(tmp_path):
    with pytest.raises(Problem, match=r"takes 2 inputs \(image, mask\), and 1 came"):
        own_keras.adapter(two()).run([image(1, 8, 8, 1)])
    broken = unet()
    broken.set_weights([np.full_like(one, np.nan) for one in broken.get_weights()])
    with pytest.raises(Problem, match="not numbers"):
        saved(broken, tmp_path, [image(1, 8, 8, 1)])
    assert list(tmp_path.iterdir()) == []
