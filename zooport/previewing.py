"""`zooport.preview`: the report of a bundle, with its pictures, in the output of a cell."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Union

from zooport.opened import OpenedBundle
from zooport.told import Told

if TYPE_CHECKING:
    from zooport.cell import Preview


class PreviewError(Told):
    """The report cannot be shown; the message says why and what to do."""


def preview(bundle: Union[str, os.PathLike[str]], *, image: Any = None, allow_code: bool = False) -> Preview:
    """The report of a bundle as a widget: at the end of a cell it shows the verdict, the pictures and the findings.

    `bundle` is a `.zip`, a folder, or a description (`rdf.yaml`) among its files. The network runs in the reader's
    browser; nothing is sent anywhere but from this kernel to that page. Once it has run, `.result` is what
    `zooport.check` would give. With `image`, an array of numbers with the axes that the description wants (batch and
    channel may be left out), the network is run on that as well, and the report shows what it makes of it.
    `allow_code` is there for all commands alike and changes nothing here: no code of a bundle is ever run. Raises
    `PreviewError` where there is nothing at the path, or no widget can be shown.
    """
    try:
        opened = OpenedBundle(os.fspath(bundle))
    except OSError as error:
        raise PreviewError(sentence(os.fspath(bundle), error)) from None
    own = None if image is None else npy_of(image)
    try:
        from zooport.cell import Preview
    except ImportError as error:
        raise PreviewError(
            f"The report in a cell needs the package anywidget ({error}). Install it, then restart the kernel: "
            "pip install anywidget. Without it, zooport.check(...) gives the report as text."
        ) from None
    try:
        return Preview(opened, own)
    except FileNotFoundError as error:
        raise PreviewError(error.strerror) from None


def npy_of(image: Any) -> bytes:
    """The array as the bytes of a .npy file. Raises `PreviewError` where it holds no numbers."""
    import io

    import numpy as np

    array = np.asarray(image)
    if array.dtype.kind not in "biuf" or array.size == 0:
        raise PreviewError(
            f"image= is no array of numbers: {type(image).__name__} with the type {array.dtype} and the shape "
            f"{array.shape}. Give what the notebook's prediction cell reads, for instance "
            "tifffile.imread('image.tif')."
        )
    if array.dtype.itemsize > 8:
        array = array.astype(np.float64)
    file = io.BytesIO()
    np.save(file, np.ascontiguousarray(array), allow_pickle=False)
    return file.getvalue()


def sentence(path: str, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return (
            f"There is no file or folder “{path}”. This kernel's folder is “{os.getcwd()}”; "
            "give the path of a bundle's .zip, its folder, or its rdf.yaml."
        )
    return f"“{path}” cannot be read: {error.strerror or error}."
