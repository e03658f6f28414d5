"""Writes what bioimageio.core makes of small tensors, for the tests of src/processing.

    .envs/new/bin/python scripts/processing/processing_fixtures.py  writes src/processing/fixtures/operations.json
    .envs/zoo/bin/python scripts/processing/processing_fixtures.py --check
        runs the same cases on another bioimageio.core

`--check` exits with 1 where a number differs by more than float32 rounding, or an error is none there (or the reverse).
The everyday tests need no Python: they read the file.
"""

import argparse
import json
import sys
import warnings
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Dict, List, Optional, Tuple

import bioimageio.core
import numpy as np
from bioimageio.core.proc_setup import setup_pre_and_postprocessing
from bioimageio.core.sample import Sample
from bioimageio.core.tensor import Tensor
from bioimageio.spec import ValidationContext
from bioimageio.spec.model import v0_4, v0_5

from processing_cases import Json, cases
from processing_run import decode, encode

TARGET = Path(__file__).resolve().parents[2] / "src" / "processing" / "fixtures" / "operations.json"


def description_of(tensor: Json, is_input: bool) -> Any:
    """The tensor's description as bioimageio.spec validates it, its implied steps added."""
    if "old" in tensor:
        return v0_4.InputTensorDescr(
            name=tensor["id"],
            data_type=tensor["type"],
            axes=tensor["letters"],
            shape=list(tensor["tensor"].shape),
            preprocessing=tensor["old"],
        )
    content = {
        "id": tensor["id"],
        "axes": [{k: v for k, v in axis.items() if axis["type"] == "space" or k != "id"} for axis in tensor["axes"]],
        "data": {"type": tensor["type"]},
        "preprocessing" if is_input else "postprocessing": tensor["operations"],
    }
    with ValidationContext(perform_io_checks=False):
        if is_input:
            return v0_5.InputTensorDescr(**content, test_tensor={"source": "test.npy"})
        return v0_5.OutputTensorDescr(**content, test_tensor={"source": "test.npy"})


def run(case: Json) -> Dict[str, np.ndarray]:
    """What bioimageio.core makes of the case's last kind of tensor: outputs where there are some, else inputs."""
    # setup_pre_and_postprocessing reads nothing but these two lists of a model description.
    model = SimpleNamespace(
        inputs=[description_of(tensor, True) for tensor in case["inputs"]],
        outputs=[description_of(tensor, False) for tensor in case["outputs"]],
    )
    steps = setup_pre_and_postprocessing(model, [])  # pyright: ignore[reportArgumentType]
    sample = sample_of(case["inputs"], {})
    for step in steps.pre:
        step(sample)
    if case["outputs"]:
        sample = sample_of(case["outputs"], sample.stat)
        for step in steps.post:
            step(sample)
    return {str(name): member.data.to_numpy() for name, member in sample.members.items()}


def sample_of(tensors: List[Json], stat: Any) -> Sample:
    members = {
        tensor["id"]: Tensor(tensor["tensor"], dims=[axis["id"] for axis in tensor["axes"]]) for tensor in tensors
    }
    return Sample(members=members, stat=stat, id="sample")  # pyright: ignore[reportArgumentType]


def outcome(case: Json) -> Tuple[Dict[str, np.ndarray], Optional[str]]:
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return run(case), None
        except Exception as error:
            return {}, f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"


def packed(tensors: List[Json]) -> List[Json]:
    hidden = ("old", "letters")
    return [
        {**{key: value for key, value in tensor.items() if key not in hidden}, "tensor": encode(tensor["tensor"])}
        for tensor in tensors
    ]


def write() -> None:
    found: List[Json] = []
    for case in cases():
        arrays, error = outcome(case)
        result: Json = (
            {"error": error} if error else {"expected": {key: encode(value) for key, value in arrays.items()}}
        )
        found.append({**case, "inputs": packed(case["inputs"]), "outputs": packed(case["outputs"]), **result})
    versions = {"bioimageio.core": bioimageio.core.__version__, "numpy": np.__version__}
    text = ",\n".join(json.dumps(case, separators=(",", ":")) for case in found)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(f'{{"versions":{json.dumps(versions)},"cases":[\n{text}\n]}}\n')
    print(f"{len(found)} cases, {sum('error' in case for case in found)} of them errors, {TARGET.stat().st_size} bytes")


def check() -> int:
    """Compares this environment's bioimageio.core with the fixtures."""
    stored = {case["name"]: case for case in json.loads(TARGET.read_text())["cases"]}
    failures = 0
    largest = 0.0
    for case in cases():
        fixture = stored[case["name"]]
        arrays, error = outcome(case)
        if (error is None) != ("error" not in fixture):
            print(f"{case['name']}: {error or 'no error'} here, {fixture.get('error', 'no error')} in the fixture")
            failures += 1
            continue
        for name, array in arrays.items():
            wanted = decode(fixture["expected"][name])
            difference = distance(wanted, array)
            largest = max(largest, difference)
            if difference > 1e-5:
                print(f"{case['name']}: differs by {difference} of its size, {wanted.dtype} and {array.dtype}")
                failures += 1
    versions = f"bioimageio.core {bioimageio.core.__version__}, numpy {np.__version__}"
    print(f"{versions}: {failures} differences, largest {largest}")
    return 1 if failures else 0


def distance(wanted: np.ndarray, given: np.ndarray) -> float:
    """Largest difference in units of the largest value; infinite where types, shapes or NaN differ."""
    if wanted.dtype != given.dtype or wanted.shape != given.shape:
        return float("inf")
    if wanted.dtype.kind != "f":
        return 0.0 if np.array_equal(wanted, given) else float("inf")
    finite = np.isfinite(wanted)
    if not np.array_equal(wanted[~finite], given[~finite], equal_nan=True):
        return float("inf")
    size = max(1.0, float(np.abs(wanted[finite]).max(initial=0)))
    return float(np.abs(wanted[finite].astype(float) - given[finite].astype(float)).max(initial=0)) / size


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare this environment with the fixtures")
    if parser.parse_args().check:
        sys.exit(check())
    write()
