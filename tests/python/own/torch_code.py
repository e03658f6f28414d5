"""Weights of PyTorch with the code that makes their network: run by ``test_own_pytorch.py``.

The readers are bioimageio.core and a process that has nothing but the files.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Dict, Iterator, Mapping, Optional

import numpy as np
import pytest
import torch
import torch_networks as networks
from torch import nn

from zooport.kernel.own import pytorch
from zooport.kernel.own.forms import clean
from zooport.kernel.own.network import LastStep, Saved

YX = {2: "y", 3: "x"}
GIVEN = np.random.RandomState(0).uniform(-1, 1, (1, 1, 16, 16)).astype(np.float32)


def saved(network: nn.Module, directory: Path, steps: Optional[Mapping[str, LastStep]] = None) -> Saved:
    ours = pytorch.adapter(network)
    with ours.ready():
        names = [name for name, _ in ours.run([GIVEN])]
        return ours.save(str(directory), [GIVEN], [YX], steps or {}, names, ["x"])


def architecture(made: Saved) -> Dict[str, object]:
    last = made.weights[-1]
    assert last["format"] == "pytorch_state_dict", made.notes
    assert last["architecture"] is not None
    return dict(last["architecture"])


def by_core(directory: Path, made: Saved) -> np.ndarray:
    """What bioimageio.core's own loader makes of the files."""
    from bioimageio.core.backends.pytorch_backend import load_torch_model
    from bioimageio.spec.model import v0_5

    told = architecture(made)
    source: v0_5.ArchitectureFromFileDescr | v0_5.ArchitectureFromLibraryDescr
    if told["file"]:
        source = v0_5.ArchitectureFromFileDescr(
            source=directory / str(told["file"]), callable=told["callable"], kwargs=told["kwargs"]
        )
    else:
        source = v0_5.ArchitectureFromLibraryDescr(
            import_from=told["module"], callable=told["callable"], kwargs=told["kwargs"]
        )
    weights = v0_5.PytorchStateDictWeightsDescr(
        source=directory / made.weights[-1]["file"], architecture=source, pytorch_version=torch.__version__
    )
    network = load_torch_model(weights, devices=["cpu"]).eval()
    with torch.no_grad():
        return network(torch.from_numpy(GIVEN)).numpy()


def expected(network: nn.Module) -> np.ndarray:
    with torch.no_grad():
        return network.eval()(torch.from_numpy(GIVEN)).numpy()


def test_a_class_of_a_module_is_called_with_the_arguments_that_made_it(tmp_path):
    network = networks.UNet(classes=3, width=6)
    made = saved(network, tmp_path)
    assert architecture(made) == {
        "file": "network.py",
        "module": None,
        "callable": "UNet",
        "kwargs": {"channels": 1, "classes": 3, "width": 6},
    }
    np.testing.assert_allclose(by_core(tmp_path, made), expected(network), atol=1e-6)


def test_arguments_that_no_weight_tells_are_left_to_what_was_made(tmp_path):
    network = networks.Scaled(5, 0.3, "bright")
    made = saved(network, tmp_path)
    assert architecture(made)["callable"] == "layers"
    assert "LARGEST = 255.0" in (tmp_path / "network.py").read_text()
    np.testing.assert_allclose(by_core(tmp_path, made), expected(network), rtol=1e-5)


def test_layers_in_a_row_are_written_out(tmp_path):
    network = nn.Sequential(
        nn.Conv2d(1, 4, 3, padding="same", padding_mode="reflect"),
        nn.Sequential(nn.GroupNorm(2, 4), nn.PReLU(4), nn.Dropout(0.2)),
        nn.ConvTranspose2d(4, 1, 2, stride=2, bias=False),
        nn.Upsample(scale_factor=0.5, mode="bilinear", align_corners=False),
    )
    made = saved(network, tmp_path)
    assert "bare" not in (tmp_path / "network.py").read_text()
    np.testing.assert_allclose(by_core(tmp_path, made), expected(network), atol=1e-6)


def test_last_steps_are_part_of_the_code(tmp_path):
    network = networks.UNet(classes=3)
    made = saved(network, tmp_path, {"output": LastStep("argmax", 1, 0, True)})
    assert by_core(tmp_path, made).tolist() == expected(network).argmax(1)[:, None].tolist()


def test_a_class_of_a_package_is_imported_from_it(tmp_path):
    from torch.nn.modules.conv import Conv2d

    made = saved(Conv2d(1, 2, 3), tmp_path)
    told = architecture(made)
    assert (told["file"], told["module"], told["callable"]) == (None, "torch.nn.modules.conv", "Conv2d")
    assert by_core(tmp_path, made).shape == (1, 2, 14, 14)


CELLS = (
    "%matplotlib_of_nobody inline",
    """
import torch, math
from torch import nn
import torch.nn.functional as F
WIDTH, act = 6, F.relu
def double(before, after):
    return nn.Sequential(nn.Conv2d(before, after, 3, padding=1), nn.BatchNorm2d(after))
data = list(range(100000))
""",
    """
%%time
class Base(nn.Module):
    def scaled(self, x):
        return x * math.pi
class Mine(Base):
    def __init__(self, channels, width, classes=1, *, slope=0.1):
        super().__init__()
        self.first = double(channels, width)
        self.act = act
        self.slope = nn.LeakyReLU(slope)
        self.last = nn.Conv2d(width, classes, 1)
    def forward(self, x: "torch.Tensor"):
        data = self.scaled(self.slope(self.act(self.first(x))))
        return self.last(data)
    def fit(self, images):
        return data[0]
""",
    "model = Mine(1, WIDTH, slope=0.05)",
)


@pytest.fixture
def cells() -> Iterator[Dict[str, object]]:
    """The namespace of a real notebook's kernel after these cells."""
    from IPython.core.interactiveshell import InteractiveShell

    before = sys.modules["__main__"]
    shell = InteractiveShell.instance()
    for cell in CELLS:
        shell.run_cell(cell.lstrip("\n"), store_history=True)
    yield shell.user_ns
    sys.modules["__main__"] = before


def test_a_class_of_the_notebook_takes_along_what_it_needs_and_nothing_else(cells, tmp_path):
    network = cells["model"]
    cells["data"] = "short enough to be written"
    made = saved(network, tmp_path)
    assert architecture(made)["kwargs"] == {"channels": 1, "width": 6, "slope": 0.05}
    text = (tmp_path / "network.py").read_text()
    assert all(part in text for part in ("class Base", "def double", "import math", "relu"))
    assert "WIDTH" not in text
    np.testing.assert_allclose(by_core(tmp_path, made), expected(network), atol=1e-6)
    check = "import network, torch; network.Mine(1, 6, slope=0.05)(torch.zeros(1, 1, 8, 8))"
    assert subprocess.run([sys.executable, "-c", check], cwd=tmp_path).returncode == 0


def test_a_class_inside_of_a_function_is_said_and_the_rest_is_written(tmp_path):
    class Inside(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = nn.Conv2d(1, 1, 3)

        def forward(self, x):
            return self.layer(x)

    made = saved(Inside(), tmp_path)
    assert [one["format"] for one in made.weights] == ["onnx", "torchscript"]
    assert "Inside is defined inside of a function" in made.notes[0]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["weights.onnx", "weights.torchscript.pt"]


def test_making_the_network_anew_draws_none_of_the_notebooks_random_numbers(tmp_path):
    network = networks.UNet(width=5)
    before = torch.get_rng_state()
    saved(network, tmp_path)
    assert torch.equal(before, torch.get_rng_state())


def test_code_that_ends_the_process_ends_only_its_own(tmp_path):
    (tmp_path / "ends.py").write_text("import os\nos._exit(3)\n")
    torch.save({}, tmp_path / "weights.pt")
    form: clean.Form = {
        "format": "pytorch_state_dict",
        "path": str(tmp_path / "weights.pt"),
        "file": str(tmp_path / "ends.py"),
        "module": None,
        "callable": "anything",
        "kwargs": {},
    }
    results = clean.run([form], [[GIVEN]], 1)
    assert results is not None
    assert results["pytorch_state_dict"].error == "it ended the process"
    # And the next one runs.
    assert clean.run([], [[GIVEN]], 1) == {}
