"""The Pythons of the environments, and those that have imported their large libraries already (scripts/warm.py)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def python_of(environment: str) -> str:
    """As a user starts it; the test fails where the environment is missing."""
    python = ROOT / ".envs" / environment / "bin" / "python"
    if not python.exists():
        pytest.fail(f"the environment {environment} is missing: python3 scripts/setup.py {environment}")
    return str(python)


def warm_python_of(environment: str) -> str:
    """The same, warm where `make test` keeps one: for tests of what Python is asked, not of how it starts."""
    python, place = python_of(environment), os.environ.get("ZOOPORT_WARM")
    return python if place is None else str(Path(place) / environment / "python")
