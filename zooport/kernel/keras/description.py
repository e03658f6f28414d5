"""The description of a network in a Keras file, as every version of Keras would find it; no framework is needed."""

from __future__ import annotations

import importlib
import json
import zipfile
from typing import List, Optional

from ..libraries import Config

#: A graph description is kilobytes; anything near this is no network.
MOST_BYTES = 64 << 20


class Unreadable(ValueError):
    """There is a description, but it cannot be read; the message says why, as a sentence."""


class Described(Config):
    """A description (JSON); ``keras_version`` as the file states it."""

    keras_version: Optional[str] = None


def configs(path: str) -> List[Described]:
    """Every description in the file: a file may be a zip and HDF5 at once, and versions of Keras then read either.

    Empty where there is none. Raises ``Unreadable``.
    """
    found = [_of_zip(path), _of_hdf5(path)]
    return [one for one in found if one is not None]


def parsed(content: object) -> Described:
    """The description in a text. Raises ``Unreadable``."""
    text = content.decode("utf-8", "replace") if isinstance(content, bytes) else str(content)
    if len(text) > MOST_BYTES:
        raise Unreadable(f"its description has {len(text) >> 20} MB, which no network needs.")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError, MemoryError) as error:
        raise Unreadable("its description is no JSON, or nested too deep.") from error
    if not isinstance(value, dict):
        raise Unreadable("its description is no JSON object.")
    return Described(value)


def _of_zip(path: str) -> Optional[Described]:
    try:
        if not zipfile.is_zipfile(path):
            return None
        with zipfile.ZipFile(path) as archive:
            # The last one of a name counts, for Python's zipfile and so for Keras.
            entries = {entry.filename: entry for entry in archive.infolist()}
            entry = entries.get("config.json")
            if entry is None:
                return None
            if entry.file_size > MOST_BYTES:
                raise Unreadable(f"its config.json claims {entry.file_size >> 20} MB, which no network needs.")
            config = parsed(archive.read(entry))
            about = entries.get("metadata.json")
            if about is not None and about.file_size < 1 << 20:
                config.keras_version = _version(parsed(archive.read(about)).get("keras_version"))
            return config
    except Unreadable:
        raise
    except Exception as error:  # zipfile fails in many ways on damaged files; the reader of Keras is the same one
        raise Unreadable("it is a damaged zip.") from error


def _of_hdf5(path: str) -> Optional[Described]:
    try:
        h5py = importlib.import_module("h5py")
    except ImportError:
        # Then no Keras can read it here either.
        return None
    try:
        if not h5py.is_hdf5(path):
            return None
        with h5py.File(path, "r") as file:
            config, version = file.attrs.get("model_config"), file.attrs.get("keras_version")
    except Exception as error:  # HDF5 tells damage by many errors
        raise Unreadable("it is a damaged HDF5 file.") from error
    if config is None:
        return None
    described = parsed(config)
    described.keras_version = _version(version)
    return described


def _version(value: object) -> Optional[str]:
    value = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
    return str(value)[:40] if isinstance(value, str) else None
