"""Trains small U-Nets as the notebook does and leaves its folders behind, for the tests of the Python half.

    python tests/python/make_networks.py keras     FOLDER     Keras 3: weights_best.keras
    python tests/python/make_networks.py tf_keras  FOLDER     Keras 2: weights_best.hdf5

The images are the nuclei that the stardist package ships. FOLDER gets ``models/<name>`` and ``images``.
"""

from __future__ import annotations

import csv
import importlib
import os
import sys
from pathlib import Path
from typing import Any, Tuple

import numpy as np
import tifffile


def nuclei() -> Tuple[Any, Any]:
    """Fluorescence image (uint16) and foreground mask (0 or 255), read from the package without importing it."""
    spec = importlib.util.find_spec("stardist")  # type: ignore[attr-defined]
    folder = Path(spec.origin).parent / "data" / "images"
    mask = tifffile.imread(folder / "mask2d.tif")
    return tifffile.imread(folder / "img2d.tif"), ((mask > 0) * 255).astype(np.uint8)


def u_net(keras: Any, patch: int, width: int, depth: int) -> Any:
    """The notebook's kind of network: pairs of convolutions, pooling, up-sampling, two channels, a sigmoid."""
    layers = keras.layers
    level = inputs = layers.Input((patch, patch, 1))
    skips = []
    for step in range(depth):
        for _ in range(2):
            level = layers.Conv2D(width << step, 3, activation="relu", padding="same")(level)
        skips.append(level)
        level = layers.MaxPooling2D()(level)
    level = layers.Dropout(0.5)(layers.Conv2D(width << depth, 3, activation="relu", padding="same")(level))
    for step in reversed(range(depth)):
        level = layers.Conv2D(width << step, 2, padding="same")(layers.UpSampling2D()(level))
        level = layers.concatenate([skips[step], level], axis=3)
        level = layers.Conv2D(width << step, 3, activation="relu", padding="same")(level)
    level = layers.Conv2D(2, 3, padding="same")(level)
    return keras.Model(inputs, layers.Conv2D(1, 1, activation="sigmoid")(level))


def patches(image: Any, mask: Any, patch: int) -> Tuple[Any, Any]:
    """All patches without overlap, normalised one by one, with their masks 0 or 1."""
    found = []
    for y in range(0, image.shape[0] - patch + 1, patch // 2):
        for x in range(0, image.shape[1] - patch + 1, patch // 2):
            part = image[y : y + patch, x : x + patch].astype(np.float32)
            low, high = np.percentile(part, (1, 99.8))
            found.append(((part - low) / (high - low + 1e-20), mask[y : y + patch, x : x + patch] > 0))
    return tuple(np.stack(one).astype(np.float32)[..., None] for one in zip(*found))  # type: ignore[return-value]


def write_images(folder: Path) -> None:
    """The left half for training, the right half held out, as the notebook's folders."""
    image, mask = nuclei()
    middle = image.shape[1] // 2
    for name, part in (("train", np.s_[:, :middle]), ("quality", np.s_[:, middle:])):
        for kind, pixels in (("source", image), ("target", mask)):
            (folder / "images" / f"{name}_{kind}").mkdir(parents=True, exist_ok=True)
            tifffile.imwrite(folder / "images" / f"{name}_{kind}" / "nuclei.tif", np.ascontiguousarray(pixels[part]))


def train(keras: Any, folder: Path, name: str, suffix: str, patch: int, width: int, depth: int, epochs: int) -> None:
    """Trains, and writes what the notebook's section 4 and 5.2 leave in ``models/<name>``."""
    keras.utils.set_random_seed(3)
    target = folder / "models" / name
    (target / "Quality Control").mkdir(parents=True, exist_ok=True)
    image, mask = nuclei()
    middle = image.shape[1] // 2
    given, wanted = patches(image[:, :middle], mask[:, :middle], patch)
    network = u_net(keras, patch, width, depth)

    def weighted_loss(truth: Any, predicted: Any) -> Any:
        # A closure, as the notebook's loss: such a file only loads without its compile information.
        return keras.losses.binary_crossentropy(truth, predicted)

    network.compile(optimizer=keras.optimizers.Adam(learning_rate=2e-3), loss=weighted_loss)
    best = keras.callbacks.ModelCheckpoint(
        str(target / f"weights_best{suffix}"), monitor="val_loss", save_best_only=True
    )
    history = network.fit(
        given, wanted, batch_size=4, epochs=epochs, validation_split=0.15, callbacks=[best], verbose=0
    ).history
    network.save(str(target / f"weights_last{suffix}"))
    with open(target / "Quality Control" / "training_evaluation.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["loss", "val_loss", "learning rate"])
        writer.writerows([a, b, 2e-3] for a, b in zip(history["loss"], history["val_loss"]))
    with open(target / "Quality Control" / f"QC_metrics_{name}.csv", "w", newline="") as file:
        csv.writer(file).writerows([["File name", "IoU", "IoU-optimised threshold"], ["nuclei.tif", "0.81", "96"],
                                    ["other.tif", "0.79", "97"]])  # fmt: skip


def main(framework: str, folder: Path) -> None:
    keras = importlib.import_module(framework)
    write_images(folder)
    if framework == "keras":
        train(keras, folder, "nuclei", ".keras", patch=128, width=8, depth=2, epochs=8)
    else:
        train(keras, folder, "older", ".hdf5", patch=64, width=6, depth=3, epochs=4)


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    main(sys.argv[1], Path(sys.argv[2]).resolve())
