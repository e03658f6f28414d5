"""Modules as they come: Lightning's habits, parametrized weights, hooks, scripts. Run by ``test_own_pytorch.py``.

Each is exported or refused with a sentence, and is afterwards what it was.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.utils import parametrizations, weight_norm
from torch_code import GIVEN, by_core, expected, saved
from torch_state import fingerprint, unchanged

from zooport.kernel.errors import Problem
from zooport.kernel.own import pytorch

FORMS = ["onnx", "torchscript", "pytorch_state_dict"]


class Trained(nn.Module):
    """What Lightning's module has about it, without Lightning."""

    def __init__(self, width: int = 4) -> None:
        super().__init__()
        self.net = nn.Sequential(nn.Conv2d(1, width, 3, padding=1), nn.BatchNorm2d(width), nn.ReLU())
        self.loss = nn.MSELoss()
        self.validation: List[Any] = []
        self._trainer = None

    @property
    def trainer(self) -> Any:
        if self._trainer is None:
            raise RuntimeError("Trained is not attached to a `Trainer`.")
        return self._trainer

    @property
    def current_epoch(self) -> int:
        return int(self.trainer.current_epoch)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.net(x)

    def training_step(self, batch: Any, batch_index: int) -> torch.Tensor:
        images, wanted = batch
        loss = self.loss(self(images), wanted)
        self.log("loss", loss)
        return loss

    def log(self, name: str, value: torch.Tensor) -> None:
        self.trainer.logged[name] = value

    def configure_optimizers(self) -> torch.optim.Optimizer:
        return torch.optim.Adam(self.parameters())


class Logging(Trained):
    """Its forward logs while it trains only."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.net(x)
        if self.training:
            self.log("mean", y.mean())
        return y


class Attached(Trained):
    """Its forward asks its trainer whatever it does."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.net(x) * self.trainer.scale


class Branches(nn.Module):
    """Parts in lists within dicts."""

    def __init__(self, kinds: int = 2) -> None:
        super().__init__()
        self.parts = nn.ModuleDict(
            {f"part{n}": nn.ModuleList([nn.Conv2d(1, 2, 3, padding=1), nn.Conv2d(2, 1, 1)]) for n in range(kinds)}
        )
        self.scales = nn.ParameterDict({name: nn.Parameter(torch.ones(1) * 2) for name in self.parts})

    def forward(self, x: torch.Tensor) -> Dict[str, torch.Tensor]:
        made = {}
        for name, (first, last) in self.parts.items():
            made[name] = last(torch.relu(first(x))) * self.scales[name]
        return made


class Shared(nn.Module):
    """One layer in two places, one weight in two layers."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Conv2d(1, 1, 3, padding=1)
        self.again = self.first
        self.other = nn.Conv2d(1, 1, 3, padding=1)
        self.other.weight = self.first.weight

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.other(torch.tanh(self.again(torch.tanh(self.first(x)))))


class Passing(nn.Module):
    """A buffer that its state does not keep."""

    def __init__(self, mean: float = 0.3) -> None:
        super().__init__()
        self.register_buffer("mean", torch.full((1, 1, 1, 1), mean), persistent=False)
        self.layer = nn.Conv2d(1, 2, 3, padding=1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layer(x - self.mean)


class OnCard(nn.Module):
    """Moves its input to a graphics card by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Conv2d(1, 2, 3, padding=1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layer(x.cuda())


class Complex(nn.Module):
    """Gives complex numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Conv2d(1, 1, 3, padding=1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.fft.fft2(self.layer(x))


class Spectrum(Complex):
    """Computes with complex numbers, and gives plain ones."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return super().forward(x).abs()


def normed(way: Any) -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(way(nn.Conv2d(1, 3, 3, padding=1)), nn.ReLU(), nn.Conv2d(3, 1, 1)).eval()


def lazy() -> nn.Module:
    network = nn.Sequential(nn.LazyConv2d(4, 3, padding=1), nn.LazyBatchNorm2d(), nn.ReLU())
    network(torch.zeros(2, 1, 8, 8))
    return network


def still() -> nn.Module:
    return Trained().requires_grad_(False)


def in_columns() -> nn.Module:
    return Trained().to(memory_format=torch.channels_last)


@pytest.mark.parametrize(
    "make",
    [
        Trained,
        Logging,
        Shared,
        Passing,
        lazy,
        still,
        in_columns,
        lambda: normed(parametrizations.weight_norm),
        lambda: normed(parametrizations.spectral_norm),
        lambda: normed(weight_norm),
    ],
    ids=[
        "lightning",
        "logs in training",
        "shared weights",
        "buffer that is not kept",
        "lazy",
        "no gradients",
        "channels last",
        "weight norm",
        "spectral norm",
        "weight norm of old",
    ],
)
def test_it_is_written_in_every_form_and_is_what_it_was(make: Any, tmp_path: Path) -> None:
    network = make()
    before = fingerprint(network)
    made = saved(network, tmp_path)
    unchanged(before, fingerprint(network))
    assert [one["format"] for one in made.weights] == FORMS, made.notes
    np.testing.assert_allclose(by_core(tmp_path, made), expected(network), atol=1e-5)


def test_parts_in_lists_within_dicts_are_written(tmp_path: Path) -> None:
    network = Branches()
    ours = pytorch.adapter(network)
    with ours.ready():
        names = [name for name, _ in ours.run([GIVEN])]
        made = ours.save(str(tmp_path), [GIVEN], [{2: "y", 3: "x"}], {}, names, ["x"])
    assert names == ["part0", "part1"]
    assert [one["format"] for one in made.weights] == FORMS, made.notes


def test_a_forward_that_asks_its_trainer_is_refused_in_its_own_words() -> None:
    with pytest.raises(Problem, match="not attached to a `Trainer`"):
        pytorch.adapter(Attached()).run([GIVEN])


def test_hooks_of_the_researcher_run_and_stay(tmp_path: Path) -> None:
    network = Trained().eval()
    seen: List[int] = []
    network.net[0].register_forward_hook(lambda module, given, result: seen.append(1))
    network.register_forward_pre_hook(lambda module, given: (given[0] * 2,))
    before = network(torch.from_numpy(GIVEN)).detach().numpy()
    ours = pytorch.adapter(network)
    with ours.catching() as calls:
        network(torch.from_numpy(GIVEN))
    # What the network itself is given is what its own hook made of the image.
    np.testing.assert_allclose(calls[0].inputs[0], GIVEN * 2)
    assert seen
    assert len(network._forward_pre_hooks) == 1
    assert np.array_equal(network(torch.from_numpy(GIVEN)).detach().numpy(), before)


def test_a_script_is_written_without_a_state_dict(tmp_path: Path) -> None:
    network = torch.jit.script(Trained().net.eval())
    made = saved(network, tmp_path)
    assert [one["format"] for one in made.weights] == FORMS[:2]
    assert any("it came as TorchScript" in note for note in made.notes)


def test_compiled_and_parallel_shells_are_written_by_what_is_inside(tmp_path: Path) -> None:
    inner = Trained().eval()
    for number, shell in enumerate((torch.compile(inner, backend="eager"), nn.DataParallel(inner))):
        folder = tmp_path / str(number)
        folder.mkdir()
        made = saved(shell, folder)
        assert [one["format"] for one in made.weights] == FORMS, made.notes
        # Names of the weights have nothing of the shell.
        assert sorted(torch.load(folder / "weights.pt")) == sorted(inner.state_dict())


def test_code_that_asks_for_a_card_is_told_what_to_write() -> None:
    with pytest.raises(Problem, match=r"asks for a GPU by itself.*x\.device"):
        pytorch.adapter(OnCard()).run([GIVEN])


def test_complex_numbers_end_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="gives complex numbers"):
        saved(Complex(), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_whole_number_networks_end_in_a_sentence(tmp_path: Path) -> None:
    network = nn.Sequential(nn.Linear(16, 8), nn.ReLU())
    quantised = torch.ao.quantization.quantize_dynamic(network, {nn.Linear}, dtype=torch.qint8)
    with pytest.raises(Problem, match="was quantised: its layer"):
        saved(quantised, tmp_path)
    assert list(tmp_path.iterdir()) == []
