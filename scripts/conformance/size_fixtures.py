"""Writes what bioimageio.spec says of the sizes of random models, for the tests of src/spec/sizes.

    .envs/spec/bin/python scripts/conformance/size_fixtures.py  writes src/spec/sizes/fixtures/sizes.json
    .envs/spec/bin/python scripts/conformance/size_fixtures.py --cases 10000 --check  compares that many, writes nothing

Needs bioimageio.spec 0.5.14 (`ModelDescr.get_axis_sizes` with one `n` for all axes).
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

from bioimageio.spec import ValidationContext, __version__
from bioimageio.spec.model import v0_5
from loguru import logger

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "src" / "spec" / "sizes" / "fixtures" / "sizes.json"
Json = Dict[str, Any]
SCALES = [1, 1, 1, 1, 0.5, 2, 4, 0.25, 3, 0.1, 0.3, 1.5, 0.325, 0.65, 7]
STEPS = [1, 1, 2, 4, 8, 16, 16, 32, 3, 5, 7, 12, 100]
OFFSETS = [0, 0, 0, 0, 1, -1, -2, 4, -8, -16, -92, 10]


class Maker:
    """Random models that mostly keep the rules of the format; those that do not are left out."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def axis(self, kind: str, name: str, refs: List[Tuple[str, str, str]], output: bool) -> Json:
        pick = self.random
        if kind == "batch":
            return {"type": "batch", **({"size": 1} if pick.random() < 0.3 else {})}
        if kind == "channel":
            channels = [(tensor, axis) for tensor, axis, of in refs if of == "channel"]
            if channels and pick.random() < 0.1:
                return {"type": "channel", "channel_names": self.reference(channels)}
            return {"type": "channel", "channel_names": [f"c{i}" for i in range(pick.randint(1, 5))]}
        axis: Json = {"type": kind, "id": name, "size": self.size(kind, refs, output)}
        if kind != "index" and pick.random() < 0.4:
            axis["scale"] = pick.choice(SCALES)
        if output and kind != "index" and "tensor_id" in str(axis["size"]) and pick.random() < 0.3:
            axis["halo"] = pick.choice([1, 2, 4, 8, 16])
        return axis

    def size(self, kind: str, refs: List[Tuple[str, str, str]], output: bool) -> Any:
        pick = self.random
        others = [(tensor, axis) for tensor, axis, of in refs if of != "batch"]
        chance = pick.random()
        if others and chance < (0.75 if output else 0.15):
            return self.reference(others)
        if output:
            dependent = {"min": pick.randint(1, 5), "max": pick.choice([None, 10, 600])}
            return dependent if kind == "index" and chance < 0.95 else pick.randint(1, 700)
        if chance < 0.35:
            return pick.randint(1, 600)
        return {"min": pick.choice([1, 8, 16, 64, pick.randint(1, 400)]), "step": pick.choice(STEPS)}

    def reference(self, others: List[Tuple[str, str]]) -> Json:
        tensor, axis = self.random.choice(others)
        return {"tensor_id": tensor, "axis_id": axis, "offset": self.random.choice(OFFSETS)}

    def tensor(self, name: str, refs: List[Tuple[str, str, str]], output: bool) -> Json:
        pick = self.random
        kinds = [("space", axis) for axis in "zyx"[pick.choice([0, 1, 1, 1, 2]) :]]
        extra = [("channel", "channel"), ("time", "time"), ("index", "index"), ("batch", "batch")]
        for chosen, chance in zip(extra, (0.8, 0.1, 0.3 if output else 0.1, 0.85)):
            if pick.random() < chance:
                kinds.insert(pick.randint(0, len(kinds)), chosen)
        axes: List[Json] = []
        for kind, axis in kinds:
            # An output may follow its own axes too, those before and those after.
            own = [(name, other, of) for of, other in kinds if other != axis] if pick.random() < 0.15 else []
            axes.append(self.axis(kind, axis, refs + own, output))
        return {"id": name, "axes": axes, "test_tensor": {"source": f"{name}.npy"}}

    def model(self) -> Json:
        pick = self.random
        inputs: List[Json] = []
        refs: List[Tuple[str, str, str]] = []
        for name in ["raw", "mask", "points"][: pick.choice([1, 1, 1, 2, 2, 3])]:
            inputs.append(self.tensor(name, refs, False))
            refs = refs + [(name, axis.get("id", axis["type"]), axis["type"]) for axis in inputs[-1]["axes"]]
        outputs = [self.tensor(f"out{i}", refs, True) for i in range(pick.choice([1, 1, 2, 3]))]
        return {"inputs": inputs, "outputs": outputs}

    def sizes(self, model: Json, most: int) -> Json:
        """Sizes that a user might have at hand; now and then an axis or a whole tensor is missing."""
        pick = self.random
        batch = pick.choice([1, 1, 2, 3])
        sizes: Json = {}
        for tensor in model["inputs"]:
            if pick.random() < 0.04:
                continue
            sizes[tensor["id"]] = {
                name: (pick.choice([batch, batch, batch, 1, 4]) if name == "batch" else pick.randint(1, most))
                for name in (axis.get("id", axis["type"]) for axis in tensor["axes"])
                if pick.random() > 0.02
            }
        return sizes

    def numbers(self, model: Json) -> Any:
        """`n`: one for all, or one per axis; now and then one is missing or one too many."""
        pick = self.random
        if pick.random() < 0.5:
            return pick.randint(0, 12)
        return {
            tensor["id"]: {
                axis.get("id", axis["type"]): pick.randint(0, 9)
                for axis in tensor["axes"]
                if ("step" in str(axis.get("size")) or pick.random() < 0.05) and pick.random() > 0.01
            }
            for tensor in model["inputs"]
        }


def build(model: Json) -> Optional[v0_5.ModelDescr]:
    with ValidationContext(perform_io_checks=False):
        try:
            return v0_5.ModelDescr.model_validate(
                {
                    "format_version": "0.5.14",
                    "type": "model",
                    "name": "Sizes of a model",
                    "weights": {"torchscript": {"source": "weights.pt", "pytorch_version": "2.0"}},
                    **model,
                }
            )
        except ValueError:
            return None


def flat(per_tensor: Any) -> Any:
    if isinstance(per_tensor, int):
        return per_tensor
    return {(tensor, axis): size for tensor, axes in per_tensor.items() for axis, size in axes.items()}


def nested(sizes: Any) -> Json:
    result: Json = {}
    for (tensor, axis), size in sizes.items():
        known = isinstance(size, int)
        result.setdefault(str(tensor), {})[str(axis)] = size if known else {"min": size.min, "max": size.max}
    return result


def asked(maker: Maker, model: Json, descr: v0_5.ModelDescr) -> Json:
    """The three questions of one model, and what bioimageio.spec answers."""
    pick = maker.random
    n, batch = maker.numbers(model), pick.choice([None, 1, 2, 5])
    largest = maker.sizes(model, 500) if pick.random() < 0.5 else None
    given = maker.sizes(model, 900)
    case: Json = {"n": n, "batch": batch, "largest": largest, "given": given}
    try:
        sizes = descr.get_axis_sizes(flat(n), batch, max_input_shape=flat(largest or {}))
        case["axes"] = {"inputs": nested(sizes.inputs), "outputs": nested(sizes.outputs)}
    except (ValueError, AssertionError) as error:
        case["axes"] = type(error).__name__
    try:
        case["gives"] = descr.get_output_tensor_sizes(given)
    except (ValueError, AssertionError) as error:
        case["gives"] = type(error).__name__
    case["steps"] = nested(descr.get_ns(given))
    return case


def make(count: int, seed: int) -> Tuple[List[Json], int]:
    cases: List[Json] = []
    maker, invalid = Maker(seed), 0
    while len(cases) < count:
        model = maker.model()
        descr = build(model)
        if descr is None:
            invalid += 1
            continue
        axes = {side: {t["id"]: t["axes"] for t in model[side]} for side in ("inputs", "outputs")}
        cases.append({**axes, **asked(maker, model, descr)})
    return cases, invalid


def text(cases: List[Json]) -> str:
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    return f'{{"made_with":"bioimageio.spec {__version__}","cases":[\n{lines}\n]}}\n'


def compare(cases: List[Json]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sizes.json"
        path.write_text(text(cases), encoding="utf-8")
        environment = {**os.environ, "ZOOPORT_SIZES": str(path)}
        command = ["npx", "vitest", "run", "src/spec/sizes/resolve.test.ts", "--maxWorkers", "1"]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=300)
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--check", action="store_true", help="compare only, and say how many are the same")
    options = parser.parse_args()
    logger.remove()
    cases, invalid = make(options.cases, options.seed)
    errors = sum(isinstance(case["axes"], str) or isinstance(case["gives"], str) for case in cases)
    print(f"{len(cases)} models ({invalid} others broke a rule), {errors} with a question that has no answer")
    if not options.check:
        TARGET.parent.mkdir(exist_ok=True)
        TARGET.write_text(text(cases), encoding="utf-8")
        return 0
    failed = compare(cases)
    verdict = "NOT the same" if failed else f"all sizes of {len(cases)} models the same"
    print(f"bioimageio.spec {__version__}: {verdict}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
