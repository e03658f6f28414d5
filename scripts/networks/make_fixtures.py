"""Writes trained model folders in older and in broken forms, and images that cannot be used, for the tests.

    .envs/train/bin/python scripts/networks/make_fixtures.py            into .cache/fixtures, once; prints the folder
    .envs/train/bin/python scripts/networks/make_fixtures.py --again    also where they are there already

Networks, loss and prediction are those of examples/unet_2d.ipynb (its cell "load"), run with Keras 3 and, in a process
of their own, with Keras 2. Each network is trained for a few real steps on the nuclei that the stardist package
carries, so that its weights are no longer those of a fresh network. `index.json` says of each fixture what it is.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Tuple

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = ROOT / "examples" / "unet_2d.ipynb"
FIXTURES = ROOT / ".cache" / "fixtures"
EPOCHS = 2

Entry = Dict[str, Any]
Makers = Dict[str, Callable[["Workshop", Path], Entry]]


def notebook_functions() -> str:
    """The source of the cell that defines network, loss, normalisation and prediction."""
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return "".join(next(cell["source"] for cell in cells if cell["id"] == "load"))


def nuclei_folder() -> Path:
    """Where the stardist package keeps its example images; the package is not imported."""
    spec = importlib.util.find_spec("stardist")
    if spec is None or spec.origin is None:
        raise SystemExit("stardist is missing. Set its environment up first: python3 scripts/setup.py train")
    return Path(spec.origin).parent / "data" / "images"


class Workshop:
    """The notebook's functions in one Keras, and the nuclei: image (y, x) uint16 and mask (y, x) uint8, 0 or 255."""

    def __init__(self, images: Path) -> None:
        import numpy as np
        from skimage import io

        self.np, self.io = np, io
        self.notebook: Dict[str, Any] = {}
        exec(notebook_functions(), self.notebook)
        self.keras = self.notebook["tf"].keras
        shipped = nuclei_folder()
        self.image = io.imread(shipped / "img2d.tif")
        self.mask = ((io.imread(shipped / "mask2d.tif") > 0) * 255).astype("uint8")
        self.images = images

    def unet(self, patch: Tuple[int, int], width: int, depth: int, channels: int = 1) -> Any:
        self.keras.backend.clear_session()
        self.keras.utils.set_random_seed(7)
        weights = self.notebook["getClassWeights"](str(self.images / "masks"))
        return self.notebook["unet"](
            input_size=(*patch, channels),
            pooling_steps=depth,
            learning_rate=1e-3,
            verbose=False,
            class_weights=weights,
            number_of_filters=width,
        )

    def patches(self, patch: Tuple[int, int], channels: int = 1) -> Tuple[Any, Any]:
        """float32 (8, y, x, channels), each patch with its own percentiles, and (8, y, x, 1) of 0 or 1."""
        images, masks = [], []
        for index in range(8):
            y, x = (index // 4) * patch[0], (index % 4) * patch[1]
            here = slice(y, y + patch[0]), slice(x, x + patch[1])
            images.append(self.notebook["normalizePercentile"](self.image[here]))
            masks.append(self.mask[here] / 255)
        stacked = [self.np.stack(part)[..., None].astype("float32") for part in (images, masks)]
        return self.np.repeat(stacked[0], channels, axis=-1), stacked[1]

    def fit(self, model: Any, patch: Tuple[int, int], channels: int = 1) -> Dict[str, List[float]]:
        x, y = self.patches(patch, channels)
        fitted = model.fit(x, y, batch_size=4, epochs=EPOCHS, validation_split=0.25, verbose=0)
        return {key: [float(value) for value in fitted.history[key]] for key in ("loss", "val_loss")}

    def losses(self, folder: Path, history: Dict[str, List[float]], rate: bool = True) -> None:
        """`Quality Control/training_evaluation.csv`, with or without the column of notebooks since version 1.4."""
        lines = ["loss,val_loss,learning rate" if rate else "loss,val_loss"]
        for row in zip(history["loss"], history["val_loss"]):
            lines.append(",".join(map(str, row)) + (",0.001" if rate else ""))
        place = folder / "Quality Control"
        place.mkdir(parents=True, exist_ok=True)
        (place / "training_evaluation.csv").write_text("\n".join(lines) + "\n")

    def quality(self, folder: Path, model: Any) -> None:
        """`Quality Control/QC_metrics_<name>.csv` and the prediction, as section 5.2 leaves them."""
        place = folder / "Quality Control"
        name = "nuclei.tif"
        predict, save = self.notebook["predict_as_tiles"], self.notebook["saveResult"]
        save(str(place / "Prediction"), [predict(str(self.images / name), model)], [name], prefix="Predicted_")
        _, scores = self.notebook["getIoUvsThreshold"](
            str(place / "Prediction" / f"Predicted_{name}"), str(self.images / "masks" / name)
        )
        best = max(scores)
        text = f"File name,IoU,IoU-optimised threshold\n{name},{best},{scores.index(best)}\n"
        (place / f"QC_metrics_{folder.name}.csv").write_text(text)


def whole(shop: Workshop, folder: Path, suffix: str, patch: Tuple[int, int], width: int, depth: int) -> Entry:
    """A folder that training has ended in: best and last weights as whole models with their compile information."""
    model = shop.unet(patch, width, depth)
    history = shop.fit(model, patch)
    model.save(str(folder / f"weights_best{suffix}"))
    shop.losses(folder, history)
    shop.quality(folder, model)
    model.train_on_batch(*shop.patches(patch))
    model.save(str(folder / f"weights_last{suffix}"))
    return {"patch": list(patch), "width": width, "pooling_steps": depth, "weights": [f"weights_best{suffix}"]}


def keras2_hdf5(shop: Workshop, folder: Path) -> Entry:
    return {"what": "U-Net 2D as Keras 2 left it", **whole(shop, folder, ".hdf5", (64, 64), 8, 3)}


def keras2_h5(shop: Workshop, folder: Path) -> Entry:
    model = shop.unet((64, 64), 4, 1)
    shop.losses(folder, shop.fit(model, (64, 64)), rate=False)
    model.save(str(folder / "weights_best.h5"))
    what = "one pooling, .h5, losses without the column 'learning rate', no quality control"
    return {"what": what, "patch": [64, 64], "width": 4, "pooling_steps": 1, "weights": ["weights_best.h5"]}


def keras2_keras(shop: Workshop, folder: Path) -> Entry:
    model = shop.unet((64, 64), 4, 2)
    shop.losses(folder, shop.fit(model, (64, 64)), rate=False)
    model.save(str(folder / "weights_best.keras"))
    what = "the .keras archive as Keras 2 wrote it"
    return {"what": what, "patch": [64, 64], "width": 4, "pooling_steps": 2, "weights": ["weights_best.keras"]}


def weights_only(shop: Workshop, folder: Path) -> Entry:
    model = shop.unet((64, 64), 4, 1)
    model.save_weights(str(folder / "weights_best.h5"))
    return {"what": "weights without their network", "problem": "no-architecture", "weights": ["weights_best.h5"]}


def truncated_hdf5(shop: Workshop, folder: Path) -> Entry:
    shop.unet((64, 64), 4, 1).save(str(folder / "whole.hdf5"))
    cut_short(folder / "whole.hdf5", folder / "weights_best.hdf5")
    return {"what": "an .hdf5 file cut in half", "problem": "damaged", "weights": ["weights_best.hdf5"]}


def keras3_keras(shop: Workshop, folder: Path) -> Entry:
    return {"what": "U-Net 2D, Keras 3, oblong patches", **whole(shop, folder, ".keras", (64, 96), 8, 3)}


def keras3_h5(shop: Workshop, folder: Path) -> Entry:
    model = shop.unet((64, 64), 4, 2)
    shop.losses(folder, shop.fit(model, (64, 64)))
    model.save(str(folder / "weights_best.h5"))
    what = "the older .h5 form as Keras 3 writes it"
    return {"what": what, "patch": [64, 64], "width": 4, "pooling_steps": 2, "weights": ["weights_best.h5"]}


def truncated_keras(shop: Workshop, folder: Path) -> Entry:
    shop.unet((64, 64), 4, 1).save(str(folder / "whole.keras"))
    cut_short(folder / "whole.keras", folder / "weights_best.keras")
    return {"what": "a .keras file cut in half", "problem": "damaged", "weights": ["weights_best.keras"]}


def still_training(shop: Workshop, folder: Path) -> Entry:
    """After the first epoch: best weights, no last weights, no losses."""
    model = shop.unet((64, 64), 4, 1)
    shop.fit(model, (64, 64))
    model.save(str(folder / "weights_best.keras"))
    (folder / "Quality Control").mkdir()
    return {"what": "a training that has not ended", "problem": "training", "weights": ["weights_best.keras"]}


def rgb(shop: Workshop, folder: Path) -> Entry:
    model = shop.unet((64, 64), 4, 1, channels=3)
    shop.losses(folder, shop.fit(model, (64, 64), channels=3))
    model.save(str(folder / "weights_best.keras"))
    what = "a U-Net that takes three channels, which the notebook's prediction never gives it"
    return {"what": what, "problem": "channels", "patch": [64, 64], "weights": ["weights_best.keras"]}


def with_layer(shop: Workshop, folder: Path, layer: Any) -> None:
    keras = shop.keras
    inputs = keras.layers.Input((64, 64, 1))
    level = keras.layers.Conv2D(4, 3, padding="same", activation="relu", name="before")(inputs)
    outputs = keras.layers.Conv2D(1, 1, activation="sigmoid", name="after")(layer(level))
    model = keras.Model(inputs, outputs)
    model.compile(loss="binary_crossentropy")
    shop.losses(folder, shop.fit(model, (64, 64)))
    model.save(str(folder / "weights_best.keras"))


def unknown_layer(shop: Workshop, folder: Path) -> Entry:
    @shop.keras.utils.register_keras_serializable(package="laboratory")
    class OwnContrast(shop.keras.layers.Layer):  # type: ignore[name-defined]
        def call(self, inputs: Any) -> Any:
            return inputs * inputs

    with_layer(shop, folder, OwnContrast(name="own_contrast"))
    what = "a layer of the laboratory's own class"
    return {"what": what, "problem": "unknown-layer", "layer": "own_contrast", "weights": ["weights_best.keras"]}


def lambda_layer(shop: Workshop, folder: Path) -> Entry:
    with_layer(shop, folder, shop.keras.layers.Lambda(lambda x: x * 2, name="twice"))
    what = "a Lambda layer, whose Python code nothing may run unasked"
    return {"what": what, "problem": "unknown-layer", "layer": "twice", "weights": ["weights_best.keras"]}


def cut_short(source: Path, target: Path) -> None:
    data = source.read_bytes()
    target.write_bytes(data[: len(data) // 2])
    source.unlink()


MAKERS: Dict[str, Makers] = {
    "keras2": {f.__name__: f for f in (keras2_hdf5, keras2_h5, keras2_keras, weights_only, truncated_hdf5)},
    "keras3": {
        f.__name__: f
        for f in (keras3_keras, keras3_h5, truncated_keras, still_training, rgb, unknown_layer, lambda_layer)
    },
}


def make_images(folder: Path) -> Entry:
    """`images/`: one good image with its mask, and those that cannot be a test input."""
    import numpy as np
    from tifffile import imread, imwrite

    shipped = nuclei_folder()
    part = imread(shipped / "img2d.tif")[320:512, 256:512]
    mask = ((imread(shipped / "mask2d.tif")[320:512, 256:512] > 0) * 255).astype("uint8")
    (folder / "masks").mkdir(parents=True)
    imwrite(folder / "nuclei.tif", part)
    imwrite(folder / "masks" / "nuclei.tif", mask)
    imwrite(folder / "constant.tif", np.full((96, 128), 7, "uint16"))
    imwrite(folder / "tiny.tif", part[:5, :6])
    imwrite(folder / "rgb.tif", np.repeat((part[..., None] % 256).astype("uint8"), 3, axis=2), photometric="rgb")
    imwrite(folder / "three_planes.tif", np.stack([part, part // 2, part // 3]), photometric="minisblack")
    (folder / "not_an_image.tif").write_text("This is a note that somebody saved under the wrong name.\n")
    (folder / "cut_short.tif").write_bytes((folder / "nuclei.tif").read_bytes()[:4000])
    return {
        "nuclei.tif": "uint16 (192, 256), real nuclei; masks/nuclei.tif is its mask",
        "constant.tif": "uint16 (96, 128), every pixel 7",
        "tiny.tif": "uint16 (5, 6)",
        "rgb.tif": "uint8 (192, 256, 3)",
        "three_planes.tif": "uint16 (3, 192, 256), a stack that skimage would take for colours",
        "not_an_image.tif": "text",
        "cut_short.tif": "the first 4000 bytes of nuclei.tif",
    }


def make_models(framework: str, target: Path) -> None:
    """One process per Keras. Writes the folders of `framework` and `<framework>.json` into `target`."""
    shop = Workshop(target / "images")
    entries: Dict[str, Entry] = {}
    for name, maker in MAKERS[framework].items():
        folder = target / name
        folder.mkdir()
        began = time.time()
        entries[name] = {"keras": version("tf_keras" if framework == "keras2" else "keras"), **maker(shop, folder)}
        print(f"== {name}: {entries[name]['what']} ({time.time() - began:.1f} s)", file=sys.stderr, flush=True)
    (target / f"{framework}.json").write_text(json.dumps(entries))


def make(key: str) -> None:
    FIXTURES.parent.mkdir(exist_ok=True)
    target = Path(tempfile.mkdtemp(prefix=".fixtures-", dir=FIXTURES.parent))
    try:
        index: Entry = {"key": key, "models": {}, "images": make_images(target / "images")}
        for framework in MAKERS:
            environment = {**os.environ, "TF_USE_LEGACY_KERAS": "1" if framework == "keras2" else "0"}
            environment.update(TF_CPP_MIN_LOG_LEVEL="3", MPLBACKEND="agg")
            command = [sys.executable, __file__, "--framework", framework, "--target", str(target)]
            if subprocess.run(command, env=environment, stdout=sys.stderr).returncode != 0:
                raise SystemExit(f"The fixtures of {framework} could not be made; see above.")
            listed = target / f"{framework}.json"
            index["models"].update(json.loads(listed.read_text()))
            listed.unlink()
        (target / "index.json").write_text(json.dumps(index, indent=2) + "\n")
        shutil.rmtree(FIXTURES, ignore_errors=True)
        os.replace(target, FIXTURES)
    finally:
        shutil.rmtree(target, ignore_errors=True)


def is_current(key: str) -> bool:
    index = FIXTURES / "index.json"
    return index.exists() and json.loads(index.read_text()).get("key") == key


def main(arguments: Optional[List[str]] = None) -> int:
    parser = argparse.ArgumentParser(description="Writes model folders and images for the tests.")
    parser.add_argument("--again", action="store_true", help="also where they are there already")
    parser.add_argument("--framework", choices=tuple(MAKERS), help=argparse.SUPPRESS)
    parser.add_argument("--target", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.framework:
        make_models(options.framework, options.target)
        return 0
    key = hashlib.sha256(Path(__file__).read_bytes() + notebook_functions().encode()).hexdigest()[:16]
    if options.again or not is_current(key):
        make(key)
    print(FIXTURES)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
