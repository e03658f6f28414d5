"""What a Keras file says of itself, read without any framework and without its weights."""

from __future__ import annotations

import os
import zipfile
from typing import List, NamedTuple, Optional, Tuple

from ..libraries import Config
from . import description


class Peek(NamedTuple):
    """Header of a Keras file."""

    keras_version: Optional[str]
    #: Class and name of every layer, nested models opened.
    layers: Tuple[Tuple[str, str], ...]
    #: Activation of the output, for instance "sigmoid"; None where it does not say.
    activation: Optional[str]
    #: Channels of the output; None where it does not say.
    channels: Optional[int]


def peek(path: str) -> Optional[Peek]:
    """The header of a .keras, .h5 or .hdf5 file; None where it cannot be read here or holds no graph."""
    try:
        found = description.configs(path)
        if not found:
            return None
        activation, channels = _output(found[0])
        return Peek(found[0].keras_version, tuple(_layers(found[0])), activation, channels)
    except Exception:  # half-written, damaged, or nested without end: loading will say what is wrong
        return None


def whole(path: str) -> bool:
    """Whether the file could have been closed by its writer: the end of a zip, or the length that HDF5 states."""
    try:
        with open(path, "rb") as file:
            start = file.read(48)
    except OSError:
        return False
    if start.startswith(b"PK"):
        return zipfile.is_zipfile(path)
    if start.startswith(b"\x89HDF\r\n\x1a\n"):
        # Superblock versions 0 and 1 hold the end of file at 40, versions 2 and 3 at 28, for addresses of 8 bytes.
        at = 40 if start[8] < 2 else 28
        return len(start) == 48 and os.path.getsize(path) >= int.from_bytes(start[at : at + 8], "little")
    return False


def _layers(config: Config) -> List[Tuple[str, str]]:
    inner = config.get("config")
    layers = inner.get("layers") if isinstance(inner, dict) else inner
    if not isinstance(layers, list):
        return [(str(config.get("class_name")), str((inner or {}).get("name", "")))]
    return [pair for layer in layers for pair in _layers(layer)]


def _output(config: Config) -> Tuple[Optional[str], Optional[int]]:
    """Activation and channels of the only output; a last layer that only activates passes the channels on."""
    inner = config.get("config")
    layers = inner.get("layers", []) if isinstance(inner, dict) else inner or []
    outputs = inner.get("output_layers") if isinstance(inner, dict) else None
    name = outputs
    while isinstance(name, list):
        name = name[0] if name else None
    index = next((i for i, layer in enumerate(layers) if _name(layer) == name), len(layers) - 1)
    if index < 0:
        return None, None
    last = layers[index]
    settings = last.get("config") or {}
    if isinstance(settings, dict) and "layers" in settings:
        return _output(last)
    activation = settings.get("activation") or {"Softmax": "softmax"}.get(str(last.get("class_name")))
    channels = settings.get("filters") or settings.get("units")
    if channels is None and index > 0:
        before = layers[index - 1].get("config") or {}
        channels = before.get("filters") or before.get("units")
    whole_number = isinstance(channels, int) and not isinstance(channels, bool)
    return (activation if isinstance(activation, str) else None), (channels if whole_number else None)


def _name(layer: Config) -> Optional[str]:
    return layer.get("name") or (layer.get("config") or {}).get("name")
