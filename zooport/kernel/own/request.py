"""What is to be exported: the network, the images and the function to predict with, as objects of this process."""

from __future__ import annotations

import itertools
import os
from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple

import numpy as np

from ..errors import Problem
from ..find import namespace
from ..images import images as image_files
from ..libraries import Array, Framework
from ..own_protocol import OwnOperation, OwnParams

#: The researcher's function: from image(s) as given to an array, a list or a dict.
Predict = Callable[..., object]


class Picture:
    """One image as it was given, with what is known of its axes."""

    def __init__(self, pixels: Array, name: str, axes: Optional[str]) -> None:
        self.pixels = pixels
        #: Its file's name, or "an array".
        self.name = name
        #: One letter per axis, as said by hand or by the file; None where nobody said.
        self.axes = axes


@dataclass(frozen=True)
class OwnRequest:
    """A call of ``zooport.export`` with a network, or what the panel asks for."""

    #: None where it is still in its file.
    network: Framework
    pictures: Sequence[Picture]
    predict: Optional[Predict] = None
    #: Said by hand, one list for each input or output; None where they are to be found.
    preprocessing: Optional[Sequence[Sequence[OwnOperation]]] = None
    postprocessing: Optional[Sequence[Sequence[OwnOperation]]] = None
    #: What the network was loaded from.
    file: Optional[str] = None
    allow_code: bool = False


#: A page may ask for a request long after the call has ended; older ones let their objects go.
_MOST_KEPT = 3
_kept: Dict[str, OwnRequest] = {}
_numbers = itertools.count(1)


def keep(request: OwnRequest) -> str:
    """A name for the request, good until some others were made."""
    name = f"request-{next(_numbers)}"
    _kept[name] = request
    for old in list(_kept)[:-_MOST_KEPT]:
        del _kept[old]
    return name


def resolve(params: OwnParams) -> OwnRequest:
    """The request that is meant. Raises ``Problem`` where a name holds nothing of the kind."""
    if "request" in params:
        kept = _kept.get(params["request"])
        if kept is None:
            raise Problem("no-network", "This export is over. Call zooport.export again.")
        return kept
    pictures = pictures_of(list(params.get("images") or []), list(params.get("axes") or []))
    allow_code = params.get("allowCode") is True
    if "file" in params:
        path = os.path.abspath(os.path.expanduser(params["file"]))
        return OwnRequest(None, pictures, file=path, allow_code=allow_code)
    variable = params.get("variable", "")
    network = namespace.namespace().get(variable)
    if not is_network(network):
        raise Problem("no-network", f"The kernel has no network called “{variable}” any more. Look for networks again.")
    return OwnRequest(network, pictures, _function(params.get("predict")), allow_code=allow_code)


def _function(name: Optional[str]) -> Optional[Predict]:
    if not name:
        return None
    found = namespace.namespace().get(name)
    if not callable(found):
        raise Problem("no-network", f"The kernel has no function called “{name}” any more. Choose another one.")
    return found


def is_network(value: object) -> bool:
    """Whether it is a network of PyTorch or Keras, told by its classes' names, so that no framework is imported."""
    return is_pytorch(value) or namespace.is_network(value)


def is_pytorch(value: object) -> bool:
    """Whether it is a module of PyTorch (or compiled, traced, or Lightning's)."""
    return not isinstance(value, type) and any(
        kind.__name__ == "Module" and kind.__module__ == "torch.nn.modules.module" for kind in type(value).__mro__
    )


def pictures_of(given: Sequence[Any], axes: Sequence[Optional[str]]) -> List[Picture]:
    """Images from arrays (numpy, torch, xarray ...), paths, or names of the kernel's arrays. Raises ``Problem``.

    Axes of "" or None are those that the file states, or are guessed.
    """
    if axes and len(axes) != len(given):
        raise Problem(
            "bad-image",
            f"There are {len(given)} images and {len(axes)} entries of axes. Give one for each, for instance "
            "axes=['yx', 'yx'].",
        )
    said = [letters or None for letters in axes] or [None] * len(given)
    return [_picture(one, letters) for one, letters in zip(given, said)]


def _picture(given: Any, said: Optional[str]) -> Picture:
    if isinstance(given, (str, os.PathLike)):
        path = os.path.expanduser(os.fspath(given))
        if not os.path.isfile(path) and path.isidentifier() and path in namespace.namespace():
            return Picture(array_of(namespace.namespace()[path], path), path, said)
        pixels, stated = image_files.read_stated(os.path.abspath(path))
        letters = (stated or "").replace("s", "c")
        known = letters if letters and len(set(letters)) == len(letters) == pixels.ndim else None
        return Picture(pixels, os.path.basename(path), said or known)
    dims = getattr(given, "dims", None)
    known = _dims(dims) if said is None and isinstance(dims, tuple) else None
    return Picture(array_of(given, "the image"), "an array", said or known)


def _dims(dims: Tuple[object, ...]) -> Optional[str]:
    """Letters of an xarray's axes, where all of them have a usual name."""
    names = {"channel": "c", "time": "t", "batch": "b"}
    letters = "".join(names.get(str(one).lower(), str(one).lower()) for one in dims)
    return letters if len(letters) == len(dims) else None


def array_of(value: object, what: str) -> Array:
    """The array of a value, on the CPU. Raises ``Problem`` for what holds no numbers."""
    taken: Any = value
    if callable(getattr(taken, "detach", None)):
        taken = taken.detach().cpu()
        # numpy has no such type.
        taken = taken.float() if "bfloat16" in str(getattr(taken, "dtype", "")) else taken
        taken = taken.numpy()
    elif callable(getattr(taken, "numpy", None)):
        taken = taken.numpy()
    array = np.asarray(taken)
    if array.dtype.kind not in "buif":
        raise Problem(
            "bad-image",
            f"{what[:1].upper()}{what[1:]} is {type(value).__name__} of {array.dtype}, no array of numbers. Give an "
            "array of numpy or PyTorch, or the path of an image.",
        )
    return array
