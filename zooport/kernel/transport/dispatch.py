"""From a method's name and parameters to a reply that any transport can carry as JSON."""

from __future__ import annotations

import math
import traceback
from typing import Any, Callable, Dict, Optional

from ..errors import Problem, disk_problem
from ..find.detect import detect
from .panel_methods import image, read, release, thumbnail
from .quiet import Progress


def call(method: str, params: Dict[str, Any], progress: Progress) -> Dict[str, Any]:
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


def _method(name: str) -> Callable[[Dict[str, Any], Progress], Dict[str, Any]]:
    simple: Dict[str, Callable[[Dict[str, Any], Progress], Dict[str, Any]]] = {
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
    if name == "tf2onnx":
        from ..keras.onnx_file import convert

        return convert
    raise Problem("internal", f"The Python half has no method {name}; page and kernel have different versions.")


def _error(kind: str, message: str, data: Optional[Dict[str, Any]] = None) -> Dict[str, Any]:
    trace = traceback.format_exc()
    return {"error": {"problem": kind, "message": message, "data": _plain(data or {}), "traceback": trace}}


def _plain(value: Any) -> Any:
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
