"""Random chains before a network."""

from __future__ import annotations

from typing import Callable, Dict, List, Optional, Sequence, Tuple

import numpy as np

from chains_case import Array, Case, Function, Layout, random_layout
from zooport.kernel.own_protocol import OwnOperation

#: Name, code, and what it is in the format's words, None where it has none.
Step = Tuple[str, Function, Optional[List[OwnOperation]]]

F = np.float32
EPSILONS = (0.0, 1e-20, 1e-10, 1e-8, 1e-7, 1e-6, 1e-5, 1e-3)
PERCENTILES = (
    (1, 99.8),
    (1, 99),
    (2, 98),
    (3, 99.8),
    (0.1, 99.9),
    (5, 95),
    (0.5, 99.5),
    (10, 90),
    (0.2, 97),
    (2, 99.9),
)
#: Part of an image's values that a cut leaves as they are.
LEFT = 0.05
FLOAT: OwnOperation = {"id": "ensure_dtype", "kwargs": {"dtype": "float32"}}


def images(random: np.random.Generator, layout: Layout) -> Callable[[], Array]:
    """Blobs on a background with noise, of one dtype and one brightness, another one each time."""
    kind = str(random.choice(["uint8", "uint16", "int16", "counts", "fractions"]))
    bright = {"uint8": 200.0, "uint16": 3000.0, "int16": 900.0, "counts": 2500.0, "fractions": 1.0}[kind]

    def make() -> Array:
        shape = layout.shape(random)
        grid = np.meshgrid(*[np.linspace(0, 1, size) for size in shape[1:]], indexing="ij", sparse=True)
        image = np.zeros(shape[1:])
        for _ in range(6):
            away = sum((axis - random.uniform(0, 1)) ** 2 for axis in grid)
            image = image + random.uniform(0.3, 1) * np.exp(-away / random.uniform(0.005, 0.05))
        image = image * random.uniform(0.3, 0.5) + random.uniform(0.05, 0.1) + random.normal(0, 0.015, image.shape)
        if layout.channel is not None:
            image = image * layout.along(list(random.uniform(0.6, 1.2, layout.channels)))[0]
        values = (np.abs(image) * bright - (bright / 3 if kind == "int16" else 0))[None]
        whole = {"counts": "float32", "fractions": "float32"}.get(kind, kind)
        limits = np.iinfo(whole) if whole != "float32" else None
        return (values if limits is None else np.clip(np.rint(values), limits.min, limits.max)).astype(whole)

    return make


def operation(name: str, **kwargs: object) -> OwnOperation:
    return {"id": name, "kwargs": kwargs}


def some(random: np.random.Generator, values: Sequence[float]) -> float:
    return float(values[int(random.integers(len(values)))])


def fixed(random: np.random.Generator, layout: Layout) -> Step:
    """Fixed numbers, the same for all channels."""
    way = int(random.integers(4))
    if way == 0:
        full = some(random, (255, 65535, 4095, 1000, 1023))
        return f"x / {full:g}", lambda x: x.astype(F) / F(full), [operation("scale_linear", gain=1 / full, offset=0.0)]
    if way == 1:
        mean, deviation = round(random.uniform(0, 300), 1), round(random.uniform(1, 200), 1)
        words = operation("scale_linear", gain=1 / deviation, offset=-mean / deviation)
        return f"(x - {mean}) / {deviation}", lambda x: (x.astype(F) - F(mean)) / F(deviation), [words]
    if way == 2:
        gain, offset = float(f"{random.uniform(0.001, 3):.3g}"), round(random.uniform(-3, 3), 2)
        words = operation("scale_linear", gain=gain, offset=offset)
        return f"x * {gain} + {offset}", lambda x: x.astype(F) * F(gain) + F(offset), [words]
    words = operation("scale_linear", gain=2 / 255, offset=-1.0)
    return "x / 127.5 - 1", lambda x: x.astype(F) / F(127.5) - F(1), [words]


def channelwise(random: np.random.Generator, layout: Layout) -> Step:
    """Fixed numbers for each channel, as of a network that was trained on photographs."""
    means = [round(random.uniform(0.1, 0.6), 3) for _ in range(layout.channels)]
    deviations = [round(random.uniform(0.1, 0.4), 3) for _ in range(layout.channels)]
    if layout.channel is None:
        means, deviations = means[:1], deviations[:1]
    mean, deviation = layout.along(means), layout.along(deviations)
    gains = [1 / one for one in deviations]
    offsets = [-one / other for one, other in zip(means, deviations)]
    words = (
        operation("scale_linear", gain=gains[0], offset=offsets[0])
        if layout.channel is None
        else operation("scale_linear", axis="channel", gain=gains, offset=offsets)
    )
    return f"(x - {means}) / {deviations}", lambda x: (x.astype(F) - mean) / deviation, [words]


def statistic(random: np.random.Generator, layout: Layout) -> Step:
    """Minimum and maximum, percentiles, or mean and deviation, of the image or of each channel."""
    each = bool(random.integers(2)) and layout.channel is not None
    over, names = layout.over(each), layout.names(each)
    eps = some(random, EPSILONS)
    kind = int(random.integers(3))
    if kind == 2:
        ddof = int(random.integers(4) == 0)

        def variance(x: Array) -> Array:
            x = x.astype(np.float64)
            return (x - x.mean(over, keepdims=True)) / (x.std(over, keepdims=True, ddof=ddof) + eps)

        name = f"(x - mean) / (std{' of n - 1' if ddof else ''} + {eps}) over {names}"
        return name, variance, [operation("zero_mean_unit_variance", axes=names, eps=1e-6)]
    pair = PERCENTILES[int(random.integers(len(PERCENTILES)))] if kind else (0, 100)

    def percentiles(x: Array) -> Array:
        low, high = np.percentile(x.astype(np.float64), pair, axis=over, keepdims=True)
        return ((x - low) / (high - low + eps)).astype(F)

    words = operation("scale_range", axes=names, min_percentile=pair[0], max_percentile=pair[1], eps=1e-6)
    return f"(x - p{pair[0]}) / (p{pair[1]} - p{pair[0]} + {eps}) over {names}", percentiles, [words]


def clip(low: Optional[float], high: Optional[float]) -> Step:
    bounds = {name: bound for name, bound in (("min", low), ("max", high)) if bound is not None}
    return f"clip {low} to {high}", lambda x: np.clip(x, low, high), [operation("clip", **bounds)]


def bounds(values: Array, random: np.random.Generator) -> Tuple[float, float]:
    """Plain numbers that cut something off at both sides."""
    low, high = np.quantile(values, [random.uniform(0.02, 0.2), random.uniform(0.8, 0.98)])
    span = float(high - low) or 1.0
    places = int(np.ceil(1 - np.log10(span)))
    return round(float(low), places), round(float(high), places)


def cut(steps: List[Step], make: Callable[[], Array], random: np.random.Generator) -> Step:
    """A cut that has an effect on what the steps give: 0 to 1 where it is known to have, else by the values."""
    values = composed(steps)(make())
    if float(values.min()) < 0 and float(values.max()) > 1 and random.integers(2):
        return clip(0.0, 1.0)
    return clip(*bounds(values.astype(np.float64), random))


def whole(random: np.random.Generator, layout: Layout) -> Step:
    dtype = str(random.choice(["uint16", "int32"]))
    return f"whole numbers ({dtype})", lambda x: x.astype(dtype), [operation("ensure_dtype", dtype=dtype)]


def after_statistic(random: np.random.Generator, layout: Layout) -> Step:
    """What is done with numbers between 0 and 1."""
    gain, offset = ((2.0, -1.0), (255.0, 0.0), (1.0, -0.5), (0.5, 0.25))[int(random.integers(4))]
    words = operation("scale_linear", gain=gain, offset=offset)
    return f"x * {gain} + {offset}", lambda x: x * F(gain) + F(offset), [words]


def composed(steps: Sequence[Step]) -> Function:
    def function(x: Array) -> Array:
        for _, step, _ in steps:
            x = step(x)
        return x.astype(F)

    return function


def random_steps(random: np.random.Generator, layout: Layout, make: Callable[[], Array]) -> List[Step]:
    """One to three steps. A step whose words are an empty list is one that statistics behind it undo."""
    shape = int(random.integers(11))
    scale = statistic(random, layout)
    if shape == 0:
        return [("nothing", lambda x: x, [])]
    if shape == 1:
        return [fixed(random, layout)]
    if shape == 2:
        return [scale]
    if shape == 3:
        name, step, _ = fixed(random, layout)
        return [(name, step, []), scale]
    if shape == 4:
        return [scale, cut([scale], make, random)]
    if shape == 5:
        middle = cut([scale], make, random)
        return [scale, middle, after_statistic(random, layout)]
    if shape == 6:
        return [scale, after_statistic(random, layout)]
    if shape == 7:
        first = clip(*bounds(make().astype(np.float64), random))
        return [first, fixed(random, layout)] if random.integers(2) else [first, scale]
    if shape == 8:
        first = fixed(random, layout)
        return [first, cut([first], make, random)]
    if shape == 9:
        return [fixed(random, layout), channelwise(random, layout)]
    if random.integers(2) and float(make().max()) > 10:
        return [whole(random, layout), fixed(random, layout)]
    return [scale, channelwise(random, layout)]


def random_before(random: np.random.Generator, given: Optional[Layout] = None) -> Case:
    """A chain, and images of random dtype, of a layout that is given or random."""
    layout = given or random_layout(random)
    make = images(random, layout)
    if random.integers(12) == 0:
        name, function = outside(random, layout)
        return Case(f"outside: {name}", layout.axes, make, function, None)
    steps = random_steps(random, layout, make)
    operations = [one for _, _, words in steps for one in words or []]
    framed = [FLOAT, *operations, FLOAT] if operations else [FLOAT]
    name = ", then ".join(name for name, _, _ in steps)
    return Case(name, layout.axes, make, composed(steps), framed, None, lambda given: seen(steps, given))


def seen(steps: Sequence[Step], given: Sequence[Array]) -> bool:
    """Whether each cut takes away something at both its sides, of one image or another, and leaves enough."""
    for index, (_, _, words) in enumerate(steps):
        kwargs = words[0]["kwargs"] if words and words[0]["id"] == "clip" else {}
        values = [composed(steps[:index])(image) for image in given] if kwargs else []
        inside = [np.mean((one > kwargs["min"]) & (one < kwargs["max"])) for one in values]
        if inside and max(inside) < LEFT:
            return False
        if "min" in kwargs and not any(bool((one < kwargs["min"]).any()) for one in values):
            return False
        if "max" in kwargs and not any(bool((one > kwargs["max"]).any()) for one in values):
            return False
    return True


def outside(random: np.random.Generator, layout: Layout) -> Tuple[str, Function]:
    """What the format has no operations for."""
    over = layout.over(False)
    positive: Function = lambda x: x.astype(np.float64) - min(float(x.min()), 0)  # noqa: E731
    ways: Dict[str, Function] = {
        "x / max": lambda x: x / x.max(),
        "x / mean": lambda x: x / x.mean(),
        "x - min": lambda x: x.astype(np.float64) - x.min(),
        "x / p99": lambda x: x / np.percentile(x, 99),
        "median and median deviation": lambda x: (x - np.median(x)) / np.median(np.abs(x - np.median(x))),
        "gamma": lambda x: (positive(x) / (positive(x).max() or 1)) ** 0.7,
        "log": lambda x: np.log1p(positive(x)),
        "median filter": lambda x: np.median(np.stack([np.roll(x, by, axis=-2) for by in (-1, 0, 1)]), axis=0),
        "ranks": lambda x: x.reshape(-1).argsort().argsort().reshape(x.shape) / x.size,
        "local mean": lambda x: x - np.mean(np.stack([np.roll(x, by, axis=over[0]) for by in (-2, -1, 1, 2)]), axis=0),
        "square": lambda x: x.astype(np.float64) ** 2,
    }
    name = str(random.choice(sorted(ways)))
    return name, lambda x: ways[name](x).astype(F)
