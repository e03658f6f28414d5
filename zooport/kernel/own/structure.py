"""What a network is called with and what it gives: tensors within tuples, lists, dicts and records, each with a name.

Knows no framework: what a tensor is, its caller says.
"""

from __future__ import annotations

import dataclasses
import keyword
import math
import re
import sys
from typing import Callable, Dict, List, Mapping, NamedTuple, Sequence, Tuple

from ..errors import Problem

#: Tells whether a value is a tensor of the framework.
IsTensor = Callable[[object], bool]


class Slot(NamedTuple):
    """Stands for the tensor with this number in what a network is called with."""

    number: int


class Pattern(NamedTuple):
    """How a network is called: its arguments, tensors replaced by ``Slot``."""

    args: Tuple[object, ...]
    kwargs: Mapping[str, object]


class Leaf(NamedTuple):
    """One tensor of a result: its name, how code reaches it from the result (``[0]``, ``['mask']``), and itself."""

    name: str
    reach: str
    value: object


def plain(count: int) -> Pattern:
    """The pattern of ``network(first, second, ...)``."""
    return Pattern(tuple(Slot(number) for number in range(count)), {})


def pattern(args: Sequence[object], kwargs: Mapping[str, object], is_tensor: IsTensor) -> Tuple[Pattern, List[object]]:
    """The pattern of one call, and its tensors in order: by position, then by name."""
    tensors: List[object] = []

    def put(value: object) -> object:
        tensors.append(value)
        return Slot(len(tensors) - 1)

    made = tuple(_mapped(value, is_tensor, put) for value in args)
    return Pattern(made, {name: _mapped(value, is_tensor, put) for name, value in kwargs.items()}), tensors


def filled(how: Pattern, tensors: Sequence[object]) -> Tuple[List[object], Dict[str, object]]:
    """Arguments by position and by name, with these tensors."""

    def take(value: object) -> object:
        return tensors[value.number] if isinstance(value, Slot) else value

    args = [_mapped(value, lambda one: isinstance(one, Slot), take) for value in how.args]
    return args, {name: _mapped(one, lambda it: isinstance(it, Slot), take) for name, one in how.kwargs.items()}


def replaced(result: object, is_tensor: IsTensor, change: Callable[[int, object], object]) -> object:
    """A result with other tensors in the same places, by their number."""
    count = iter(range(sys.maxsize))
    return _mapped(result, is_tensor, lambda one: change(next(count), one))


def written(how: Pattern, variables: Sequence[str]) -> str:
    """The arguments as code. Raises ``Problem`` where one of them is no number, text or collection of them."""
    parts = [_code(value, variables) for value in how.args]
    return ", ".join(parts + [f"{name}={_code(value, variables)}" for name, value in how.kwargs.items()])


def leaves(result: object, is_tensor: IsTensor) -> List[Leaf]:
    """All tensors of a result, in its own order, each with a name of its own."""
    found: List[Tuple[Tuple[str, ...], str, object]] = []
    _walk(result, (), "", is_tensor, found)
    taken: Dict[str, int] = {}
    return [Leaf(_unique(_name(words), taken), reach, value) for words, reach, value in found]


def identifier(text: str, otherwise: str) -> str:
    """A text as an id of a description and a name in code: lower case, letters, digits and single lines."""
    made = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    if not made or not made[0].isalpha():
        made = f"{otherwise}_{made}" if made else otherwise
    return f"{made}_" if keyword.iskeyword(made) else made


def _name(words: Sequence[str]) -> str:
    return identifier("_".join(words), "output")


def _unique(name: str, taken: Dict[str, int]) -> str:
    taken[name] = taken.get(name, 0) + 1
    return name if taken[name] == 1 else f"{name}_{taken[name]}"


def _walk(
    value: object,
    words: Tuple[str, ...],
    reach: str,
    is_tensor: IsTensor,
    found: List[Tuple[Tuple[str, ...], str, object]],
) -> None:
    if is_tensor(value):
        found.append((words, reach, value))
    elif isinstance(value, Mapping):
        for key, one in value.items():
            _walk(one, (*words, str(key)), f"{reach}[{key!r}]", is_tensor, found)
    elif isinstance(value, (list, tuple)):
        names = getattr(value, "_fields", None) or range(len(value))
        for number, (name, one) in enumerate(zip(names, value)):
            _walk(one, (*words, str(name)), f"{reach}[{number}]", is_tensor, found)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            _walk(getattr(value, field.name), (*words, field.name), f"{reach}.{field.name}", is_tensor, found)


def _mapped(value: object, chosen: IsTensor, change: Callable[[object], object]) -> object:
    """The same collection, with what is chosen changed; anything else stays what it is."""
    if chosen(value):
        return change(value)
    if isinstance(value, dict):
        return {key: _mapped(one, chosen, change) for key, one in value.items()}
    if isinstance(value, list):
        return [_mapped(one, chosen, change) for one in value]
    if isinstance(value, tuple) and not isinstance(value, Slot):
        made = [_mapped(one, chosen, change) for one in value]
        make = getattr(type(value), "_make", tuple)
        return make(made)
    return value


def _code(value: object, variables: Sequence[str]) -> str:
    if isinstance(value, Slot):
        return variables[value.number]
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {_code(one, variables)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_code(one, variables) for one in value) + "]"
    if isinstance(value, tuple):
        return "(" + "".join(_code(one, variables) + ", " for one in value) + ")"
    if value is None or isinstance(value, (bool, int, str)) or (isinstance(value, float) and math.isfinite(value)):
        return repr(value)
    raise Problem(
        "bad-model",
        f"The network is called with something that no bundle can hold: a {type(value).__name__} beside its images. "
        "Give it to the network when it is made, not when it is called.",
    )
