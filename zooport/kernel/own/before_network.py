"""From the images as given to what the network takes: axes, operations, and the images that showed them."""

from __future__ import annotations

import functools
from itertools import permutations
from typing import Callable, List, NamedTuple, Optional, Sequence, Tuple

import numpy as np

from ..errors import Problem
from ..libraries import Array
from ..own_protocol import OwnChain, OwnOperation
from ..transport.quiet import Progress
from . import said, trials
from .chain.before import before
from .chain.found import Found, NoChain
from .first_run import far_run, first_run, test_images
from .layouts import Layout, check_letters, is_usual, layouts, readings, usual
from .network import Call, OwnNetwork
from .predicting import WAYS_OUT, Attempt, attempt, name_of, same_again
from .request import OwnRequest, Picture, Predict

#: A caught input may differ so far from the operations that were said, of its range.
_SAME = 1e-5


class Given(NamedTuple):
    """One input: how the image lies in it, what was done to the image, and what the network was given."""

    layout: Layout
    picture: Picture
    #: The test image in the network's layout, in its own dtype.
    pixels: Array
    #: What the network was given, float32.
    values: Array
    operations: List[OwnOperation]
    chain: OwnChain


class Begun(NamedTuple):
    """All inputs, the call of the network on the test images, and every run of the function."""

    inputs: List[Given]
    call: Call
    #: The first one is the test's; none where the network alone is exported.
    attempts: List[Attempt]
    notes: List[str]
    #: Runs in which the function was given other values than the network's.
    posed: Callable[[], List[Attempt]] = list


def begin(network: OwnNetwork, request: OwnRequest, progress: Progress) -> Begun:
    """Reads axes and operations off what the network is given. Raises ``Problem`` where they cannot be told."""
    if not request.pictures:
        raise Problem(
            "bad-image",
            "An image for the test is missing. Give one that the network was not trained on: input=image.",
        )
    for picture in request.pictures:
        if picture.axes is not None:
            picture.axes = check_letters(picture.axes, picture.pixels, picture.name)
        if picture.pixels.dtype.kind == "f" and not np.isfinite(picture.pixels).all():
            raise Problem(
                "bad-image",
                f"{picture.name} has pixels that are not numbers (NaN or infinite). Choose another image, or replace "
                "those pixels.",
            )
    if request.predict is None:
        return _alone(network, request)
    return _by_function(network, request, request.predict, progress)


def _choices(picture: Picture) -> List[str]:
    return [picture.axes] if picture.axes else readings(picture.pixels)


def _by_function(network: OwnNetwork, request: OwnRequest, predict: Predict, progress: Progress) -> Begun:
    name = name_of(predict)
    progress(f"Running your function {name}", 0.1)
    # How an image is cut depends on its axes; with one that nobody said, the likeliest reading is tried first.
    letters = [_choices(picture)[0] if _choices(picture) else "" for picture in request.pictures]
    if not all(letters):
        raise _unread(request.pictures[letters.index("")])
    images, notes = test_images(request, letters)
    first, more_notes = first_run(network, predict, images, letters)
    again = attempt(network, predict, first.images)
    same_again(first, again, name)
    progress(f"Trying {name} on other images", 0.2)
    attempts, why = trials.more(network, predict, first, letters)
    if not attempts:
        raise Problem(
            "no-chain",
            f"Your function {name} could be run on the test image alone, so that what is fixed and what is measured "
            f"cannot be told apart. {why or 'The image is too small, or of one value.'} {WAYS_OUT}",
        )
    every = [first, *attempts]
    far = far_run(network, predict, first)
    progress("Looking for what happens before the network", 0.3)
    inputs = _matched(network, request, [*every, *far], name)
    told = [
        f"The axes of {given.picture.name} were read as “{_word(given)}”."
        for given in inputs
        if given.picture.axes is None and given.picture.pixels.ndim > 2
    ]
    if again.changed:
        notes.append(f"Your function {name} changes the image that it is given; Zooport gave it copies.")
    posed = functools.lru_cache(maxsize=None)(lambda: trials.posed(network, predict, every))
    return Begun(inputs, first.call, every, notes + more_notes + told, posed)


def _word(given: Given) -> str:
    letters = {"batch": "b", "channel": "c", "time": "t"}
    places = sorted((at, name) for at, name in zip(given.layout.source, given.layout.axes) if at is not None)
    return "".join(letters.get(name, name) for _, name in places)


def _matched(network: OwnNetwork, request: OwnRequest, every: Sequence[Attempt], name: str) -> List[Given]:
    """Which image is which input of the network, and what was done to it."""
    taken = len(every[0].call.inputs)
    if taken != len(request.pictures):
        raise Problem(
            "no-chain",
            f"The network takes {taken} inputs, and input= has {len(request.pictures)} images. Each input of the "
            f"network must be one image. {WAYS_OUT}",
        )
    failed: List[Problem] = []
    for order in permutations(range(taken)):
        found: List[Given] = []
        try:
            for at, image in enumerate(order):
                found.append(_one(network, request, every, at, image, name))
            return found
        except Problem as problem:
            failed.append(problem)
            if taken > 3:
                break
    raise failed[0]


def _one(network: OwnNetwork, request: OwnRequest, every: Sequence[Attempt], at: int, image: int, name: str) -> Given:
    picture = request.pictures[image]
    values = [one.call.inputs[at] for one in every]
    images = [one.images[image] for one in every]
    good: List[Tuple[str, Layout, Found]] = []
    nearest: Optional[NoChain] = None
    for letters in _choices(picture):
        for layout in layouts(letters, images[0].shape, values[0].shape, network.channels_first):
            if picture.axes is None and not is_usual(layout, network.channels_first):
                continue
            arranged = [layout.arrange(one) for one in images]
            pairs = [(one, caught) for one, caught in zip(arranged, values) if one.shape == caught.shape]
            try:
                good.append((letters, layout, _found(request, pairs, layout, at)))
                break
            except NoChain as reason:
                nearest = nearest or reason
    if not good:
        raise _no_before(picture, images[0], values[0], nearest, name)
    if len(good) > 1 and len({layout.axes for _, layout, _ in good}) > 1:
        raise _ambiguous(picture, [letters for letters, _, _ in good])
    _, layout, found = good[0]
    chain: OwnChain = {
        "words": found.words,
        "maxAbsolute": found.max_absolute,
        "ofRange": found.of_range,
        "images": len(every),
        "said": request.preprocessing is not None,
    }
    return Given(layout, picture, layout.arrange(images[0]), values[0].astype(np.float32), found.operations, chain)


def _found(request: OwnRequest, pairs: Sequence[Tuple[Array, Array]], layout: Layout, at: int) -> Found:
    operations = said.of(request.preprocessing, at, len(request.pictures), "preprocessing")
    return before(pairs, layout.axes) if operations is None else said.held(operations, pairs, layout.axes, _SAME)


def _alone(network: OwnNetwork, request: OwnRequest) -> Begun:
    """The network without a function: it takes the images as they are, in float32, and operations that were said."""
    failed: Optional[Problem] = None
    for letters in _products([_choices(picture) for picture in request.pictures]):
        images, notes = test_images(request, letters)
        for rank_of in _ranks(images):
            found = [usual(axes, rank, network.channels_first) for axes, rank in zip(letters, rank_of)]
            whole = [one for one in found if one is not None]
            if len(whole) < len(found):
                continue
            each = zip(whole, request.pictures, images)
            inputs = [_plain(request, one, picture, image, at) for at, (one, picture, image) in enumerate(each)]
            try:
                outputs = network.run([one.values for one in inputs])
            except Problem as problem:
                failed = failed or problem
                continue
            unsaid = [(one, axes) for one, axes in zip(request.pictures, letters) if one.axes is None]
            told = [f"The axes of {one.name} were read as “{axes}”." for one, axes in unsaid if len(axes) > 2]
            return Begun(inputs, Call(tuple(one.values for one in inputs), tuple(outputs)), [], notes + told)
    raise failed or _unread(request.pictures[0])


def _plain(request: OwnRequest, layout: Layout, picture: Picture, image: Array, at: int) -> Given:
    pixels = layout.arrange(image)
    given = said.of(request.preprocessing, at, len(request.pictures), "preprocessing")
    done: List[OwnOperation] = given or [{"id": "ensure_dtype", "kwargs": {"dtype": "float32"}}]
    values = said.applied(done, pixels, layout.axes).astype(np.float32)
    chain: OwnChain = {"words": [], "maxAbsolute": 0.0, "ofRange": 0.0, "images": 1, "said": True}
    return Given(layout, picture, pixels, values, done, chain)


def _products(choices: Sequence[Sequence[str]]) -> List[Tuple[str, ...]]:
    found: List[Tuple[str, ...]] = [()]
    for several in choices:
        found = [(*one, letters) for one in found for letters in several]
    return found


def _ranks(images: Sequence[Array]) -> List[List[int]]:
    """With batch and channel before all, then without one of them, for all images alike."""
    return [[max(image.ndim, rank) for image in images] for rank in (5, 4, 3, 2)] + [[image.ndim for image in images]]


def _unread(picture: Picture) -> Problem:
    shape = " x ".join(str(size) for size in picture.pixels.shape)
    return Problem(
        "bad-image",
        f"{picture.name} has {picture.pixels.ndim} axes ({shape}), and which is which cannot be told. Say it with one "
        "letter for each: axes='tczyx', for instance.",
    )


def _ambiguous(picture: Picture, several: Sequence[str]) -> Problem:
    shape = " x ".join(str(size) for size in picture.pixels.shape)
    words = {"z": "planes", "c": "channels", "t": "time points", "y": "rows", "x": "columns", "b": "images"}
    told = " or ".join(f"axes='{one}' ({', '.join(words[letter] for letter in one)})" for one in several)
    return Problem(
        "bad-image", f"{picture.name} of {shape} can be read in several ways. Say which one is right: {told}."
    )


def _no_before(picture: Picture, image: Array, caught: Array, reason: Optional[NoChain], name: str) -> Problem:
    shapes = [" x ".join(str(size) for size in one.shape) for one in (image, caught)]
    if reason is None:
        return Problem(
            "no-chain",
            f"Your function {name} gives the network a tensor of {shapes[1]} where {picture.name} has {shapes[0]}: it "
            "cuts, pads, resizes or repeats the image, which a bundle cannot describe. Give an image of the size (and "
            f"with the channels) that the network itself takes, or other axes (now “{picture.axes or 'not said'}”). "
            f"{WAYS_OUT}",
        )
    rounded = _rounded_to(caught)
    rounding = rounded and (
        f"It gives the network numbers that were rounded to {rounded}, of about three digits: leave that cast away (in "
        "PyTorch .half() or .bfloat16()), since the bundle computes in 32 bits."
    )
    return Problem(
        "no-chain",
        f"What your function {name} does to the image before the network is none of the operations that a bundle can "
        f"describe. {rounding or reason.reason} {WAYS_OUT}",
        ofRange=reason.of_range,
    )


def _rounded_to(values: Array) -> Optional[str]:
    """The coarse number type in which all values have a place, where they are no small whole numbers."""
    whole = values.astype(np.float32)
    if np.array_equal(whole, np.rint(whole)):
        return None
    if not (whole.view(np.uint32) & 0xFFFF).any():
        return "16 bits (bfloat16)"
    with np.errstate(over="ignore"):
        return "16 bits (float16)" if np.array_equal(whole.astype(np.float16).astype(np.float32), whole) else None
