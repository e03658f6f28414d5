"""What only PyTorch's newer exporter can write, which needs onnxscript: run by ``test_own_pytorch.py``."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
import torch.nn.functional as F
from torch import nn
from torch_code import GIVEN, saved

from zooport.kernel.errors import Problem
from zooport.kernel.own.forms import pytorch_onnx


class Shuffling(nn.Module):
    """The older exporter knows no channel_shuffle."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Conv2d(1, 4, 3, padding=1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.channel_shuffle(self.layer(x), 2)


class Summing(Shuffling):
    """Nor logcumsumexp, which the newer one writes with reductions whose axes are a tensor."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layer(x).logcumsumexp(1)


@pytest.mark.parametrize("kind", [Shuffling, Summing])
def test_an_operation_that_only_the_newer_exporter_has_is_written_for_old_readers(kind: type, tmp_path: Path) -> None:
    network = kind().eval()
    made = saved(network, tmp_path)
    # Each was run beside the network, at three sizes.
    assert [one["format"] for one in made.weights] == ["onnx", "torchscript", "pytorch_state_dict"]
    model = onnx.load(str(tmp_path / "weights.onnx"))
    assert [(one.domain, one.version) for one in model.opset_import] == [("", 17)]
    assert model.ir_version == 8
    assert sorted(one.name for one in tmp_path.glob("weights.onnx*")) == ["weights.onnx"]
    import onnxruntime

    session = onnxruntime.InferenceSession(str(tmp_path / "weights.onnx"))
    with torch.no_grad():
        expected = network(torch.from_numpy(GIVEN)).numpy()
    np.testing.assert_allclose(session.run(None, {"x": GIVEN})[0], expected, atol=1e-5)


class Bessel(Shuffling):
    """Neither exporter has it."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.special.i0(self.layer(x))


def test_a_kernel_without_the_newer_exporter_is_told_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pytorch_onnx, "_has_newer", lambda: False)
    with pytest.raises(Problem, match="pip install onnx onnxscript"):
        saved(Bessel(), tmp_path)


def test_an_operation_that_neither_has_is_named(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="aten::i0") as told:
        saved(Bessel(), tmp_path)
    # Nothing that is there already is recommended.
    assert "pip install" not in told.value.message
    assert list(tmp_path.iterdir()) == []
