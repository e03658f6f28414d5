"""Finds trained networks, in the kernel and on disk. Imports no framework, reads no large file."""

from __future__ import annotations

import os
from typing import List, NamedTuple, Optional, Tuple

from ..errors import Problem
from ..facts import gather, training_report
from ..protocol import Candidate, Detection, DetectParams, NotebookFacts, RecognisedBy, WeightsChoice
from . import candidate, disk, live_networks, names, namespace, places, refused
from .candidate import Fits
from .places import Place

#: Model folders listed of a chosen folder; more could not be looked through by anybody.
_MOST_FOLDERS = 50


class _Asked(NamedTuple):
    """What is known before any folder is looked at."""

    notebook: NotebookFacts
    network: Optional[str]
    #: The file that was chosen by hand, where it was one.
    file: Optional[str]
    #: Sentences for the researcher where nothing is found.
    looked: List[str]


def detect(params: DetectParams, _progress: object = None) -> Detection:
    """``Detection``. Raises ``Problem`` for a folder that is not there or of another network, or an unknown name."""
    notebook: NotebookFacts = params.get("notebook") or {"params": {}}
    folder = params.get("folder")
    path = places.resolve(folder, notebook) if folder else None
    asked = _Asked(notebook, _network_asked(params.get("network")), path if path and os.path.isfile(path) else None, [])
    searched = _chosen(path) if path else places.model_places(notebook)
    candidates = [one for one in (_on_disk(place, asked) for place in searched) if one]
    if not folder:
        held = {one["variable"] for found in candidates for one in found["weights"]}
        alone = [one for one in live_networks.networks() if one.variable not in held]
        # Quality control loads the same network again, under another name: what the folder's own choices hold already.
        there = {_id_of(found) for found in candidates if any(one["variable"] for one in found["weights"])}
        candidates += [one for one in (_only_live(one, asked) for one in alone) if one and _id_of(one) not in there]
    if not searched:
        asked.looked.append(
            "Neither the kernel nor the notebook names a model folder (model_path and model_name). Run section 3.1, or "
            "choose the folder by hand."
        )
    return {"candidates": candidates, "versions": namespace.versions(), "cwd": os.getcwd(), "looked": asked.looked}


def _id_of(found: Candidate) -> Optional[str]:
    return found["network"]["id"] if found["network"] else None


def _network_asked(name: Optional[str]) -> Optional[str]:
    if not name:
        return None
    found = names.find(next((known for key, known in names.RECIPES.items() if key == name), name))
    if found is None:
        raise Problem(
            "ambiguous",
            f'"{name}" is no network that Zooport knows. Those with a recipe: {", ".join(names.RECIPES.values())}.',
            candidates=candidate.alternatives([]),
        )
    return found


def _chosen(path: str) -> List[Place]:
    """A folder or weights file chosen by hand; where it only holds model folders, those."""
    if not os.path.exists(path):
        raise Problem(
            "bad-folder",
            f"There is no folder {path} on the machine of the kernel. Choose the folder that training left behind "
            "(model_path/model_name).",
            path=path,
        )
    path = disk.model_folder(os.path.dirname(path) if os.path.isfile(path) else path)
    if disk.look(path) or disk.unfinished(path):
        return [Place(path, "user", "chosen by hand")]
    try:
        below = sorted(entry.path for entry in os.scandir(path) if entry.is_dir() and not entry.name.startswith("."))
    except OSError as error:
        raise Problem("bad-folder", f"{path} may not be read: {error.strerror}.", path=path) from error
    inside: List[Place] = []
    for one in below:
        if len(inside) == _MOST_FOLDERS:
            # One more is looked for only to tell of it.
            inside[0] = inside[0]._replace(note=_more_folders(path))
            break
        if disk.look(one):
            inside.append(Place(one, "user", "chosen by hand"))
    return inside or [Place(path, "user", "chosen by hand")]


def _more_folders(path: str) -> str:
    return (
        f"{path} holds many folders; the first {_MOST_FOLDERS} with a trained network are listed, and the others were "
        "not looked into. Choose the model folder itself if it is not among them."
    )


def _on_disk(place: Place, asked: _Asked) -> Optional[Candidate]:
    if not os.path.isdir(place.folder):
        asked.looked.append(f"{place.folder} is not there ({place.where} in the {place.origin} names it).")
        return None
    place = place._replace(folder=disk.model_folder(place.folder))
    own = _is_own(place, asked.notebook)
    found = None if disk.damaged(place.folder) else disk.look(place.folder, _said(asked, own), asked.file)
    if found is None:
        asked.looked.append(
            disk.unfinished(place.folder)
            or f"{place.folder} holds no trained network: no .keras, .h5 or .hdf5 file was found in it."
        )
        return None
    if asked.file:
        found = disk.preferring(found, asked.file)
    name, by = _network(found.fits, asked, own)
    note = None
    if name and by != "files" and found.fits and name not in [one for one, _ in found.fits]:
        note = _contradiction(place.folder, found.fits[0], name, by)
        if by == "asked":
            if place.origin == "user":
                raise Problem("bad-folder", note, path=place.folder)
            asked.looked.append(note)
            return None
        name, by = (found.fits[0][0], "files") if len(found.fits) == 1 else (None, None)
    if name is not None and (not found.weights or names.recipe_id(name) is None):
        asked.looked.append(_without_recipe(name, f"{place.folder} holds", _why(name, found.fits, by)))
        return None
    described = _described(found, place, asked.notebook, own, name, by)
    described["notes"] = [one for one in (note, place.note) if one] + described["notes"]
    return described


def _described(
    found: disk.Found, place: Place, notebook: NotebookFacts, own: bool, name: Optional[str], by: Optional[RecognisedBy]
) -> Candidate:
    running = disk.training_runs(found)
    notes = found.notes + ([running] if running else [])
    weights = [candidate.disk_weights(one) for one in found.weights]
    held, note = _held(found, own, name)
    if held:
        weights.append(held)
        notes.append(note)
    trained = _was_trained_here(found.folder, notebook)
    # Of another network's images nobody knows which this one has seen: they are offered, but as nothing more.
    pictures = candidate.images(notebook) if own or place.origin == "user" else []
    pictures = pictures if trained else [{**one, "heldOut": False} for one in pictures]
    described: Candidate = {
        "id": f"folder:{found.folder}",
        "network": candidate.choice(name, _why(name, found.fits, by)) if name else None,
        "recognisedBy": by,
        "alternatives": [] if name else candidate.alternatives(found.fits),
        "modelName": os.path.basename(found.folder),
        "folder": found.folder,
        "takes": candidate.takes(name, found.config),
        "weights": weights,
        "facts": gather.gather(found, notebook, trained, pictures if trained else [], name),
        "images": pictures,
        "notes": notes + candidate.unlisted(pictures) + gather.remarks(found, name),
    }
    if not trained:
        described["foreign"] = True
    return described


def _held(found: disk.Found, own: bool, name: Optional[str]) -> Tuple[Optional[WeightsChoice], str]:
    """The same network in the kernel, where there is one, and what to know about it."""
    file = os.path.basename(found.weights[0].path)
    for one in live_networks.networks():
        folder = live_networks.folder_of(one.value)
        if folder is not None:
            if os.path.realpath(folder) == os.path.realpath(found.folder):
                return candidate.live_weights(one, "it holds the best weights after training, or what came since"), (
                    f"The kernel also holds this network ({one.variable}). After training it has the weights of "
                    f"{file}, which is the default."
                )
            continue
        fits = candidate.live_fits(one)
        if own and (not fits or name is None or name in [other for other, _ in fits]):
            return candidate.live_weights(one, "it holds the last epoch, or what was trained since"), (
                f"The kernel also holds a trained network ({one.variable}), as it was after the last epoch. The "
                f"notebook predicts with {file}, so that is the default."
            )
    return None, ""


def _only_live(one: live_networks.Alive, asked: _Asked) -> Optional[Candidate]:
    """A network that is alive in the kernel and has no folder (any more)."""
    fits = candidate.live_fits(one)
    name, by = _network(fits, asked, True)
    if name and fits and name not in [other for other, _ in fits]:
        # The kernel's Network is about another variable.
        name, by = (fits[0][0], "files") if len(fits) == 1 else (None, None)
    if name is not None and names.recipe_id(name) is None:
        asked.looked.append(_without_recipe(name, "The kernel holds", f"its variable {one.variable}"))
        return None
    pictures = candidate.images(asked.notebook)
    config = live_networks.config_of(one.value)
    return {
        "id": f"kernel:{one.variable}",
        "network": candidate.choice(name, _why(name, fits, by)) if name else None,
        "recognisedBy": by,
        "alternatives": [] if name else candidate.alternatives(fits),
        "modelName": namespace.text("model_name") or one.variable,
        "folder": None,
        "takes": candidate.takes(name, config),
        "weights": [candidate.live_weights(one, "there is no model folder, so this is the only one")],
        "facts": gather.gather(None, asked.notebook, True, pictures, name, config),
        "images": pictures,
        "notes": ["This network is only alive in the kernel: it is gone when the kernel stops."],
    }


def _network(fits: Fits, asked: _Asked, own: bool) -> Tuple[Optional[str], Optional[RecognisedBy]]:
    """Which network, and by what: the kernel's ``Network``, the asked one, the notebook's, the files; else None."""
    for found, by in _words(asked, own):
        return found, by
    return (fits[0][0], "files") if len(fits) == 1 else (None, None)


def _words(asked: _Asked, own: bool) -> List[Tuple[str, RecognisedBy]]:
    """The networks that were said, by whom, the weightiest first."""
    said = namespace.text("Network") if own else None
    written = asked.notebook.get("network") if own else None
    words: Tuple[Tuple[Optional[str], RecognisedBy], ...] = (
        (said, "kernel"),
        (asked.network, "asked"),
        (written, "notebook"),
    )
    found = [(names.find(text) if text else None, by) for text, by in words]
    return [(name, by) for name, by in found if name]


def _said(asked: _Asked, own: bool) -> List[str]:
    return [name for name, _ in _words(asked, own)]


def _contradiction(folder: str, fit: Tuple[str, str], said: str, by: Optional[RecognisedBy]) -> str:
    other, why = fit
    if by == "asked":
        return (
            f"{folder} holds a {other} network ({why}), no {said}. Choose the folder of the {said} network, or leave "
            f"out which network it is."
        )
    who = "The kernel's Network" if by == "kernel" else "The notebook's Network"
    return f"{who} says {said}, but {folder} holds a {other} network ({why}); it is taken for what its files say."


def _without_recipe(name: str, where: str, why: str) -> str:
    place = f"{where} a {name} network ({why})."
    return refused.why(name, place) or f"{place} {refused.not_yet(name)}"


def _is_own(place: Place, notebook: NotebookFacts) -> bool:
    """Whether what the kernel and the notebook say is about this folder."""
    if place.origin != "user":
        return True
    return any(_same(other.folder, place.folder) for other in places.model_places(notebook))


def _was_trained_here(folder: str, notebook: NotebookFacts) -> bool:
    """Whether what the kernel and the notebook say of a training is about this folder.

    By its path, or where the report that training wrote is the very same: the folder was copied, renamed or moved.
    """
    trained = places.trained_folder(notebook)
    if trained is None:
        return False
    return _same(trained, folder) or training_report.is_copy(folder, disk.model_folder(trained))


def _same(one: str, other: str) -> bool:
    return os.path.realpath(disk.model_folder(one)) == os.path.realpath(other)


def _why(name: Optional[str], fits: Fits, by: Optional[RecognisedBy]) -> str:
    if by == "kernel":
        return "the kernel's Network says so"
    if by == "asked":
        return "it was asked for"
    if by == "notebook":
        return "the notebook's Network says so"
    return next((why for one, why in fits if one == name), "its files fit")
