"""The floor plan of the Python half: modules import one another in no circle, those inside functions counted."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Dict, List, Set

from conftest import ROOT

#: Packages that may be absent; what needs one of ours only sometimes may still not import it late to hide a circle.
PACKAGE = ROOT / "zooport"


def modules() -> Dict[str, Path]:
    files = [path for path in PACKAGE.rglob("*.py") if "labextension" not in path.parts]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).replace(".__init__", ""): path for path in files}


def imported(name: str, path: Path, known: Set[str]) -> Set[str]:
    """The modules of ours that a file imports anywhere in it, but for type checkers only."""
    found: Set[str] = set()
    base = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    tree = ast.parse(path.read_text())
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.ImportFrom):
            package = base[: len(base) - node.level + 1] if node.level else []
            source = ".".join([*package, *([node.module] if node.module else [])])
            inner = {f"{source}.{alias.name}" for alias in node.names} & known
            found |= inner or ({source} & known)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names} & known
    return found - {name}


def reaching(start: str, graph: Dict[str, Set[str]]) -> List[str]:
    seen: Set[str] = set()
    todo = list(graph[start])
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo.extend(graph[name])
    return sorted(name for name in seen if name == start)


def test_no_module_reaches_itself():
    known = modules()
    graph = {name: imported(name, path, set(known)) for name, path in known.items()}
    assert [name for name in graph if reaching(name, graph)] == []


def test_the_kernels_half_imports_nothing_of_the_other():
    known = modules()
    outside = {
        name: [one for one in imported(name, path, set(known)) if not one.startswith("zooport.kernel")]
        for name, path in known.items()
        if name.startswith("zooport.kernel")
    }
    assert {name: found for name, found in outside.items() if found} == {}


def test_all_that_the_package_names_can_be_loaded():
    import zooport

    missing = [name for name in dir(zooport) if not name.startswith("_") and getattr(zooport, name, None) is None]
    assert missing == []
