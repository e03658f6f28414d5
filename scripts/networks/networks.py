"""`make networks`: every network that has a recipe, from a training to the zoo's own tests; writes docs/networks.md.

    python3 scripts/networks/networks.py             all of them, trained from nothing
    python3 scripts/networks/networks.py --only ID   one; the other rows stay as they are
    python3 scripts/networks/networks.py --cached    takes a training over if the Python half has not changed since

Each row is kept in .cache/networks/rows when it is ready, and stays on the page until its network is run again. The
exit code is 1 where a cell could not be filled; below the table stand the commands that failed.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict
from pathlib import Path
from typing import Dict, List, Optional

import network_checks as checks
from example_networks import EXAMPLES, Example
from network_checks import PLACE, ROOT, Cell

PAGE = ROOT / "docs" / "networks.md"
COLUMNS = (
    "found from disk",
    "found alive",
    "converted",
    "reproduced",
    "zoo",
    "new",
    "1.12.1",
    "largest difference",
    "seconds",
    "megabytes",
    "held-out score",
)
TEXT = """# The networks, proven

Made by `make networks`, which trains the example notebook of each network from nothing, makes its bundle, and tests it.

{table}

- **found from disk**: `zooport export` recognised the network from its folder alone, in a fresh Python.
- **found alive**: what the panel finds in the kernel that has just trained: the network *in memory*, or *its folder*.
- **converted**: the bundle holds ONNX weights. **reproduced**: `zooport check` gets the expected output from the
  bundle's own bytes.
- **zoo**, **new**: `bioimageio test` passed, with these weights, in what the zoo runs (bioimageio.core 0.10.4) and in
  the newest bioimageio.core.
- **1.12.1**: onnxruntime 1.12.1, which deepImageJ brings, gives the numbers of the newest onnxruntime.
- **largest difference**: between the expected output and the one from the ONNX weights, in the output's own unit.
- **seconds**: of training and of the export, on the machine that wrote this page. **megabytes**: of the bundle.
- **held-out score**: the notebook's own quality control on images that were not trained on.
"""


def row(example: Example, cached: bool) -> Dict[str, Cell]:
    """Every cell that can be filled; after a step that failed, those that need it stay empty."""
    cells: Dict[str, Cell] = {}
    place = PLACE / "bundle" / example.id
    place.mkdir(parents=True, exist_ok=True)
    bundle = place / f"{example.model}.bioimageio.zip"
    cells["held-out score"], folder = checks.train(example, cached)
    if folder is None:
        return cells
    training = checks.made(folder)["seconds"]
    cells["seconds"] = Cell(f"{training:.0f}")
    cells["found alive"] = checks.alive(example, folder)
    cells["found from disk"], document, seconds = checks.export(example, folder, bundle)
    if document is None:
        return cells
    cells["seconds"] = Cell(f"{training:.0f} + {seconds:.0f}")
    cells["megabytes"] = Cell(f"{bundle.stat().st_size / 1e6:.1f}")
    cells["converted"], cells["reproduced"], cells["largest difference"] = checks.check(bundle)
    for environment in ("zoo", "new"):
        cells[environment] = checks.bioimageio(environment, bundle)
    cells["1.12.1"] = checks.old_runtime(bundle)
    return cells


def kept(example: Example) -> Path:
    return PLACE / "rows" / f"{example.id}.json"


def load(example: Example) -> Optional[Dict[str, Cell]]:
    path = kept(example)
    return {name: Cell(**cell) for name, cell in json.loads(path.read_text()).items()} if path.exists() else None


def save(example: Example, cells: Dict[str, Cell]) -> None:
    kept(example).parent.mkdir(parents=True, exist_ok=True)
    kept(example).write_text(json.dumps({name: asdict(cell) for name, cell in cells.items()}, indent=1))


def page(rows: Dict[str, Optional[Dict[str, Cell]]]) -> str:
    """The table, and below it what failed."""
    lines = [f"| network | {' | '.join(COLUMNS)} |", "|---" * (len(COLUMNS) + 1) + "|"]
    failures: List[str] = []
    for name, cells in rows.items():
        network = EXAMPLES[name].network
        texts = []
        for column in COLUMNS:
            cell = (cells or {}).get(column)
            if cell is None:
                texts.append("not run" if cells is None else "")
            elif cell.failed:
                failures.append(f"### {network}: {column}\n\n    {cell.command}\n\n{indented(cell.output)}\n")
                texts.append(f"{cell.text} ({len(failures)})")
            else:
                texts.append(cell.text)
        lines.append(f"| {network} | {' | '.join(texts)} |")
    text = TEXT.format(table="\n".join(lines))
    numbered = [one.replace("### ", f"### ({number}) ", 1) for number, one in enumerate(failures, 1)]
    return text + ("\n## What failed\n\n" + "\n".join(numbered) if failures else "")


def indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())


def main(arguments: Optional[List[str]] = None) -> int:
    parser = argparse.ArgumentParser(description="Trains, exports and tests every network; writes docs/networks.md.")
    parser.add_argument("--only", choices=EXAMPLES, action="append", help="this network; can be given more than once")
    parser.add_argument("--cached", action="store_true", help="take a training over where nothing has changed")
    options = parser.parse_args(arguments)
    for name in options.only or EXAMPLES:
        began = time.time()
        print(f"== {EXAMPLES[name].network}", flush=True)
        cells = row(EXAMPLES[name], options.cached)
        save(EXAMPLES[name], cells)
        for column, cell in cells.items():
            print(f"   {column}: {cell.text}" + (f"\n      {cell.command}\n      {cell.output}" if cell.failed else ""))
        print(f"   {time.time() - began:.0f} s", flush=True)
        PAGE.write_text(page({one: load(EXAMPLES[one]) for one in EXAMPLES}))
    return 0 if all(whole(load(example)) for example in EXAMPLES.values()) else 1


def whole(cells: Optional[Dict[str, Cell]]) -> bool:
    return cells is not None and len(cells) == len(COLUMNS) and not any(cell.failed for cell in cells.values())


if __name__ == "__main__":
    raise SystemExit(main())
