"""A network written out layer by layer, for those whose constructor's arguments nobody knows."""

from __future__ import annotations

import copy
import inspect
from typing import Dict, List, Optional, Set

from .pytorch_arguments import description
from .pytorch_graph import parametrizations_of, parametrized, unparametrized
from .pytorch_state import Module, Tensor, library
from .source import NotAloneError, Sources

#: Makes an object of a class without its constructor: what the constructor left in it is given.
_BARE = '''
def {bare}(kind, values, parts, parameters, buffers):
    """A module of a class with what it held when it was saved; its weights come from their file."""
    made = kind.__new__(kind)
    torch.nn.Module.__init__(made)
    for name, shape in parameters.items():
        made.register_parameter(name, None if shape is None else torch.nn.Parameter(torch.zeros(shape)))
    for name, (value, kept) in buffers.items():
        made.register_buffer(name, value, persistent=kept)
    for name, part in parts.items():
        made.add_module(name, part)
    for name, value in values.items():
        object.__setattr__(made, name, value)
    return made
'''


def written(network: Module, sources: Sources, name: str, bare: str) -> str:
    """A function ``name`` that makes the network, with weights that are to be loaded. Raises ``NotAloneError``."""
    writer = _Writer(sources, bare)
    last = writer.module(network)
    lines = [f"def {name}():", '    """The network, layer by layer."""', *(f"    {one}" for one in writer.lines)]
    whole = "\n".join([*lines, f"    return {last}", ""])
    return (_BARE.format(bare=bare).lstrip() + "\n\n" if writer.needs_bare else "") + whole


class _Writer:
    """Writes modules one after the other, each once."""

    def __init__(self, sources: Sources, bare: str) -> None:
        self.lines: List[str] = []
        self.needs_bare = False
        self._sources = sources
        self._bare = bare
        self._names: Dict[int, str] = {}
        self._apart: List[Module] = []
        self._usual = set(vars(library().nn.Module()))

    def module(self, module: Module) -> str:
        """The variable that holds a module in the code."""
        if id(module) not in self._names:
            made = (
                self._parametrized(module) or self._container(module) or self._of_torch(module) or self._object(module)
            )
            name = f"part{len(self._names)}"
            self._names[id(module)] = name
            self.lines.append(f"{name} = {made}")
        return self._names[id(module)]

    def _parametrized(self, module: Module) -> str:
        """A layer whose weights are computed of others (weight norm), which is put on it; empty for any other."""
        names = parametrized(module)
        if not names:
            return ""
        plain = copy.deepcopy(module)
        unparametrized(plain)
        # Another object must not take its place in memory, and with it its name.
        self._apart.append(plain)
        made = self.module(plain)
        for name in names:
            for way in parametrizations_of(module)[name]:
                arguments = f"{made}, {name!r}, {self.module(way)}, unsafe=True"
                self.lines.append(f"torch.nn.utils.parametrize.register_parametrization({arguments})")
        return made

    def _container(self, module: Module) -> str:
        nn = library().nn
        children = [(key, self.module(child)) for key, child in module.named_children()]
        if type(module) is nn.Sequential and [key for key, _ in children] == [str(n) for n in range(len(children))]:
            return f"torch.nn.Sequential({', '.join(name for _, name in children)})"
        if type(module) is nn.ModuleList:
            return f"torch.nn.ModuleList([{', '.join(name for _, name in children)}])"
        return ""

    def _of_torch(self, module: Module) -> str:
        """A layer of PyTorch's own by its constructor; empty where that does not give the same."""
        kind = type(module)
        if not kind.__module__.startswith("torch.nn.modules"):
            return ""
        given = {}
        for name, parameter in list(inspect.signature(kind.__init__).parameters.items())[1:]:
            if parameter.kind not in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY):
                return ""
            if name in ("device", "dtype"):
                continue
            held = getattr(module, name, parameter.default)
            if name == "bias" or name.startswith("add_bias"):
                held = held is not None and held is not False
            if held is not parameter.default and held != parameter.default:
                given[name] = held
        try:
            if description(kind(**given).eval()) != description(module):
                return ""
            arguments = ", ".join(f"{name}={self._sources.expression(value)}" for name, value in given.items())
        except (KeyboardInterrupt, MemoryError):
            raise
        except Exception:  # other classes ask for more than they keep
            return ""
        return f"torch.nn.{kind.__name__}({arguments})" if hasattr(library().nn, kind.__name__) else ""

    def _object(self, module: Module) -> str:
        """An object of any class, by what is in it."""
        kind = self._sources.name_of(type(module))
        children: Dict[str, Optional[Module]] = getattr(module, "_modules", {})
        parts = [f"{key!r}: {None if one is None else self.module(one)}" for key, one in children.items()]
        values = []
        for name, value in vars(module).items():
            if name in self._usual:
                continue
            try:
                values.append(f"{name!r}: {self._value(value)}")
            except NotAloneError:
                # Losses, loggers, trainers: whether the network needs it shows when it is run without.
                continue
        self.needs_bare = True
        inside = [kind, _dict(values), _dict(parts), _dict(self._parameters(module)), _dict(self._buffers(module))]
        return f"{self._bare}({', '.join(inside)})"

    def _value(self, value: object) -> str:
        if id(value) in self._names:
            return self._names[id(value)]
        if type(value) in (list, tuple) and any(id(one) in self._names for one in value):  # type: ignore[attr-defined]
            inside = "".join(f"{self._value(one)}, " for one in value)  # type: ignore[attr-defined]
            return f"[{inside}]" if isinstance(value, list) else f"({inside})"
        return self._sources.expression(value)

    def _parameters(self, module: Module) -> List[str]:
        held: Dict[str, Tensor | None] = getattr(module, "_parameters", {})
        return [f"{name!r}: {None if one is None else tuple(one.shape)!r}" for name, one in held.items()]

    def _buffers(self, module: Module) -> List[str]:
        passing: Set[str] = getattr(module, "_non_persistent_buffers_set", set())
        made = []
        for name, one in module._buffers.items():
            made.append(f"{name!r}: ({self._buffer(one, name not in passing)}, {name not in passing})")
        return made

    def _buffer(self, tensor: Tensor | None, kept: bool) -> str:
        if tensor is None:
            return "None"
        if kept:
            return f"torch.zeros({tuple(tensor.shape)!r}, dtype={tensor.dtype})"
        return self._sources.expression(tensor)


def _dict(rows: List[str]) -> str:
    return "{" + ", ".join(rows) + "}"
