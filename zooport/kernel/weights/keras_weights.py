"""Keras files: ``keras_v3`` and ``keras_hdf5``, in the Keras that reads them."""

from __future__ import annotations

import importlib.util
import os
import sys
from typing import List, Optional, Sequence

import numpy as np

from ..errors import Problem
from ..keras import framework
from ..keras.keras_header import Peek, peek
from ..libraries import Array, Framework, Network
from ..weights_protocol import WeightsJob
from .loaded import Loaded, Say, listed

#: What Keras 3 can compute with, in the order in which it is looked for; each is named as the package to import.
_BACKENDS = ("tensorflow", "torch", "jax")


def load(job: WeightsJob, say: Say) -> Loaded:
    """The network of a Keras file. Raises ``Problem``, for code in it before any framework is imported."""
    path, named = _with_ending(os.path.join(job["directory"], job["weights"])), job["named"]
    seen = peek(path)
    say("starting", "Keras")
    _choose_backend(job.get("backend", ""))
    try:
        network = framework.load(path, named, None, job.get("allowCode") is True)
    except Problem as problem:
        raise _judged(problem, seen) from problem
    keras = framework.keras_of(network)
    return Loaded(_name(keras), lambda given: _run(network, given, job["outputs"]))


def _run(network: Network, given: List[Array], names: Sequence[str]) -> List[Array]:
    batch = given if len(given) > 1 else given[0]
    try:
        outputs = network.predict(batch, batch_size=1, verbose=0)  # type: ignore[arg-type]
    except Exception as error:
        if type(error).__name__ != "OperatorNotAllowedInGraphError":
            raise
        # Keras (3.15, UpSampling2D "bilinear") asks a graph of free sizes for its sizes; layer by layer they are known.
        outputs = network(batch, training=False)
    return [np.asarray(one) for one in listed(outputs, names)]


def _with_ending(path: str) -> str:
    """Keras goes by the ending of a name, bundles by what is inside."""
    with open(path, "rb") as file:
        ending = ".keras" if file.read(2) == b"PK" else ".h5"
    os.rename(path, path + ending)
    return path + ending


def _choose_backend(described: str) -> None:
    """The library that the description names, where it is installed; else whichever is. Only before Keras starts."""
    installed = [name for name in _BACKENDS if importlib.util.find_spec(name) is not None]
    wanted = [name for name in (described, os.environ.get("KERAS_BACKEND", ""), *installed) if name in installed]
    if wanted and "keras" not in sys.modules:
        os.environ["KERAS_BACKEND"] = wanted[0]


def _judged(problem: Problem, seen: Optional[Peek]) -> Problem:
    """What another version of Keras, or the code of a stranger's layer, would be needed for is no fault of the file."""
    if problem.kind != "bad-model":
        return problem
    read_by = framework.major(str(getattr(sys.modules.get("keras"), "__version__", "")))
    other = seen is not None and read_by not in (0, framework.major(seen.keras_version))
    return Problem("no-framework", problem.message) if other or "layerClass" in problem.data else problem


def _name(keras: Framework) -> str:
    version = str(keras.__version__)
    backend = keras.backend.backend() if hasattr(keras.backend, "backend") else "tensorflow"
    library = {"tensorflow": "TensorFlow", "torch": "PyTorch", "jax": "JAX"}.get(backend, backend)
    computes = getattr(sys.modules.get(backend), "__version__", "")
    return f"Keras {version} with {library} {computes}".rstrip()
