"""With which arguments a network was made: nobody keeps them, but what it became tells."""

from __future__ import annotations

import ast
import contextlib
import enum
import inspect
import itertools
import json
import sys
import time
import types
from typing import Callable, ContextManager, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple, cast

from .pytorch_state import Module, library
from .source import NotAloneError, Sources, cells

Arguments = Dict[str, object]

#: Networks that are made at most, and seconds, while arguments are looked for.
_TRIES = 200
_SECONDS = 10.0
#: Arguments that make a constructor load weights from the net, and what makes it leave that.
_LOADING = {
    "pretrained": False,
    "weights": None,
    "encoder_weights": None,
    "weights_backbone": None,
    "progress": False,
}


def found(network: Module) -> Optional[Arguments]:
    """Arguments that make a network with the same layers; None where none were found.

    Its class is called, as its own notebook called it, with arguments that JSON can hold or that have code.
    """
    try:
        known = list(inspect.signature(type(network).__init__).parameters.values())[1:]
    except (TypeError, ValueError):
        return None
    named = [one for one in known if one.kind in (one.POSITIONAL_OR_KEYWORD, one.KEYWORD_ONLY)]
    if len(named) < len(
        [one for one in known if one.kind is not one.VAR_KEYWORD and one.kind is not one.VAR_POSITIONAL]
    ):
        return None
    wanted = description(network)
    end = time.monotonic() + _SECONDS
    make = _Maker(type(network))
    with _SameChance():
        for number, arguments in enumerate(_candidates(network, named)):
            if number >= _TRIES or time.monotonic() > end:
                break
            if description(make(arguments)) == wanted:
                return arguments
    return None


def description(network: Optional[Module]) -> Tuple[str, Dict[str, Tuple[int, ...]]] | None:
    """What a network consists of: its layers in PyTorch's own words, and the sizes of its weights."""
    if network is None:
        return None
    return repr(network), {name: tuple(one.shape) for name, one in network.state_dict().items()}


class _Maker:
    """Makes networks to look at, without numbers in them where their constructor allows that: large ones are quick."""

    def __init__(self, kind: Callable[..., Module]) -> None:
        self._kind = kind
        self._empty = library().device("meta")
        self._is_quick = hasattr(self._empty, "__enter__")

    def __call__(self, arguments: Arguments) -> Optional[Module]:
        """None where the arguments do not fit."""
        if self._is_quick:
            made = self._tried(arguments, self._empty)
            if made is not None:
                return made
        made = self._tried(arguments, contextlib.nullcontext())
        # Some compute with numbers while they are made.
        self._is_quick = self._is_quick and made is None
        return made

    def _tried(self, arguments: Arguments, place: ContextManager[object]) -> Optional[Module]:
        try:
            with place:
                return self._kind(**arguments).eval()
        except (KeyboardInterrupt, MemoryError):
            raise
        except Exception:  # other arguments may fit
            return None


def _candidates(network: Module, named: Sequence[inspect.Parameter]) -> Iterator[Arguments]:
    called = list(_calls_in_cells(type(network), [one.name for one in named]))
    known: Arguments = {}
    open_ones: List[Tuple[str, List[object]]] = []
    for one in named:
        values = _values(network, one)
        if not values:
            continue
        if one.name in _LOADING:
            known[one.name] = _LOADING[one.name]
        elif len(values) == 1:
            known[one.name] = values[0]
        else:
            open_ones.append((one.name, values))
    yield from (_quiet({**known, **arguments}, named) for arguments in called)
    # Defaults first, then one argument after another: the last of a product changes fastest.
    for combined in itertools.product(*(values for _, values in open_ones)):
        yield {**known, **dict(zip((name for name, _ in open_ones), combined))}


def _quiet(arguments: Arguments, named: Sequence[inspect.Parameter]) -> Arguments:
    names = {one.name for one in named}
    return {**arguments, **{name: value for name, value in _LOADING.items() if name in names}}


def _values(network: Module, parameter: inspect.Parameter) -> List[object]:
    """What an argument may have been, the likeliest first; one alone where the network tells, none: the default."""
    held = _held(network, parameter.name)
    if held is not None:
        return [held[0]]
    default = parameter.default
    if default is not parameter.empty and not plain(default):
        return []
    values: List[object] = [] if default is parameter.empty else [default]
    if isinstance(default, bool):
        return [default, not default]
    if default is parameter.empty or isinstance(default, int):
        values += [one for one in _numbers(network) if one not in values]
    if default is parameter.empty or isinstance(default, float):
        values += [one for one in _fractions(network) if one not in values]
    return values


def _held(network: Module, name: str) -> Optional[Tuple[object]]:
    """An attribute of the argument's name, or what Lightning keeps of the arguments."""
    for kept in (vars(network), vars(network).get("_hparams") or {}):
        for spelled in (name, f"_{name}"):
            if spelled in kept and said(kept[spelled]):
                return (_listed(kept[spelled]),)
    return None


def _numbers(network: Module) -> List[int]:
    """Sizes of the weights, the first and the last of them first: channels of the image, and classes."""
    shapes = [tuple(one.shape) for one in network.state_dict().values() if len(one.shape) > 1]
    ends = [size for shape in [*shapes[:1], *shapes[-1:]] for size in (shape[1], shape[0])]
    rest = sorted({size for shape in shapes for size in shape} | {1, 2, 3, 4, len(shapes)})
    made: List[int] = []
    for one in [*ends, *rest]:
        if one not in made:
            made.append(one)
    return made[:12]


def _fractions(network: Module) -> List[float]:
    """Slopes, rates and the like that layers keep, those that stand in one alone first."""
    counted: Dict[float, int] = {}
    for layer in network.modules():
        for value in vars(layer).values():
            if type(value) is float:
                counted[value] = counted.get(value, 0) + 1
    return sorted(counted, key=lambda one: counted[one])[:4]


def _calls_in_cells(kind: type, names: Sequence[str]) -> Iterator[Arguments]:
    """Arguments of the class's calls in the notebook's cells, the latest first; nothing of them is run."""
    main = vars(sys.modules.get("__main__", sys))
    for cell in cells():
        try:
            tree = ast.parse(cell)
        except (SyntaxError, ValueError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == kind.__name__:
                told = _told(node, names, main)
                if told is not None:
                    yield told


def _told(call: ast.Call, names: Sequence[str], space: Mapping[str, object]) -> Optional[Arguments]:
    if len(call.args) > len(names) or any(one.arg is None for one in call.keywords):
        return None
    pairs = [*zip(names, call.args), *((str(one.arg), one.value) for one in call.keywords)]
    made: Arguments = {}
    for name, node in pairs:
        value = _meant(node, space)
        if value is not ... and said(value):
            made[name] = _listed(value)
            continue
        try:
            made[name] = _listed(ast.literal_eval(node))
        except (ValueError, SyntaxError, TypeError):
            return None
    return made


def _meant(node: ast.expr, space: Mapping[str, object]) -> object:
    """What a name of the notebook, or of one of its modules (``nn.ReLU``), stands for; ``...`` for anything else."""
    if isinstance(node, ast.Name):
        return space.get(node.id, ...)
    if isinstance(node, ast.Attribute):
        home = _meant(node.value, space)
        return vars(home).get(node.attr, ...) if isinstance(home, types.ModuleType) else ...
    return ...


def plain(value: object) -> bool:
    """Whether JSON can hold a value."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return not isinstance(value, enum.Enum)
    if type(value) in (list, tuple):
        return all(plain(one) for one in cast(Sequence[object], value))
    return type(value) is dict and all(isinstance(key, str) and plain(one) for key, one in value.items())


def said(value: object) -> bool:
    """Whether a value can be written as code, with the classes and functions that it needs."""
    if plain(value):
        return True
    try:
        Sources().expression(value)
    except (NotAloneError, RecursionError):
        return False
    return True


def _listed(value: object) -> object:
    """As a description's reader gets it: tuples are lists there."""
    return json.loads(json.dumps(value)) if plain(value) else value


class _SameChance:
    """PyTorch's random numbers go on as if nothing had been made."""

    def __enter__(self) -> None:
        self._state = library().get_rng_state()

    def __exit__(self, *_: object) -> None:
        library().set_rng_state(self._state)
