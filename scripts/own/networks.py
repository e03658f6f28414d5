"""Random networks of PyTorch and Keras, each with a random chain before and after, exported as a researcher would.

    .envs/new/bin/python scripts/own/networks.py --count 150 [--framework pytorch] [--seed 0] [--json FILE]

Networks, chains and images are random but for their seed. What is found is held against the function itself on five
fresh images. A chain that the format cannot say must be refused; what counts as "missed" is a refusal where the
generator's own words give the same as its code.

    --bundles FOLDER --sample 30    also writes the bundles of the first ones that are found
"""

from __future__ import annotations

import argparse
import collections
import importlib
import json
import sys
import time
import zipfile
from pathlib import Path
from typing import Any, Callable, Counter, Dict, List, NamedTuple, Optional, Sequence, Tuple

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from chains import FRESH_TOLERANCE, holds  # noqa: E402
from chains_after import random_after  # noqa: E402
from chains_before import random_before  # noqa: E402
from chains_case import Array, Case, Layout  # noqa: E402
from networks_shape import Shape, random_shape  # noqa: E402
from zooport.kernel.errors import Problem  # noqa: E402
from zooport.kernel.own import adapters, request  # noqa: E402
from zooport.kernel.own.after_network import Taken, outputs_of  # noqa: E402
from zooport.kernel.own.before_network import Begun, begin  # noqa: E402
from zooport.kernel.own.chain.probe import probes  # noqa: E402

FRESH = 5
LETTERS = {"channel": "c", "z": "z", "y": "y", "x": "x"}


class Subject(NamedTuple):
    """A network with the researcher's function; images have the network's axes but for the batch."""

    network: Any
    predict: Callable[..., object]
    befores: List[Case]
    afters: List[Case]
    make: Callable[[], List[Array]]
    call: Callable[[Sequence[Array]], List[Array]]
    axes: Tuple[str, ...]

    @property
    def letters(self) -> List[str]:
        return ["".join(LETTERS[name] for name in self.axes[1:])] * len(self.befores)


def subject(framework: str, seed: int) -> Subject:
    """The random network of this number."""
    random = np.random.default_rng([seed, 13])
    shape = random_shape(random)
    space = ("z", "y", "x") if shape.deep else ("y", "x")
    axes = ("batch", "channel", *space) if framework == "pytorch" else ("batch", *space, "channel")
    larger = 16 if shape.deep else 64
    befores = [random_before(random, Layout(axes, channels, larger)) for channels in shape.inputs]
    afters = [random_after(random, Layout(axes, channels, larger)) for channels in shape.outputs]

    def make() -> List[Array]:
        return _stepped([case.make()[0] for case in befores], axes[1:], shape)

    first = make()
    module = importlib.import_module("random_torch" if framework == "pytorch" else "random_keras")
    given = [_given(case, one) for case, one in zip(befores, first)]
    network = module.network(shape, seed, given)
    if framework == "pytorch" and not module.steady(network, given):
        # What makes much of rounding no two programs compute alike.
        shape = shape._replace(norm="none")
        network = module.network(shape, seed, given)

    def call(inputs: Sequence[Array]) -> List[Array]:
        return module.call(network, [np.ascontiguousarray(one, np.float32) for one in inputs])

    def predict(*images: Array) -> object:
        outputs = call([case.function(image[None]) for case, image in zip(befores, images)])
        results = [case.function(output)[0] for case, output in zip(afters, outputs)]
        return results[0] if len(results) == 1 else results

    return Subject(network, predict, befores, afters, make, call, axes)


def _given(case: Case, image: Array) -> Array:
    return np.ascontiguousarray(case.function(image[None]), np.float32)


def _stepped(images: List[Array], axes: Sequence[str], shape: Shape) -> List[Array]:
    """All of one size that the network takes: larger ones are cut, and all continued by their mirror images."""
    step = shape.step
    sizes = [max(step, images[0].shape[at] // step * step) for at in range(len(axes))]
    done = []
    for image in images:
        wanted = [image.shape[at] if name == "channel" else sizes[at] for at, name in enumerate(axes)]
        grown = np.pad(image, [(0, max(0, size - have)) for size, have in zip(wanted, image.shape)], mode="symmetric")
        done.append(np.ascontiguousarray(grown[tuple(slice(size) for size in wanted)]))
    return done


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
            if not holds(found.operations, None, [pair], one.axes, FRESH_TOLERANCE):
                return False, f"before: {found.operations}"
        outputs = one.call([_given(case, image) for case, image in zip(one.befores, images)])
        names = [name for name, _ in begun.call.outputs]
        for kept, case in zip(taken, one.afters):
            output = outputs[names.index(kept.name)]
            if not holds(kept.operations, kept.last, [(output, case.function(output))], one.axes, FRESH_TOLERANCE):
                return False, f"after, {kept.name}: {kept.last} {kept.operations}"
    return True, ""


class Outcome(NamedTuple):
    """``answer``: "found", "refused" (rightly), "missed", "wrong"."""

    answer: str
    seed: int
    name: str
    said: str


def judged(framework: str, seed: int) -> Outcome:
    """One network, from its function to what is found of it."""
    with np.errstate(all="ignore"):
        one = subject(framework, seed)
        name = f"{' + '.join(case.name for case in one.befores)} -> {' + '.join(case.name for case in one.afters)}"
        images = _telling(one)
        asked = request.OwnRequest(one.network, request.pictures_of(images, one.letters), one.predict)
        network = adapters.adapter(asked)
        begun: Optional[Begun] = None
        with network.ready():
            try:
                begun = begin(network, asked, lambda message, part: None)
                taken = outputs_of(begun, asked, {output: one.axes for output, _ in begun.call.outputs})
            except Problem as problem:
                attempts = begun.attempts if begun else _attempts(network, one, images)
                could = bool(attempts) and expected(one, attempts) and problem.kind == "no-chain"
                return Outcome("missed" if could else "refused", seed, name, problem.message)
            held, said = right(one, begun, taken)
    return Outcome("found" if held else "wrong", seed, name, said)


def _telling(one: Subject) -> List[Array]:
    """Images on which every step has an effect, where there are any: what cannot be seen cannot be found."""
    for _ in range(20):
        images = one.make()
        if all(case.seen([image[None], *probes(image[None], one.axes)]) for case, image in zip(one.befores, images)):
            break
    return images


def _attempts(network: Any, one: Subject, images: Sequence[Array]) -> List[Any]:
    from zooport.kernel.own import predicting, trials

    try:
        first = predicting.attempt(network, one.predict, images)
        return [first, *trials.more(network, one.predict, first, one.letters)[0]]
    except Problem:
        return []


def bundle(framework: str, seed: int, folder: Path) -> Optional[str]:
    """Writes the bundle of a network by the package's own call; why there is none, else None."""
    from zooport.export_request import ExportError
    from zooport.exporting import export

    one = subject(framework, seed)
    images = one.make()
    try:
        export(
            one.network,
            input=list(images),
            axes=one.letters,
            predict=one.predict,
            output=folder / f"{framework}-{seed}.zip",
            name=f"random {framework} {seed}",
        )
    except ExportError as error:
        return str(error)
    reference(folder / f"{framework}-{seed}.zip", [_given(case, image) for case, image in zip(one.befores, images)])
    return None


def reference(bundle: Path, inputs: Sequence[Array]) -> None:
    """What this environment's onnxruntime gives for the inputs, for `scripts/conformance/old_runtime.mjs`.

    The folder beside the bundle, of its name, holds the network and the tensors.
    """
    import onnxruntime

    folder = bundle.with_suffix("")
    folder.mkdir()
    with zipfile.ZipFile(bundle) as archive:
        archive.extract("weights.onnx", folder)
    session = onnxruntime.InferenceSession(str(folder / "weights.onnx"), providers=["CPUExecutionProvider"])
    feeds = {given.name: np.ascontiguousarray(one) for given, one in zip(session.get_inputs(), inputs)}
    results = dict(zip([one.name for one in session.get_outputs()], session.run(None, feeds)))
    tensors: Dict[str, List[Dict[str, object]]] = {"inputs": [], "outputs": []}
    for kind, arrays in (("inputs", feeds), ("outputs", results)):
        for name, values in arrays.items():
            values.astype("<f4").tofile(folder / f"{kind}-{name}")
            tensors[kind].append({"name": name, "shape": list(values.shape), "file": f"{kind}-{name}"})
    (folder / "tensors.json").write_text(json.dumps(tensors))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=150, help="networks of each framework")
    parser.add_argument("--framework", choices=("pytorch", "keras"), action="append")
    parser.add_argument("--seed", type=int, default=0, help="number of the first one")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--show", type=int, default=10, help="print so many that were missed or wrongly accepted")
    parser.add_argument("--refused", action="store_true", help="print what was refused, with the reason")
    parser.add_argument("--bundles", type=Path, help="write bundles into this folder")
    parser.add_argument("--sample", type=int, default=15, help="bundles of each framework")
    arguments = parser.parse_args()
    result: Dict[str, Dict[str, object]] = {}
    for framework in arguments.framework or ("pytorch", "keras"):
        start = time.perf_counter()
        outcomes = [judged(framework, seed) for seed in range(arguments.seed, arguments.seed + arguments.count)]
        counts: Counter[str] = collections.Counter(one.answer for one in outcomes)
        figures = {answer: counts[answer] for answer in ("found", "refused", "missed", "wrong")}
        result[framework] = {**figures, "seconds": round(time.perf_counter() - start, 1)}
        print(framework, json.dumps(result[framework]), flush=True)
        bad = [one for one in outcomes if one.answer in ("missed", "wrong")]
        if arguments.refused:
            print(
                "\n".join(
                    f"  refused {one.seed}: {one.name}\n      {one.said[:200]}"
                    for one in outcomes
                    if one.answer == "refused"
                )
            )
        for one in sorted(bad, key=lambda one: one.answer != "wrong")[: arguments.show]:
            print(f"  {one.answer} {one.seed}: {one.name}\n      {one.said}")
        if arguments.bundles:
            arguments.bundles.mkdir(parents=True, exist_ok=True)
            good = [one.seed for one in outcomes if one.answer == "found"][: arguments.sample]
            failed = {seed: bundle(framework, seed, arguments.bundles) for seed in good}
            result[framework]["bundles"] = len(good)
            result[framework]["failed"] = {str(seed): why for seed, why in failed.items() if why}
            print(json.dumps(result[framework]), flush=True)
    if arguments.json:
        arguments.json.write_text(json.dumps(result, indent=2) + "\n")
    return int(any(one["wrong"] or one.get("failed") for one in result.values()))


if __name__ == "__main__":
    sys.exit(main())
