"""The notebook's own prediction, or its library's, beside what a recipe gives for the same pixels."""

from __future__ import annotations

import numpy as np

from ..errors import Problem
from ..keras.trained import Trained
from ..libraries import Array
from .recipe import Agreement, Given, Recipe, Run

#: Of the output's range, between two ways of computing the same: numexpr and another order of additions stay below it.
TOLERANCE = 1e-5


def agreement(recipe: Recipe, given: Given, trained: Trained) -> Agreement:
    """The kernel's own prediction beside the recipe. Raises ``Problem`` ('recipe-disagrees')."""
    function = recipe.has_own(trained)
    if function is None:
        return Agreement()
    try:
        theirs = np.asarray(recipe.own_result(given, trained), np.float64).squeeze()
    except MemoryError:
        raise
    except Exception as error:  # a function that was changed half-way, a library that its dependencies broke
        reason = f"{type(error).__name__}: {error}"[:200]
        return Agreement(
            note=f"The notebook's own {function} could not be run for comparison ({reason}); the recipe is used alone."
        )
    ours = np.asarray(recipe.beside_own(given, trained)).squeeze()
    if theirs.shape != ours.shape:
        raise disagree(recipe, function, f"it gives {theirs.shape} pixels, the recipe {ours.shape}")
    span = float(max(np.ptp(ours), np.ptp(theirs), 1e-12))
    worst = float(np.abs(theirs - ours).max())
    if not worst <= TOLERANCE * span:
        numbers = f"the largest difference is {worst:.3g} in a range of {span:.3g}"
        raise disagree(recipe, function, numbers, maxAbsolute=worst, range=span)
    return Agreement(function, worst)


def disagree(recipe: Recipe, function: str, numbers: str, **data: object) -> Problem:
    """The problem of a notebook's function that gives something else than the recipe."""
    return Problem(
        "recipe-disagrees",
        f"The notebook's own {function} and Zooport's recipe for {recipe.name} do not give the same on this image: "
        f"{numbers}. If the notebook's prediction was changed, restart the kernel and export from the model "
        "folder to use the recipe of the original notebook.",
        function=function,
        **data,
    )


class StandIn:
    """The network for a notebook's own function: predicts with the weights of the export, whatever it is told to load.

    So nothing happens to the researcher's network, and other weights on disk make no difference.
    """

    def __init__(self, run: Run) -> None:
        self._run = run

    def predict(self, batch: Array, *_: object, **_options: object) -> Array:
        """float32 (batch, spatial axes, channel)."""
        return self._run(batch)

    def predict_on_batch(self, batch: Array) -> Array:
        """float32 (batch, spatial axes, channel)."""
        return self._run(batch)

    def load_weights(self, *_: object, **_options: object) -> None:
        """Nothing."""
