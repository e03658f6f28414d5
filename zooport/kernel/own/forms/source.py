"""The code of classes and functions that the researcher wrote, gathered into one file that stands alone."""

from __future__ import annotations

import ast
import dataclasses
import enum
import functools
import importlib
import linecache
import math
import symtable
import sys
import sysconfig
import textwrap
import types
from typing import Dict, Iterator, List, Mapping, NamedTuple, Optional, Set, Tuple

#: Where functions live whose own module does not say so (those written in C).
_HOMES = ("torch", "torch.nn.functional", "torch.nn", "numpy", "math", "operator")
#: Arrays beyond this are weights or data, no constants.
_MOST_VALUES = 1000


class NotAloneError(Exception):
    """What cannot be put into a file; the message ends a sentence that begins with "since"."""


class _Found(NamedTuple):
    text: str
    space: Mapping[str, object]


class Sources:
    """What one file needs, in the order in which it has to stand."""

    def __init__(self) -> None:
        self._imports: Dict[str, str] = {}
        self._parts: List[str] = []
        self._objects: Dict[str, object] = {}

    @property
    def packages(self) -> List[str]:
        """Packages that the file imports, but for Python's own and PyTorch."""
        tops = {line.split()[1].split(".")[0] for line in self._imports.values()}
        return sorted(top for top in tops if not _standard(top) and top not in ("torch", "numpy"))

    @property
    def names(self) -> Set[str]:
        """All names that the file has."""
        return set(self._objects) | set(self._imports)

    def code(self) -> str:
        """The file as far as it goes."""
        lines = sorted(set(self._imports.values()) | {"import torch"})
        return "\n".join(["from __future__ import annotations", "", *lines, "", "", "\n\n\n".join(self._parts), ""])

    def add(self, text: str) -> None:
        """Code of ours, behind all that is there."""
        self._parts.append(text.rstrip())

    def name_of(self, value: type | types.FunctionType) -> str:
        """The name under which the file has a class or function. Raises ``NotAloneError``."""
        return self._put(value.__name__, value)

    def expression(self, value: object) -> str:
        """A value as code. Raises ``NotAloneError`` for what has no code."""
        if value is None or isinstance(value, (bool, int, str, bytes)):
            return repr(value)
        if isinstance(value, float):
            return repr(value) if math.isfinite(value) else f'float("{value}")'
        if type(value) in (list, tuple, set, dict):
            return self._collection(value)
        if isinstance(value, functools.partial):
            self._import("functools", "import functools")
            rest = [self.expression(one) for one in value.args]
            rest += [f"{name}={self.expression(one)}" for name, one in value.keywords.items()]
            return f"functools.partial({', '.join([self.expression(value.func), *rest])})"
        if isinstance(value, (type, types.FunctionType, types.BuiltinFunctionType)):
            return self._put(value.__name__, value)
        return self._record(value) or self._of_library(value)

    def _collection(self, value: object) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{self.expression(k)}: {self.expression(v)}" for k, v in value.items()) + "}"
        inside = [self.expression(one) for one in value]  # type: ignore[attr-defined]
        if isinstance(value, tuple):
            return f"({', '.join(inside)}{',' if len(inside) == 1 else ''})"
        return f"[{', '.join(inside)}]" if isinstance(value, list) else f"set([{', '.join(inside)}])"

    def _record(self, value: object) -> str:
        """A named tuple, a dataclass or one of an enumeration, by its class; empty for any other value."""
        kind = type(value)
        if isinstance(value, enum.Enum):
            return f"{self.name_of(kind)}[{value.name!r}]"
        if isinstance(value, tuple) and hasattr(kind, "_fields"):
            fields = list(zip(kind._fields, value))
        elif dataclasses.is_dataclass(kind):
            fields = [(one.name, getattr(value, one.name)) for one in dataclasses.fields(kind) if one.init]
        else:
            return ""
        inside = ", ".join(f"{name}={self.expression(held)}" for name, held in fields)
        return f"{self.name_of(kind)}({inside})"

    def _of_library(self, value: object) -> str:
        """Types, devices, and small arrays of torch and numpy."""
        kind = type(value)
        if kind.__module__ == "torch" and kind.__name__ in ("dtype", "memory_format"):
            return str(value)
        if kind.__module__ == "torch" and kind.__name__ == "device":
            return 'torch.device("cpu")'
        if kind.__module__ == "torch" and kind.__name__ == "Size":
            return f"torch.Size({list(value)!r})"  # type: ignore[call-overload]
        if kind.__module__ in ("torch", "numpy") and getattr(value, "size", None) is not None:
            count = value.numel() if hasattr(value, "numel") else value.size  # type: ignore[attr-defined]
            if count <= _MOST_VALUES and kind.__name__ in ("Tensor", "ndarray"):
                numbers = self.expression(value.tolist())  # type: ignore[attr-defined]
                if kind.__module__ == "torch":
                    return f"torch.tensor({numbers}, dtype={value.dtype})"  # type: ignore[attr-defined]
                self._import("numpy", "import numpy")
                return f'numpy.array({numbers}, dtype="{value.dtype}")'  # type: ignore[attr-defined]
            if kind.__module__ == "numpy" and kind.__name__ != "ndarray":
                return self.expression(value.item())  # type: ignore[attr-defined]
        raise NotAloneError(f"it needs a value of the kind {kind.__name__}")

    def _put(self, name: str, value: object) -> str:
        """Makes a name stand for a value in the file; the name."""
        if name in self._objects or name in self._imports:
            if self._objects.get(name) is not value:
                raise NotAloneError(f"two different things in it are called {name}")
            return name
        self._objects[name] = value
        if isinstance(value, types.ModuleType):
            if not installed(value.__name__):
                raise NotAloneError(f"it uses the module {value.__name__} of your own")
            simple = f"import {value.__name__}"
            self._import(name, simple if value.__name__ == name else f"{simple} as {name}")
        elif isinstance(value, (type, types.FunctionType)) and not installed(value.__module__):
            self._define(name, value)
        elif isinstance(value, (type, types.FunctionType, types.BuiltinFunctionType)):
            home, there = home_of(value)
            self._import(name, f"from {home} import {there}" + ("" if there == name else f" as {name}"))
        else:
            self._parts.append(f"{name} = {self.expression(value)}")
        return name

    def _define(self, name: str, value: type | types.FunctionType) -> None:
        found = _definition(value)
        for one in sorted(_needed(found.text)):
            if one in found.space and one != value.__name__:
                self._put(one, found.space[one])
        self._parts.append(found.text.rstrip())
        if name != value.__name__:
            self._parts.append(f"{name} = {value.__name__}")

    def _import(self, name: str, line: str) -> None:
        self._imports[name] = line


def installed(module: Optional[str]) -> bool:
    """Whether a module is a package's or Python's own, which others have as well."""
    if not module or module == "__main__":
        return False
    if _standard(module.split(".")[0]):
        return True
    file = getattr(sys.modules.get(module), "__file__", None)
    return file is not None and any(part in file for part in ("site-packages", "dist-packages"))


def _standard(top: str) -> bool:
    names = getattr(sys, "stdlib_module_names", None)
    if names is not None:
        return top in names
    file = getattr(sys.modules.get(top), "__file__", None)
    library = sysconfig.get_paths()["stdlib"]
    return file is None or (file.startswith(library) and "-packages" not in file)


def home_of(value: object) -> Tuple[str, str]:
    """Module and name by which a class or function of a package is imported."""
    own = getattr(value, "__module__", None)
    name = str(getattr(value, "__name__", ""))
    for module in [own, *_HOMES]:
        if module and getattr(sys.modules.get(module) or _imported(module), name, None) is value:
            return module, name
    raise NotAloneError(f"it uses {name}, which no package offers by that name")


def _imported(module: str) -> object:
    try:
        return importlib.import_module(module)
    except ImportError:
        return None


def _definition(value: type | types.FunctionType) -> _Found:
    """The text of a class or function and the names around it. Raises ``NotAloneError``."""
    if "<locals>" in value.__qualname__:
        raise NotAloneError(f"{value.__name__} is defined inside of a function")
    for space, file, line in _places(value):
        text = _within(linecache.getlines(file, dict(space)), value.__name__, line)
        if text is None and space is vars(sys.modules["__main__"]):
            # A cell that is timed or captured (%%time) is run under a name that nobody finds.
            text = next(filter(None, (_within(cell.splitlines(True), value.__name__, None) for cell in cells())), None)
        if text is not None:
            return _Found(text, space)
    raise NotAloneError(f"the code of {value.__name__} is not known any more")


def _places(value: type | types.FunctionType) -> Iterator[Tuple[Mapping[str, object], str, Optional[int]]]:
    """Where the text may stand: the names around it, a file, and a line within it where that is known."""
    for function in _functions_of(value):
        yield function.__globals__, function.__code__.co_filename, function.__code__.co_firstlineno
    # A class of names and values alone has no function of its own, or only such as were made for it.
    home = sys.modules.get(value.__module__)
    if home is not None:
        yield vars(home), str(getattr(home, "__file__", None) or ""), None


def _within(lines: List[str], name: str, line: Optional[int]) -> Optional[str]:
    """The text of the class or function of a name, around a line where that is known."""
    lines = _python(lines)
    try:
        tree = ast.parse("".join(lines))
    except SyntaxError:
        return None
    for node in ast.walk(tree):
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and node.name == name:
            first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
            last = node.end_lineno or first
            if line is None or first <= line <= last:
                return textwrap.dedent("".join(lines[first - 1 : last]))
    return None


def _functions_of(value: type | types.FunctionType) -> Iterator[types.FunctionType]:
    """The functions that stand in the text of a class, or the function itself."""
    if isinstance(value, types.FunctionType):
        yield value
        return
    for held in vars(value).values():
        inner = getattr(held, "__func__", None) or getattr(held, "fget", None) or held
        inner = getattr(inner, "__wrapped__", inner)
        if isinstance(inner, types.FunctionType) and inner.__qualname__.startswith(value.__qualname__ + "."):
            yield inner


def cells() -> List[str]:
    """What was typed into the notebook, the latest first, as Python reads it; empty elsewhere."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    typed = getattr(getattr(shell, "history_manager", None), "input_hist_raw", [])
    return ["".join(_python(str(cell).splitlines(True))) for cell in reversed(typed)]


def _python(lines: List[str]) -> List[str]:
    """Lines of a cell with what only a notebook understands (``%``, ``!``) taken out."""
    made = []
    for line in lines:
        inner = line.lstrip()
        made.append(line[: len(line) - len(inner)] + "pass\n" if inner[:1] in ("%", "!") else line)
    if made and lines[0].startswith("%%"):
        made[0] = "\n"
    return made


def _needed(text: str) -> Set[str]:
    """Names that a definition takes from around it; those that only stand in annotations are never looked up."""
    outside: Set[str] = set()

    def visit(table: symtable.SymbolTable) -> None:
        top = table.get_type() == "module"
        for symbol in table.get_symbols():
            if symbol.is_referenced() and (symbol.is_global() or (top and not symbol.is_assigned())):
                outside.add(symbol.get_name())
        for child in table.get_children():
            visit(child)

    visit(symtable.symtable(text, "<definition>", "exec"))
    return outside & _outside_annotations(ast.parse(text))


def _outside_annotations(tree: ast.AST) -> Set[str]:
    found: Set[str] = set()
    todo: List[ast.AST] = [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Name):
            found.add(node.id)
        for field, value in ast.iter_fields(node):
            if field in ("annotation", "returns"):
                continue
            todo += [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, ast.AST)]
    return found
