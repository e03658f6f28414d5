"""Finds trained networks, in the kernel and on disk. Imports no framework, reads no large file."""

from __future__ import annotations

import os
from typing import Any, Dict, List, Optional, Tuple

from . import disk, known, listing, live, names, places
from .places import Place
from .problem import Problem

#: The notebook's own variables for the network it trains; ``unet`` is what quality control has loaded from disk again.
_LIVE_NAME = "model"

#: What an image for the network must have.
_TAKES = {"axes": ["y", "x"], "channels": 1}


def detect(params: Dict[str, Any], _progress: Any = None) -> Dict[str, Any]:
    """``Detection``. Raises ``Problem`` for a folder that is not there, or a name that no network has."""
    notebook = params.get("notebook") or {}
    asked = _asked(params.get("network"))
    looked: List[str] = []
    candidates: List[Dict[str, Any]] = []
    folder = params.get("folder")
    searched = _chosen(folder, notebook) if folder else places.model_places(notebook)
    for place in searched:
        candidate = _candidate(place, notebook, asked, looked)
        if candidate:
            candidates.append(candidate)
    if not folder and not any(_live_choice(one["weights"]) for one in candidates):
        candidate = _only_live(notebook, asked, looked)
        if candidate:
            candidates.append(candidate)
    if not searched:
        looked.append(
            "Neither the kernel nor the notebook names a model folder (model_path and model_name). Run section 3.1, or "
            "choose the folder by hand."
        )
    return {"candidates": candidates, "versions": live.versions(), "cwd": os.getcwd(), "looked": looked}


def _asked(name: Optional[str]) -> Optional[str]:
    if not name:
        return None
    found = names.find(names.RECIPES.get(name, name))
    if found is None:
        raise Problem(
            "ambiguous",
            f'"{name}" is no network that Zooport knows. Those with a recipe: {", ".join(names.RECIPES.values())}.',
            candidates=_alternatives([]),
        )
    return found


def _chosen(folder: str, notebook: Dict[str, Any]) -> List[Place]:
    """A folder or weights file chosen by hand; where it only holds model folders, those."""
    path = places.resolve(folder, notebook)
    if not os.path.exists(path):
        raise Problem(
            "bad-folder",
            f"There is no folder {path} on the machine of the kernel. Choose the folder that training left behind "
            "(model_path/model_name).",
            path=path,
        )
    if os.path.isfile(path):
        path = os.path.dirname(path)
    if disk.look(path) or disk.unfinished(path):
        return [Place(path, "user", "chosen by hand")]
    try:
        below = sorted(entry.path for entry in os.scandir(path) if entry.is_dir())
    except OSError as error:
        raise Problem("bad-folder", f"{path} may not be read: {error.strerror}.", path=path) from error
    inside = [Place(one, "user", "chosen by hand") for one in below[:50] if disk.look(one)]
    return inside or [Place(path, "user", "chosen by hand")]


def _candidate(
    place: Place, notebook: Dict[str, Any], asked: Optional[str], looked: List[str]
) -> Optional[Dict[str, Any]]:
    if not os.path.isdir(place.folder):
        looked.append(f"{place.folder} is not there ({place.where} in the {place.origin} names it).")
        return None
    found = disk.look(place.folder)
    if found is None:
        looked.append(
            disk.unfinished(place.folder)
            or f"{place.folder} holds no trained network: no .keras, .h5 or .hdf5 file was found in it."
        )
        return None
    own = _is_own(place, notebook)
    name, by = _network(found.fits, asked, notebook if own else {}, own)
    if not found.weights:
        other, why = found.fits[0]
        looked.append(f"{place.folder} holds a {other} network ({why}). Zooport has no recipe for {other} yet.")
        return None
    if name is not None and names.recipe_id(name) is None:
        why = _why(name, found.fits, by)
        looked.append(f"{place.folder} holds a {name} network ({why}). Zooport has no recipe for {name} yet.")
        return None
    return _described(found, place, notebook, own, name, by)


def _described(
    found: disk.Found, place: Place, notebook: Dict[str, Any], own: bool, name: Optional[str], by: Optional[str]
) -> Dict[str, Any]:
    notes = []
    running = disk.training_runs(found)
    if running:
        notes.append(running)
    weights = [_disk_weights(one) for one in found.weights]
    alive = live.network(_LIVE_NAME) if own else None
    if alive is not None:
        weights.append(_live_weights("it holds the last epoch, or what was trained since"))
        notes.append(
            f"The kernel also holds a trained network ({_LIVE_NAME}), as it was after the last epoch. The notebook "
            f"predicts with {os.path.basename(found.weights[0].path)}, so that is the default."
        )
    pictures = _images(notebook) if own or place.origin == "user" else []
    return {
        "id": f"folder:{found.folder}",
        "network": _choice(name, _why(name, found.fits, by)) if name else None,
        "recognisedBy": by,
        "alternatives": [] if name else _alternatives(found.fits),
        "modelName": os.path.basename(found.folder),
        "folder": found.folder,
        "takes": _TAKES if name else None,
        "weights": weights,
        "facts": known.gather(found, notebook, own, pictures),
        "images": pictures,
        "notes": notes,
    }


def _only_live(notebook: Dict[str, Any], asked: Optional[str], looked: List[str]) -> Optional[Dict[str, Any]]:
    """A network that is alive in the kernel and has no folder (any more)."""
    if live.network(_LIVE_NAME) is None:
        return None
    name, by = _network([], asked, notebook, True)
    if name is not None and names.recipe_id(name) is None:
        looked.append(f"The kernel holds a {name} network. Zooport has no recipe for {name} yet.")
        return None
    pictures = _images(notebook)
    return {
        "id": f"kernel:{_LIVE_NAME}",
        "network": _choice(name, _why(name, [], by)) if name else None,
        "recognisedBy": by,
        "alternatives": [] if name else _alternatives([]),
        "modelName": live.text("model_name") or _LIVE_NAME,
        "folder": None,
        "takes": _TAKES if name else None,
        "weights": [_live_weights("there is no model folder, so this is the only one")],
        "facts": known.gather(None, notebook, True, pictures),
        "images": pictures,
        "notes": ["This network is only alive in the kernel: it is gone when the kernel stops."],
    }


def _network(
    fits: List[Tuple[str, str]], asked: Optional[str], notebook: Dict[str, Any], own: bool
) -> Tuple[Optional[str], Optional[str]]:
    """Which network, and by what: the kernel's ``Network``, the asked one, the notebook's, the files; else None."""
    said = live.text("Network") if own else None
    for text, by in ((said, "kernel"), (asked, "asked"), (notebook.get("network"), "notebook")):
        found = names.find(text) if text else None
        if found:
            return found, by
    return (fits[0][0], "files") if len(fits) == 1 else (None, None)


def _alternatives(fits: List[Tuple[str, str]]) -> List[Dict[str, Any]]:
    """The networks to choose from: those that the files fit; where they fit none, all that have a recipe."""
    fitting = [_choice(one, why) for one, why in fits if names.recipe_id(one)]
    return fitting or [_choice(one, "its files do not say which network it is") for one in names.RECIPES.values()]


def _is_own(place: Place, notebook: Dict[str, Any]) -> bool:
    """Whether what the kernel and the notebook say is about this folder."""
    if place.origin != "user":
        return True
    return any(
        os.path.realpath(other.folder) == os.path.realpath(place.folder) for other in places.model_places(notebook)
    )


def _images(notebook: Dict[str, Any]) -> List[Dict[str, Any]]:
    """Images of the folders that the notebook names, held-out ones first, each folder once."""
    folders: Dict[str, Tuple[str, bool]] = {}
    training = places.known_text("Training_source", notebook)
    trained_on = os.path.realpath(places.resolve(training["value"], notebook)) if training else None
    for variable, held_out in listing.FOLDERS:
        value = places.known_text(variable, notebook)
        if value:
            folder = places.resolve(value["value"], notebook)
            folders.setdefault(folder, (variable, held_out and os.path.realpath(folder) != trained_on))
    found = [one for folder, (name, held_out) in folders.items() for one in listing.choices(folder, name, held_out)]
    return sorted(found, key=lambda one: not one["heldOut"])


def _disk_weights(one: disk.Weights) -> Dict[str, Any]:
    name = os.path.basename(one.path)
    why = {
        "best": f"the notebook predicts with {name}: the smallest validation loss",
        "last": f"{name} is the network after the last epoch; the notebook does not predict with it",
        "other": f"{name} lies in the folder",
    }[one.kind]
    return {
        "id": f"disk:{one.path}",
        "label": name,
        "path": one.path,
        "variable": None,
        "kind": one.kind,
        "modified": listing.modified(one.path),
        "why": why,
    }


def _live_weights(why: str) -> Dict[str, Any]:
    return {
        "id": f"kernel:{_LIVE_NAME}",
        "label": f"{_LIVE_NAME} in the kernel",
        "path": None,
        "variable": _LIVE_NAME,
        "kind": "kernel",
        "modified": None,
        "why": why,
    }


def _live_choice(weights: List[Dict[str, Any]]) -> bool:
    return any(one["kind"] == "kernel" for one in weights)


def _choice(name: str, why: str) -> Dict[str, Any]:
    return {"id": names.recipe_id(name), "name": name, "why": why}


def _why(name: Optional[str], fits: List[Tuple[str, str]], by: Optional[str]) -> str:
    if by == "kernel":
        return "the kernel's Network says so"
    if by == "asked":
        return "it was asked for"
    if by == "notebook":
        return "the notebook's Network says so"
    return next((why for one, why in fits if one == name), "its files fit")
