"""What is to be exported where the researcher gives a network of their own.

The objects stay in this process; the order has the name under which they are kept.
"""

from __future__ import annotations

import os
from typing import Any, Callable, List, Mapping, Optional, Sequence, Union, cast

from zooport.export_request import Arguments, ExportError, Order, metadata_of
from zooport.kernel.errors import Problem
from zooport.kernel.own import files, request
from zooport.kernel.own.request import OwnRequest
from zooport.kernel.own_protocol import OwnOperation
from zooport.places import Input

#: One operation: its id, or a mapping with `id` and `kwargs`.
Said = Union[str, Mapping[str, object]]

#: Arguments that only a notebook's network has.
_RECIPES_ALONE = ("weights", "kind", "threshold", "crop")


def network_of(given: object, named: object) -> Optional[object]:
    """The network of one's own in the first argument or `network=`: an object or a file's path; None for a folder."""
    for one in (given, named):
        if one is not None and not isinstance(one, (str, os.PathLike)):
            return one
    if isinstance(given, (str, os.PathLike)):
        path = os.path.abspath(os.path.expanduser(os.fspath(given)))
        if os.path.splitext(path)[1].lower() in (*files.KERAS, *files.PYTORCH) and not os.path.isdir(path):
            return path
    return None


def own_order(
    network: object,
    said: Arguments,
    *,
    images: object,
    predict: Optional[Callable[..., object]],
    axes: Union[None, str, Sequence[str]],
    preprocessing: Optional[Sequence[Any]],
    postprocessing: Optional[Sequence[Any]],
) -> Order:
    """The order that names the request. Raises `ExportError` for what is wrong."""
    alone = [name for name in _RECIPES_ALONE if said.get(name) is not None]
    if alone:
        raise ExportError(
            f"{alone[0]}= belongs to the networks of the notebooks. Leave it away for a network of your own."
        )
    if images is None:
        raise ExportError(
            "An image for the test is missing. Give one that the network was not trained on: "
            "zooport.export(network, input=image, predict=function)."
        )
    if predict is not None and not callable(predict):
        raise ExportError(f"predict= is your function from an image to a result, not {type(predict).__name__}.")
    allow_code = bool(said.get("allow_code"))
    path = network if isinstance(network, str) else None
    if path is not None and not os.path.isfile(path):
        raise ExportError(f"There is no file “{path}”. This kernel's folder is “{os.getcwd()}”.")
    try:
        several = list(images) if isinstance(images, (list, tuple)) else [images]
        letters: List[Optional[str]] = [axes] if isinstance(axes, str) else list(axes or [])
        pictures = request.pictures_of(several, letters)
    except Problem as problem:
        raise ExportError(problem.message) from None
    kept = OwnRequest(
        None if path is not None else network,
        pictures,
        predict,
        operations(preprocessing, len(pictures), "preprocessing"),
        operations(postprocessing, 1, "postprocessing"),
        path,
        allow_code,
    )
    order = {"own": {"request": request.keep(kept)}, **metadata_of(said)}
    return cast(Order, {name: value for name, value in order.items() if value is not None})


def own_inputs(network: object, images: object, metadata: object) -> List[Input]:
    """What is read, and so may not be written over."""
    several = list(images) if isinstance(images, (list, tuple)) else [images]
    read = [(network, "the network's file"), *((one, "the image for the test") for one in several)]
    read.append((metadata, "the metadata file"))
    return [
        Input(os.path.expanduser(os.fspath(path)), what) for path, what in read if isinstance(path, (str, os.PathLike))
    ]


def operations(said: Optional[Sequence[Any]], count: int, name: str) -> Optional[Sequence[Sequence[OwnOperation]]]:
    """One list for each input or output. Raises `ExportError` for what is no operation."""
    if said is None:
        return None
    nested = all(isinstance(one, (list, tuple)) for one in said) and len(said) > 0
    lists = [list(one) for one in said] if nested else [list(said)] * max(1, count)
    return [[_operation(one, name) for one in several] for several in lists]


def _operation(said: Said, name: str) -> OwnOperation:
    if isinstance(said, str):
        return {"id": said, "kwargs": {}}
    if isinstance(said, Mapping) and isinstance(said.get("id"), str):
        kwargs = said.get("kwargs")
        return {"id": str(said["id"]), "kwargs": dict(kwargs) if isinstance(kwargs, Mapping) else {}}
    raise ExportError(
        f"{name}= is a list of the format's operations, for instance {name}=[{{'id': 'scale_linear', 'kwargs': "
        "{'gain': 0.00392, 'offset': 0.0}}]."
    )
