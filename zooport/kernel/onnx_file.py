"""tf2onnx, where the kernel has it: the way out for a layer that our own converter does not know."""

from __future__ import annotations

import importlib
import os
from typing import Any, Callable, Dict, Optional

from . import folders, framework
from .problem import Problem

_OPSET = 17
_IR = 8


def convert(params: Dict[str, Any], progress: Callable[[str, Optional[float]], None]) -> Dict[str, Any]:
    """Converts the weights of a prepared folder to one ONNX file: default-domain opset 17, IR at most 8."""
    directory = folders.owned(params["directory"])
    weights = next(
        (name for name in ("weights.keras", "weights.h5") if os.path.exists(os.path.join(directory, name))), ""
    )
    if not weights:
        raise Problem("bad-folder", f"{directory} holds no prepared weights. Make the bundle again from the start.")
    try:
        tf2onnx = importlib.import_module("tf2onnx")
        onnx = importlib.import_module("onnx")
        tensorflow = importlib.import_module("tensorflow")
    except ImportError as error:
        raise Problem(
            "no-framework",
            f"This kernel has no {error.name}, which the conversion of this network needs. Install it: pip install "
            "tf2onnx onnx.",
        ) from error
    progress("Converting with tf2onnx", None)
    allow_code = params.get("allowCode") is True
    loaded = framework.load(os.path.join(directory, weights), weights, allow_code=allow_code)
    signature = [tensorflow.TensorSpec(shape, tensorflow.float32, name="input") for shape in [loaded.input_shape]]
    run = tensorflow.function(lambda batch: loaded(batch, training=False), input_signature=signature)
    model, _ = tf2onnx.convert.from_function(run, input_signature=signature, opset=_OPSET)
    _tidy(model)
    onnx.checker.check_model(model)
    path = os.path.join(directory, "weights.onnx")
    onnx.save(model, path)
    described = folders.described(path, "weights")
    return {key: described[key] for key in ("path", "size", "sha256")}


def _tidy(model: Any) -> None:
    """tf2onnx declares ai.onnx.ml even where no node uses it, which some readers refuse."""
    used = {node.domain for node in model.graph.node} | {""}
    kept = [opset for opset in model.opset_import if opset.domain in used or opset.domain == "ai.onnx"]
    del model.opset_import[:]
    model.opset_import.extend(kept)
    model.ir_version = min(model.ir_version, _IR)
