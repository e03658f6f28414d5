"""Where the kernel and the notebook say that models and images lie, as absolute paths."""

from __future__ import annotations

import os
from typing import Callable, Dict, List, NamedTuple, Optional, Tuple

from ..facts.fact import Fact, fact
from ..protocol import NotebookFacts, Origin
from . import namespace

_MODEL_NAMES = (
    ("model_path", "model_name"),
    ("QC_model_path", "QC_model_name"),
    ("Prediction_model_path", "Prediction_model_name"),
    ("qc_model_path", "qc_model_name"),
)
_MODEL_FOLDERS = ("full_model_path", "full_QC_model_path", "full_Prediction_model_path", "QC_model_folder",
                  "Prediction_model_folder", "full_qc_model_path", "prediction_model_path")  # fmt: skip


class Place(NamedTuple):
    """A folder that may hold a trained network."""

    folder: str
    #: 'kernel', 'notebook' or 'user'.
    origin: Origin
    #: The variables that name it.
    where: str
    #: A sentence for the researcher on what was not listed beside it.
    note: Optional[str] = None


def model_places(notebook: NotebookFacts) -> List[Place]:
    """Folders that the kernel names, then those that the notebook's form names, each once."""
    found: List[Place] = []
    sources: List[Tuple[Origin, Callable[[str], Optional[str]]]] = [
        ("kernel", namespace.text),
        ("notebook", _form(notebook)),
    ]
    for origin, get in sources:
        for parent, name in _MODEL_NAMES:
            first, second = get(parent), get(name)
            if first and second:
                # One notebook (Deep-STORM) has the whole folder where the others have the one above it.
                whole = os.path.basename(os.path.normpath(first)) == second and not os.path.isdir(
                    resolve(os.path.join(first, second), notebook)
                )
                path = first if whole else os.path.join(first, second)
                found.append(Place(resolve(path, notebook), origin, f"{parent}, {name}"))
        for variable in _MODEL_FOLDERS:
            value = get(variable)
            if value:
                found.append(Place(resolve(value, notebook), origin, variable))
    unique: Dict[str, Place] = {}
    for place in found:
        unique.setdefault(place.folder, place)
    return list(unique.values())


def trained_folder(notebook: NotebookFacts) -> Optional[str]:
    """The folder that the notebook's training writes: what kernel and form say of a training is about this one.

    Quality control and prediction name folders, too, but often those of another network.
    """
    places = model_places(notebook)
    trained = [one for one in places if one.where in ("model_path, model_name", "full_model_path")]
    return next((one.folder for one in trained or places), None)


def known_text(name: str, notebook: NotebookFacts) -> Optional[Fact]:
    """A text of that name: the kernel beats the form, which the notebook's code may overwrite."""
    value = namespace.text(name)
    if value:
        return fact(value, "kernel", name)
    value = _form(notebook)(name)
    return fact(value, "notebook", name) if value else None


def resolve(path: str, notebook: NotebookFacts) -> str:
    """An absolute path. Notebooks change the working folder, so ``base_path`` and the notebook's folder come first."""
    path = os.path.expanduser(path)
    if os.path.isabs(path):
        return os.path.normpath(path)
    roots = [root for root in (namespace.text("base_path"), notebook.get("folder"), os.getcwd()) if root]
    tried = [os.path.abspath(os.path.join(root, path)) for root in roots]
    return next((one for one in tried if os.path.exists(one)), tried[0])


def _form(notebook: NotebookFacts) -> Callable[[str], Optional[str]]:
    params = notebook.get("params") or {}

    def get(name: str) -> Optional[str]:
        value = params.get(name)
        return value if isinstance(value, str) and value.strip() else None

    return get
