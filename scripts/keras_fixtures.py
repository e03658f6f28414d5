"""Networks saved by Keras 2 and 3 with what Keras itself computes with them: the reference for src/convert.

    .envs/train/bin/python scripts/keras_fixtures.py

writes .cache/keras-fixtures (not in the repository): per case the saved network and a file of little-endian float32
values, and cases.json that says where inputs and outputs stand. Its key is the SHA-256 of the scripts, so that the
tests know when it is out of date; what is up to date is not made again.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import json
import os
import shutil
import sys
import tempfile
from itertools import chain
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
# The reference is plain float32 arithmetic; oneDNN reorders sums.
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

import numpy as np
from keras_case import Case

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".cache" / "keras-fixtures"


def randomize(model: Any, random: np.random.Generator) -> None:
    """Every weight gets a value that shows; variances stay positive."""
    values = []
    for weight in model.weights:
        shape = tuple(weight.shape)
        name = getattr(weight, "path", weight.name)
        if "variance" in name:
            value = random.uniform(0.3, 2.0, shape)
        else:
            fan_in = np.prod(shape[:-1]) if len(shape) > 1 else 4
            value = random.normal(0, 1.2 / np.sqrt(fan_in), shape)
            value = value + (1.0 if "gamma" in name else 0.0)
        values.append(value.astype("float32"))
    model.set_weights(values)


class Values:
    """Collects arrays in one file."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.length = 0

    def add(self, array: np.ndarray) -> dict[str, Any]:
        data = np.ascontiguousarray(array, dtype="<f4").tobytes()
        place = {"shape": list(array.shape), "offset": self.length}
        self.parts.append(data)
        self.length += len(data)
        return place


def as_list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


def input_arrays(model: Any, shape: tuple[int, ...], random: np.random.Generator) -> list[np.ndarray]:
    """Images of the given (batch, y, x), with each input's own channels; other inputs in their own shape."""
    arrays = []
    for tensor in model.inputs:
        dims = list(tensor.shape)
        known = [shape[at] if at < len(shape) and (at == 0 or size is None) else size for at, size in enumerate(dims)]
        arrays.append(random.normal(0, 1.5, known).astype("float32"))
    return arrays


def predict(model: Any, arrays: list[np.ndarray]) -> list[np.ndarray]:
    result = model(arrays if len(arrays) > 1 else arrays[0], training=False)
    return [np.asarray(item) for item in as_list(result)]


def record(case: Case, keras: Any, version: int, folder: Path) -> list[dict[str, Any]]:
    random = np.random.default_rng(len(case.name) + sum(map(ord, case.name)))
    model = case.make(keras)
    randomize(model, random)
    reference = model
    if case.free:
        reference = case.free(keras)
        reference.set_weights(
            [value.reshape(tuple(weight.shape)) for value, weight in zip(model.get_weights(), reference.weights)]
        )
    values = Values()
    runs = []
    for shape in case.shapes:
        arrays = input_arrays(reference, shape, random)
        outputs = predict(reference, arrays)
        if case.channels_first:
            arrays, outputs = (
                [np.moveaxis(array, -1, 1) if array.ndim > 2 else array for array in group]
                for group in (arrays, outputs)
            )
        runs.append(
            {"inputs": [values.add(array) for array in arrays], "outputs": [values.add(array) for array in outputs]}
        )
    stem = f"{case.name}-k{version}"
    (folder / f"{stem}.bin").write_bytes(b"".join(values.parts))
    entries = []
    for suffix in case.suffixes.get(version, ()):
        model.save(str(folder / f"{stem}{suffix}"))
        entries.append(
            {"name": case.name, "keras": version, "file": f"{stem}{suffix}", "values": f"{stem}.bin", "runs": runs}
        )
    return entries


def digest() -> str:
    here = Path(__file__).resolve().parent
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(here.glob("keras_*.py")))).hexdigest()


def up_to_date(key: str) -> bool:
    try:
        return json.loads((FOLDER / "cases.json").read_text())["key"] == key
    except (OSError, ValueError, KeyError):
        return False


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", help="make only the cases whose name contains this, and print them")
    only = parser.parse_args().only
    key = digest()
    if not only and up_to_date(key):
        return 0
    try:
        import keras
        import tf_keras
    except ImportError as error:
        print(
            f"{error}. Run this script with .envs/train/bin/python; `make test` makes that environment.",
            file=sys.stderr,
        )
        return 1
    import keras_augmentation
    import keras_broken
    import keras_layers
    import keras_networks
    import keras_normalizations
    import keras_operations
    import keras_windows

    FOLDER.parent.mkdir(exist_ok=True)
    # Several test files may ask at the same time: the second waits, and then finds the work done.
    lock = (FOLDER.parent / "keras-fixtures.lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    if not only and up_to_date(key):
        return 0
    # Moved into place when whole: a test that runs meanwhile sees the old folder or the new one.
    folder = Path(tempfile.mkdtemp(prefix="keras-fixtures-", dir=FOLDER.parent))
    try:
        entries, failed = [], []
        makers = (
            keras_windows,
            keras_layers,
            keras_augmentation,
            keras_operations,
            keras_normalizations,
            keras_networks,
        )
        for case in chain.from_iterable(maker.cases() for maker in makers):
            for version, framework in ((3, keras), (2, tf_keras)):
                if case.suffixes.get(version) and (not only or only in case.name):
                    try:
                        entries += record(case, framework, version, folder)
                    except Exception as error:
                        failed.append(f"{case.name}, Keras {version}: {type(error).__name__}: {str(error)[:400]}")
        if failed:
            print("Keras itself cannot make these cases:", *failed, sep="\n", file=sys.stderr)
            return 1
        keras_broken.broken(keras, folder)
        if only:
            print("\n".join(entry["file"] for entry in entries))
            return 0
        (folder / "cases.json").write_text(json.dumps({"key": key, "cases": entries}))
        shutil.rmtree(FOLDER, ignore_errors=True)
        folder.rename(FOLDER)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
