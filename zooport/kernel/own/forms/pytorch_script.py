"""TorchScript: the network traced, or compiled where a trace would freeze what depends on the image."""

from __future__ import annotations

import linecache
import os
import re
import warnings
from typing import List, NamedTuple, Sequence

from ...errors import Problem
from ...libraries import Array
from ..other_inputs import varied
from .pytorch_state import Module, library
from .pytorch_task import Task, arrays, tensor_of
from .sameness import same

#: Difference that the same kernels in another order may make, of the largest value.
_SAME = 1e-5


class Scripted(NamedTuple):
    """The network as TorchScript."""

    module: Module
    #: Whether its code was compiled, so that decisions are part of it; a trace has one way through.
    compiled: bool


def make(whole: Module, task: Task, expected: Sequence[Sequence[Array]]) -> Scripted:
    """The network as TorchScript, the same at all sizes. Raises ``Problem`` where it cannot be written."""
    decisions: List[str] = []
    traced = None
    reason: object = None
    try:
        traced, decisions = _traced(whole, task)
        if _holds(traced, whole, task, expected, bool(decisions)):
            return Scripted(traced, False)
    except (KeyboardInterrupt, MemoryError):
        raise
    except Exception as error:
        reason = error
    try:
        compiled = _compiled(whole)
        if _holds(compiled, whole, task, expected, bool(decisions)):
            return Scripted(compiled, True)
    except (KeyboardInterrupt, MemoryError):
        raise
    except Exception as error:  # the compiler knows a part of Python only
        reason = reason or error
    raise _frozen(decisions, traced is not None, reason)


def write(scripted: Scripted, directory: str) -> str:
    """Path of the file."""
    path = os.path.join(directory, "weights.torchscript.pt")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        library().jit.save(scripted.module, path)
    return path


def _traced(whole: Module, task: Task) -> tuple[Module, List[str]]:
    """The trace, and the lines of the network's code that depended on values while it was made."""
    torch = library()
    inputs = tuple(tensor_of(one) for one in task.shapes[0])
    with warnings.catch_warnings(record=True) as told, torch.no_grad():
        warnings.simplefilter("always")
        traced = torch.jit.trace(whole, inputs, check_trace=False, strict=False)
    lines = []
    for one in told:
        if one.category.__name__ == "TracerWarning":
            lines.append(at(one.filename, one.lineno))
    return traced, sorted(set(lines))


def _compiled(whole: Module) -> Module:
    torch = library()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made: Module = torch.jit.script(whole)
    return made.eval()


def _holds(script: Module, whole: Module, task: Task, expected: Sequence[Sequence[Array]], by_values: bool) -> bool:
    for inputs, outputs in zip(task.shapes, expected):
        if not same(_tried(script, inputs), outputs, _SAME):
            return False
    # The other way of a decision is often taken by other values only.
    others = list(varied(task.shapes[0])) if by_values else []
    return all(same(_tried(script, inputs), _tried(whole, inputs), _SAME) for inputs in others)


def _tried(module: Module, inputs: Sequence[Array]) -> List[Array]:
    try:
        return arrays(module, inputs)
    except (KeyboardInterrupt, MemoryError):
        raise
    except Exception:  # one of both may refuse sizes or values
        return []


def _frozen(decisions: Sequence[str], traced: bool, reason: object) -> Problem:
    where = f" It decides {'; '.join(decisions[:3])}." if decisions else ""
    if traced:
        return Problem(
            "bad-model",
            "The network's code decides by the values or the size of an image which way to go, and that cannot be "
            f"written down: it gives other results at other sizes or values than its TorchScript.{where} Write it "
            "without such decisions (torch.where, sizes from x.shape), and export again.",
            lines=list(decisions),
        )
    first = (str(reason).strip().splitlines() or [type(reason).__name__])[0]
    return Problem(
        "bad-model",
        f"PyTorch cannot write the network as a graph: {first}{where} Write this part of its forward with operations "
        "of PyTorch only, and export again.",
        lines=list(decisions),
    )


def at(file: str, line: int) -> str:
    """A line of code in words: its number, its text, and the file where it has one."""
    text = linecache.getline(file, line).strip()
    home = f" of {os.path.basename(file)}" if os.path.isfile(file) and "ipykernel" not in file else ""
    return f'in line {line}{home} ("{text}")' if text else f"in line {line}{home}"


def line_of(operator: str, script: Module) -> str:
    """Where in the researcher's code an operator stands, in words; empty where nobody knows."""
    own = os.path.dirname(str(library().__file__))
    for node in _nodes(script):
        if node.kind() != operator:
            continue
        for file, line in _places(str(node.sourceRange())):
            if not file.startswith(own):
                return at(file, line)
    return ""


def _nodes(script: Module) -> List[_Node]:
    graph = getattr(script, "inlined_graph", None)
    return [] if graph is None else list(graph.findAllNodes_() if hasattr(graph, "findAllNodes_") else graph.nodes())


class _Node:
    """A node of TorchScript's graph."""

    def kind(self) -> str:
        """Name of the operator."""
        raise NotImplementedError

    def sourceRange(self) -> str:
        """The lines that it came from."""
        raise NotImplementedError


def _places(text: str) -> List[tuple[str, int]]:
    """Files and lines of a range: of a trace "file(12): forward", of compiled code "File "file", line 12"."""
    found = re.findall(r'^(?:\s*File "(.+?)", line (\d+)|(.+?)\((\d+)\): )', text, re.MULTILINE)
    return [(one or other, int(number or second)) for one, number, other, second in found]
