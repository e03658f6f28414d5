"""What the notebook's own text says (`NotebookFacts` of the protocol), where IPython tells which notebook it is.

The panel reads the same out of the open document (export/notebook.ts). In a kernel there are the cells that were run,
and mostly the saved file.
"""

from __future__ import annotations

import ast
import json
import os
import sys
from typing import Any, Dict, Iterator, List, Optional, Tuple

FIELD = "#@param"
# A notebook with all its pictures; anything larger is not worth the wait.
LARGEST_NOTEBOOK = 200 * 2**20


def shell() -> Any:
    """IPython's shell of this process; None outside."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None and hasattr(ipython, "get_ipython") else None


def facts() -> Dict[str, Any]:
    """Values of the form's fields, `Network` and `Notebook_version`; what was run last counts, before what is saved."""
    path = notebook_path()
    found: Dict[str, Any] = {"folder": os.path.dirname(path) if path else os.getcwd(), "params": {}}
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
    if path is None or os.path.getsize(path) > LARGEST_NOTEBOOK:
        return []
    try:
        with open(path, encoding="utf-8") as file:
            cells = json.load(file).get("cells", [])
    except (OSError, ValueError, AttributeError):
        return []
    code = [cell for cell in cells if isinstance(cell, dict) and cell.get("cell_type") == "code"]
    return ["".join(cell.get("source") or []) for cell in code]


def run_cells() -> List[str]:
    running = shell()
    history = running.user_ns.get("In") if running is not None else None
    return [cell for cell in history if isinstance(cell, str)] if isinstance(history, list) else []


def read_cell(source: str, found: Dict[str, Any]) -> None:
    """Adds what one cell says. Lines of IPython's own (%, !) are none of Python's and are left out."""
    lines = ["" if line.lstrip()[:1] in ("%", "!") else line for line in source.splitlines()]
    try:
        tree = ast.parse("\n".join(lines))
    except (SyntaxError, ValueError):
        return
    for name, value, line in assignments(tree):
        if FIELD in lines[line - 1].replace("# @", "#@"):
            found["params"][name] = value if isinstance(value, (str, int, float)) else None
    # Only at the top: the notebooks' report functions have a local `Network` with another spelling.
    for name, value, _ in assignments(ast.Module(body=tree.body, type_ignores=[]), deep=False):
        text = value[0] if isinstance(value, list) and len(value) == 1 else value
        key = {"Network": "network", "Notebook_version": "version"}.get(name)
        if key and isinstance(text, str) and text:
            found[key] = text


def assignments(tree: ast.Module, deep: bool = True) -> Iterator[Tuple[str, Any, int]]:
    """Name, literal value (None for anything else) and line of each `name = value`."""
    for node in ast.walk(tree) if deep else tree.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            try:
                value = ast.literal_eval(node.value)
            except ValueError:
                value = None
            yield node.targets[0].id, value, node.lineno
