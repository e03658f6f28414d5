"""`timeout=` in Python: a network without end and an export that takes too long end with a sentence."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest
from calls import needs_command_line

import zooport

ROOT = Path(__file__).resolve().parents[2]
NETWORKS = ROOT / "tests" / "networks"
pytestmark = needs_command_line

DESCRIPTION = """
type: model
format_version: 0.5.8
id: endless
name: Endless
description: Its loop goes on for ever
authors: [{name: A. Researcher}]
license: MIT
documentation: README.md
cite: [{text: Nobody et al., url: 'http://localhost/paper'}]
inputs:
- id: raw
  axes: [{type: batch, size: 1}, {type: space, id: y, size: 8}, {type: space, id: x, size: 8}]
  test_tensor: {source: tensor.npy}
outputs:
- id: result
  axes: [{type: batch, size: 1}, {type: space, id: y, size: 8}, {type: space, id: x, size: 8}]
  test_tensor: {source: tensor.npy}
weights: {onnx: {source: weights.onnx, opset_version: 13}}
"""


def endless_network() -> bytes:
    from onnx import TensorProto, helper

    value = helper.make_tensor_value_info

    body = helper.make_graph(
        [helper.make_node("Identity", ["on"], ["still"]), helper.make_node("Relu", ["before"], ["after"])],
        "body",
        [
            value("turn", TensorProto.INT64, []),
            value("on", TensorProto.BOOL, []),
            value("before", TensorProto.FLOAT, [1, 8, 8]),
        ],
        [value("still", TensorProto.BOOL, []), value("after", TensorProto.FLOAT, [1, 8, 8])],
    )
    graph = helper.make_graph(
        [helper.make_node("Loop", ["turns", "true", "in"], ["out"], body=body)],
        "endless",
        [value("in", TensorProto.FLOAT, [1, 8, 8])],
        [value("out", TensorProto.FLOAT, [1, 8, 8])],
        [
            helper.make_tensor("turns", TensorProto.INT64, [], [2**52]),
            helper.make_tensor("true", TensorProto.BOOL, [], [True]),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    return bytes(model.SerializeToString())


def test_a_check_gives_a_network_no_more_than_its_time(tmp_path: Path) -> None:
    place = tmp_path / "endless.zip"
    np.save(tmp_path / "tensor.npy", np.ones((1, 8, 8), "float32"))
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("rdf.yaml", DESCRIPTION)
        archive.writestr("README.md", "# Endless\n")
        archive.writestr("weights.onnx", endless_network())
        archive.write(tmp_path / "tensor.npy", "tensor.npy")
    result = zooport.check(place, timeout=2)
    assert result.verdict == "not run"
    [ran] = result.reproduction
    assert "gave no result within 2 seconds and was ended" in ran["reason"]


def test_an_export_that_takes_too_long_is_given_up_and_leaves_nothing(tmp_path: Path) -> None:
    folder = NETWORKS / "unet_3d" / "nuclei_unet3d"
    image = NETWORKS / "unet_3d" / "image.tif"
    with pytest.raises(zooport.ExportError, match="did not end within 0.5 seconds and was stopped; nothing"):
        zooport.export(folder, input=image, output=tmp_path / "late.zip", timeout=0.5)
    assert not list(tmp_path.iterdir())
