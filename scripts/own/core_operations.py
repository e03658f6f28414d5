"""Operations as bioimageio.core computes them, in an environment that has it; called by tests/python/test_own_chain.py.

    .envs/zoo/bin/python scripts/own/core_operations.py CASES.json ARRAYS.npz RESULTS.npz

CASES.json: a list of {"axes": [ids], "operations": [...], "side": "before" or "after"}; array number i is ``str(i)``.
"""

from __future__ import annotations

import json
import sys
import warnings
from types import SimpleNamespace
from typing import Any, Dict, List, Sequence

import numpy as np
from bioimageio.core.proc_setup import setup_pre_and_postprocessing
from bioimageio.core.sample import Sample
from bioimageio.core.tensor import Tensor
from bioimageio.spec import ValidationContext
from bioimageio.spec.model import v0_5

Json = Dict[str, Any]
KINDS = {"batch": "batch", "channel": "channel", "time": "time"}


def described(axes: Sequence[str], shape: Sequence[int], identity: str, key: str, operations: List[Json]) -> Json:
    sizes: List[Json] = []
    for axis, size in zip(axes, shape):
        if axis == "batch":
            sizes.append({"type": "batch"})
        elif axis == "channel":
            sizes.append({"type": "channel", "channel_names": [f"c{index}" for index in range(size)]})
        else:
            sizes.append({"type": KINDS.get(axis, "space"), "id": axis, "size": size})
    return {"id": identity, "axes": sizes, "test_tensor": {"source": "x.npy"}, key: operations}


def result(case: Json, array: np.ndarray) -> np.ndarray:
    """The operations before a network, or behind one, on the array."""
    before = case["side"] == "before"
    axes = case["axes"]
    # An operation without arguments (sigmoid) must not have an empty list of them.
    operations = [{key: value for key, value in one.items() if value} for one in case["operations"]]
    with ValidationContext(perform_io_checks=False):
        first = described(axes, array.shape, "image", "preprocessing", operations if before else [])
        last = described(axes, array.shape, "result", "postprocessing", [] if before else operations)
        inputs = [v0_5.InputTensorDescr.model_validate(first)]
        outputs = [v0_5.OutputTensorDescr.model_validate(last)]
    steps = setup_pre_and_postprocessing(SimpleNamespace(inputs=inputs, outputs=outputs), [])
    name = "image" if before else "result"
    sample = Sample(members={name: Tensor(array, dims=list(inputs[0].axes))}, stat={}, id="sample")
    for step in steps.pre if before else steps.post:
        step(sample)
    return sample.members[name].data.to_numpy()


def main() -> None:
    cases, arrays, target = sys.argv[1:]
    given = np.load(arrays)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        with open(cases, encoding="utf-8") as file:
            results = {str(index): result(case, given[str(index)]) for index, case in enumerate(json.load(file))}
    np.savez(target, **results)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
