"""tf2onnx, where the kernel has it: the way out for a layer that our own converter does not know."""

from __future__ import annotations

import importlib
import os
import re
from typing import Callable, Optional, Sequence, Tuple

from ..errors import Problem
from ..libraries import Framework
from ..protocol import Converted, Tf2onnxParams
from ..transport import folders
from . import framework

_OPSET = 17
_IR = 8
#: Once in a hundred times or so tf2onnx's optimizer takes the last Squeeze away, and the output has an axis too many.
_TRIES = 5

#: Name and shape of an input, None for a free size.
Input = Tuple[str, Sequence[Optional[int]]]


def convert(params: Tf2onnxParams, progress: Callable[[str, Optional[float]], None]) -> Converted:
    """Converts the weights of a prepared folder to one ONNX file: default-domain opset 17, IR at most 8."""
    directory = folders.owned(params["directory"])
    weights = next(
        (name for name in ("weights.keras", "weights.h5") if os.path.exists(os.path.join(directory, name))), ""
    )
    if not weights:
        raise Problem("bad-folder", f"{directory} holds no prepared weights. Make the bundle again from the start.")
    progress("Converting with tf2onnx", None)
    allow_code = params.get("allowCode") is True
    loaded = framework.load(os.path.join(directory, weights), weights, allow_code=allow_code)
    model = from_function(
        lambda batch: loaded(batch, training=False), [("input", loaded.input_shape)], [len(loaded.output_shape)]
    )
    path = os.path.join(directory, "weights.onnx")
    importlib.import_module("onnx").save(model, path)
    described = folders.described(path, "weights")
    return {"path": described["path"], "size": described["size"], "sha256": described["sha256"]}


def from_function(run: Callable[..., object], inputs: Sequence[Input], ranks: Sequence[int]) -> Framework:
    """The ONNX model of a function of TensorFlow that takes float32 tensors by position and gives one, or a list.

    ``ranks``: numbers of axes of what it gives. Raises ``Problem``: 'no-framework' without tf2onnx, 'bad-model' for
    what it cannot write.
    """
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
    signature = [tensorflow.TensorSpec(shape, tensorflow.float32, name=name) for name, shape in inputs]
    try:
        model = _converted(tensorflow.function(run, input_signature=signature), signature, ranks, tf2onnx)
    except (KeyboardInterrupt, MemoryError):
        raise
    except Exception as error:
        # Keras names the layer in the midst of its message.
        met = re.search(r"when calling (\w+)\.call", str(error))
        where = f"a layer of the kind {met.group(1)}" if met else f"one of them ({type(error).__name__})"
        raise Problem(
            "bad-model",
            "One of the network's layers is not known to Zooport, and tf2onnx could not write the network either: it "
            f"stopped at {where}. Replace the layers that are not known by others, and train again.",
        ) from error
    _tidy(model)
    _refuse_unknown(model, onnx)
    onnx.checker.check_model(model)
    return model


def _converted(run: Framework, signature: Framework, ranks: Sequence[int], tf2onnx: Framework) -> Framework:
    for _ in range(_TRIES):
        model, _ = tf2onnx.convert.from_function(
            run, input_signature=signature, opset=_OPSET, custom_op_handlers={"Erfc": (_complement, [])}
        )
        if [len(one.type.tensor_type.shape.dim) for one in model.graph.output] == list(ranks):
            break
    return model


def _complement(graph: Framework, node: Framework, name: str, _: object) -> None:
    """TensorFlow computes the exact GELU by erfc(x) = 1 - erf(x), which neither tf2onnx nor ONNX knows."""
    import numpy as np

    kind, shape = graph.get_dtype(node.output[0]), graph.get_shape(node.output[0])
    given, made = list(node.input), list(node.output)
    graph.remove_node(name)
    # ONNX numbers its types as tf2onnx does: 10 is float16, 11 float64.
    number = {10: np.float16, 11: np.float64}.get(kind, np.float32)
    one = graph.make_const(f"{name}/one", np.array(1, number))
    erf = graph.make_node("Erf", given, name=f"{name}/erf", shapes=[shape], dtypes=[kind])
    graph.make_node("Sub", [one.output[0], erf.output[0]], name=name, outputs=made, shapes=[shape], dtypes=[kind])


def _refuse_unknown(model: Framework, onnx: Framework) -> None:
    """tf2onnx leaves an operation that it does not know in the graph under TensorFlow's name, and only logs it."""
    foreign = next((node for node in model.graph.node if not node.domain and not onnx.defs.has(node.op_type)), None)
    if foreign is not None:
        raise Problem(
            "bad-model",
            f'The network has an operation ("{foreign.op_type}", in "{foreign.name}") that neither Zooport nor tf2onnx '
            "can write as ONNX. Replace the layer by one that is known, and train again.",
            operation=foreign.op_type,
        )


def _tidy(model: Framework) -> None:
    """tf2onnx declares ai.onnx.ml even where no node uses it, which some readers refuse."""
    used = {node.domain for node in model.graph.node} | {""}
    kept = [opset for opset in model.opset_import if opset.domain in used or opset.domain == "ai.onnx"]
    del model.opset_import[:]
    model.opset_import.extend(kept)
    model.ir_version = min(model.ir_version, _IR)
