"""The small tensors and descriptions that processing_fixtures.py gives to bioimageio.core."""

from typing import Any, Dict, List, Tuple

import numpy as np

Json = Dict[str, Any]
random = np.random.default_rng(20260711)


def operation(name: str, /, **kwargs: Any) -> Json:
    return {"id": name, "kwargs": kwargs} if kwargs else {"id": name}


def axes_of(names: str, shape: Tuple[int, ...]) -> List[Json]:
    """Axis descriptions of letters as format 0.4 uses them."""
    axes: List[Json] = []
    for letter, size in zip(names, shape):
        if letter == "b":
            axes.append({"type": "batch", "id": "batch"})
        elif letter == "c":
            axes.append({"type": "channel", "id": "channel", "channel_names": [f"channel{i}" for i in range(size)]})
        else:
            axes.append({"type": "space", "id": letter, "size": size})
    return axes


def described(name: str, array: np.ndarray, letters: str, operations: List[Json], dtype: str = "float32") -> Json:
    return {"id": name, "type": dtype, "axes": axes_of(letters, array.shape), "operations": operations, "tensor": array}


def one(name: str, array: np.ndarray, letters: str, operations: List[Json], dtype: str = "float32") -> Json:
    """A case with a single input that is processed."""
    return {"name": name, "inputs": [described("image", array, letters, operations, dtype)], "outputs": []}


def after(name: str, raw: np.ndarray, array: np.ndarray, letters: str, operations: List[Json], dtype: str) -> Json:
    """A case whose output is processed, `raw` being the input."""
    return {
        "name": name,
        "inputs": [described("image", raw, letters, [])],
        "outputs": [described("result", array, letters, operations, dtype)],
    }


def old(name: str, array: np.ndarray, letters: str, dtype: str, own: List[Json], converted: List[Json]) -> Json:
    """A description of format 0.4: `own` are its operations, `converted` the same as a reader gives them."""
    tensor = {**described("image", array, letters, converted, dtype), "old": own, "letters": letters}
    return {"name": name, "formatVersion": "0.4.10", "inputs": [tensor], "outputs": []}


def numbers(shape: Tuple[int, ...], dtype: str = "float32") -> np.ndarray:
    """Values as microscopes and networks give them: skewed, some negative where the type allows."""
    kind = np.dtype(dtype).kind
    if kind == "f":
        return (random.gamma(2.0, 1.5, shape) - 1).astype(dtype)
    if kind == "b":
        return random.random(shape) > 0.5
    high = {"uint8": 256, "int8": 128}.get(dtype, 5000)
    low = 0 if kind == "u" else -high
    return random.integers(low, high, shape).astype(dtype)


def spoiled(shape: Tuple[int, ...]) -> np.ndarray:
    array = numbers(shape)
    array.reshape(-1)[[1, 7]] = np.nan
    return array


def cases() -> List[Json]:
    return [
        *normalization_cases(),
        *percentile_cases(),
        *linear_cases(),
        *type_cases(),
        *activation_cases(),
        *output_cases(),
        *old_cases(),
    ]


def normalization_cases() -> List[Json]:
    zmuv = "zero_mean_unit_variance"
    found: List[Json] = []
    for axes in (["y", "x"], ["channel", "y", "x"], ["batch", "y", "x"], ["x"], None):
        kwargs = {} if axes is None else {"axes": axes}
        label = "no axes" if axes is None else " ".join(axes)
        for letters, shape in (("bcyx", (2, 2, 5, 7)), ("byxc", (1, 6, 5, 3)), ("bzyxc", (1, 3, 4, 5, 1))):
            found.append(one(f"{zmuv} over {label} of {letters}", numbers(shape), letters, [operation(zmuv, **kwargs)]))
        found.append(one(f"{zmuv} over {label} with NaN", spoiled((1, 2, 4, 4)), "bcyx", [operation(zmuv, **kwargs)]))
    uint16 = numbers((1, 1, 6, 8), "uint16")
    found += [
        one(f"{zmuv} of uint16", uint16, "bcyx", [operation(zmuv, axes=["y", "x"])]),
        one(f"{zmuv} of float64", numbers((1, 1, 6, 8), "float64"), "bcyx", [operation(zmuv, axes=["y", "x"])]),
        one(f"{zmuv} of a constant", np.full((1, 1, 4, 4), 7, "float32"), "bcyx", [operation(zmuv, axes=["y", "x"])]),
        one(f"{zmuv} reads no eps", uint16, "bcyx", [operation(zmuv, axes=["y", "x"], eps=0.1)]),
        one(f"{zmuv} cast back to uint8", numbers((1, 1, 6, 8), "uint8"), "bcyx", [operation(zmuv)], "uint8"),
        one(
            f"{zmuv} behind scale_linear takes the raw statistics",
            numbers((1, 1, 6, 8)),
            "bcyx",
            [operation("scale_linear", gain=3.0, offset=10.0), operation(zmuv, axes=["y", "x"])],
        ),
        one("fixed_ of one value", uint16, "bcyx", [operation("fixed_" + zmuv, mean=1000.5, std=333.0)]),
        one(
            "fixed_ per channel",
            numbers((1, 3, 4, 5)),
            "bcyx",
            [operation("fixed_" + zmuv, axis="channel", mean=[0.1, 0.2, 0.3], std=[1.0, 2.0, 3.0])],
        ),
        one(
            "fixed_ per channel with a wrong count",
            numbers((1, 3, 4, 5)),
            "bcyx",
            [operation("fixed_" + zmuv, axis="channel", mean=[0.1, 0.2], std=[1.0, 2.0])],
        ),
    ]
    return found


def percentile_cases() -> List[Json]:
    found: List[Json] = []
    image = numbers((1, 2, 9, 11))
    for low, high in ((0, 100), (1, 99.8), (25, 75.5)):
        given = {"min_percentile": low, "max_percentile": high}
        for axes in (["y", "x"], ["channel", "y", "x"], ["batch", "channel", "y", "x"], None):
            kwargs = given if axes is None else {**given, "axes": axes}
            label = f"{low} to {high} over {'no axes' if axes is None else ' '.join(axes)}"
            found.append(one(f"scale_range {label}", image, "bcyx", [operation("scale_range", **kwargs)]))
            found.append(one(f"clip {label}", image, "bcyx", [operation("clip", **kwargs)]))
    within = {"min_percentile": 5, "max_percentile": 90, "axes": ["y", "x"]}
    found += [
        one("scale_range with defaults", image, "bcyx", [operation("scale_range", axes=["y", "x"])]),
        one("scale_range reads no eps", image, "bcyx", [operation("scale_range", axes=["y", "x"], eps=0.1)]),
        one("scale_range of uint8", numbers((1, 9, 8, 1), "uint8"), "byxc", [operation("scale_range", **within)]),
        one("scale_range of uint16", numbers((1, 9, 8, 1), "uint16"), "byxc", [operation("scale_range", **within)]),
        one(
            "scale_range of a constant",
            np.full((1, 1, 4, 4), 7, "float32"),
            "bcyx",
            [operation("scale_range", **within)],
        ),
        one("scale_range with NaN", spoiled((1, 2, 4, 4)), "bcyx", [operation("scale_range", **within)]),
        one("clip by percentiles with NaN", spoiled((1, 2, 4, 4)), "bcyx", [operation("clip", **within)]),
        one(
            "clip by percentiles of uint8",
            numbers((1, 2, 9, 8), "uint8"),
            "bcyx",
            [operation("clip", **within)],
            "uint8",
        ),
        one("clip by one percentile", image, "bcyx", [operation("clip", max_percentile=60, axes=["y", "x"])]),
        one("clip by values", image, "bcyx", [operation("clip", min=0.1, max=2.3)]),
        one("clip by values with NaN", spoiled((1, 2, 4, 4)), "bcyx", [operation("clip", min=0.1, max=2.3)]),
        one("clip from below", numbers((1, 1, 5, 5), "int16"), "bcyx", [operation("clip", min=-100.5)]),
    ]
    return found


def linear_cases() -> List[Json]:
    per_channel = operation("scale_linear", axis="channel", gain=[1.5, -2.0, 0.1], offset=[0.0, 1.0, 2.0])
    image = numbers((1, 3, 4, 5))
    last = numbers((1, 4, 5, 3))
    return [
        one("scale_linear", image, "bcyx", [operation("scale_linear", gain=0.1, offset=-3.3)]),
        one("scale_linear of uint8", numbers((1, 1, 5, 5), "uint8"), "bcyx", [operation("scale_linear", gain=1 / 255)]),
        one("scale_linear per channel", image, "bcyx", [per_channel]),
        one("scale_linear per channel at the end", last, "byxc", [per_channel]),
        one("scale_linear with a wrong count", numbers((1, 2, 4, 5)), "bcyx", [per_channel]),
        one(
            "scale_linear with one gain and offsets per channel",
            image,
            "bcyx",
            [operation("scale_linear", axis="channel", gain=2.0, offset=[1.0, 2.0, 3.0])],
        ),
        one("binarize", spoiled((1, 2, 4, 4)), "bcyx", [operation("binarize", threshold=0.7)]),
        one(
            "binarize at the threshold",
            np.full((1, 1, 2, 2), 0.1, "float32"),
            "bcyx",
            [operation("binarize", threshold=0.1)],
        ),
        one(
            "binarize of int16", numbers((1, 1, 5, 5), "int16"), "bcyx", [operation("binarize", threshold=0.5)], "int16"
        ),
        one(
            "binarize per channel at the end",
            last,
            "byxc",
            [operation("binarize", axis="channel", threshold=[0.0, 1.0, 2.0])],
        ),
        one(
            "binarize per channel elsewhere",
            image,
            "bcyx",
            [operation("binarize", axis="channel", threshold=[0.0, 1.0, 2.0])],
        ),
    ]


def type_cases() -> List[Json]:
    edge = [-1.5, -0.5, 1.99, 255.7, 256.2, -300, np.nan, 70000.9, 3e9, -3e9, 1e10, 1e19, -1e19, 2e19, np.inf, -np.inf]
    found: List[Json] = []
    for source in ("float32", "float64"):
        for dtype in ("uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64", "bool", "float32"):
            array = np.array(edge, source).reshape(1, 1, 4, 4)
            found.append(one(f"{source} as {dtype}", array, "bcyx", [operation("ensure_dtype", dtype=dtype)]))
    wide = np.array([[[[0, 1, -1, 300], [-(2**31), 2**31, 2**53 + 1, -(2**63)]]]], "int64")
    for dtype in ("uint8", "int16", "int32", "uint64", "bool", "float32", "float64"):
        found.append(one(f"int64 as {dtype}", wide, "bcyx", [operation("ensure_dtype", dtype=dtype)], "int64"))
    for source in ("int16", "uint32", "bool"):
        for dtype in ("uint8", "int8", "int64", "float32", "bool"):
            array = numbers((1, 1, 3, 4), source)
            # float32 is where all described inputs of this table end
            found.append(one(f"{source} as {dtype}", array, "bcyx", [operation("ensure_dtype", dtype=dtype)]))
    return found


def activation_cases() -> List[Json]:
    large = np.array([-1000, -89, -20, 0, 20, 89, 1000, np.nan, np.inf, -np.inf], "float32").reshape(1, 1, 2, 5)
    found = [
        one("sigmoid", numbers((1, 2, 4, 4)) * 5, "bcyx", [operation("sigmoid")]),
        one("sigmoid of large values", large, "bcyx", [operation("sigmoid")]),
        one("softmax", numbers((1, 3, 4, 4)) * 5, "bcyx", [operation("softmax")]),
        one("softmax along x", numbers((1, 3, 4, 4)), "bcyx", [operation("softmax", axis="x")]),
        one("softmax of large values", large, "bcyx", [operation("softmax", axis="x")]),
        one("softmax with channels at the end", numbers((1, 4, 4, 3)), "byxc", [operation("softmax")]),
        one("softmax without its axis", numbers((4, 4)), "yx", [operation("softmax")]),
    ]
    # Not of uint8 and int8, which numpy computes in float16: processing_conformance.py lists those.
    for dtype in ("uint16", "int16", "int32", "uint32", "int64", "float64", "bool"):
        array = (random.integers(0, 9, (1, 2, 3, 4)) - (0 if dtype[0] in "ub" else 4)).astype(dtype)
        found.append(
            one(f"sigmoid of {dtype}", array, "bcyx", [operation("ensure_dtype", dtype=dtype), operation("sigmoid")])
        )
        found.append(
            one(f"softmax of {dtype}", array, "bcyx", [operation("ensure_dtype", dtype=dtype), operation("softmax")])
        )
    return found


def output_cases() -> List[Json]:
    raw = numbers((1, 2, 5, 6))
    given = numbers((1, 2, 5, 6))
    yx = {"axes": ["y", "x"]}
    return [
        after(
            "sigmoid and binarize behind the network",
            raw,
            given,
            "bcyx",
            [operation("sigmoid"), operation("binarize", threshold=0.6)],
            "float32",
        ),
        after("no step behind the network", raw, given, "bcyx", [], "uint8"),
        after(
            "ensure_dtype behind binarize",
            raw,
            given,
            "bcyx",
            [operation("binarize", threshold=0.5), operation("ensure_dtype", dtype="uint8")],
            "uint8",
        ),
        after("softmax behind the network", raw, given, "bcyx", [operation("softmax")], "float32"),
        after(
            "scale_range to the input's range",
            raw,
            given,
            "bcyx",
            [operation("scale_range", reference_tensor="image", **yx)],
            "float32",
        ),
        after("scale_range to the output's own range", raw, given, "bcyx", [operation("scale_range", **yx)], "float32"),
        after(
            "zero_mean_unit_variance of an output",
            raw,
            given,
            "bcyx",
            [operation("zero_mean_unit_variance", **yx)],
            "float32",
        ),
        after(
            "clip of an output by percentiles",
            raw,
            given,
            "bcyx",
            [operation("clip", min_percentile=5, max_percentile=95, **yx)],
            "float32",
        ),
        after(
            "scale_mean_variance to the input",
            raw,
            given,
            "bcyx",
            [operation("scale_mean_variance", reference_tensor="image", **yx)],
            "float32",
        ),
    ]


def old_cases() -> List[Json]:
    image = numbers((1, 1, 6, 7))
    sample = {"name": "zero_mean_unit_variance", "kwargs": {"mode": "per_sample", "axes": "yx"}}
    return [
        old("0.4: nothing but the types", image * 10, "bcyx", "float32", [], []),
        old("0.4: the described type is not enforced without a step", image * 10, "bcyx", "uint8", [], []),
        old(
            "0.4: zero_mean_unit_variance",
            image,
            "bcyx",
            "float32",
            [sample],
            [operation("zero_mean_unit_variance", axes=["y", "x"])],
        ),
        old(
            "0.4: scale_linear of uint8",
            numbers((1, 1, 6, 7), "uint8"),
            "bcyx",
            "uint8",
            [{"name": "scale_linear", "kwargs": {"gain": 0.5, "offset": 1}}],
            [operation("scale_linear", gain=0.5, offset=1)],
        ),
    ]
