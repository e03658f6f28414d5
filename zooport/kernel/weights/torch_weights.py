"""PyTorch: ``torchscript``, and ``pytorch_state_dict`` whose network is code of the bundle."""

from __future__ import annotations

import importlib
import importlib.util
import os
import pickle
import sys
from typing import Callable, List, Sequence

import numpy as np

from ..errors import Problem
from ..libraries import Array, Framework
from ..weights_protocol import Architecture, WeightsJob
from . import torchscript
from .loaded import Loaded, Say, listed, need

#: The module that an architecture file is, in its own process.
_MODULE = "_zooport_architecture"


def load(job: WeightsJob, say: Say) -> Loaded:
    """The network in PyTorch on the processor. Raises ``Problem``; no code runs that was not allowed."""
    scripted = job["format"] == "torchscript"
    path = os.path.join(job["directory"], job["weights"])
    if scripted and job.get("allowCode") is not True:
        path = torchscript.harmless(path, job["named"])
    if not scripted and job.get("allowCode") is not True:
        raise Problem("holds-code", "the network itself is code, which is not run unasked.")
    need("torch", "PyTorch", "torch")
    say("starting", "PyTorch")
    torch = importlib.import_module("torch")
    say("loading")
    network = _script(torch, path) if scripted else _with_state(torch, path, job)
    network.eval()
    return Loaded(f"PyTorch {torch.__version__}", _runner(torch, network, job["outputs"]))


def _runner(torch: Framework, network: Framework, names: Sequence[str]) -> Callable[[List[Array]], List[Array]]:
    def run(given: List[Array]) -> List[Array]:
        with torch.no_grad():
            outputs = network(*(torch.from_numpy(np.ascontiguousarray(one)) for one in given))
        return [_array(torch, one) for one in listed(outputs, names)]

    return run


def _array(torch: Framework, output: Framework) -> Array:
    if not isinstance(output, torch.Tensor):
        raise Problem("bad-model", f"it gives a {type(output).__name__} where the description has a tensor.")
    known = output.detach().cpu()
    return (known.float() if known.dtype == torch.bfloat16 else known).numpy()


def _script(torch: Framework, path: str) -> Framework:
    try:
        return torch.jit.load(path, map_location="cpu")
    except RuntimeError as error:
        raise Problem("bad-model", f"PyTorch {torch.__version__} could not load it: {_reason(error)}") from error


def _with_state(torch: Framework, path: str, job: WeightsJob) -> Framework:
    architecture = job.get("architecture")
    if architecture is None:
        raise Problem("no-framework", "the description does not say which code builds the network (architecture).")
    made = _callable(architecture, job["directory"])(**architecture["kwargs"])
    if not isinstance(made, torch.nn.Module):
        raise Problem("bad-model", f"“{architecture['callable']}” gives no network of PyTorch (torch.nn.Module).")
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
        made.load_state_dict(state, strict=job.get("strict") is not False)
    except pickle.UnpicklingError as error:
        raise Problem("bad-model", f"its file holds more than numbers (weights_only): {_reason(error)}") from error
    except (RuntimeError, AttributeError, TypeError) as error:
        raise Problem("bad-model", f"its numbers do not fit its architecture: {_reason(error)}") from error
    return made


def _callable(architecture: Architecture, directory: str) -> Framework:
    """The class or function that builds the network: from a file of the bundle, or from an installed library."""
    source, name = architecture.get("source"), architecture["callable"]
    if source is None:
        module_name = architecture.get("importFrom", "")
        try:
            return getattr(importlib.import_module(module_name), name)
        except ImportError as error:
            raise Problem(
                "no-framework",
                f"its network is built by “{module_name}”, which cannot be imported in {sys.executable} ({error}).",
            ) from error
    spec = importlib.util.spec_from_file_location(_MODULE, os.path.join(directory, source))
    if spec is None or spec.loader is None:
        raise Problem("bad-model", "its architecture is no file of Python.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[_MODULE] = module
    try:
        spec.loader.exec_module(module)
    except ImportError as error:
        raise Problem("no-framework", f"its architecture needs what is not in {sys.executable}: {error}.") from error
    return getattr(module, name)


def _reason(error: BaseException) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__
