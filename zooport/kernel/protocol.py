"""What is said between the TypeScript side and this one: ``src/kernel/protocol.ts``, where each key is explained.

A test holds both to the same keys and types (``tests/house/contract.test.ts``), so this file keeps to what it reads:
classes of keys and aliases, names as over there. Lists are ``Sequence`` and records ``Mapping`` where they are only
read; keys that may be absent stand in a class with ``total=False``.
"""

from __future__ import annotations

from typing import Dict, List, Literal, Mapping, Optional, Sequence, TypedDict, Union

from .own_protocol import OwnDetection, OwnParams, PreparedOwn
from .prepared_file import PreparedFile
from .weights_protocol import WeightsJob, WeightsRun

Origin = Literal["kernel", "disk", "notebook", "catalogue", "guess", "user"]

NetworkId = Literal[
    "unet_2d", "unet_2d_multilabel", "unet_3d", "stardist_2d", "deep_storm", "care_2d", "care_3d", "n2v_2d", "n2v_3d"
]

OutputKind = Literal[
    "probability", "mask", "probabilities", "classes", "labels", "raw", "density", "restored", "denoised"
]

RecognisedBy = Literal["kernel", "asked", "notebook", "files"]

WeightsKind = Literal["best", "last", "kernel", "other"]

NativeFormat = Literal["keras_v3", "keras_hdf5"]

#: Weights of a bundle that a framework runs.
KernelProblem = Literal[
    "dead",
    "busy",
    "no-framework",
    "no-network",
    "ambiguous",
    "training",
    "bad-folder",
    "bad-model",
    "holds-code",
    "bad-image",
    "image-too-small",
    "image-constant",
    "recipe-disagrees",
    "no-chain",
    "disk",
    "ended",
    "cancelled",
    "internal",
]


class Fact(TypedDict):
    """A known value with where it came from."""

    value: object
    origin: Origin
    where: str


class _NotebookFacts(TypedDict):
    params: Dict[str, Union[str, int, float, bool, None]]


class NotebookFacts(_NotebookFacts, total=False):
    """What the notebook's own text says."""

    folder: str
    network: str
    version: str


class NetworkChoice(TypedDict):
    id: NetworkId
    name: str
    why: str


class WeightsChoice(TypedDict):
    """One set of weights that can be exported."""

    id: str
    label: str
    path: Optional[str]
    variable: Optional[str]
    kind: WeightsKind
    modified: Optional[str]
    why: str


class ImageChoice(TypedDict):
    """An image that may become the test input."""

    path: str
    name: str
    folder: Optional[str]
    heldOut: bool
    shape: Sequence[int]
    dtype: str


class Takes(TypedDict):
    """What an image must have for a network."""

    axes: Sequence[str]
    channels: int


class Losses(TypedDict):
    columns: Sequence[str]
    rows: Sequence[Sequence[float]]


class _Candidate(TypedDict):
    id: str
    network: Optional[NetworkChoice]
    recognisedBy: Optional[RecognisedBy]
    alternatives: Sequence[NetworkChoice]
    modelName: str
    folder: Optional[str]
    takes: Optional[Takes]
    weights: Sequence[WeightsChoice]
    facts: Mapping[str, Fact]
    images: Sequence[ImageChoice]
    notes: List[str]


class Candidate(_Candidate, total=False):
    """A trained network that can be exported, and everything known about it."""

    foreign: bool


class Detection(TypedDict):
    candidates: Sequence[Candidate]
    versions: Mapping[str, str]
    cwd: str
    looked: Sequence[str]


class _CropBox(TypedDict):
    y: int
    x: int
    height: int
    width: int


class CropBox(_CropBox, total=False):
    """Part of an image in pixels; all planes where ``z`` and ``depth`` are absent."""

    z: int
    depth: int


class PreparedTensor(TypedDict):
    axes: Sequence[str]
    shape: Sequence[int]
    dtype: str


class PreparedInput(PreparedTensor):
    image: str
    crop: CropBox
    imageShape: Sequence[int]


class PreparedOutput(PreparedTensor):
    kind: OutputKind


class Agreement(TypedDict):
    """The notebook's own function beside the recipe."""

    function: str
    maxAbsolute: float


class PreparedRecipe(TypedDict):
    id: NetworkId
    parameters: Mapping[str, Fact]
    agreement: Optional[Agreement]


class NativeWeights(TypedDict):
    """What a reader of the weights needs."""

    format: NativeFormat
    kerasVersion: str
    tensorflowVersion: Optional[str]
    backend: str
    foreign: Sequence[str]


class _PreparedNative(NativeWeights):
    freeSizes: bool


class PreparedNative(_PreparedNative, total=False):
    oneSize: bool


class Precision(TypedDict):
    computesIn: str
    maxAbsolute: float
    beyondRelative: float
    mismatchedPerMillion: float


class Prepared(TypedDict):
    """Test tensors and weights made by the network in its own framework with the recipe."""

    directory: str
    files: Sequence[PreparedFile]
    input: PreparedInput
    output: PreparedOutput
    recipe: PreparedRecipe
    steps: Mapping[str, int]
    native: PreparedNative
    precision: Optional[Precision]
    config: Mapping[str, object]
    notes: Sequence[str]


class DetectParams(TypedDict, total=False):
    folder: str
    network: str
    notebook: NotebookFacts


class Detect(TypedDict):
    params: DetectParams
    result: Detection


class _ImageParams(TypedDict):
    path: str


class ImageParams(_ImageParams, total=False):
    folder: str
    network: NetworkId
    channels: int


class Image(TypedDict):
    params: ImageParams
    result: ImageChoice


class ThumbnailParams(_ImageParams, total=False):
    size: int
    network: NetworkId
    channels: int
    plane: int
    candidate: Candidate
    weights: str
    axes: str


class Grid(TypedDict):
    """Where a crop may begin, and of what its size is a multiple, along the spatial axes."""

    first: Sequence[int]
    step: Sequence[int]


class Shown(TypedDict):
    """A small preview of an image."""

    png: str
    shape: Sequence[int]
    axes: Sequence[str]
    plane: Optional[int]
    suggested: Optional[CropBox]
    grid: Optional[Grid]


class Thumbnail(TypedDict):
    params: ThumbnailParams
    result: Shown


class _PrepareParams(TypedDict):
    candidate: Candidate


class PrepareParams(_PrepareParams, total=False):
    weights: str
    image: str
    crop: CropBox
    output: OutputKind
    threshold: float
    allowCode: bool


class Prepare(TypedDict):
    params: PrepareParams
    result: Prepared


class Nothing(TypedDict):
    """There is nothing to say."""


class DetectOwn(TypedDict):
    params: Nothing
    result: OwnDetection


class PrepareOwn(TypedDict):
    params: OwnParams
    result: PreparedOwn


class _Tf2onnxParams(TypedDict):
    directory: str


class Tf2onnxParams(_Tf2onnxParams, total=False):
    allowCode: bool


class Converted(TypedDict):
    """The file that tf2onnx wrote."""

    path: str
    size: int
    sha256: str


class Tf2onnx(TypedDict):
    params: Tf2onnxParams
    result: Converted


class ReadParams(TypedDict):
    path: str
    offset: int
    length: int


class Part(TypedDict):
    """A part of a file in base64, and the whole file's size in bytes."""

    data: str
    size: int


class Read(TypedDict):
    params: ReadParams
    result: Part


class ReleaseParams(TypedDict):
    directory: str


class Release(TypedDict):
    params: ReleaseParams
    result: Nothing


class FolderParams(TypedDict):
    """Nothing is asked."""


class FolderMade(TypedDict):
    directory: str


class Folder(TypedDict):
    params: FolderParams
    result: FolderMade


class WriteParams(TypedDict):
    directory: str
    name: str
    data: str


class Written(TypedDict):
    size: int


class Write(TypedDict):
    params: WriteParams
    result: Written


class Weights(TypedDict):
    params: WeightsJob
    result: WeightsRun


class Methods(TypedDict):
    """Every method with its parameters and its result."""

    detect: Detect
    image: Image
    thumbnail: Thumbnail
    prepare: Prepare
    detectOwn: DetectOwn
    prepareOwn: PrepareOwn
    tf2onnx: Tf2onnx
    read: Read
    release: Release
    folder: Folder
    write: Write
    weights: Weights


class _Progress(TypedDict):
    message: str


class Progress(_Progress, total=False):
    fraction: float


class Failure(TypedDict):
    """What could not be done; ``errorOf`` in ``src/kernel/guards.ts`` reads it."""

    problem: KernelProblem
    message: str
    data: Mapping[str, object]
    traceback: str


class Reply(TypedDict, total=False):
    """Either of both; the result is plain JSON of the method's type."""

    result: object
    error: Failure
