"""What the panel is told of a kernel that holds networks of PyTorch: what they take, and the functions beside them."""

from __future__ import annotations

from typing import Dict, Optional

import numpy as np
import pytest
import torch
from torch import nn

from zooport.kernel.find import namespace
from zooport.kernel.own.find import find


class Difference(nn.Module):
    """Two images, and a third that may be left out."""

    def __init__(self) -> None:
        super().__init__()
        self.last = nn.Conv2d(2, 1, 3, padding=1)

    def forward(self, before: torch.Tensor, after: torch.Tensor, mask: Optional[torch.Tensor] = None) -> torch.Tensor:
        found = self.last(torch.cat([before, after], dim=1))
        return found if mask is None else found * mask


class Free(nn.Module):
    """Whatever it is given."""

    def forward(self, *images: torch.Tensor) -> torch.Tensor:
        return sum(images)


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> Dict[str, object]:
    held: Dict[str, object] = {}
    monkeypatch.setattr(namespace, "namespace", lambda: held)
    return held


@pytest.mark.parametrize(
    ("network", "inputs"),
    [
        (Difference(), ["before", "after"]),
        (torch.jit.script(Difference()), ["before", "after"]),
        (nn.DataParallel(Difference()), ["before", "after"]),
        (nn.Sequential(nn.ReLU()), ["input"]),
        (Free(), ["input"]),
    ],
)
def test_a_network_says_which_images_it_takes(kernel, network, inputs):
    kernel["net"] = network
    assert [one["inputs"] for one in find({})["networks"]] == [inputs]


def test_functions_say_what_they_take_and_those_that_take_no_image_are_left_out(kernel):
    net = Difference()
    kernel["net"] = net
    text = """
def change(before, after): return net(before, after)
def pair(images): return net(*images)
def scaled(image, gain=2): return image * gain
def nothing(): return 0
def named(*, image): return image
def many(a, b, c, d, e, f, g): return a
"""
    space = {"__name__": "__main__", "net": net}
    exec(text, space)  # noqa: S102
    kernel.update({name: value for name, value in space.items() if not name.startswith("_")})
    assert find({})["functions"] == [
        {"name": "pair", "arguments": ["images"], "needed": 1},
        {"name": "change", "arguments": ["before", "after"], "needed": 2},
        {"name": "scaled", "arguments": ["image", "gain"], "needed": 1},
    ]


def test_arrays_stand_with_their_shapes_the_last_one_first(kernel):
    kernel.update(image=np.zeros((20, 30), np.uint8), volume=torch.zeros(4, 20, 30), few=np.zeros(5))
    assert [(one["name"], one["shape"], one["dtype"]) for one in find({})["arrays"]] == [
        ("volume", [4, 20, 30], "float32"),
        ("image", [20, 30], "uint8"),
    ]
