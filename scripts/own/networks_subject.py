"""A random network with the function of a researcher, of plain NumPy, around it."""

from __future__ import annotations

import importlib
from typing import Any, Callable, List, NamedTuple, Sequence, Tuple

import numpy as np

from chains import holds
from chains_after import random_after
from chains_before import random_before
from chains_case import Array, Case, Layout
from networks_shape import Shape, random_shape
from zooport.kernel.own.chain.probe import probes

#: Chains that are drawn at most, until the format can say one.
DRAWS = 100
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


def subject(framework: str, seed: int, describable: bool) -> Subject:
    """The random network of this number; ``describable``: with chains that the format can say on most images."""
    random = np.random.default_rng([seed, 13])
    shape = random_shape(random)
    space = ("z", "y", "x") if shape.deep else ("y", "x")
    axes = ("batch", "channel", *space) if framework == "pytorch" else ("batch", *space, "channel")
    larger = 16 if shape.deep else 64

    def drawn(draw: Callable[[np.random.Generator, Layout], Case], channels: int, probing: bool) -> Case:
        for _ in range(DRAWS):
            case = draw(random, Layout(axes, channels, larger))
            if not describable or can_be_said(case, probing):
                break
        return case

    befores = [drawn(random_before, channels, True) for channels in shape.inputs]
    afters = [drawn(random_after, channels, False) for channels in shape.outputs]

    def make() -> List[Array]:
        return _stepped([case.make()[0] for case in befores], axes[1:], shape)

    first = make()
    module = importlib.import_module("random_torch" if framework == "pytorch" else "random_keras")
    given = [given_by(case, one) for case, one in zip(befores, first)]
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


def can_be_said(case: Case, probing: bool) -> bool:
    """Whether the generator's words give what its code gives, on images of its own and on those of noise."""
    images = [case.make(), case.make()]
    images += probes(images[0], case.axes) if probing else []
    pairs = [(image, case.function(image)) for image in images]
    return case.operations is not None and holds(case.operations, case.last, pairs, case.axes)


def given_by(case: Case, image: Array) -> Array:
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


def telling(one: Subject) -> List[Array]:
    """Images on which every step has an effect, where there are any: what cannot be seen cannot be found."""
    for _ in range(20):
        images = one.make()
        if all(case.seen([image[None], *probes(image[None], one.axes)]) for case, image in zip(one.befores, images)):
            break
    return images
