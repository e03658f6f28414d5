"""The format's operations on an array, as bioimageio.core 0.10 and 0.11 compute them.

Three of its habits decide what a chain can be: every statistic is that of the array as it came in, before any operation
of the list; 1e-6 is added to every deviation and range, whatever ``eps`` says; and statistics are those of one sample,
so that ``axes`` must be written and must leave out the batch.
"""

from __future__ import annotations

from typing import Callable, Dict, Mapping, Optional, Sequence, Tuple

import numpy as np

from ...libraries import Array
from ...own_protocol import OwnOperation

#: Added to every deviation and range.
EPS = 1e-6

#: Values, their state as it came in, ids of the axes, arguments -> values.
Operation = Callable[[Array, Array, Sequence[str], Mapping[str, object]], Array]


def apply(operations: Sequence[OwnOperation], array: Array, axes: Sequence[str]) -> Array:
    """The operations in their order on an array with the axes ``axes`` (ids), of any dtype.

    Gives float32, as every description of ours ends. Raises ``ValueError`` with a sentence for an operation that is not
    known, arguments that are missing or wrong, and axes that the array does not have.
    """
    values = array
    for operation in operations:
        function = OPERATIONS.get(operation["id"])
        if function is None:
            names = ", ".join(sorted(OPERATIONS))
            raise ValueError(f"{operation['id']} is no operation that Zooport can compute here. It knows {names}.")
        try:
            values = function(values, array, axes, operation["kwargs"])
        except KeyError as error:
            raise ValueError(f"{operation['id']} needs the argument {error}.") from error
        except TypeError as error:
            raise ValueError(f"{operation['id']} has an argument that is no number: {error}.") from error
    with np.errstate(all="ignore"):
        return values.astype(np.float32)


def number(kwargs: Mapping[str, object], name: str, fallback: Optional[float] = None) -> float:
    """An argument as a number. Raises ``KeyError`` where it is missing and ``TypeError`` where it is none."""
    value = kwargs[name] if fallback is None else kwargs.get(name, fallback)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"{name} is {value!r}")
    return float(value)


def positions(names: Sequence[object], axes: Sequence[str]) -> Tuple[int, ...]:
    """Where the named axes are. Raises ``ValueError`` for one that the array does not have."""
    for name in names:
        if name not in axes:
            raise ValueError(f"The axis {name!r} is none of the array's axes: {', '.join(axes)}.")
    return tuple(index for index, axis in enumerate(axes) if axis in names)


def reduced(kwargs: Mapping[str, object], axes: Sequence[str]) -> Tuple[int, ...]:
    """The axes over which a statistic goes. Without ``axes`` it is that of the data set: of one array, over all."""
    names = kwargs.get("axes")
    return tuple(range(len(axes))) if not isinstance(names, (list, tuple)) else positions(names, axes)


def along(kwargs: Mapping[str, object], name: str, axes: Sequence[str], fallback: Optional[float] = None) -> Array:
    """A number, or one for each position along ``axis``, in the shape that meets the array."""
    value = kwargs[name] if fallback is None else kwargs.get(name, fallback)
    if not isinstance(value, (list, tuple)):
        return np.asarray(number(kwargs, name, fallback))
    if "axis" not in kwargs:
        if len(value) != 1:
            raise ValueError(f"A list as {name} needs an axis that it runs along.")
        return np.asarray(float(value[0]))
    (axis,) = positions([kwargs["axis"]], axes)
    shape = [1] * len(axes)
    shape[axis] = len(value)
    return np.asarray(value, dtype=np.float64).reshape(shape)


def times(values: Array, gain: Array, offset: Array) -> Array:
    """``values * gain + offset``: a plain number meets float32 values as float32."""
    if gain.ndim == 0 and values.dtype in (np.dtype(np.float32), np.dtype(np.float16)):
        return values * values.dtype.type(gain) + values.dtype.type(offset)
    return values.astype(np.float64) * gain + offset


def scale_linear(values: Array, _: Array, axes: Sequence[str], kwargs: Mapping[str, object]) -> Array:
    gain = along(kwargs, "gain", axes, 1.0)
    offset = along(kwargs, "offset", axes, 0.0)
    return times(values, gain, offset)


def fixed_zero_mean_unit_variance(values: Array, _: Array, axes: Sequence[str], kwargs: Mapping[str, object]) -> Array:
    return (values.astype(np.float64) - along(kwargs, "mean", axes)) / (along(kwargs, "std", axes) + EPS)


def zero_mean_unit_variance(values: Array, source: Array, axes: Sequence[str], kwargs: Mapping[str, object]) -> Array:
    over = reduced(kwargs, axes)
    whole = source.astype(np.float64)
    mean = whole.mean(axis=over, keepdims=True)
    return (values.astype(np.float64) - mean) / (whole.std(axis=over, keepdims=True) + EPS)


def scale_range(values: Array, source: Array, axes: Sequence[str], kwargs: Mapping[str, object]) -> Array:
    percentiles = [number(kwargs, "min_percentile", 0.0), number(kwargs, "max_percentile", 100.0)]
    whole = source.astype(np.float64)
    low, high = np.percentile(whole, percentiles, axis=reduced(kwargs, axes), keepdims=True)
    return (values.astype(np.float64) - low) / (high - low + EPS)


def clip(values: Array, source: Array, axes: Sequence[str], kwargs: Mapping[str, object]) -> Array:
    given = [name for name in ("min", "max", "min_percentile", "max_percentile") if kwargs.get(name) is not None]
    if not given:
        raise ValueError("clip needs a smallest or a largest value: min, max, min_percentile or max_percentile.")
    bounds: Dict[str, Array] = {}
    for name in given:
        side = name[:3]
        bounds[side] = (
            at_percentile(source, number(kwargs, name), reduced(kwargs, axes))
            if "percentile" in name
            else np.asarray(number(kwargs, name))
        )
    wide = values if values.dtype.kind == "f" else values.astype(np.float64)
    for side, bound in bounds.items():
        wide = (np.maximum if side == "min" else np.minimum)(wide, bound.astype(wide.dtype))
    return wide


def at_percentile(source: Array, percentile: float, over: Tuple[int, ...]) -> Array:
    """The value of the array (none between two of them) of which so many percent are no larger."""
    kept = [axis for axis in range(source.ndim) if axis not in over]
    lines = np.sort(source.transpose([*kept, *over]).reshape([source.shape[axis] for axis in kept] + [-1]), axis=-1)
    count = lines.shape[-1]
    index = min(max(int(np.ceil(percentile / 100 * count)) - 1, 0), count - 1)
    return lines[..., index].reshape([1 if axis in over else source.shape[axis] for axis in range(source.ndim)])


def ensure_dtype(values: Array, _: Array, __: Sequence[str], kwargs: Mapping[str, object]) -> Array:
    with np.errstate(all="ignore"):
        return values.astype(str(kwargs["dtype"]))


def binarize(values: Array, _: Array, axes: Sequence[str], kwargs: Mapping[str, object]) -> Array:
    threshold = kwargs["threshold"]
    if isinstance(threshold, (list, tuple)):
        # A list runs along the last axis, whatever is said.
        return values > np.asarray(threshold, dtype=np.float64)
    bound = number(kwargs, "threshold")
    return values > (np.float32(bound) if values.dtype == np.float32 else bound)


def sigmoid(values: Array, _: Array, __: Sequence[str], ___: Mapping[str, object]) -> Array:
    with np.errstate(over="ignore"):
        return 1.0 / (1.0 + np.exp(-values))


def softmax(values: Array, _: Array, axes: Sequence[str], kwargs: Mapping[str, object]) -> Array:
    (axis,) = positions([kwargs.get("axis", "channel")], axes)
    exponential = np.exp(values - values.max(axis=axis, keepdims=True))
    return exponential / exponential.sum(axis=axis, keepdims=True)


OPERATIONS: Dict[str, Operation] = {
    "binarize": binarize,
    "clip": clip,
    "ensure_dtype": ensure_dtype,
    "fixed_zero_mean_unit_variance": fixed_zero_mean_unit_variance,
    "scale_linear": scale_linear,
    "scale_range": scale_range,
    "sigmoid": sigmoid,
    "softmax": softmax,
    "zero_mean_unit_variance": zero_mean_unit_variance,
}
