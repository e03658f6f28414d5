"""Networks whose file holds a layer of somebody's own, code, or one size only: a sentence or a note for each."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from test_networks import folder_of, image_of

from zooport.kernel.errors import Problem
from zooport.kernel.find.detect import detect
from zooport.kernel.prepare import prepare
from zooport.kernel.transport import folders

#: File, sizes that the network takes, channels that it gives, and the activation.
KINDS = {
    "unet_2d_multilabel": ("weights_best.keras", (32, 48), 3, "softmax"),
    "deep_storm": ("best.weights.keras", (64, 96), 1, "linear"),
    "unet_3d": ("ckpt/{}.weights.h5", (16, 16, 8), 1, "sigmoid"),
}


def folder_with(tmp_path, name, network):
    """A copy of a trained folder with another network in its place."""
    folder = Path(shutil.copytree(folder_of(name), tmp_path / folder_of(name).name))
    target = folder / KINDS[name][0].format(folder.name)
    for other in target.parent.glob("*"):
        if other.suffix in (".keras", ".h5"):
            other.unlink()
    # Keras refuses to write a whole network under the ending of weights alone.
    written = tmp_path / f"network{target.suffix}"
    network.save(written)
    shutil.move(written, target)
    return folder


def network_of(name, *between):
    """A convolution, some layers that keep the shape, and the outputs of this kind of network."""
    import keras

    _, sizes, channels, activation = KINDS[name]
    conv = getattr(keras.layers, f"Conv{len(sizes)}D")
    given = keras.layers.Input((*sizes, 1))
    level = conv(2, 3, padding="same")(given)
    for layer in between:
        level = layer(level)
    return keras.Model(given, conv(channels, 1, activation=activation)(level))


def prepared(folder, name):
    candidate = detect({"folder": str(folder), "network": None})["candidates"][0]
    assert candidate["network"]["id"] == name, candidate
    done = prepare({"candidate": candidate, "image": image_of(name)}, lambda *_: None)
    folders.remove(done["directory"])
    return done


@pytest.mark.parametrize("name", list(KINDS))
def test_a_layer_whose_code_is_not_there_is_named_with_the_way_out(tmp_path, name):
    import keras

    class Sharpen(keras.layers.Layer):
        def call(self, inputs):
            return inputs * 2

    folder = folder_with(tmp_path, name, network_of(name, Sharpen(name="crisp")))
    with pytest.raises(Problem) as caught:
        prepared(folder, name)
    assert caught.value.kind == "bad-model"
    assert '"crisp"' in caught.value.message
    assert "Run the cell that defines Sharpen in this kernel and try again" in caught.value.message


@pytest.mark.parametrize("name", list(KINDS))
def test_a_layer_of_the_notebooks_own_is_told_since_no_other_reader_has_it(tmp_path, name, monkeypatch):
    import keras

    class Halve(keras.layers.Layer):
        def call(self, inputs):
            return inputs / 2

    monkeypatch.setattr(sys.modules["__main__"], "Halve", Halve, raising=False)
    done = prepared(folder_with(tmp_path, name, network_of(name, Halve())), name)
    assert done["native"]["foreign"] == ["Halve"]


@pytest.mark.parametrize("name", list(KINDS))
def test_code_inside_the_file_is_named_and_not_run(tmp_path, name):
    import keras

    shown = []
    layer = keras.layers.Lambda(lambda level: shown.append(1) or level * 2, name="doubled")
    folder = folder_with(tmp_path, name, network_of(name, layer))
    shown.clear()
    with pytest.raises(Problem) as caught:
        prepared(folder, name)
    assert shown == []
    assert '"doubled"' in caught.value.message
    assert caught.value.kind == "holds-code"
    assert "replace the layer by one of Keras's own" in caught.value.message


@pytest.mark.parametrize("name", list(KINDS))
def test_a_network_bound_to_one_size_is_exported_at_that_size(tmp_path, name):
    import keras

    layers, (_, sizes, _, _) = keras.layers, KINDS[name]
    # Every pixel looks at the mean of one row of the whole image: bound to the image's size.
    shape = (*sizes, 2)
    row = layers.Dense(2, activation="relu")
    bound = [layers.Reshape((int(np.prod(sizes)) // sizes[-1], sizes[-1] * 2)), layers.Dense(sizes[-1] * 2)]
    done = prepared(folder_with(tmp_path, name, network_of(name, row, *bound, layers.Reshape(shape))), name)
    factor = 8 if name == "deep_storm" else 1
    assert done["input"]["shape"] == [1, *(size // factor for size in sizes), 1]
    assert not done["native"]["freeSizes"]
    assert any(" x ".join(str(size // factor) for size in sizes) in note for note in done["notes"])
