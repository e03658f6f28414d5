"""Images for the small networks, made from the real nuclei that the package stardist carries (BSD-3-Clause).

Shapes are (y, x) or (z, y, x). Whatever is random comes from a seed, so that every run makes the same images.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Tuple

import numpy as np
import tifffile
from scipy import ndimage


def stardist_image(name: str) -> np.ndarray:
    """img2d.tif and mask2d.tif are (512, 512) uint16: fluorescent nuclei and their labels."""
    spec = importlib.util.find_spec("stardist")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("The package stardist, which carries the images, is not installed.")
    return tifffile.imread(Path(spec.origin).parent / "data" / "images" / name)


def nuclei() -> Tuple[np.ndarray, np.ndarray]:
    return stardist_image("img2d.tif"), stardist_image("mask2d.tif")


def stained(image: np.ndarray) -> np.ndarray:
    """The nuclei as if stained on bright ground: (y, x, 3) uint8. The colours are simulated, the nuclei are real."""
    amount = np.clip(image / np.percentile(image, 99.8), 0, 1)[..., np.newaxis]
    noise = np.random.default_rng(3).normal(0, 4, (*image.shape, 3))
    return np.clip(np.array([236, 228, 238]) - amount * np.array([170, 190, 160]) + noise, 0, 255).astype(np.uint8)


def grown(image: np.ndarray, labels: np.ndarray, planes: int, seed: int) -> Tuple[np.ndarray, np.ndarray]:
    """A stack (z, y, x) in which each real nucleus of the image is as high as it is wide; float image, labels.

    A pixel at distance d from the nucleus's edge is filled 0.7 d planes up and down from its middle plane. The stack is
    then blurred as a microscope does, more along z.
    """
    random = np.random.default_rng(seed)
    count = int(labels.max()) + 1
    middle = random.uniform(0.25 * planes, 0.75 * planes, count)[labels]
    # The distance to the edge of a nucleus, also where it touches another one.
    edge = ndimage.grey_dilation(labels, (3, 3)) != ndimage.grey_erosion(labels, (3, 3))
    height = ndimage.distance_transform_edt((labels > 0) & ~edge)
    z = np.arange(planes)[:, np.newaxis, np.newaxis]
    inside = (np.abs(z - middle) <= 0.7 * height) & (height > 0)
    bright = np.where(inside, image.astype(np.float32), np.percentile(image, 5))
    return ndimage.gaussian_filter(bright, (1.2, 0.6, 0.6)), np.where(inside, labels, 0)


def noisy(image: np.ndarray, photons: float, seed: int) -> np.ndarray:
    """The image as a camera sees it with so many photons in its brightest pixels: uint16, same shape."""
    random = np.random.default_rng(seed)
    expected = np.clip(image / np.percentile(image, 99.9), 0, None) * photons
    return np.clip(random.poisson(expected) * 20 + random.normal(100, 8, image.shape), 0, 65535).astype(np.uint16)


def blinks(frames: int, size: int, molecules: int, seed: int) -> Tuple[np.ndarray, np.ndarray]:
    """Simulated frames of single molecules (frames, size, size), uint16; rows of frame, y and x, in pixels."""
    random = np.random.default_rng(seed)
    where = np.column_stack(
        (np.repeat(np.arange(frames), molecules), random.uniform(2, size - 2, (frames * molecules, 2)))
    )
    grid = np.arange(size) + 0.5
    image = np.zeros((frames, size, size))
    for frame, y, x in where:
        along_y = np.exp(-((grid - y) ** 2) / (2 * 1.1**2))
        along_x = np.exp(-((grid - x) ** 2) / (2 * 1.1**2))
        image[int(frame)] += random.uniform(500, 900) / (2 * np.pi * 1.1**2) * np.outer(along_y, along_x)
    return np.clip(random.poisson(image + 10) + random.normal(100, 2, image.shape), 0, 65535).astype(np.uint16), where
