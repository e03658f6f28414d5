"""What becomes of networks of PyTorch: run by ``test_own_pytorch.py`` in the environment that has PyTorch.

Each is written as ONNX and TorchScript, and read by onnxruntime and PyTorch at sizes that the writing did not see.
"""

from __future__ import annotations

import copy
import json
import subprocess
from pathlib import Path
from typing import Dict, List, Mapping, Sequence

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
import torch_networks as networks
from torch import nn

from zooport.kernel.errors import Problem
from zooport.kernel.own import pytorch
from zooport.kernel.own.network import LastStep, Saved

ROOT = Path(__file__).resolve().parents[3]
YX = {2: "y", 3: "x"}
ZYX = {2: "z", 3: "y", 4: "x"}


def image(*shape: int, seed: int = 0) -> np.ndarray:
    return np.random.RandomState(seed).uniform(-1, 1, shape).astype(np.float32)


def saved(
    network: nn.Module,
    directory: Path,
    inputs: Sequence[np.ndarray],
    free: Sequence[Mapping[int, str]],
    steps: Mapping[str, LastStep] | None = None,
    kept: Sequence[str] | None = None,
) -> Saved:
    ours = pytorch.adapter(network)
    with ours.ready():
        outputs = kept or [name for name, _ in ours.run(inputs)]
        return ours.save(str(directory), inputs, free, steps or {}, outputs, ours.input_names)


def by_onnx(directory: Path, inputs: Sequence[np.ndarray]) -> Dict[str, np.ndarray]:
    session = onnxruntime.InferenceSession(str(directory / "weights.onnx"), providers=["CPUExecutionProvider"])
    names = [one.name for one in session.get_outputs()]
    feeds = {one.name: given for one, given in zip(session.get_inputs(), inputs)}
    return dict(zip(names, session.run(names, feeds)))


def by_script(directory: Path, inputs: Sequence[np.ndarray]) -> List[np.ndarray]:
    made = torch.jit.load(str(directory / "weights.torchscript.pt"))(*map(torch.from_numpy, inputs))
    return [one.numpy() for one in (made if isinstance(made, (tuple, list)) else [made])]


def expected(network: nn.Module, inputs: Sequence[np.ndarray]) -> object:
    with torch.no_grad():
        return copy.deepcopy(network).eval()(*map(torch.from_numpy, inputs))


def close(ours: np.ndarray, theirs: torch.Tensor) -> None:
    np.testing.assert_allclose(ours, theirs.numpy(), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(
    ("network", "shape", "other", "free"),
    [
        (networks.UNet(), (1, 1, 32, 48), (2, 1, 52, 36), {0: "batch", **YX}),
        (networks.Volume(), (1, 1, 8, 16, 16), (1, 1, 10, 12, 18), ZYX),
        (networks.Larger(), (1, 1, 32, 32), (1, 1, 21, 17), YX),
        (nn.Sequential(nn.Conv2d(3, 2, 3), nn.InstanceNorm2d(2), nn.LeakyReLU(0.1)), (1, 3, 20, 20), (1, 3, 31, 9), YX),
    ],
    ids=["U-Net", "3D", "twice the size", "layers in a row"],
)
def test_both_forms_give_the_same_at_sizes_that_the_writing_did_not_see(network, shape, other, free, tmp_path):
    saved(network, tmp_path, [image(*shape)], [free])
    given = image(*other, seed=5)
    close(by_onnx(tmp_path, [given])["output"], expected(network, [given]))
    close(by_script(tmp_path, [given])[0], expected(network, [given]))


def test_the_onnx_is_one_file_that_old_programs_read(tmp_path):
    saved(networks.UNet(), tmp_path, [image(1, 1, 32, 32)], [YX])
    model = onnx.load(str(tmp_path / "weights.onnx"), load_external_data=False)
    assert [(one.domain, one.version) for one in model.opset_import] == [("", 17)]
    assert model.ir_version <= 8
    assert not list(tmp_path.glob("*.data"))


@pytest.mark.parametrize(
    ("network", "shape"),
    [
        (networks.UNet(), (1, 1, 24, 36)),
        (networks.Volume(), (1, 1, 6, 12, 10)),
        (networks.Larger(), (1, 1, 13, 17)),
        (networks.Deciding(), (1, 1, 16, 16)),
    ],
    ids=lambda one: type(one).__name__,
)
def test_the_onnx_runs_in_the_onnxruntime_of_fiji(network, shape, tmp_path):
    saved(network, tmp_path, [image(*shape)], [ZYX if len(shape) == 5 else YX])
    given = image(*shape, seed=4)
    tensors = {"inputs": {}, "outputs": {}}
    for kind, name, values in (
        ("inputs", pytorch.adapter(network).input_names[0], given),
        ("outputs", "output", expected(network, [given]).numpy()),
    ):
        values.astype("<f4").tofile(tmp_path / kind)
        tensors[kind] = [{"name": name, "shape": list(values.shape), "file": kind}]
    (tmp_path / "tensors.json").write_text(json.dumps(tensors))
    script = [str(ROOT / "scripts" / "conformance" / "old_runtime.mjs"), str(tmp_path / "weights.onnx"), str(tmp_path)]
    ended = subprocess.run(["node", *script], cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["largest"] < 1e-4


def test_outputs_keep_the_order_and_the_names_that_were_asked_for(tmp_path):
    given = [image(1, 1, 16, 24), image(1, 1, 16, 24, seed=1)]
    network = networks.Two()
    saved(network, tmp_path, given, [YX, YX], kept=["edge_map", "inside"])
    theirs = expected(network, given)
    ours = by_onnx(tmp_path, given)
    assert list(ours) == ["edge_map", "inside"]
    close(ours["inside"], theirs["Inside"])
    close(by_script(tmp_path, given)[0], theirs["edge-map"])


def test_tuples_and_lists_have_names_by_their_places(tmp_path):
    given = [image(1, 1, 16, 16)]
    network = networks.Deep()
    names = [name for name, _ in pytorch.adapter(network).run(given)]
    assert names == ["output_0", "output_1_0", "output_1_1"]
    saved(network, tmp_path, given, [YX])
    close(by_onnx(tmp_path, given)["output_1_1"], expected(network, given)[1][1])


@pytest.mark.parametrize("keeps", [True, False])
def test_the_largest_class_is_part_of_every_form(keeps, tmp_path):
    network, given = networks.UNet(classes=3), [image(1, 1, 32, 32)]
    saved(network, tmp_path, given, [YX], {"output": LastStep("argmax", 1, 0, keeps)})
    theirs = expected(network, given).argmax(1, keepdim=keeps).numpy()
    assert by_onnx(tmp_path, given)["output"].tolist() == theirs.tolist()
    assert by_script(tmp_path, given)[0].tolist() == theirs.tolist()


def test_one_channel_is_part_of_every_form(tmp_path):
    network, given = networks.UNet(classes=3), [image(1, 1, 32, 32)]
    saved(network, tmp_path, given, [YX], {"output": LastStep("channel", 1, 2, True)})
    close(by_onnx(tmp_path, given)["output"], expected(network, given)[:, 2:3])
    close(by_script(tmp_path, given)[0], expected(network, given)[:, 2:3])


def test_a_decision_by_the_values_is_compiled_and_not_frozen(tmp_path):
    network = networks.Deciding()
    saved(network, tmp_path, [image(1, 1, 16, 16)], [YX])
    for values in (np.full((1, 1, 16, 16), 0.5, np.float32), np.full((1, 1, 16, 16), -0.5, np.float32)):
        close(by_onnx(tmp_path, [values])["output"], expected(network, [values]))
        close(by_script(tmp_path, [values])[0], expected(network, [values]))


def test_what_is_given_by_name_and_in_lists_is_given_so_in_the_bundle(tmp_path):
    network = networks.Named().eval()
    ours = pytorch.adapter(network)
    parts = [torch.from_numpy(image(1, 1, 8, 8, seed=seed)) for seed in range(3)]
    with ours.catching() as calls:
        result = network(parts[:2], weight=parts[2], double=True)
    assert ours.input_names == ["images_0", "images_1", "weight"]
    assert [one.shape for one in calls[0].inputs] == [(1, 1, 8, 8)] * 3
    ours.save(str(tmp_path), calls[0].inputs, [YX] * 3, {}, ["output_0"], ours.input_names)
    close(by_onnx(tmp_path, calls[0].inputs)["output_0"], result[0].detach())


@pytest.mark.parametrize(
    ("network", "words"),
    [
        (networks.Always(), ["another result each time", "self.training"]),
        (networks.Guessing(), ["decides", "self.ways[bool(x.mean() > 0.0)]", "torch.where"]),
        (networks.Bessel(), ["without an ONNX form: i0", "return torch.special.i0(y)"]),
        (networks.OnGpu(), ["GPU", "x.device"]),
        (networks.Broken(), ["NaN", "training has failed"]),
    ],
    ids=lambda one: type(one).__name__,
)
def test_what_cannot_be_written_is_said_with_the_way_out(network, words, tmp_path, capfd):
    with pytest.raises(Problem) as raised:
        saved(network, tmp_path, [image(1, 1, 16, 16)], [YX])
    assert raised.value.kind == "bad-model"
    assert [word for word in words if word not in raised.value.message] == []
    assert capfd.readouterr().out == ""


def test_a_missing_input_is_named():
    with pytest.raises(Problem, match=r"takes 2 inputs \(image, mask\), and 1 came"):
        pytorch.adapter(networks.Two()).run([image(1, 1, 8, 8)])
