"""The checks of the project: what each needs, the commands, and which may run side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Tuple

import setup

BIN = setup.LAB / "bin"
TRAIN_PYTHON = str(setup.ENVIRONMENTS / "train" / "bin" / "python")
UI = "ui-tests"
#: What each test took, as the runners write it.
SECONDS = setup.ROOT / ".cache" / "seconds"
#: Tests of networks of one's own; PyTorch takes its time.
OWN = tuple(
    sorted(str(path.relative_to(setup.ROOT)) for path in (setup.ROOT / "tests" / "python").glob("test_own_*.py"))
)
CACHED = ("--cache", "--cache-location")
#: Before all lanes, since others build upon it; and in any of them.
FIRST, EITHER = "first", "either"
LANES = ("networks", "pages")


@dataclass(frozen=True)
class Part:
    """One check; it passes when all of its commands exit with 0.

    ``needs`` are parts of the set-up. Parts of different lanes run side by side, those of one lane one after the other;
    those of the lane ``EITHER`` run in whichever lane is through with its own.
    """

    needs: Tuple[str, ...]
    commands: Tuple[Tuple[str, ...], ...]
    lane: str = "networks"


def playwright(config: str) -> Tuple[str, ...]:
    return ("npx", "playwright", "test", "--config", f"{UI}/{config}", "--reporter", "list,json")


def vitest(project: str) -> Tuple[str, ...]:
    kept = f"--outputFile.json={SECONDS / f'vitest-{project}.json'}"
    return ("npx", "vitest", "run", "--project", project, "--reporter=default", "--reporter=json", kept)


def pytest(name: str, *arguments: str) -> Tuple[str, ...]:
    kept = f"--junitxml={SECONDS / f'{name}.xml'}"
    return (TRAIN_PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider", kept, *arguments)


PARTS: Dict[str, Part] = {
    "lint": Part(
        ("node",),
        (
            ("npx", "eslint", "--max-warnings", "0", *CACHED, ".cache/eslint/", "."),
            ("npx", "prettier", "--check", "--log-level", "warn", *CACHED, ".cache/prettier", "."),
            ("npm", "run", "--silent", "lint:style", "--", *CACHED, ".cache/stylelint"),
        ),
        EITHER,
    ),
    "types": Part(("node",), (("npm", "run", "--silent", "check:types"),), EITHER),
    "unit": Part(("node",), (vitest("unit"),), EITHER),
    "ruff": Part(("lab",), ((str(BIN / "ruff"), "check", "."), (str(BIN / "ruff"), "format", "--check", ".")), EITHER),
    "mypy": Part(("lab",), ((str(BIN / "mypy"),),), EITHER),
    # The notebooks of the browser tests begin where this training ended.
    "example": Part(("train",), ((TRAIN_PYTHON, "scripts/networks/train_example.py", "--cached"),), FIRST),
    "long": Part(("lab", "train", "zoo", "new", "node", "build"), (vitest("long"),)),
    "pytest": Part(
        ("lab", "train", "keras2", "zoo", "new", "build"),
        (pytest("pytest", "tests/python", "--ignore-glob", "*/test_own_*"),),
    ),
    "own": Part(("lab", "train", "zoo", "new", "build"), (pytest("own", *OWN),), EITHER),
    "jupyterlab": Part(("lab", "train", "new", "build", "chromium"), (playwright("playwright.config.mjs"),), "pages"),
    "cell": Part(("lab", "train", "new", "build", "chromium"), (playwright("cell/cell.config.mjs"),), "pages"),
    "browser": Part(
        ("node", "build", "chromium"),
        (
            playwright("runtime/runtime.config.mjs"),
            playwright("harness/harness.config.mjs"),
            playwright("page/page.config.mjs"),
        ),
        "pages",
    ),
    "smoke": Part(("lab", "lab42", "build", "chromium"), (playwright("smoke.config.mjs"),), "pages"),
}

#: For every save: needs nothing but Node and Python.
QUICK = ("lint", "types", "unit")
