"""The same network computed in other number types: how much of a difference is rounding and nothing else."""

from __future__ import annotations

import copy
from typing import Callable, Iterator, NamedTuple, Optional, cast

import numpy as np

from .. import protocol
from ..libraries import Array, Config, Custom, Framework, Network
from .trained import Trained

#: Relative rounding of one step, by the type that a layer computes in.
_STEPS = {"float64": 2.0**-52, "float32": 2.0**-23, "float16": 2.0**-10, "bfloat16": 2.0**-7}
_POLICIES = (*_STEPS, "mixed_float16", "mixed_bfloat16")

#: What the zoo tolerates where a description says nothing, relative and absolute; the most relative that one may say.
_ZOO = 1e-3
_MOST_RELATIVE = 1e-2


class Precision(NamedTuple):
    """How far the numbers of a network that does not compute in float32 are from those of its float32 twin."""

    #: The coarsest type that a layer computes in.
    computes_in: str
    #: Largest difference of the output, and the same beyond a hundredth of the value.
    max_absolute: float
    beyond_relative: float
    #: Values that differ by more than the zoo tolerates, per million.
    mismatched_per_million: float

    @property
    def note(self) -> str:
        """For the researcher."""
        bits = "64" if self.computes_in == "float64" else "16"
        return (
            f"The network computes in {bits}-bit numbers ({self.computes_in}), its ONNX form in 32-bit ones: their "
            f"results differ by up to {self.max_absolute:.2g} on the test image, which is rounding. The test output is "
            "the network's own."
        )

    def told(self) -> protocol.Precision:
        """For the protocol."""
        return {
            "computesIn": self.computes_in,
            "maxAbsolute": self.max_absolute,
            "beyondRelative": self.beyond_relative,
            "mismatchedPerMillion": self.mismatched_per_million,
        }


def computes_in(whole: Network) -> str:
    """The coarsest floating-point type that any layer of a network computes in."""
    computing = [layer for layer in _layers(whole) if type(layer).__name__ != "InputLayer"]
    found = {str(getattr(layer, "compute_dtype", None) or "float32") for layer in computing}
    return max((kind for kind in found if kind in _STEPS), key=lambda kind: _STEPS[kind], default="float32")


def step_of(whole: Network) -> float:
    """The relative rounding of one step of a network; float32's at least, since outputs are kept as float32."""
    return max(_STEPS[computes_in(whole)], _STEPS["float32"])


def twin(whole: Network, kind: str, custom: Custom, keras: Framework) -> Optional[Network]:
    """The same layers and weights computing in ``kind`` throughout; None where this Keras cannot build them so."""
    try:
        config = cast(Config, _retyped(copy.deepcopy(whole.get_config()), kind))
        with keras.utils.custom_object_scope(custom):
            made = type(whole).from_config(config)
        made.set_weights([np.asarray(weight, kind) for weight in whole.get_weights()])
        # It runs once or twice; TensorFlow's optimizer of graphs writes warnings of float64 past every muted stream.
        made.run_eagerly = True
        return made
    except (KeyboardInterrupt, MemoryError):
        raise
    except Exception:  # a layer of the notebook's own may know one type only
        return None


def run(whole: Network, batch: Array, kind: str) -> Optional[Array]:
    """The output for a batch in the type ``kind``; None where the network cannot be computed in it."""
    try:
        made = np.asarray(whole.predict(np.asarray(batch, kind), batch_size=1, verbose=0))
    except (KeyboardInterrupt, MemoryError):
        raise
    except Exception:  # as above
        return None
    return np.asarray(made, kind) if np.isfinite(made).all() else None


def compared(
    own: Network, given: Array, trained: Trained, expected: Callable[[Array], Array], output: Array
) -> Optional[Precision]:
    """How far a network that does not compute in float32 is from its twin that does; None for one that does.

    ``given`` is its input and ``output`` the bundle's, which ``expected`` makes from what the network gives.
    """
    kind = computes_in(own)
    if kind == "float32":
        return None
    plain = twin(own, "float32", trained.custom, trained.keras)
    made = None if plain is None else run(plain, given, "float32")
    if made is None:
        return None
    return difference(kind, np.asarray(output, np.float64), np.asarray(expected(made), np.float64))


def difference(kind: str, ours: Array, plain: Array) -> Optional[Precision]:
    """How far an output is from the one that was computed in float32."""
    if ours.shape != plain.shape or not ours.size:
        return None
    apart = np.abs(ours - plain)
    beyond, usual = apart - _MOST_RELATIVE * np.abs(ours), apart - _ZOO * np.abs(ours)
    return Precision(kind, float(apart.max()), max(0.0, float(beyond.max())), float((usual > _ZOO).mean() * 1e6))


def close(ours: Array, theirs: Array, part: float, step: float) -> bool:
    """Whether two outputs are the same up to ``part`` of the range, or to a few steps of rounding at its size."""
    if ours.shape != theirs.shape:
        return False
    span = float(theirs.max() - theirs.min())
    worst = float(np.abs(ours - theirs).max())
    return worst <= max(part * span, 4 * step * float(np.abs(theirs).max()))


def _layers(whole: Network) -> Iterator[Network]:
    for layer in whole.layers:
        if getattr(layer, "layers", None):
            yield from _layers(layer)
        else:
            yield layer


def _retyped(value: object, kind: str) -> object:
    """Every floating-point type in a configuration becomes ``kind``; whole numbers and flags stay what they are."""
    if isinstance(value, dict):
        return {key: _policy(item, kind) if key == "dtype" else _retyped(item, kind) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_retyped(item, kind) for item in value]
    return value


def _policy(written: object, kind: str) -> object:
    """A type as Keras writes it: a name, or a policy with the name inside."""
    inner = written.get("config") if isinstance(written, dict) else None
    name = inner.get("name") if isinstance(inner, dict) else written
    return kind if name in _POLICIES else written
