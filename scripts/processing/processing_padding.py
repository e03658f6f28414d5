"""Writes what bioimageio.core's padding gives, for src/processing/pad.test.ts.

.envs/new/bin/python scripts/processing/processing_padding.py
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict, List

import bioimageio.core
import numpy as np
from bioimageio.core.tensor import Tensor
from bioimageio.spec.model.v0_5 import ConstantPadding, EdgePadding, ReflectPadding, SymmetricPadding

TARGET = Path(__file__).resolve().parents[2] / "src" / "processing" / "fixtures" / "padding.json"


def main() -> None:
    random = np.random.default_rng(510)
    found: List[Dict[str, Any]] = []
    for index in range(120):
        dtype = ("float32", "uint8", "int64", "bool", "float64")[index % 5]
        dims = [("x",), ("y", "x"), ("channel", "y", "x")][index % 3]
        shape = [int(size) for size in random.integers(1, 5, len(dims))]
        array = random.integers(0, 2 if dtype == "bool" else 100, shape).astype(dtype)
        # Some wider than the tensor.
        widths = {name: [int(width) for width in random.integers(0, 9 if len(dims) == 1 else 3, 2)] for name in dims}
        value = (0, 1, 2.5, 7)[index // 4 % 4]
        padding = (ConstantPadding(value=value), EdgePadding(), ReflectPadding(), SymmetricPadding())[index % 4]
        padded = Tensor(array, dims=list(dims)).pad({name: tuple(width) for name, width in widths.items()}, padding)
        found.append(
            {
                "dtype": dtype,
                "shape": shape,
                "values": array.astype(float).ravel().tolist(),
                "widths": list(widths.values()),
                "padding": padding.model_dump(),
                "expectedShape": list(padded.shape),
                "expected": padded.to_numpy().astype(float).ravel().tolist(),
            }
        )
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in found)
    versions = json.dumps({"bioimageio.core": bioimageio.core.__version__, "numpy": np.__version__})
    TARGET.write_text(f'{{"versions":{versions},"cases":[\n{lines}\n]}}\n')
    print(f"{len(found)} cases, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
