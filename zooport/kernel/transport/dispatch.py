"""From a method's name and parameters to a reply that any transport can carry as JSON."""

from __future__ import annotations

import math
import traceback
from typing import Any, Callable, Dict, Mapping, Optional, cast

from ..errors import Problem, disk_problem
from ..find.detect import detect
from ..protocol import KernelProblem, Reply
from .panel_methods import image, read, release, thumbnail
from .quiet import Progress

#: Parameters are what the page sends: each method's own type of the protocol.
Handler = Callable[[Any, Progress], object]


def call(method: str, params: Mapping[str, object], progress: Progress) -> Reply:
    """``{"result": …}`` or ``{"error": {"problem", "message", "data", "traceback"}}``; never raises."""
    try:
        return {"result": _plain(_method(method)(params, progress))}
    except Problem as problem:
        return _error(problem.kind, problem.message, problem.data)
    except KeyboardInterrupt:
        return _error("cancelled", "Cancelled; nothing was left behind.")
    except MemoryError:
        return _error(
            "internal",
            "The kernel's machine has not enough memory for this. Choose a smaller crop, or close other notebooks.",
        )
    except Exception as error:
        known = disk_problem(error)
        if known:
            return _error(known.kind, known.message, known.data)
        return _error("internal", f"The Python half failed: {type(error).__name__}: {error}")


def params_of(request: Mapping[str, object]) -> Mapping[str, object]:
    """The parameters of a request as JSON has them; none where it has none."""
    params = request.get("params")
    return params if isinstance(params, dict) else {}


def directory_of(reply: Reply) -> str:
    """The folder that a ``prepare`` has made; empty for any other reply."""
    result = reply.get("result")
    return str(result.get("directory", "")) if isinstance(result, dict) else ""


def _method(name: str) -> Handler:
    simple: Dict[str, Handler] = {
        "detect": detect,
        "image": image,
        "thumbnail": thumbnail,
        "read": read,
        "release": release,
    }
    if name in simple:
        return simple[name]
    if name == "prepare":
        from ..prepare import prepare

        return prepare
    if name == "prepareOwn":
        from ..own.prepare import prepare as prepare_own

        return prepare_own
    if name == "tf2onnx":
        from ..keras.onnx_file import convert

        return convert
    raise Problem("internal", f"The Python half has no method {name}; page and kernel have different versions.")


def _error(kind: KernelProblem, message: str, data: Optional[Dict[str, object]] = None) -> Reply:
    trace = traceback.format_exc()
    return {
        "error": {
            "problem": kind,
            "message": message,
            "data": cast(Dict[str, object], _plain(data or {})),
            "traceback": trace,
        }
    }


def _plain(value: object) -> object:
    """JSON has neither numpy's numbers nor NaN and infinity."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if hasattr(value, "item") and getattr(value, "ndim", 1) == 0:
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
