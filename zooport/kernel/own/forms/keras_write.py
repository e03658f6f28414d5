"""The forms of a network of Keras for its bundle: weights that Keras reads, and ONNX where only tf2onnx can."""

from __future__ import annotations

import os
import sys
from typing import List, Mapping, Optional, Sequence, Tuple, cast

import numpy as np

from ...errors import Problem
from ...keras import framework
from ...keras import saved as keras_saved
from ...libraries import Array, Framework, Network
from ...own_protocol import OwnFormat, OwnWeights
from ...transport import folders
from ..network import LastStep, Saved
from ..structure import leaves
from . import keras_onnx
from .keras_task import Task, is_tensor, to_array
from .keras_task import expected as expected_of
from .sameness import same

#: Difference of the same kernels in another order, of the largest value.
_SAME = 1e-5
_OPSET = 17


def write(task: Task) -> Saved:
    """Writes all forms that can be. Raises ``Problem`` where nothing that others read can be written."""
    foreign = keras_saved.foreign(task.network) if task.graph else [type(task.network).__name__]
    expected = [expected_of(task, inputs) for inputs in task.shapes]
    weights: List[OwnWeights] = []
    files: List[str] = []
    notes: List[str] = []
    if foreign:
        notes.append(
            f"No reader of the bundle has the code of {', '.join(foreign)}, so the bundle has no weights for Keras, "
            "only ONNX."
        )
    elif len(task.names) > 1:
        # bioimageio.core (0.10.4, 0.11.0) calls `predict(first, second)`, and Keras takes the second for a batch size.
        notes.append(
            "The bundle has no weights for Keras, only ONNX, since bioimageio.core cannot run networks of Keras with "
            "several inputs."
        )
    else:
        row, path = _native(task, expected)
        weights.append(row)
        files.append(path)
    if foreign or len(task.kept) > 1 or len(task.shapes[0]) > 1:
        path = keras_onnx.write(task, expected)
        weights.append(
            {
                "format": "onnx",
                "file": os.path.basename(path),
                "versions": {"opset_version": _OPSET},
                "architecture": None,
            }
        )
        files.append(path)
    return Saved(weights, [folders.described(path, "weights") for path in files], notes)


def _native(task: Task, expected: Sequence[Sequence[Array]]) -> Tuple[OwnWeights, str]:
    """Weights that Keras reads, read again and the same."""
    whole = _whole(task)
    path, form = keras_saved.save(whole, task.keras, task.directory)
    again = keras_saved.reload(path, task.keras, task.custom)
    for inputs, outputs in zip(task.shapes, expected):
        made = again(inputs[0] if len(inputs) == 1 else list(inputs))
        found = [to_array(leaf.value) for leaf in leaves(made, is_tensor)]
        if not same(found, outputs, _SAME):
            raise Problem(
                "bad-model",
                "The network saved anew does not give the same as the trained one. Please report this with the "
                "network's file.",
            )
    tensorflow = getattr(sys.modules.get("tensorflow"), "__version__", None)
    backend = task.keras.backend.backend() if hasattr(task.keras.backend, "backend") else "tensorflow"
    engine = getattr(sys.modules.get(backend), "__version__", None)
    versions: Mapping[str, object] = {"tensorflow_version": tensorflow}
    if form == "keras_v3":
        versions = {"keras_version": str(task.keras.__version__), "backend": [backend, engine]}
    return _row(cast(OwnFormat, form), path, versions), path


def _row(form: OwnFormat, path: str, versions: Mapping[str, object]) -> OwnWeights:
    return {"format": form, "file": os.path.basename(path), "versions": versions, "architecture": None}


def _whole(task: Task) -> Network:
    """The network with its outputs in order and the last steps as layers."""
    network = cast(Framework, task.network)
    symbols = {leaf.name: leaf.value for leaf in leaves(_structure(network), is_tensor)}
    names = [leaf.name for leaf in task.outputs]
    if not task.steps and list(task.kept) == names and list(symbols) == names and _is_flat(network):
        return task.network
    if set(task.kept) - set(symbols):
        # Older Keras keeps no names of a dict's outputs; both give them in the same order.
        symbols = dict(zip(names, network.outputs))
    made = [_layer(task, symbols[name], task.steps.get(name)) for name in task.kept]
    return cast(Network, task.keras.Model(network.inputs, made[0] if len(made) == 1 else made))


def _structure(network: Framework) -> object:
    found = getattr(network, "_outputs_struct", None)
    if found is not None:
        return found
    return network.outputs[0] if len(network.outputs) == 1 else list(network.outputs)


def _is_flat(network: Framework) -> bool:
    return not isinstance(getattr(network, "_outputs_struct", None), dict)


def _layer(task: Task, symbol: object, step: Optional[LastStep]) -> object:
    """What stands behind one output."""
    if step is None:
        return symbol
    rank = len(cast(Array, symbol).shape)
    if step.kind == "argmax":
        if framework.major(task.keras.__version__) >= 3:
            return task.keras.ops.argmax(symbol, axis=step.axis, keepdims=step.keeps)
        tensorflow = cast(Framework, sys.modules["tensorflow"])
        found = tensorflow.math.argmax(symbol, axis=step.axis)
        return tensorflow.expand_dims(found, step.axis) if step.keeps else found
    channels = int(cast(Array, symbol).shape[-1])
    if step.axis != rank - 1:
        raise Problem(
            "bad-model",
            "One value of an axis can be made part of a Keras network only where the axis is its last. Export the "
            "whole output.",
        )
    if step.kind == "softmax_channel":
        symbol = task.keras.layers.Softmax(axis=-1, name="softmax_of_channels")(symbol)
    chosen = np.zeros((channels, 1), np.float32)
    chosen[step.which] = 1
    kinds = {3: "Conv1D", 4: "Conv2D", 5: "Conv3D"}
    if rank not in kinds:
        layer = task.keras.layers.Dense(1, use_bias=False, trainable=False, name="channel")
    else:
        layer = getattr(task.keras.layers, kinds[rank])(1, 1, use_bias=False, trainable=False, name="channel")
    made = layer(symbol)
    layer.set_weights([chosen.reshape((1,) * (rank - 2) + (channels, 1)) if rank in kinds else chosen])
    return cast(object, made)
