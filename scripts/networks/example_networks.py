"""The example notebooks: where each trains, what it leaves, and how its quality control is read.

The ids are those of the recipes (`zooport/kernel/recipes/registry.py`), and the names of the notebooks in `examples/`.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Optional

ROOT = Path(__file__).resolve().parents[2]
#: The PSNR of the predictions less that of their inputs: two columns.
GAIN = "Prediction v. GT PSNR - Input v. GT PSNR"


@dataclass(frozen=True)
class Example:
    """One notebook, and what a run of it leaves in its folder."""

    id: str
    #: The notebook's own `Network`.
    network: str
    #: The environment in `.envs` that trains it.
    environment: str
    #: `model_name` of its form; the folder is models/model_name.
    model: str
    #: An image that the network has not seen, relative to the run's folder.
    image: str
    #: The measure of its quality control that it asserts, and the least that it must reach.
    measure: str
    least: float
    #: The numbered sections of the public notebook, which this one has as well.
    sections: str
    #: Quality control's own table below the folder, and its column; where it writes none, pictures are compared.
    table: Optional[str] = None
    column: str = ""
    #: The bundle that its own last cell writes, for a network that is in no catalogue.
    bundle: Optional[str] = None

    @property
    def notebook(self) -> Path:
        return ROOT / "examples" / f"{self.id}.ipynb"

    @property
    def python(self) -> str:
        """The Python that trains it."""
        return str(ROOT / ".envs" / self.environment / "bin" / "python")

    @property
    def variables(self) -> Dict[str, str]:
        """Environment variables with which it trains: Noise2Void needs the older Keras."""
        return {"TF_USE_LEGACY_KERAS": "1"} if self.environment == "keras2" else {}

    def folder(self, run: Path) -> Path:
        return run / "models" / self.model

    def score(self, run: Path) -> float:
        """The measure on the held-out images, from the files that quality control has written."""
        quality = self.folder(run) / "Quality Control"
        if self.table is None:
            return overlap(quality / "Prediction", run / "data" / "held_out" / "masks")
        rows = table(next(quality.glob(self.table)))
        if self.column == GAIN:
            return mean([float(row["Prediction v. GT PSNR"]) - float(row["Input v. GT PSNR"]) for row in rows])
        return mean([float(row[self.column]) for row in rows])


def _restoring(name: str, network: str, environment: str, model: str, low: str, least: float, sections: str) -> Example:
    image = f"data/held_out/{low}/nuclei_held_out.tif"
    return Example(
        name, network, environment, model, image, "PSNR gain (dB)", least, sections, "QC_metrics_*.csv", GAIN
    )


_NUCLEI = "data/held_out/images/nuclei_held_out.tif"
EXAMPLES: Dict[str, Example] = {
    one.id: one
    for one in (
        Example(
            "unet_2d",
            "U-Net (2D)",
            "train",
            "nuclei_unet",
            _NUCLEI,
            "IoU",
            0.8,
            "0 1 1.1 1.2 1.3 2 2.1 2.2 3 3.1 3.2 3.3 4 4.1 4.2 5 5.1 5.2 5.3 6 6.1 6.2 6.3 7",
            "QC_metrics_*.csv",
            "IoU",
        ),
        Example(
            "stardist_2d",
            "StarDist 2D",
            "train",
            "nuclei_stardist",
            _NUCLEI,
            "panoptic quality",
            0.6,
            "0 1 1.1 1.2 1.3 2 2.1 2.2 3 3.1 3.2 3.3 3.4 4 4.1 4.2 5 5.1 5.2 5.3 6 6.1 6.2 6.3 7",
            "Quality_Control for *.csv",
            "panoptic_quality",
        ),
        Example(
            "unet_3d",
            "U-Net (3D)",
            "train",
            "nuclei_unet3d",
            "data/held_out/stacks/nuclei_held_out.tif",
            "IoU",
            0.6,
            "0 1 1.1 1.2 1.3 2 2.1 2.2 3 3.1 3.2 4 4.1 4.2 5 5.1 5.2 5.3 5.4 6 6.1 6.2 7",
        ),
        Example(
            "unet_2d_multilabel",
            "U-Net (2D) multilabel",
            "train",
            "nuclei_multilabel",
            _NUCLEI,
            "mean IoU",
            0.7,
            "0 1 1.1 1.2 1.3 2 2.1 2.2 3 3.1 3.2 3.3 4 4.1 4.2 5 5.1 5.2 6 7 7.1 7.2 8",
            "QC_metrics_*.csv",
            "Prediction v. GT averaged IoU",
        ),
        Example(
            "deep_storm",
            "Deep-STORM",
            "train",
            "blinks_deepstorm",
            "data/frame/blinks_frame.tif",
            "recall",
            0.7,
            "0 1 1.1 1.2 2 2.1 2.2 3 3.1 3.2 4 4.1 4.2 4.4 5 5.1 5.2 6 6.1 6.2 6.3 6.4 7",
            "*_QC_localizations.csv",
            "recall",
        ),
        _restoring(
            "care_2d",
            "CARE (2D)",
            "train",
            "nuclei_care",
            "low",
            3,
            "0 1 1.1 1.2 1.3 2 2.1 2.2 3 3.1 3.2 3.3 4 4.1 4.2 5 5.1 5.2 6 6.1 6.2 6.3 7",
        ),
        _restoring(
            "care_3d",
            "CARE (3D)",
            "train",
            "nuclei_care3d",
            "low",
            3,
            "0 1 1.1 1.2 1.3 2 2.1 2.2 3 3.1 3.2 3.3 4 4.1 4.2 5 5.1 5.2 6 6.1 6.2 7",
        ),
        _restoring(
            "n2v_2d",
            "Noise2Void (2D)",
            "keras2",
            "nuclei_n2v",
            "noisy",
            2,
            "0 1 1.1 1.2 1.3 2 2.1 2.2 3 3.1 3.2 3.3 4 4.1 4.2 5 5.1 5.2 6 6.1 6.2 6.3 7",
        ),
        _restoring(
            "n2v_3d",
            "Noise2Void (3D)",
            "keras2",
            "nuclei_n2v3d",
            "noisy",
            2,
            "0 1 1.1 1.2 1.3 2 2.1 2.2 3 3.1 3.2 3.3 4 4.1 4.2 5 5.1 5.2 6 6.1 6.2 7",
        ),
    )
}

#: Networks of one's own, which are in no catalogue: their notebooks export with `zooport.export`.
OWN: Dict[str, Example] = {
    "own_network": Example(
        "own_network",
        "a network of one's own (PyTorch)",
        "new",
        "nuclei_own",
        _NUCLEI,
        "IoU",
        0.7,
        "",
        "QC_metrics_*.csv",
        "IoU",
        "nuclei_own.bioimageio.zip",
    )
}
ALL = {**EXAMPLES, **OWN}


def table(path: Path) -> List[Dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def mean(values: List[float]) -> float:
    return sum(values) / len(values)


def overlap(predictions: Path, masks: Path) -> float:
    """Mean intersection over union of the thresholded stacks with the true ones; the notebook writes no table."""
    import numpy as np
    import tifffile

    values = []
    for path in sorted(predictions.glob("*_prediction_threshold.tif")):
        found = tifffile.imread(path) > 0
        true = tifffile.imread(masks / path.name.replace("_prediction_threshold", "")) > 0
        values.append(float(np.logical_and(found, true).sum() / np.logical_or(found, true).sum()))
    return mean(values)
