"""Small networks as Keras saves them and as tf2onnx writes them: for the test that both reach equally far.

    .envs/train/bin/python scripts/reach_fixtures.py

writes .cache/reach-fixtures (not in the repository). The second form comes from the Python half itself, as in an export
of a network with a layer that Zooport's own converter does not know.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any, Callable

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
from keras import layers as L

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".cache" / "reach-fixtures"
sys.path.insert(0, str(ROOT))

from zooport.kernel.keras import network, onnx_file  # noqa: E402
from zooport.kernel.transport import folders  # noqa: E402


def conv(value: Any, filters: int = 4, size: int = 3, **options: Any) -> Any:
    return L.Conv2D(filters, size, padding=options.pop("padding", "same"), **options)(value)


def unet(value: Any, depth: int = 2, down: Any = None, up: Any = None, act: str = "relu") -> Any:
    skips = []
    for _ in range(depth):
        value = conv(value, activation=act)
        skips.append(value)
        value = (down or (lambda one: L.MaxPooling2D(2)(one)))(value)
    value = conv(value, activation=act)
    for skip in reversed(skips):
        value = (up or (lambda one: L.UpSampling2D(2)(one)))(value)
        value = conv(L.Concatenate()([skip, value]), activation=act)
    return value


def strided(value: Any) -> Any:
    return conv(value, strides=2)


def transposed(size: int, padding: str = "same") -> Callable[[Any], Any]:
    return lambda value: L.Conv2DTranspose(4, size, strides=2, padding=padding)(value)


def gated(value: Any) -> Any:
    """Attention as in attention U-Nets: each pixel is weighed by its own surroundings."""
    gate = conv(L.Activation("relu")(L.Add()([conv(value, 4, 1), conv(value, 4, 5)])), 1, 1, activation="sigmoid")
    return L.Multiply()([value, gate])


def residual(value: Any) -> Any:
    for rate in (1, 2, 4):
        value = L.Add()([conv(value, 1), conv(conv(value, dilation_rate=rate), 1, 1)])
    return L.LeakyReLU()(value)


def volume(value: Any) -> Any:
    high = L.Conv3D(3, 3, padding="same", activation="relu")(value)
    low = L.Conv3D(3, 3, padding="same")(L.MaxPooling3D((1, 2, 2))(high))
    up = L.Conv3DTranspose(3, (1, 2, 2), strides=(1, 2, 2))(low)
    return L.Conv3D(1, 1)(L.Concatenate()([high, up]))


#: What stands between input and the last convolution, by name.
NETWORKS: dict[str, Callable[[Any], Any]] = {
    "plain": lambda value: conv(conv(value, size=5)),
    "dilated": lambda value: conv(conv(conv(value, dilation_rate=2), dilation_rate=4), dilation_rate=3),
    "unet": unet,
    "unet-average": lambda value: unet(value, 3, lambda one: L.AveragePooling2D(2)(one)),
    "unet-strided": lambda value: unet(value, 2, strided, transposed(2)),
    "unet-transposed-3": lambda value: unet(value, 2, None, transposed(3)),
    "unet-transposed-4": lambda value: unet(value, 1, strided, transposed(4)),
    "unet-gelu": lambda value: unet(value, 2, act="gelu"),
    "unet-swish": lambda value: unet(value, 2, act="swish"),
    "pool-3-same": lambda value: unet(
        value, 1, lambda one: L.MaxPooling2D(3, strides=2, padding="same")(one), transposed(2)
    ),
    "separable": lambda value: L.SeparableConv2D(4, 5, padding="same")(L.DepthwiseConv2D(3, padding="same")(value)),
    "oblong": lambda value: conv(conv(value, size=(3, 7)), size=(1, 5)),
    "residual": residual,
    "attention": lambda value: gated(unet(value, 1)),
    "normalised": lambda value: unet(L.BatchNormalization()(conv(value)), 1),
    "prelu": lambda value: L.PReLU(shared_axes=[1, 2])(unet(value, 1)),
    "squeeze": lambda value: L.Multiply()([conv(value), L.GlobalAveragePooling2D(keepdims=True)(conv(value))]),
    "unet-valid": lambda value: L.Cropping2D(2)(L.ZeroPadding2D(2)(unet(value, 1, strided, transposed(2, "valid")))),
    "padded": lambda value: conv(L.ZeroPadding2D(2)(value), size=5, padding="valid"),
    "volume": volume,
}


def record(name: str, folder: Path) -> dict[str, Any]:
    keras.utils.set_random_seed(len(name))
    is_volume = name == "volume"
    source = keras.Input((None, None, None, 1) if is_volume else (None, None, 1))
    value = NETWORKS[name](source)
    model = keras.Model(source, value if is_volume else L.Conv2D(1, 1, activation="sigmoid")(value))
    directory = Path(folders.make())
    try:
        model.save(directory / "weights.keras")
        shutil.copy(directory / "weights.keras", folder / f"{name}.keras")
        made = onnx_file.convert({"directory": str(directory)}, lambda *_: None)
        shutil.copy(made["path"], folder / f"{name}.onnx")
    finally:
        folders.remove(str(directory))
    return {"name": name, "steps": list(network.anatomy(model, keras, {}).steps)}


def key() -> str:
    parts = [Path(__file__), *(ROOT / "zooport" / "kernel" / name for name in ("onnx_file.py", "network.py"))]
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()


def up_to_date() -> bool:
    try:
        return json.loads((FOLDER / "cases.json").read_text())["key"] == key()
    except (OSError, ValueError, KeyError):
        return False


def main() -> int:
    if up_to_date():
        return 0
    FOLDER.parent.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="reach-fixtures-", dir=FOLDER.parent))
    try:
        cases = [record(name, folder) for name in NETWORKS]
        (folder / "cases.json").write_text(json.dumps({"key": key(), "cases": cases}))
        shutil.rmtree(FOLDER, ignore_errors=True)
        folder.rename(FOLDER)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
