"""Runs every check of the project, or the parts that are named, and ends with the seconds of each.

python3 scripts/test.py              everything, with all the set-up it needs
python3 scripts/test.py lint vitest  these parts only
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, NamedTuple, TextIO, Tuple

import setup

BIN = setup.LAB / "bin"
TRAIN_PYTHON = str(setup.ENVIRONMENTS / "train" / "bin" / "python")
UI = "ui-tests"
LAST_LINES = 60
#: What each part printed, and the seconds of its tests.
LOGS = setup.ROOT / ".cache" / "test"


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


#: Run side by side, since two cores are there and most of these wait for one process: each lane in its own order.
LANES: Tuple[Tuple[str, ...], ...] = (
    ("jupyterlab", "smoke", "browser"),
    ("lint", "types", "ruff", "mypy", "pytest", "vitest"),
)
#: Before the lanes: what several of them read.
FIRST = ("example",)


class Row(NamedTuple):
    """One line of the table at the end."""

    name: str
    seconds: float
    verdict: str


def run_part(name: str, shown: bool) -> Row:
    """Runs every command of a part, so that one run shows all that is wrong with it. `shown`: as it comes."""
    setup.say(f"{name}: {'; '.join(' '.join(command) for command in PARTS[name].commands)}")
    began = time.time()
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    chromium = setup.find_chromium()
    if chromium:
        environment["PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH"] = chromium
    with log_of(name).open("w", encoding="utf-8") as log:
        codes = [run_command(command, environment, log, shown) for command in PARTS[name].commands]
    row = Row(name, time.time() - began, "FAILED" if any(codes) else "passed")
    if not shown:
        # In one piece, since another part may be printing.
        setup.say(f"{name} {row.verdict} in {row.seconds:.0f} s:\n{log_of(name).read_text(encoding='utf-8')}")
    return row


def log_of(name: str) -> Path:
    return LOGS / f"{name}.log"


def run_command(command: Tuple[str, ...], environment: Dict[str, str], log: TextIO, shown: bool) -> int:
    """Keeps the output in `log`, and passes it on where it is to be `shown`. Gives the exit code."""
    running = subprocess.Popen(
        command, cwd=setup.ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert running.stdout is not None
    for line in running.stdout:
        log.write(line)
        if shown:
            sys.stdout.write(line)
            sys.stdout.flush()
    return running.wait()


def run_lanes(chosen: List[str]) -> List[Row]:
    """All chosen parts; what they print is shown as it comes where only one lane has any."""
    rows = [run_part(name, True) for name in FIRST if name in chosen]
    lanes = [[name for name in lane if name in chosen] for lane in LANES]
    busy = [lane for lane in lanes if lane]
    threads = [
        threading.Thread(target=lambda lane=lane: rows.extend(run_part(name, len(busy) == 1) for name in lane))
        for lane in busy
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return rows


def main(names: List[str]) -> int:
    # A shell starts what runs in its background with Ctrl-C ignored, and the commands that are tested would inherit it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        setup.stop(f"Unknown part: {', '.join(unknown)}. The parts are: {', '.join(PARTS)}")
    chosen = names or list(PARTS)
    setup.check_machine()
    LOGS.mkdir(parents=True, exist_ok=True)
    began = time.time()
    needs = [need for need in setup.PARTS if any(need in PARTS[name].needs for name in chosen)]
    for need in needs:
        setup.PARTS[need]()
    rows = [Row("set-up", time.time() - began, "done"), *run_lanes(chosen)]
    # Whoever reads only the end of a long log finds the reason there.
    for name in [row.name for row in rows if row.verdict == "FAILED"]:
        last = log_of(name).read_text(encoding="utf-8").splitlines(keepends=True)[-LAST_LINES:]
        print(f"\n== The end of what {name} printed:\n{''.join(last)}")
    print("\nSeconds of each part, some of them side by side:")
    for row in rows:
        print(f"  {row.name:<12} {row.seconds:7.1f}  {row.verdict}")
    failed = sum(row.verdict == "FAILED" for row in rows)
    print(f"  {'all':<12} {time.time() - began:7.1f}")
    print(f"\n{len(chosen) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
