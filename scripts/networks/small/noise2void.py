"""Small Noise2Void networks: they learn from noisy images alone. n2v trains on Keras 2 only."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict

import numpy as np
import tifffile

from .files import restoration_header, write_losses, write_report, write_rows
from .images import grown, noisy, nuclei
from .measures import restoration_row


def noise2void(folder: Path, volume: bool, version_2: bool, epochs: int) -> str:
    """The held-out part is (128, 128) or (16, 64, 64); the rest of the noisy nuclei is for training."""
    from n2v.internals.N2V_DataGenerator import N2V_DataGenerator
    from n2v.models import N2V, N2VConfig

    image, labels = nuclei()
    clean = grown(image, labels, 16, 21)[0] if volume else image
    noise = noisy(clean, 8 if volume else 30, 22)
    patch = (8, 32, 32) if volume else (32, 32)
    images = [noise[..., :384, :].astype(np.float32)[np.newaxis, ..., np.newaxis]]
    np.random.seed(23)
    Xdata = N2V_DataGenerator().generate_patches_from_list(images, shape=patch, augment=True)
    # Most of a stack is empty; the patches that show most are enough.
    Xdata = Xdata[np.argsort(-Xdata.reshape(len(Xdata), -1).std(axis=1))[:240]]
    np.random.shuffle(Xdata)
    held = 24
    kind: Dict[str, Any] = {"n2v_manipulator": "uniform_withCP"}
    if version_2:
        kind = {"n2v_manipulator": "median", "blurpool": True, "skip_skipone": True, "unet_residual": False}
    # Eight times as many masked pixels as in the notebook, so that few steps are enough.
    config = N2VConfig(
        Xdata[held:], unet_kern_size=3, unet_n_first=4 if volume else 8, train_steps_per_epoch=40, train_epochs=epochs,
        train_loss="mse", batch_norm=True, train_batch_size=8, n2v_perc_pix=1.6, n2v_patch_shape=patch,
        n2v_neighborhood_radius=5, train_learning_rate=0.0008, train_tensorboard=False, **kind,
    )  # fmt: skip
    model = N2V(config=config, name=folder.name, basedir=str(folder.parent))
    history = model.train(Xdata[held:], Xdata[:held].copy())
    write_losses(folder, history.history)

    here = (slice(None), slice(400, 464), slice(400, 464)) if volume else (slice(384, 512), slice(384, 512))
    low, high = noise[here], clean[here]
    tifffile.imwrite(folder.parent / "image.tif", low)
    axes = "ZYX" if volume else "YX"
    restored = N2V(config=None, name=folder.name, basedir=str(folder.parent)).predict(low.astype(np.float32), axes)
    if volume:
        header = restoration_header("Input", ("File name", "Slice #"))
        rows = [["image.tif", z, *restoration_row(high[z], restored[z], low[z])] for z in range(len(high))]
    else:
        header, rows = restoration_header("Input"), [["image.tif", *restoration_row(high, restored, low)]]
    write_rows(folder / "Quality Control" / f"QC_metrics_{folder.name}.csv", header, rows)
    values = {
        "number_of_epochs": epochs, "patch_size": "x".join(map(str, patch)), "batch_size": 8, "number_of_steps": 40,
        "percentage_validation": 10, "initial_learning_rate": 0.0008,
    }  # fmt: skip
    network = "Noise2Void (3D)" if volume else "Noise2Void (2D)"
    write_report(folder, network, "1.16.2", f"on {len(Xdata)} image patches with a mse loss function", values)
    gain = restoration_row(high, restored, low)
    return f"PSNR {gain[4]:.1f} (input {gain[5]:.1f})"
