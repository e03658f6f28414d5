"""The grid that a network's test crop begins on, from the files alone: no framework is loaded.

What is measured on the loaded network (``network.anatomy``) counts in the end; this is for showing beforehand what will
be cut.
"""

from __future__ import annotations

import math
import os
from typing import Any, Dict, List, Optional, Sequence, Tuple

from ..errors import Problem
from ..facts.fact import values
from ..find import live_networks
from ..keras import description
from ..libraries import Config
from ..protocol import Candidate, Grid, WeightsChoice
from ..rebuild import weights as stored
from ..recipes.recipe import Recipe, Takes
from . import axes

Sizes = Tuple[int, ...]
#: No image is as large as a step beyond this; a file that says so is damaged.
_COARSEST = 1 << 15
#: How many times finer (above 1: coarser) than its input an output is, along each axis.
Level = Tuple[float, ...]

#: Layers whose ``pool_size`` (without ``strides``) makes an image smaller, and those that make it larger.
_POOLS = ("MaxPooling", "AveragePooling")
_LARGER = ("Transpose", "UpSampling")


def grid(
    candidate: Candidate, weights: Optional[str], recipe: Recipe, takes: Takes, shape: Sequence[int]
) -> Optional[Grid]:
    """``first`` and ``step`` along the spatial axes of the image, in pixels of its file; None where nothing tells."""
    steps = _steps(candidate, weights, recipe)
    if steps is None or not all(1 <= step <= _COARSEST for step in steps):
        return None
    placed = axes.arranged(steps, recipe.axes, takes.axes)
    spatial = [size for size, axis in zip(shape, takes.axes) if axis != "channel"]
    before = recipe.before(tuple(spatial), placed)
    factors = _reduction(candidate, recipe, len(placed))
    return {
        "first": [-ahead % step * factor for ahead, step, factor in zip(before, placed, factors)],
        "step": [step * factor for step, factor in zip(placed, factors)],
    }


def _steps(candidate: Candidate, weights: Optional[str], recipe: Recipe) -> Optional[Sizes]:
    """In the network's own order of axes."""
    dimensions = len(axes.spatial(recipe.axes))
    if recipe.every_size:
        return (1,) * dimensions
    facts = values(candidate.get("facts") or {})
    depth = facts.get("unet_n_depth")
    if isinstance(depth, int):
        coarse = facts.get("grid") or [1] * dimensions
        whole = isinstance(coarse, list) and len(coarse) == dimensions and all(isinstance(one, int) for one in coarse)
        return tuple(one * 2**depth for one in coarse) if whole and 0 <= depth < 16 else None
    described = _description(candidate, weights)
    if described:
        return _measured(described, dimensions)
    return _by_shapes(candidate, weights, recipe.kernels, dimensions) if recipe.kernels else None


def _chosen(candidate: Candidate, weights: Optional[str]) -> Optional[WeightsChoice]:
    found = candidate.get("weights") or []
    return next((one for one in found if one["id"] == weights), found[0] if found else None)


def _by_shapes(candidate: Candidate, weights: Optional[str], layers: str, dimensions: int) -> Optional[Sizes]:
    """Of a file that holds weights alone: each step up has a kernel as large as the pooling that it undoes."""
    one = _chosen(candidate, weights)
    path = one["path"] if one else None
    try:
        named = stored.read(path, os.path.basename(path)) if path else {}
    except Problem:  # making the bundle will say so
        return None
    kernels = [named[name][0].shape[:dimensions] for name in stored.numbered(named, layers)]
    return tuple(math.prod(int(kernel[axis]) for kernel in kernels) for axis in range(dimensions)) if kernels else None


def _description(candidate: Candidate, weights: Optional[str]) -> Optional[Config]:
    one = _chosen(candidate, weights)
    try:
        if one and one["path"]:
            return next(iter(description.configs(one["path"])), None)
        network = live_networks.network_of(live_networks.held(str(one and one["variable"])))
        return {"config": network.get_config()} if network is not None else None
    except Exception:  # a file that cannot be read, a class without a description: making the bundle will say so
        return None


def _measured(described: Config, dimensions: int) -> Optional[Sizes]:
    levels: List[Level] = []
    try:
        _walk(described.get("config"), (1.0,) * dimensions, levels)
    except Exception:  # no graph that this reads
        return None
    steps = [1] * dimensions
    for level in levels:
        ratios = [max(1, int(round(one))) for one in level]
        steps = [step * ratio // math.gcd(step, ratio) for step, ratio in zip(steps, ratios)]
    return tuple(steps) if levels else None


def _walk(config: Any, start: Level, levels: List[Level]) -> Level:
    """Levels of all layers of a graph or a sequence, in their order; the last one's is the result."""
    layers = config["layers"] if isinstance(config, dict) else config
    reached: Dict[str, Level] = {}
    last = start
    for layer in layers:
        settings = layer.get("config") or {}
        name = str(layer.get("name") or settings.get("name"))
        inputs = [reached[one] for one in _names(layer.get("inbound_nodes")) if one in reached]
        before = max(inputs, default=last if not layer.get("inbound_nodes") else start)
        if isinstance(settings, dict) and "layers" in settings:
            last = _walk(settings, before, levels)
        else:
            last = tuple(one * factor for one, factor in zip(before, _factors(layer, settings, len(start))))
        reached[name] = last
        levels.append(last)
    return last


def _names(value: object) -> List[str]:
    """Every text in a layer's connections, however this Keras nests them; names of layers are among them."""
    if isinstance(value, str):
        return [value]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    return [name for one in inside for name in _names(one)]


def _factors(layer: Config, settings: Config, dimensions: int) -> Level:
    """By how much coarser a layer's output is than its input."""
    kind = str(layer.get("class_name"))
    sizes = settings.get("strides")
    if any(word in kind for word in _POOLS) and not kind.startswith("Global"):
        sizes = sizes or settings.get("pool_size")
    elif kind.startswith("UpSampling"):
        sizes = settings.get("size")
    if sizes is None:
        return (1.0,) * dimensions
    each = [sizes] * dimensions if isinstance(sizes, int) else list(sizes)
    larger = any(word in kind for word in _LARGER)
    return tuple(1 / one if larger else float(one) for one in each)


def _reduction(candidate: Candidate, recipe: Recipe, dimensions: int) -> Sizes:
    """By how much the notebook makes a volume smaller before anything else: along y and x alone."""
    return (1,) * (dimensions - 2) + (recipe.smaller(candidate.get("folder")),) * 2
