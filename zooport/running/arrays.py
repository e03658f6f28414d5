"""Images that are arrays, as files for the command line."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Optional

from zooport.running.errors import RunError

if TYPE_CHECKING:
    from zooport.kernel.libraries import Array

#: What libraries call the axes; else the first letter is taken where it is one of ours.
NAMES = {
    "t": ("time", "frame", "frames"),
    "c": ("channel", "channels", "ch", "band", "s", "rgb"),
    "z": ("depth", "plane", "slice"),
    "y": ("row", "rows", "height"),
    "x": ("column", "columns", "col", "width"),
}


def is_path(image: object) -> bool:
    return isinstance(image, (str, os.PathLike))


def is_array(image: object) -> bool:
    """Whether this is an image by itself, not a list of several."""
    return hasattr(image, "__array__") or hasattr(image, "__array_interface__")


def file_of(image: object, folder: str, name: str) -> str:
    """The path of an image: its own, or that of the .npy file that is written in `folder`. Raises `RunError`."""
    if isinstance(image, (str, os.PathLike)):
        return os.path.abspath(os.path.expanduser(os.fspath(image)))
    import numpy as np

    path = os.path.join(folder, f"{name}.npy")
    np.save(path, _numbers(image), allow_pickle=False)
    return path


def stated_axes(image: object) -> Optional[str]:
    """Letters of the axes where the array has named ones (xarray); None where it has not, or other names."""
    dims = getattr(image, "dims", None)
    if not isinstance(dims, tuple):
        return None
    letters = "".join(_letter(str(name)) for name in dims)
    return letters if len(letters) == len(dims) == len(set(letters)) else None


def _letter(name: str) -> str:
    lower = name.lower()
    return next((letter for letter, names in NAMES.items() if lower == letter or lower in names), "")


def _numbers(image: object) -> Array:
    """An array of numbers in memory, whatever library it is of: numpy, xarray, dask, torch (of a GPU, too)."""
    import numpy as np

    try:
        array = np.asarray(_from_torch(image))
    except (ValueError, TypeError) as error:
        raise RunError(f"{type(image).__name__} cannot be made an array: {error}") from None
    if array.dtype.kind not in "biuf" or array.size == 0:
        raise RunError(
            f"This is no image: {type(image).__name__} with the type {array.dtype} and the shape {array.shape}. Give "
            "an array of numbers, for instance tifffile.imread('image.tif'), or the path of an image."
        )
    return array.astype(np.float64) if array.dtype.itemsize > 8 else np.ascontiguousarray(array)


def _from_torch(image: object) -> object:
    detach = getattr(image, "detach", None)
    if detach is None:
        return image
    tensor = detach().cpu()
    # NumPy has no such type.
    return tensor.float() if str(tensor.dtype) == "torch.bfloat16" else tensor
