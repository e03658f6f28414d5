"""What the kernel holds: names and small values only, never the text of a large one, never a framework's import."""

from __future__ import annotations

import inspect
import sys
from typing import Callable, Dict, List, Optional, Union, cast

from ..libraries import Array, Custom, Network

_FRAMEWORKS = ("keras", "tf_keras", "tensorflow")
_MODELS = ("Functional", "Model", "Sequential")
_PACKAGES = ("numpy", "tensorflow", "keras", "tf_keras", "tf2onnx", "torch", "skimage", "tifffile", "h5py")


def namespace() -> Dict[str, object]:
    """The user's variables: IPython's where there is one, else those of ``__main__``. Not to be written to."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None and hasattr(ipython, "get_ipython") else None
    if shell is not None:
        return shell.user_ns
    return vars(sys.modules["__main__"])


def simple(name: str, ns: Optional[Dict[str, object]] = None) -> Union[str, int, float, bool, None]:
    """A text, number or truth value of that name; None where there is none."""
    value = (namespace() if ns is None else ns).get(name)
    item = getattr(value, "item", None)
    if callable(item) and getattr(value, "ndim", None) == 0:
        value = item()
    return value if isinstance(value, (str, int, float, bool)) else None


def text(name: str) -> Optional[str]:
    """A variable that holds a text which is not empty."""
    value = simple(name)
    return value if isinstance(value, str) and value.strip() else None


def is_network(value: object) -> bool:
    """Whether it is a Keras network, told by its class's name, so that no framework is imported."""
    return not isinstance(value, type) and any(
        kind.__name__ in _MODELS and kind.__module__.split(".")[0] in _FRAMEWORKS for kind in type(value).__mro__
    )


def network(variable: str) -> Optional[Network]:
    """The Keras network of that name; None for anything else (``unet`` is a function first, then a network)."""
    value = namespace().get(variable)
    return cast(Network, value) if value is not None and is_network(value) else None


def function(name: str) -> Optional[Callable[..., Array]]:
    """A function that the notebook defines under that name."""
    value = namespace().get(name)
    return value if inspect.isfunction(value) else None


def default_of(function_name: str, parameter: str) -> object:
    """The default that the notebook's own function has for a parameter; None where it has none."""
    found = function(function_name)
    if found is None:
        return None
    described = inspect.signature(found).parameters.get(parameter)
    if described is None or described.default is inspect.Parameter.empty:
        return None
    return described.default


def classes(names: List[str]) -> Custom:
    """Classes and functions of these names that the notebook defines: custom layers and activations."""
    ns = namespace()
    return {name: ns[name] for name in names if isinstance(ns.get(name), type) or inspect.isfunction(ns.get(name))}


def versions() -> Dict[str, str]:
    """Versions of Python and of the packages that matter here, without importing any of them."""
    found = {"python": ".".join(str(part) for part in sys.version_info[:3])}
    try:
        from importlib import metadata
    except ImportError:  # pragma: no cover - Python 3.7
        return found
    for name in _PACKAGES:
        loaded = getattr(sys.modules.get(name), "__version__", None)
        if isinstance(loaded, str):
            found[name] = loaded
            continue
        for project in (name, {"skimage": "scikit-image", "tensorflow": "tensorflow-cpu"}.get(name)):
            try:
                found[name] = metadata.version(project or name)
                break
            except metadata.PackageNotFoundError:
                continue
    return found
