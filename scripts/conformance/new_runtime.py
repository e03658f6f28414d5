"""Runs a bundle's ONNX network in the newest onnxruntime, and leaves the tensors for old_runtime.mjs.

    .envs/new/bin/python scripts/conformance/new_runtime.py BUNDLE_FOLDER OUTPUT_FOLDER

BUNDLE_FOLDER is an unpacked bundle. The input is the test input, scaled to a mean of 0 and a standard deviation of 1:
what is compared is two runtimes, not the description. The last line of standard output is the path of the ONNX file.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Dict, List

import numpy as np
import onnxruntime
from ruyaml import YAML


def main(bundle: Path, output: Path) -> None:
    description = YAML(typ="safe").load(bundle / "rdf.yaml")
    model = bundle / description["weights"]["onnx"]["source"]
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    feeds = {}
    for wanted, told in zip(session.get_inputs(), description["inputs"]):
        tensor = np.load(bundle / told["test_tensor"]["source"]).astype(np.float32)
        feeds[wanted.name] = (tensor - tensor.mean()) / (tensor.std() + 1e-6)
    names = [one.name for one in session.get_outputs()]
    results = dict(zip(names, session.run(names, feeds)))
    output.mkdir(parents=True, exist_ok=True)
    tensors = {"inputs": written(feeds, output, "in"), "outputs": written(results, output, "out")}
    (output / "tensors.json").write_text(json.dumps(tensors))
    print(model)


def written(tensors: Dict[str, Any], output: Path, kind: str) -> List[Dict[str, Any]]:
    """Each tensor as raw little-endian float32."""
    rows = []
    for number, (name, tensor) in enumerate(tensors.items()):
        file = f"{kind}_{number}.bin"
        tensor.astype("<f4").tofile(output / file)
        rows.append({"name": name, "shape": list(tensor.shape), "file": file})
    return rows


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
