"""Probabilities and distances as a StarDist network for planes gives them, and stardist's own labels of them.

Needs the environment `train` (stardist). A case is what a bundle holds: `version`, `inputs`, `outputs` as the
description writes them, and `tensors` by name, here the one that the network would give.
"""

from __future__ import annotations

import warnings
from typing import Any, Dict, List, Tuple

import numpy as np
from stardist import edt_prob, non_maximum_suppression, polygons_to_label, star_dist
from stardist.data import test_image_nuclei_2d

Json = Dict[str, Any]
NAMES = {"b": "batch", "c": "channel", "y": "y", "x": "x"}


class Cases:
    """Random cases. Everything follows from the seed."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        # 128 nuclei, close together, that stardist carries with their outlines.
        self.mask = np.asarray(test_image_nuclei_2d(return_mask=True)[1], np.int32)

    def chance(self, share: float) -> bool:
        return bool(self.random.random() < share)

    def one_of(self, values: Any) -> Any:
        return values[int(self.random.integers(len(values)))]

    def case(self) -> Json:
        kind = self.one_of(("nuclei", "nuclei", "nuclei", "stars", "stars", "smooth", "tiny", "border", "empty", "raw"))
        rays = self.one_of((32, 32, 32, 16, 64, 8, 3, 5, 19, 25, 31, 96, 128))
        grid = self.one_of(((1, 1), (1, 1), (2, 2), (4, 4), (2, 4)))
        images = 2 if self.chance(0.15) else 1
        longest = 12 if kind == "raw" else 26 if kind in ("stars", "border") else 45
        shape = (int(self.random.integers(1, longest)), int(self.random.integers(1, longest)))
        planes = [getattr(self, kind)(shape, rays, grid) for _ in range(images)]
        prob = np.stack([plane[0] for plane in planes])
        dist = np.stack([plane[1] for plane in planes])
        if self.chance(0.35):
            # Equal probabilities: a few values only.
            steps = self.one_of((1, 2, 4, 10, 100))
            prob = np.round(prob * steps) / steps
        dtype = np.float64 if self.chance(0.05) else np.float32
        array = np.concatenate([prob[..., None], dist], axis=-1).astype(dtype)
        return case_of(kind, array, self.kwargs(rays, grid), self.one_of(("byxc", "byxc", "bcyx", "yxcb", "cxby")))

    def kwargs(self, rays: int, grid: Tuple[int, int]) -> Json:
        b: Any = self.one_of((0, 0, 2, 2, 1, 30, [[0, 1], [2, 0]], [[3, 0], [0, 0]]))
        prob = self.one_of((0.5, 0.5, 0.479071, 0.3, 0.05, 0.7, 0.0, float(np.round(self.random.random(), 4))))
        nms = self.one_of((0.3, 0.4, 0.5, 0.5, 0.0, 0.9, 1.0, float(np.round(self.random.random(), 4))))
        return {"prob_threshold": prob, "nms_threshold": nms, "n_rays": rays, "grid": list(grid), "b": b}

    def nuclei(self, shape: Tuple[int, int], rays: int, grid: Tuple[int, int]) -> Tuple[np.ndarray, np.ndarray]:
        """Exact numbers of real outlines, in half of the cases with noise as of a network."""
        size = [length * step for length, step in zip(shape, grid)]
        top, left = (int(self.random.integers(0, max(1, whole - part))) for whole, part in zip(self.mask.shape, size))
        mask = np.ascontiguousarray(self.mask[top : top + size[0], left : left + size[1]])
        mask = np.pad(mask, [(0, want - have) for want, have in zip(size, mask.shape)])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            prob = edt_prob(mask)[:: grid[0], :: grid[1]].astype(np.float32)
        dist = star_dist(mask, rays, grid=grid)
        if self.chance(0.5):
            noise = self.one_of((0.001, 0.02, 0.1))
            prob = np.clip(prob + noise * self.random.standard_normal(prob.shape), 0, 1)
            dist = dist * (1 + noise * self.random.standard_normal(dist.shape))
        return prob, np.maximum(dist, 1e-3)

    def stars(self, shape: Tuple[int, int], rays: int, grid: Tuple[int, int]) -> Tuple[np.ndarray, np.ndarray]:
        """Dense and ragged, every position another star."""
        prob = self.random.random(shape) ** self.one_of((1, 2, 6))
        radius = self.one_of((0.7, 2, 4, 9, 20)) * (0.3 + self.random.random((*shape, 1)))
        return prob, np.abs(radius * (1 + self.one_of((0.02, 0.2, 0.6)) * self.random.standard_normal((*shape, rays))))

    def smooth(self, shape: Tuple[int, int], rays: int, grid: Tuple[int, int]) -> Tuple[np.ndarray, np.ndarray]:
        """Rounded shapes with neighbours of nearly the same size, as of round cells; whole distances now and then."""
        prob = self.random.random(shape)
        angles = 2 * np.pi * np.arange(rays) / rays
        waves = 1 + 0.4 * np.cos(self.one_of((1, 2, 3)) * angles + self.random.random((*shape, 1)))
        dist = self.one_of((1.5, 3, 6, 12)) * waves
        return prob, np.round(dist) if self.chance(0.3) else dist

    def tiny(self, shape: Tuple[int, int], rays: int, grid: Tuple[int, int]) -> Tuple[np.ndarray, np.ndarray]:
        """Objects of a pixel or none."""
        dist = self.one_of((1e-3, 0.5, 1.0, 1.4)) * np.ones((*shape, rays))
        return self.random.random(shape), dist * (self.random.random((*shape, rays)) if self.chance(0.5) else 1)

    def border(self, shape: Tuple[int, int], rays: int, grid: Tuple[int, int]) -> Tuple[np.ndarray, np.ndarray]:
        """Large objects that reach beyond the image."""
        prob = self.random.random(shape) ** 8
        prob[[0, -1]] = self.random.random((1, shape[1]))
        return prob, 5 + 40 * self.random.random((*shape, 1)) * (0.8 + 0.4 * self.random.random((*shape, rays)))

    def empty(self, shape: Tuple[int, int], rays: int, grid: Tuple[int, int]) -> Tuple[np.ndarray, np.ndarray]:
        """Nothing, or one position only."""
        prob = np.zeros(shape)
        if self.chance(0.6):
            prob[int(self.random.integers(shape[0])), int(self.random.integers(shape[1]))] = 1
        return prob, 3 * self.random.random((*shape, rays))

    def raw(self, shape: Tuple[int, int], rays: int, grid: Tuple[int, int]) -> Tuple[np.ndarray, np.ndarray]:
        """As of an untrained network: distances on both sides of 0."""
        return self.random.random(shape), 6 * self.random.standard_normal((*shape, rays))


def case_of(kind: str, array: np.ndarray, kwargs: Json, letters: str) -> Json:
    """The array, [b, y, x, c], as an output with these axes."""
    axes: List[Json] = []
    for letter in letters:
        if letter == "b":
            axes.append({"type": "batch"})
        elif letter == "c":
            axes.append({"type": "channel", "channel_names": ["labels"]})
        else:
            axes.append({"type": "space", "id": letter, "size": array.shape["byxc".index(letter)]})
    output = {
        "id": "labels",
        "axes": axes,
        "data": {"type": "int32"},
        "postprocessing": [{"id": "stardist_postprocessing", "kwargs": kwargs}],
    }
    tensor = np.ascontiguousarray(array.transpose(["byxc".index(letter) for letter in letters]))
    return {"kind": kind, "version": "0.5.12", "inputs": [], "outputs": [output], "tensors": {"labels": tensor}}


def expected(case: Json) -> np.ndarray:
    """stardist's labels in the described order, called as bioimageio.core 0.11.0 does (`_ops_stardist.py`)."""
    output = case["outputs"][0]
    kwargs = output["postprocessing"][0]["kwargs"]
    names = [axis.get("id", axis["type"]) for axis in output["axes"]]
    array = case["tensors"]["labels"].transpose([names.index(NAMES[letter]) for letter in "byxc"])
    b = kwargs["b"] if isinstance(kwargs["b"], int) else tuple(tuple(side) for side in kwargs["b"])
    grid = tuple(kwargs["grid"])
    labels: List[np.ndarray] = []
    for image in array:
        points, probabilities, distances = non_maximum_suppression(
            image[..., 1:],
            image[..., 0],
            grid=grid,
            prob_thresh=kwargs["prob_threshold"],
            nms_thresh=kwargs["nms_threshold"],
            b=b,
        )
        shape = tuple(length * step for length, step in zip(image.shape, grid))
        labels.append(polygons_to_label(distances, points, prob=probabilities, shape=shape))
    return np.stack(labels)[..., None].transpose(["byxc".index(name[0]) for name in names])
