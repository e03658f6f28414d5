"""A small StarDist network for planes as a bundle of the zoo, with its steps in the description.

    .envs/train/bin/python scripts/processing/stardist_bundle.py FOLDER [--steps 300]

Trains for about a minute on the nuclei that stardist carries, writes the weights as ONNX with one output (probability,
then distances, on the network's grid), and stardist's own labels of the network's prediction as the expected output.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import tempfile
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import tensorflow as tf
import tf2onnx
from csbdeep.utils import normalize
from stardist import non_maximum_suppression, polygons_to_label
from stardist.data import test_image_nuclei_2d
from stardist.models import Config2D, StarDist2D

GRID, RAYS, SIZE = (2, 2), 32, 256
PROB, NMS = 0.4, 0.4


def trained(folder: str, steps: int) -> StarDist2D:
    image, mask = test_image_nuclei_2d(return_mask=True)
    image = normalize(image, 1, 99.8).astype(np.float32)
    settings = {"unet_n_filter_base": 16, "unet_n_depth": 2, "net_conv_after_unet": 32}
    training = {
        "train_patch_size": (96, 96),
        "train_batch_size": 4,
        "train_steps_per_epoch": steps,
        "train_epochs": 1,
        "train_learning_rate": 2e-3,
    }
    config = Config2D(n_rays=RAYS, grid=GRID, n_channel_in=1, train_tensorboard=False, **settings, **training)
    model = StarDist2D(config, name="small", basedir=folder)
    half = image.shape[1] // 2
    model.train([image[:, :half]], [mask[:, :half]], ([image[:, half:]], [mask[:, half:]]), seed=1)
    return model


def with_one_output(model: StarDist2D) -> tf.keras.Model:
    prob, dist = model.keras_model.outputs
    return tf.keras.Model(model.keras_model.inputs, tf.keras.layers.Concatenate(axis=-1)([prob, dist]))


def labels_of(prediction: np.ndarray) -> np.ndarray:
    points, probabilities, distances = non_maximum_suppression(
        prediction[0, ..., 1:], prediction[0, ..., 0], grid=GRID, prob_thresh=PROB, nms_thresh=NMS, b=2
    )
    return polygons_to_label(distances, points, prob=probabilities, shape=(SIZE, SIZE))[None, ..., None]


def described(files: Path) -> str:
    """JSON is YAML, too."""

    def named(name: str) -> dict:
        return {"source": name, "sha256": hashlib.sha256((files / name).read_bytes()).hexdigest()}

    image = [
        {"type": "batch"},
        *({"type": "space", "id": axis, "size": {"min": 64, "step": 8}} for axis in "yx"),
        {"type": "channel", "channel_names": ["nuclei"]},
    ]
    labels = [
        {"type": "batch"},
        *({"type": "space", "id": axis, "size": {"tensor_id": "raw", "axis_id": axis}} for axis in "yx"),
        {"type": "channel", "channel_names": ["labels"]},
    ]
    scale = {"min_percentile": 1, "max_percentile": 99.8, "axes": ["y", "x", "channel"]}
    kwargs = {"prob_threshold": PROB, "nms_threshold": NMS, "n_rays": RAYS, "grid": list(GRID), "b": 2}
    return json.dumps(
        {
            "type": "model",
            "format_version": "0.5.9",
            "id": "small-stardist",
            "name": "Small StarDist of nuclei",
            "description": "A small StarDist network, trained for a minute, to test that its objects reproduce.",
            "authors": [{"name": "Zooport"}],
            "cite": [{"text": "Schmidt et al., MICCAI 2018", "doi": "10.1007/978-3-030-00934-2_30"}],
            "license": "MIT",
            "documentation": named("README.md"),
            "inputs": [
                {
                    "id": "raw",
                    "axes": image,
                    "data": {"type": "float32"},
                    "test_tensor": named("input.npy"),
                    "preprocessing": [{"id": "scale_range", "kwargs": scale}],
                }
            ],
            "outputs": [
                {
                    "id": "labels",
                    "axes": labels,
                    "data": {"type": "int32"},
                    "test_tensor": named("labels.npy"),
                    "postprocessing": [{"id": "stardist_postprocessing", "kwargs": kwargs}],
                }
            ],
            "weights": {"onnx": {**named("weights.onnx"), "opset_version": 13}},
        },
        indent=1,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--steps", type=int, default=300)
    arguments = parser.parse_args()
    files: Path = arguments.folder
    files.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        network = with_one_output(trained(folder, arguments.steps))
    signature = [tf.TensorSpec((None, None, None, 1), tf.float32, name="raw")]
    tf2onnx.convert.from_keras(network, signature, opset=13, output_path=str(files / "weights.onnx"))
    image = test_image_nuclei_2d()[-SIZE:, -SIZE:].astype(np.float32)
    low, high = np.percentile(image, [1, 99.8])
    prepared = ((image - low) / (high - low + 1e-6)).astype(np.float32)[None, ..., None]
    labels = labels_of(network(prepared).numpy())
    np.save(files / "input.npy", image[None, ..., None])
    np.save(files / "labels.npy", labels)
    (files / "README.md").write_text(
        "# Small StarDist of nuclei\n\nFor tests. [bioimageio.core]\n\n## Validation\n\nNone.\n"
    )
    (files / "rdf.yaml").write_text(described(files))
    print(f"{labels.max()} objects")


if __name__ == "__main__":
    main()
