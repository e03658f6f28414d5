"""The real command line, and bioimageio.core as the zoo and as a newer installation run it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any, Dict, List, NamedTuple

import pytest
from pythons import warm_python_of

from zooport import launcher

ROOT = Path(__file__).resolve().parents[2]
CLI = launcher.PACKAGE / "cli" / "zooport.mjs"
#: Environments with bioimageio.core: what the zoo itself runs, and the newest.
CORES = ("zoo", "new")

#: Of a test that calls it: fails where it is missing (conftest.py), since a test that is left out proves nothing.
needs_command_line = pytest.mark.usefixtures("command_line")


class Called(NamedTuple):
    code: int
    #: What a command with --json prints; nothing where it printed none.
    document: Dict[str, Any]
    said: str

    @property
    def result(self) -> Dict[str, Any]:
        return self.document["results"][0]

    @property
    def onnx(self) -> Dict[str, Any]:
        return next(one for one in self.result["reproduction"] if one["weights"] == "onnx")


def zooport(*words: object) -> Called:
    """One call with --json, as from a shell."""
    command = [str(shutil.which("node")), str(CLI), *map(str, words), "--json"]
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=500)
    return Called(ended.returncode, json.loads(ended.stdout or "{}"), ended.stderr)


def export(folder: Path, image: Path, bundle: Path, *more: object) -> Called:
    return zooport("export", folder, "--input", image, "--output", bundle, "--python", warm_python_of("train"), *more)


def unpacked(bundle: Path, folder: Path) -> Path:
    with zipfile.ZipFile(bundle) as file:
        file.extractall(folder)
    return folder


_TEST = """
import json, sys
from bioimageio.core import test_description
found = {}
for path in sys.argv[2:]:
    summary = test_description(path)
    details = {one.name: one.status for one in summary.details}
    wrong = [error.msg for one in summary.details for error in one.errors]
    found[path] = {"status": summary.status, "details": details, "errors": wrong}
json.dump(found, open(sys.argv[1], "w"))
"""


def core(environment: str, bundles: List[Path], place: Path) -> Dict[Path, Dict[str, Any]]:
    """What `bioimageio test` finds of each bundle: status, that of each step by name, and errors."""
    answer = place / f"{environment}.json"
    ended = subprocess.run(
        [warm_python_of(environment), "-c", _TEST, str(answer), *map(str, bundles)],
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
    return {Path(path): found for path, found in json.loads(answer.read_text()).items()}


def reproduced(found: Dict[str, Any]) -> Dict[str, str]:
    """Status by weights format."""
    start = "Reproduce test outputs from test inputs ("
    return {name[len(start) : -1]: status for name, status in found["details"].items() if name.startswith(start)}
