"""Sizes that networks take and give, found by running them: run by ``test_own_pytorch.py``."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import torch.nn.functional as F
import torch_networks as networks
from torch import nn

from zooport.kernel.errors import Problem
from zooport.kernel.own import pytorch
from zooport.kernel.own.proofs import pairs
from zooport.kernel.own.sizes import Followed, Sizes, probe

AXES = ("batch", "channel", "y", "x")


def image(*shape: int, seed: int = 0) -> np.ndarray:
    return np.random.RandomState(seed).uniform(-1, 1, shape).astype(np.float32)


def probed(network: nn.Module, *inputs: np.ndarray, axes: tuple = AXES) -> Sizes:
    ours = pytorch.adapter(network)
    with ours.ready():
        return probe(ours, inputs, [axes] * len(inputs))


class Calls(nn.Module):
    """A function as a network."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, *given):
        return self.function(*given)


def test_a_unet_takes_multiples_of_its_poolings():
    found = probed(networks.UNet(), image(1, 1, 32, 48))
    assert found.inputs == [{"y": {"min": 4, "step": 4}, "x": {"min": 4, "step": 4}}]
    assert found.outputs == {"output": [None, None, Followed(0, "y", 1, 0), Followed(0, "x", 1, 0)]}
    assert found.batch
    assert found.notes == []


def test_each_axis_of_a_volume_has_its_own_step():
    network = Calls(lambda x: F.interpolate(F.max_pool3d(x, (1, 4, 2)), scale_factor=(1.0, 4.0, 2.0)))
    found = probed(network, image(1, 1, 6, 16, 16), axes=("batch", "channel", "z", "y", "x"))
    assert {name: one["step"] for name, one in found.inputs[0].items()} == {"z": 1, "y": 4, "x": 2}


@pytest.mark.parametrize(
    ("network", "size", "step", "smallest", "scale", "offset"),
    [
        (networks.Larger(), 32, 1, 1, 2, 0),
        (nn.Conv2d(1, 1, 5), 32, 1, 5, 1, -4),
        (nn.Conv2d(1, 1, 3, stride=2, padding=1), 32, 2, 2, 0.5, 0),
        (nn.Conv2d(1, 1, 3, stride=2, padding=1), 33, 2, 1, 0.5, 0.5),
        (nn.AvgPool2d(3), 27, 3, 3, 1 / 3, 0),
        (nn.ReflectionPad2d(4), 32, 1, 5, 1, 8),
        # Rounded down and back up without a word: 16 pixels at a time.
        (nn.Sequential(nn.MaxPool2d(16), nn.Upsample(scale_factor=16)), 64, 16, 16, 1, 0),
        (nn.Sequential(nn.MaxPool2d(64), nn.Upsample(scale_factor=64)), 64, 64, 64, 1, 0),
    ],
    ids=["twice", "valid", "half", "half of odd", "third", "reflecting", "rounded by 16", "rounded by 64"],
)
def test_size_of_the_output_by_size_of_the_input(network, size, step, smallest, scale, offset):
    found = probed(network, image(1, 1, size, size))
    assert found.inputs[0]["y"] == {"min": smallest, "step": step}
    followed = found.outputs["output"][2]
    assert (followed.input, followed.axis) == (0, "y")
    assert followed.scale == pytest.approx(scale)
    assert followed.offset == pytest.approx(offset)


def test_a_network_with_one_size_is_told():
    network = nn.Sequential(nn.Conv2d(1, 2, 3, padding=1), nn.Flatten(), nn.Linear(2 * 16 * 16, 5))
    found = probed(network, image(1, 1, 16, 16))
    assert found.inputs == [{}]
    assert found.outputs == {"output": [None, None]}
    assert found.notes == [
        "Along y the network takes 16 pixels and no other size.",
        "Along x the network takes 16 pixels and no other size.",
    ]


def test_classes_of_an_image_of_any_size_follow_nothing():
    network = nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 3))
    found = probed(network, image(1, 1, 16, 16))
    assert found.inputs[0]["y"] == {"min": 1, "step": 1}
    assert found.outputs == {"output": [None, None]}


def test_two_inputs_grow_together():
    found = probed(networks.Two(), image(1, 1, 16, 16), image(1, 1, 16, 16, seed=1))
    assert found.inputs == [{"y": {"min": 1, "step": 1}, "x": {"min": 1, "step": 1}}] * 2
    assert found.outputs["edge_map"][2] == Followed(0, "y", 1, 0)


def test_inputs_of_two_scales_grow_by_as_much():
    network = Calls(lambda low, high: F.interpolate(low, scale_factor=2.0) + high)
    found = probed(network, image(1, 1, 16, 16), image(1, 1, 32, 32))
    assert [one["y"]["step"] for one in found.inputs] == [1, 2]
    assert found.outputs["output"][2] == Followed(0, "y", 2, 0)


def test_an_output_follows_the_input_that_changes_it():
    network = Calls(lambda style, x: x * style.mean())
    found = probed(network, image(1, 1, 16, 16), image(1, 1, 16, 16))
    assert found.outputs["output"][2] == Followed(1, "y", 1, 0)


def test_sizes_that_depend_on_one_another_are_fixed():
    found = probed(Calls(lambda x: torch.flatten(x, 2)), image(1, 1, 8, 12))
    assert found.inputs == [{}]
    assert "depend on one another" in found.notes[0]


def test_an_output_whose_size_the_values_decide_is_refused():
    with pytest.raises(Problem, match='size of the network\'s output "output" depends on what is in the image'):
        probed(Calls(lambda x: x[:, :, : 1 + int(x[0, 0, 0, 0] * 100) % 7]), image(1, 1, 16, 16))


def test_a_network_that_scales_every_image_to_one_size_is_told():
    def scaled(x):
        return F.interpolate(torch.tanh(F.interpolate(x, size=(32, 32))), size=x.shape[2:])

    found = probed(Calls(scaled), image(1, 1, 32, 32))
    assert any("scale every image to one size" in note for note in found.notes)


def test_a_network_that_normalises_by_the_image_is_told():
    network = nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.GroupNorm(2, 4))
    notes = probed(network, image(1, 1, 32, 32) ** 2).notes
    assert all("whole image" in note for note in notes)


def test_one_image_at_a_time_is_told():
    assert not probed(Calls(lambda x: x - x.mean()), image(1, 1, 16, 16)).batch


def test_two_more_shapes_are_ones_that_the_network_takes():
    network, given = pytorch.adapter(networks.UNet()), [image(1, 1, 32, 48)]
    made = pairs(network, given, [AXES], probe(network, given, [AXES]).inputs, [])
    shapes = [inputs[0].shape for inputs, _ in made]
    assert shapes == [(1, 1, 36, 48), (1, 1, 32, 56)]


class Resizing(nn.Module):
    """Pools twice, and is resized to the size of its image."""

    def __init__(self, mode: str) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.first = nn.Conv2d(1, 4, 3, padding=1)
        self.second = nn.Conv2d(4, 1, 3, padding=1)
        self.mode = mode

    def forward(self, x):
        y = F.max_pool2d(torch.relu(self.first(x)), 4)
        return F.interpolate(self.second(y), size=x.shape[-2:], mode=self.mode)


@pytest.mark.parametrize("mode", ["nearest", "bilinear"])
def test_a_network_that_is_resized_to_its_image_has_the_steps_of_its_poolings(mode):
    found = probed(Resizing(mode), image(1, 1, 64, 96))
    assert [found.inputs[0][axis]["step"] for axis in "yx"] == [4, 4]
    assert [found.inputs[0][axis]["min"] % 4 for axis in "yx"] == [0, 0]
    assert found.outputs["output"][2:] == [Followed(0, "y", 1, 0), Followed(0, "x", 1, 0)]


def test_a_test_image_off_that_grid_is_told():
    found = probed(Resizing("nearest"), image(1, 1, 64, 97))
    assert [found.inputs[0][axis]["step"] for axis in "yx"] == [4, 1]
    assert any("pools in steps of 4 pixels" in note for note in found.notes)


def test_networks_without_poolings_keep_the_step_of_one():
    layers = [nn.Conv2d(1, 4, 3, padding=1), nn.InstanceNorm2d(4), nn.ReLU(), nn.Conv2d(4, 1, 3, padding=1)]
    found = probed(nn.Sequential(*layers), image(1, 1, 64, 96))
    assert [found.inputs[0][axis]["step"] for axis in "yx"] == [1, 1]
    whole = probed(Calls(lambda x: x * x.mean() + torch.linspace(0, 1, x.shape[-1])), image(1, 1, 64, 96))
    assert [whole.inputs[0][axis]["step"] for axis in "yx"] == [1, 1]
