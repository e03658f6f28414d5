"""Zooport: from a trained microscopy network to a BioImage Model Zoo bundle, with the proof on screen."""

from __future__ import annotations

__version__ = "0.1.0"


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    """Where JupyterLab finds the built panel; asked by `jupyter labextension develop`."""
    return [{"src": "labextension", "dest": "zooport"}]
