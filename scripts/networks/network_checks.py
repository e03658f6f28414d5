"""The steps of `make networks` for one network: each gives a cell of the table, or the command that failed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

from example_networks import ROOT, Example

PLACE = ROOT / ".cache" / "networks"
ENVIRONMENTS = ROOT / ".envs"
ZOOPORT = ("node", "zooport/cli/zooport.mjs")
#: Two runtimes add up in another order; more than this share of the largest value is another result.
SAME = 1e-4
LONGEST = 1800


@dataclass
class Cell:
    """What stands in the table; where a step failed, also its command and the end of its output."""

    text: str
    command: str = ""
    output: str = ""

    @property
    def failed(self) -> bool:
        return bool(self.command)


@dataclass
class Outcome:
    code: int
    out: str
    said: str


def run(command: List[str], environment: Optional[Dict[str, str]] = None) -> Outcome:
    settings = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "", **(environment or {})}
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=settings, capture_output=True, text=True, errors="replace", timeout=LONGEST
        )
    except FileNotFoundError as error:
        return Outcome(127, "", f"{error.filename} is not there.")
    except subprocess.TimeoutExpired:
        return Outcome(124, "", f"It did not end within {LONGEST} seconds.")
    return Outcome(done.returncode, done.stdout, done.stderr)


def failure(command: List[str], outcome: Outcome, text: str = "failed") -> Cell:
    """The command as anybody would type it in the project's folder, and the end of what it said."""
    said = "\n".join(line for line in (outcome.said.strip() or outcome.out.strip()).splitlines() if line.strip())
    lines = said.replace("\r", "\n").splitlines()[-12:]
    return Cell(text, within(" ".join(quoted(part) for part in command)), within("\n".join(lines))[-1500:])


def within(text: str) -> str:
    return text.replace(f"{ROOT}/", "").replace(str(ROOT), ".")


def quoted(part: str) -> str:
    return f'"{part}"' if " " in part or "(" in part else part


def kernel_digest() -> str:
    """What was found alive holds as long as the Python half is the same."""
    total = hashlib.sha256()
    for path in sorted((ROOT / "zooport" / "kernel").rglob("*.py")):
        total.update(path.read_bytes())
    return total.hexdigest()[:16]


def train(example: Example, cached: bool) -> Tuple[Cell, Optional[Path]]:
    """The run's folder, trained from nothing unless a run with the same Python half may be taken."""
    folder = PLACE / "run" / example.id
    stamp = folder / "kernel.txt"
    if not (cached and stamp.exists() and stamp.read_text() == kernel_digest()):
        shutil.rmtree(folder, ignore_errors=True)
        command = [
            example.python, "scripts/networks/train_example.py", "--network", example.id, "--detect", str(folder)
        ]  # fmt: skip
        outcome = run(command)
        if outcome.code:
            return failure(command, outcome), None
        stamp.write_text(kernel_digest())
    score = float(made(folder)["score"])
    text = f"{example.measure} {score:.2f}"
    if score < example.least:
        return Cell(
            text, f"scripts/networks/train_example.py --network {example.id}", f"Less than {example.least}."
        ), folder
    return Cell(text), folder


def made(folder: Path) -> Dict[str, Any]:
    """Seconds and score of a run, as the training script has left them (this Python may lack numpy)."""
    return dict(json.loads((folder / "made.json").read_text()))


def alive(example: Example, folder: Path) -> Cell:
    """What the kernel that had just trained found without being told a folder."""
    command = f"scripts/networks/train_example.py --network {example.id} --detect FOLDER"
    reply = json.loads((folder / "alive.json").read_text())
    if "error" in reply:
        return Cell("failed", command, within(str(reply["error"]["message"])))
    found = reply["result"]["candidates"]
    for one in found:
        if fits(one, example):
            return Cell("in memory" if any(weights["variable"] for weights in one["weights"]) else "its folder")
    return Cell("no", command, within("\n".join(reply["result"]["looked"]) or json.dumps(found)[:600]))


def fits(candidate: Dict[str, Any], example: Example) -> bool:
    return example.network in json.dumps(candidate.get("network"))


def export(example: Example, folder: Path, bundle: Path) -> Tuple[Cell, Optional[Dict[str, Any]], float]:
    """Found from disk: from the files alone, else by its name. The document of `export --json`, and its seconds."""
    base = [*ZOOPORT, "export", str(example.folder(folder)), "--input", str(folder / example.image)]
    base += ["--output", str(bundle), "--python", example.python, "--json"]
    bundle.unlink(missing_ok=True)
    for text, command in (("yes", base), ("by its name", [*base, "--network", example.network])):
        began = time.time()
        outcome = run(command, example.variables)
        if bundle.exists():
            return Cell(text), parsed(outcome.out), time.time() - began
    return failure(command, outcome), None, 0


def parsed(text: str) -> Dict[str, Any]:
    try:
        return dict(json.loads(text))
    except ValueError:
        return {}


def check(bundle: Path) -> Tuple[Cell, Cell, Cell]:
    """Converted, reproduced, and the largest difference, from our own check of the bundle's bytes."""
    command = [*ZOOPORT, "check", "--json", str(bundle)]
    outcome = run(command)
    results = parsed(outcome.out).get("results") or [{}]
    onnx = [one for one in results[0].get("reproduction", []) if one.get("weights") == "onnx"]
    if not onnx:
        no = failure(command, outcome, "no")
        return no, no, Cell("")
    values = [one["maxAbsolute"] for one in onnx if one.get("maxAbsolute") is not None]
    difference = Cell(f"{max(values):.1e}" if values else "")
    if results[0].get("verdict") != "passed":
        reason = "; ".join(str(one.get("reason", "")) for one in onnx)
        return Cell("yes"), failure(command, Outcome(outcome.code, "", reason)), difference
    return Cell("yes"), Cell("yes"), difference


def bioimageio(environment: str, bundle: Path) -> Cell:
    """`bioimageio test` on every weights format that the bundle has."""
    summary = bundle.parent / f"{environment}.json"
    summary.unlink(missing_ok=True)
    command = [str(ENVIRONMENTS / environment / "bin" / "bioimageio"), "test", str(bundle), "--summary", str(summary)]
    outcome = run(command)
    if not summary.exists():
        return failure(command, outcome)
    told = json.loads(summary.read_text())
    name = "Reproduce test outputs from test inputs ("
    formats = [one["name"][len(name) : -1] for one in told["details"] if one["name"].startswith(name)]
    if told["status"] != "passed" or outcome.code or not formats:
        errors = [f"{one['name']}: {error['msg']}" for one in told["details"] for error in one.get("errors", [])]
        return failure(command, Outcome(outcome.code, "", "\n".join(errors) or outcome.said), told["status"])
    return Cell(", ".join(sorted(set(formats))))


def old_runtime(bundle: Path) -> Cell:
    """The same numbers in onnxruntime 1.12.1 as in the newest one."""
    unpacked = bundle.parent / "unpacked"
    shutil.rmtree(unpacked, ignore_errors=True)
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(unpacked)
    tensors = bundle.parent / "tensors"
    command = [
        str(ENVIRONMENTS / "new" / "bin" / "python"),
        "scripts/conformance/new_runtime.py",
        str(unpacked),
        str(tensors),
    ]
    outcome = run(command)
    if outcome.code:
        return failure(command, outcome)
    command = ["node", "scripts/conformance/old_runtime.mjs", outcome.out.split("\n")[-2], str(tensors)]
    outcome = run(command)
    if outcome.code:
        return failure(command, outcome)
    largest = float(json.loads(outcome.out)["largest"])
    if largest > SAME:
        return failure(command, Outcome(1, "", f"The outputs differ by {largest:.1e} of the largest value."))
    return Cell("yes")
