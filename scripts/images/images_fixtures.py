"""Writes the small image files of the tests of src/image, and what tifffile and the others read in them.

.envs/new/bin/python scripts/images/images_fixtures.py

Made once and kept in src/image/fixtures: the tests need no Python.
"""

import hashlib
import itertools
import json
import pathlib
import shutil
import sys
from typing import Any, Dict, List

import imageio.v3 as iio
import numpy as np
import tifffile

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import picture_cases
import tiff_cases

HERE = pathlib.Path(__file__).parents[2] / "src" / "image" / "fixtures"


def summary(array: np.ndarray) -> Dict[str, Any]:
    """Shape and type as numpy has them, a hash of the values (C order, low bytes first); float16 as float32."""
    dtype = "float32" if array.dtype == np.float16 else array.dtype.name
    plain = np.ascontiguousarray(array).astype(np.dtype(dtype).newbyteorder("<"))
    first = [value.item() if value.dtype.kind != "b" else int(value) for value in plain.reshape(-1)[:4]]
    return {
        "shape": list(array.shape),
        "dtype": dtype,
        "sha256": hashlib.sha256(plain.tobytes()).hexdigest(),
        "first": [str(value) for value in first],
    }


def micrometres(unit: str) -> str:
    return "µm" if unit in ("um", "micron", "\\u00B5m", "µm") else unit


def imagej_spacing(tiff: tifffile.TiffFile) -> Dict[str, List[Any]]:
    metadata = tiff.imagej_metadata or {}
    unit = str(metadata.get("unit", ""))
    if unit in ("", "pixel", "None"):
        return {}
    tags = tiff.pages[0].tags
    found: Dict[str, List[Any]] = {}
    for axis, name in (("x", "XResolution"), ("y", "YResolution")):
        over, under = tags[name].value
        found[axis] = [under / over, micrometres(unit)]
    if "spacing" in metadata:
        found["z"] = [metadata["spacing"], micrometres(unit)]
    if "finterval" in metadata:
        found["t"] = [metadata["finterval"], "s"]
    return found


def ome_spacing(tiff: tifffile.TiffFile) -> Dict[str, List[Any]]:
    pixels = tifffile.xml2dict(tiff.ome_metadata)["OME"]["Image"]
    pixels = (pixels[0] if isinstance(pixels, list) else pixels)["Pixels"]
    found: Dict[str, List[Any]] = {}
    for axis, key, unit in (
        ("x", "PhysicalSizeX", "µm"),
        ("y", "PhysicalSizeY", "µm"),
        ("z", "PhysicalSizeZ", "µm"),
        ("t", "TimeIncrement", "s"),
    ):
        if key in pixels:
            found[axis] = [pixels[key], pixels.get(f"{key}Unit", unit)]
    return found


def read_tiff(path: pathlib.Path) -> Dict[str, Any]:
    with tifffile.TiffFile(path) as tiff:
        series = tiff.series[0]
        spacing = imagej_spacing(tiff) if tiff.is_imagej else ome_spacing(tiff) if tiff.is_ome else {}
        return {"axes": series.axes, **summary(series.asarray()), "spacing": spacing}


def read(path: pathlib.Path) -> Dict[str, Any]:
    if path.suffix == ".tif":
        return read_tiff(path)
    array = np.load(path) if path.suffix == ".npy" else iio.imread(path)
    axes = {2: "YX", 3: "YXS"}[array.ndim] if path.suffix != ".npy" else "?" * (array.ndim - 2) + "??"
    return {"axes": axes, **summary(array), "spacing": {}}


def main() -> None:
    files = HERE / "files"
    shutil.rmtree(files, ignore_errors=True)
    files.mkdir(parents=True)
    rows = []
    tiffs = ((f"{name}.tif", write) for name, write in tiff_cases.cases())
    for name, write in itertools.chain(tiffs, picture_cases.cases()):
        path = files / name
        write(str(path))
        rows.append({"file": path.name, **read(path)})
    text = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (HERE / "images.json").write_text(f"[\n{text}\n]\n", encoding="utf-8")
    total = sum(path.stat().st_size for path in files.iterdir())
    print(f"{len(rows)} files, {total} bytes")


if __name__ == "__main__":
    main()
