"""What every recipe says: how a notebook reads an image, prepares it, runs its network and makes its result of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Callable, Dict, List, NamedTuple, Optional, Tuple

from .. import protocol
from ..errors import Problem
from ..facts.fact import Fact, Values
from ..images import crop
from ..keras import network
from ..keras.trained import Source, Trained
from ..libraries import Array, Config, Network
from ..protocol import NetworkId, OutputKind

#: From a batch of network inputs to the network's outputs, both float32 in the network's axes.
Run = Callable[[Array], Array]

PLANE = ("batch", "y", "x", "channel")
VOLUME = ("batch", "z", "y", "x", "channel")


class Takes(NamedTuple):
    """What an image in a file must have."""

    #: y, x; or z, y, x; with ``channel`` behind where there are several.
    axes: Tuple[str, ...]
    channels: int = 1


class Given(NamedTuple):
    """One run of the network on the test image; arrays in the network's axes."""

    kind: OutputKind
    #: The raw pixels, in their own dtype.
    pixels: Array
    #: The recipe's parameters, values alone.
    values: Values
    #: What the network was given and what it gave, float32.
    inputs: Array
    outputs: Array


class Agreement(NamedTuple):
    """The notebook's own prediction beside ours, or why there is none."""

    function: Optional[str] = None
    max_absolute: Optional[float] = None
    note: Optional[str] = None

    def told(self) -> Optional[protocol.Agreement]:
        """For the protocol; None where nothing was compared."""
        if self.function is None or self.max_absolute is None:
            return None
        return {"function": self.function, "maxAbsolute": self.max_absolute}


class Extras(NamedTuple):
    """What a bundle needs beside weights and tensors."""

    #: For the description's ``config``.
    config: Dict[str, object]
    #: Paths in our own folder.
    attachments: Tuple[str, ...] = ()


class Recipe(ABC):
    """How one notebook predicts; read off the notebook, never made from the operations that a bundle declares."""

    #: Id of the protocol, and the notebook's own ``Network`` string.
    id: NetworkId
    name: str
    #: Axes of the network's input and output.
    axes: Tuple[str, ...] = PLANE
    #: Whether it takes images of every size whatever its layers do, as those that first make pixels finer.
    every_size = False
    #: Layers whose kernels are as large as the pooling that they undo, where a file may hold weights alone.
    kernels: Optional[str] = None
    #: What a bundle can give, default first.
    kinds: Tuple[OutputKind, ...]

    def takes(self, config: Config) -> Takes:
        """What an image must have, by the configuration beside the weights (empty where there is none)."""
        return Takes(tuple(axis for axis in ("z", "y", "x") if axis in self.axes), 1)

    def beside(self, folder: str) -> Dict[str, Fact]:
        """Facts of its own files beside the weights. Raises ``Problem`` where one is needed and missing."""
        return {}

    def remarks(self, folder: str) -> List[str]:
        """Sentences about files that training should have left, and what follows from their absence."""
        return []

    def smaller(self, folder: Optional[str]) -> int:
        """By how much the notebook makes an image smaller along y and x before anything else, as its files say."""
        return 1

    @abstractmethod
    def read(self, path: str, takes: Takes) -> Tuple[Array, List[str]]:
        """The image in the order of ``takes.axes`` as the notebook reads it, and notes. Raises ``Problem``."""

    @abstractmethod
    def load(self, source: Source) -> Trained:
        """The trained network in its framework. Raises ``Problem``."""

    @abstractmethod
    def check(self, trained: Trained) -> None:
        """Raises ``Problem`` where it cannot be a network of this kind."""

    def choose(self, asked: Optional[OutputKind], trained: Trained) -> Tuple[OutputKind, List[str]]:
        """The kind of output, and notes where it is not the usual one. Raises ``Problem`` for one that is not there."""
        if asked is not None and asked not in self.kinds:
            raise Problem(
                "internal", f"{self.name} gives {' or '.join(self.kinds)}, not {asked}. Choose one of these outputs."
            )
        return asked or self.kinds[0], []

    def single(self, trained: Trained, kind: OutputKind) -> Network:
        """The network to export: the same layers and weights, one output."""
        return trained.network

    @abstractmethod
    def parameters(self, trained: Trained, asked: Optional[float]) -> Dict[str, Fact]:
        """The recipe's parameters with where each came from; ``asked`` is a threshold that the researcher chose."""

    def is_constant(self, pixels: Array) -> bool:
        """Whether the normalisation would divide by nothing, or the result prove nothing."""
        return crop.is_constant(pixels)

    def reduce(self, image: Array, values: Values) -> Tuple[Array, List[str]]:
        """What the notebook does to the whole image before anything else, and a note about it."""
        return image, []

    def before(self, sizes: Tuple[int, ...], steps: Tuple[int, ...]) -> Tuple[int, ...]:
        """Pixels that the notebook puts before a whole image, along each axis, so that the network takes it."""
        return (0,) * len(sizes)

    @abstractmethod
    def network_input(self, pixels: Array, values: Values) -> Array:
        """The pixels (network axes) as the network takes them, float32."""

    @abstractmethod
    def expected(self, given: Given, trained: Trained) -> Array:
        """The notebook's result for the test image, in the output's dtype."""

    def has_own(self, trained: Trained) -> Optional[str]:
        """Name of the kernel's own prediction (the notebook's function, or its library's); None where there is none."""
        return None

    def own_result(self, given: Given, trained: Trained) -> Array:
        """What the kernel's own prediction gives for the same pixels; may raise anything."""
        raise NotImplementedError

    def beside_own(self, given: Given, trained: Trained) -> Array:
        """What the recipe has for ``own_result``; axes of length 1 do not count."""
        return self.expected(given, trained)

    def extras(self, given: Given, trained: Trained) -> Extras:
        """What a bundle needs beside weights and tensors."""
        return Extras({})


def check_shape(trained: Trained, recipe: Recipe, channels: Tuple[int, Optional[int]], says: str) -> None:
    """Raises ``Problem`` unless the network takes and gives one image of the same size with so many channels.

    ``channels``: of input and output, None for any; ``says`` completes "…; NAME takes": what such a network has.
    """
    shapes_in, shapes_out = network.shapes(trained.network.input_shape), network.shapes(trained.network.output_shape)
    rank = len(recipe.axes)
    if len(shapes_in) != 1 or len(shapes_out) != 1 or len(shapes_in[0]) != rank or len(shapes_out[0]) != rank:
        raise Problem(
            "bad-model",
            f"{trained.named} takes {shapes_in} and gives {shapes_out}; {recipe.name} takes one image and gives one. "
            "Choose the network that the notebook trained.",
        )
    given, made = shapes_in[0][-1], shapes_out[0][-1]
    if given != channels[0] or (channels[1] is not None and made != channels[1]):
        raise Problem(
            "bad-model",
            f"{trained.named} takes {given} and gives {made} channels; {recipe.name} takes {says}. Say which network "
            "it is, if it is another one.",
            channels=given,
        )
    if shapes_in[0][1:-1] != shapes_out[0][1:-1]:
        raise Problem(
            "bad-model",
            f"{trained.named} turns images of {shapes_in[0][1:-1]} pixels into {shapes_out[0][1:-1]}; a {recipe.name} "
            "keeps the size.",
        )
