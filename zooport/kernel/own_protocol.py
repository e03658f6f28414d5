"""What is said of a network of one's own: ``src/kernel/ownProtocol.ts``, where each key is explained.

Read by the same test as ``protocol.py`` (``tests/house/contract.test.ts``), and written as it is.
"""

from __future__ import annotations

from typing import Literal, Mapping, Optional, Sequence, TypedDict

OwnRole = Literal["test_input", "test_output", "weights", "proof_input", "proof_output", "attachment"]

OwnFormat = Literal["onnx", "torchscript", "pytorch_state_dict", "keras_v3", "keras_hdf5"]


class OwnParams(TypedDict, total=False):
    """Where the network, the images and the function to predict with are."""

    request: str
    variable: str
    file: str
    images: Sequence[str]
    axes: Sequence[str]
    predict: str
    allowCode: bool


class OwnOperation(TypedDict):
    """One operation in the model description's own words."""

    id: str
    kwargs: Mapping[str, object]


class OwnFreeSize(TypedDict):
    """``min + n * step``."""

    min: int
    step: int


class OwnFollowedSize(TypedDict):
    """``scale`` times the size of an input's axis, plus ``offset``."""

    input: str
    axis: str
    scale: float
    offset: float


class OwnInput(TypedDict):
    """One input of the network; ``shape`` is the test tensor's."""

    id: str
    axes: Sequence[str]
    shape: Sequence[int]
    dtype: str
    image: str
    sizes: Mapping[str, OwnFreeSize]
    preprocessing: Sequence[OwnOperation]


class OwnOutput(TypedDict):
    """One output of the network; ``shape`` is the test tensor's."""

    id: str
    axes: Sequence[str]
    shape: Sequence[int]
    dtype: str
    sizes: Mapping[str, OwnFollowedSize]
    postprocessing: Sequence[OwnOperation]
    inGraph: Optional[str]
    labels: bool


class OwnArchitecture(TypedDict):
    """The file with the network's code, what it calls, and with which arguments."""

    file: str
    callable: str
    kwargs: Mapping[str, object]


class OwnWeights(TypedDict):
    """One file of weights."""

    format: OwnFormat
    file: str
    versions: Mapping[str, object]
    architecture: Optional[OwnArchitecture]


class OwnChain(TypedDict):
    """How the operations before or after the network were found."""

    words: Sequence[str]
    maxAbsolute: float
    ofRange: float
    images: int
    said: bool


class OwnFile(TypedDict):
    """One file of ours."""

    role: OwnRole
    path: str
    name: str
    size: int
    sha256: str


class PreparedOwn(TypedDict):
    """Test tensors, weights and proofs of a network of one's own."""

    directory: str
    files: Sequence[OwnFile]
    framework: str
    frameworkVersion: str
    architecture: str
    parameters: int
    inputs: Sequence[OwnInput]
    outputs: Sequence[OwnOutput]
    weights: Sequence[OwnWeights]
    proofs: int
    before: Mapping[str, OwnChain]
    after: Mapping[str, OwnChain]
    predict: Optional[str]
    notes: Sequence[str]
