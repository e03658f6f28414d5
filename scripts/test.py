"""Runs every check of the project, or the parts that are named, and ends with the seconds of each.

python3 scripts/test.py              everything, with all the set-up it needs
python3 scripts/test.py lint vitest  these parts only
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import deque
from dataclasses import dataclass
from typing import Deque, Dict, List, Tuple

import setup

BIN = setup.LAB / "bin"
TRAIN_PYTHON = str(setup.ENVIRONMENTS / "train" / "bin" / "python")
UI = "ui-tests"
LAST_LINES = 60
FAILURES: Dict[str, List[str]] = {}


@dataclass(frozen=True)
class Part:
    """One check: what has to be set up, and the commands; it passes when all of them exit with 0."""

    needs: Tuple[str, ...]
    commands: Tuple[Tuple[str, ...], ...]


def playwright(config: str) -> Tuple[str, ...]:
    return ("npx", "playwright", "test", "--config", f"{UI}/{config}")


PARTS: Dict[str, Part] = {
    "lint": Part(
        ("node",),
        (
            ("npx", "eslint", "--max-warnings", "0", "."),
            ("npx", "prettier", "--check", "--log-level", "warn", "."),
            ("npm", "run", "--silent", "lint:style"),
        ),
    ),
    "types": Part(("node",), (("npm", "run", "--silent", "check:types"),)),
    "ruff": Part(("lab",), ((str(BIN / "ruff"), "check", "."), (str(BIN / "ruff"), "format", "--check", "."))),
    "mypy": Part(("lab",), ((str(BIN / "mypy"),),)),
    "example": Part(("train",), ((TRAIN_PYTHON, "scripts/train_example.py", "--cached"),)),
    "vitest": Part(("lab", "train", "zoo", "new", "node", "build"), (("npx", "vitest", "run"),)),
    "pytest": Part(
        ("lab", "train", "keras2", "zoo", "new", "build"),
        ((TRAIN_PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/python"),),
    ),
    "browser": Part(
        ("node", "build", "chromium"),
        (
            playwright("runtime/runtime.config.mjs"),
            playwright("harness/harness.config.mjs"),
            playwright("page/page.config.mjs"),
        ),
    ),
    "jupyterlab": Part(
        ("lab", "train", "build", "chromium"),
        (playwright("playwright.config.mjs"), playwright("cell/cell.config.mjs")),
    ),
    "smoke": Part(("lab", "lab42", "build", "chromium"), (playwright("smoke.config.mjs"),)),
}


def run_part(name: str, part: Part) -> bool:
    """True when every command of the part passed."""
    setup.say(f"{name}: {'; '.join(' '.join(command) for command in part.commands)}")
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    chromium = setup.find_chromium()
    if chromium:
        environment["PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH"] = chromium
    # Every command of the part runs, so that one run shows all that is wrong with it.
    codes = [run_command(command, environment, FAILURES.setdefault(name, [])) for command in part.commands]
    return not any(codes)


def run_command(command: Tuple[str, ...], environment: Dict[str, str], failures: List[str]) -> int:
    """Passes the output on as it comes; the end of it is kept where the command fails. Gives the exit code."""
    last: Deque[str] = deque(maxlen=LAST_LINES)
    running = subprocess.Popen(
        command, cwd=setup.ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert running.stdout is not None
    for line in running.stdout:
        sys.stdout.write(line)
        sys.stdout.flush()
        last.append(line)
    code = running.wait()
    if code:
        failures.extend(last)
    return code


def main(names: List[str]) -> int:
    # A shell starts what runs in its background with Ctrl-C ignored, and the commands that are tested would inherit it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        setup.stop(f"Unknown part: {', '.join(unknown)}. The parts are: {', '.join(PARTS)}")
    chosen = names or list(PARTS)
    setup.check_machine()
    rows: List[Tuple[str, float, str]] = []
    began = time.time()
    needs = [need for need in setup.PARTS if any(need in PARTS[name].needs for name in chosen)]
    for need in needs:
        setup.PARTS[need]()
    rows.append(("set-up", time.time() - began, "done"))
    for name in chosen:
        began = time.time()
        passed = run_part(name, PARTS[name])
        rows.append((name, time.time() - began, "passed" if passed else "FAILED"))
    # Whoever reads only the end of a long log finds the reason there.
    for name in [name for name, _, verdict in rows if verdict == "FAILED"]:
        print(f"\n== The end of what {name} printed:\n{''.join(FAILURES[name])}")
    print("\nSeconds of each part:")
    for name, seconds, verdict in rows:
        print(f"  {name:<12} {seconds:7.1f}  {verdict}")
    failed = sum(verdict == "FAILED" for _, _, verdict in rows)
    print(f"\n{len(chosen) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
