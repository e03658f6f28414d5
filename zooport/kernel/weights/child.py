"""The process in which one set of weights runs: it reads tensors, runs the network, writes what came out, and ends.

Nothing of the researcher's kernel is here, so a framework that crashes, fills the memory or never ends harms nothing.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import threading
import traceback
from typing import Dict, List, Mapping, NamedTuple, NoReturn, TextIO

import numpy as np

from ..errors import Problem, disk_problem
from ..libraries import Array
from ..transport.stdio import reserve_stdout
from ..weights_protocol import WeightsJob
from .loaded import Say, Stage

#: Files that a network unpacks are not larger than this, in bytes.
_LARGEST_FILE = 8 << 30

#: The module of this folder that runs each format.
_MODULES: Mapping[str, str] = {
    "keras_hdf5": "keras_weights",
    "keras_v3": "keras_weights",
    "torchscript": "torch_weights",
    "pytorch_state_dict": "torch_weights",
    "tensorflow_saved_model_bundle": "tensorflow_weights",
}


class Ran(NamedTuple):
    """What came out."""

    #: Names of the .npy files in the job's folder, by position.
    outputs: List[str]
    #: For instance "Keras 3.15.1 with TensorFlow 2.21.0".
    framework: str


def main(job: WeightsJob) -> NoReturn:
    """Runs the job, prints JSON lines (``stage``, then ``result`` or ``error``) and ends the process."""
    sink = reserve_stdout()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _bound()

    def say(stage: Stage, detail: str = "") -> None:
        _write(sink, {"stage": stage, "detail": detail})

    _write(sink, _answer(job, say))
    # Frameworks take seconds to end, and some of them crash at it.
    os._exit(0)


def _answer(job: WeightsJob, say: Say) -> Dict[str, object]:
    try:
        ran = _run(job, say)
        return {"result": {"outputs": ran.outputs, "framework": ran.framework}}
    except Problem as problem:
        return _error(problem)
    except MemoryError:
        return _error(Problem("ended", "there was not enough memory for this network"))
    except Exception as error:
        return _error(disk_problem(error) or Problem("bad-model", f"it could not be run: {_reason(error)}"))


def _run(job: WeightsJob, say: Say) -> Ran:
    folder = job["directory"]
    given = [np.load(os.path.join(folder, name), allow_pickle=False) for name in job["inputs"]]
    module = importlib.import_module(f"{__package__}.{_MODULES[job['format']]}")
    loaded = module.load(job, say)
    say("running", loaded.framework)
    names = []
    for index, output in enumerate(loaded.run(given)):
        names.append(f"output_{index}.npy")
        np.save(os.path.join(folder, names[-1]), _plain(output), allow_pickle=False)
    return Ran(names, loaded.framework)


def _plain(output: object) -> Array:
    """The numbers as numpy has them; its readers know no bfloat16 and no other types of the frameworks' own."""
    array = np.asarray(output)
    return array if array.dtype.kind in "biuf" else array.astype(np.float32)


def _error(problem: Problem) -> Dict[str, object]:
    error = {"problem": problem.kind, "message": problem.message, "data": problem.data}
    return {"error": {**error, "traceback": traceback.format_exc()}}


def _reason(error: BaseException) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"


def _write(sink: TextIO, message: Mapping[str, object]) -> None:
    sink.write(json.dumps(message, default=str) + "\n")
    sink.flush()


def _end_with_parent() -> None:
    """Standard input stays open for as long as somebody waits for the result."""
    while sys.stdin.read(1 << 16):
        continue
    os._exit(1)


def _bound() -> None:
    """No file without end, no core left behind; where the system knows such bounds."""
    try:
        resource = importlib.import_module("resource")
        for kind, most in (("RLIMIT_FSIZE", _LARGEST_FILE), ("RLIMIT_CORE", 0)):
            limit = getattr(resource, kind)
            _, hard = resource.getrlimit(limit)
            resource.setrlimit(limit, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    except (ImportError, OSError, ValueError):
        return
