"""The forms of a network of PyTorch for its bundle: ONNX, TorchScript, weights with the architecture."""

from __future__ import annotations

import importlib.util
import os
from typing import Dict, List, Mapping, Optional, Sequence

from ...errors import Problem
from ...libraries import Array
from ...own_protocol import OwnArchitecture, OwnFormat, OwnWeights
from ...prepared_file import PreparedFile
from ...transport import folders
from ..network import Saved
from . import clean, pytorch_graph, pytorch_onnx, pytorch_script, pytorch_weights, pytorch_whole
from .pytorch_state import Module, library
from .pytorch_task import Task, arrays, of_tensor
from .pytorch_weights import Plan, Plans
from .pytorch_whole import Whole
from .sameness import same

#: Difference of the same library's kernels, and of another one's, of the largest value.
_SAME, _ALIKE = 1e-5, 1e-4
_NAMES: Mapping[str, str] = {"onnx": "ONNX form", "torchscript": "TorchScript"}

Expected = Sequence[Sequence[Array]]


def write(task: Task) -> Saved:
    """Writes all forms that can be. Raises ``Problem`` where there is no ONNX or no TorchScript."""
    pytorch_graph.refuse_quantised(task.network)
    clean.begin("onnxruntime", "torch")
    whole = _whole(task, task.network)
    expected = [arrays(whole.module, inputs) for inputs in task.shapes]
    plain = pytorch_graph.plain(task.network)
    settled = whole if plain is task.network else _whole(task, plain)
    with pytorch_graph.without_raising(settled.module):
        scripted = pytorch_script.make(settled.module, task, expected)
        graph = pytorch_onnx.write(settled.module, scripted, task, expected)
    script = pytorch_script.write(scripted, task.directory)
    forms: List[clean.Form] = [{"format": "torchscript", "path": script}]
    if importlib.util.find_spec("onnxruntime"):
        # Before PyTorch is loaded there: both bring libraries of the same names.
        forms.insert(0, {"format": "onnx", "path": graph, "inputs": list(task.names), "outputs": list(task.kept)})
    plan, notes = _proven(task, whole, expected, forms)
    version = str(library().__version__).split("+")[0]
    weights = [
        _weights("onnx", graph, {"opset_version": pytorch_onnx.OPSET}),
        _weights("torchscript", script, {"pytorch_version": version}),
    ]
    files: List[PreparedFile] = [folders.described(graph, "weights"), folders.described(script, "weights")]
    if plan is not None:
        path = os.path.join(task.directory, pytorch_weights.WEIGHTS)
        weights.append(_weights("pytorch_state_dict", path, {"pytorch_version": version}, _architecture(plan)))
        files.append(folders.described(path, "weights"))
        if plan.text is not None:
            files.append(folders.described(os.path.join(task.directory, pytorch_weights.CODE), "attachment"))
    return Saved(weights, files, notes)


def _whole(task: Task, network: Module) -> Whole:
    return pytorch_whole.whole(network, task.how, task.outputs, task.steps, task.kept, len(task.shapes[0]))


def _proven(task: Task, whole: Whole, expected: Expected, forms: List[clean.Form]) -> tuple[Optional[Plan], List[str]]:
    """Runs all forms in a process of their own; the way to make the network that works there, and notes."""
    inputs = [[of_tensor(one) for one in given] for given in task.shapes]
    plans = Plans(task.network, whole)
    path = pytorch_weights.save(whole.module, task.directory)
    asked, reason = forms, ""
    for plan in [*plans, None]:
        if plan is None and not asked:
            break
        tried = asked if plan is None else [*asked, pytorch_weights.form(plan, path, task.directory)]
        results = clean.run(tried, inputs, len(task.kept))
        if results is None:
            pytorch_weights.remove(task.directory)
            return None, ["No second Python could be started here, so what was written was not run by itself."]
        for form in asked:
            _check(str(form["format"]), results, expected, task)
        asked = []
        if plan is not None:
            result = results[pytorch_weights.FORMAT]
            if result.error is None and _same(result.outputs, expected, _SAME):
                return plan, _remarks(plan, forms)
            reason = reason or result.error or "what it makes gives other numbers"
    pytorch_weights.remove(task.directory)
    return None, [
        "The bundle has no PyTorch weights beside its TorchScript, since the network's code cannot stand alone: "
        f"{plans.reason or reason}.",
        *_remarks(None, forms),
    ]


def _check(form: str, results: Dict[str, clean.Result], expected: Expected, task: Task) -> None:
    result = results[form]
    name = _NAMES[form]
    if result.error is not None:
        raise Problem(
            "bad-model",
            f"The network's {name} does not run at sizes that the network itself takes ({result.error}). Write sizes "
            "in its forward by x.shape, not as numbers, and without decisions by the values of an image.",
        )
    if not _same(result.outputs, expected, _ALIKE if form == "onnx" else _SAME):
        raise Problem(
            "bad-model",
            f"The network's {name} gives other numbers than PyTorch. Something in its forward depends on the size or "
            "the values of the image in a way that a graph cannot hold.",
        )


def _same(ours: Expected, theirs: Expected, part: float) -> bool:
    return len(ours) == len(theirs) and all(same(one, other, part) for one, other in zip(ours, theirs))


def _remarks(plan: Optional[Plan], forms: Sequence[clean.Form]) -> List[str]:
    said = []
    if plan is not None and plan.packages:
        said.append(
            f"The network's PyTorch weights need {' and '.join(plan.packages)} where they are read; ONNX and "
            "TorchScript do not."
        )
    if all(form["format"] != "onnx" for form in forms):
        said.append("This kernel has no onnxruntime, so the network's ONNX form was not run beside it here.")
    return said


def _weights(
    form: OwnFormat, path: str, versions: Mapping[str, object], architecture: Optional[OwnArchitecture] = None
) -> OwnWeights:
    return {"format": form, "file": os.path.basename(path), "versions": versions, "architecture": architecture}


def _architecture(plan: Plan) -> OwnArchitecture:
    return {
        "file": None if plan.text is None else pytorch_weights.CODE,
        "module": plan.module,
        "callable": plan.callable,
        "kwargs": plan.kwargs,
    }
