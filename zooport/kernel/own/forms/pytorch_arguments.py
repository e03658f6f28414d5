"""With which arguments a network was made: nobody keeps them, but what it became tells."""

from __future__ import annotations

import ast
import inspect
import itertools
import json
import sys
import time
from typing import Dict, Iterator, List, Mapping, Optional, Sequence, Tuple

from .pytorch_state import Module, library
from .source import cells

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

    Its class is called, as its own notebook called it, with arguments that JSON can hold.
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
    with _SameChance():
        for number, arguments in enumerate(_candidates(network, named)):
            if number >= _TRIES or time.monotonic() > end:
                break
            if description(_made(type(network), arguments)) == wanted:
                return arguments
    return None


def description(network: Optional[Module]) -> Tuple[str, Dict[str, Tuple[int, ...]]] | None:
    """What a network consists of: its layers in PyTorch's own words, and the sizes of its weights."""
    if network is None:
        return None
    return repr(network), {name: tuple(one.shape) for name, one in network.state_dict().items()}


def _made(kind: type[Module], arguments: Arguments) -> Optional[Module]:
    try:
        return kind(**arguments).cpu().float().eval()
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
    """What an argument may have been, the likeliest first; one alone where the network tells."""
    held = _held(network, parameter.name)
    if held is not None:
        return [held[0]]
    default = parameter.default
    if default is not parameter.empty and not _plain(default):
        return [default]
    values: List[object] = [] if default is parameter.empty else [default]
    if isinstance(default, bool):
        return [default, not default]
    if default is parameter.empty or isinstance(default, int):
        values += [one for one in _numbers(network) if one not in values]
    return values


def _held(network: Module, name: str) -> Optional[Tuple[object]]:
    """An attribute of the argument's name, or what Lightning keeps of the arguments."""
    for kept in (vars(network), vars(network).get("_hparams") or {}):
        for spelled in (name, f"_{name}"):
            if spelled in kept and _plain(kept[spelled]):
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
        if isinstance(node, ast.Name) and _plain(space.get(node.id, ...)):
            made[name] = _listed(space[node.id])
            continue
        try:
            made[name] = _listed(ast.literal_eval(node))
        except (ValueError, SyntaxError, TypeError):
            return None
    return made


def _plain(value: object) -> bool:
    """Whether JSON can hold a value."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return True
    if isinstance(value, (list, tuple)):
        return all(_plain(one) for one in value)
    return isinstance(value, dict) and all(isinstance(key, str) and _plain(one) for key, one in value.items())


def _listed(value: object) -> object:
    """As a description's reader gets it: tuples are lists there."""
    return json.loads(json.dumps(value))


class _SameChance:
    """PyTorch's random numbers go on as if nothing had been made."""

    def __enter__(self) -> None:
        self._state = library().get_rng_state()

    def __exit__(self, *_: object) -> None:
        library().set_rng_state(self._state)
