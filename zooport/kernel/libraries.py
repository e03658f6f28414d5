"""Types of what libraries hand over; this half neither depends on them nor imports one to know its types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, List, Optional, Protocol, Sequence, Tuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    #: An array of numpy; docstrings say its axes and dtype.
    Array = NDArray[Any]
    #: The type of an array's numbers.
    Dtype = np.dtype[Any]
else:
    # The names of numpy's types differ between its versions; nothing here asks for them while it runs.
    Array = Dtype = object

#: A module of a framework (Keras 2 or 3, tf_keras, tf2onnx, onnx), or what it makes: both depend on its version, and
#: the linters' environment has none of them.
Framework = Any

#: An object of csbdeep, stardist or n2v, or of a class that the notebook defines; each has methods of its own.
Library = Any

#: A description that somebody else's program wrote as JSON (a network's, csbdeep's config.json). Its readers look for
#: their own keys and must expect anything: none of its values has a type that could be stated.
Config = Dict[str, Any]

#: Classes and functions of the notebook's own, by name, as Keras takes them when it loads a network.
Custom = Dict[str, object]


class Symbol(Protocol):
    """What a layer gives while a network is built: Keras's tensor without values."""

    @property
    def shape(self) -> Tuple[Optional[int], ...]: ...


class Layer(Protocol):
    """One layer, or a network as a layer of another: what both generations of Keras have."""

    name: str

    @property
    def output(self) -> Symbol: ...

    @property
    def weights(self) -> Sequence[Array]: ...

    @property
    def trainable_weights(self) -> Sequence[Array]: ...

    def get_weights(self) -> List[Array]: ...

    def set_weights(self, weights: Sequence[Array]) -> None: ...


class Network(Layer, Protocol):
    """A Keras network (Functional, Sequential, or a class of the notebook's)."""

    #: Asks Keras to compute without a graph.
    run_eagerly: bool

    #: Some of them may be networks; those have layers of their own.
    @property
    def layers(self) -> Sequence[Network]: ...

    @property
    def inputs(self) -> Sequence[Symbol]: ...

    @property
    def outputs(self) -> Sequence[Symbol]: ...

    #: A tuple; a list or dict of tuples where there are several, depending on the version.
    @property
    def input_shape(self) -> Any: ...

    @property
    def output_shape(self) -> Any: ...

    def __call__(self, batch: object, training: bool = ...) -> Array: ...

    def predict(self, batch: Array, batch_size: int = ..., verbose: int = ...) -> Array: ...

    def get_config(self) -> Config: ...

    @classmethod
    def from_config(cls, config: Config) -> Network: ...

    def count_params(self) -> int: ...

    def save(self, path: str) -> None: ...
