"""Random chains before and after a network, as researchers write them, held against what is found of them.

    python scripts/own/chains.py --count 20000 [--seed 0] [--json FILE]

Each chain is plain NumPy code with random numbers in it, on random images of a random layout and dtype. What it is in
the format's words is stated beside it; where these words do not give the same to 1e-5 of the range (bioimageio.core
adds 1e-6 to every deviation, whatever is said), and for what has no words at all, the right answer is that there is no
chain. A chain that is found is held against the code on five fresh images.
"""

from __future__ import annotations

import argparse
import collections
import json
import sys
import time
from pathlib import Path
from typing import Counter, Dict, List, NamedTuple, Optional, Sequence, Tuple

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from chains_after import random_after  # noqa: E402
from chains_before import random_before  # noqa: E402
from chains_case import Array, Case  # noqa: E402
from zooport.kernel.own.chain.after import after  # noqa: E402
from zooport.kernel.own.chain.apply import apply  # noqa: E402
from zooport.kernel.own.chain.before import before  # noqa: E402
from zooport.kernel.own.chain.found import TOLERANCE, NoChain  # noqa: E402
from zooport.kernel.own.chain.line import tolerance_of  # noqa: E402
from zooport.kernel.own.chain.probe import probes  # noqa: E402
from zooport.kernel.own.network import LastStep, stepped  # noqa: E402
from zooport.kernel.own_protocol import OwnOperation  # noqa: E402

SIDES = ("before", "after")
FRESH = 5
TRIES = 20

#: So many of an image's values may come out one lower where they are cut to whole numbers.
CUT = 2e-3

#: The little that the format adds to a deviation weighs more on a fresh image of lower contrast: up to here a chain is
#: the right one, and is counted as "beyond" where it is off by more than 1e-5. Wrong chains are off by far more.
FRESH_TOLERANCE = 10 * TOLERANCE


class Outcome(NamedTuple):
    """``answer``: "found", "beyond" (likewise), "refused" (rightly), "missed", "wrong"."""

    answer: str
    name: str
    said: str


def tried(case: Case, probing: bool, side: str) -> List[Tuple[Array, Array]]:
    """What was caught of two images of different sizes and, before a network, of the two that tell chains apart.

    Other images are taken where a step of the chain has no effect on any: what cannot be seen cannot be found.
    """
    pairs: List[Tuple[Array, Array]] = []
    for _ in range(TRIES):
        images = [case.make(), case.make()]
        # The network gives an output for each of the four.
        images += (
            [] if not probing else probes(images[0], case.axes) if side == "before" else [case.make(), case.make()]
        )
        pairs = [(image, case.function(image)) for image in images]
        if case.seen(images) and any(result.min() < result.max() for _, result in pairs):
            break
    return pairs


def judged(case: Case, side: str, probing: bool) -> Outcome:
    """What is found of a case, held against its code."""
    pairs = tried(case, probing, side)
    expected = case.operations is not None and holds(case.operations, case.last, pairs, case.axes)
    try:
        found = before(pairs, case.axes) if side == "before" else after(pairs, case.axes)
    except NoChain as reason:
        return Outcome("missed" if expected else "refused", case.name, reason.reason)
    fresh = [(image, case.function(image)) for image in (case.make() for _ in range(FRESH))]
    said = f"{found.last} {json.dumps(found.operations)}"
    if case.operations is None or not holds(found.operations, found.last, fresh, case.axes, FRESH_TOLERANCE):
        return Outcome("wrong", case.name, said)
    close = holds(found.operations, found.last, fresh, case.axes)
    return Outcome("found" if close else "beyond", case.name, said)


def holds(
    operations: Sequence[OwnOperation],
    last: Optional[LastStep],
    pairs: Sequence[Tuple[Array, Array]],
    axes: Sequence[str],
    part: float = TOLERANCE,
) -> bool:
    """Whether the operations give every result to this part of its range."""
    for image, result in pairs:
        wanted = result.astype(np.float64)
        got = apply(operations, stepped(image, last), axes)
        if got.shape != wanted.shape:
            return False
        off = np.abs(got - wanted)
        if result.dtype.kind in "iu" and np.unique(result).size > 2:
            # Where a value is a whole number but for rounding, it may be cut to the one below.
            off = np.where((off <= 1) & (np.mean(off > 0) <= CUT), 0, off)
        if off.max() > tolerance_of(wanted, part):
            return False
    return True


def figures(count: int, seed: int, side: str, probing: bool = True) -> Tuple[Dict[str, int], List[Outcome]]:
    """How many chains of ``count`` had which answer; and those that were missed or wrongly accepted."""
    counts: Counter[str] = collections.Counter()
    bad: List[Outcome] = []
    for index in range(count):
        random = np.random.default_rng([seed, index, SIDES.index(side)])
        with np.errstate(all="ignore"):
            case = random_before(random) if side == "before" else random_after(random)
            outcome = judged(case, side, probing)
        counts[outcome.answer] += 1
        if outcome.answer in ("missed", "wrong"):
            bad.append(outcome)
    return {answer: counts[answer] for answer in ("found", "beyond", "refused", "missed", "wrong")}, bad


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=2000, help="chains before, and as many after")
    parser.add_argument("--side", choices=SIDES, action="append", help="only before, or only after (default: both)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument(
        "--no-probe", action="store_true", help="two images alone, without the one that tells them apart"
    )
    parser.add_argument("--show", type=int, default=0, help="print so many that were missed or wrongly accepted")
    arguments = parser.parse_args()
    result: Dict[str, Dict[str, float]] = {}
    for side in arguments.side or SIDES:
        start = time.perf_counter()
        counts, bad = figures(arguments.count, arguments.seed, side, not arguments.no_probe)
        result[side] = {**counts, "seconds": round(time.perf_counter() - start, 1)}
        print(side, json.dumps(result[side]))
        for one in sorted(bad, key=lambda one: one.answer != "wrong")[: arguments.show]:
            print(f"  {one.answer}: {one.name}\n      {one.said}")
    if arguments.json:
        arguments.json.write_text(
            json.dumps({"count": arguments.count, "seed": arguments.seed, **result}, indent=2) + "\n"
        )
    return int(any(result[side]["wrong"] for side in result))


if __name__ == "__main__":
    sys.exit(main())
