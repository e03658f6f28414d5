"""Writes an untrained U-Net 2D of about 60 MB, larger than the messages that a Jupyter server lets through by default.

    .envs/train/bin/python scripts/networks/big_network.py     into .cache/big_network, once; prints the folder

The network is that of examples/unet_2d.ipynb with 45 filters at its first level and four poolings.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

from make_fixtures import FIXTURES, ROOT, Workshop, notebook_functions

BIG = ROOT / ".cache" / "big_network"
WIDTH = 45
POOLINGS = 4


def make(key: str) -> None:
    shop = Workshop(FIXTURES / "images")
    BIG.parent.mkdir(exist_ok=True)
    target = Path(tempfile.mkdtemp(prefix=".big-", dir=BIG.parent))
    try:
        model = shop.unet((64, 64), WIDTH, POOLINGS)
        # Without the optimiser's own numbers, which would make the file three times as large.
        shop.keras.Model(model.inputs, model.outputs).save(str(target / "weights_best.keras"))
        shop.losses(target, {"loss": [0.7], "val_loss": [0.7]})
        (target / "key").write_text(key)
        shutil.rmtree(BIG, ignore_errors=True)
        os.replace(target, BIG)
    finally:
        shutil.rmtree(target, ignore_errors=True)


def main() -> int:
    key = hashlib.sha256(Path(__file__).read_bytes() + notebook_functions().encode()).hexdigest()[:16]
    written = BIG / "key"
    if not written.exists() or written.read_text() != key:
        make(key)
    print(BIG)
    return 0


if __name__ == "__main__":
    sys.exit(main())
