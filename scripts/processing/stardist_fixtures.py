"""Compares `stardist_postprocessing` with stardist itself, and writes the cases of the everyday tests.

    .envs/train/bin/python scripts/processing/stardist_fixtures.py --cases 2000 --seed 1 [--json]
        compares, writes nothing
    .envs/train/bin/python scripts/processing/stardist_fixtures.py --fixtures
        writes src/processing/fixtures/stardist.json.gz

Every number of every label must be the same. Which of two equally probable objects stays depends on how numpy sorts,
and that on the processor: what is compared is numpy's order with AVX-512, or with AVX2 for up to 256 candidates;
elsewhere cases with equal probabilities may differ, which are told apart. Needs `npm ci`. Ends with 1 where a case
differs.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import importlib.metadata
import json
import sys
from pathlib import Path
from typing import Counter, List

import numpy as np

from processing_run import decode, encode, ours, packed
from stardist_cases import Cases, Json, expected

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "src" / "processing" / "fixtures" / "stardist.json.gz"
#: Cases that are held in memory at a time.
BATCH = 500
NAMES = ("stardist", "numpy", "scikit-image")


def has_ties(case: Json) -> bool:
    """Whether candidates are equally probable."""
    output = case["outputs"][0]
    channel = [axis["type"] for axis in output["axes"]].index("channel")
    prob = case["tensors"]["labels"].take(0, axis=channel)
    found = prob[prob > output["postprocessing"][0]["kwargs"]["prob_threshold"]]
    return len(np.unique(found)) < len(found)


def compare(count: int, seed: int) -> Json:
    generator = Cases(seed)
    counts: Counter[str] = collections.Counter()
    kinds: Counter[str] = collections.Counter()
    differences: List[Json] = []
    for start in range(0, count, BATCH):
        cases = [generator.case() for _ in range(min(BATCH, count - start))]
        for index, (case, result) in enumerate(zip(cases, ours(cases))):
            wanted = expected(case)
            given = decode(result["tensors"]["labels"]) if "tensors" in result else None
            same = given is not None and given.dtype == wanted.dtype and np.array_equal(given, wanted)
            ties = has_ties(case)
            counts["objects"] += sum(len(np.unique(image)) - (0 in image) for image in wanted)
            counts["withTies"] += ties
            kinds[case["kind"]] += 1
            if not same:
                counts["differWithTies" if ties else "differ"] += 1
                kwargs = case["outputs"][0]["postprocessing"][0]["kwargs"]
                reason = "other labels" if given is not None else str({**result, "tensors": None})
                differences.append({"case": start + index, "kind": case["kind"], "kwargs": kwargs, "reason": reason})
    return {
        "versions": {name: importlib.metadata.version(name) for name in NAMES},
        "seed": seed,
        "cases": count,
        "kinds": dict(kinds.most_common()),
        "objects": int(counts["objects"]),
        "withTies": counts["withTies"],
        "differ": counts["differ"],
        "differWithTies": counts["differWithTies"],
        "differences": differences,
    }


def write_fixtures(seed: int) -> None:
    """A few small cases of each kind, and dense nuclei; numbers as float16, which is enough to be different."""
    generator = Cases(seed)
    kept: Counter[str] = collections.Counter()
    stored: List[Json] = []
    while len(stored) < 72:
        case = generator.case()
        dense = case["kind"] == "nuclei" and expected(case).max() > 8
        kept["dense"] += dense
        if case["tensors"]["labels"].size > (60_000 if dense and kept["dense"] <= 3 else 3_000):
            continue
        kept[case["kind"]] += 1
        if kept[case["kind"]] <= 12:
            small = {name: array.astype(np.float16) for name, array in case["tensors"].items()}
            case["tensors"] = {name: array.astype(np.float32) for name, array in small.items()}
            wanted = expected(case).astype(np.int16)
            stored.append({**packed({**case, "tensors": small}), "expected": encode(wanted)})
    versions = {name: importlib.metadata.version(name) for name in NAMES}
    text = json.dumps({"versions": versions, "cases": stored}, separators=(",", ":"))
    FIXTURES.write_bytes(gzip.compress(text.encode(), mtime=0))
    print(f"{len(stored)} cases, {FIXTURES.stat().st_size} bytes: {dict(kept)}")


def say(report: Json) -> None:
    versions = ", ".join(f"{name} {version}" for name, version in report["versions"].items())
    print(f"{report['cases']} random cases, seed {report['seed']}, {versions}: {report['kinds']}")
    print(f"  objects                             {report['objects']}")
    print(f"  cases with equal probabilities      {report['withTies']}")
    print(f"  differ                              {report['differ']}")
    print(f"  differ, with equal probabilities    {report['differWithTies']}")
    for entry in report["differences"][:20]:
        print(f"    {entry['case']}: {entry['kind']}, {entry['kwargs']}: {entry['reason']}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--fixtures", action="store_true", help="write the everyday test's cases")
    arguments = parser.parse_args()
    if arguments.fixtures:
        write_fixtures(arguments.seed)
        return 0
    report = compare(arguments.cases, arguments.seed)
    if arguments.json:
        json.dump(report, sys.stdout)
    else:
        say(report)
    return 1 if report["differ"] or report["differWithTies"] else 0


if __name__ == "__main__":
    sys.exit(main())
