"""What a ``prepare`` leaves in its folder: weights saved anew, test tensors, proofs."""

from __future__ import annotations

import os
import sys
from typing import List, Sequence, Tuple

import numpy as np

from ..libraries import Array, Custom, Framework, Network
from ..prepared_file import FileRole, PreparedFile
from ..protocol import NativeFormat, NativeWeights, PreparedTensor
from ..transport import folders
from . import code, framework


def save(free: Network, keras: Framework, directory: str) -> Tuple[str, NativeFormat]:
    """Saves the network: its path, and the key of the model description that reads it."""
    form: NativeFormat = "keras_v3" if framework.major(keras.__version__) >= 3 else "keras_hdf5"
    path = os.path.join(directory, "weights.keras" if form == "keras_v3" else "weights.h5")
    free.save(path)
    return path, form


def reload(path: str, keras: Framework, custom: Custom, allow_code: bool = False) -> Network:
    """The network from its new file, as any reader of the bundle gets it. Raises ``Problem`` ('holds-code')."""
    named = "The network saved anew"
    code.refuse([one for one in code.of_file(path, named) if one.foreign is None], named, allow_code)
    return framework.load_model(keras, path, custom, allow_code)


def write(
    directory: str,
    pixels: Array,
    output: Array,
    weights: str,
    pairs: List[Tuple[Array, Array]],
    exact: Sequence[Array],
    attachments: Sequence[str],
) -> List[PreparedFile]:
    """Writes the tensors as .npy; all files of the folder as ``PreparedFile``."""
    arrays: List[Tuple[FileRole, str, Array]] = [
        ("test_input", "test_input.npy", pixels),
        ("test_output", "test_output.npy", output),
    ]
    for index, (given, expected) in enumerate(pairs):
        arrays.append(("proof_input", f"proof_input_{index}.npy", given))
        arrays.append(("proof_output", f"proof_output_{index}.npy", expected))
    for index, computed in enumerate(exact):
        arrays.append(("proof_exact", f"proof_exact_{index}.npy", computed))
    files = []
    for role, name, array in arrays:
        path = os.path.join(directory, name)
        write_npy(path, array)
        files.append(folders.described(path, role))
    files.append(folders.described(weights, "weights"))
    return files + [folders.described(path, "attachment") for path in attachments]


def tensor(array: Array, axes: Sequence[str]) -> PreparedTensor:
    """``PreparedTensor`` of an array with these axes."""
    return {"axes": list(axes), "shape": list(array.shape), "dtype": str(array.dtype)}


def foreign(network: Network) -> List[str]:
    """Layers and activations of the notebook's own, by name: no reader of the bundle has their code."""
    found = set()
    for layer in network.layers:
        if hasattr(layer, "layers"):
            found.update(foreign(layer))
        for kind in (type(layer), getattr(layer, "activation", None)):
            module = getattr(kind, "__module__", None)
            if module is not None and module.split(".")[0] not in ("keras", "tf_keras", "tensorflow"):
                found.add(getattr(kind, "__name__", type(kind).__name__))
    return sorted(found)


def native(keras: Framework, form: NativeFormat, network: Network) -> NativeWeights:
    """What a reader of the weights needs: format, versions, backend, code that it does not have."""
    tensorflow = getattr(sys.modules.get("tensorflow"), "__version__", None)
    backend = keras.backend.backend() if hasattr(keras.backend, "backend") else "tensorflow"
    return {
        "format": form,
        "kerasVersion": str(keras.__version__),
        "tensorflowVersion": tensorflow,
        "backend": backend,
        "foreign": foreign(network),
    }


def write_npy(path: str, array: Array) -> None:
    """As ``np.save``, which on a full disk raises an error that does not say so (numpy writes past Python's files)."""
    whole = np.ascontiguousarray(array)
    with open(path, "wb") as file:
        np.lib.format.write_array_header_1_0(file, np.lib.format.header_data_from_array_1_0(whole))
        file.write(whole.tobytes())
