"""ONNX of a network of Keras that only tf2onnx can write: several inputs or outputs, or a class of its own."""

from __future__ import annotations

import importlib.util
import os
import sys
from typing import Sequence, cast

from ...errors import Problem
from ...keras import onnx_file
from ...libraries import Array, Framework
from . import clean
from .keras_task import Task, outputs
from .sameness import same

#: Difference of another library's kernels, of the largest value.
_ALIKE = 1e-4


def write(task: Task, expected: Sequence[Sequence[Array]]) -> str:
    """Path of the file, which was run beside the network. Raises ``Problem``."""
    if "tensorflow" not in sys.modules:
        raise Problem(
            "bad-model",
            "A network of Keras with a class of its own, or several inputs, becomes ONNX through TensorFlow only, and "
            "this one runs on another backend. Set KERAS_BACKEND=tensorflow before Keras is imported, and load it so.",
        )
    clean.begin("onnxruntime")
    tensorflow = cast(Framework, sys.modules["tensorflow"])

    def run(*tensors: object) -> object:
        made = outputs(task, tensors)
        found = []
        for name in task.kept:
            value, step = made[name], task.steps.get(name)
            if step is not None and step.kind == "argmax":
                value = tensorflow.math.argmax(value, step.axis)
                value = tensorflow.expand_dims(value, step.axis) if step.keeps else value
            elif step is not None:
                if step.kind == "softmax_channel":
                    value = tensorflow.nn.softmax(value, axis=step.axis)
                value = tensorflow.gather(value, [step.which], axis=step.axis)
            found.append(tensorflow.identity(value, name=name))
        return found

    inputs = [
        (name, [None if axis in free else size for axis, size in enumerate(one.shape)])
        for name, free, one in zip(task.names, task.free, task.shapes[0])
    ]
    model = onnx_file.from_function(run, inputs, [one.ndim for one in expected[0]])
    for ours, name in zip(list(model.graph.output), task.kept):
        _renamed(model, ours.name, name)
    path = os.path.join(task.directory, "weights.onnx")
    with open(path, "wb") as file:
        file.write(model.SerializeToString())
    _check(task, path, expected)
    return path


def _renamed(model: Framework, before: str, after: str) -> None:
    """An output of the graph under another name."""
    for node in model.graph.node:
        for names in (node.input, node.output):
            for place, name in enumerate(names):
                if name == before:
                    names[place] = after
    for output in model.graph.output:
        if output.name == before:
            output.name = after


def _check(task: Task, path: str, expected: Sequence[Sequence[Array]]) -> None:
    if not importlib.util.find_spec("onnxruntime"):
        return
    form: clean.Form = {"format": "onnx", "path": path, "inputs": list(task.names), "outputs": list(task.kept)}
    results = clean.run([form], task.shapes, len(task.kept))
    if results is None:
        return
    result = results["onnx"]
    if result.error is not None or not all(
        same(ours, theirs, _ALIKE) for ours, theirs in zip(result.outputs, expected)
    ):
        raise Problem(
            "bad-model",
            "The network's ONNX form, which tf2onnx wrote, does not give the same as Keras at other sizes"
            f"{f' ({result.error})' if result.error else ''}. Export the network with one size, or with layers of "
            "Keras's own only.",
        )
