"""numpy's percentiles of an image, for comparison: seconds of each run, as JSON. Writes the image to IMAGE.npy.

python bench/percentiles.py IMAGE.npy SIZE DTYPE RUNS
"""

from __future__ import annotations

import json
import sys
import time

import numpy as np


def main() -> None:
    path, size, dtype, runs = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    # Photons on a dark background, and the camera's noise.
    random = np.random.default_rng(2048)
    image = (random.gamma(2.0, 300.0, (size, size)) + random.normal(100, 5, (size, size))).astype(dtype)
    np.save(path, image)
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        values = np.percentile(image, [1, 99.8])
        seconds.append(time.perf_counter() - start)
    json.dump({"runs": seconds, "values": values.tolist(), "name": f"numpy {np.__version__}"}, sys.stdout)


if __name__ == "__main__":
    main()
