"""Writes small OME-Zarr folders of versions 0.4 and 0.5 for the tests of src/image, and what zarr reads in them.

uv run --no-project --with zarr==3.1.6 --with numcodecs==0.16.6 scripts/images/zarr_fixtures.py

Made once and kept in src/image/fixtures/zarr: the tests need no Python, and no environment of the project has zarr.
"""

import hashlib
import json
import pathlib
import shutil
from typing import Any, Dict, Iterator, List, Tuple

import numcodecs
import numpy as np
import zarr
from zarr.codecs import BloscCodec, GzipCodec, ZstdCodec

HERE = pathlib.Path(__file__).parents[2] / "src" / "image" / "fixtures"
Case = Tuple[str, np.ndarray, str, Dict[str, Any]]


def image(shape: Tuple[int, ...], dtype: str) -> np.ndarray:
    """Smooth with some noise: what packs well and is no two numbers alike."""
    random = np.random.default_rng(7)
    smooth = np.linspace(0, 200, int(np.prod(shape))).reshape(shape) + random.integers(0, 9, shape)
    return smooth > 100 if dtype == "bool" else (smooth * 3 if np.dtype(dtype).itemsize > 1 else smooth).astype(dtype)


def old() -> Iterator[Case]:
    """Version 0.4: Zarr 2."""
    plane, stack = image((37, 41), "uint16"), image((2, 3, 21, 25), "uint16")
    options: Dict[str, Any] = {"zarr_format": 2, "chunks": (20, 30)}
    for cname in ("lz4", "zstd", "zlib"):
        for shuffle in (0, 1, 2):
            packing = numcodecs.Blosc(cname=cname, shuffle=shuffle)
            yield f"blosc_{cname}_{shuffle}", plane, "yx", {**options, "compressors": packing}
    yield "blosc_float", image((37, 41), "float32"), "yx", {**options, "compressors": numcodecs.Blosc()}
    large = image((300, 410), "uint16")
    yield "blosc_blocks", large, "yx", {**options, "chunks": (300, 410), "compressors": numcodecs.Blosc(blocksize=4096)}
    noise = np.random.default_rng(1).integers(0, 256, (37, 41), dtype="uint8")
    yield "blosc_noise", noise, "yx", {**options, "compressors": numcodecs.Blosc()}
    yield "plain", plane, "yx", {**options, "compressors": None}
    yield "zstd", plane, "yx", {**options, "compressors": numcodecs.Zstd()}
    yield "gzip", plane, "yx", {**options, "compressors": numcodecs.GZip()}
    yield "zlib", plane, "yx", {**options, "compressors": numcodecs.Zlib()}
    yield "lz4", plane, "yx", {**options, "compressors": numcodecs.LZ4()}
    yield "big_endian", plane.astype(">u2"), "yx", {**options, "compressors": None}
    yield "fortran", plane, "yx", {**options, "order": "F"}
    yield "stack", stack, "czyx", {"zarr_format": 2, "chunks": (1, 2, 20, 20)}
    yield (
        "slashes",
        stack,
        "tzyx",
        {
            "zarr_format": 2,
            "chunks": (1, 3, 21, 25),
            "chunk_key_encoding": {"name": "v2", "separator": "/"},
        },
    )
    yield "int64", image((9, 11), "int64"), "yx", {"zarr_format": 2, "chunks": (9, 11)}


def new() -> Iterator[Case]:
    """Version 0.5: Zarr 3."""
    stack = image((2, 3, 21, 25), "uint16")
    options: Dict[str, Any] = {"zarr_format": 3, "chunks": (1, 2, 20, 20)}
    yield "three_zstd", stack, "czyx", {**options, "compressors": ZstdCodec()}
    yield "three_blosc", stack, "tzyx", {**options, "compressors": BloscCodec(cname="lz4", shuffle="bitshuffle")}
    yield "three_gzip", stack, "ctyx", {**options, "compressors": GzipCodec()}
    yield "three_plain", stack, "czyx", {**options, "compressors": None}
    yield "three_shards", stack, "czyx", {**options, "shards": (2, 4, 20, 40)}
    yield "three_five", image((1, 2, 3, 20, 30), "float32"), "tczyx", {"zarr_format": 3, "chunks": (1, 1, 1, 20, 30)}
    yield "three_bool", image((20, 30), "bool"), "yx", {"zarr_format": 3, "chunks": (9, 9)}


def multiscale(axes: str, version: str) -> Dict[str, Any]:
    kinds = {"t": ("time", "second", 2.5), "c": ("channel", None, 1.0), "z": ("space", "nanometer", 500.0)}
    space = ("space", "micrometer", 0.25)
    entries: List[Dict[str, Any]] = []
    for axis in axes:
        kind, unit, _ = kinds.get(axis, space)
        entries.append({"name": axis, "type": kind, **({"unit": unit} if unit else {})})
    scale = [kinds.get(axis, space)[2] for axis in axes]
    transform = [{"type": "scale", "scale": scale}]
    own: Dict[str, Any] = {
        "multiscales": [
            {"axes": entries, "datasets": [{"path": "0", "coordinateTransformations": transform}], "version": version}
        ]
    }
    if "c" in axes:
        own["omero"] = {"channels": [{"label": "nuclei"}, {"label": "membrane"}]}
    return own


def main() -> None:
    folder = HERE / "zarr"
    shutil.rmtree(folder, ignore_errors=True)
    rows = []
    for name, array, axes, options in [*old(), *new()]:
        form = options.pop("zarr_format")
        own = multiscale(axes, "0.4" if form == 2 else "0.5")
        path = folder / f"{name}.ome.zarr"
        group = zarr.create_group(path, zarr_format=form)
        group.attrs.update(own if form == 2 else {"ome": {"version": "0.5", **own}})
        stored = group.create_array("0", shape=array.shape, dtype=array.dtype, **options)
        stored[...] = array
        plain = np.ascontiguousarray(stored[...])
        plain = plain.astype(plain.dtype.newbyteorder("<"))
        rows.append(
            {
                "file": path.name,
                "axes": axes,
                "shape": list(plain.shape),
                "dtype": plain.dtype.name,
                "sha256": hashlib.sha256(plain.tobytes()).hexdigest(),
            }
        )
    text = ",\n".join(json.dumps(row) for row in rows)
    (HERE / "zarr.json").write_text(f"[\n{text}\n]\n", encoding="utf-8")
    print(len(rows), "folders")


if __name__ == "__main__":
    main()
