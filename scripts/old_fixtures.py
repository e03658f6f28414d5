"""Random valid descriptions of format 0.4, and what bioimageio.spec makes of them in 0.5.

    .envs/spec/bin/python scripts/old_fixtures.py

Writes src/spec/v04/fixtures/converted.json: for each description the tensors and weights of the converted one, or the
reason why the library cannot convert it (a halo on a fixed size, values along two axes). Seeded: the same every time.
"""

from __future__ import annotations

import json
import random
import warnings
from pathlib import Path
from typing import Any, Dict, List, Optional

from bioimageio.spec import InvalidDescr, ValidationContext, build_description
from loguru import logger

logger.remove()
warnings.simplefilter("ignore")

Fields = Dict[str, Any]

TARGET = Path(__file__).parent.parent / "src" / "spec" / "v04" / "fixtures" / "converted.json"
COUNT = 60
# Of these, so many that the library cannot convert.
FAILING = 12
NONE: Dict[str, Any] = {}
LAYOUTS = ["bcyx", "byxc", "byx", "yx", "bczyx", "bzyxc", "btcyx", "bcx", "bic", "bi", "cyx", "btyx"]
STEPS = ["binarize", "clip", "scale_linear", "scale_range", "sigmoid", "zero_mean_unit_variance"]
VERSIONS = [f"0.4.{patch}" for patch in range(11)]


def some_axes(rng: random.Random, axes: str) -> str:
    """Letters of the tensor that a step may name: channels and space."""
    allowed = [letter for letter in axes if letter in "czyx"]
    return "".join(rng.sample(allowed, rng.randint(0, len(allowed))))


def values(rng: random.Random, lowest: float, axes: str, own: str) -> List[Any]:
    """Two settings of a step: lists where one axis is left over, numbers where none is. At times neither fits."""
    left = [letter for letter in own if letter != "b" and letter not in axes]
    count = rng.randint(1, 2) if left and rng.random() < 0.9 else 0
    numbers = [[round(rng.uniform(lowest, 3), 2) for _ in range(count or 1)] for _ in range(2)]
    return numbers if count else [pair[0] for pair in numbers]


def all_but_one(rng: random.Random, axes: str) -> str:
    """Letters of the tensor, so that values differ along at most one other; at times any."""
    if rng.random() < 0.1:
        return some_axes(rng, axes)
    letters = [letter for letter in axes if letter in "czyx"]
    others = [letter for letter in axes if letter in "ti"]
    left = "" if others or not letters or rng.random() < 0.4 else rng.choice(letters)
    return "".join(letter for letter in letters if letter != left)


def step(rng: random.Random, axes: str, post: bool, reference: Optional[str]) -> Fields:
    name = rng.choice([*STEPS, "scale_mean_variance"] if post else STEPS)
    mode = rng.choice(["per_sample", "per_dataset"])
    kwargs: Fields = {}
    if name == "binarize":
        kwargs = {"threshold": round(rng.random(), 2)}
    elif name == "clip":
        kwargs = {"min": rng.choice([0, -1, 0.5]), "max": rng.choice([1, 255])}
    elif name == "scale_linear":
        named = all_but_one(rng, axes) if post or rng.random() < 0.7 else None
        gain, offset = values(rng, 1.1, axes if named is None else named, axes)
        kwargs = {"gain": gain, "offset": offset, **({} if named is None else {"axes": named})}
    elif name == "scale_range":
        kwargs = {"mode": mode, "axes": some_axes(rng, axes)}
        if rng.random() < 0.7:
            kwargs.update(min_percentile=rng.choice([0, 1, 3.5]), max_percentile=rng.choice([99, 99.8, 100]), eps=1e-3)
        if reference and rng.random() < 0.5:
            kwargs["reference_tensor"] = reference
    elif name == "scale_mean_variance":
        kwargs = {"mode": mode, "axes": some_axes(rng, axes), "reference_tensor": reference}
    elif name == "zero_mean_unit_variance":
        if rng.random() < 0.5:
            named = all_but_one(rng, axes)
            mean, std = values(rng, 0.1, named, axes)
            kwargs = {"axes": named, "mean": mean, "std": std, **rng.choice([NONE, {"mode": "fixed"}])}
        else:
            kwargs = {"axes": some_axes(rng, axes)}
            kwargs.update(mode=mode, **rng.choice([NONE, {"eps": 0.01}]))
    return {"name": name, "kwargs": kwargs} if name != "sigmoid" else {"name": name}


def input_tensor(rng: random.Random, name: str) -> Fields:
    axes = rng.choice(LAYOUTS)
    sizes = [1 if a == "b" else rng.randint(1, 4) if a == "c" else 16 * rng.randint(1, 8) for a in axes]
    shape: Any = sizes
    if rng.random() < 0.6:
        shape = {"min": sizes, "step": [0 if a in "bc" else rng.choice([0, 1, 16]) for a in axes]}
    tensor: Fields = {"name": name, "axes": axes, "data_type": rng.choice(["float32", "uint8", "uint16"])}
    tensor["shape"] = shape
    if rng.random() < 0.4:
        tensor["data_range"] = [0, rng.choice([1, 255])]
    tensor["preprocessing"] = [step(rng, axes, False, None) for _ in range(rng.choice([0, 1, 1, 2, 3]))]
    return tensor


def output_tensor(rng: random.Random, name: str, inputs: List[Fields]) -> Fields:
    source = rng.choice(inputs)
    axes = source["axes"]
    shape: Any = {"reference_tensor": source["name"], "scale": [], "offset": []}
    for letter in axes:
        scale = 1 if letter == "b" else rng.choice([1, 1, 0.5, 2, 3] if letter != "c" else [1, 2])
        shape["scale"].append(scale)
        shape["offset"].append(0 if letter == "b" else rng.choice([0, 0, 1, 0.5, -0.5]))
    if rng.random() < 0.3:
        least = source["shape"]["min"] if isinstance(source["shape"], dict) else source["shape"]
        shape = list(least)
    elif "c" in axes and rng.random() < 0.3:
        shape["scale"][axes.index("c")] = 0
        shape["offset"][axes.index("c")] = rng.choice([1, 1.5, 2])
    types = ["float32", "float64", "uint8", "int32", "int64", "bool"]
    tensor: Fields = {"name": name, "axes": axes, "data_type": rng.choice(types), "shape": shape}
    if rng.random() < 0.5:
        fixed = isinstance(shape, list) and rng.random() < 0.8
        tensor["halo"] = [0 if a in "bcit" or fixed else rng.choice([0, 6]) for a in axes]
    tensor["postprocessing"] = [step(rng, axes, True, source["name"]) for _ in range(rng.choice([0, 0, 1, 2]))]
    return tensor


def weights(rng: random.Random) -> Fields:
    version = rng.choice([NONE, {"pytorch_version": "1.13"}])
    tensorflow = rng.choice([NONE, {"tensorflow_version": "2.10"}])
    sources: List[Fields] = [
        {"architecture": "network.py:UNet", "architecture_sha256": "a" * 64},
        {"architecture": "package.models.UNet", "kwargs": {"depth": 3}},
    ]
    architecture = rng.choice(sources)
    dependencies = rng.choice([NONE, {"dependencies": "conda:environment.yaml"}])
    entries: Dict[str, Fields] = {
        "onnx": {"source": "weights.onnx", **rng.choice([NONE, {"opset_version": 12}])},
        "pytorch_state_dict": {"source": "weights.pt", **architecture, **version, **dependencies},
        "torchscript": {"source": "script.pt", "sha256": "b" * 64, **version},
        "keras_hdf5": {"source": "weights.h5", **tensorflow},
        "tensorflow_js": {"source": "js.zip", **tensorflow},
        "tensorflow_saved_model_bundle": {"source": "saved.zip", **tensorflow},
    }
    chosen = rng.sample(sorted(entries), rng.randint(1, 3))
    first = chosen[0]
    return {name: {**entries[name], **(NONE if name == first else {"parent": first})} for name in chosen}


def description(rng: random.Random) -> Fields:
    inputs = [input_tensor(rng, f"image_{index}") for index in range(rng.choice([1, 1, 2]))]
    outputs = [output_tensor(rng, f"mask_{index}", inputs) for index in range(rng.choice([1, 1, 2]))]
    return {
        "format_version": rng.choice(VERSIONS),
        "type": "model",
        "name": rng.choice(["A network", "Nuclei in 2D (U-Net)"]),
        "description": "Finds nuclei.",
        "authors": [{"name": "Ada Muster"}],
        "cite": [{"text": "A paper", "doi": "10.1234/abcd"}],
        "license": "MIT",
        "documentation": "README.md",
        "timestamp": "2022-01-02T03:04:05",
        "test_inputs": [f"in{index}.npy" for index in range(len(inputs))],
        "test_outputs": [f"out{index}.npy" for index in range(len(outputs))],
        "sample_inputs": [f"in{index}.tif" for index in range(len(inputs))] if rng.random() < 0.5 else [],
        "inputs": inputs,
        "outputs": outputs,
        "weights": weights(rng),
    }


def converted(content: Fields) -> Optional[Fields]:
    """`None` where 0.4 itself rejects the description; `{"problem"}` where the library cannot convert it."""
    copy = json.loads(json.dumps(content))
    with ValidationContext(perform_io_checks=False, log_warnings=False):
        if isinstance(build_description(copy, format_version="discover"), InvalidDescr):
            return None
        try:
            found = build_description(json.loads(json.dumps(content)), format_version="latest")
        except Exception as error:
            return {"problem": f"{type(error).__name__}: {error}"[:200]}
        if isinstance(found, InvalidDescr):
            details = found.validation_summary.details
            said = [entry.msg for detail in details for entry in detail.errors]
            return {"problem": "; ".join(said)[:200]}
        whole = found.model_dump(mode="json", exclude_none=True)
        return {key: whole[key] for key in ("inputs", "outputs", "weights")}


def main() -> None:
    rng = random.Random(20261123)
    cases: List[Fields] = []
    while len(cases) < COUNT:
        old = description(rng)
        new = converted(old)
        failing = sum("problem" in case["new"] for case in cases)
        if new is not None and ("problem" not in new or failing < FAILING):
            cases.append({"old": old, "new": new})
    TARGET.parent.mkdir(exist_ok=True)
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    TARGET.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    failed = [case["new"]["problem"] for case in cases if "problem" in case["new"]]
    print(f"{len(cases)} descriptions, {len(failed)} of which cannot be converted, {TARGET.stat().st_size} bytes")
    for problem in sorted({text[:90] for text in failed}):
        print(f"  {problem}")


if __name__ == "__main__":
    main()
