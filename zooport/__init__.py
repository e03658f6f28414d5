"""Zooport: from a trained microscopy network to a BioImage Model Zoo bundle, with the proof on screen."""

from __future__ import annotations

__version__ = "0.1.0"

# What `zooport.NAME` loads when it is first asked for: the import itself stays light.
_LATER = {
    "check": "checking",
    "CheckError": "checking",
    "CheckFailed": "results",
    "CheckResult": "results",
    "export": "exporting",
    "ExportError": "export_request",
    "preview": "previewing",
    "PreviewError": "previewing",
    "run": "running",
    "RunError": "running",
    "RunWarning": "running",
}


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(f"module 'zooport' has no attribute '{name}'")
    import importlib

    return getattr(importlib.import_module(f"zooport.{_LATER[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_LATER])


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    """Where JupyterLab finds the built panel; asked by `jupyter labextension develop`."""
    return [{"src": "labextension", "dest": "zooport"}]
