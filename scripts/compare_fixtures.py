"""Writes what bioimageio.core says of pairs of outputs, for the tests of src/preview/reproduce.

    .envs/new/bin/python scripts/compare_fixtures.py               writes src/preview/reproduce/fixtures/compare.json
    .envs/new/bin/python scripts/compare_fixtures.py --cases 5000 --output .cache/compare.json
    ZOOPORT_COMPARE=.cache/compare.json npx vitest run src/preview/reproduce/compare.test.ts

Besides the cases that have a name, `--cases` random ones (pairs of tensors under a tolerance) and as many random
`config.bioimageio` with the tolerance that core takes from them. Needs bioimageio.core 0.11
(`evaluate_mismatched_elements`, `_get_tolerance`; 0.10.4 has the same lines inside longer functions).
"""

import argparse
import base64
import io
import json
import warnings
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

import bioimageio.core
import numpy as np
from bioimageio.core._resource_tests import _get_tolerance, evaluate_mismatched_elements
from bioimageio.core.tensor import Tensor
from bioimageio.spec.model import v0_5
from pydantic import ValidationError

TARGET = Path(__file__).parent.parent / "src" / "preview" / "reproduce" / "fixtures" / "compare.json"
Json = Dict[str, Any]
random = np.random.default_rng(20260713)
usual = (1e-3, 1e-3, 100.0)


def encode(array: np.ndarray) -> str:
    stream = io.BytesIO()
    np.save(stream, array)
    return base64.b64encode(stream.getvalue()).decode()


def case(name: str, expected: np.ndarray, actual: np.ndarray, tolerance: Tuple[float, float, float] = usual) -> Json:
    relative, absolute, allowed = tolerance
    axes = ("channel", "y", "x")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ppm, _, error = evaluate_mismatched_elements(
            Tensor(actual, dims=axes), Tensor(expected, dims=axes), relative, absolute, "result"
        )
    both = np.isfinite(expected.astype(float)) & np.isfinite(actual.astype(float))
    wanted, given = expected.astype(float)[both], actual.astype(float)[both]
    difference = np.abs(given - wanted)
    return {
        "name": name,
        "expected": encode(expected),
        "actual": encode(actual),
        "tolerance": {"relative": relative, "absolute": absolute, "mismatchedPerMillion": allowed},
        # An error counts as failed; 0.11.0 fails where the share is above the allowed one.
        "zoo": "failed" if error is not None or ppm > allowed else "passed",
        "zooPerMillion": ppm,
        "maxAbsolute": float(difference.max()) if difference.size else None,
        "maxRelative": float((difference / (np.abs(wanted) + 1e-6)).max()) if difference.size else None,
        "nan": int((~both).sum()),
    }


def changed(array: np.ndarray, flat: Dict[int, float]) -> np.ndarray:
    copy = array.copy()
    for index, value in flat.items():
        copy.reshape(-1)[index] = value
    return copy


def cases() -> List[Json]:
    image = random.random((1, 12, 10)).astype("float32")
    few = (1e-3, 1e-3, 2e6 / image.size)  # two elements may differ
    labels = random.integers(0, 5, (1, 12, 10)).astype("uint16")
    noisy = (image + random.normal(0, 1e-6, image.shape)).astype("float32")
    infinite = changed(image, {3: np.inf})
    return [
        case("the same", image, image),
        case("float32 noise", image, noisy),
        case("shifted by a pixel", image, np.roll(image, 1, 2)),
        case("one value off", image, changed(image, {57: 5.0})),
        case("two off where two may be", image, changed(image, {10: 3.0, 20: -1.0}), few),
        case("three off where two may be", image, changed(image, {10: 3.0, 20: -1.0, 30: 2.0}), few),
        case("NaN expected", changed(image, {5: np.nan, 6: np.nan}), image),
        case("NaN given", image, changed(image, {5: np.nan})),
        case("nothing but NaN given", image, np.full_like(image, np.nan)),
        case("NaN on both sides", changed(image, {5: np.nan}), changed(image, {5: np.nan})),
        case("infinity expected", infinite, image),
        case("infinity given", image, infinite),
        case("infinity on both sides", infinite, infinite),
        case("labels the same", labels, labels),
        case("one label off", labels, changed(labels, {40: 9})),
        case(
            "large labels that float32 confuses", labels.astype("int64") + 2**24 + 1, labels.astype("int64") + 2**24 + 2
        ),
        case("another type", image, image.astype("float64")),
        case("at the tolerance", np.full((1, 2, 2), 1, "float32"), np.full((1, 2, 2), 1.002, "float32")),
        case("beyond the tolerance", np.full((1, 2, 2), 1, "float32"), np.full((1, 2, 2), 1.0021, "float32")),
        case("a constant image under a wide tolerance", image, np.full_like(image, 0.5), (0.0, 1.0, 0.0)),
        case("an even expected output", np.zeros((1, 4, 4), "float32"), np.zeros((1, 4, 4), "float32")),
        case("fewer bright pixels than may differ", changed(np.zeros_like(image), {7: 1.0}), np.zeros_like(image), few),
    ]


def random_tensor(shape: Tuple[int, ...], dtype: str) -> np.ndarray:
    if dtype.startswith("float"):
        scale = 10.0 ** random.integers(-6, 7)
        return (random.normal(0, scale, shape) * (random.random(shape) < 0.8)).astype(dtype)
    if dtype == "bool":
        return random.random(shape) < 0.5
    return random.integers(0, random.choice([2, 9, 120]), shape).astype(dtype)


def spoiled(expected: np.ndarray) -> np.ndarray:
    """The tensor with some difference: noise near the tolerance, single elements, NaN, infinity, another type."""
    actual = expected.copy()
    kind = random.integers(0, 7)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if kind <= 1:
            noise = random.normal(0, 10.0 ** random.uniform(-5, -2), expected.shape)
            return (expected + noise * (1 + np.abs(expected.astype(float)))).astype(expected.dtype)
        if kind == 2:
            return (expected * random.choice([0.999, 1.001, 1.0011, 1.01, -1])).astype(expected.dtype)
        chosen = random.random(expected.shape) < 10.0 ** random.uniform(-3, 0)
        if kind == 3 and actual.dtype.kind == "f":
            actual[chosen] = random.choice([np.nan, np.inf, -np.inf])
        elif kind == 4 and actual.dtype.kind == "f":
            actual[chosen] = np.nan
            expected[random.random(expected.shape) < 0.1] = random.choice([np.nan, np.inf])
        elif kind == 5:
            return actual.astype(random.choice(["float32", "float64", "int32", "uint8"]))
        else:
            actual[chosen] = random_tensor(expected.shape, str(expected.dtype))[chosen]
    return actual


def random_case(number: int) -> Json:
    shape = tuple(int(length) for length in random.integers(1, 7, 3))
    dtype = str(random.choice(["float32"] * 4 + ["float64", "uint8", "uint16", "int32", "int64", "bool"]))
    expected = random_tensor(shape, dtype)
    actual = spoiled(expected)
    tolerance = (
        float(random.choice([0, 1e-3, 1e-2, 1e-4])),
        float(random.choice([0, 1e-3, 1e-2, 1e-6, 1.0])),
        float(random.choice([0, 0, 100, 5000, 50_000, 3e5])),
    )
    return case(f"random {number}", expected, actual, tolerance)


OUTPUTS = ["probability", "labels", "distance"]
FORMATS = ["onnx", "torchscript", "keras_v3"]


def random_entry() -> Json:
    entry: Json = {}
    if random.random() < 0.6:
        entry["relative_tolerance"] = random.choice([0, 1e-4, 5e-3, 0.01, 0.02]).item()
    if random.random() < 0.6:
        entry["absolute_tolerance"] = random.choice([0, 1e-4, 0.05, 2.0, -1.0], p=[0.3, 0.3, 0.2, 0.1, 0.1]).item()
    if random.random() < 0.5:
        entry["mismatched_elements_per_million"] = int(random.choice([0, 1, 100, 500, 1000]))
    if random.random() < 0.5:
        entry["output_ids"] = [str(one) for one in random.choice(OUTPUTS, random.integers(0, 3), replace=False)]
    if random.random() < 0.5:
        entry["weights_formats"] = [str(one) for one in random.choice(FORMATS, random.integers(0, 3), replace=False)]
    return entry


def random_choice() -> Optional[Json]:
    """A `config.bioimageio` and what core takes from it; nothing where the format refuses it."""
    config: Json = {}
    if random.random() < 0.8:
        config["reproducibility_tolerance"] = [random_entry() for _ in range(random.integers(0, 4))]
    if random.random() < 0.4:
        # Beyond the format's caps core itself stops with an error here.
        names = random.choice(FORMATS, random.integers(1, 3), replace=False)
        keys = {"relative_tolerance": 5e-3, "absolute_tolerance": 0.02}
        config["test_kwargs"] = {
            str(name): {key: value for key, value in keys.items() if random.random() < 0.7} for name in names
        }
    output, weights = str(random.choice(OUTPUTS)), str(random.choice(FORMATS))
    try:
        read = v0_5.BioimageioConfig.model_validate(config)
    except ValidationError:
        return None
    model = v0_5.ModelDescr.model_construct(config=v0_5.Config.model_construct(bioimageio=read))
    relative, absolute, allowed = _get_tolerance(model, wf=weights, m=output)  # pyright: ignore[reportArgumentType]
    taken = {"relative": relative, "absolute": absolute, "mismatchedPerMillion": allowed}
    return {"config": config, "output": output, "format": weights, "taken": taken}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--output", type=Path, default=TARGET)
    arguments = parser.parse_args()
    found = [*cases(), *map(random_case, range(arguments.cases))]
    choices = [choice for choice in (random_choice() for _ in range(arguments.cases)) if choice]
    lines = ",\n".join(json.dumps(one, separators=(",", ":")) for one in found)
    chosen = ",\n".join(json.dumps(one, separators=(",", ":")) for one in choices)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    version = json.dumps({"bioimageio.core": bioimageio.core.__version__})
    text = f'{{"versions":{version},"cases":[\n{lines}\n],"tolerances":[\n{chosen}\n]}}\n'
    arguments.output.write_text(text)
    print(f"{len(found)} cases, {len(choices)} tolerances, {len(text)} bytes")


if __name__ == "__main__":
    main()
