"""Tensors as text, and what this project makes of cases that are written with them."""

from __future__ import annotations

import base64
import io
import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Dict, List

import numpy as np

ROOT = Path(__file__).resolve().parents[2]


def encode(array: np.ndarray) -> str:
    stream = io.BytesIO()
    np.save(stream, array)
    return base64.b64encode(stream.getvalue()).decode()


def decode(text: str) -> np.ndarray:
    return np.load(io.BytesIO(base64.b64decode(text)))


def packed(case: Dict[str, Any]) -> Dict[str, Any]:
    """The case with its tensors, arrays by name, as text."""
    return {**case, "tensors": {name: encode(array) for name, array in case["tensors"].items()}}


def ours(cases: List[Dict[str, Any]]) -> List[Dict[str, Any]]:
    """What this project makes of the cases."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "cases.json", Path(folder) / "results.json"
        source.write_text(json.dumps([packed(case) for case in cases]))
        program = [str(ROOT / "node_modules" / ".bin" / "vite-node"), "scripts/processing/processingRun.ts"]
        subprocess.run([*program, str(source), str(target)], cwd=ROOT, check=True)
        return json.loads(target.read_text())
