"""Test tensors, weights and proofs of a network of one's own: whatever its framework, and in no catalogue."""

from __future__ import annotations

from typing import Dict, List, Optional, Sequence, Tuple

import numpy as np

from ..errors import Problem
from ..own_protocol import OwnInput, OwnOutput, OwnParams, PreparedOwn
from ..transport import folders
from ..transport.quiet import Progress, quiet
from . import adapters, proofs, sizes, writing
from .after_network import Taken, outputs_of
from .before_network import Begun, begin
from .network import OwnNetwork
from .output_axes import output_axes
from .predicting import name_of
from .request import OwnRequest, resolve


def prepare(params: OwnParams, progress: Progress) -> PreparedOwn:
    """``PreparedOwn``; its files lie in a new folder of ours, which is removed again if anything goes wrong."""
    request = resolve(params)
    directory = folders.make()
    try:
        with quiet(progress) as told:
            told("Looking at the network", None)
            network = adapters.adapter(request, directory)
            with network.ready():
                return _prepare(network, request, directory, told)
    except BaseException:
        folders.remove(directory)
        raise


def _prepare(network: OwnNetwork, request: OwnRequest, directory: str, progress: Progress) -> PreparedOwn:
    begun = begin(network, request, progress)
    _check_outputs(begun)
    progress("Running the network at other sizes", 0.45)
    inputs = [given.values for given in begun.inputs]
    axes = [given.layout.axes for given in begun.inputs]
    found = sizes.probe(network, inputs, axes)
    named = output_axes(begun.call, axes, found)
    taken = outputs_of(begun, request, named)
    ids = _ids(network, begun, taken)
    progress("Running the network on the inputs that prove the conversion", 0.55)
    pairs = proofs.pairs(network, inputs, axes, found.inputs, taken)
    progress("Saving the weights", 0.6)
    free = [
        {
            place: f"{name}_{id_}"
            for place, name in enumerate(layout)
            if name in one or (name == "batch" and found.batch)
        }
        for id_, layout, one in zip(ids[0], axes, found.inputs)
    ]
    last = {one.name: one.last for one in taken if one.last is not None}
    saved = network.save(
        directory, inputs, free, last, [one.name for one in taken], ids[0], [given for given, _ in pairs]
    )
    progress("Writing the test tensors", 0.95)
    files = writing.write(directory, [given.pixels for given in begun.inputs], [one.values for one in taken], pairs)
    return {
        "directory": directory,
        "files": [*files, *saved.files],
        "framework": network.framework,
        "frameworkVersion": network.version,
        "architecture": network.architecture,
        "parameters": network.parameters,
        "inputs": [_input(begun, at, id_, found) for at, id_ in enumerate(ids[0])],
        "outputs": [_output(one, id_, ids[0], found) for one, id_ in zip(taken, ids[1])],
        "weights": saved.weights,
        "proofs": len(pairs),
        "before": {id_: given.chain for id_, given in zip(ids[0], begun.inputs)},
        "after": {id_: one.chain for id_, one in zip(ids[1], taken)},
        "predict": name_of(request.predict) if request.predict else None,
        "notes": _once([*network.notes, *begun.notes, *found.notes, *saved.notes]),
    }


def _once(notes: Sequence[str]) -> List[str]:
    return list(dict.fromkeys(notes))


def _check_outputs(begun: Begun) -> None:
    for name, values in begun.call.outputs:
        if values.dtype.kind == "f" and not np.isfinite(values).all():
            raise Problem(
                "bad-model",
                "The network gives values that are not numbers (NaN or infinite) for the test image: its training has "
                f"failed, or the image is not what it takes (output “{name}”). Look at what it gives for other images.",
            )
    if all(float(values.max()) == float(values.min()) for _, values in begun.call.outputs):
        raise Problem(
            "bad-model",
            f"The network gives {float(begun.call.outputs[0][1].max()):.3g} everywhere for the test image, so a test "
            "would prove nothing. Choose another image.",
        )


def _ids(network: OwnNetwork, begun: Begun, taken: Sequence[Taken]) -> Tuple[List[str], List[str]]:
    """Ids of inputs and outputs, each once in the description: the framework's names, else "input" and "output"."""
    used: Dict[str, int] = {}
    first = _named(list(network.input_names), len(begun.inputs), "input", used)
    return first, _named([one.name for one in taken], len(taken), "output", used)


def _named(names: Sequence[str], count: int, usual: str, used: Dict[str, int]) -> List[str]:
    found: List[str] = []
    for at in range(count):
        said = names[at] if at < len(names) else usual
        word = "".join(letter if letter.isalnum() else "_" for letter in said).strip("_") or usual
        word = word if word[0].isalpha() else f"{usual}_{word}"
        if count == 1 and (word.startswith("output_") or word in ("x", "args_0")):
            word = usual
        word = word.lower() if word.lower() not in used else f"{word.lower()}_{at + 1}"
        used[word] = at
        found.append(word)
    return found


def _input(begun: Begun, at: int, id_: str, found: sizes.Sizes) -> OwnInput:
    given = begun.inputs[at]
    pixels = writing.storable(given.pixels)
    return {
        "id": id_,
        "axes": list(given.layout.axes),
        "shape": list(pixels.shape),
        "dtype": str(pixels.dtype),
        "image": given.picture.name,
        "sizes": found.inputs[at],
        "preprocessing": given.operations,
    }


def _output(one: Taken, id_: str, inputs: Sequence[str], found: sizes.Sizes) -> OwnOutput:
    values = writing.storable(one.values)
    return {
        "id": id_,
        "axes": list(one.axes),
        "shape": list(values.shape),
        "dtype": str(values.dtype),
        "sizes": {
            name: {
                "input": inputs[follows.input],
                "axis": follows.axis,
                "scale": follows.scale,
                "offset": follows.offset,
            }
            for name, follows in zip(one.axes, found.outputs[one.name])
            if follows is not None and name not in ("batch", "channel")
        },
        "postprocessing": one.operations,
        "inGraph": _told_last(one),
        "labels": False,
    }


def _told_last(one: Taken) -> Optional[str]:
    if one.last is None:
        return None
    if one.last.kind == "argmax":
        return f"the number of the largest {one.axes[one.last.axis]}"
    alone = f"{one.axes[one.last.axis]} {one.last.which} alone, counted from 0"
    return f"softmax, and of it {alone}" if one.last.kind == "softmax_channel" else alone
