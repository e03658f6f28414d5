"""What each test took, as the runners of the last run wrote it.

python3 scripts/seconds.py [NUMBER]   the slowest tests (default: 40)
"""

from __future__ import annotations

import json
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any, Iterator, List, Tuple

from parts import SECONDS

#: Seconds, the file, and the test's name.
Taken = Tuple[float, str, str]


def of_vitest(path: Path) -> Iterator[Taken]:
    for file in json.loads(path.read_text())["testResults"]:
        for test in file["assertionResults"]:
            yield (test.get("duration") or 0) / 1000, Path(file["name"]).name, test["fullName"]


def of_playwright(path: Path) -> Iterator[Taken]:
    def inside(suite: Any) -> Iterator[Taken]:
        for spec in suite.get("specs", []):
            runs = [run for test in spec["tests"] for run in test["results"]]
            yield sum(run["duration"] for run in runs) / 1000, Path(spec["file"]).name, spec["title"]
        for inner in suite.get("suites", []):
            yield from inside(inner)

    for suite in json.loads(path.read_text())["suites"]:
        yield from inside(suite)


def of_pytest(path: Path) -> Iterator[Taken]:
    for case in ElementTree.parse(path).iter("testcase"):
        file = case.get("classname", "").split(".")[-1] + ".py"
        yield float(case.get("time", 0)), file, case.get("name", "")


def slowest(number: int) -> List[Taken]:
    """Of all tests of the last run, wherever it was run."""
    found: List[Taken] = []
    for pattern, read in (("vitest-*.json", of_vitest), ("playwright-*.json", of_playwright), ("*.xml", of_pytest)):
        for path in SECONDS.glob(pattern):
            found += read(path)
    return sorted(found, reverse=True)[:number]


def lines(number: int) -> List[str]:
    return [f"  {taken:7.1f}  {file}: {name[:90]}" for taken, file, name in slowest(number)]


if __name__ == "__main__":
    print("\n".join(lines(int(sys.argv[1]) if len(sys.argv) > 1 else 40)))
