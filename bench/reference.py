"""tf2onnx on a Keras file, for comparison: seconds of the conversion itself, imports and reading left out, as JSON.

python bench/reference.py MODEL.keras RUNS
"""

from __future__ import annotations

import json
import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import tensorflow as tf
import tf2onnx


def main() -> None:
    model = keras.saving.load_model(sys.argv[1], compile=False)
    spec = [tf.TensorSpec(tensor.shape, tf.float32, name=f"input_{i}") for i, tensor in enumerate(model.inputs)]
    seconds = []
    for _ in range(int(sys.argv[2])):
        start = time.perf_counter()
        # As a function: tf2onnx's own road for Keras models does not know Keras 3.
        function = tf.function(lambda *tensors: model(list(tensors) if len(tensors) > 1 else tensors[0]))
        tf2onnx.convert.from_function(function, input_signature=spec, opset=17)
        seconds.append(time.perf_counter() - start)
    json.dump({"runs": seconds, "name": f"tf2onnx {tf2onnx.__version__}"}, sys.stdout)


if __name__ == "__main__":
    main()
