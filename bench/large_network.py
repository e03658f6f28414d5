"""Writes a network of `megabytes` as .h5 and .keras into `folder`, for the bench of memory; prints their paths as JSON.

.envs/train/bin/python bench/large_network.py FOLDER MEGABYTES
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


def main() -> int:
    import keras

    folder, megabytes = Path(sys.argv[1]), int(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    width = 1024
    source = keras.Input((None, None, 1))
    value = keras.layers.Conv2D(width, 3, padding="same", activation="relu")(source)
    for _ in range(max(1, round(megabytes * 1e6 / (4 * 9 * width * width)))):
        value = keras.layers.Conv2D(width, 3, padding="same", activation="relu")(value)
    model = keras.Model(source, keras.layers.Conv2D(1, 1, activation="sigmoid")(value))
    files = [folder / f"large-{megabytes}{suffix}" for suffix in (".h5", ".keras")]
    for file in files:
        if not file.exists():
            model.save(file)
    sys.stdout.write(json.dumps([str(file) for file in files]) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
