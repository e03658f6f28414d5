"""Native onnxruntime on a network, for comparison: seconds of each run as JSON.

python bench/native.py MODEL.onnx INPUT.npy THREADS RUNS
"""

from __future__ import annotations

import json
import sys
import time

import numpy as np
import onnxruntime


def main() -> None:
    model, path, threads, runs = sys.argv[1:]
    image = np.load(path).astype(np.float32)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = int(threads)
    options.inter_op_num_threads = 1
    start = time.perf_counter()
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    load = time.perf_counter() - start
    feeds = {session.get_inputs()[0].name: (image - image.mean()) / (image.std() + 1e-6)}
    seconds = []
    for _ in range(int(runs)):
        start = time.perf_counter()
        session.run(None, feeds)
        seconds.append(time.perf_counter() - start)
    json.dump({"load": load, "runs": seconds, "name": f"onnxruntime {onnxruntime.__version__}"}, sys.stdout)


if __name__ == "__main__":
    main()
