"""Networks in 16 bits, with the casts that a function then has: run by ``test_own_pytorch.py``."""

from __future__ import annotations

from typing import Callable

import numpy as np
import pytest
import torch
import torch_networks as networks
from torch_state import fingerprint, unchanged

from zooport.kernel.errors import Problem
from zooport.kernel.own import adapters, request
from zooport.kernel.own.after_network import outputs_of
from zooport.kernel.own.before_network import begin

IMAGE = np.random.RandomState(2).uniform(0, 255, (48, 40)).astype(np.uint8)

Cast = Callable[[np.ndarray], torch.Tensor]


def plain(image: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(image.astype(np.float32) / 255)[None, None]


CASTS = {
    "half": lambda image: plain(image).half(),
    "to": lambda image: plain(image).to(torch.float16),
    "to by name": lambda image: plain(image).to(device="cpu", dtype=torch.half),
    "tensor": lambda image: torch.tensor(image.astype(np.float32) / 255, dtype=torch.float16)[None, None],
}


@pytest.mark.parametrize("cast", CASTS.values(), ids=CASTS)
def test_a_network_in_half_is_exported_with_its_casts(cast: Cast) -> None:
    network = networks.UNet().eval().half()
    before = fingerprint(network)

    def predict(image: np.ndarray) -> np.ndarray:
        with torch.no_grad():
            return torch.sigmoid(network(cast(image))).float().numpy()[0]

    asked = request.OwnRequest(network, request.pictures_of([IMAGE], ["yx"]), predict)
    ours = adapters.adapter(asked)
    assert ours.notes == ["The network computed in float16; it is exported in float32."]
    with ours.ready():
        begun = begin(ours, asked, lambda message, part: None)
        (taken,) = outputs_of(begun, asked, {"output": ("batch", "channel", "y", "x")})
    assert begun.inputs[0].operations[1]["id"] == "scale_linear"
    assert begun.inputs[0].operations[1]["kwargs"]["gain"] == 1 / 255
    # As it is in 32 bits, from an image that was not rounded.
    network.float()
    with torch.no_grad():
        exact = torch.sigmoid(network(plain(IMAGE))).numpy()
    np.testing.assert_allclose(taken.values, exact, atol=1e-6)
    network.half()
    assert [row[0] for row in before[0]] == [row[0] for row in fingerprint(network)[0]]


def test_the_network_and_its_casts_are_their_own_again() -> None:
    network = networks.UNet().eval().to(torch.bfloat16)
    before = fingerprint(network)
    with adapters.adapter(request.OwnRequest(network, [], None)).catching() as calls:
        result = network(plain(IMAGE).bfloat16())
    assert result.dtype == torch.float32
    np.testing.assert_array_equal(calls[0].inputs[0], plain(IMAGE).numpy())
    unchanged(before, fingerprint(network))
    assert plain(IMAGE).bfloat16().dtype == torch.bfloat16
    assert network(plain(IMAGE).bfloat16()).dtype == torch.bfloat16


def test_an_image_that_numpy_rounded_is_refused_with_what_to_write() -> None:
    network = networks.UNet().eval().half()

    def predict(image: np.ndarray) -> np.ndarray:
        given = torch.from_numpy((image / 255).astype(np.float16))[None, None]
        return network(given).float().detach().numpy()[0]

    asked = request.OwnRequest(network, request.pictures_of([IMAGE], ["yx"]), predict)
    with pytest.raises(Problem, match=r"rounded to 16 bits \(float16\).*leave that cast away"):
        begin(adapters.adapter(asked), asked, lambda message, part: None)
