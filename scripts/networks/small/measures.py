"""How near a restored image is to the truth, as the restoration notebooks measure it."""

from __future__ import annotations

from typing import List

import numpy as np
from skimage.metrics import normalized_root_mse, peak_signal_noise_ratio, structural_similarity


def fitted(image: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """The image, scaled and shifted to be as near as possible to the truth: brightness does not count."""
    slope, offset = np.polyfit(image.astype(np.float64).ravel(), truth.ravel(), 1)
    return slope * image + offset


def restoration_row(truth: np.ndarray, prediction: np.ndarray, other: np.ndarray) -> List[float]:
    """mSSIM, NRMSE and PSNR of the prediction, each followed by that of what it is compared with. Same shapes."""
    low, high = np.percentile(truth, (0.1, 99.9))
    clean = (truth.astype(np.float64) - low) / (high - low)
    row: List[float] = []
    images = [fitted(prediction, clean), fitted(other, clean)]
    row += [float(structural_similarity(clean, image, data_range=1)) for image in images]
    row += [float(normalized_root_mse(clean, image)) for image in images]
    row += [float(peak_signal_noise_ratio(clean, image, data_range=1)) for image in images]
    return row
