"""Random networks of PyTorch and Keras, each with a random chain before and after, exported as a researcher would.

    .envs/new/bin/python scripts/own/networks.py --describable 225 [--framework pytorch] [--seed 0] [--json FILE]
    .envs/new/bin/python scripts/own/networks.py --others 100 [--framework pytorch]

Networks, chains and images are random but for their seed. What is found is held against the function itself on five
fresh images. ``--describable``: so many whose chains the format can say to 1e-5 of the range. The generator draws them
so; whether a network counts is decided by the generator's own words on the very runs that the search has, whatever it
makes of them: it is "found", "missed" or taken wrongly. ``--others``: so many that the format cannot say (of all
chains, those with such words left out), which must be "refused"; "found" among them are other words than the
generator's that hold on fresh images as well.

    --bundles FOLDER --sample 30    also writes the bundles of the first describable ones that are found
"""

from __future__ import annotations

import argparse
import collections
import json
import sys
import time
from pathlib import Path
from typing import Any, Counter, Dict, Iterator, List, NamedTuple, Optional, Sequence, Tuple

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from chains import FRESH_TOLERANCE, holds  # noqa: E402
from chains_case import Array, Case  # noqa: E402
from networks_reference import reference  # noqa: E402
from networks_subject import Subject, given_by, subject, telling  # noqa: E402
from zooport.kernel.errors import Problem  # noqa: E402
from zooport.kernel.own import adapters, request  # noqa: E402
from zooport.kernel.own.after_network import Taken, outputs_of  # noqa: E402
from zooport.kernel.own.before_network import Begun, begin  # noqa: E402
from zooport.kernel.own.network import LastStep  # noqa: E402
from zooport.kernel.own_protocol import OwnOperation  # noqa: E402

FRESH = 5
#: Images that a researcher tries where a sentence says that one shows nothing.
IMAGES = 4


def expected(one: Subject, attempts: Sequence[Any]) -> bool:
    """Whether the generator's own words give what its code gave in these runs."""
    for at, case in enumerate(one.befores):
        pairs = [(run.images[at][None], run.call.inputs[at]) for run in attempts]
        if case.operations is None or not holds(case.operations, None, pairs, one.axes):
            return False
    for at, case in enumerate(one.afters):
        pairs = [(run.call.outputs[at][1], run.results[at][1][None]) for run in attempts]
        if case.operations is None or not holds(case.operations, case.last, pairs, one.axes):
            return False
    return True


def right(one: Subject, begun: Begun, taken: Sequence[Taken]) -> Tuple[bool, str]:
    """What was found, held against the function on fresh images, before the network and after it.

    The network itself is the same; where it makes much of little (a normalisation of next to nothing), it would make
    much of rounding as well.
    """
    for _ in range(FRESH):
        images = one.make()
        for found, case, image in zip(begun.inputs, one.befores, images):
            pair = (image[None], case.function(image[None]))
            if not _as_good(found.operations, None, case, pair, one.axes):
                return False, f"before: {found.operations}"
        outputs = one.call([given_by(case, image) for case, image in zip(one.befores, images)])
        names = [name for name, _ in begun.call.outputs]
        for kept, case in zip(taken, one.afters):
            output = outputs[names.index(kept.name)]
            if not _as_good(kept.operations, kept.last, case, (output, case.function(output)), one.axes):
                return False, f"after, {kept.name}: {kept.last} {kept.operations}"
    return True, ""


def _as_good(
    found: List[OwnOperation],
    last: Optional[LastStep],
    case: Case,
    pair: Tuple[Array, Array],
    axes: Tuple[str, ...],
) -> bool:
    """Whether a chain gives what the code gives on an image, or is off on one where the right words are off as well.

    So a probability of next to 1 is 254 of 255 in 32 bits, and 255 in 64.
    """
    if holds(found, last, [pair], axes, FRESH_TOLERANCE):
        return True
    return case.operations is not None and not holds(case.operations, case.last, [pair], axes, FRESH_TOLERANCE)


class Outcome(NamedTuple):
    """``answer``: "found", "missed", "wrong", "refused" (rightly); ``describable``: whether the format can say it."""

    answer: str
    describable: bool
    seed: int
    name: str
    said: str


def judged(framework: str, seed: int, describable: bool) -> Outcome:
    """One network, from its function to what is found of it.

    Where a sentence says that the test image shows nothing, another one is taken, as it asks.
    """
    with np.errstate(all="ignore"):
        one = subject(framework, seed, describable)
        for _ in range(IMAGES):
            outcome, unclear = _judged(one, seed)
            if not unclear:
                break
    return outcome


def _judged(one: Subject, seed: int) -> Tuple[Outcome, bool]:
    """What is found on one image; and whether nothing was said but that this image shows nothing."""
    name = f"{' + '.join(case.name for case in one.befores)} -> {' + '.join(case.name for case in one.afters)}"
    images = telling(one)
    asked = request.OwnRequest(one.network, request.pictures_of(images, one.letters), one.predict)
    network = adapters.adapter(asked)
    begun: Optional[Begun] = None
    with network.ready():
        try:
            begun = begin(network, asked, lambda message, part: None)
            taken = outputs_of(begun, asked, {output: one.axes for output, _ in begun.call.outputs})
        except Problem as problem:
            attempts = begun.attempts if begun else _attempts(network, one, images)
            could = bool(attempts) and expected(one, attempts)
            # Of a result that is the same everywhere, on each image that was tried, nothing could be shown.
            nothing = problem.kind == "bad-image"
            could = could and not nothing
            return Outcome("missed" if could else "refused", could, seed, name, problem.message), nothing
        could = expected(one, begun.attempts)
        held, said = right(one, begun, taken)
    return Outcome("found" if held else "wrong", could, seed, name, said), False


def _attempts(network: Any, one: Subject, images: Sequence[Array]) -> List[Any]:
    from zooport.kernel.own import predicting, trials

    try:
        first = predicting.attempt(network, one.predict, images)
        return [first, *trials.more(network, one.predict, first, one.letters)[0]]
    except Problem:
        return []


def bundle(framework: str, seed: int, describable: bool, folder: Path) -> Optional[str]:
    """Writes the bundle of a network by the package's own call; why there is none, else None."""
    from zooport import exporting
    from zooport.export_request import ExportError

    # Who judges these bundles is bioimageio.core; the check of each would start every framework anew.
    exporting._shown = lambda *_: None  # type: ignore[assignment]
    one = subject(framework, seed, describable)
    images = telling(one)
    try:
        exporting.export(
            one.network,
            input=list(images),
            axes=one.letters,
            predict=one.predict,
            output=folder / f"{framework}-{seed}.zip",
            name=f"random {framework} {seed}",
        )
    except ExportError as error:
        return str(error)
    reference(folder / f"{framework}-{seed}.zip", [given_by(case, image) for case, image in zip(one.befores, images)])
    return None


def outcomes(framework: str, seed: int, describable: bool, count: int) -> Iterator[Outcome]:
    """So many networks of the kind that is asked for, from this number on; others that come between are left out."""
    while count > 0:
        outcome = judged(framework, seed, describable)
        # What is taken wrongly counts wherever it is met.
        if outcome.describable == describable or outcome.answer == "wrong":
            count -= 1
            yield outcome
        seed += 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--describable", type=int, default=0, help="networks that the format can say, per framework")
    parser.add_argument("--others", type=int, default=0, help="networks that it cannot say, per framework")
    parser.add_argument("--framework", choices=("pytorch", "keras"), action="append")
    parser.add_argument("--seed", type=int, default=0, help="number of the first one")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--refused", action="store_true", help="print what was refused, with the reason")
    parser.add_argument("--bundles", type=Path, help="write bundles into this folder")
    parser.add_argument("--sample", type=int, default=15, help="bundles of each framework")
    arguments = parser.parse_args()
    result: Dict[str, Dict[str, Dict[str, object]]] = {}
    for framework in arguments.framework or ("pytorch", "keras"):
        result[framework] = {}
        for kind, count in (("describable", arguments.describable), ("others", arguments.others)):
            if count:
                result[framework][kind] = figures(framework, kind == "describable", count, arguments)
                print(framework, kind, json.dumps(result[framework][kind]), flush=True)
    if arguments.json:
        arguments.json.write_text(json.dumps(result, indent=2) + "\n")
    return int(any(one["wrong"] or one.get("failed") for kinds in result.values() for one in kinds.values()))


def figures(framework: str, describable: bool, count: int, arguments: argparse.Namespace) -> Dict[str, object]:
    """How many had which answer, and bundles of the first ones that are found."""
    start = time.perf_counter()
    counts: Counter[str] = collections.Counter()
    failed: Dict[str, str] = {}
    written = 0
    for one in outcomes(framework, arguments.seed, describable, count):
        counts[one.answer] += 1
        if one.answer in ("missed", "wrong") or (one.answer == "refused" and arguments.refused):
            print(f"  {one.answer} {one.seed}: {one.name}\n      {one.said}", flush=True)
        if arguments.bundles and describable and one.answer == "found" and written < arguments.sample:
            written += 1
            arguments.bundles.mkdir(parents=True, exist_ok=True)
            why = bundle(framework, one.seed, describable, arguments.bundles)
            failed.update({str(one.seed): why} if why else {})
    done = {answer: counts[answer] for answer in ("found", "refused", "missed", "wrong")}
    return {
        **done,
        "seconds": round(time.perf_counter() - start, 1),
        **({"bundles": written, "failed": failed} if arguments.bundles and describable else {}),
    }


if __name__ == "__main__":
    sys.exit(main())
