"""stardist's objects of a dense image, for comparison: seconds of each run and the number of objects, as JSON.

python bench/stardist_native.py TENSOR.npy LABELS.npy GRID RUNS

Writes what a network would give for 1,000 nuclei in 1024 x 1024, float32 [1, y, x, 33], and stardist's labels of it.
"""

from __future__ import annotations

import importlib.metadata
import json
import sys
import time
from typing import Tuple

import numpy as np
from stardist import edt_prob, non_maximum_suppression, polygons_to_label, star_dist
from stardist.data import test_image_nuclei_2d

SIZE = 1024
RAYS = 32


def dense() -> np.ndarray:
    """The nuclei that stardist carries, nine times beside each other and smaller, each of them an object."""
    mask = np.asarray(test_image_nuclei_2d(return_mask=True)[1], np.int32)
    places = np.linspace(0, mask.shape[0] - 1, -(-SIZE // 3)).round().astype(int)
    small = mask[np.ix_(places, places)]
    rows = []
    for row in range(3):
        tiles = [np.flip(small, axis=(row + column) % 2) for column in range(3)]
        rows.append([np.where(tile > 0, tile + (3 * row + i) * mask.max(), 0) for i, tile in enumerate(tiles)])
    return np.ascontiguousarray(np.block(rows)[:SIZE, :SIZE].astype(np.int32))


def predicted(mask: np.ndarray, grid: int) -> np.ndarray:
    """Exact probabilities and distances, and noise as of a network."""
    random = np.random.default_rng(1000)
    prob = edt_prob(mask)[::grid, ::grid]
    dist = star_dist(mask, RAYS, grid=(grid, grid))
    prob = np.clip(prob + 0.02 * random.standard_normal(prob.shape), 0, 1)
    dist = np.maximum(dist * (1 + 0.03 * random.standard_normal(dist.shape)), 1e-3)
    return np.concatenate([prob[..., None], dist], axis=-1)[None].astype(np.float32)


def labels_of(tensor: np.ndarray, grid: int) -> Tuple[np.ndarray, int]:
    points, probabilities, distances = non_maximum_suppression(
        tensor[0, ..., 1:], tensor[0, ..., 0], grid=(grid, grid), prob_thresh=0.5, nms_thresh=0.4, b=0
    )
    return polygons_to_label(distances, points, prob=probabilities, shape=(SIZE, SIZE)), len(points)


def main() -> None:
    source, target, grid, runs = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    tensor = predicted(dense(), grid)
    np.save(source, tensor)
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        labels, objects = labels_of(tensor, grid)
        seconds.append(time.perf_counter() - start)
    np.save(target, labels[None, ..., None])
    name = f"stardist {importlib.metadata.version('stardist')}"
    candidates = int((tensor[..., 0] > 0.5).sum())
    json.dump({"runs": seconds, "objects": objects, "candidates": candidates, "name": name}, sys.stdout)


if __name__ == "__main__":
    main()
