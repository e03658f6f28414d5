"""What a network of one's own must offer, whatever its framework; ``pytorch.py`` and ``keras.py`` implement it."""

from __future__ import annotations

from typing import ContextManager, Dict, List, Mapping, NamedTuple, Optional, Protocol, Sequence, Tuple

import numpy as np

from ..libraries import Array
from ..own_protocol import OwnWeights
from ..prepared_file import PreparedFile
from .chain.pose import Pose


class Call(NamedTuple):
    """One call of the network as it was caught: copies, so that nothing changes them afterwards."""

    #: Tensors by position, then by name, as arrays; what is no tensor is not here.
    inputs: Tuple[Array, ...]
    #: Name and values of each output tensor: a tuple's and list's are ``output_0`` ..., a dict's have their own names.
    outputs: Tuple[Tuple[str, Array], ...]


class LastStep(NamedTuple):
    """A step that is made part of the graph, behind one output.

    ``kind``: "argmax" (over ``axis``, which goes or stays with one value), "channel" (number ``which`` of ``axis``,
    kept as an axis of one), or "softmax_channel" (softmax over ``axis``, of which number ``which`` is kept likewise:
    the description's own softmax would find one channel only).
    """

    kind: str
    axis: int
    which: int
    keeps: bool


def stepped(output: Array, last: Optional[LastStep]) -> Array:
    """The output with its last step, as every form of the network has it; numpy computes it."""
    if last is None:
        return output
    if last.kind == "argmax":
        numbers = output.argmax(axis=last.axis)
        return np.expand_dims(numbers, last.axis) if last.keeps else numbers
    if last.kind == "softmax_channel":
        grown = np.exp(output.astype(np.float64) - output.max(axis=last.axis, keepdims=True))
        output = (grown / grown.sum(axis=last.axis, keepdims=True)).astype(output.dtype)
    return np.take(output, [last.which], axis=last.axis)


class Saved(NamedTuple):
    """What was written for the bundle."""

    weights: List[OwnWeights]
    files: List[PreparedFile]
    notes: List[str]


class OwnNetwork(Protocol):
    """A network in its own framework, as evaluation on the CPU in float32; given back as it was by ``restore``."""

    #: "PyTorch" or "Keras", its version, and the name of the network's class.
    framework: str
    version: str
    architecture: str

    #: Names of the inputs as the framework has them; valid ids of a description.
    @property
    def input_names(self) -> Sequence[str]: ...

    @property
    def parameters(self) -> int: ...

    #: Sentences: was in training mode, was on a GPU, was compiled ...
    @property
    def notes(self) -> List[str]: ...

    #: Whether its first axis but the batch is the channel (PyTorch), or its last one (Keras).
    @property
    def channels_first(self) -> bool: ...

    def ready(self) -> ContextManager[None]:
        """Evaluation, CPU, float32, no gradients, for as long as it lasts; whatever it was comes back afterwards."""

    def catching(self, pose: Optional[Pose] = None) -> ContextManager[List[Call]]:
        """Every call of the network while it lasts, in order; with ``pose`` whoever calls it is given other outputs."""

    def run(self, inputs: Sequence[Array]) -> List[Tuple[str, Array]]:
        """Outputs with their names, computed by the framework. Raises ``Problem`` with the framework's own message."""

    def fixed(self, input_index: int) -> Optional[Tuple[Optional[int], ...]]:
        """Sizes that the network's own description states for an input, None for a free one; None where it has none."""

    def save(
        self,
        directory: str,
        inputs: Sequence[Array],
        free: Sequence[Mapping[int, str]],
        steps: Mapping[str, LastStep],
        output_names: Sequence[str],
        names: Sequence[str],
        others: Sequence[Sequence[Array]] = (),
    ) -> Saved:
        """Writes the weights.

        ``inputs``: the test inputs as the network takes them (float32); ``free``: for each, the axes of free size by
        position, with a name for the symbol; ``steps``: last steps by output name; ``output_names``: outputs to
        keep, in order; ``names``: ids of the inputs; ``others``: inputs of other shapes to hold every form against, two
        at least; without them such shapes are looked for. Every form that is written was loaded again and gave the
        same at all of them.
        """


#: Ids of axes by the letter that a researcher types.
LETTERS: Dict[str, str] = {"b": "batch", "n": "batch", "t": "time", "c": "channel", "z": "z", "y": "y", "x": "x"}
