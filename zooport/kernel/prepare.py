"""Test tensors, weights and proofs, made by the network in its own framework with the recipe."""

from __future__ import annotations

from typing import List, Optional, Tuple

import numpy as np

from . import proofs
from .errors import Problem
from .facts.fact import Values, values
from .images import axes, test_image
from .images import crop as crops
from .keras import framework, loading, network, precision, saved
from .keras.network import Sizes
from .keras.trained import Trained
from .libraries import Array, Network
from .protocol import Candidate, OutputKind, Prepared, PrepareParams
from .recipes.agreement import agreement as compared_with_own
from .recipes.recipe import Given, Recipe
from .recipes.registry import BY_ID
from .transport import folders
from .transport.quiet import Progress, quiet

#: Largest difference that saving and loading again may make, of the output's range.
_SAME = 1e-5


def prepare(params: PrepareParams, progress: Progress) -> Prepared:
    """``Prepared``; its files lie in a new folder of ours, which is removed again if anything goes wrong."""
    candidate = params["candidate"]
    recipe = _recipe(candidate)
    directory = folders.make()
    try:
        with quiet(progress) as told:
            return _prepare(params, candidate, recipe, directory, told)
    except BaseException:
        folders.remove(directory)
        raise


def _prepare(
    params: PrepareParams, candidate: Candidate, recipe: Recipe, directory: str, progress: Progress
) -> Prepared:
    # Nobody knows how long the framework takes to start: no number rather than one that stands still.
    progress("Loading the network", None)
    allow_code = params.get("allowCode") is True
    trained = recipe.load(loading.find(candidate, params.get("weights"), directory, allow_code))
    with framework.code_allowed(trained.keras, allow_code):
        return _made(params, candidate, recipe, trained, progress)


def _made(
    params: PrepareParams, candidate: Candidate, recipe: Recipe, trained: Trained, progress: Progress
) -> Prepared:
    directory = trained.source.directory
    recipe.check(trained)
    kind, notes = recipe.choose(params.get("output"), trained)
    free = _Free(recipe, trained, kind)
    progress("Choosing the test image", 0.25)
    parameters = recipe.parameters(trained, params.get("threshold"))
    known = values(parameters)
    image, pixels, box, more = _pixels(params, candidate, recipe, trained, known, free)
    progress(f"Running the network in Keras {trained.keras.__version__}", 0.35)
    given = recipe.network_input(pixels, known)
    run = Given(kind, pixels, known, given, network.run(free.network, given))
    _check_output(run.outputs, image.path)
    function = recipe.has_own(trained)
    if function:
        progress(f"Comparing with the notebook's own {function}", 0.55)
    agreed = compared_with_own(recipe, run, trained)
    progress("Saving the weights anew", 0.7)
    weights, form = saved.save(free.network, trained.keras, directory)
    again = saved.reload(weights, trained.keras, trained.custom, trained.source.allow_code)
    _check_same(network.run(again, given), run.outputs, again)
    progress("Running the network on the inputs that prove the conversion", 0.85)
    output = recipe.expected(run, trained)
    extras = recipe.extras(run, trained)
    larger = max(1, run.outputs.shape[1] // given.shape[1])
    pairs = proofs.pairs(again, given, free.anatomy.steps, free.fixed, recipe.axes, larger)
    pairs, exact = proofs.sharpened(again, pairs, trained.custom, trained.keras)
    rounded = precision.compared(
        again, given, trained, lambda outputs: recipe.expected(run._replace(outputs=outputs), trained), output
    )
    files = saved.write(directory, pixels, output, weights, pairs, exact, extras.attachments)
    return {
        "directory": directory,
        "files": files,
        "input": {
            **saved.tensor(pixels, recipe.axes),
            "image": image.path,
            "crop": crops.told(box),
            "imageShape": list(image.pixels.shape),
        },
        "output": {**saved.tensor(output, recipe.axes), "kind": kind},
        "recipe": {"id": recipe.id, "parameters": parameters, "agreement": agreed.told()},
        "steps": dict(zip(axes.spatial(recipe.axes), free.anatomy.steps)),
        "config": extras.config,
        "native": {
            **saved.native(trained.keras, form, free.network),
            "freeSizes": free.fixed is None,
            "oneSize": network.is_layerwise(again),
        },
        "precision": rounded and rounded.told(),
        "notes": free.notes
        + notes
        + image.notes
        + more
        + [one for one in (agreed.note, rounded and rounded.note) if one],
    }


class _Free:
    """The network to export, with free sizes; with its own where its layers do not allow that (a note says so)."""

    def __init__(self, recipe: Recipe, trained: Trained, kind: OutputKind) -> None:
        whole = recipe.single(trained, kind)
        own = network.tile_of(whole)
        self.notes: List[str] = []
        self.anatomy = network.anatomy(whole, trained.keras, trained.custom)
        free = _freed(whole, own, self.anatomy.steps, trained)
        if free is not None:
            self.network = free
        else:
            self.network = network.with_sizes(whole, own, trained.custom, trained.keras)
            self.notes.append(
                f"The network's layers are bound to images of {' x '.join(str(size) for size in own or ())} pixels, so "
                "the bundle takes that size only."
            )
        self.fixed = network.tile_of(self.network)
        steps = self.anatomy.steps
        sizes = own or tuple(proofs.at_least(64 if len(steps) == 2 else 16, steps))
        channels = int(network.shapes(whole.input_shape)[0][-1] or 1)
        probe = np.random.RandomState(1).uniform(0, 1, (1, *sizes, channels))
        _check_same(network.run(self.network, probe), network.run(whole, probe), whole)


def _freed(whole: Network, own: Optional[Sizes], steps: Sizes, trained: Trained) -> Optional[Network]:
    """The network with free sizes; None where its layers are bound to its own.

    Keras tells that of some layers when it builds them (Flatten), of others only by what comes out (Reshape).
    """
    try:
        free = network.with_sizes(whole, None, trained.custom, trained.keras)
        if own is None:
            return free
        larger = tuple(size + step for size, step in zip(own, steps))
        channels = int(network.shapes(whole.input_shape)[0][-1] or 1)
        given = np.zeros((1, *larger, channels), np.float32)
        made, usual = network.run(free, given).shape, network.shapes(whole.output_shape)[0][1:-1]
        scales = [(size or 0) / before for size, before in zip(usual, own)]
        return free if made[:-1] == (1, *(size * scale for size, scale in zip(larger, scales))) else None
    except (KeyboardInterrupt, MemoryError):
        raise
    except Exception:
        if own is None:
            raise
        return None


def _pixels(
    params: PrepareParams,
    candidate: Candidate,
    recipe: Recipe,
    trained: Trained,
    known: Values,
    free: _Free,
) -> Tuple[test_image.Image, Array, crops.Box, List[str]]:
    """The test image, its crop as the network's batch in its own dtype, where it was, and notes."""
    takes = recipe.takes(trained.source.config)
    image = test_image.choose(params, candidate, recipe, takes)
    reduced, notes = recipe.reduce(image.pixels, known)
    asked = test_image.scaled(crops.asked(params.get("crop")), image.pixels.shape, reduced.shape)
    image = image._replace(pixels=reduced)
    # In a file, axes may stand in another order than in the network.
    anatomy = free.anatomy._replace(steps=axes.arranged(free.anatomy.steps, recipe.axes, takes.axes))
    fixed = axes.arranged(free.fixed, recipe.axes, takes.axes) if free.fixed else None
    box, moved = test_image.box(asked, image, recipe, anatomy, fixed)
    pixels, remarks = test_image.storable(crops.cut(image.pixels, box))
    if recipe.is_constant(pixels):
        raise test_image.constant(image.path, "this part of it")
    return image, axes.to_network(pixels, takes.axes, recipe.axes), box, notes + moved + remarks


def _recipe(candidate: Candidate) -> Recipe:
    chosen = candidate.get("network")
    if not chosen:
        raise Problem(
            "ambiguous",
            "Several networks leave such files. Say which one it is: "
            + ", ".join(other["name"] for other in candidate.get("alternatives", []))
            + ".",
            candidates=candidate.get("alternatives", []),
        )
    if chosen.get("id") not in BY_ID:
        raise Problem("no-network", f"There is no recipe for {chosen.get('name')} yet.")
    return BY_ID[chosen["id"]]


def _check_output(output: Array, source: str) -> None:
    if not np.isfinite(output).all():
        raise Problem(
            "bad-model",
            f"The network gives values that are not numbers (NaN or infinite) for {source}: its training has failed. "
            "Train again with a smaller learning rate, or choose other weights of the folder.",
        )
    if float(output.max()) == float(output.min()):
        raise Problem(
            "bad-model",
            f"The network gives {float(output.max()):.3g} everywhere for {source}, so a test would prove nothing. "
            "Choose another image or crop, or other weights of the folder.",
        )


def _check_same(ours: Array, theirs: Array, whole: Network) -> None:
    if precision.close(ours, theirs, _SAME, precision.step_of(whole)):
        return
    span = float(theirs.max() - theirs.min())
    worst = float(np.abs(ours - theirs).max()) if ours.shape == theirs.shape else float("inf")
    raise Problem(
        "bad-model",
        f"The network saved anew does not give the same as the trained one (largest difference {worst:.3g} in a "
        f"range of {span:.3g}). Please report this with the network's file.",
        maxAbsolute=worst,
        range=span,
    )
