"""Files that cannot be converted, each for one reason."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import h5py
import numpy as np


def broken(keras: Any, folder: Path) -> None:
    """Files that cannot be converted, each for one reason."""
    L = keras.layers
    source = keras.Input((None, None, 1))
    good = keras.Model(source, L.Conv2D(2, 3, name="last")(L.Conv2D(3, 3, name="first")(source)))
    good.save(str(folder / "good.keras"))
    good.save(str(folder / "good.h5"))
    good.save_weights(str(folder / "only.weights.h5"))
    strange = keras.Model(source, L.Lambda(lambda value: value * 2, name="twice")(source))
    strange.save(str(folder / "lambda.keras"))
    keras.Model(source, L.AutoContrast(name="contrast")(source)).save(str(folder / "unknown.keras"))
    keras.Model(source, keras.ops.cumsum(source, axis=1)).save(str(folder / "operation.keras"))
    keras.Model(source, L.Activation("sparsemax", name="gate")(L.Conv2D(4, 1)(source))).save(
        str(folder / "activation.keras")
    )
    keras.Model(source, L.UpSampling2D(2, interpolation="bicubic", name="bigger")(source)).save(
        str(folder / "bicubic.keras")
    )
    with h5py.File(folder / "not-keras.h5", "w") as file:
        file["picture"] = np.zeros((4, 4))
    rewrite(folder / "good.h5", folder / "other-shape.h5", kernel=np.zeros((5, 5, 1, 3), "float32"))
    rewrite(folder / "good.h5", folder / "missing.h5", kernel=None)
    rezip(folder / "good.keras", folder / "no-weights.keras", skip="model.weights.h5")
    rezip(folder / "good.keras", folder / "not-keras.keras", skip="config.json")
    rezip(folder / "good.keras", folder / "other-filters.keras", filters=7)


def rewrite(source: Path, target: Path, kernel: np.ndarray | None) -> None:
    target.write_bytes(source.read_bytes())
    with h5py.File(target, "r+") as file:
        group = file["model_weights/first/first"]
        del group["kernel"]
        if kernel is not None:
            group["kernel"] = kernel


def rezip(source: Path, target: Path, skip: str = "", filters: int = 0) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "config.json" and filters:
                config = json.loads(data)
                config["config"]["layers"][1]["config"]["filters"] = filters
                data = json.dumps(config).encode()
            if name != skip:
                new.writestr(name, data)
    target.write_bytes(whole.getvalue())
