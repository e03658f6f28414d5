"""Everything known about a trained network: training parameters, losses, quality, versions."""

from __future__ import annotations

import csv
import os
from typing import Dict, List, Optional, Sequence

from ..find import namespace, places
from ..find.disk import Found
from ..images import pixel_size
from ..libraries import Config
from ..protocol import ImageChoice, Losses, NotebookFacts
from . import config_files, quality, quality_threshold, training_report
from .fact import Fact, fact, text

_NUMBERS = (
    "number_of_epochs",
    "batch_size",
    "number_of_steps",
    "pooling_steps",
    "patch_width",
    "patch_height",
    "percentage_validation",
    "initial_learning_rate",
    "min_fraction",
    "number_of_training_dataset",
)
_TEXTS = ("Training_source", "Training_target", "Source_QC_folder", "Target_QC_folder", "Data_folder")
_FLAGS = ("Use_pretrained_model", "Use_Data_augmentation", "Use_Default_Advanced_Parameters")


def gather(
    found: Optional[Found],
    notebook: NotebookFacts,
    own: bool,
    pictures: Sequence[ImageChoice],
    network: Optional[str] = None,
    config: Optional[Config] = None,
) -> Dict[str, Fact]:
    """Facts by the notebook's own names.

    ``own``: the kernel's and the notebook's values are about this very network (they may be about another one);
    ``network``: the notebook's string, where it is known; ``config``: the configuration of a live object.
    """
    facts: Dict[str, Fact] = {}
    if own:
        _from_notebook(facts, notebook)
        _from_kernel(facts)
        for name in _TEXTS:
            known = places.known_text(name, notebook)
            if known:
                facts[name] = {**known, "value": places.resolve(text(known), notebook)}
    if found:
        _from_disk(facts, found)
        facts.update(config_files.on_disk(found.folder, found.config, network))
    elif config:
        facts.update(config_files.numbers(config, "kernel", "config"))
    for picture in pictures[:1]:
        size = pixel_size.size(picture["path"])
        if size:
            facts["pixel_size"] = fact(size, "disk", picture["path"])
    average = quality_threshold.found(found.folder if found else None, "average_best_threshold")
    if average and (own or found):
        facts["average_best_threshold"] = average
    return facts


def _from_notebook(facts: Dict[str, Fact], notebook: NotebookFacts) -> None:
    params = notebook.get("params") or {}
    for name in (*_NUMBERS, *_FLAGS):
        if isinstance(params.get(name), (int, float)):
            facts[name] = fact(params[name], "notebook", f"form field {name}")
    if notebook.get("version"):
        facts["Notebook_version"] = fact(notebook["version"], "notebook", "Notebook_version")


def _from_kernel(facts: Dict[str, Fact]) -> None:
    for name in (*_NUMBERS, *_FLAGS):
        value = namespace.simple(name)
        if isinstance(value, (int, float)):
            facts[name] = fact(value, "kernel", name)
    version = namespace.namespace().get("Notebook_version")
    if isinstance(version, list) and version:
        version = version[0]
    if isinstance(version, str):
        facts["Notebook_version"] = fact(version, "kernel", "Notebook_version")
    for name, value in namespace.versions().items():
        if name == "tensorflow":
            facts["tensorflow_version"] = fact(value, "kernel", "installed package tensorflow")


def _from_disk(facts: Dict[str, Fact], found: Found) -> None:
    if found.weights:
        path = found.weights[0].path
        facts["framework"] = fact("keras", "disk", path)
        if found.header and found.header.keras_version:
            facts["framework_version"] = fact(found.header.keras_version, "disk", path)
    for name, told in training_report.values(found.folder).items():
        # The form's values are overwritten by the notebook's code in places; the report has those that were used.
        known = facts.get(name)
        if known is None or known["origin"] == "notebook":
            facts[name] = told
    path = os.path.join(found.folder, "Quality Control", "training_evaluation.csv")
    losses = read_losses(path)
    if losses:
        facts["losses"] = fact(losses, "disk", path)
        facts["epochs_trained"] = fact(len(losses["rows"]), "disk", path)
        rates = [index for index, title in enumerate(losses["columns"]) if title.lower() in ("learning rate", "lr")]
        if rates and losses["rows"]:
            # The form's learning rate is not always the one that was used; the file's is.
            facts["initial_learning_rate"] = fact(losses["rows"][0][rates[0]], "disk", path)
    measured = quality.metrics(found.folder)
    if measured:
        for key, mean in measured.means().items():
            facts[f"qc_{key}"] = fact(mean, "disk", measured.path)
        facts["qc_images"] = fact(measured.rows, "disk", measured.path)


def remarks(found: Found, network: Optional[str]) -> List[str]:
    """Sentences about what a folder should have and has not."""
    return config_files.remarks(found.folder, network)


def read_losses(path: str) -> Optional[Losses]:
    """``Losses`` of a training_evaluation.csv; None where there is none. Half-written last lines are left out."""
    try:
        with open(path, newline="", encoding="utf-8", errors="replace") as file:
            lines = [line for line in csv.reader(file) if line]
    except (OSError, csv.Error):
        return None
    if len(lines) < 2:
        return None
    rows: List[List[float]] = []
    for line in lines[1:]:
        try:
            row = [float(value) for value in line]
        except ValueError:
            continue
        if len(row) == len(lines[0]):
            rows.append(row)
    return {"columns": lines[0], "rows": rows} if rows else None
