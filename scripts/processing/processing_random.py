"""Random descriptions and tensors for processing_conformance.py: every operation and element type, odd values.

Each case is what a bundle holds: `version`, `inputs` and `outputs` as the description writes them (format 0.4 or 0.5),
and the tensors by name: the test inputs, and for outputs what the network would give.
"""

from __future__ import annotations

import string
from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy as np

Json = Dict[str, Any]

FLOATS = ("float32", "float64")
INTEGERS = ("int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64")
AXES = {"b": "batch", "c": "channel", "t": "time", "i": "index"}
SPACES = ("yx", "xy", "cyx", "byx", "bcyx", "byxc", "bzyxc", "bczyx", "bcxy", "xycb", "bitc", "btcyx", "bc", "x")
BOTH = (
    "binarize",
    "clip",
    "ensure_dtype",
    "fixed_zero_mean_unit_variance",
    "scale_linear",
    "scale_range",
    "sigmoid",
    "softmax",
    "zero_mean_unit_variance",
)
OLD = ("binarize", "clip", "scale_linear", "sigmoid", "zero_mean_unit_variance", "scale_range")


class Generator:
    """Cases one after the other; the same seed gives the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)

    def chance(self, probability: float) -> bool:
        return bool(self.random.random() < probability)

    def one_of(self, items: Sequence[Any]) -> Any:
        return items[int(self.random.integers(len(items)))]

    def case(self) -> Json:
        return self.old_case() if self.chance(0.2) else self.new_case()

    def new_case(self) -> Json:
        letters = self.one_of(SPACES)
        shape = self.shape(letters)
        post = self.chance(0.3)
        case: Json = {"version": "0.5.12", "inputs": [], "outputs": [], "tensors": {}}
        self.add_tensor(case, "inputs", "image", letters, shape, [] if post and self.chance(0.7) else None)
        if self.chance(0.15):
            other = letters if self.chance(0.7) else self.one_of(SPACES)
            self.add_tensor(case, "inputs", "mask", other, shape if other == letters else self.shape(other), None)
        if post:
            # Mostly of the input's size, so that its statistics fit.
            given = shape if self.chance(0.8) else self.shape(letters)
            self.add_tensor(case, "outputs", "result", letters, given, None)
        return case

    def shape(self, letters: str) -> Tuple[int, ...]:
        if self.chance(0.06):
            return (1,) * len(letters)
        largest = {"b": 3, "c": 4, "z": 4, "t": 4, "i": 4}
        return tuple(
            1 if letter == "b" and self.chance(0.7) else int(self.random.integers(1, largest.get(letter, 9) + 1))
            for letter in letters
        )

    def add_tensor(
        self, case: Json, side: str, name: str, letters: str, shape: Tuple[int, ...], steps: Optional[List[Json]]
    ) -> None:
        dtype = self.dtype(outputs=side == "outputs")
        described = dtype if self.chance(0.7) else self.dtype(outputs=True)
        axes = [self.axis(letter, size) for letter, size in zip(letters, shape)]
        data: Json = {"type": described}
        if described == "bool":
            data["values"] = [False, True]
        key = "preprocessing" if side == "inputs" else "postprocessing"
        tensor = {"id": name, "axes": axes, "data": data, "test_tensor": {"source": f"{name}.npy"}}
        case[side].append(tensor)
        case["tensors"][name] = self.values(dtype, shape)
        tensor[key] = self.steps(side, letters, shape, list(case["tensors"])) if steps is None else steps

    def dtype(self, outputs: bool = False) -> str:
        roll = self.random.random()
        if roll < 0.5:
            return "float32"
        if roll < 0.6:
            return "float64"
        if roll < 0.65 and not outputs:
            return "float16"
        return "bool" if roll < 0.68 else self.one_of(INTEGERS)

    def axis(self, letter: str, size: int) -> Json:
        if letter == "b":
            return {"type": "batch"}
        if letter == "c":
            names = [f"channel{i}" for i in range(size)]
            return {"type": "channel", "channel_names": names, **({"id": "rgb"} if self.chance(0.01) else {})}
        if letter in "ti":
            return {"type": AXES[letter], "size": size}
        return {"type": "space", "id": letter, "size": size}

    def values(self, dtype: str, shape: Tuple[int, ...]) -> np.ndarray:
        random = self.random
        kind = np.dtype(dtype).kind
        if kind == "b":
            return random.random(shape) > self.one_of((0.5, 0.1, -1, 2))
        if kind in "iu":
            return self.integers(dtype, shape)
        roll = random.random()
        if roll < 0.1:
            array = np.full(shape, self.one_of((0.0, 0.1, -7.3, 1234.5, 1e-20)))
        elif roll < 0.2:
            array = self.one_of((1e3, 1e4, 1e6)) + random.normal(size=shape) * self.one_of((1e-3, 0.1, 1))
        elif roll < 0.28:
            array = random.normal(size=shape) * self.one_of((1e30, 1e37, 1e-30, 1e-42, 1e-6, 3e4))
        elif roll < 0.4:
            array = np.round(random.normal(size=shape) * 4) / 2
        else:
            array = random.gamma(2.0, self.one_of((0.5, 1.5, 40.0)), shape) - 1
        with np.errstate(over="ignore"):
            array = np.asarray(array, dtype)
        if self.chance(0.15):
            spots = random.random(shape) < 0.2
            array[spots] = random.choice(self.one_of(([np.nan], [np.inf], [-np.inf], [np.nan, np.inf, -np.inf])))
        return array

    def integers(self, dtype: str, shape: Tuple[int, ...]) -> np.ndarray:
        info = np.iinfo(dtype)
        if self.chance(0.15):
            return np.full(shape, self.one_of((0, 1, info.max, info.min)), dtype)
        span = self.one_of((6, 255, 5000, None))
        low = int(info.min if span is None else max(info.min, -span))
        high = int(info.max if span is None else min(info.max, span))
        return self.random.integers(low, high, shape, dtype=dtype, endpoint=True)

    def steps(self, side: str, letters: str, shape: Tuple[int, ...], names: List[str]) -> List[Json]:
        known = BOTH if side == "inputs" else (*BOTH, "scale_mean_variance")
        # Behind the network bioimageio.core has no statistics but the inputs': most of those steps would be refusals.
        rare = ("zero_mean_unit_variance", "scale_mean_variance") if side == "outputs" else ()
        found: List[Json] = []
        for _ in range(int(self.random.integers(1, 4))):
            name = self.one_of(known)
            if name not in rare or self.chance(0.1):
                kwargs = getattr(self, name)(letters, shape, names)
                found.append({"id": name, **({"kwargs": kwargs} if kwargs or self.chance(0.5) else {})})
        return found

    def number(self) -> float:
        scale = self.one_of((1, 1, 1, 10, 100, 1e-3, 1e5))
        return float(np.round(self.random.normal() * scale, self.one_of((0, 1, 2, 6))))

    def numbers(self, length: int, positive: bool = False) -> List[float]:
        if self.chance(0.06):
            length += 1
        return [abs(self.number()) + 0.01 if positive else self.number() for _ in range(length)]

    def one_axis(self, letters: str, shape: Tuple[int, ...]) -> Tuple[str, int]:
        """An axis that values run along; now and then one that is not there."""
        place = letters.find("c") if self.chance(0.6) else int(self.random.integers(len(letters)))
        if self.chance(0.01):
            return self.one_of(("channel", "z")), 2
        if place < 0 or letters[place] == "b":
            place = len(letters) - 1 if letters[-1] != "b" else 0
        return AXES.get(letters[place], letters[place]), shape[place]

    def some_axes(self, letters: str, plain: bool = False) -> List[str]:
        chosen = [letter for letter in letters if self.chance(0.6 if letter != "b" else 0.25)]
        chosen = chosen or [letters[-1]]
        self.random.shuffle(chosen)
        return chosen if plain else [AXES.get(letter, letter) for letter in chosen]

    def axes(self, letters: str) -> Json:
        axes = [] if self.chance(0.01) else self.some_axes(letters)
        return {"axes": axes} if self.chance(0.75) else {}

    def eps(self) -> Json:
        return {"eps": self.one_of((1e-6, 1e-3, 0.1))} if self.chance(0.2) else {}

    def binarize(self, letters: str, shape: Tuple[int, ...], names: List[str]) -> Json:
        if self.chance(0.75):
            return {"threshold": self.number()}
        axis, length = self.one_axis(letters, shape)
        return {"threshold": self.numbers(length), "axis": axis}

    def clip(self, letters: str, shape: Tuple[int, ...], names: List[str]) -> Json:
        kwargs: Json = {}
        low, high = sorted((self.number(), self.number()))
        values = 0.95 if names[-1] == "result" else 0.5
        if self.chance(0.7):
            kwargs.update({"min": low} if self.chance(values) else {"min_percentile": self.low_percentile()})
        if self.chance(0.7) or not kwargs:
            kwargs.update({"max": high} if self.chance(values) else {"max_percentile": self.high_percentile()})
        percentiles = "min_percentile" in kwargs or "max_percentile" in kwargs
        return {**kwargs, **(self.axes(letters) if percentiles else {})}

    def low_percentile(self) -> float:
        return self.one_of((0, 0.0, 0.1, 1, 2, 3, 5, 25, 50, float(np.round(self.random.random() * 99, 3))))

    def high_percentile(self) -> float:
        between = float(np.round(1.001 + self.random.random() * 98, 3))
        return self.one_of((100, 100.0, 99.9, 99.8, 99, 98, 95, 75, between))

    def ensure_dtype(self, letters: str, shape: Tuple[int, ...], names: List[str]) -> Json:
        return {"dtype": self.dtype(outputs=True)}

    def fixed_zero_mean_unit_variance(self, letters: str, shape: Tuple[int, ...], names: List[str]) -> Json:
        if self.chance(0.6):
            return {"mean": self.number(), "std": abs(self.number()) + 0.01}
        axis, length = self.one_axis(letters, shape)
        mean = self.numbers(length)
        return {"axis": axis, "mean": mean, "std": self.numbers(len(mean), positive=True)[: len(mean)]}

    def scale_linear(self, letters: str, shape: Tuple[int, ...], names: List[str]) -> Json:
        if self.chance(0.6):
            both = {"gain": self.number(), "offset": self.number()}
            return {key: value for key, value in both.items() if self.chance(0.8)}
        axis, length = self.one_axis(letters, shape)
        kwargs: Json = {"gain": self.numbers(length), "offset": self.numbers(length)}
        for key in kwargs:
            kwargs[key] = self.number() if self.chance(0.2) else kwargs[key]
        return {"axis": axis, **{key: value for key, value in kwargs.items() if self.chance(0.85)}}

    def scale_range(self, letters: str, shape: Tuple[int, ...], names: List[str]) -> Json:
        kwargs: Json = {**self.axes(letters), **self.eps()}
        kwargs.update({"min_percentile": self.low_percentile()} if self.chance(0.7) else {})
        kwargs.update({"max_percentile": self.high_percentile()} if self.chance(0.7) else {})
        reference = 0.98 if names[-1] == "result" else 0.1
        return {**kwargs, **({"reference_tensor": names[0]} if self.chance(reference) else {})}

    def scale_mean_variance(self, letters: str, shape: Tuple[int, ...], names: List[str]) -> Json:
        return {"reference_tensor": names[0], **self.axes(letters), **self.eps()}

    def zero_mean_unit_variance(self, letters: str, shape: Tuple[int, ...], names: List[str]) -> Json:
        return {**self.axes(letters), **self.eps()}

    def sigmoid(self, letters: str, shape: Tuple[int, ...], names: List[str]) -> Json:
        return {}

    def softmax(self, letters: str, shape: Tuple[int, ...], names: List[str]) -> Json:
        return {"axis": self.one_axis(letters, shape)[0]} if "c" not in letters or self.chance(0.5) else {}

    def old_case(self) -> Json:
        """Format 0.4: letters for axes, `name` for `id`, modes."""
        letters = "".join(letter for letter in self.one_of(SPACES) if letter in "bczyxti")
        shape = tuple(1 if letter == "b" else size for letter, size in zip(letters, self.shape(letters)))
        case: Json = {"version": "0.4.10", "inputs": [], "outputs": [], "tensors": {}}
        self.add_old(case, "inputs", "image", letters, shape)
        if self.chance(0.3):
            self.add_old(case, "outputs", "result", letters, shape)
        return case

    def add_old(self, case: Json, side: str, name: str, letters: str, shape: Tuple[int, ...]) -> None:
        described = self.one_of(("float32", "float32", "uint8", "uint16"))
        dtype = described if self.chance(0.7) else self.dtype()
        case["tensors"][name] = self.values(dtype, shape)
        steps: List[Json] = []
        if self.chance(0.85):
            known = OLD if side == "inputs" else (*OLD, "scale_mean_variance")
            for _ in range(int(self.random.integers(1, 4))):
                steps.append(self.old_step(self.one_of(known), letters, shape, list(case["tensors"])))
        key = "preprocessing" if side == "inputs" else "postprocessing"
        tensor = {"name": name, "data_type": described, "axes": letters, "shape": list(shape), key: steps}
        case[side].append(tensor)

    def old_step(self, name: str, letters: str, shape: Tuple[int, ...], names: List[str]) -> Json:
        axes = "".join(letter for letter in self.some_axes(letters, plain=True) if letter in "czyx")
        mode = {"mode": self.one_of(("per_sample", "per_dataset")), "axes": axes}
        kwargs: Json = {}
        if name == "binarize":
            kwargs = {"threshold": self.number()}
        elif name == "clip":
            kwargs = dict(zip(("min", "max"), sorted((self.number(), self.number()))))
        elif name == "scale_linear":
            kwargs = self.old_linear(letters, shape)
        elif name == "scale_range":
            kwargs = {**self.scale_range(letters, shape, names), **mode}
        elif name == "scale_mean_variance":
            kwargs = {**mode, "reference_tensor": names[0], **self.eps()}
            kwargs = kwargs if self.chance(0.8) else {key: value for key, value in kwargs.items() if key != "axes"}
        elif name == "zero_mean_unit_variance":
            kwargs = {**mode, **self.eps()} if self.chance(0.7) else self.old_fixed(letters, shape)
        return {"name": name, **({"kwargs": kwargs} if kwargs else {})}

    def old_linear(self, letters: str, shape: Tuple[int, ...]) -> Json:
        kwargs: Json = {"gain": self.number(), "offset": self.number()}
        if self.chance(0.1):
            kwargs["axes"] = "".join(letter for letter in letters if letter in "zyx")
        if self.chance(0.1):
            kwargs["gain"] = [kwargs["gain"]]
        return kwargs

    def old_fixed(self, letters: str, shape: Tuple[int, ...]) -> Json:
        inner = [letter for letter in letters if letter in "czyx"]
        axis: Optional[str] = self.one_of([letter for letter in inner if letter == "c"] or [None])
        if axis is None or self.chance(0.3):
            return {"mode": "fixed", "axes": "".join(inner), "mean": self.number(), "std": abs(self.number()) + 0.01}
        length = shape[letters.index(axis)]
        mean = self.numbers(length)
        axes = "".join(letter for letter in inner if letter != axis)
        return {"mode": "fixed", "axes": axes, "mean": mean, "std": self.numbers(length, positive=True)}


def label(case: Json) -> str:
    """What a case is, in a line: its steps, types and axes."""
    parts: List[str] = []
    for side, key in (("inputs", "preprocessing"), ("outputs", "postprocessing")):
        for tensor in case[side]:
            name = tensor.get("id", tensor.get("name"))
            steps = ", ".join(str(step.get("id", step.get("name"))) for step in tensor[key])
            array = case["tensors"][name]
            parts.append(f"{name} {array.dtype}{list(array.shape)}: {steps or 'no step'}")
    return f"{case['version'].rstrip(string.digits)[:-1]} " + "; ".join(parts)
