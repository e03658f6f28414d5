"""What this environment's onnxruntime makes of a bundle: what an older one is held against."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Dict, List, Sequence

import numpy as np

from chains_case import Array


def reference(bundle: Path, inputs: Sequence[Array]) -> None:
    """What this environment's onnxruntime gives for the inputs, for `scripts/conformance/old_runtime.mjs`.

    The folder beside the bundle, of its name, holds the network and the tensors.
    """
    import onnxruntime

    folder = bundle.with_suffix("")
    folder.mkdir()
    with zipfile.ZipFile(bundle) as archive:
        archive.extract("weights.onnx", folder)
    session = onnxruntime.InferenceSession(str(folder / "weights.onnx"), providers=["CPUExecutionProvider"])
    feeds = {given.name: np.ascontiguousarray(one) for given, one in zip(session.get_inputs(), inputs)}
    results = dict(zip([one.name for one in session.get_outputs()], session.run(None, feeds)))
    tensors: Dict[str, List[Dict[str, object]]] = {"inputs": [], "outputs": []}
    for kind, arrays in (("inputs", feeds), ("outputs", results)):
        for name, values in arrays.items():
            values.astype("<f4").tofile(folder / f"{kind}-{name}")
            tensors[kind].append({"name": name, "shape": list(values.shape), "file": f"{kind}-{name}"})
    (folder / "tensors.json").write_text(json.dumps(tensors))
