"""Compares this project's pre- and postprocessing with bioimageio.core on random cases.

    .envs/new/bin/python scripts/processing/processing_conformance.py --cases 10000 --seed 1 [--json] [--show 5]
    .envs/new/bin/python scripts/processing/processing_conformance.py --fixtures
        writes src/processing/fixtures/random.json

Bound: |ours - theirs| <= 1e-6 * max(|theirs|, range of theirs), so that small integers are equal. Where
bioimageio.core's own result is further than that from the same formula in float64, ours agrees with float64, or at
least is nearer to it (float32 rounds between the steps as in bioimageio.core, which statistics may magnify). Where
bioimageio.core raises an error, ours refuses, and only there. Casts that C leaves undefined are left out.
Needs `npm ci`. Ends with 1 where a case differs.
"""

from __future__ import annotations

import argparse
import collections
import json
import sys
from pathlib import Path
from typing import Counter, Dict, Iterator, List, Tuple

import bioimageio.core
import numpy as np
from loguru import logger

from processing_core import Arrays, before_casts, core_result, is_valid, wide_result
from processing_random import Generator, Json, label
from processing_run import decode, encode, ours, packed

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "src" / "processing" / "fixtures" / "random.json"
BOUND = 1e-6


def drawn(count: int, seed: int) -> Iterator[Json]:
    """Cases that the format allows."""
    generator = Generator(seed)
    while count:
        case = generator.case()
        if is_valid(case):
            count -= 1
            yield case


def excess(wanted: np.ndarray, given: np.ndarray) -> float:
    """Largest difference in units of the bound; infinite where types, shapes, NaN or infinities differ."""
    if wanted.dtype != given.dtype or wanted.shape != given.shape:
        return float("inf")
    if wanted.dtype.kind == "b":
        return 0.0 if np.array_equal(wanted, given) else float("inf")
    theirs, mine = wanted.astype(np.longdouble), given.astype(np.longdouble)
    finite = np.isfinite(theirs)
    if not np.array_equal(theirs[~finite], mine[~finite], equal_nan=True) or not np.isfinite(mine[finite]).all():
        return float("inf")
    theirs, mine = theirs[finite], mine[finite]
    if not theirs.size:
        return 0.0
    allowed = BOUND * np.maximum(np.abs(theirs), theirs.max() - theirs.min())
    difference = np.abs(theirs - mine)
    with np.errstate(all="ignore"):
        return float(np.where(difference == 0, 0, difference / allowed).max())


def furthest(wanted: Arrays, given: Arrays) -> float:
    return max(
        (excess(array, given[name]) if name in given else float("inf") for name, array in wanted.items()),
        default=np.inf,
    )


def percentiles_over_nothing(case: Json) -> bool:
    """True where bioimageio.core gives numbers that mean nothing: it fails only if the first axis has one position."""
    for tensor in (*case["inputs"], *case["outputs"]):
        for step in (*tensor.get("preprocessing", ()), *tensor.get("postprocessing", ())):
            kwargs = step.get("kwargs", {})
            by_percentiles = "scale_range" in step.values() or any("percentile" in name for name in kwargs)
            if by_percentiles and "axes" in kwargs and len(kwargs["axes"]) == 0:
                return True
    return False


def judge(case: Json, result: Json) -> Tuple[str, str, float]:
    """The class of a case, the reason where it has one, and its largest difference in units of the bound."""
    if percentiles_over_nothing(case):
        return "excluded", "percentiles over no axis, which bioimageio.core reads off the first one", 0.0
    arrays, error, undefined = core_result(case)
    if "crash" in result:
        return "differs", f"crash: {result['crash']}", float("inf")
    refused = result.get("error") or "; ".join(result["refusals"])
    if bool(error) != bool(refused):
        return "differs", f"theirs: {error or 'no error'} | ours: {refused or 'no refusal'}", float("inf")
    if error and "tensors" not in result:
        return "refused by both", str(error), 0.0
    if error:
        # Refused for statistics of an output only; the numbers are there all the same.
        arrays, deeper, undefined = core_result(case, early=True)
        if deeper or undefined:
            return "refused by both", str(error), 0.0
        verdict, reason, difference = compared(case, arrays, result)
        return "differs" if verdict == "differs" else "refused by both", reason, difference
    if undefined:
        return "excluded", undefined[0], 0.0
    return compared(case, arrays, result)


def compared(case: Json, arrays: Arrays, result: Json) -> Tuple[str, str, float]:
    given = {name: decode(text) for name, text in result["tensors"].items()}
    difference = furthest(arrays, given)
    if difference <= 1:
        return "agrees", "", difference
    if on_the_edge(case, arrays, given):
        return "excluded", "within rounding of a whole number before a cast to integers", 0.0
    found: List[str] = []
    for dtype in (np.float64, np.longdouble):
        exact = {name: array.astype(arrays[name].dtype) for name, array in wide_result(case, dtype).items()}
        theirs, own = furthest(exact, arrays), furthest(exact, given)
        if exact and theirs > 1 and own <= 1:
            reason = f"bioimageio.core is {theirs:.3g} bounds away from {dtype.__name__}, ours {own:.3g}"
            return "agrees with float64", reason, own
        if exact and theirs > 1 and own < theirs:
            return "nearer to float64", f"by {difference:.3g} bounds; {theirs:.3g} from it, ours {own:.3g}", own
        found.append(f"from {dtype.__name__}: theirs {theirs:.3g}, ours {own:.3g}")
    return "differs", f"by {difference:.3g} bounds; {'; '.join(found)}", difference


def on_the_edge(case: Json, theirs: Arrays, given: Arrays) -> bool:
    """True where all that differs is by one, and would not if the last digit of a float were another."""
    before = before_casts(case)
    for name, array in theirs.items():
        if excess(array, given[name]) <= 1:
            continue
        if array.dtype.kind not in "iu" or name not in before or before[name].dtype.kind != "f":
            return False
        differs = array != given[name]
        values = before[name].astype(np.float64)
        allowed = BOUND * np.maximum(np.abs(values), np.ptp(values))
        near = np.abs(values - np.round(values)) <= allowed
        one = np.abs(array.astype(np.float64) - given[name].astype(np.float64)) == 1
        if not (near & one)[differs].all():
            return False
    return True


def compare(count: int, seed: int, show: int) -> Json:
    cases = list(drawn(count, seed))
    results = ours(cases)
    counts: Counter[str] = collections.Counter()
    reasons: Dict[str, Counter[str]] = collections.defaultdict(collections.Counter)
    found: List[Json] = []
    worst = 0.0
    for index, (case, result) in enumerate(zip(cases, results)):
        verdict, reason, difference = judge(case, result)
        counts[verdict] += 1
        if verdict in ("excluded", "refused by both"):
            reasons[verdict][reason] += 1
        if verdict == "agrees":
            worst = max(worst, difference)
        if verdict in ("differs", "agrees with float64", "nearer to float64"):
            found.append({"case": index, "verdict": verdict, "what": label(case), "reason": reason})
    shown = [entry for entry in found if entry["verdict"] == "differs"][:show]
    return {
        "versions": {"bioimageio.core": bioimageio.core.__version__, "numpy": np.__version__},
        "seed": seed,
        "bound": BOUND,
        "cases": count,
        "agree": counts["agrees"],
        "agreeWithFloat64": counts["agrees with float64"],
        "nearerToFloat64": counts["nearer to float64"],
        "refusedByBoth": counts["refused by both"],
        "excluded": {"count": counts["excluded"], "why": dict(reasons["excluded"].most_common())},
        "differ": counts["differs"],
        "worstInBounds": worst,
        "float64": [entry for entry in found if entry["verdict"] != "differs"],
        "differences": shown if show else [entry for entry in found if entry["verdict"] == "differs"],
    }


def write_fixtures(count: int, seed: int) -> None:
    """Small cases for the everyday tests: what bioimageio.core gives, or float64 where that is nearer to the truth."""
    cases = [case for case in drawn(4 * count, seed) if sum(array.size for array in case["tensors"].values()) <= 60]
    stored: List[Json] = []
    for case, result in zip(cases, ours(cases)):
        verdict, _, _ = judge(case, result)
        arrays, error, _ = core_result(case)
        if verdict == "agrees with float64":
            arrays = {name: array.astype(arrays[name].dtype) for name, array in wide_result(case, np.float64).items()}
        if verdict not in ("excluded", "nearer to float64") and len(stored) < count:
            expected = {"error": error} if error else {"expected": {name: encode(arrays[name]) for name in arrays}}
            stored.append({"name": label(case), **packed(case), **expected})
    versions = {"bioimageio.core": bioimageio.core.__version__, "numpy": np.__version__, "seed": seed}
    text = ",\n".join(json.dumps(case, separators=(",", ":")) for case in stored)
    FIXTURES.write_text(f'{{"versions":{json.dumps(versions)},"cases":[\n{text}\n]}}\n')
    print(f"{len(stored)} cases, {sum('error' in case for case in stored)} refused, {FIXTURES.stat().st_size} bytes")


def say(report: Json) -> None:
    versions = ", ".join(f"{name} {version}" for name, version in report["versions"].items())
    print(f"{report['cases']} random cases, seed {report['seed']}, {versions}")
    print(f"  agree within the bound       {report['agree']} (worst: {report['worstInBounds']:.2f} of it)")
    print(f"  agree with float64 instead   {report['agreeWithFloat64']}")
    print(f"  nearer to float64 than it    {report['nearerToFloat64']}")
    print(f"  refused by both              {report['refusedByBoth']}")
    print(f"  excluded                     {report['excluded']['count']}: {report['excluded']['why']}")
    print(f"  differ                       {report['differ']}")
    for entry in report["differences"]:
        print(f"    {entry['case']}: {entry['what']}\n      {entry['reason']}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=10000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=20, help="differences to print; 0 for all")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--fixtures", action="store_true", help="write the everyday test's cases")
    arguments = parser.parse_args()
    logger.remove()
    if arguments.fixtures:
        write_fixtures(300, arguments.seed)
        return 0
    report = compare(arguments.cases, arguments.seed, arguments.show)
    if arguments.json:
        json.dump(report, sys.stdout)
    else:
        say(report)
    return 1 if report["differ"] else 0


if __name__ == "__main__":
    sys.exit(main())
