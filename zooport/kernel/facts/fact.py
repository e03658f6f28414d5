"""Known values with where they came from."""

from __future__ import annotations

from typing import Any, Dict

#: ``{"value", "origin", "where"}``; origin is kernel, disk, notebook, catalogue, guess or user.
Fact = Dict[str, Any]


def fact(value: Any, origin: str, where: str) -> Fact:
    """``where`` names the place: a variable, a file, a form field."""
    return {"value": value, "origin": origin, "where": where}


def values(facts: Dict[str, Fact]) -> Dict[str, Any]:
    """The values alone."""
    return {name: known["value"] for name, known in facts.items()}
