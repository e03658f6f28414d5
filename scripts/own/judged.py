"""What bioimageio.core says of every weights format of the bundles in a folder.

    .envs/zoo/bin/python scripts/own/judged.py FOLDER [BEGINNING]

Those whose names begin so: the newest PyTorch and TensorFlow cannot live in one process.

Prints JSON: `{bundle: {weights: "passed" or what was wrong}}`, and ends with 1 where one did not pass.
"""

from __future__ import annotations

import json
import sys
import warnings
import zipfile
from pathlib import Path
from typing import Any, Dict, List

FORMATS = ("onnx", "torchscript", "pytorch_state_dict", "keras_v3", "keras_hdf5")


def formats_of(bundle: Path) -> List[str]:
    """The weights formats that its description has."""
    from ruyaml import YAML

    with zipfile.ZipFile(bundle) as archive:
        description = YAML(typ="safe").load(archive.read("rdf.yaml"))
    return [name for name in FORMATS if name in description["weights"]]


def judged(bundle: Path, weights: str) -> str:
    from bioimageio.core import test_description

    summary: Any = test_description(bundle, weight_format=weights, expected_type="model")
    if summary.status == "passed":
        return "passed"
    errors = [str(error.msg) for detail in summary.details for error in detail.errors]
    return "; ".join(errors)[:1000] or str(summary.status)


def main(folder: Path, beginning: str = "") -> int:
    warnings.simplefilter("ignore")
    said: Dict[str, Dict[str, str]] = {}
    for bundle in sorted(folder.glob(f"{beginning}*.zip")):
        said[bundle.name] = {weights: judged(bundle, weights) for weights in formats_of(bundle)}
    print(json.dumps(said))
    return int(any(answer != "passed" for answers in said.values() for answer in answers.values()))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))
