"""The files around a model that every notebook leaves: losses, quality control, the training report."""

from __future__ import annotations

import csv
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Dict, List, Sequence

PACKAGES = ("tensorflow", "keras", "tf-keras", "numpy", "csbdeep", "stardist", "n2v")
RESTORATION = ("Prediction v. GT {0}", "{1} v. GT {0}")


def write_rows(path: Path, header: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def write_losses(folder: Path, history: Dict[str, List[float]]) -> None:
    """training_evaluation.csv as most notebooks write it."""
    rate = history["learning_rate"] if "learning_rate" in history else history["lr"]
    rows = [[float(value) for value in row] for row in zip(history["loss"], history["val_loss"], rate)]
    write_rows(folder / "Quality Control" / "training_evaluation.csv", ["loss", "val_loss", "learning rate"], rows)


def restoration_header(other: str, first: Sequence[str] = ("image #",)) -> List[str]:
    """The columns of CARE, Noise2Void and Deep-STORM: three measures, of the prediction and of `other`."""
    measures = [RESTORATION[i].format(name, other) for name in ("mSSIM", "NRMSE", "PSNR") for i in (0, 1)]
    return [*first, *measures]


def packages() -> str:
    found = []
    for name in PACKAGES:
        try:
            found.append(f"{name} v {version(name)}")
        except PackageNotFoundError:
            continue
    return ", ".join(found)


def write_report(folder: Path, network: str, notebook: str, text: str, values: Dict[str, Any]) -> None:
    """`<name>_training_report.pdf`, with the notebook's first sentence and its table of parameters."""
    from fpdf import FPDF

    name = folder.name
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", style="B", size=11)
    pdf.multi_cell(
        180, 5, f"Training report for {network} model ({name})\nDate: 2026-01-01", new_x="LMARGIN", new_y="NEXT"
    )
    pdf.set_font("Helvetica", size=10)
    parameters = "\n".join(f"{key}: {value}" for key, value in values.items())
    for part in (
        f"The {network} model was trained from scratch for {values['number_of_epochs']} epochs {text} "
        f"using the {network} ZeroCostDL4Mic notebook (v {notebook}). Key python packages used include {packages()}.",
        "Parameters",
        parameters,
        f"Model Path: models/{name}",
    ):
        pdf.ln(2)
        pdf.multi_cell(180, 5, part, new_x="LMARGIN", new_y="NEXT")
    pdf.output(str(folder / f"{name}_training_report.pdf"))
