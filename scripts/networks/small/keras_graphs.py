"""Small U-Net 3D, multilabel U-Net and Deep-STORM networks: Keras graphs with the layers of the notebooks."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Tuple

import numpy as np
import tifffile

from .files import restoration_header, write_losses, write_report, write_rows
from .images import blinks, grown, noisy, nuclei
from .measures import restoration_row


def unet_3d(folder: Path, epochs: int) -> str:
    """Foreground of stacks. The network sees (batch, y, x, z, channel); its weights are saved without a graph."""
    import keras

    image, labels = nuclei()
    clean, truth = grown(image, labels, 16, 11)
    stack = noisy(clean, 40, 12)
    shape = (32, 32, 8, 1)
    X, Y = volume_patches(stack, truth > 0, shape)
    model = unet_3d_graph(keras, shape, filters=2)
    loss = weighted_cross_entropy(float((truth > 0).mean()))
    model.compile(keras.optimizers.Adam(0.005), loss, metrics=[dice_coefficient])
    for part in ("Quality Control", "ckpt"):
        (folder / part).mkdir(parents=True)
    name = folder.name
    callbacks = [
        keras.callbacks.CSVLogger(str(folder / "Quality Control" / "training_evaluation.csv")),
        keras.callbacks.ModelCheckpoint(
            str(folder / "ckpt" / f"{name}.weights.h5"), save_best_only=True, save_weights_only=True
        ),
    ]
    model.fit(
        X[16:], Y[16:], batch_size=8, epochs=epochs, validation_data=(X[:16], Y[:16]), callbacks=callbacks, verbose=2
    )
    model.save_weights(str(folder / "ckpt" / f"{name}_last.weights.h5"))

    parameters: Dict[str, Any] = {
        "training_source": "data/training/stacks", "training_target": "data/training/masks", "model_name": name,
        "model_path": "models", "number_of_epochs": epochs, "batch_size": 8, "training_shape": shape, "downscaling": 1,
        "true_patch_size": None, "val_split": 0.1, "random_crop": True,
    }  # fmt: skip
    write_rows(folder / "params.csv", ["", "0"], [[key, "" if v is None else v] for key, v in parameters.items()])
    write_report(folder, "U-Net (3D)", "3.1.2", f"on {len(X)} patches of {shape[:3]}", parameters)

    held, wanted = stack[:, 416:480, 384:448], truth[:, 416:480, 384:448] > 0
    tifffile.imwrite(folder.parent / "image.tif", held)
    whole = unet_3d_graph(keras, (64, 64, 16, 1), filters=2)
    whole.load_weights(str(folder / "ckpt" / f"{name}.weights.h5"))
    scaled_up = (held - held.min()) / float(held.max() - held.min())
    found = whole.predict(scaled_up.transpose(1, 2, 0)[np.newaxis, ..., np.newaxis], verbose=0)[0, ..., 0]
    found = np.interp(found.transpose(2, 0, 1), (found.min(), found.max()), (0, 255))
    score = max(np.logical_and(found > t, wanted).sum() / np.logical_or(found > t, wanted).sum() for t in range(255))
    return f"IoU {score:.2f}"


def volume_patches(stack: np.ndarray, mask: np.ndarray, shape: Tuple[int, ...]) -> Tuple[np.ndarray, np.ndarray]:
    """Stacks (z, y, x) to patches (n, y, x, z, 1); each plane is scaled to 0..1 by itself, as the notebook trains."""
    X: List[np.ndarray] = []
    Y: List[np.ndarray] = []
    low, high = stack.min(axis=(1, 2), keepdims=True), stack.max(axis=(1, 2), keepdims=True)
    scaled = (stack - low) / (high - low).astype(np.float32)
    for z in (0, 4, 8):
        for y in range(0, 416, 32):
            for x in range(0, 416, 32):
                here = slice(z, z + shape[2]), slice(y, y + shape[0]), slice(x, x + shape[1])
                X.append(scaled[here].transpose(1, 2, 0))
                Y.append(mask[here].transpose(1, 2, 0))
    order = np.random.default_rng(13).permutation(len(X))[:208]
    return np.stack(X)[order][..., np.newaxis], np.stack(Y)[order][..., np.newaxis].astype(np.float32)


def unet_3d_graph(keras: Any, shape: Tuple[int, ...], filters: int) -> Any:
    """Three poolings; on each level two convolutions, the second twice as wide; the notebook begins with 32 filters."""
    layers = keras.layers

    def pair(x: Any, width: int) -> Any:
        for factor in (1, 2):
            x = layers.ReLU()(layers.Conv3D(width * factor, 3, padding="same")(x))
        return x

    x = inputs = keras.Input(shape, name="input")
    skips = []
    for level in range(3):
        x = pair(x, filters * 2**level)
        skips.append(x)
        x = layers.MaxPooling3D(2)(x)
    x = pair(x, filters * 8)
    for level in reversed(range(3)):
        x = layers.Conv3DTranspose(filters * 2**level, 2, strides=2)(x)
        x = pair(layers.Concatenate()([x, skips[level]]), filters * 2**level)
    return keras.Model(inputs, layers.Conv3D(1, 1, activation="sigmoid")(x))


def weighted_cross_entropy(foreground: float) -> Any:
    import keras

    def loss(y_true: Any, y_pred: Any) -> Any:
        weight = y_true * (1 - foreground) + (1 - y_true) * foreground
        return keras.ops.mean(weight * keras.ops.binary_crossentropy(y_true, y_pred))

    return loss


def dice_coefficient(y_true: Any, y_pred: Any) -> Any:
    import keras

    both = keras.ops.sum(y_true * y_pred)
    return 2 * both / (keras.ops.sum(y_true**2) + keras.ops.sum(y_pred**2) + 1e-6)


def unet_2d_multilabel(folder: Path, epochs: int) -> str:
    """Background, inside and edge of nuclei: three probabilities for each pixel."""
    import keras
    from scipy import ndimage

    image, labels = nuclei()
    edge = ndimage.grey_dilation(labels, (3, 3)) != ndimage.grey_erosion(labels, (3, 3))
    classes = np.where(labels > 0, 1, 0)
    classes[edge] = 2
    places = [(y, x) for y in range(0, 448, 64) for x in range(0, 512, 64)]
    X = np.stack([percentiles(image[y : y + 64, x : x + 64]) for y, x in places])[..., np.newaxis]
    Y = np.stack([classes[y : y + 64, x : x + 64] for y, x in places])[..., np.newaxis]
    model = multilabel_graph(keras, (64, 64, 1), pooling_steps=2, labels=3, filters=4)
    model.compile(keras.optimizers.Adam(0.003), "sparse_categorical_crossentropy")
    folder.mkdir(parents=True)
    best = keras.callbacks.ModelCheckpoint(str(folder / "weights_best.keras"), save_best_only=True)
    reduce_lr = keras.callbacks.ReduceLROnPlateau(factor=0.1, patience=10)
    order = np.random.default_rng(14).permutation(len(X))
    X, Y = X[order], Y[order]
    history = model.fit(
        X[6:],
        Y[6:],
        batch_size=4,
        epochs=epochs,
        validation_data=(X[:6], Y[:6]),
        callbacks=[best, reduce_lr],
        verbose=2,
    )
    model.save(str(folder / "weights_last.keras"))
    write_losses(folder, history.history)

    held, wanted = image[448:, 384:448], classes[448:, 384:448]
    tifffile.imwrite(folder.parent / "image.tif", held)
    kept = keras.models.load_model(str(folder / "weights_best.keras"))
    found = kept.predict(percentiles(held)[np.newaxis, ..., np.newaxis], verbose=0)[0].argmax(axis=-1)
    scores = [
        np.logical_and(found == k, wanted == k).sum() / np.logical_or(found == k, wanted == k).sum() for k in range(3)
    ]
    header = ["image", *(f"Prediction v. GT IoU label = {k}" for k in range(3)), "Prediction v. GT averaged IoU"]
    table = folder / "Quality Control" / f"QC_metrics_{folder.name}.csv"
    write_rows(table, header, [["image.tif", *scores, np.mean(scores)]])
    values = {
        "number_of_epochs": epochs, "patch_size": "64x64", "batch_size": 4, "number_of_steps": 13,
        "percentage_validation": 10, "initial_learning_rate": 0.003, "pooling_steps": 2, "min_fraction": 0.02,
    }  # fmt: skip
    text = f"on {len(X)} paired image patches with a sparse categorical crossentropy loss function"
    write_report(folder, "U-Net (2D) multilabel", "2.2.0", text, values)
    return f"mean IoU {np.mean(scores):.2f}"


def percentiles(image: np.ndarray) -> np.ndarray:
    low, high = np.percentile(image, (1, 99.8))
    return ((image - low) / (high - low + 1e-20)).astype(np.float32)


def multilabel_graph(keras: Any, shape: Tuple[int, ...], pooling_steps: int, labels: int, filters: int) -> Any:
    """The notebook's U-Net (64 filters there): ReLU everywhere but on the last way up, softmax at the end."""
    layers = keras.layers

    def conv(x: Any, width: int, size: int, activation: Any) -> Any:
        return layers.Conv2D(width, size, activation=activation, padding="same", kernel_initializer="he_normal")(x)

    x = inputs = keras.Input(shape)
    skips = []
    for level in range(pooling_steps + 1):
        x = layers.MaxPooling2D()(x) if level else x
        x = conv(conv(x, filters * 2**level, 3, "relu"), filters * 2**level, 3, "relu")
        skips.append(x)
    for level in reversed(range(pooling_steps)):
        width, activation = filters * 2**level, "relu" if level else None
        x = layers.Concatenate()([skips[level], conv(layers.UpSampling2D()(x), width, 2, activation)])
        x = conv(conv(x, width, 3, activation), width, 3, activation)
    return keras.Model(inputs, layers.Conv2D(labels, 1, activation="softmax")(conv(x, labels, 3, None)))


def deep_storm(folder: Path, epochs: int) -> str:
    """Where single molecules are, on a grid eight times finer. The frames are simulated."""
    import keras
    import scipy.io

    factor, weighting = 8, 100
    frames, where = blinks(60, 16, 3, 15)
    patches = np.stack([np.kron(scaled(frame), np.ones((factor, factor))) for frame in frames]).astype(np.float32)
    size = patches.shape[1]
    spikes = np.zeros(patches.shape, np.float32)
    for frame, y, x in where:
        spikes[int(frame), int(y * factor), int(x * factor)] += 1
    heat = (weighting * np.stack([blurred(spike) for spike in spikes]))[..., np.newaxis]
    mean, std = (float(np.mean([getattr(patch, kind)() for patch in patches[:12]])) for kind in ("mean", "std"))
    X = ((patches - mean) / std)[..., np.newaxis]
    folder.mkdir(parents=True)
    metadata = {"mean_test": mean, "std_test": std, "upsampling_factor": factor, "Normalization factor": weighting}
    scipy.io.savemat(str(folder / "model_metadata.mat"), metadata)

    model = deep_storm_graph(keras, (size, size, 1), (6, 12, 24, 32))
    model.compile(keras.optimizers.Adam(0.003), bump_mse())
    best = keras.callbacks.ModelCheckpoint(str(folder / "best.weights.keras"), save_best_only=True)
    change_lr = keras.callbacks.ReduceLROnPlateau(factor=0.1, patience=5, min_lr=0.00005)
    history = model.fit(
        X[12:], heat[12:], batch_size=4, epochs=epochs, validation_data=(X[:12], heat[:12]),
        callbacks=[best, change_lr], verbose=2,
    )  # fmt: skip
    model.save(str(folder / "last.weights.keras"))
    write_losses(folder, history.history)

    held, truth = blinks(1, 24, 4, 16)
    tifffile.imwrite(folder.parent / "image.tif", held[0])
    network = deep_storm_graph(keras, (192, 192, 1), (6, 12, 24, 32))
    network.set_weights(keras.models.load_model(str(folder / "best.weights.keras"), compile=False).get_weights())
    wide = np.kron(scaled(held[0]), np.ones((factor, factor)))
    density = np.maximum(network.predict(((wide - mean) / std)[np.newaxis, ..., np.newaxis], verbose=0)[0, ..., 0], 0)
    exact = np.zeros(density.shape)
    exact[tuple((truth[:, 1:] * factor).astype(int).T)] = 1
    row = restoration_row(blurred(exact), blurred(density), np.kron(held[0], np.ones((factor, factor))))
    write_rows(
        folder / "Quality Control" / f"{folder.name}_QC_metrics.csv", restoration_header("WF"), [["image.tif", *row]]
    )
    values = {
        "number_of_epochs": epochs, "batch_size": 4, "number_of_steps": 12, "percentage_validation": 20,
        "initial_learning_rate": 0.003, "upsampling_factor": factor, "patch_size": size,
    }  # fmt: skip
    write_report(folder, "Deep-STORM", "1.14.2", f"on {len(X)} paired image patches", values)
    return f"PSNR {row[4]:.1f} (widefield {row[5]:.1f})"


def scaled(frame: np.ndarray) -> np.ndarray:
    return (frame - frame.min()) / float(frame.max() - frame.min())


def blurred(image: np.ndarray) -> np.ndarray:
    from scipy import ndimage

    return 2 * ndimage.gaussian_filter(image.astype(np.float32), 1, truncate=3, mode="constant")


def deep_storm_graph(keras: Any, shape: Tuple[int, ...], widths: Tuple[int, ...]) -> Any:
    """Convolution, batch normalisation and ReLU on seven levels; the notebook's widths are 32, 64, 128 and 512."""
    layers = keras.layers

    def block(x: Any, width: int, name: str) -> Any:
        x = layers.Conv2D(
            width, 3, padding="same", use_bias=False, kernel_initializer="orthogonal", name=f"conv-CNN{name}"
        )(x)
        return layers.Activation("relu", name=f"Relu-CNN{name}")(layers.BatchNormalization(name=f"BN-CNN{name}")(x))

    x = inputs = keras.Input(shape)
    for level, width in enumerate(widths):
        x = layers.MaxPooling2D(2, name=f"CNNPool{level}")(x) if level else x
        x = block(x, width, f"F{level + 1}")
    for level, width in enumerate(reversed(widths[:-1]), 1):
        x = block(layers.UpSampling2D(2, name=f"CNNUpsample{level}")(x), width, f"F{level + 4}")
    x = layers.Conv2D(1, 1, padding="same", use_bias=False, kernel_initializer="orthogonal", name="Prediction")(x)
    return keras.Model(inputs, x)


def bump_mse() -> Any:
    """Squared error of the blurred prediction, and the prediction's absolute value, so that it stays sparse."""
    import keras

    spot = np.zeros((7, 7))
    spot[3, 3] = 1
    kernel = blurred(spot).reshape(7, 7, 1, 1).astype(np.float32)

    def bump_mse(heatmap_true: Any, spikes_pred: Any) -> Any:
        heatmap_pred = keras.ops.conv(spikes_pred, kernel, padding="same")
        return keras.ops.mean((heatmap_true - heatmap_pred) ** 2) + keras.ops.mean(keras.ops.abs(spikes_pred))

    return bump_mse
