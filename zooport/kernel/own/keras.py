"""A network of Keras, whatever it is: caught while it predicts, run, and written."""

from __future__ import annotations

import contextlib
import functools
import inspect
from typing import Callable, Iterator, List, Mapping, Optional, Sequence, Tuple, cast

import numpy as np

from ..errors import Problem
from ..find import namespace
from ..find.signature import layer_name
from ..keras import framework, precision
from ..keras import network as networks
from ..libraries import Array, Custom, Framework, Network
from . import care, other_inputs
from .chain.pose import Pose
from .forms import keras_task, keras_write
from .forms.keras_task import is_tensor, to_array
from .network import Call, LastStep, OwnNetwork, Saved
from .structure import Leaf, Pattern, filled, identifier, leaves, pattern, plain, replaced

#: The ways into a network. ``call`` is what ``network(images)`` comes to.
_WAYS = ("call", "predict", "predict_on_batch")


def adapter(model: object) -> OwnNetwork:
    """The network that a Keras model is."""
    return KerasNetwork(cast(Network, model))


class KerasNetwork:
    """``OwnNetwork`` of a model of Keras 2 or 3, or of tf_keras."""

    framework = "Keras"
    channels_first = False

    def __init__(self, model: Network) -> None:
        self._given = model
        self._keras = framework.keras_of(model)
        self.version = str(self._keras.__version__)
        self.architecture = type(model).__name__
        self._custom = _own_classes(model)
        self._calls: Optional[List[Call]] = None
        self._pose: Optional[Pose] = None
        self._pattern: Optional[Pattern] = None
        self._inside = 0
        self._notes: List[str] = []
        self._network = self._settled()

    @property
    def notes(self) -> List[str]:
        """What is exported otherwise than it is in the kernel."""
        return list(self._notes)

    @property
    def parameters(self) -> int:
        """Trained numbers, and what normalisations remember."""
        return int(self._given.count_params())

    @property
    def input_names(self) -> List[str]:
        """Those of its input layers; of a class of the researcher's own, what ``call`` takes."""
        names = [layer_name(one) for one in self._network.inputs] if self._is_graph() else []
        if not names:
            names = list(inspect.signature(cast(Framework, self._given).call).parameters)[:1]
        made: List[str] = []
        for name in names:
            one = identifier(str(name), "input")
            made.append(one if one not in made else f"{one}_{len(made)}")
        return made

    def fixed(self, input_index: int) -> Optional[Tuple[Optional[int], ...]]:
        """Sizes of an input layer, once those were made free that its layers allow to be."""
        if not self._is_graph():
            return None
        shapes = networks.shapes(self._network.input_shape)
        return shapes[input_index] if input_index < len(shapes) else None

    @contextlib.contextmanager
    def ready(self) -> Iterator[None]:
        """Nothing is changed: what is run is a twin with weights of its own, or runs as evaluation by itself."""
        yield

    @contextlib.contextmanager
    def catching(self, pose: Optional[Pose] = None) -> Iterator[List[Call]]:
        """See ``OwnNetwork``; what ``predict`` calls inside is part of it."""
        calls: List[Call] = []
        before, self._calls, self._pose = self._calls, calls, pose
        held = {way: vars(self._given).get(way) for way in _WAYS}
        for way in _WAYS:
            # Keras looks into what is set in its own way.
            vars(self._given)[way] = self._heard(getattr(self._given, way), way)
        try:
            yield calls
        finally:
            self._calls, self._pose = before, None
            for way, one in held.items():
                if one is None:
                    vars(self._given).pop(way, None)
                else:
                    vars(self._given)[way] = one

    def run(self, inputs: Sequence[Array]) -> List[Tuple[str, Array]]:
        """Outputs with their names, layer by layer, as evaluation."""
        return [(leaf.name, to_array(leaf.value)) for leaf in self.leaves(inputs)]

    def leaves(self, inputs: Sequence[Array]) -> List[Leaf]:
        """As ``run``, with the way to each output."""
        how = self._how(len(inputs))
        wanted = len(self._network.inputs) if self._is_graph() else len(inputs)
        if len(inputs) != wanted:
            raise Problem(
                "bad-model",
                f"The network takes {wanted} inputs ({', '.join(self.input_names)}), and {len(inputs)} came. Give a "
                "list of images, one for each.",
                needed=wanted,
            )
        args, kwargs = filled(how, [_given(one) for one in inputs])
        try:
            result = cast(Framework, self._network)(*args, **kwargs)
        except (KeyboardInterrupt, MemoryError):
            raise
        except Exception as error:
            shapes = " and ".join(" x ".join(map(str, one.shape)) for one in inputs)
            first = (str(error).strip().splitlines() or [type(error).__name__])[0]
            raise Problem("bad-model", f"Keras cannot run the network on an input of {shapes}: {first}") from error
        return leaves(result, is_tensor)

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
        """See ``OwnNetwork``."""
        care.steady(self, inputs)
        more = others or other_inputs.other_sizes(self, inputs, free)
        task = keras_task.Task(
            keras=self._keras,
            network=self._network,
            custom=self._custom,
            how=self._how(len(inputs)),
            outputs=self.leaves(inputs),
            directory=directory,
            shapes=[[_given(one) for one in given] for given in (inputs, *more)],
            free=free,
            steps=steps,
            kept=list(output_names),
            names=list(names),
            graph=self._is_graph(),
        )
        return keras_write.write(task)

    def _settled(self) -> Network:
        """The network with free sizes where its layers allow that, computing in float32."""
        if not self._is_graph():
            return self._given
        made = self._given
        kind = precision.computes_in(made)
        if kind != "float32":
            other = precision.twin(made, "float32", self._custom, self._keras)
            if other is not None:
                made = other
                self._notes.append(f"The network computed in {kind}; it is exported in float32.")
        if all(None in shape[1:-1] or len(shape) < 3 for shape in networks.shapes(made.input_shape)):
            return made
        try:
            return networks.with_sizes(made, None, self._custom, self._keras)
        except (KeyboardInterrupt, MemoryError):
            raise
        except Exception:  # layers that are bound to a size (Flatten, Dense behind it)
            return made

    def _is_graph(self) -> bool:
        """Whether its layers and what they are connected by are known; not for a class with a ``call`` of its own."""
        return any(kind.__name__ in ("Functional", "Sequential") for kind in type(self._given).__mro__) and bool(
            getattr(self._given, "inputs", None)
        )

    def _how(self, count: int) -> Pattern:
        if self._pattern is not None:
            return self._pattern
        # A graph takes its inputs as one list.
        one = plain(count)
        return one if count == 1 or not self._is_graph() else Pattern((list(one.args),), {})

    def _heard(self, way: Callable[..., object], name: str) -> Callable[..., object]:
        def heard(*args: object, **kwargs: object) -> object:
            inputs = args if name == "call" else args[:1]
            named = {key: one for key, one in kwargs.items() if _of_images(key, one)}
            how, tensors = pattern(inputs, named if not inputs else {}, is_tensor)
            if self._inside or self._calls is None or not tensors or any(_is_symbol(one) for one in tensors):
                return way(*args, **kwargs)
            given = tuple(to_array(one) for one in tensors)
            self._inside += 1
            try:
                result = way(*args, **kwargs)
            finally:
                self._inside -= 1
            if self._pose is not None:
                result = replaced(result, is_tensor, functools.partial(_posed, self._pose))
            self._pattern = Pattern(tuple(how.args) or tuple(how.kwargs.values()), {})
            self._calls.append(Call(given, tuple((one.name, to_array(one.value)) for one in leaves(result, is_tensor))))
            return result

        return heard


def _posed(pose: Pose, number: int, tensor: object) -> object:
    """Other values in place of a tensor's, of its kind."""
    made = pose(number, to_array(tensor))
    return made if isinstance(tensor, np.ndarray) else keras_task.tensor_like(made, tensor)


def _given(array: Array) -> Array:
    return np.asarray(array, np.float32) if np.issubdtype(array.dtype, np.floating) else array


def _of_images(name: str, value: object) -> bool:
    return name in ("x", "inputs") or is_tensor(value)


def _is_symbol(value: object) -> bool:
    """A tensor without values, within a function that TensorFlow compiles."""
    return not isinstance(value, np.ndarray) and not hasattr(value, "numpy") and not hasattr(value, "__array__")


def _own_classes(model: Network) -> Custom:
    """Classes of layers that the notebook defines, by name."""
    found: List[str] = []

    def gather(layer: Network) -> None:
        found.append(type(layer).__name__)
        activation = getattr(getattr(layer, "activation", None), "__name__", None)
        if activation:
            found.append(str(activation))
        for inner in getattr(layer, "layers", None) or []:
            gather(inner)

    gather(model)
    return namespace.classes(found)
