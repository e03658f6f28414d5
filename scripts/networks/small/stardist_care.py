"""Small StarDist 2D and CARE networks, trained by stardist and csbdeep as the notebooks train them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Tuple

import numpy as np
import tifffile

from .files import restoration_header, write_losses, write_report, write_rows
from .images import grown, noisy, nuclei, stained
from .measures import restoration_row

STARDIST_COLUMNS = (
    "image,Prediction v. GT Intersection over Union,false positive,true positive,false negative,precision,recall,"
    "accuracy,f1 score,n_true,n_pred,mean_true_score,mean_matched_score,panoptic_quality"
)
SQUARES = [(y, x) for y in (0, 128, 256, 384) for x in (0, 128, 256, 384)]


def stardist(folder: Path, colours: bool, grid: int, rays: int, epochs: int, depth: int) -> str:
    """Trains on 14 squares of 128 x 128 pixels; the last one is held out. Gives the score in words."""
    from csbdeep.utils import normalize
    from stardist import fill_label_holes
    from stardist.matching import matching
    from stardist.models import Config2D, StarDist2D

    raw, labels = nuclei()
    raw = stained(raw) if colours else raw
    X = [normalize(raw[y : y + 128, x : x + 128], 1, 99.8, axis=(0, 1)) for y, x in SQUARES[:15]]
    Y = [fill_label_holes(labels[y : y + 128, x : x + 128]) for y, x in SQUARES[:15]]
    conf = Config2D(
        n_rays=rays,
        n_channel_in=3 if colours else 1,
        grid=(grid, grid),
        train_batch_size=4,
        train_patch_size=(96, 96),
        train_learning_rate=0.002,
        unet_n_depth=depth,
        unet_n_filter_base=8,
        net_conv_after_unet=32,
        train_tensorboard=False,
    )
    model = StarDist2D(conf, name=folder.name, basedir=str(folder.parent))
    history = model.train(
        X[:13], Y[:13], validation_data=(X[13:], Y[13:]), augmenter=flips, epochs=epochs, steps_per_epoch=16
    )
    model.optimize_thresholds(X[13:], Y[13:])
    write_losses(folder, history.history)

    y, x = SQUARES[15]
    image, truth = raw[y : y + 128, x : x + 128], labels[y : y + 128, x : x + 128]
    tifffile.imwrite(folder.parent / "image.tif", image)
    # The notebook predicts colours normalised jointly, though it trains on channels normalised one by one.
    found, _ = StarDist2D(None, folder.name, str(folder.parent)).predict_instances(
        normalize(image, 1, 99.8, axis=(0, 1, 2) if colours else (0, 1))
    )
    score = matching(truth, found, thresh=0.5)
    union = np.logical_or(truth > 0, found > 0).sum()
    row = [
        "image.tif", np.logical_and(truth > 0, found > 0).sum() / union, score.fp, score.tp, score.fn, score.precision,
        score.recall, score.accuracy, score.f1, score.n_true, score.n_pred, score.mean_true_score,
        score.mean_matched_score, score.panoptic_quality,
    ]  # fmt: skip
    table = folder / "Quality Control" / f"Quality_Control for {folder.name}.csv"
    write_rows(table, STARDIST_COLUMNS.split(","), [row])
    values = {
        "number_of_epochs": epochs, "patch_size": "96x96", "batch_size": 4, "number_of_steps": 16,
        "percentage_validation": 13, "n_rays": rays, "grid_parameter": grid, "initial_learning_rate": 0.002,
    }  # fmt: skip
    text = "on 15 paired image patches (image dimensions: (128, 128), patch size: (96,96)) with a batch size of 4"
    write_report(folder, "StarDist 2D", "1.20.5", text, values)
    return f"panoptic quality {score.panoptic_quality:.2f}"


def flips(x: np.ndarray, y: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
    """Image (y, x) or (y, x, c) and labels, turned and mirrored alike."""
    turns = np.random.randint(4)
    x, y = np.rot90(x, turns), np.rot90(y, turns)
    return (x[::-1], y[::-1]) if np.random.rand() > 0.5 else (x, y)


def care(folder: Path, volume: bool, epochs: int) -> str:
    """Learns to undo the noise of nuclei with few photons; in 2D probabilistic, in 3D not, as in the notebooks."""
    from csbdeep.models import CARE, Config
    from csbdeep.utils import axes_dict

    X, Y, low, high = (volume_pairs if volume else square_pairs)()
    axes = "SZYXC" if volume else "SYXC"
    held = 4
    shape = {} if volume else {"probabilistic": True, "unet_kern_size": 5}
    config = Config(
        axes, X.shape[axes_dict(axes)["C"]], 1,
        train_steps_per_epoch=16, train_epochs=epochs, train_batch_size=8, train_learning_rate=0.002,
        unet_n_depth=2, unet_n_first=4 if volume else 6, train_tensorboard=False, **shape,
    )  # fmt: skip
    model_training = CARE(config, folder.name, basedir=str(folder.parent))
    history = model_training.train(X[held:], Y[held:], validation_data=(X[:held], Y[:held]))
    write_losses(folder, history.history)

    tifffile.imwrite(folder.parent / "image.tif", low)
    restored = CARE(None, folder.name, str(folder.parent)).predict(low, "ZYX" if volume else "YX")
    quality = folder / "Quality Control"
    if volume:
        header = restoration_header("Input", ("File name", "Slice #"))
        rows = [["image.tif", z, *restoration_row(high[z], restored[z], low[z])] for z in range(len(high))]
    else:
        header, rows = restoration_header("Input"), [["image.tif", *restoration_row(high, restored, low)]]
    write_rows(quality / f"QC_metrics_{folder.name}.csv", header, rows)
    network = "CARE (3D)" if volume else "CARE (2D)"
    values: Dict[str, Any] = {
        "number_of_epochs": epochs, "patch_size": 32, "batch_size": 8, "number_of_steps": 16,
        "percentage_validation": 10, "initial_learning_rate": 0.002,
    }  # fmt: skip
    loss = config.train_loss
    write_report(folder, network, "1.15.3", f"on {len(X)} paired image patches with a {loss} loss function", values)
    gain = restoration_row(high, restored, low)
    return f"PSNR {gain[4]:.1f} (input {gain[5]:.1f})"


def normalised(image: np.ndarray) -> np.ndarray:
    """csbdeep's normalisation of training patches lies near this one: percentiles 2 and 99.8 of the whole image."""
    low, high = np.percentile(image, (2, 99.8))
    return ((image - low) / (high - low)).astype(np.float32)


def square_pairs() -> Tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Patches (n, 32, 32, 1) of noisy and clean nuclei; a held-out pair (128, 128)."""
    clean = nuclei()[0]
    low = noisy(clean, 12, 5)
    places: List[Tuple[int, int]] = [(y, x) for y in range(0, 352, 32) for x in range(0, 512, 32)]
    X, Y = (
        np.stack([image[y : y + 32, x : x + 32] for y, x in places])[..., np.newaxis]
        for image in (normalised(low), normalised(clean))
    )
    order = np.random.default_rng(6).permutation(len(X))
    return X[order], Y[order], low[384:, 384:], clean[384:, 384:]


def volume_pairs() -> Tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Patches (n, 8, 32, 32, 1) of noisy and clean stacks; a held-out pair (16, 64, 64)."""
    image, labels = nuclei()
    clean, _ = grown(image, labels, 16, 7)
    low = noisy(clean, 12, 8)
    places = [(z, y, x) for z in (0, 8) for y in range(0, 352, 32) for x in range(0, 512, 64)]
    X, Y = (
        np.stack([stack[z : z + 8, y : y + 32, x : x + 32] for z, y, x in places])[..., np.newaxis]
        for stack in (normalised(low), normalised(clean))
    )
    order = np.random.default_rng(9).permutation(len(X))
    return X[order], Y[order], low[:, 400:464, 400:464], clean[:, 400:464, 400:464]
