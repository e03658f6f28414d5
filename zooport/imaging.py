"""The researcher's own images, for the report: arrays, or files with what they say of their axes."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, List, NamedTuple, Optional, Sequence, Tuple, Union

if TYPE_CHECKING:
    from zooport.kernel.libraries import Array

#: Letters of an array's axes; S (samples) and Q, I (unknown) are tifffile's own.
LETTERS = "btizcyxsq"

Axes = Union[None, str, Sequence[Optional[str]]]


class ImageError(ValueError):
    """What was given is no image; the message says why and what to do."""


class Own(NamedTuple):
    """One array on its way to the page."""

    #: The bytes of a .npy file.
    npy: bytes
    #: A letter for each axis, in the array's order; None where nobody said it.
    axes: Optional[str]
    #: Name of its file, for the report.
    name: Optional[str] = None


def own_images(image: object, axes: Axes) -> List[Own]:
    """One image for each input of a network. Raises `ImageError`.

    `image` is an array or the path of a file, or a list of these where the network has several inputs; `axes` the
    letters of the axes, or a list of these.
    """
    several = list(image) if isinstance(image, (list, tuple)) and any(_is_one(one) for one in image) else [image]
    letters: Sequence[object] = list(axes) if isinstance(axes, (list, tuple)) else [axes] * len(several)
    if len(letters) != len(several):
        given = f"{len(several)} image{'s' if len(several) > 1 else ''}"
        raise ImageError(
            f'axes= has {len(letters)} entries for {given}. Give one text of letters for each: axes=["yx", "yx"]'
        )
    return [_own(one, said) for one, said in zip(several, letters)]


def _is_one(one: object) -> bool:
    """Whether an entry of a list is an image of its own, not a row of numbers."""
    return isinstance(one, (str, os.PathLike)) or getattr(one, "ndim", 0) > 1


def _own(image: object, said: object) -> Own:
    path = os.fspath(image) if isinstance(image, (str, os.PathLike)) else None
    array, stated = (_array(image), _dimensions(image)) if path is None else _from_file(path)
    axes = _letters(said, array.shape) if said is not None else stated
    return Own(_npy(array), axes, None if path is None else os.path.basename(path))


def _dimensions(image: object) -> Optional[str]:
    """The names that an xarray gives its axes, where each is a letter that stands for one."""
    named = getattr(image, "dims", None)
    letters = [str(name).lower() for name in named] if isinstance(named, tuple) else []
    return "".join(letters) if letters and all(len(one) == 1 and one in LETTERS for one in letters) else None


def _from_file(path: Union[str, os.PathLike[str]]) -> Tuple[Array, Optional[str]]:
    from zooport.kernel.errors import Problem
    from zooport.kernel.images import images

    try:
        return images.read_stated(os.path.abspath(os.path.expanduser(os.fspath(path))))
    except Problem as problem:
        raise ImageError(problem.message) from None


def _array(image: object) -> Array:
    import numpy as np

    try:
        array = np.asarray(image)
    except ValueError:  # lists of different lengths
        array = np.empty(0, object)
    if array.dtype.kind not in "biuf" or array.size == 0:
        raise ImageError(
            f"image= is no array of numbers: {type(image).__name__} with the type {array.dtype} and the shape "
            f"{array.shape}. Give what the notebook's prediction cell reads, for instance "
            "tifffile.imread('image.tif')."
        )
    return array


def _letters(said: object, shape: Tuple[int, ...]) -> str:
    letters = "".join(said).lower() if isinstance(said, (str, list, tuple)) else ""
    unknown = [letter for letter in letters if letter not in LETTERS]
    if not letters or unknown or len(set(letters)) != len(letters) or len(letters) != len(shape):
        raise ImageError(
            f"axes={said!r} does not name the axes of an image of {' x '.join(map(str, shape))} values. Give one "
            f"letter for each of its {len(shape)} axes, in their order: b (batch), t (time), z, y, x, c (channel); for "
            'instance axes="zyx".'
        )
    return letters


def _npy(array: Array) -> bytes:
    import numpy as np

    if array.dtype.itemsize > 8:
        array = array.astype(np.float64)
    file = io.BytesIO()
    np.save(file, np.ascontiguousarray(array), allow_pickle=False)
    return file.getvalue()
