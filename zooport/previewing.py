"""`zooport.preview`: the report of a bundle, with its pictures, in the output of a cell."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Union

from zooport.bundle_reader import OpenedBundle
from zooport.errors import Told
from zooport.imaging import Axes, ImageError, own_images

if TYPE_CHECKING:
    from zooport.cell import Preview


class PreviewError(Told):
    """The report cannot be shown; the message says why and what to do."""


def preview(
    bundle: Union[str, os.PathLike[str]], *, image: object = None, axes: Axes = None, allow_code: bool = False
) -> Preview:
    """The report of a bundle as a widget: at the end of a cell it shows the verdict, the pictures and the findings.

    `bundle` is a `.zip`, a folder, or a description (`rdf.yaml`) among its files. The network runs in the reader's
    browser; nothing is sent anywhere but from this kernel to that page. Once it has run, `.result` is what
    `zooport.check` would give. With `image`, an array of numbers or the path of an image, the network is run on that as
    well, and the report shows what it makes of it; a list for a network of several inputs. `axes` names the axes of the
    image in its own order, a letter for each ("yx", "zyx", "yxc", "tyx"; a list for several images); without it the
    file's own word is taken, or an xarray's, else what its sizes suggest; the report says it, and takes another.
    An image may have any size: it is cut into tiles and put together again.
    Weights that are not ONNX run in this kernel's Python, in a process of its own, once a button of the report asks for
    it; code that they hold or need runs with `allow_code` alone, or where the report was told so. Raises
    `PreviewError` where there is nothing at the path, the image is none, or no widget can be shown.
    """
    try:
        opened = OpenedBundle(os.fspath(bundle))
    except OSError as error:
        raise PreviewError(sentence(os.fspath(bundle), error)) from None
    try:
        own = [] if image is None else own_images(image, axes)
    except ImageError as error:
        raise PreviewError(str(error)) from None
    try:
        from zooport.cell import Preview
    except ImportError as error:
        raise PreviewError(
            f"The report in a cell needs the package anywidget ({error}). Install it, then restart the kernel: "
            "pip install anywidget. Without it, zooport.check(...) gives the report as text."
        ) from None
    try:
        return Preview(opened, own, allow_code)
    except FileNotFoundError as error:
        raise PreviewError(error.strerror) from None


def sentence(path: str, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return (
            f"There is no file or folder “{path}”. This kernel's folder is “{os.getcwd()}”; "
            "give the path of a bundle's .zip, its folder, or its rdf.yaml."
        )
    return f"“{path}” cannot be read: {error.strerror or error}."
