"""From a choice of weights to the place where they are, and loading a network that is there whole."""

from __future__ import annotations

import json
import os
from typing import List, Optional, cast

from ..errors import Problem
from ..find import live_networks, namespace
from ..libraries import Config, Network
from ..protocol import Candidate
from . import code, framework
from .keras_header import peek
from .trained import Source, Trained
from .weight_file import copied


def find(candidate: Candidate, wanted: Optional[str], directory: str, allow_code: bool = False) -> Source:
    """The chosen weights of a candidate, the default without a choice. Raises ``Problem`` ('no-network')."""
    choices = candidate.get("weights") or []
    choice = next((one for one in choices if not wanted or one["id"] == wanted), None)
    if choice is None:
        raise Problem("no-network", "These weights are not there any more. Look for networks again.", weights=wanted)
    folder = candidate.get("folder")
    if choice.get("path"):
        config = read_config(folder) if folder else {}
        return Source(folder, choice["path"], None, None, config, directory, allow_code)
    variable = choice.get("variable") or ""
    value = live_networks.held(variable)
    if value is None:
        raise Problem(
            "no-network",
            f"The kernel has no network called {variable} any more (it was restarted, or the name was used again). "
            "Look for networks again, or export the weights on disk.",
        )
    return Source(folder, None, variable, value, live_networks.config_of(value), directory, allow_code)


def read_config(folder: str) -> Config:
    """The configuration beside the weights; empty where there is none, or it is no JSON."""
    try:
        with open(os.path.join(folder, "config.json"), encoding="utf-8") as file:
            value = json.load(file)
    except (OSError, ValueError, RecursionError, MemoryError):
        return {}
    return value if isinstance(value, dict) else {}


def whole_network(source: Source) -> Trained:
    """A network whose file holds its graph, or that is alive in the kernel."""
    if source.path is None:
        found = cast(Network, live_networks.network_of(source.value))
        # Its copy is read back from a file before it is given away.
        code.refuse(code.of_live(found), source.named, source.allow_code)
        return Trained(found, framework.keras_of(found), namespace.classes(_class_names(found)), source)
    copy = copied(source.path, source.directory)
    seen = peek(copy)
    custom = namespace.classes([kind for kind, _ in seen.layers] if seen else [])
    loaded = framework.load(copy, source.path, custom, source.allow_code)
    os.remove(copy)
    return Trained(loaded, framework.keras_of(loaded), custom, source)


def _class_names(found: Network) -> List[str]:
    return [type(layer).__name__ for layer in found.layers]
