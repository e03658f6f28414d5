"""``tensorflow_saved_model_bundle``: a zip with a SavedModel, run by its signature for serving."""

from __future__ import annotations

import importlib
import os
import re
import zipfile
from typing import Dict, List, Mapping, Sequence

import numpy as np

from ..errors import Problem
from ..libraries import Array, Framework
from ..weights_protocol import WeightsJob
from . import saved_model
from .loaded import Loaded, Say, need

_MOST_FILES = 10_000
#: All files unpacked, in bytes.
_MOST_BYTES = 8 << 30


def load(job: WeightsJob, say: Say) -> Loaded:
    """The network in TensorFlow. Raises ``Problem``, for a graph that does more than compute before it is loaded."""
    folder = _unpacked(os.path.join(job["directory"], job["weights"]), job["named"])
    need("tensorflow", "TensorFlow", "tensorflow")
    say("starting", "TensorFlow")
    tensorflow = importlib.import_module("tensorflow")
    if job.get("allowCode") is not True:
        saved_model.check_harmless(folder, job["named"])
    say("loading")
    network = tensorflow.saved_model.load(folder)
    signatures = dict(network.signatures)
    if not signatures:
        raise Problem("bad-model", "its SavedModel has no signature by which it could be run.")
    key = "serving_default" if "serving_default" in signatures else sorted(signatures)[0]
    run = _runner(tensorflow, network, signatures[key], job)
    return Loaded(f"TensorFlow {tensorflow.__version__}", run)


def _runner(tensorflow: Framework, network: Framework, serve: Framework, job: WeightsJob) -> Framework:
    def run(given: List[Array]) -> List[Array]:
        # The network is named here so that it lives for as long as its signature is called.
        assert network is not None
        outputs = serve(**_named(tensorflow, serve, given, job["inputIds"]))
        return [np.asarray(outputs[name]) for name in _keys(outputs, job["outputs"])]

    return run


def _named(tensorflow: Framework, serve: Framework, given: List[Array], ids: Sequence[str]) -> Dict[str, Framework]:
    """Inputs by the signature's own names."""
    takes: Dict[str, Framework] = serve.structured_input_signature[1]
    if len(takes) != len(given):
        raise Problem("bad-model", f"its signature takes {len(takes)} inputs, but the description has {len(given)}.")
    return {
        name: tensorflow.cast(tensorflow.convert_to_tensor(one), takes[name].dtype)
        for name, one in zip(_keys(takes, ids), given)
    }


def _keys(held: Mapping[str, object], names: Sequence[str]) -> List[str]:
    """The keys of what a signature takes or gives, in the order of the description.

    They are the description's own ids, or names with numbers ("output_0"); a SavedModel has them in a random order.
    """
    if all(name in held for name in names):
        return list(names)
    return sorted(held, key=lambda name: [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)])


def _unpacked(path: str, named: str) -> str:
    """The folder with ``saved_model.pb``, unpacked beside the zip. Raises ``Problem`` ('bad-model')."""
    folder = f"{path}.unpacked"
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > _MOST_FILES or sum(entry.file_size for entry in entries) > _MOST_BYTES:
                raise Problem("bad-model", f"{named} is no network: it holds more than any network needs.")
            # Names that lead outside lose what would lead there, and no link is made.
            archive.extractall(folder)
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise Problem("bad-model", f"{named} is no zip with a SavedModel, or damaged: {error}") from error
    found = sorted(place for place, _, files in os.walk(folder) if "saved_model.pb" in files)
    if not found:
        raise Problem("bad-model", f"{named} holds no saved_model.pb.")
    return found[0]
