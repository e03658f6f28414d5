"""Writes what bioimageio.core says of pairs of outputs, for the tests of src/preview/compare.ts.

    .envs/new/bin/python scripts/compare_fixtures.py               writes src/preview/fixtures/compare.json

Needs bioimageio.core 0.11 (`evaluate_mismatched_elements`; 0.10.4 has the same lines inside a longer function).
"""

import base64
import io
import json
import warnings
from pathlib import Path
from typing import Any, Dict, List, Tuple

import bioimageio.core
import numpy as np
from bioimageio.core._resource_tests import evaluate_mismatched_elements
from bioimageio.core.tensor import Tensor

TARGET = Path(__file__).parent.parent / "src" / "preview" / "fixtures" / "compare.json"
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


if __name__ == "__main__":
    found = cases()
    lines = ",\n".join(json.dumps(one, separators=(",", ":")) for one in found)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    version = json.dumps({"bioimageio.core": bioimageio.core.__version__})
    TARGET.write_text(f'{{"versions":{version},"cases":[\n{lines}\n]}}\n')
    print(f"{len(found)} cases, {TARGET.stat().st_size} bytes")
