"""Writes `tiny.hdf5`, a network of one layer (y = 2 x + 1 at each pixel), as Keras saves it. Run it in `train`.

python ui-tests/runtime/make_network.py
"""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np


def main() -> None:
    network = keras.Sequential([keras.Input((8, 8, 1)), keras.layers.Conv2D(1, 1)])
    network.set_weights([np.full((1, 1, 1, 1), 2.0), np.ones(1)])
    network.save(Path(__file__).parent / "tiny.hdf5")


if __name__ == "__main__":
    main()
