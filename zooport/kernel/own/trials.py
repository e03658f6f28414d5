"""The images that a function is tried on: the test image, and others that show what is fixed and what is measured."""

from __future__ import annotations

from typing import Iterator, List, Optional, Sequence, Tuple

import numpy as np

from ..errors import Problem
from ..images import crop as crops
from ..libraries import Array
from .chain.pose import poses
from .chain.probe import probes
from .network import LETTERS, OwnNetwork
from .predicting import Attempt, attempt
from .request import Predict

#: Steps that sizes are cut to, so that functions that pad leave them as they are; the finest first.
_STEPS = (2, 4, 8, 16, 32, 64, 128)


def spatial_places(letters: str) -> List[int]:
    """Axes of an image along which it may be cut."""
    return [at for at, letter in enumerate(letters) if letter in "zyx"]


def reduced(image: Array, letters: str, limit: bool = True) -> Tuple[Array, Optional[str]]:
    """The part that shows most, where the image is larger than a test needs; and where that is, in words.

    Of several time points and images of a batch the first.
    """
    words: List[str] = []
    for letter, what in (("t", "time point"), ("b", "image"), ("n", "image")):
        if letter in letters and image.shape[letters.index(letter)] > 1:
            image = np.take(image, [0], axis=letters.index(letter))
            words.append(f"the first {what}")
    places = spatial_places(letters)
    shape = tuple(image.shape[place] for place in places)
    limits = crops.limits_for(max(2, len(places)))
    if limit and len(places) in (2, 3) and any(size > most for size, most in zip(shape, limits)):
        grey = np.moveaxis(image, places, range(-len(places), 0)).reshape(-1, *shape).mean(axis=0)
        steps = [16 if size >= 16 else 1 for size in shape]
        if len(places) == 3:
            steps[0] = 8 if shape[0] >= 8 else 1
        box = crops.suggest(grey, steps)
        if box is not None:
            keys = crops.keys_of(len(places))
            image = cut(image, places, [box[at] for at, _ in keys], [box[size] for _, size in keys])
            sizes = " x ".join(str(box[size]) for _, size in keys)
            words.append(f"its part of {sizes} pixels that shows most")
    return np.ascontiguousarray(image), " and of it ".join(words) or None


def cut(image: Array, places: Sequence[int], starts: Sequence[int], sizes: Sequence[int]) -> Array:
    """A part of the image along these axes."""
    part: List[slice] = [slice(None)] * image.ndim
    for place, start, size in zip(places, starts, sizes):
        part[place] = slice(start, start + size)
    return np.ascontiguousarray(image[tuple(part)])


def fitted(image: Array, letters: str) -> Iterator[Array]:
    """Smaller and smaller parts whose sizes are multiples of what networks usually ask for."""
    places = spatial_places(letters)
    shape = [image.shape[place] for place in places]
    seen = {tuple(shape)}
    for step in _STEPS:
        sizes = tuple(
            size // step * step if size >= step and letters[place] != "z" else size
            for size, place in zip(shape, places)
        )
        if sizes not in seen and all(sizes):
            seen.add(sizes)
            yield cut(image, places, [(size - part) // 2 for size, part in zip(shape, sizes)], sizes)


def variants(image: Array, letters: str) -> Iterator[Array]:
    """Other images like this one: darker, flatter and lighter, and a part of it; each in the same dtype.

    What is fixed stays on them; what is measured on the image moves. First come those of noise that tell the chains
    apart which the image itself may not.
    """
    yield from probes(image, [LETTERS[letter] for letter in letters])
    yield _toned(image, 0.55, 0.0)
    yield _toned(image, 0.7, 0.2)
    places = spatial_places(letters)
    shape = [image.shape[place] for place in places]
    sizes = [
        max(32, size * 5 // 8 // 32 * 32) if size > 32 and letters[place] != "z" else size
        for size, place in zip(shape, places)
    ]
    if sizes != shape:
        yield cut(image, places, [0] * len(places), sizes)
    for place in places:
        if letters[place] != "z":
            yield np.ascontiguousarray(_toned(np.flip(image, place), 0.8, 0.05))


def beyond(image: Array) -> Optional[Array]:
    """The image stretched over all numbers of its type, where these are whole: what is cut off far out shows there."""
    if image.dtype.kind not in "iu" or image.min() == image.max():
        return None
    limits = np.iinfo(image.dtype)
    low, high = float(image.min()), float(image.max())
    # More than the largest would wrap around.
    part = (image.astype(np.float64) - low) / (high - low)
    least = max(float(limits.min), -(2.0**31))
    return np.rint(least + part * (min(float(limits.max), 2.0**31 - 1) - least)).astype(image.dtype)


def _toned(image: Array, gain: float, lift: float) -> Array:
    """Weaker contrast, lifted by a part of its range; whole numbers stay so."""
    low, high = float(image.min()), float(image.max())
    if image.dtype.kind == "b":
        return image
    toned = image.astype(np.float64) * gain + lift * (high - low)
    return np.rint(toned).astype(image.dtype) if image.dtype.kind in "iu" else toned.astype(image.dtype)


def more(network: OwnNetwork, predict: Predict, first: Attempt, letters: Sequence[str]) -> Tuple[List[Attempt], str]:
    """Further runs on other images; and why the last one that failed did, where none succeeded.

    All images of a call change together, each in its own way.
    """
    done: List[Attempt] = []
    why = ""
    for several in zip(*(variants(image, axes) for image, axes in zip(first.images, letters))):
        if all(np.array_equal(one, image) for one, image in zip(several, first.images)):
            continue
        try:
            done.append(attempt(network, predict, several))
        except Problem as problem:
            why = problem.message
    return done, why


def posed(network: OwnNetwork, predict: Predict, runs: Sequence[Attempt]) -> List[Attempt]:
    """Runs in which the function is given other values than the network's own, as far as it takes them."""
    first = runs[0]
    outputs = [[one.call.outputs[at][1] for one in runs] for at in range(len(first.call.outputs))]
    done: List[Attempt] = []
    for pose in poses(outputs):
        try:
            one = attempt(network, predict, first.images, pose)
        except Problem:
            continue
        shapes = [values.shape for _, values in one.results] == [values.shape for _, values in first.results]
        finite = all(values.dtype.kind != "f" or bool(np.isfinite(values).all()) for _, values in one.results)
        if shapes and finite and len(one.call.outputs) == len(outputs):
            done.append(one)
    return done
