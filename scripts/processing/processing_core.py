"""What bioimageio.core makes of a random case, and what the same formulas give without rounding."""

from __future__ import annotations

import warnings
from types import SimpleNamespace
from typing import Any, Callable, Dict, List, Optional, Set, Tuple

import numpy as np
import xarray as xr
from bioimageio.core.proc_ops import EnsureDtype, Sigmoid, Softmax, UpdateStats
from bioimageio.core.proc_setup import setup_pre_and_postprocessing
from bioimageio.core.sample import Sample
from bioimageio.core.stat_measures import Measure
from bioimageio.core.tensor import Tensor
from bioimageio.spec import ValidationContext
from bioimageio.spec.model import v0_4, v0_5
from pydantic import ValidationError

Json = Dict[str, Any]
Arrays = Dict[str, np.ndarray]
Perform = Callable[[Any, Sample, Set[Measure]], None]


class Described:
    """The tensors' descriptions as bioimageio.spec validates them. Raises ValidationError."""

    def __init__(self, case: Json) -> None:
        old = case["version"].startswith("0.4")
        spec: Any = v0_4 if old else v0_5
        with ValidationContext(perform_io_checks=False), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.inputs = [spec.InputTensorDescr.model_validate(tensor) for tensor in case["inputs"]]
            self.outputs = [spec.OutputTensorDescr.model_validate(tensor) for tensor in case["outputs"]]
        self.name = "name" if old else "id"


def is_valid(case: Json) -> bool:
    """False where the format's own rules refuse the case: those are another test's."""
    try:
        Described(case)
    except ValidationError:
        return False
    return True


def sample_of(described: Described, arrays: Arrays, outputs: bool, stat: Any) -> Sample:
    tensors = described.outputs if outputs else described.inputs
    members = {}
    for tensor in tensors:
        name = str(getattr(tensor, described.name))
        members[name] = Tensor(arrays[name], dims=list(tensor.axes))
    return Sample(members=members, stat=stat, id="sample")  # pyright: ignore[reportArgumentType]


def run(case: Json, perform: Perform, arrays: Arrays) -> Arrays:
    """The case's outputs where there are some, else its inputs, each step done by `perform`."""
    described = Described(case)
    # setup_pre_and_postprocessing reads nothing but these two lists of a model description.
    model = SimpleNamespace(inputs=described.inputs, outputs=described.outputs)
    steps = setup_pre_and_postprocessing(model, [])  # pyright: ignore[reportArgumentType]
    required = {measure for step in (*steps.pre, *steps.post) for measure in step.required_measures}
    sample = sample_of(described, arrays, False, {})
    for step in steps.pre:
        perform(step, sample, required)
    if described.outputs:
        sample = sample_of(described, arrays, True, sample.stat)
        for step in steps.post:
            perform(step, sample, required)
    return {str(name): member.data.to_numpy() for name, member in sample.members.items()}


def core_result(case: Json, early: bool = False) -> Tuple[Arrays, Optional[str], List[str]]:
    """bioimageio.core's arrays, or its error; and the casts on the way that C leaves undefined.

    `early`: as if the outputs were there already when bioimageio.core takes its statistics, before the network runs.
    """
    undefined: List[str] = []

    def perform(step: Any, sample: Sample, _: Set[Measure]) -> None:
        if early and isinstance(step, UpdateStats):
            sample.stat.update(step.stats_calculator.update_and_get_all(with_outputs(sample, case)))
            return
        if isinstance(step, EnsureDtype) and step.input in sample.members:
            undefined.extend(undefined_casts(sample.members[step.input].data.to_numpy(), step.dtype))
        step(sample)

    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return run(case, perform, copies(case)), None, undefined
        except Exception as error:
            lines = str(error).splitlines() or [""]
            return {}, f"{type(error).__name__}: {lines[0]}", undefined


def with_outputs(sample: Sample, case: Json) -> Sample:
    outputs = sample_of(Described(case), copies(case), True, {})
    members = {**sample.members, **outputs.members}
    return Sample(members=members, stat={}, id=sample.id)


def undefined_casts(array: np.ndarray, dtype: str) -> List[str]:
    if array.dtype.kind != "f" or np.dtype(dtype).kind not in "iu" or array.size == 0:
        return []
    info = np.iinfo(dtype)
    whole = np.trunc(array.astype(np.longdouble))
    beyond = ~np.isfinite(whole) | (whole < info.min) | (whole > info.max)
    if not beyond.any():
        return []
    kind = "NaN" if np.isnan(array).any() else "infinity" if np.isinf(array).any() else "out of range"
    return [f"{kind} to {dtype}"]


def copies(case: Json) -> Arrays:
    return {name: array.copy() for name, array in case["tensors"].items()}


def wide_result(case: Json, dtype: type) -> Arrays:
    """The same formulas with every float in `dtype`; integers keep the types in which they wrap around."""
    return perform_wide(case, Wide(case, dtype))


def before_casts(case: Json) -> Arrays:
    """What the last cast to integers of each tensor was given, in float64."""
    wide = Wide(case, np.float64)
    perform_wide(case, wide)
    return wide.before


def perform_wide(case: Json, wide: Wide) -> Arrays:
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return run(case, wide.perform, {name: wide.widen(array) for name, array in copies(case).items()})
        except Exception:
            return {}


class Wide:
    """Performs steps in a wide type."""

    def __init__(self, case: Json, dtype: type) -> None:
        self.case = case
        self.dtype = dtype
        self.before: Arrays = {}

    def widen(self, array: np.ndarray) -> np.ndarray:
        return array.astype(self.dtype) if array.dtype.kind == "f" else array

    def perform(self, step: Any, sample: Sample, required: Set[Measure]) -> None:
        if isinstance(step, UpdateStats):
            known = with_outputs(sample, self.case) if self.case["outputs"] else sample
            measures = {measure: Tensor.from_xarray(self.measured(measure, known)) for measure in required}
            sample.stat.update(measures)
        elif step.input in sample.members:
            result = self.result(step, sample)
            sample.members[step.input] = Tensor.from_xarray(result.copy(data=self.widen(result.to_numpy())))

    def result(self, step: Any, sample: Sample) -> xr.DataArray:
        data = sample.members[step.input].data
        if isinstance(step, Sigmoid):
            # Negated in its own type, where an unsigned integer wraps around.
            return 1 / (1 + np.exp((-data).astype(self.dtype)))
        if isinstance(step, Softmax):
            axis = data.dims.index(step.axis)
            array = data.to_numpy()
            shifted = (array - array.max(axis=axis, keepdims=True)).astype(self.dtype)
            exponentials = np.exp(shifted)
            return xr.DataArray(exponentials / exponentials.sum(axis=axis, keepdims=True), dims=data.dims)
        if isinstance(step, EnsureDtype) and np.dtype(step.dtype).kind in "iu":
            self.before[str(step.input)] = data.to_numpy()
        step(sample)
        return sample.members[step.input].data

    def measured(self, measure: Any, sample: Sample) -> xr.DataArray:
        data = sample.members[measure.member_id].data
        wide = data.astype(self.dtype)
        if measure.name == "quantile":
            method = getattr(measure, "method", "linear")
            return wide.quantile(measure.q, dim=measure.axes, method=method)
        mean = wide.mean(dim=measure.axes)
        if measure.name == "mean":
            return mean
        # Over the sample one NaN makes its group's deviation NaN; over the data set it is left out, but counted.
        squares = ((wide - mean) ** 2).sum(dim=measure.axes, skipna=measure.scope == "dataset")
        return np.sqrt(squares / (data.size / mean.size))
