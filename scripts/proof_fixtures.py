"""Networks of odd numbers, sound and spoiled, with what Keras computes in 32 and 64 bits: for the tests of the proof.

    .envs/train/bin/python scripts/proof_fixtures.py

writes .cache/proof-fixtures (not in the repository). The pairs come from the Python half itself, as in an export; every
spoiled network is saved beside the sound one, with how far Keras itself finds its output changed, as part of the range.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".cache" / "proof-fixtures"
sys.path.insert(0, str(ROOT))

from zooport.kernel import proofs  # noqa: E402
from zooport.kernel.keras import precision  # noqa: E402
from zooport.kernel.recipes.recipe import PLANE  # noqa: E402

#: What each case changes in its U-Net: the type, and what stands before and behind it.
CASES: dict[str, dict[str, Any]] = {
    "plain": {},
    "small-range": {"before": lambda L, own: L.Rescaling(1 / 255 / 40, **own), "gain": 0.02},
    "half": {"policy": "mixed_float16"},
    "brain": {"policy": "mixed_bfloat16"},
    "double": {"policy": "float64"},
    "offset": {"behind": lambda L, own: L.Rescaling(1.0, offset=1e6, **own), "last": "linear"},
    "large": {"behind": lambda L, own: L.Rescaling(1e7, **own), "last": "linear"},
    "cancelling": {"cancelling": True, "last": "linear"},
    "constant": {"last": "relu", "constant": True},
}
SPOILED = ("weight", "transposed", "bias")


def unet(keras: Any, seed: int, options: dict[str, Any]) -> Any:
    keras.utils.set_random_seed(seed)
    kind = getattr(keras.mixed_precision, "Policy", None) or keras.mixed_precision.DTypePolicy
    own = {"dtype": kind(options.get("policy", "float32"))}
    L = keras.layers
    source = keras.Input((None, None, 1))
    value = options["before"](L, own)(source) if "before" in options else source

    def block(value: Any, filters: int, name: str) -> Any:
        value = L.Conv2D(filters, 3, padding="same", bias_initializer="random_normal", name=name, **own)(value)
        return L.Activation("relu", **own)(L.BatchNormalization(**own)(value))

    high = block(value, 6, "first")
    low = block(L.MaxPooling2D(2, **own)(high), 12, "deep")
    value = L.Concatenate(**own)([high, L.UpSampling2D(2, **own)(low)])
    if options.get("cancelling"):
        # Two large numbers whose difference is the result: float32 loses four of its seven digits.
        large = L.Rescaling(1.0, offset=3e3, **own)(value)
        value = L.Subtract(**own)([L.Rescaling(1.0, offset=3e3, **own)(block(value, 18, "third")), large])
    value = L.Conv2D(1, 1, activation=options.get("last", "sigmoid"), name="last", **own)(value)
    return keras.Model(source, options["behind"](L, own)(value) if "behind" in options else value)


def settle(model: Any, seed: int, options: dict[str, Any]) -> None:
    """Statistics as training leaves them; a last layer of small gain; or one that gives its bias everywhere."""
    random = np.random.RandomState(seed)
    values = []
    for weight, value in zip(model.weights, model.get_weights()):
        name = getattr(weight, "path", weight.name)
        if "variance" in name:
            value = random.uniform(0.3, 2, value.shape)
        elif "gamma" in name or "beta" in name:
            value = random.normal(1 if "gamma" in name else 0, 0.3, value.shape)
        elif "last" in name:
            if options.get("constant"):
                value = 0 * value if "kernel" in name else 0 * value + 0.37
            value = value * options.get("gain", 1)
        values.append(np.asarray(value))
    model.set_weights(values)


def spoil(model: Any, how: str, seed: int) -> None:
    layer = model.get_layer("deep")
    kernel, bias = (np.array(value) for value in layer.get_weights())
    if how == "bias":
        bias = np.zeros_like(bias)
    elif how == "transposed":
        kernel = kernel.transpose(1, 0, 2, 3)
    else:
        strong = np.argsort(np.abs(kernel).ravel())[-kernel.size // 4 :]
        kernel.flat[np.random.RandomState(seed).choice(strong)] *= 1.01
    layer.set_weights([kernel, bias])


def record(name: str, framework: str, seed: int, folder: Path) -> dict[str, Any]:
    keras = importlib.import_module(framework)
    options = CASES[name]
    model = unet(keras, seed, options)
    settle(model, seed, options)
    random = np.random.RandomState(seed)
    image = np.kron(random.uniform(0, 1, (1, 16, 16, 1)), np.ones((1, 4, 4, 1))) + random.normal(0, 0.1, (1, 64, 64, 1))
    if "before" in options:
        image = 4095 * image
    pairs, exact = proofs.sharpened(
        model, proofs.pairs(model, image.astype(np.float32), (2, 2), None, PLANE), {}, keras
    )
    stem = f"{name}-{framework}-{seed}"
    suffix = ".keras" if framework == "keras" else ".h5"
    entry: dict[str, Any] = {"name": name, "framework": framework, "seed": seed, "pairs": [], "spoiled": {}}
    for index, ((given, expected), computed) in enumerate(zip(pairs, exact)):
        files = [f"{stem}-{index}-{kind}.npy" for kind in ("input", "expected", "exact")]
        for file, array in zip(files, (given, expected, computed)):
            np.save(folder / file, array)
        entry["pairs"].append(files)
    entry["file"] = stem + suffix
    model.save(folder / entry["file"])
    for how in () if options.get("constant") else SPOILED:
        wrong = unet(keras, seed, options)
        wrong.set_weights(model.get_weights())
        spoil(wrong, how, seed)
        file = f"{stem}-{how}{suffix}"
        wrong.save(folder / file)
        twin = precision.twin(wrong, "float64", {}, keras)
        changed = max(
            float(np.abs(precision.run(twin, given, "float64") - computed).max() / np.ptp(computed))
            for (given, _), computed in zip(pairs, exact)
        )
        entry["spoiled"][how] = {"file": file, "changed": changed}
    return entry


def key() -> str:
    parts = [Path(__file__), *(ROOT / "zooport" / "kernel" / name for name in ("keras/precision.py", "proofs.py"))]
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()


def up_to_date() -> bool:
    try:
        return json.loads((FOLDER / "cases.json").read_text())["key"] == key()
    except (OSError, ValueError, KeyError):
        return False


def main() -> int:
    if up_to_date():
        return 0
    FOLDER.parent.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="proof-fixtures-", dir=FOLDER.parent))

    plan = [(name, framework, 1) for name in CASES for framework in ("keras", "tf_keras")]
    plan += [(name, "keras", seed) for name in ("small-range", "half") for seed in (2, 3)]
    try:
        cases = [record(name, framework, seed, folder) for name, framework, seed in plan]
        (folder / "cases.json").write_text(json.dumps({"key": key(), "cases": cases}))
        shutil.rmtree(FOLDER, ignore_errors=True)
        folder.rename(FOLDER)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
