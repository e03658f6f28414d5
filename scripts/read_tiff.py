"""Prints, as JSON, what the readers of a ZeroCostDL4Mic notebook make of TIFF files; for the tests of src/tensor.

.envs/train/bin/python scripts/read_tiff.py FILE...
"""

import json
import sys
from typing import Any, Dict

import numpy as np
import tifffile
from skimage import io


def same(image: np.ndarray, array: np.ndarray) -> bool:
    """True also where scikit-image took 3 or 4 planes for colours and moved them to the end, as it does by itself."""
    if image.shape != array.shape:
        array = np.moveaxis(array, -3, -1)
    return bool(np.array_equal(image, array, equal_nan=True))


def read(path: str) -> Dict[str, Any]:
    with tifffile.TiffFile(path) as tiff:
        series = tiff.series[0]
        array = series.asarray()
        tags = tiff.pages[0].tags
        x_resolution = tags["XResolution"].value
        return {
            "imagej": tiff.is_imagej,
            "axes": series.axes,
            "shape": list(array.shape),
            "dtype": array.dtype.name,
            "values": array.reshape(-1).tolist(),
            "metadata": {key: value for key, value in (tiff.imagej_metadata or {}).items() if key != "Info"},
            "pixelsPerUnit": x_resolution[0] / x_resolution[1],
            "sameInSkimage": same(np.squeeze(io.imread(path)), np.squeeze(array)),
        }


if __name__ == "__main__":
    print(json.dumps([read(path) for path in sys.argv[1:]]))
