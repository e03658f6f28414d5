"""Number types of layers as Keras 2 writes them, in a form that Keras 3 reads."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import shutil
from typing import Iterator, Optional

from ..libraries import Framework
from ..transport import folders

#: What Keras 2 calls the number type of a layer that computes in another one than its weights have.
_OLDER = ("Policy", "PolicyV1")


@contextlib.contextmanager
def readable(keras: Framework, path: str) -> Iterator[str]:
    """Within it a path that this Keras reads: the file's own, or a copy whose policies are names ("mixed_float16").

    Keras 3 (3.15) stops at the policies in an HDF5 file of Keras 2, with an AttributeError.
    """
    described = _described(path) if int(str(keras.__version__).split(".")[0]) >= 3 else None
    if described is None:
        yield path
        return
    directory = folders.make()
    try:
        copy = os.path.join(directory, os.path.basename(path))
        shutil.copyfile(path, copy)
        with importlib.import_module("h5py").File(copy, "r+") as file:
            file.attrs["model_config"] = described
        yield copy
    finally:
        folders.remove(directory)


def _described(path: str) -> Optional[str]:
    """The description of the network with names in place of policies; None where there is nothing to replace."""
    try:
        h5py = importlib.import_module("h5py")
        if not h5py.is_hdf5(path):
            return None
        with h5py.File(path, "r") as file:
            text = file.attrs.get("model_config")
        text = text.decode("utf-8") if isinstance(text, bytes) else text
        if not isinstance(text, str) or not any(f'"{kind}"' in text for kind in _OLDER):
            return None
        return json.dumps(_named(json.loads(text)))
    except (ImportError, OSError, ValueError, RecursionError):  # loading will say what is wrong
        return None


def _named(value: object) -> object:
    if isinstance(value, list):
        return [_named(item) for item in value]
    if not isinstance(value, dict):
        return value
    inner = value.get("config")
    if value.get("class_name") in _OLDER and isinstance(inner, dict) and isinstance(inner.get("name"), str):
        return inner["name"]
    return {key: _named(item) for key, item in value.items()}
