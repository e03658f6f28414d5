"""What is said of a network of one's own: ``src/kernel/ownProtocol.ts``, where each key is explained.

Read by the same test as ``protocol.py`` (``tests/house/contract.test.ts``), and written as it is.
"""

from __future__ import annotations

from typing import Literal, Mapping, Optional, Sequence, TypedDict

from .prepared_file import PreparedFile

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


class OwnNetworkChoice(TypedDict):
    """A network of one's own that the kernel holds."""

    variable: str
    framework: str
    architecture: str
    parameters: int
    inputs: Sequence[str]


class OwnFunctionChoice(TypedDict):
    """A function of the kernel that may be what the researcher predicts with."""

    name: str
    arguments: Sequence[str]
    needed: int


class OwnArrayChoice(TypedDict):
    """An array of the kernel that may be an image."""

    name: str
    shape: Sequence[int]
    dtype: str


class OwnDetection(TypedDict):
    """What the kernel holds that an export of one's own network can be made from."""

    networks: Sequence[OwnNetworkChoice]
    functions: Sequence[OwnFunctionChoice]
    arrays: Sequence[OwnArrayChoice]


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
    """The file with the network's code (or the package's module that has it), what is called, and with what."""

    file: Optional[str]
    module: Optional[str]
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


class PreparedOwn(TypedDict):
    """Test tensors, weights and proofs of a network of one's own."""

    directory: str
    files: Sequence[PreparedFile]
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
