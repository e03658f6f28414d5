"""Test tensors, weights and proofs, made by the network in its own framework with the recipe."""

from __future__ import annotations

import os
import shutil
import time
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Tuple

import numpy as np

from . import crop as crops
from . import folders, framework, images, live, names, network, proofs, recipe_facts, saved, tiff
from .facts import Fact, fact, values
from .peek import peek, whole
from .problem import Problem
from .recipes import unet_2d

#: ``progress(message, fraction)``.
Progress = Callable[[str, Optional[float]], None]

#: Multiplications that a test may cost; above it the test image is made smaller.
_MOST_WORK = 6e10
_SMALLEST = 128

#: Seconds within which an unfinished file is taken for one that is being written.
_JUST_NOW = 120.0

#: Largest difference that saving and loading again may make, of the output's range.
_SAME = 1e-5


class Trained(NamedTuple):
    """A loaded network and what belongs to it."""

    network: Any
    keras: Any
    custom: Dict[str, Any]
    #: How to call it in a sentence: its path, or its variable.
    named: str


def prepare(params: Dict[str, Any], progress: Progress) -> Dict[str, Any]:
    """``Prepared``; its files lie in a new folder of ours, which is removed again if anything goes wrong."""
    candidate = params["candidate"]
    _check_recipe(candidate)
    directory = folders.make()
    try:
        return _prepare(params, candidate, directory, progress)
    except BaseException:
        folders.remove(directory)
        raise


def _prepare(params: Dict[str, Any], candidate: Dict[str, Any], directory: str, progress: Progress) -> Dict[str, Any]:
    progress("Loading the network", 0.05)
    trained = _load(candidate, params.get("weights"), directory)
    network.check_image_to_image(trained.network, trained.named)
    anatomy = network.anatomy(trained.network, trained.keras, trained.custom)
    free, notes = _free(trained)
    fixed = network.tile_of(free)
    progress("Choosing the test image", 0.25)
    source, image, more = _image(params, candidate)
    box = _crop(params.get("crop"), image, source, anatomy, fixed)
    pixels, remarks = _storable(crops.cut(image, box))
    if crops.is_constant(pixels):
        raise _constant(source, "this part of it")
    parameters = _parameters(candidate, params, trained)
    progress(f"Running the network in Keras {trained.keras.__version__}", 0.35)

    def run(batch: Any) -> Any:
        return network.run(free, batch)

    kind = params.get("output") or "probability"
    foreground = unet_2d.probability(pixels, values(parameters), run)
    _check_output(foreground, source)
    agreed = _compare(trained, pixels, parameters, directory, progress)
    progress("Saving the weights anew", 0.7)
    weights, form = saved.save(free, trained.keras, directory)
    again = saved.reload(weights, trained.keras, trained.custom)
    test_input = unet_2d.network_input(pixels, values(parameters))
    _check_same(network.run(again, test_input), foreground)
    progress("Running the network on the inputs that prove the conversion", 0.85)
    output = foreground if kind == "probability" else unet_2d.mask(foreground, parameters["threshold"]["value"])
    pairs = proofs.pairs(again, test_input, anatomy.step, fixed)
    files = saved.write(directory, pixels, output, weights, pairs)
    return {
        "directory": directory,
        "files": files,
        "input": {
            **saved.tensor(pixels[np.newaxis, :, :, np.newaxis]),
            "image": source,
            "crop": box,
            "imageShape": list(image.shape),
        },
        "output": {**saved.tensor(output), "kind": kind},
        "recipe": {"id": candidate["network"]["id"], "parameters": parameters, "agreement": agreed[0]},
        "steps": {"y": anatomy.step, "x": anatomy.step},
        "config": {},
        "native": {**saved.native(trained.keras, form, free), "freeSizes": fixed is None},
        "notes": notes + more + remarks + agreed[1],
    }


def _check_recipe(candidate: Dict[str, Any]) -> None:
    chosen = candidate.get("network")
    if not chosen:
        raise Problem(
            "ambiguous",
            "Several networks leave such files. Say which one it is: "
            + ", ".join(other["name"] for other in candidate.get("alternatives", []))
            + ".",
            candidates=candidate.get("alternatives", []),
        )
    if chosen.get("id") not in names.RECIPES:
        raise Problem("no-network", f"There is no recipe for {chosen.get('name')} yet.")


def _load(candidate: Dict[str, Any], wanted: Optional[str], directory: str) -> Trained:
    choices = candidate.get("weights") or []
    choice = next((one for one in choices if one["id"] == wanted), None) if wanted else (choices or [None])[0]
    if choice is None:
        raise Problem("no-network", "These weights are not there any more. Look for networks again.", weights=wanted)
    if choice.get("path"):
        return _load_file(choice["path"], directory)
    variable = choice.get("variable") or ""
    found = live.network(variable)
    if found is None:
        raise Problem(
            "no-network",
            f"The kernel has no network called {variable} any more (it was restarted, or the name was used again). "
            "Look for networks again, or export the weights on disk.",
        )
    keras = framework.keras_of(found)
    return Trained(found, keras, live.classes(_class_names(found)), f"The kernel's {variable}")


def _load_file(path: str, directory: str) -> Trained:
    """Loads a copy, so that training that goes on (or begins again) cannot change the file under our hands."""
    if not os.path.isfile(path):
        raise Problem("bad-folder", f"{path} is not there any more. Look for networks again.", path=path)
    copy = os.path.join(directory, "trained" + os.path.splitext(path)[1].lower())
    before = os.stat(path)
    shutil.copyfile(path, copy)
    after = os.stat(path)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise Problem(
            "training",
            f"{path} is being written at this moment: training still runs. Try again when it has finished.",
            path=path,
        )
    if not whole(copy) and time.time() - after.st_mtime < _JUST_NOW:
        raise Problem(
            "training",
            f"{path} is only half written: training still runs. Try again when it has finished.",
            path=path,
        )
    seen = peek(copy)
    custom = live.classes([kind for kind, _ in seen.layers] if seen else [])
    loaded = framework.load(copy, path, custom)
    os.remove(copy)
    return Trained(loaded, framework.keras_of(loaded), custom, path)


def _class_names(found: Any) -> List[str]:
    return [type(layer).__name__ for layer in found.layers]


def _free(trained: Trained) -> Tuple[Any, List[str]]:
    """The network with free sizes; with its own where its layers do not allow that (then a note says so)."""
    own = network.tile_of(trained.network)
    notes: List[str] = []
    try:
        free = network.with_sizes(trained.network, None, trained.custom, trained.keras)
    except (KeyboardInterrupt, MemoryError):
        raise
    except Exception:
        if own is None:
            raise
        free = network.with_sizes(trained.network, own, trained.custom, trained.keras)
        notes.append(
            f"The network's layers are bound to images of {own[0]} x {own[1]} pixels, so the bundle takes that "
            "size only."
        )
    probe = np.random.RandomState(1).uniform(0, 1, (1, *(own or (64, 64)), 1))
    _check_same(network.run(free, probe), network.run(trained.network, probe))
    return free, notes


def _image(params: Dict[str, Any], candidate: Dict[str, Any]) -> Tuple[str, Any, List[str]]:
    """The chosen image, or the first of the candidate's images that can be read and is not constant."""
    if params.get("image"):
        path = os.path.abspath(params["image"])
        image, notes = images.read_grey(path)
        if crops.is_constant(image):
            raise _constant(path, "it")
        return path, image, notes
    refused: List[str] = []
    for choice in (candidate.get("images") or [])[:20]:
        try:
            image, notes = images.read_grey(choice["path"])
        except Problem as problem:
            refused.append(problem.message)
            continue
        if not crops.is_constant(image):
            return choice["path"], image, notes
        refused.append(f"{choice['path']} is constant.")
    raise Problem(
        "bad-image",
        "No image for the test was found in the notebook's folders. Choose one that the network was not trained on."
        + (f" Tried: {' '.join(refused[:3])}" if refused else ""),
        tried=refused,
    )


def _crop(
    asked: Optional[crops.Box], image: Any, source: str, anatomy: network.Anatomy, fixed: Optional[Tuple[int, int]]
) -> crops.Box:
    shape = (int(image.shape[0]), int(image.shape[1]))
    if asked:
        return crops.check(asked, shape, anatomy.step, fixed)
    limit = crops.LIMIT
    while anatomy.cost * limit**2 > _MOST_WORK and limit > _SMALLEST:
        limit //= 2
    box = crops.suggest(image, anatomy.step, max(limit, anatomy.step), fixed)
    if box is None:
        needed = f"{fixed[0]} x {fixed[1]}" if fixed else f"{anatomy.step} x {anatomy.step}"
        raise Problem(
            "image-too-small",
            f"{source} has {shape[0]} x {shape[1]} pixels; the network needs at least {needed}. Choose a larger image.",
            path=source,
            shape=list(shape),
            step=anatomy.step,
        )
    return box


def _storable(pixels: Any) -> Tuple[Any, List[str]]:
    """The pixels in a dtype that every consumer reads; only float64, float16, bool and 64-bit integers change."""
    if pixels.dtype == np.bool_:
        return pixels.astype(np.uint8), []
    if pixels.dtype.itemsize == 8 or pixels.dtype == np.float16:
        return pixels.astype(np.float32), [
            f"The image's {pixels.dtype} values are stored as float32; the network computes in float32 as well."
        ]
    return pixels, []


def _parameters(candidate: Dict[str, Any], params: Dict[str, Any], trained: Trained) -> Dict[str, Fact]:
    found = recipe_facts.normalisation()
    known = recipe_facts.threshold(candidate.get("folder"), params.get("threshold"))
    exact = known["value"]
    # The whole number that makes the same mask, so that (T + 0.5) / 255 is right for whoever reads it.
    found["threshold"] = {**known, "value": unet_2d.whole_threshold(exact)}
    found["binarize"] = fact(unet_2d.binarize_at(exact), known["origin"], known["where"])
    tile = network.tile_of(trained.network)
    if tile:
        found["tile"] = fact(list(tile), "kernel" if not os.path.isfile(trained.named) else "disk", trained.named)
    return found


def _compare(
    trained: Trained, pixels: Any, parameters: Dict[str, Fact], directory: str, progress: Progress
) -> Tuple[Optional[Dict[str, Any]], List[str]]:
    """The notebook's own prediction function on the crop, with the network as it was trained."""
    if live.function("predict_as_tiles") is None:
        return None, []
    progress("Comparing with the notebook's own predict_as_tiles", 0.55)
    path = os.path.join(directory, "compared.tif")
    tiff.write(path, pixels)
    tile = network.tile_of(trained.network) or (pixels.shape[0], pixels.shape[1])
    found = recipe_facts.agreement(
        path, pixels, tile, values(parameters), lambda batch: network.run(trained.network, batch)
    )
    os.remove(path)
    if found.max_absolute is None:
        return None, [found.note] if found.note else []
    return {"function": "predict_as_tiles", "maxAbsolute": found.max_absolute}, []


def _check_output(output: Any, source: str) -> None:
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


def _check_same(ours: Any, theirs: Any) -> None:
    span = max(float(theirs.max() - theirs.min()), 1e-3)
    worst = float(np.abs(ours - theirs).max()) if ours.shape == theirs.shape else float("inf")
    if not worst <= _SAME * span:
        raise Problem(
            "bad-model",
            f"The network saved anew does not give the same as the trained one (largest difference {worst:.3g} in a "
            f"range of {span:.3g}). Please report this with the network's file.",
            maxAbsolute=worst,
            range=span,
        )


def _constant(path: str, what: str) -> Problem:
    return Problem(
        "image-constant",
        f"{path}: {what} has the same value (almost) everywhere, so it would prove nothing. Choose an image, or a part "
        "of it, that shows something.",
        path=path,
    )
