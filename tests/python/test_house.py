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


#: Of 1,000 lines of Python, so many may say of a value that it can be anything.
MOST_ANYTHING = 20


def names_in(node: ast.AST) -> List[str]:
    return [inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)]


def aliases_of_any(trees: Dict[str, ast.Module]) -> Set[str]:
    """`Any`, and the names that stand for it or for a container of it.

    numpy's array is defined for type checkers only, and is none of them: its `Any` is shape and dtype alone.
    """
    found = {"Any"}
    assigned = [node for tree in trees.values() for node in tree.body if isinstance(node, ast.Assign)]
    while True:
        more = {
            target.id
            for node in assigned
            for target in node.targets
            if isinstance(target, ast.Name) and target.id[0].isupper() and found & set(names_in(node.value))
        } - found
        if not more:
            return found
        found |= more


def test_few_values_can_be_anything():
    texts = {name: path.read_text() for name, path in modules().items()}
    trees = {name: ast.parse(text) for name, text in texts.items()}
    aliases = aliases_of_any(trees)
    assert {"Config", "Framework", "Values"} <= aliases
    uses = {name: sum(one in aliases for one in names_in(tree)) for name, tree in trees.items()}
    lines = sum(text.count("\n") for text in texts.values())
    worst = sorted(uses.items(), key=lambda item: -item[1])[:5]
    assert sum(uses.values()) * 1000 < MOST_ANYTHING * lines, worst


def test_all_that_the_package_names_can_be_loaded():
    import zooport

    missing = [name for name in dir(zooport) if not name.startswith("_") and getattr(zooport, name, None) is None]
    assert missing == []
