"""What the notebook's own text says (`NotebookFacts` of the protocol), where IPython tells which notebook it is.

The panel reads the same out of the open document (export/notebook.ts). In a kernel there are the cells that were run,
and mostly the saved file.
"""

from __future__ import annotations

import ast
import json
import os
import re
import sys
import warnings
from typing import Dict, Iterator, List, Literal, Optional, Protocol, Tuple, Union

from zooport.kernel.protocol import NotebookFacts

FIELD = "#@param"
# A notebook with all its pictures; anything larger is not worth the wait.
LARGEST_NOTEBOOK = 200 * 2**20
# Characters of a form's field; a path has at most some thousand.
LONGEST_TEXT = 10_000


#: What is said beside the form: the notebook's variables and where each belongs.
KEYS: Dict[str, Literal["network", "version"]] = {"Network": "network", "Notebook_version": "version"}


class Shell(Protocol):
    """What is used of IPython's shell."""

    user_ns: Dict[str, object]


def shell() -> Optional[Shell]:
    """IPython's shell of this process; None outside."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None and hasattr(ipython, "get_ipython") else None


def facts() -> NotebookFacts:
    """Values of the form's fields, `Network` and `Notebook_version`; what was run last counts, before what is saved."""
    path = notebook_path()
    found: NotebookFacts = {"folder": os.path.dirname(path) if path else os.getcwd(), "params": {}}
    for source in [*saved_cells(path), *run_cells()]:
        read_cell(source, found)
    return found


def notebook_path() -> Optional[str]:
    """Path of the saved notebook, where the server or the editor tells it."""
    running = shell()
    if running is None:
        return None
    told = running.user_ns.get("__vsc_ipynb_file__") or os.environ.get("JPY_SESSION_NAME")
    return told if isinstance(told, str) and told.endswith(".ipynb") and os.path.isfile(told) else None


def saved_cells(path: Optional[str]) -> List[str]:
    if path is None:
        return []
    try:
        if os.path.getsize(path) > LARGEST_NOTEBOOK:
            return []
        with open(path, encoding="utf-8") as file:
            cells = json.load(file).get("cells", [])
        cells = cells if isinstance(cells, list) else []
    except (OSError, ValueError, AttributeError, RecursionError, MemoryError):
        return []
    code = [cell for cell in cells if isinstance(cell, dict) and cell.get("cell_type") == "code"]
    return [_text(cell.get("source")) for cell in code]


def _text(source: object) -> str:
    """A cell's text: one, or its lines; empty for anything else."""
    parts = source if isinstance(source, list) else [source]
    return "".join(part for part in parts if isinstance(part, str))


def run_cells() -> List[str]:
    running = shell()
    history = running.user_ns.get("In") if running is not None else None
    return [cell for cell in history if isinstance(cell, str)] if isinstance(history, list) else []


def read_cell(source: str, found: NotebookFacts) -> None:
    """Adds what one cell says. Lines of IPython's own (%, !) are none of Python's and are left out."""
    # As Python counts lines: splitlines() also breaks at form feeds and the like.
    lines = ["" if line.lstrip()[:1] in ("%", "!") else line for line in re.split("\r\n|\r|\n", source)]
    try:
        with warnings.catch_warnings():
            # Python warns of escapes and comparisons in the researcher's own code.
            warnings.simplefilter("ignore")
            tree = ast.parse("\n".join(lines))
        said = list(assignments(tree))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        # None of Python's, or nested so deep that Python itself would not run it.
        return
    for name, value, line in said:
        if line <= len(lines) and FIELD in lines[line - 1].replace("# @", "#@"):
            found["params"][name] = _plain(value)
    # Only at the top: the notebooks' report functions have a local `Network` with another spelling.
    for name, value, _ in assignments(ast.Module(body=tree.body, type_ignores=[]), deep=False):
        text = value[0] if isinstance(value, list) and len(value) == 1 else value
        key = KEYS.get(name)
        if key and isinstance(text, str) and text and _plain(text) is not None:
            found[key] = text


def _plain(value: object) -> Union[str, int, float, bool, None]:
    """What JSON and the other half can carry: texts, finite numbers of ordinary size, truth values; else None."""
    if isinstance(value, str):
        return value if len(value) <= LONGEST_TEXT and value.isprintable() else None
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return value if abs(value) < 1e300 else None
    return None


def assignments(tree: ast.Module, deep: bool = True) -> Iterator[Tuple[str, object, int]]:
    """Name, literal value (None for anything else) and line of each `name = value`."""
    for node in ast.walk(tree) if deep else tree.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            try:
                value = ast.literal_eval(node.value)
            except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
                value = None
            yield node.targets[0].id, value, node.lineno
