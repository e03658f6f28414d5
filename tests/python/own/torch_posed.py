"""What happens behind a network, told by values that it does not itself give: run by ``test_own_pytorch.py``."""

from __future__ import annotations

from typing import Callable, Dict, List

import numpy as np
import pytest
import torch
from torch import nn

from zooport.kernel.errors import Problem
from zooport.kernel.own import adapters, request
from zooport.kernel.own.after_network import Taken, outputs_of
from zooport.kernel.own.before_network import begin

IMAGE = np.random.RandomState(1).uniform(0, 1, (48, 40)).astype(np.float32)


class Sure(nn.Module):
    """Gives -9 or 9 and next to nothing in between, as a network that was trained long does."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.tanh((x - 0.5) * 1e4) * 9


class Likely(nn.Module):
    """Probabilities of three kinds that come to 1."""

    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.layer = nn.Conv2d(1, 3, 3, padding=1)

    def forward(self, x: torch.Tensor) -> Dict[str, torch.Tensor]:
        return {"kinds": torch.softmax(self.layer(x) * 4, 1)}


def found(network: nn.Module, after: Callable[[torch.Tensor], torch.Tensor], axes: str = "yx") -> List[Taken]:
    def predict(image: np.ndarray) -> np.ndarray:
        result = network(torch.from_numpy(image)[None, None])
        result = result["kinds"] if isinstance(result, dict) else result
        return after(result)[0].numpy()

    asked = request.OwnRequest(network, request.pictures_of([IMAGE], [axes]), predict)
    ours = adapters.adapter(asked)
    with ours.ready():
        begun = begin(ours, asked, lambda message, part: None)
        return outputs_of(begun, asked, {name: ("batch", "channel", "y", "x") for name, _ in begun.call.outputs})


def test_a_threshold_is_told_where_the_network_gives_nothing_near_it():
    (taken,) = found(Sure(), lambda x: torch.sigmoid(x) > 0.35)
    assert [one["id"] for one in taken.operations[:2]] == ["sigmoid", "binarize"]
    assert taken.operations[1]["kwargs"]["threshold"] == 0.35


def test_a_cut_that_the_networks_values_never_reach_is_told():
    (taken,) = found(Sure(), lambda x: torch.clip(x, -20, 9.5) / 2)
    bounds = [one["kwargs"] for one in taken.operations if one["id"] == "clip"]
    assert bounds, taken.operations
    # What no network of this range may give is not told.
    assert max(bounds[0].values()) in (9.5, 4.75)


def test_what_only_other_values_show_is_refused():
    with pytest.raises(Problem, match="other values than the network's own"):
        found(Sure(), lambda x: (x > 0) & (x < 12))


def test_probabilities_that_come_to_one_are_posed_as_such():
    (taken,) = found(Likely(), lambda x: x / x.sum(1, keepdim=True))
    assert [one["id"] for one in taken.operations] == ["ensure_dtype"] or taken.operations == []


def test_the_result_for_the_test_is_what_the_network_itself_gave():
    (taken,) = found(Sure(), lambda x: torch.sigmoid(x))
    real = torch.sigmoid(Sure()(torch.from_numpy(IMAGE)[None, None])).numpy()
    assert np.array_equal(taken.values, real)


def test_the_network_is_its_own_again_after_posing():
    network = Likely()
    before = network(torch.from_numpy(IMAGE)[None, None])["kinds"]
    found(network, lambda x: x)
    assert torch.equal(network(torch.from_numpy(IMAGE)[None, None])["kinds"], before)
