"""Reading an image as the notebooks do that use tifffile: the axes of the file, nothing mixed or moved."""

from __future__ import annotations

import os
from typing import List, Sequence, Tuple

import numpy as np

from ..errors import Problem
from ..libraries import Array
from . import images

#: Sizes of an axis that skimage.io.imread takes for colours.
_COLOURS = (3, 4)


def plane(path: str) -> Tuple[Array, List[str]]:
    """One plane (y, x). Raises ``Problem`` ('bad-image') for a stack or a colour image."""
    image, _ = _ordered(path, "yx")
    if image.ndim == 2:
        return image, []
    if image.ndim == 3 and image.shape[-1] in _COLOURS:
        if (image[..., :3] == image[..., :1]).all():
            return np.ascontiguousarray(image[..., 0]), [
                f"{os.path.basename(path)} is a grey image that was saved in colours: its red, green and blue are the "
                "same, and one of them is taken."
            ]
        raise _wrong(
            path,
            image.shape,
            f"it is a colour image of {image.shape[-1]} channels, and this network takes one grey plane. Turn it to "
            "grey or save one channel as an image of its own, as was done with the training images",
        )
    raise _wrong(
        path,
        image.shape,
        "this network takes one plane, and this is a stack. Save one plane as an image of its own, and choose that one",
    )


def channels(path: str, count: int) -> Tuple[Array, List[str]]:
    """A plane with so many channels behind (y, x, channel)."""
    image, letters = _ordered(path, "yxc")
    if image.ndim == 3 and image.shape[-1] == count:
        moved = letters.startswith("c")
        return image, [f"{os.path.basename(path)} says that its first axis are channels; they are put last."] * moved
    if image.ndim == 3 and image.shape[0] == count:
        raise _wrong(
            path,
            image.shape,
            f"its first axis has {count} entries, and the file does not say whether these are channels or slices of "
            "a stack; the notebook reads channels last. If they are channels, save it so that the file says it (in "
            "Fiji: Image > Color > Make Composite, or Image > Type > RGB Color); if they are slices, this network "
            "cannot take them",
        )
    if image.ndim == 2:
        raise _wrong(path, image.shape, f"it has one channel, and this network takes {count}. Choose an image with "
                     f"{count} channels, as the training images have")  # fmt: skip
    if image.ndim == 3 and count == 3 and image.shape[-1] == 4:
        raise _wrong(path, image.shape, "it has a fourth channel (transparency), and this network takes 3. Save it "
                     "without transparency")  # fmt: skip
    raise _wrong(
        path, image.shape, f"this network takes one plane with {count} channels behind. Choose an image of that form"
    )


def volume(path: str, count: int = 1) -> Tuple[Array, List[str]]:
    """A volume (z, y, x), with ``channel`` behind where there are several."""
    rank = 3 if count == 1 else 4
    image, letters = _ordered(path, "zyx" if count == 1 else "zyxc")
    if "c" in letters and "z" not in letters and count == 1 and image.ndim == 3 and image.shape[-1] not in _COLOURS:
        raise _wrong(path, image.shape, "the file says that it has several channels and one plane, and this network "
                     "takes a stack of planes in one channel. If they are the planes of a stack, say so in Fiji (Image "
                     "> Properties: Channels 1, Slices as many as there are) and save it again")  # fmt: skip
    if image.ndim == rank and (count == 1 or image.shape[-1] == count):
        if count == 1 and image.shape[-1] in _COLOURS:
            raise _wrong(path, image.shape, f"its last axis has {image.shape[-1]} entries: it looks like one colour "
                         "image, and this network takes a stack of grey planes. Choose a stack")  # fmt: skip
        return image, _told_volume(path, image, letters)
    if image.ndim == 2:
        raise _wrong(path, image.shape, "it has one plane, and this network takes a stack (planes, rows, columns). "
                     "Choose a stack")  # fmt: skip
    raise _wrong(
        path,
        image.shape,
        "this network takes one stack (planes, rows, columns"
        + (f", {count} channels)" if count > 1 else ")")
        + ". Save one channel and one time point as a stack of its own, and choose that one",
    )


def _told_volume(path: str, image: Array, letters: str) -> List[str]:
    """How a volume was read, where the file says it otherwise or not at all."""
    name = os.path.basename(path)
    if "t" in letters and "z" not in letters:
        return [f"{name} calls its first axis time; it is taken for planes (z)."]
    if path.lower().endswith(".npy"):
        z, y, x = image.shape[:3]
        return [
            f"{name} does not say what its axes are; it was read as {z} planes (z) of {y} rows and {x} columns. If the "
            "planes are the last axis, save it as the notebook reads it: numpy.moveaxis(array, -1, 0)."
        ]
    return []


def frame(path: str) -> Tuple[Array, List[str]]:
    """One frame (y, x) of a film (frame, y, x): the first one."""
    image, _ = _ordered(path, "tyx")
    image = images.squeezed(image, 2)
    name = os.path.basename(path)
    if image.ndim == 2:
        return image, []
    if image.ndim != 3 or (image.shape[-1] in _COLOURS and image.shape[0] not in _COLOURS):
        raise _wrong(
            path,
            image.shape,
            "this network takes grey frames (frames, rows, columns). Choose a film of grey frames, or one frame",
        )
    notes = [f"{name} is a film of {len(image)} frames; the first one is the test image."]
    if image.shape[0] in _COLOURS:
        notes.append(
            f"{name} has {image.shape[0]} frames, which the notebook takes for colours and mixes up; Zooport reads "
            "them as frames. A film of more frames is read rightly by both."
        )
    return np.ascontiguousarray(image[0]), notes


def _ordered(path: str, wanted: str) -> Tuple[Array, str]:
    """The image in the order ``wanted`` where the file states these axes, else as it is; and the file's own letters.

    Axes of one entry that are not wanted are left out. No letters where the file states nothing.
    """
    image, axes = images.read_stated(path)
    images.check_finite(image, path)
    letters = (axes or "").replace("s", "c")
    if letters and len(set(letters)) == len(letters):
        kept = [at for at, letter in enumerate(letters) if letter in wanted or image.shape[at] > 1]
        image = image.reshape([image.shape[at] for at in kept])
        letters = "".join(letters[at] for at in kept)
        # Colours behind, also where the rest is not what is wanted: sentences speak of them so.
        order = wanted if sorted(letters) == sorted(wanted) else letters.replace("c", "") + "c" * letters.count("c")
        if axes and ("s" in axes or order == wanted):
            image = np.ascontiguousarray(np.transpose(image, [letters.index(letter) for letter in order]))
            # Colours are nothing to be told of; channels that were moved are.
            letters = order if "s" in axes else letters
    return images.squeezed(image, len(wanted)), letters


def _wrong(path: str, shape: Sequence[int], why: str) -> Problem:
    sizes = " x ".join(str(size) for size in shape)
    return Problem("bad-image", f"{path} has the shape {sizes}: {why}.", path=path, shape=list(shape))
