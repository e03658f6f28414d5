"""Networks that are made of records, classes and functions: run by ``test_own_pytorch.py``."""

from __future__ import annotations

import dataclasses
import enum
from pathlib import Path
from typing import Callable, Dict, NamedTuple, Tuple

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn
from torch_code import architecture, by_core, expected, saved


class Shape(NamedTuple):
    """Names and values alone: it has no function by which its text could be found."""

    width: int
    kernel: int = 3


@dataclasses.dataclass(frozen=True)
class Config:
    """With a default that is made anew each time."""

    shape: Shape
    slopes: Tuple[float, ...] = (0.1, 0.2)
    names: Dict[str, int] = dataclasses.field(default_factory=dict)


class Norm(enum.Enum):
    """Normalisations."""

    none = 0
    batch = 1


class ByShape(nn.Module):
    """Keeps the record that it was made of."""

    def __init__(self, shape: Shape, norm: Norm = Norm.none) -> None:
        super().__init__()
        self.shape = shape
        self.norm = norm
        self.layer = nn.Conv2d(1, shape.width, shape.kernel, padding=shape.kernel // 2)
        self.after = nn.BatchNorm2d(shape.width) if norm is Norm.batch else nn.Identity()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.after(self.layer(x)) * self.shape.width


class ByConfig(nn.Module):
    """A dataclass with a record in it, used by its forward."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        self.inner = ByShape(config.shape, Norm.batch)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for slope in self.config.slopes:
            x = F.leaky_relu(x, slope)
        return self.inner(x) + self.config.names.get("more", 0)


class ByClasses(nn.Module):
    """Takes a class, a function and what a library keeps, and holds them."""

    def __init__(self, act: type = nn.ReLU, last: Callable[..., torch.Tensor] = torch.sigmoid) -> None:
        super().__init__()
        self.act = act
        self.last = last
        self.layers = nn.Sequential(nn.Conv2d(1, 3, 3, padding=1), act(), nn.Conv2d(3, 2, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.last(self.layers(x))


class ByDefault(nn.Module):
    """A class by default, which it does not hold."""

    def __init__(self, width: int = 3, act: type = nn.ELU) -> None:
        super().__init__()
        self.layers = nn.Sequential(nn.Conv2d(1, width, 3, padding=1), act(), nn.Conv2d(width, 1, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layers(x)


@pytest.mark.parametrize(
    ("network", "parts"),
    [
        (ByShape(Shape(4), Norm.batch), ["class Shape(NamedTuple)", "class Norm", "ByShape(shape=Shape("]),
        (ByConfig(Config(Shape(3, 5), names={"more": 2})), ["class Config", "dataclass", "ByConfig(config=Config("]),
        (ByClasses(nn.SiLU, torch.tanh), ["act=SiLU", "last=tanh"]),
    ],
    ids=["named tuple and enumeration", "dataclass", "class and function"],
)
def test_what_a_network_was_made_of_is_written_with_its_code(network: nn.Module, parts, tmp_path: Path):
    made = saved(network, tmp_path)
    assert architecture(made)["callable"] == "network"
    text = (tmp_path / "network.py").read_text()
    assert [part for part in parts if part not in text] == []
    np.testing.assert_allclose(by_core(tmp_path, made), expected(network), atol=1e-5)


def test_a_default_that_is_a_class_is_left_to_the_code(tmp_path: Path):
    network = ByDefault(5)
    made = saved(network, tmp_path)
    assert architecture(made)["kwargs"] == {"width": 5}
    np.testing.assert_allclose(by_core(tmp_path, made), expected(network), atol=1e-6)


def test_a_class_that_was_chosen_and_is_not_held_is_told_by_the_layers(tmp_path: Path):
    network = ByDefault(5, nn.Tanh)
    made = saved(network, tmp_path)
    assert architecture(made)["callable"] == "layers"
    np.testing.assert_allclose(by_core(tmp_path, made), expected(network), atol=1e-6)
