"""tifffile on TIFFs of 200 MB, for comparison: seconds of each run, as JSON. Writes the files into FOLDER.

python bench/images.py FOLDER SIDE RUNS
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
import tifffile


def main() -> None:
    folder, side, runs = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    folder.mkdir(parents=True, exist_ok=True)
    # A slope with the camera's noise: packs to about half.
    slope = np.add.outer(np.arange(side), np.arange(side)).astype("uint16")
    image = slope + np.random.default_rng(200).integers(0, 64, (side, side), dtype="uint16")
    forms = {
        "plain": {},
        "big-endian strips": {"byteorder": ">", "rowsperstrip": 64},
        "LZW tiles": {"compression": "lzw", "tile": (256, 256), "predictor": 2},
        "deflate tiles": {"compression": "zlib", "tile": (256, 256), "predictor": 2},
        "Zstandard tiles": {"compression": "zstd", "tile": (256, 256), "predictor": 2},
    }
    found = {}
    for name, options in forms.items():
        path = folder / f"{name}.tif"
        tifffile.imwrite(path, image, metadata=None, **options)
        seconds = []
        for _ in range(runs):
            start = time.perf_counter()
            # One thread, as ours.
            read = tifffile.imread(path, maxworkers=1)
            seconds.append(time.perf_counter() - start)
        found[name] = {"file": str(path), "runs": seconds, "sum": int(read.sum(dtype=np.uint64))}
    json.dump({"name": f"tifffile {tifffile.__version__}", "files": found}, sys.stdout)


if __name__ == "__main__":
    main()
