"""What the page and the command line ask: a folder, files written into it, and weights run on them."""

from __future__ import annotations

import base64
import os
import sys
import time
from typing import List, cast

from ..errors import Problem
from ..protocol import FolderMade, FolderParams, WriteParams, Written
from ..transport import folders
from ..transport.quiet import Progress
from ..weights_protocol import WeightsJob, WeightsRun
from . import process

_FRAMEWORKS = {"torchscript": "PyTorch", "pytorch_state_dict": "PyTorch", "tensorflow_saved_model_bundle": "TensorFlow"}


def folder(_params: FolderParams, _progress: object = None) -> FolderMade:
    """A new empty folder of ours, until ``release``."""
    return {"directory": folders.make()}


def write(params: WriteParams, _progress: object = None) -> Written:
    """Adds a part (base64) to a file in such a folder, and gives the size of what is there in bytes."""
    path = _inside(params["directory"], params["name"])
    with open(path, "ab") as file:
        file.write(base64.b64decode(params["data"], validate=True))
        return {"size": file.tell()}


def weights(params: WeightsJob, progress: Progress) -> WeightsRun:
    """Runs one set of weights on the inputs in the folder; its outputs lie there afterwards.

    Raises ``Problem``: 'no-framework' and 'holds-code' where they cannot run here, 'ended' where their process was
    ended, 'bad-model' where they are at fault.
    """
    directory = folders.owned(params["directory"])
    architecture = params.get("architecture")
    code = [architecture["source"]] if architecture is not None and "source" in architecture else []
    for name in (params["weights"], *params["inputs"], *code):
        _inside(directory, name)
    started = time.monotonic()
    name = _FRAMEWORKS.get(params["format"], "Keras")
    progress(f"Starting {name} to run the {params['format']} weights", None)
    job = cast(WeightsJob, {**params, "directory": directory})
    answer = process.outcome(job, lambda message: _tell(message, name, progress))
    process.raised(answer)
    result = cast("dict[str, List[str]]", answer["result"])
    return {
        "outputs": [_inside(directory, output) for output in result["outputs"]],
        "framework": str(result["framework"]),
        "python": sys.executable,
        "seconds": time.monotonic() - started,
    }


def _tell(message: process.Message, name: str, progress: Progress) -> None:
    if message["stage"] == "loading":
        progress(f"Loading the network in {name}", None)
    elif message["stage"] == "running":
        progress(f"Running the network in {message.get('detail') or name}", None)


def _inside(directory: str, name: str) -> str:
    """The path of a file that lies in a folder of ours under a plain name. Raises ``Problem`` ('bad-folder')."""
    if name != os.path.basename(name) or name in ("", ".", ".."):
        raise Problem("bad-folder", f"“{name}” is no plain name of a file.", path=name)
    return os.path.join(folders.owned(directory), name)
