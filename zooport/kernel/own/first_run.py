"""The first run of the researcher's function: on a part of the image that it takes as it is, and on numbers far out."""

from __future__ import annotations

from typing import List, Optional, Sequence, Tuple

from ..errors import Problem
from ..libraries import Array
from . import trials
from .layouts import layouts
from .network import OwnNetwork
from .predicting import Attempt, attempt, judged, name_of, observe, tile_of
from .request import OwnRequest, Predict


def test_images(request: OwnRequest, letters: Sequence[str]) -> Tuple[List[Array], List[str]]:
    """Parts of a size for a test; several images keep theirs, since they may belong together."""
    images, notes = [], []
    for picture, axes in zip(request.pictures, letters):
        part, words = trials.reduced(picture.pixels, axes, limit=len(request.pictures) == 1)
        images.append(part)
        if words:
            notes.append(f"The test image is {words}, of {picture.name}.")
    return images, notes


def first_run(
    network: OwnNetwork, predict: Predict, images: List[Array], letters: Sequence[str]
) -> Tuple[Attempt, List[str]]:
    """The run on the test image; on a smaller part of it where the function cuts, pads or resizes the whole."""
    name = name_of(predict)
    seen = observe(network, predict, images)
    tile = tile_of(seen, images)
    if tile is not None:
        part = _part_like(images[0], letters[0], tile)
        if part is not None:
            again = observe(network, predict, [part])
            if len(again.calls) == 1:
                size = " x ".join(str(part.shape[at]) for at in trials.spatial_places(letters[0]))
                note = f"Your function {name} cuts images into parts; the test image is one part, of {size} pixels."
                return Attempt((part,), again.calls[0], again.results), [note]
    call = judged(seen, images, name)
    first = Attempt(tuple(images), call, seen.results)
    if len(images) > 1 or _fits(first, letters, network):
        return first, []
    shape = call.inputs[0].shape if call.inputs else ()
    same = _part_like(images[0], letters[0], shape)
    for part in [*([same] if same is not None else []), *trials.fitted(images[0], letters[0])]:
        tried = observe(network, predict, [part])
        if len(tried.calls) == 1:
            smaller = Attempt((part,), tried.calls[0], tried.results)
            if _fits(smaller, letters, network):
                size = " x ".join(str(part.shape[at]) for at in trials.spatial_places(letters[0]))
                return smaller, [
                    f"Your function {name} pads or resizes images of other sizes, which a bundle cannot describe; the "
                    f"test image is a part of {size} pixels, which it takes as it is."
                ]
    return first, []


def far_run(network: OwnNetwork, predict: Predict, first: Attempt) -> List[Attempt]:
    """A run on the numbers far out of the images, where there are any."""
    images = [trials.beyond(image) for image in first.images]
    whole = [image if other is None else other for image, other in zip(first.images, images)]
    if all(other is None for other in images):
        return []
    try:
        return [attempt(network, predict, whole)]
    except Problem:
        return []


def _fits(one: Attempt, letters: Sequence[str], network: OwnNetwork) -> bool:
    return len(one.call.inputs) == len(one.images) and all(
        layouts(axes, image.shape, values.shape, network.channels_first)
        for image, axes, values in zip(one.images, letters, one.call.inputs)
    )


def _part_like(image: Array, letters: str, shape: Sequence[int]) -> Optional[Array]:
    """The middle of the image in the spatial sizes of a network's input; None where it has no such part."""
    places = trials.spatial_places(letters)
    large = [size for size in shape if size > 4]
    if len(large) != len(places) or any(image.shape[at] < size for at, size in zip(places, large)):
        return None
    starts = [(image.shape[at] - size) // 2 for at, size in zip(places, large)]
    return trials.cut(image, places, starts, large)
