"""What networks and functions take, by their signatures: nothing is run, and no framework is imported."""

from __future__ import annotations

import inspect
from typing import List, NamedTuple, Optional, Tuple, cast

from ..libraries import Framework


class Takes(NamedTuple):
    """What a function takes by position."""

    #: Names of its arguments, in their order.
    arguments: List[str]
    #: How many of them have to be given.
    needed: int


def forward_takes(module: object) -> List[Tuple[str, bool]]:
    """Names of what a PyTorch module's ``forward`` takes, and whether it may be left out."""
    network = cast(Framework, module)
    try:
        known = inspect.signature(vars(network).get("forward") or network.forward).parameters.values()
    except (TypeError, ValueError):
        schema = getattr(network.forward, "schema", None)
        arguments = [one for one in getattr(schema, "arguments", ()) if one.name != "self"]
        return [(str(one.name), bool(one.has_default_value())) for one in arguments]
    named = [one for one in known if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD, one.KEYWORD_ONLY)]
    return [(one.name, one.default is not one.empty) for one in named]


def needed_of_forward(module: object) -> List[str]:
    """Those that have to be given; of a module that needs none, the first."""
    names = forward_takes(module)
    return [name for name, optional in names if not optional] or [name for name, _ in names[:1]] or ["input"]


def layer_name(symbol: object) -> str:
    """Name of the input layer that a symbol of Keras comes from; without it, the symbol's own (as older Keras has)."""
    operation = getattr(getattr(symbol, "_keras_history", None), "operation", None)
    return str(getattr(operation, "name", None) or getattr(symbol, "name", "input")).split(":")[0]


def layers_of(model: object) -> List[str]:
    """Names of a Keras model's input layers; one for a model of a class of the researcher's own."""
    try:
        return [layer_name(one) for one in getattr(model, "inputs", None) or []] or ["input"]
    except Exception:
        # A model that was never called says nothing of its inputs.
        return ["input"]


def taken_by(function: object) -> Optional[Takes]:
    """What can be given to a function by position; None where it takes nothing so, or must have more by name."""
    try:
        described = list(inspect.signature(cast(Framework, function)).parameters.values())
    except (TypeError, ValueError):
        return None
    positional = [one for one in described if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD)]
    by_name = [one for one in described if one.kind is one.KEYWORD_ONLY and one.default is one.empty]
    if not positional or by_name:
        return None
    return Takes([one.name for one in positional], sum(one.default is one.empty for one in positional))
