"""The networks of the field at their notebooks' widths, each saved as its training leaves it and converted by tf2onnx.

python bench/convert_networks.py FOLDER RUNS

Weights are random. JSON on standard output: per network its file, tf2onnx's file, the size of an image and the seconds
of tf2onnx's conversions, imports and reading left out.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any, Callable

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts" / "fixtures"))

import keras
import numpy as np
import tensorflow as tf
import tf2onnx

from keras_fixtures import randomize
from keras_networks import unet
from rebuild_fixtures import unet3d

Saved = tuple[Any, Path]


def whole(model: Any) -> Callable[[Path], Saved]:
    def save(folder: Path) -> Saved:
        folder.mkdir(parents=True, exist_ok=True)
        model.save(folder / "whole.keras")
        return model, folder / "whole.keras"

    return save


def library(make: Callable[[str, str], Any]) -> Callable[[Path], Saved]:
    def save(folder: Path) -> Saved:
        made = make(folder.name, str(folder.parent))
        made.keras_model.save_weights(str(folder / "weights_best.h5"))
        return made.keras_model, folder / "weights_best.h5"

    return save


def networks() -> dict[str, tuple[Callable[[Path], Saved], list[int]]]:
    from csbdeep.internals.nets import custom_unet
    from csbdeep.models import CARE, Config
    from stardist.models import Config2D, StarDist2D

    def n2v_like() -> Any:
        return custom_unet((None, None, 1), "linear", 2, 32, (3, 3), pool_size=(2, 2), batch_norm=True)

    deep = keras.models.clone_model(unet3d(3, 16, 1), input_tensors=keras.Input((None, None, None, 1)))
    return {
        "U-Net 2D": (whole(unet(keras, 2, 64, (None, None, 1))), [1, 256, 256, 1]),
        "U-Net 3D": (whole(deep), [1, 64, 64, 16, 1]),
        "StarDist 2D": (library(lambda *at: StarDist2D(Config2D(grid=(2, 2)), *at)), [1, 256, 256, 1]),
        "CARE 2D": (library(lambda *at: CARE(Config("YX", unet_n_depth=2), *at)), [1, 256, 256, 1]),
        "N2V-like": (whole(n2v_like()), [1, 256, 256, 1]),
    }


def convert(model: Any, target: Path, runs: int) -> list[float]:
    spec = [tf.TensorSpec((None, *model.inputs[0].shape[1:]), tf.float32, name="input")]
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()

        def call(image: Any) -> Any:
            outputs = model(image, training=False)
            return tf.concat(outputs, -1) if isinstance(outputs, (list, tuple)) else outputs

        proto, _ = tf2onnx.convert.from_function(tf.function(call), input_signature=spec, opset=17)
        seconds.append(time.perf_counter() - start)
    target.write_bytes(proto.SerializeToString())
    return seconds


def main() -> None:
    root, runs = Path(sys.argv[1]), int(sys.argv[2])
    results = []
    out, sys.stdout = sys.stdout, sys.stderr
    for name, (save, shape) in networks().items():
        folder = root / name.replace(" ", "-")
        model, file = save(folder)
        randomize(model, np.random.default_rng(0))
        model.save_weights(str(file)) if file.suffix == ".h5" else model.save(file)
        seconds = convert(model, folder / "tf2onnx.onnx", runs)
        results.append(
            {
                "name": name,
                "file": str(file),
                "peer": str(folder / "tf2onnx.onnx"),
                "shape": shape,
                "seconds": seconds,
            }
        )
    json.dump({"networks": results, "name": f"tf2onnx {tf2onnx.__version__}"}, out)


if __name__ == "__main__":
    main()
