"""Writes numpy's quantiles of arrays that src/tensor/quantile.test.ts makes again from the same numbers.

.envs/new/bin/python scripts/processing/processing_quantiles.py
"""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any, Dict, List, Union

import numpy as np

TARGET = Path(__file__).resolve().parents[2] / "src" / "tensor" / "fixtures" / "quantiles.json"
DTYPES = ("float32", "float64", "uint8", "int8", "uint16", "int16", "uint32", "int32")
QUANTILES = (0, 1e-6, 0.001, 0.01, 0.02, 0.25, 1 / 3, 0.5, 0.75, 0.95, 0.99, 0.998, 0.999, 1)
LENGTHS = (1, 2, 3, 10, 1000, 40_001)


def congruential(length: int, seed: int) -> np.ndarray:
    """The well-known generator modulo 2**32, so that no large file is needed."""
    numbers = np.empty(length, np.uint32)
    state = seed
    for i in range(length):
        state = (state * 1664525 + 1013904223) % 2**32
        numbers[i] = state
    return numbers


def array_of(kind: str, dtype: str, length: int) -> np.ndarray:
    numbers = congruential(length, length + 7)
    fraction = numbers / 2**32
    if kind == "bits":
        # Every pattern there is: denormals, NaN, the largest and the smallest.
        words = np.stack([congruential(length, 3), numbers], axis=1).reshape(-1)
        return words.view(dtype)[:length].copy()
    if kind == "constant":
        return np.full(length, 7.25).astype(dtype)
    if kind == "ties":
        return (numbers >> np.uint32(29)).astype(dtype)
    array = (fraction * fraction * 120).astype(dtype)
    if kind == "spoiled":
        array[::3] = np.nan
        array[1::5] = np.inf
        array[2::7] = -np.inf
    if kind == "empty":
        array[:] = np.nan
    return array


def text(value: float) -> Union[float, str]:
    return float(value) if np.isfinite(value) else str(float(value))


def main() -> None:
    found: List[Dict[str, Any]] = []
    for dtype in DTYPES:
        for kind in ("skewed", "ties", "constant", "bits", "spoiled", "empty"):
            if kind in ("spoiled", "empty") and not dtype.startswith("float"):
                continue
            for length in LENGTHS:
                array = array_of(kind, dtype, length)
                case: Dict[str, Any] = {"kind": kind, "dtype": dtype, "length": length}
                for method in ("linear", "inverted_cdf"):
                    # An array of quantiles, as bioimageio.core hands them over; a plain number would be a float32.
                    function = np.nanquantile if dtype.startswith("float") else np.quantile
                    # numpy's difference of two narrow signed integers wraps around: their values as float64 do not.
                    given = array if method == "inverted_cdf" or array.dtype.kind != "i" else array.astype("float64")
                    with warnings.catch_warnings(), np.errstate(all="ignore"):
                        warnings.simplefilter("ignore")
                        case[method] = [text(value) for value in function(given, np.array(QUANTILES), method=method)]
                found.append(case)
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in found)
    head = json.dumps({"numpy": np.__version__, "quantiles": QUANTILES})[:-1]
    TARGET.write_text(f'{head},"cases":[\n{lines}\n]}}\n')
    print(f"{len(found)} cases, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
