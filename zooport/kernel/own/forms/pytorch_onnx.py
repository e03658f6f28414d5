"""ONNX of a network of PyTorch: one file that the oldest reader takes, run beside the network where it can be."""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import inspect
import io
import logging
import os
import re
import warnings
from typing import Dict, Iterator, Optional, Sequence

from ...errors import Problem
from ...libraries import Array, Framework
from .pytorch_script import Scripted, line_of
from .pytorch_state import Module, library
from .pytorch_task import Task, tensor_of

OPSET = 17
_IR = 8

Dynamic = Dict[str, Dict[int, str]]


def write(whole: Module, scripted: Scripted, task: Task, expected: Sequence[Sequence[Array]]) -> str:
    """Path of the file. Raises ``Problem`` for what ONNX has no form of."""
    path = os.path.join(task.directory, "weights.onnx")
    dynamic = _dynamic(task, expected)
    source = scripted.module if scripted.compiled else whole
    try:
        _exported(source, task, dynamic, path)
    except (KeyboardInterrupt, MemoryError):
        raise
    except Exception as error:
        _remove(path)
        if not _newer(whole, task, dynamic, path):
            raise _no_form(error, scripted.module) from error
    _tidied(path)
    return path


def _exported(source: Module, task: Task, dynamic: Dynamic, path: str) -> None:
    """By the exporter that goes over TorchScript; it writes what old readers take."""
    torch = library()
    known = inspect.signature(torch.onnx.export).parameters
    more = {"dynamo": False} if "dynamo" in known else {}
    inputs = tuple(tensor_of(one) for one in task.shapes[0])
    with _silent(), _without_onnx(), torch.no_grad():
        torch.onnx.export(
            source,
            inputs,
            path,
            opset_version=OPSET,
            input_names=list(task.names),
            output_names=list(task.kept),
            dynamic_axes=dynamic,
            do_constant_folding=True,
            **more,
        )


def _newer(whole: Module, task: Task, dynamic: Dynamic, path: str) -> bool:
    """By the newer exporter, converted down; False where this kernel does not have it, or it fails too."""
    if not _has_newer():
        return False
    torch = library()
    onnx = importlib.import_module("onnx")
    converter = importlib.import_module("onnx.version_converter")
    inputs = tuple(tensor_of(one) for one in task.shapes[0])
    sizes = tuple(dict.fromkeys(axes, torch.export.Dim.DYNAMIC) for axes in task.free)
    try:
        with _silent(), torch.no_grad():
            made = torch.onnx.export(
                whole,
                inputs,
                dynamo=True,
                input_names=list(task.names),
                output_names=list(task.kept),
                dynamic_shapes=sizes,
            ).model_proto
            if max(one.version for one in made.opset_import if one.domain in ("", "ai.onnx")) > OPSET:
                _axes_beside(onnx, made)
                made = converter.convert_version(made, OPSET)
            onnx.checker.check_model(made, full_check=True)
            onnx.save(made, path)
        return True
    except (KeyboardInterrupt, MemoryError):
        raise
    except Exception:  # the older exporter's reason is said
        _remove(path)
        return False


def _axes_beside(onnx: Framework, model: Framework) -> None:
    """Reductions take their axes as a tensor since opset 18, which the converter leaves so: they stand beside again."""
    known = {one.name: one for one in model.graph.initializer}
    known.update({one.output[0]: one.attribute[0].t for one in model.graph.node if one.op_type == "Constant"})
    for node in model.graph.node:
        if node.op_type.startswith("Reduce") and node.op_type != "ReduceSum" and len(node.input) > 1:
            axes = [int(one) for one in onnx.numpy_helper.to_array(known[node.input[1]])]
            del node.input[1]
            for at in [at for at, one in enumerate(node.attribute) if one.name == "noop_with_empty_axes"]:
                del node.attribute[at]
            node.attribute.append(onnx.helper.make_attribute("axes", axes))


def _tidied(path: str) -> None:
    """Domains that no node uses go, and the file's version is one that old readers take; where onnx is at hand."""
    if importlib.util.find_spec("onnx") is None:
        return
    onnx = importlib.import_module("onnx")
    model = onnx.load(path)
    used = {node.domain for node in model.graph.node} | {""}
    kept = [one for one in model.opset_import if one.domain in used]
    foreign = sorted(used - {"", "ai.onnx"})
    if foreign:
        node = next(one for one in model.graph.node if one.domain == foreign[0])
        raise Problem(
            "bad-model",
            f'The network has an operation ("{node.domain}::{node.op_type}") that is no part of ONNX: Fiji and the '
            "browser could not run it. Replace it by operations of PyTorch itself, and export again.",
            operation=node.op_type,
        )
    del model.opset_import[:]
    model.opset_import.extend(kept)
    model.ir_version = min(model.ir_version, _IR)
    onnx.save(model, path)


def _dynamic(task: Task, expected: Sequence[Sequence[Array]]) -> Dynamic:
    """Symbols of the inputs' free sizes, and of those of the outputs that change with them."""
    named: Dynamic = {name: dict(axes) for name, axes in zip(task.names, task.free) if axes}
    batch = any(axes.get(0) for axes in task.free)
    for place, name in enumerate(task.kept):
        shapes = [outputs[place].shape for outputs in expected]
        moving = {axis for axis in range(len(shapes[0])) if len({one[axis] for one in shapes}) > 1}
        if batch and shapes[0] and shapes[0][0] == task.shapes[0][0].shape[0]:
            moving.add(0)
        if moving:
            named[name] = {axis: f"{name}_{axis}" for axis in sorted(moving)}
    return named


def _has_newer() -> bool:
    return all(importlib.util.find_spec(name) for name in ("onnx", "onnxscript"))


def _hint() -> str:
    """The newer exporter knows other operations, and few kernels have what it needs."""
    if _has_newer():
        return ""
    return ", or give PyTorch its newer exporter, which has more of them (pip install onnx onnxscript)"


def _no_form(error: Exception, script: Module) -> Problem:
    said = str(error)
    met = re.search(r"operator '?([\w.]+::[\w.]+)'?", said) or re.search(r"\b((?:aten|prim|torchvision)::\w+)", said)
    first = (said.strip().splitlines() or [type(error).__name__])[0]
    if met is None:
        return Problem("bad-model", f"PyTorch cannot write the network as ONNX: {first}")
    operator = met.group(1)
    where = line_of(operator, script)
    return Problem(
        "bad-model",
        f"The network has an operation without an ONNX form: {operator.split('::')[-1]} ({operator})"
        f"{', ' + where if where else ''}. Replace it by operations that ONNX has{_hint()}, and export again.",
        operation=operator,
        where=where,
    )


@contextlib.contextmanager
def _without_onnx() -> Iterator[None]:
    """The exporter asks for the package onnx only to add functions of onnxscript, of which there are none here."""
    place = None if importlib.util.find_spec("onnx") else _functions()
    if place is None:
        yield
        return
    before = place._add_onnxscript_fn
    place._add_onnxscript_fn = lambda model, _: model
    try:
        yield
    finally:
        place._add_onnxscript_fn = before


def _functions() -> Optional[_Place]:
    for name in ("torch.onnx._internal.torchscript_exporter", "torch.onnx._internal"):
        try:
            found = importlib.import_module(f"{name}.onnx_proto_utils")
        except ImportError:
            continue
        if hasattr(found, "_add_onnxscript_fn"):
            return found  # type: ignore[return-value]
    return None


class _Place:
    """The exporter's module that adds functions."""

    _add_onnxscript_fn: object


@contextlib.contextmanager
def _silent() -> Iterator[None]:
    """The exporters print whole graphs and advice; the older one past Python, from its own library."""
    core = library()._C
    logger = logging.getLogger("torch.onnx")
    level = logger.level
    switch = getattr(core, "_jit_set_onnx_log_enabled", lambda _: None)
    told = getattr(core, "_jit_is_onnx_log_enabled", lambda: True)()
    logger.setLevel(logging.CRITICAL)
    switch(False)
    # The exporter switches it on by itself.
    core._jit_set_onnx_log_enabled = lambda _: None
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
        core._jit_set_onnx_log_enabled = switch
        switch(told)


def _remove(path: str) -> None:
    if os.path.exists(path):
        os.remove(path)
