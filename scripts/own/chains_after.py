"""Random chains after a network."""

from __future__ import annotations

from typing import Callable, Dict, List, Optional, Tuple

import numpy as np

from chains_before import operation, some
from chains_case import Array, Case, Function, Layout, random_layout
from zooport.kernel.own.network import LastStep
from zooport.kernel.own_protocol import OwnOperation

F = np.float32
Words = List[OwnOperation]

THRESHOLDS = (0.5, 0.4, 0.3, 0.6, 0.25, 0.1, 0.7, 0.35, 0.05)


def outputs(random: np.random.Generator, layout: Layout) -> Callable[[], Array]:
    """What a network may give: float32, smooth, some below and some above 0."""
    spread, middle = random.uniform(1, 4), random.uniform(-0.5, 0.5)

    def make() -> Array:
        values = random.normal(middle, spread, layout.shape(random, 12))
        return (values + np.roll(values, 1, axis=-2) + np.roll(values, 1, axis=-1)).astype(F) / F(1.7)

    return make


def sigmoid(x: Array) -> Array:
    return (1 / (1 + np.exp(-x.astype(np.float64)))).astype(F)


def softmax(axis: int) -> Function:
    def function(x: Array) -> Array:
        exponential = np.exp(x - x.max(axis, keepdims=True))
        return exponential / exponential.sum(axis, keepdims=True)

    return function


Step = Tuple[str, Function, Words]


def activation(random: np.random.Generator, layout: Layout) -> Step:
    ways: List[Step] = [
        ("nothing", lambda x: x, []),
        ("sigmoid", sigmoid, [operation("sigmoid")]),
    ]
    if layout.channel is not None and layout.channels > 1:
        ways.append(("softmax", softmax(layout.channel), [operation("softmax", axis="channel")]))
    return ways[int(random.integers(len(ways)))]


def ending(random: np.random.Generator, layout: Layout) -> Step:
    """What comes last: nothing, a mask, a cut, a scale or whole numbers."""
    way = int(random.integers(6))
    if way == 0:
        return "nothing", lambda x: x, []
    if way in (1, 2):
        return mask(random)
    if way == 3:
        high = some(random, (1.0, 0.9, 0.5))
        return f"clip 0 to {high}", lambda x: np.clip(x, 0.05, high), [operation("clip", min=0.05, max=high)]
    if way == 4:
        gain, offset = float(f"{random.uniform(0.1, 3000):.3g}"), round(random.uniform(-100, 100), 1)
        words = operation("scale_linear", gain=gain, offset=offset)
        return f"x * {gain} + {offset}", lambda x: x * F(gain) + F(offset), [words]
    words = [operation("clip", min=0.0, max=1.0), operation("scale_linear", gain=255.0, offset=0.0)]
    cast = operation("ensure_dtype", dtype="uint8")
    return "8 bits", lambda x: (np.clip(x, 0, 1) * F(255)).astype(np.uint8), [*words, cast]


def mask(random: np.random.Generator) -> Step:
    threshold = some(random, THRESHOLDS)
    words = operation("binarize", threshold=threshold)
    way = int(random.integers(4))
    if way == 0:
        return f"x > {threshold}", lambda x: x > F(threshold), [words]
    if way == 1:
        return f"(x > {threshold}) as uint8", lambda x: (x > F(threshold)).astype(np.uint8), [words]
    if way == 2:
        both = [words, operation("scale_linear", gain=255.0, offset=0.0)]
        return f"255 where x > {threshold}", lambda x: ((x > F(threshold)) * 255).astype(np.uint8), both
    turned = [operation("scale_linear", gain=-1.0, offset=0.0), operation("binarize", threshold=-threshold)]
    return f"x < {threshold}", lambda x: x < F(threshold), turned


def last_step(random: np.random.Generator, axis: int, channels: int) -> Tuple[Step, LastStep]:
    """One of the channels, or the number of the largest."""
    which = int(random.integers(channels))
    way = int(random.integers(3))
    if way == 0:
        return ("argmax", lambda x: x.argmax(axis, keepdims=True), []), LastStep("argmax", axis, 0, True)
    if way == 1:
        step = LastStep("channel", axis, which, True)
        return (f"channel {which}", lambda x: np.take(x, [which], axis), []), step
    step = LastStep("softmax_channel", axis, which, True)
    likely = softmax(axis)
    return (f"softmax, channel {which}", lambda x: np.take(likely(x), [which], axis), []), step


def random_after(random: np.random.Generator, given: Optional[Layout] = None) -> Case:
    """A chain, and outputs of a layout that is given or random."""
    selects = random.integers(3) == 0 and (given is None or given.channels > 1)
    layout = given or random_layout(random, 2 if selects else 1)
    make = outputs(random, layout)
    if random.integers(12) == 0:
        name, function = outside(random, layout)
        return Case(f"outside: {name}", layout.axes, make, function, None)
    steps: List[Step] = []
    last: Optional[LastStep] = None
    if selects and layout.channel is not None:
        first, last = last_step(random, layout.channel, layout.channels)
        steps.append(first)
        one = Layout(layout.axes, 1)
        if last.kind == "channel":
            steps.append(activation(random, one))
        if last.kind != "argmax":
            steps.append(ending(random, one))
    else:
        steps = [activation(random, layout), ending(random, layout)]
    words = [one for _, _, each in steps for one in each]
    name = ", then ".join(name for name, _, _ in steps if name != "nothing") or "nothing"
    return Case(name, layout.axes, make, lambda x: run(steps, x), words, last)


def run(steps: List[Step], x: Array) -> Array:
    for _, step, _ in steps:
        x = step(x)
    return x


def outside(random: np.random.Generator, layout: Layout) -> Tuple[str, Function]:
    """What the format has no operations for."""
    ways: Dict[str, Function] = {
        "tanh": np.tanh,
        "exp": np.exp,
        "square": lambda x: x**2,
        "minimum and maximum": lambda x: (x - x.min()) / (x.max() - x.min()),
        "mean and deviation": lambda x: (x - x.mean()) / x.std(),
        "x / max": lambda x: x / x.max(),
        "threshold of the image's own": lambda x: x > x.mean(),
        "between two thresholds": lambda x: (x > 0.1) & (x < 0.9),
        "median filter": lambda x: np.median(np.stack([np.roll(x, by, axis=-2) for by in (-1, 0, 1)]), axis=0),
        "rounded to tenths": lambda x: np.round(x * 10) / 10,
        "leaky": lambda x: np.where(x > 0, x, 0.1 * x),
    }
    name = str(random.choice(sorted(ways)))
    return name, lambda x: ways[name](x)
