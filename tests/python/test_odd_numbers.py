"""Networks of odd numbers, from the file to the zoo's own test: 16-bit ones, and outputs of small range."""

from __future__ import annotations

import importlib
from pathlib import Path

import numpy as np
import pytest
import tifffile
from calls import core, export, needs_command_line, reproduced, unpacked
from conftest import AT_FULL_WIDTH

pytestmark = needs_command_line


def unet(framework, policy="float32", last=None, gain=1.0, activation="sigmoid"):
    """Two levels and batch normalisation, random weights from a seed; ``last`` stands behind the last convolution."""
    keras = importlib.import_module(framework)
    keras.utils.set_random_seed(7)
    kind = getattr(keras.mixed_precision, "Policy", None) or keras.mixed_precision.DTypePolicy
    own, layers = {"dtype": kind(policy)}, keras.layers
    source = keras.Input((64, 64, 1))
    high = layers.Conv2D(8, 3, padding="same", **own)(source)
    high = layers.Activation("relu", **own)(layers.BatchNormalization(**own)(high))
    low = layers.Conv2D(8, 3, padding="same", activation="relu", **own)(layers.MaxPooling2D(2, **own)(high))
    joined = layers.Concatenate(**own)([high, layers.UpSampling2D(2, **own)(low)])
    spread = keras.initializers.RandomNormal(stddev=gain, seed=3)
    made = layers.Conv2D(1, 1, activation=activation, kernel_initializer=spread, **own)(joined)
    return keras.Model(source, last(layers, own)(made) if last else made)


#: Keras 3 and the Keras 2 of older notebooks; their files; what the notebooks call them. A file is read alike whichever
#: kind of 16 bits it tells of; each of both kinds is there at full width alone.
MIXED = {
    f"{policy}, {framework}, {file}": (framework, policy, file)
    for framework, file, usual in (
        ("keras", "weights_best.keras", "mixed_float16"),
        ("keras", "weights_best.h5", "mixed_bfloat16"),
        ("tf_keras", "weights_best.hdf5", "mixed_float16"),
    )
    for policy in ("mixed_float16", "mixed_bfloat16")
    if AT_FULL_WIDTH or policy == usual
}


def rescaling(scale, offset):
    return lambda layers, own: layers.Rescaling(scale, offset=offset, **own)


#: What lies around what: network, and the limits of its output.
RANGES = {
    "around 0.5": ({"gain": 1e-4}, (0.49, 0.51)),
    "around 100": ({"activation": "tanh", "last": rescaling(1e-2, 100)}, (99.9, 100.1)),
    "around 0.0001": ({"last": rescaling(1e-5, 1e-4)}, (9e-5, 1.2e-4)),
    "around -3": ({"activation": "tanh", "last": rescaling(1e-3, -3)}, (-3.01, -2.99)),
    "around 0.9, in 16 bits": ({"policy": "mixed_float16", "last": rescaling(0.03, 0.9)}, (0.88, 0.95)),
}


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    random = np.random.RandomState(5)
    blocks = np.kron(random.randint(0, 3000, (12, 12)), np.ones((8, 8)))
    path = tmp_path_factory.mktemp("image") / "image.tif"
    tifffile.imwrite(path, (blocks + random.randint(0, 500, blocks.shape)).astype(np.uint16))
    return path


@pytest.fixture(scope="module")
def exported(tmp_path_factory, image):
    """Call and bundle of a network; each is made once."""
    place, made = tmp_path_factory.mktemp("bundles"), {}

    def of(name):
        if name not in made:
            folder = place / f"network_{len(made)}"
            folder.mkdir()
            if name in MIXED:
                framework, policy, file = MIXED[name]
                unet(framework, policy, gain=0.3).save(folder / file)
            else:
                unet("keras", **RANGES[name][0]).save(folder / "weights_best.keras")
            bundle = place / f"{folder.name}.zip"
            made[name] = export(folder, image, bundle, "--network", "U-Net (2D)"), bundle
        return made[name]

    return of


def output_of(bundle: Path, place: Path) -> np.ndarray:
    return np.load(unpacked(bundle, place) / "test_output.npy")


@pytest.mark.parametrize("name", [*MIXED, *RANGES])
def test_it_is_exported_and_passes_its_own_check(exported, name):
    called, _ = exported(name)
    assert called.code == 0, called.said
    assert called.result["verdict"] == "passed"
    assert called.result["format"]["verdict"] == "valid"
    assert (called.onnx["verdict"], called.onnx["zoo"]) == ("passed", "passed")


@pytest.mark.parametrize("name", RANGES)
def test_its_output_is_as_narrow_as_it_is_called(exported, name, tmp_path):
    output, (low, high) = output_of(exported(name)[1], tmp_path), RANGES[name][1]
    assert low < output.min() < output.max() < high


@pytest.mark.parametrize("environment", ["zoo", "new"])
def test_all_of_them_pass_in_the_zoos_own_test(exported, environment, tmp_path):
    bundles = {name: exported(name)[1] for name in (*MIXED, *RANGES)}
    found = core(environment, list(bundles.values()), tmp_path)
    for name, bundle in bundles.items():
        assert found[bundle]["status"] == "passed", (name, found[bundle]["errors"])
        assert reproduced(found[bundle])["onnx"] == "passed"
        assert len(reproduced(found[bundle])) == 2


def test_an_output_of_one_value_is_refused_since_it_proves_nothing(tmp_path, image):
    network = unet("keras", activation="relu")
    weights = network.get_weights()
    network.set_weights([*weights[:-2], 0 * weights[-2], 0 * weights[-1] + 0.25])
    folder = tmp_path / "constant"
    folder.mkdir()
    network.save(folder / "weights_best.keras")
    called = export(folder, image, tmp_path / "constant.zip", "--network", "U-Net (2D)")
    assert called.code == 2
    assert "a test would prove nothing. Choose another image or crop" in called.result["reason"]
    assert not (tmp_path / "constant.zip").exists()
