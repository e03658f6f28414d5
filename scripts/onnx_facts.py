"""What the onnx library says about ONNX files, one JSON document: the reference for src/onnx.

.envs/train/bin/python scripts/onnx_facts.py MODEL.onnx ...
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import Any

import onnx


def tensor(value: Any) -> dict[str, Any]:
    kind = value.type.tensor_type
    dims = [dim.dim_value if dim.dim_value > 0 else None for dim in kind.shape.dim]
    return {"name": value.name, "elemType": kind.elem_type, "shape": dims}


def facts(path: str) -> dict[str, Any]:
    model = onnx.load(path, load_external_data=False)
    try:
        onnx.checker.check_model(model, full_check=True)
        problem = None
    except Exception as error:
        problem = str(error)
    constants = {item.name for item in model.graph.initializer}
    return {
        "opset": next((item.version for item in model.opset_import if item.domain in ("", "ai.onnx")), 0),
        "irVersion": model.ir_version,
        "inputs": [tensor(value) for value in model.graph.input if value.name not in constants],
        "outputs": [tensor(value) for value in model.graph.output],
        "operators": dict(
            Counter(f"{node.domain}.{node.op_type}" if node.domain else node.op_type for node in model.graph.node)
        ),
        "externalData": any(item.data_location == onnx.TensorProto.EXTERNAL for item in model.graph.initializer),
        "initializers": {item.name: list(item.dims) for item in model.graph.initializer},
        "problem": problem,
    }


if __name__ == "__main__":
    print(json.dumps([facts(path) for path in sys.argv[1:]]))
