"""Writes what numpy and Pillow say, for the tests of src/tensor.

    .envs/train/bin/python scripts/tensor_fixtures.py              writes src/tensor/fixtures/tensors.json

The everyday tests need no Python: they read the file.
"""

import base64
import io
import json
import pickle
from pathlib import Path
from typing import Any, Dict, List

import numpy as np
from PIL import Image

TARGET = Path(__file__).parent.parent / "src" / "tensor" / "fixtures" / "tensors.json"
Json = Dict[str, Any]
random = np.random.default_rng(20260712)


def text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def saved(array: np.ndarray, version: Any = None) -> bytes:
    stream = io.BytesIO()
    np.lib.format.write_array(stream, array, version=version, allow_pickle=True)
    return stream.getvalue()


def values(array: np.ndarray) -> List[Any]:
    """In C order; strings where JSON's numbers would lose digits or have no name."""
    if array.dtype.kind in "iub":
        return [str(int(value)) for value in array.reshape(-1)]
    return [str(value) if not np.isfinite(value) else value for value in array.astype(float).reshape(-1).tolist()]


def npy_case(name: str, array: np.ndarray, version: Any = None) -> Json:
    dtype = {"float16": "float32"}.get(array.dtype.name, array.dtype.name)
    return {
        "name": name,
        "file": text(saved(array, version)),
        "dtype": dtype,
        "shape": list(array.shape),
        "values": values(array),
    }


def npy_cases() -> List[Json]:
    cases: List[Json] = []
    for dtype in ("bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float16"):
        if np.dtype(dtype).kind in "iu":
            lowest, highest = np.iinfo(dtype).min, np.iinfo(dtype).max
        else:
            lowest, highest = (0, 1) if dtype == "bool" else (-2.5, 65504)
        array = np.array([0, 1, lowest, highest, 1, 0], dtype=dtype).reshape(2, 3)
        cases.append(npy_case(dtype, array))
        cases.append(npy_case(f"{dtype}, big-endian", array.astype(array.dtype.newbyteorder(">"))))
    for dtype in ("float32", "float64"):
        array = np.array([0.1, -1e30, np.nan, np.inf, -np.inf, 5], dtype).reshape(1, 2, 3)
        cases.append(npy_case(dtype, array))
        cases.append(npy_case(f"{dtype}, big-endian", array.astype(array.dtype.newbyteorder(">"))))
    half = np.array([6e-8, 1e-5, 6.1e-5, 0.333, -65504, np.inf, np.nan, 2049], "float16")
    image = random.normal(size=(2, 3, 4)).astype("float32")
    return [
        *cases,
        npy_case("float16, small and large", half),
        npy_case("Fortran order", np.asfortranarray(image)),
        npy_case("Fortran order, big-endian", np.asfortranarray(image.astype(">f8"))),
        npy_case("a scalar", np.float32(2.5).reshape(())),
        npy_case("one axis", np.arange(5, dtype="int32")),
        npy_case("an axis of length 0", np.zeros((2, 0, 3), "float32")),
        npy_case("version 2", image, (2, 0)),
        npy_case("version 3", image, (3, 0)),
    ]


def refused() -> List[Json]:
    record = np.zeros(2, [("x", "f4"), ("y", "i2")])
    whole = saved(np.zeros((4, 4), "float32"))
    return [
        {"name": "pickled objects", "problem": "pickled", "file": text(saved(np.array([{"a": 1}, None])))},
        {"name": "records", "problem": "unsupported-type", "file": text(saved(record))},
        {"name": "complex numbers", "problem": "unsupported-type", "file": text(saved(np.zeros(2, "complex64")))},
        {"name": "text", "problem": "unsupported-type", "file": text(saved(np.array(["a", "bc"])))},
        {"name": "dates", "problem": "unsupported-type", "file": text(saved(np.zeros(2, "M8[s]")))},
        {"name": "values cut short", "problem": "truncated", "file": text(whole[:-1])},
        {"name": "head cut short", "problem": "truncated", "file": text(whole[:60])},
        {"name": "a bare pickle", "problem": "not-npy", "file": text(pickle.dumps([1, 2, 3]))},
        {"name": "nothing", "problem": "not-npy", "file": ""},
        {"name": "another version", "problem": "not-npy", "file": text(whole[:6] + b"\x09" + whole[7:])},
        {"name": "a head without shape", "problem": "bad-header", "file": text(whole.replace(b"'shape'", b"'shade'"))},
    ]


def png_case(name: str, image: Image.Image, numbers: np.ndarray) -> Json:
    stream = io.BytesIO()
    image.save(stream, "png")
    return {
        "name": name,
        "file": text(stream.getvalue()),
        "dtype": numbers.dtype.name,
        "shape": list(numbers.shape),
        "values": values(numbers),
    }


def png_cases() -> List[Json]:
    grey = random.integers(0, 256, (5, 7), dtype="uint8")
    wide = random.integers(0, 65536, (4, 3), dtype="uint16")
    colour = random.integers(0, 256, (4, 6, 3), dtype="uint8")
    alpha = random.integers(0, 256, (4, 6, 4), dtype="uint8")
    bits = grey > 127
    palette = Image.fromarray(colour).quantize(5)
    return [
        png_case("grey", Image.fromarray(grey), grey),
        png_case("16 bits", Image.fromarray(wide), wide),
        png_case("colour", Image.fromarray(colour), colour),
        png_case("colour with alpha", Image.fromarray(alpha), alpha),
        png_case("one bit", Image.fromarray(bits), bits.astype("uint8") * 255),
        png_case("palette", palette, np.asarray(palette.convert("RGB"))),
    ]


def statistics() -> List[Json]:
    cases: List[Json] = []
    wanted = [0, 1, 12.5, 50, 99.8, 100]
    for name, array in (
        ("float32", random.gamma(2.0, 3.0, 501).astype("float32")),
        ("float64", random.normal(size=64)),
        ("uint8", random.integers(0, 256, 300).astype("uint8")),
        ("int64", random.integers(-5000, 5000, 99)),
        ("ties", np.repeat(np.float32([1, 2, 3]), 50)),
        ("NaN left out", np.where(random.random(200) > 0.9, np.nan, random.normal(size=200)).astype("float32")),
    ):
        exact = array.astype("float64")
        cases.append(
            {
                "name": name,
                "file": text(saved(array)),
                "percentiles": wanted,
                "values": [float(value) for value in np.nanpercentile(exact, wanted)],
                "mean": float(np.nanmean(exact)),
                "std": float(np.nanstd(exact)),
                "min": float(np.nanmin(exact)),
                "max": float(np.nanmax(exact)),
            }
        )
    return cases


def halves() -> List[List[float]]:
    """Numbers and what numpy's float16 makes of them."""
    given = [0.1, -0.1, 1 / 3, 2049, 2051, 65519, 1e-8, 3e-8, 6e-8, 6.1e-5, 6.0975e-5, 1.00048828125, 1.00146484375]
    return [[value, float(np.float16(np.float32(value)))] for value in given]


if __name__ == "__main__":
    content = {
        "npy": npy_cases(),
        "refused": refused(),
        "png": png_cases(),
        "statistics": statistics(),
        "halves": halves(),
    }
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    lines = ",\n".join(f'"{key}":{json.dumps(value, separators=(",", ":"))}' for key, value in content.items())
    TARGET.write_text("{\n" + lines + "\n}\n")
    print(f"{TARGET.stat().st_size} bytes")
