"""The forms of a network of PyTorch for its bundle: ONNX, TorchScript, weights with the architecture."""

from __future__ import annotations

import os
from typing import List

from ..own_protocol import OwnFile, OwnWeights
from . import pytorch_onnx, pytorch_script, pytorch_whole
from .network import Saved
from .pytorch_state import library
from .pytorch_task import Task, arrays, file_of


def write(task: Task) -> Saved:
    """Writes all forms that can be. Raises ``Problem`` where there is no ONNX or no TorchScript."""
    whole = pytorch_whole.whole(task.network, task.how, task.outputs, task.steps, task.kept, len(task.shapes[0]))
    expected = [arrays(whole.module, inputs) for inputs in task.shapes]
    version = str(library().__version__).split("+")[0]
    scripted = pytorch_script.make(whole.module, task, expected)
    graph, notes = pytorch_onnx.write(whole.module, scripted, task, expected)
    script = pytorch_script.write(scripted, task, expected)
    weights: List[OwnWeights] = [
        {
            "format": "onnx",
            "file": os.path.basename(graph),
            "versions": {"opset_version": pytorch_onnx.OPSET},
            "architecture": None,
        },
        {
            "format": "torchscript",
            "file": os.path.basename(script),
            "versions": {"pytorch_version": version},
            "architecture": None,
        },
    ]
    files: List[OwnFile] = [file_of(path, "weights") for path in (graph, script)]
    return Saved(weights, files, notes)
