"""`zooport.run`: the network of a bundle on one's own images, of any size, from a cell or a script."""

from __future__ import annotations

import os
import tempfile
import warnings
from typing import TYPE_CHECKING, Dict, List, Optional, Sequence, Tuple, Union, cast

from zooport.running import arrays
from zooport.running.errors import RunError, RunWarning
from zooport.running.node import run_images
from zooport.running.options import Channels, Options
from zooport.running.progress import Shown
from zooport.running.results import Result

if TYPE_CHECKING:
    from zooport.kernel.libraries import Array

    #: An array for each output of the network by its id, or the only one.
    Arrays = Union[Array, Dict[str, Array]]

__all__ = ["RunError", "RunWarning", "run"]

Path = Union[str, "os.PathLike[str]"]
Axes = Union[None, str, Sequence[str]]


def run(
    bundle: Path,
    images: object,
    output: Optional[Path] = None,
    *,
    axes: Axes = None,
    tile: Optional[int] = None,
    threads: Optional[int] = None,
    planes: Optional[str] = None,
    channels: Channels = None,
    again: bool = False,
    timeout: Optional[float] = None,
    client: Optional[object] = None,
) -> Union[Arrays, List[Arrays], List[Result]]:
    """Runs the network of a bundle on images of any size.

    `bundle` is a `.zip`, a folder, or a description (`rdf.yaml`). `images` is an array (of NumPy, xarray, Dask, PyTorch
    or anything that NumPy takes) or the path of a file, or a list of these; for a network of several inputs a tuple
    with one for each, or a list of such tuples.

    Without `output` the results are given: an array for an image, or a dict of arrays by the outputs' ids where the
    network has several; a list for a list. What is to be known of a result comes as a `RunWarning`.

    With `output`, a folder, images are paths, of folders too (then all images in them, but not in folders below), and
    their results are written there: `IMAGE.OUTPUT.tif`, and `results.csv` with what was done. Given is a list of plain
    dicts with `source`, `outputs` (`id`, `file`, `axes`, `shape`, `dtype`, `objects`), `tiles`, `seconds`, `engine`,
    `warnings` and `error`: one image that fails does not stop the others. A second call does only what is missing,
    older than its image, or was made with another bundle, image or options; with `again` all.

    `axes` has a letter for each axis of an image (t, c, z, y, x), where the image does not say them or is wrong: one
    text for all, or a list with one for each input of the network. `planes` says how a stack is run by a network of
    planes: "each" (the default), or "projection", their maximum. `channels` are those that the network is given, by
    number from 0 or by name. `tile` is the side of the tiles in pixels that a large image is cut into, `threads` how
    many of them are run side by side, `timeout` how long an image may take, in seconds.

    With `client`, a Dask client (`pip install zooport[dask]`), each image is a task of its own; the workers must see
    the same files, and need Zooport and Node.

    Raises `RunError`, whose message is a sentence, where the call is wrong, the bundle cannot be read, or an image of
    which the result was to be given fails. Interrupting the kernel ends it; only whole files are left.
    """
    options = Options(tile, threads, planes, channels, timeout)
    letters = [axes] if isinstance(axes, str) else list(axes or [])
    path = os.path.abspath(os.path.expanduser(os.fspath(bundle)))
    if output is None:
        if client is not None:
            raise RunError("client= writes files: say where with output='FOLDER', and give the paths of images.")
        return _given(path, images, letters, options)
    paths = [os.path.expanduser(os.fspath(image)) for image in _paths(images)]
    place = os.path.expanduser(os.fspath(output))
    words = [*options.words(letters), *(["--again"] if again else [])]
    if client is not None:
        from zooport.running.sharing import run_shared

        return run_shared(client, path, paths, place, words)
    shown = Shown()
    try:
        return run_images(path, paths, place, words, shown.say)
    finally:
        shown.end()


def _paths(images: object) -> List[Path]:
    """The words of the call: a network of several inputs takes them one after the other."""
    found: List[Path] = []
    for image in images if isinstance(images, (list, tuple)) else [images]:
        if isinstance(image, (str, os.PathLike)):
            found.append(image)
        elif isinstance(image, (list, tuple)):
            found.extend(_paths(image))
        else:
            raise RunError(
                f"output= writes the results of files, but {type(image).__name__} is none. Leave output= away to get "
                "arrays, or save the image first."
            )
    return found


def _given(bundle: str, images: object, letters: Sequence[str], options: Options) -> Union[Arrays, List[Arrays]]:
    is_several = isinstance(images, list) and any(_is_image(image) for image in images)
    sets = [_inputs(image) for image in (cast(List[object], images) if is_several else [images])]
    with tempfile.TemporaryDirectory(prefix="zooport-run-") as folder:
        files = [_files(one, folder, index if is_several else None) for index, one in enumerate(sets)]
        said = [tuple(letters) or _stated(one) for one in sets]
        results: List[Arrays] = []
        shown = Shown(folder + os.sep)
        try:
            # Images with other axes are another call.
            for first, last in _runs(said):
                words = [*options.words(said[first]), "--format=npy"]
                paths = [file for one in files[first:last] for file in one]
                place = os.path.join(folder, f"results {first}")
                found = run_images(bundle, paths, place, words, shown.say)
                if len(found) != last - first:
                    raise RunError(
                        f"The network takes one image at once, but {len(sets[first])} were given together. Give a list "
                        "for several images; a tuple is for the inputs of one network."
                    )
                results.extend(_loaded(one) for one in found)
        finally:
            shown.end()
    return results if is_several else results[0]


def _is_image(one: object) -> bool:
    return arrays.is_path(one) or arrays.is_array(one) or isinstance(one, tuple)


def _inputs(image: object) -> Tuple[object, ...]:
    """The images of a network's inputs."""
    if isinstance(image, tuple) and any(arrays.is_path(one) or arrays.is_array(one) for one in image):
        return image
    return (image,)


def _files(inputs: Tuple[object, ...], folder: str, index: Optional[int]) -> List[str]:
    number = "" if index is None else f" {index + 1}"
    names = [f"image{number}" if position == 0 else f"image{number} {position + 1}" for position in range(len(inputs))]
    return [_file(one, folder, name) for one, name in zip(inputs, names)]


def _file(image: object, folder: str, name: str) -> str:
    path = arrays.file_of(image, folder, name)
    if arrays.is_path(image) and os.path.isdir(path) and not path.lower().endswith(".zarr"):
        raise RunError(f"{path} is a folder. Say where the results of its images go: output='FOLDER'.")
    return path


def _stated(inputs: Tuple[object, ...]) -> Tuple[str, ...]:
    stated = [arrays.stated_axes(one) for one in inputs]
    return tuple(one for one in stated if one is not None) if None not in stated else ()


def _runs(said: Sequence[Tuple[str, ...]]) -> List[Tuple[int, int]]:
    """First and behind the last of neighbours that have the same axes."""
    starts = [index for index in range(len(said)) if index == 0 or said[index] != said[index - 1]]
    return list(zip(starts, [*starts[1:], len(said)]))


def _loaded(result: Result) -> Arrays:
    import numpy as np

    if result["error"] is not None:
        raise RunError(result["error"])
    for sentence in result["warnings"]:
        warnings.warn(sentence, RunWarning, stacklevel=4)
    found = {one["id"]: np.load(one["file"], allow_pickle=False) for one in result["outputs"]}
    return next(iter(found.values())) if len(found) == 1 else found
