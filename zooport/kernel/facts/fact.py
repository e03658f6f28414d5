"""Known values with where they came from."""

from __future__ import annotations

from typing import Any, Dict, Mapping, cast

from ..protocol import Fact, Origin

#: A recipe's parameters or other values by name: each recipe knows which of its own are numbers, texts or lists.
Values = Dict[str, Any]


def fact(value: object, origin: Origin, where: str) -> Fact:
    """``where`` names the place: a variable, a file, a form field."""
    return {"value": value, "origin": origin, "where": where}


def number(known: Fact) -> float:
    """The value of a fact that is a number."""
    return cast(float, known["value"])


def text(known: Fact) -> str:
    """The value of a fact that is a text."""
    return cast(str, known["value"])


def values(facts: Mapping[str, Fact]) -> Values:
    """The values alone."""
    return {name: known["value"] for name, known in facts.items()}
