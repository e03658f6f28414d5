"""What is said of weights of a bundle that a framework runs: ``src/kernel/weightsProtocol.ts``.

Read by the same test as ``protocol.py``, and written as it is.
"""

from __future__ import annotations

from typing import Literal, Mapping, Sequence, TypedDict

FrameworkFormat = Literal[
    "keras_hdf5", "keras_v3", "pytorch_state_dict", "tensorflow_saved_model_bundle", "torchscript"
]


class _Architecture(TypedDict):
    callable: str
    kwargs: Mapping[str, object]


class Architecture(_Architecture, total=False):
    """What builds the network of a ``pytorch_state_dict``: code."""

    source: str
    importFrom: str


class _WeightsJob(TypedDict):
    directory: str
    format: FrameworkFormat
    weights: str
    named: str
    inputs: Sequence[str]
    inputIds: Sequence[str]
    outputs: Sequence[str]
    seconds: float


class WeightsJob(_WeightsJob, total=False):
    """One set of weights to be run."""

    backend: str
    architecture: Architecture
    strict: bool
    allowCode: bool


class WeightsRun(TypedDict):
    """What the weights gave."""

    outputs: Sequence[str]
    framework: str
    python: str
    seconds: float
