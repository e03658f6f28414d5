"""Small networks in every weights format, and hostile ones, with what their frameworks give.

``make_weights.py FOLDER``, where PyTorch, TensorFlow and Keras 3 are. A hostile one would make ``made-by-the-file``.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
import torch
from keras import layers

folder = Path(sys.argv[1])
mark = str(folder / "made-by-the-file")
keras.utils.set_random_seed(1)
torch.manual_seed(1)

ARCHITECTURE = """
import torch

{planted}

class Net(torch.nn.Module):
    def __init__(self, width):
        super().__init__()
        self.first = torch.nn.Conv2d(1, width, 3, padding=1)
        self.last = torch.nn.Conv2d(width, 2, 1)
        self.drop = torch.nn.Dropout(0.5)

    def forward(self, x):
        y = self.drop(torch.relu(self.first(x)))
        return torch.sigmoid(self.last(y)), y
"""


def save(name, given, outputs):
    for index, one in enumerate(given):
        np.save(folder / f"{name}_input_{index}.npy", one)
    for index, one in enumerate(outputs):
        np.save(folder / f"{name}_output_{index}.npy", np.asarray(one))


def small(*inside):
    first, second = layers.Input((16, 24, 1), name="one"), layers.Input((16, 24, 1), name="two")
    level = layers.Conv2D(3, 3, padding="same")(layers.concatenate([first, second]))
    for layer in inside:
        level = layer(level)
    outputs = [layers.Conv2D(1, 1, activation="sigmoid", name="a")(level), layers.Conv2D(2, 1, name="b")(level)]
    return keras.Model([first, second], outputs)


def of_keras():
    network = small(layers.BatchNormalization())
    given = [np.random.RandomState(at).rand(1, 16, 24, 1).astype(np.float32) for at in (0, 1)]
    save("keras", given, network.predict(given, verbose=0))
    network.save(folder / "plain.keras")
    network.save(folder / "plain.h5")
    network.export(str(folder / "served"), verbose=False)
    shutil.make_archive(str(folder / "served"), "zip", folder / "served")
    target = mark
    code = lambda one: (open(target, "w").close(), one)[1]  # noqa: E731, SIM115
    planting = small(layers.Lambda(code, output_shape=(16, 24, 3), name="planted"))
    save("planted", given, planting.predict(given, verbose=0))
    planting.save(folder / "planted.keras")


def of_tensorflow():
    class Writing(tf.Module):
        @tf.function(input_signature=[tf.TensorSpec((1, 4, 4, 1), tf.float32, name="image")])
        def serve(self, image):
            tf.io.write_file(mark, "written")
            return {"out": image * 2.0}

    writing = Writing()
    tf.saved_model.save(writing, str(folder / "writing"), signatures=writing.serve)
    shutil.make_archive(str(folder / "writing"), "zip", folder / "writing")


def of_torch():
    (folder / "net.py").write_text(ARCHITECTURE.format(planted=""))
    (folder / "hostile_net.py").write_text(ARCHITECTURE.format(planted=f"open({mark!r}, 'w').close()"))
    scope = {}
    exec(ARCHITECTURE.format(planted=""), scope)  # noqa: S102
    network = scope["Net"](4).eval()
    given = np.random.RandomState(2).rand(1, 1, 16, 20).astype(np.float32)
    with torch.no_grad():
        save("torch", [given], [one.numpy() for one in network(torch.from_numpy(given))])
        torch.jit.trace(network, torch.from_numpy(given)).save(str(folder / "plain.pt"))
    torch.save(network.state_dict(), folder / "state.pt")
    (folder / "writing.py").write_text(WRITING.format(mark=mark))
    sys.path.insert(0, str(folder))
    import writing

    torch.jit.script(writing.Writing()).save(str(folder / "writing.pt"))


WRITING = """
import torch


class Writing(torch.nn.Module):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        # Used, since what nobody uses is left out when the file is written.
        kept = torch.from_file("{mark}", True, 4, dtype=torch.float32)
        return x * 2 + kept.sum()
"""

of_keras()
of_tensorflow()
of_torch()
Path(mark).unlink(missing_ok=True)
