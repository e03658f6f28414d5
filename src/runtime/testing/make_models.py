"""Writes the small ONNX files that the tests of `src/runtime` load (needs `onnx`; run it in the `train` environment).

    python src/runtime/testing/make_models.py

`identity.onnx` is also the content of `probe.ts`.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HERE = Path(__file__).parent / "models"


def value(name: str, dtype: int, shape: list[int | str | None]) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, dtype, shape)


def save(
    name: str,
    nodes: list[onnx.NodeProto],
    inputs: list[onnx.ValueInfoProto],
    outputs: list[onnx.ValueInfoProto],
    initializers: list[onnx.TensorProto] | None = None,
    opset: int = 13,
    ir: int = 8,
    domains: tuple[str, ...] = (),
) -> None:
    graph = helper.make_graph(nodes, "g", inputs, outputs, initializers or [])
    imports = [helper.make_opsetid("", opset)] + [helper.make_opsetid(domain, 1) for domain in domains]
    model = helper.make_model(graph, opset_imports=imports, ir_version=ir)
    (HERE / f"{name}.onnx").write_bytes(model.SerializeToString())


def main() -> None:
    HERE.mkdir(exist_ok=True)
    single = TensorProto.FLOAT
    one = [value("x", single, [1])], [value("y", single, [1])]
    save("identity", [helper.make_node("Identity", ["x"], ["y"])], *one)
    save("unknown-operator", [helper.make_node("Deconvolve", ["x"], ["y"])], *one)
    save("foreign-operator", [helper.make_node("Blur", ["x"], ["y"], domain="org.lab")], *one, domains=("org.lab",))
    save("future-opset", [helper.make_node("Identity", ["x"], ["y"])], *one, opset=99)
    save("future-ir", [helper.make_node("Identity", ["x"], ["y"])], *one, ir=99)
    half = TensorProto.FLOAT16
    save("half", [helper.make_node("Identity", ["x"], ["y"])], [value("x", half, [1])], [value("y", half, [1])])

    # Two inputs, two outputs, free sizes, several element types: y = a * 2, n = b + 1.
    two = numpy_helper.from_array(np.array(2, np.float32), "two")
    plus = numpy_helper.from_array(np.array(1, np.int64), "plus")
    save(
        "pair",
        [helper.make_node("Mul", ["a", "two"], ["y"]), helper.make_node("Add", ["b", "plus"], ["n"])],
        [value("a", single, ["batch", None, 3]), value("b", TensorProto.INT64, ["count"])],
        [value("y", single, ["batch", None, 3]), value("n", TensorProto.INT64, ["count"])],
        [two, plus],
    )
    mask = [value("y", TensorProto.BOOL, ["n"])]
    save("mask", [helper.make_node("Greater", ["x", "two"], ["y"])], [value("x", single, ["n"])], mask, [two])

    # As a U-Net does: half the size, twice the size, put beside the original. Odd sizes do not fit together.
    scales = numpy_helper.from_array(np.array([1, 1, 2, 2], np.float32), "scales")
    save(
        "unet",
        [
            helper.make_node("MaxPool", ["x"], ["low"], kernel_shape=[2, 2], strides=[2, 2]),
            helper.make_node("Resize", ["low", "", "scales"], ["up"], mode="nearest"),
            helper.make_node("Concat", ["x", "up"], ["y"], axis=1),
        ],
        [value("x", single, [1, 1, "h", "w"])],
        [value("y", single, [1, 2, "h2", "w2"])],
        [scales],
    )

    # Takes seconds: a chain of wide convolutions, their weights made by the graph itself so that the file stays small.
    shape = numpy_helper.from_array(np.array([64, 64, 5, 5], np.int64), "shape")
    nodes = [helper.make_node("ConstantOfShape", ["shape"], ["w"], value=helper.make_tensor("v", single, [1], [1e-3]))]
    for i in range(16):
        tensors = [f"t{i}" if i else "x", "w"]
        nodes.append(helper.make_node("Conv", tensors, [f"t{i + 1}" if i < 15 else "y"], pads=[2, 2, 2, 2]))
    save("slow", nodes, [value("x", single, [1, 64, "h", "w"])], [value("y", single, [1, 64, "h", "w"])], [shape])

    # Asks for as much memory as its second input says, in one piece.
    fill = helper.make_tensor("v", single, [1], [0])
    nodes = [
        helper.make_node("ConstantOfShape", ["big"], ["w"], value=fill),
        helper.make_node("Add", ["w", "x"], ["y"]),
    ]
    inputs = [value("x", single, [1]), value("big", TensorProto.INT64, [1])]
    save("huge", nodes, inputs, [value("y", single, ["n"])])

    outside = numpy_helper.from_array(np.zeros(4, np.float32), "w")
    outside.ClearField("raw_data")
    outside.data_location = TensorProto.EXTERNAL
    outside.external_data.add(key="location", value="weights.bin")
    outside.external_data.add(key="length", value="16")
    four = [value("x", single, [4])], [value("y", single, [4])]
    save("external", [helper.make_node("Add", ["x", "w"], ["y"])], *four, [outside])


if __name__ == "__main__":
    main()
