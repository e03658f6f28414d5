"""What a ``prepareOwn`` leaves in its folder: test tensors and proofs."""

from __future__ import annotations

import os
from typing import List, Sequence, Tuple

import numpy as np

from ..keras.saved import write_npy
from ..libraries import Array
from ..prepared_file import FileRole, PreparedFile
from ..transport import folders

#: Inputs and outputs of the network at one shape.
Pair = Tuple[Sequence[Array], Sequence[Array]]

#: What a description and every reader of it knows.
_TYPES = ("float32", "float64", "uint8", "int8", "uint16", "int16", "uint32", "int32")


def storable(array: Array) -> Array:
    """The same values in a number type that a description knows: truth values as 0 and 1, half precision as float32."""
    if str(array.dtype) in _TYPES:
        return array
    if array.dtype.kind == "b":
        return array.astype(np.uint8)
    if array.dtype.kind in "iu":
        low, high = int(array.min()), int(array.max())
        fits = np.iinfo(np.int32).min <= low and high <= np.iinfo(np.int32).max
        return array.astype(np.int32 if fits else np.float64)
    return array.astype(np.float32 if array.dtype.itemsize < 4 else np.float64)


def write(
    directory: str, inputs: Sequence[Array], outputs: Sequence[Array], proofs: Sequence[Pair]
) -> List[PreparedFile]:
    """Writes all tensors as .npy, the test's as they are and the proofs' in float32."""
    arrays: List[Tuple[FileRole, str, Array]] = []
    arrays += [("test_input", f"test_input_{at}.npy", storable(one)) for at, one in enumerate(inputs)]
    arrays += [("test_output", f"test_output_{at}.npy", storable(one)) for at, one in enumerate(outputs)]
    for shape, (given, made) in enumerate(proofs):
        arrays += [("proof_input", f"proof_input_{shape}_{at}.npy", _float(one)) for at, one in enumerate(given)]
        arrays += [("proof_output", f"proof_output_{shape}_{at}.npy", _float(one)) for at, one in enumerate(made)]
    files = []
    for role, name, array in arrays:
        path = os.path.join(directory, name)
        write_npy(path, array)
        files.append(folders.described(path, role))
    return files


def _float(array: Array) -> Array:
    return array.astype(np.float32)
