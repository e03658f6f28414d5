"""Folders as csbdeep, n2v, stardist and the U-Net 3D notebook leave them, with what their networks compute.

    .envs/train/bin/python scripts/rebuild_fixtures.py      csbdeep 0.8.2, stardist 0.9.2 (Keras 3)
    .envs/old/bin/python scripts/rebuild_fixtures.py        csbdeep 0.7.4, n2v 0.3.3 (Keras 2)

The second environment is not part of the project; it is made with
    uv venv .envs/old --python 3.11
    uv pip install --python .envs/old/bin/python "tensorflow-cpu==2.15.*" csbdeep==0.7.4 n2v==0.3.3 \\
        "numpy<2" "setuptools<80"

Writes src/convert/rebuild/fixtures/NAME: the weights, config.json where the library writes one, values.bin
(little-endian float32) and case.json, which says what stands in it and which versions made it. Weights are random, the
statistics of batch normalisation too: nothing is trained. The output is the library's own, `keras_model.predict`,
without CARE's scale and with StarDist's probability and distances in one array.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any, Callable, Iterator

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

import keras
import numpy as np
from keras_fixtures import Values, as_list, randomize

FIXTURES = Path(__file__).resolve().parent.parent / "src/convert/rebuild/fixtures"
SIZES = {2: ((2, 16, 24), (1, 32, 8)), 3: ((1, 8, 16, 8), (2, 4, 8, 12))}

# Name, what builds the library's object in a folder, what the export shows of the output, packages that matter.
Made = tuple[str, Callable[[Path], Any], Callable[[list[np.ndarray]], np.ndarray], tuple[str, ...]]


def whole(outputs: list[np.ndarray]) -> np.ndarray:
    return np.concatenate(outputs, axis=-1)


def care() -> Iterator[Made]:
    from csbdeep.models import CARE, Config

    def make(axes: str, channels_in: int, channels_out: int, **options: Any) -> Callable[[Path], Any]:
        return lambda folder: CARE(Config(axes, channels_in, channels_out, **options), folder.name, str(folder.parent))

    small = {"unet_n_first": 4, "unet_n_depth": 2}
    yield "care-2d", make("YX", 1, 1, **small), whole, ("csbdeep",)
    yield (
        "care-2d-probabilistic",
        make("YXC", 2, 2, probabilistic=True, unet_kern_size=3, **small),
        lambda outputs: outputs[0][..., :2],
        ("csbdeep",),
    )
    yield (
        "care-2d-plain",
        make("YXC", 3, 2, unet_n_depth=1, unet_n_first=5, unet_last_activation="relu", unet_kern_size=3),
        whole,
        ("csbdeep",),
    )
    yield (
        "care-3d",
        make("ZYX", 1, 1, probabilistic=True, unet_n_first=2, unet_n_depth=2),
        lambda outputs: outputs[0][..., :1],
        ("csbdeep",),
    )


def stardist() -> Iterator[Made]:
    from stardist.models import Config2D, Config3D, StarDist2D, StarDist3D

    def flat(**options: Any) -> Callable[[Path], Any]:
        return lambda folder: StarDist2D(Config2D(**options), folder.name, str(folder.parent))

    small = {"n_rays": 8, "unet_n_filter_base": 4, "net_conv_after_unet": 6, "unet_n_depth": 2}
    yield "stardist-2d", flat(**small), whole, ("stardist", "csbdeep")
    yield "stardist-2d-grid", flat(grid=(2, 2), n_channel_in=3, **small), whole, ("stardist", "csbdeep")
    yield (
        "stardist-2d-normalised",
        flat(
            **{**small, "net_conv_after_unet": 0, "unet_n_depth": 1},
            grid=(4, 2),
            unet_batch_norm=True,
            unet_dropout=0.2,
            unet_activation="elu",
            unet_last_activation="tanh",
            unet_n_conv_per_depth=3,
            unet_expansion=1.5,
            unet_prefix="mine_",
        ),
        whole,
        ("stardist", "csbdeep"),
    )

    def deep(**options: Any) -> Callable[[Path], Any]:
        return lambda folder: StarDist3D(Config3D(rays=6, **options), folder.name, str(folder.parent))

    yield (
        "stardist-3d",
        deep(grid=(1, 2, 2), unet_n_filter_base=2, net_conv_after_unet=4, unet_n_depth=1),
        whole,
        ("stardist", "csbdeep"),
    )
    yield (
        "stardist-3d-resnet",
        deep(
            backbone="resnet",
            grid=(1, 2, 2),
            resnet_n_blocks=2,
            resnet_n_filter_base=2,
            net_conv_after_resnet=3,
            resnet_batch_norm=True,
        ),
        whole,
        ("stardist", "csbdeep"),
    )


def n2v() -> Iterator[Made]:
    from n2v.models import N2V, N2VConfig

    def make(shape: tuple[int, ...], **options: Any) -> Callable[[Path], Any]:
        images = np.random.default_rng(0).normal(5, 2, shape).astype("float32")
        small = {"unet_n_first": 4, "unet_kern_size": 3, "n2v_patch_shape": (16,) * (len(shape) - 2), **options}
        return lambda folder: N2V(N2VConfig(images, **small), folder.name, str(folder.parent))

    flat, deep = (4, 16, 16), (4, 16, 16, 16)
    yield "n2v-2d", make((*flat, 1)), whole, ("n2v", "csbdeep")
    yield "n2v-2d-colours", make((*flat, 3), unet_n_first=2), whole, ("n2v", "csbdeep")
    yield "n2v-2d-joint", make((*flat, 2), single_net_per_channel=False, batch_norm=False), whole, ("n2v", "csbdeep")
    yield "n2v-2d-residual", make((*flat, 1), unet_residual=True, unet_n_depth=1), whole, ("n2v", "csbdeep")
    yield "n2v2", make((*flat, 1), blurpool=True, skip_skipone=True), whole, ("n2v", "csbdeep")
    yield "n2v-3d", make((*deep, 1), unet_n_first=2), whole, ("n2v", "csbdeep")


def unet3d(levels: int, filters: int, channels: int) -> Any:
    """The network of the ZeroCostDL4Mic notebook "U-Net (3D)": a block doubles its filters."""
    L = keras.layers

    def block(value: Any, width: int) -> Any:
        for count in (width, 2 * width):
            value = L.ReLU()(L.Conv3D(count, 3, padding="same")(value))
        return value

    source = keras.Input((16, 16, 8, channels), name="input")
    skips, value = [], source
    for level in range(levels):
        skips.append(block(value, filters * 2**level))
        value = L.MaxPooling3D(2, strides=2)(skips[-1])
    value = block(value, filters * 2**levels)
    for level in reversed(range(levels)):
        value = L.Conv3DTranspose(filters * 2**level, 2, strides=2)(value)
        value = block(L.Concatenate()([value, skips[level]]), filters * 2**level)
    return keras.Model(source, L.Conv3D(1, 1, activation="sigmoid")(value))


def predictions(model: Any, random: np.random.Generator) -> Iterator[tuple[np.ndarray, list[np.ndarray]]]:
    channels = int(model.inputs[0].shape[-1])
    for size in SIZES[len(model.inputs[0].shape) - 2]:
        image = random.normal(0, 1.5, (*size, channels)).astype("float32")
        yield image, [np.asarray(item) for item in as_list(model.predict(image, verbose=0))]


def write(folder: Path, name: str, model: Any, show: Callable[[list[np.ndarray]], np.ndarray], by: list[str]) -> None:
    random = np.random.default_rng(sum(map(ord, name)))
    values = Values()
    runs = [
        {"inputs": [values.add(image)], "outputs": [values.add(show(outputs))]}
        for image, outputs in predictions(model, random)
    ]
    (folder / "values.bin").write_bytes(b"".join(values.parts))
    case = {"by": by, "runs": runs}
    (folder / "case.json").write_text(json.dumps(case) + "\n")


def library(entry: Made) -> None:
    name, build, show, packages = entry
    name = f"{name}-k{keras.__version__[0]}"
    with tempfile.TemporaryDirectory() as scratch:
        made = build(Path(scratch) / name)
        randomize(made.keras_model, np.random.default_rng(len(name)))
        folder = FIXTURES / name
        folder.mkdir(parents=True, exist_ok=True)
        made.keras_model.save_weights(str(folder / "weights_best.h5"))
        (folder / "config.json").write_bytes((Path(scratch) / name / "config.json").read_bytes())
    write(folder, name, made.keras_model, show, versions(*packages))


def notebook(name: str, levels: int, filters: int, channels: int) -> None:
    name = f"{name}-k{keras.__version__[0]}"
    model = unet3d(levels, filters, channels)
    randomize(model, np.random.default_rng(len(name)))
    # As after training: the file also holds the optimizer's state.
    model.compile(optimizer="adam", loss="mse")
    model.optimizer.build(model.trainable_variables)
    folder = FIXTURES / name
    folder.mkdir(parents=True, exist_ok=True)
    model.save_weights(str(folder / f"{name}.weights.h5"))
    free = keras.models.clone_model(model, input_tensors=keras.Input((None, None, None, channels)))
    free.set_weights(model.get_weights())
    write(folder, name, free, whole, versions())


def versions(*packages: str) -> list[str]:
    from importlib.metadata import version

    return [f"{package} {version(package)}" for package in ("keras", *packages)]


def main() -> int:
    has = {name: importlib.util.find_spec(name) is not None for name in ("csbdeep", "stardist", "n2v")}
    if not has["csbdeep"]:
        print("csbdeep is missing here; the head of this script says which environments to use.", file=sys.stderr)
        return 1
    # Other networks come first in a real session too: Keras's own names then begin with higher numbers.
    keras.layers.Conv2D(1, 1), keras.layers.BatchNormalization()
    for entry in [*care(), *(stardist() if has["stardist"] else ()), *(n2v() if has["n2v"] else ())]:
        library(entry)
    notebook("unet-3d", 2, 2, 1)
    notebook("unet-3d-shallow", 1, 3, 2)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
