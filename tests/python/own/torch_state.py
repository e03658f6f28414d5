"""That a module of PyTorch is what it was after everything: run by ``test_own_pytorch.py``."""

from __future__ import annotations

import numpy as np
import torch
import torch_networks as networks
from torch import nn

from zooport.kernel.own import pytorch

GIVEN = np.random.RandomState(0).uniform(0, 1, (1, 1, 16, 16)).astype(np.float32)


def fingerprint(module: nn.Module) -> list:
    tensors = list(module.state_dict(keep_vars=True).items())
    return [
        [(name, id(one), one.dtype, str(one.device), one.requires_grad, one.detach().clone()) for name, one in tensors],
        [(name, one.training, sorted(vars(one))) for name, one in module.named_modules()],
        torch.get_rng_state(),
    ]


def unchanged(before: list, after: list) -> None:
    assert [row[:5] for row in before[0]] == [row[:5] for row in after[0]]
    assert all(torch.equal(one[5], other[5]) for one, other in zip(before[0], after[0]))
    assert before[1] == after[1]
    assert torch.equal(before[2], after[2])


def test_a_network_in_training_is_run_as_evaluation_and_trains_on(tmp_path):
    network = networks.Dropping()
    network.layers[3].eval()  # a part that was frozen by hand stays so
    before = fingerprint(network)
    ours = pytorch.adapter(network)
    assert any("training mode" in note for note in ours.notes)
    with ours.catching() as calls:
        first = network(torch.from_numpy(GIVEN))
        second = network(torch.from_numpy(GIVEN))
        ours.save(str(tmp_path), [GIVEN], [{2: "y", 3: "x"}], {}, ["output"], ["x"])
    assert torch.equal(first, second)
    assert len(calls) == 2
    assert not first.requires_grad
    unchanged(before, fingerprint(network))
    assert network.training


def test_half_precision_is_written_as_float32_and_is_half_again(tmp_path):
    network = networks.Larger().half().eval()
    before = fingerprint(network)
    ours = pytorch.adapter(network)
    assert ours.notes == ["The network computed in float16; it is exported in float32."]
    with ours.catching() as calls:
        result = network(torch.from_numpy(GIVEN).half())
    # The cast is there because the network was in half, which it is not meanwhile (torch_half.py).
    assert result.dtype == torch.float32
    assert calls[0].inputs[0].dtype == np.float32
    unchanged(before, fingerprint(network))


def test_what_raises_leaves_the_network_as_it_was():
    network = networks.Dropping().half()
    before = fingerprint(network)
    try:
        with pytorch.adapter(network).catching():
            network.eval()
            raise RuntimeError("the researcher's own")
    except RuntimeError:
        pass
    unchanged(before, fingerprint(network))


def test_caught_values_are_copies_and_calls_within_a_call_are_part_of_it():
    class Again(nn.Module):
        def forward(self, x, deeper=True):
            return self(x * 2, False) if deeper else x + 1

    network = Again()
    given = torch.zeros(1, 1, 2, 2)
    with pytorch.adapter(network).catching() as calls:
        result = network(given)
        given += 5
        result += 5
    assert len(calls) == 1
    assert calls[0].inputs[0].tolist() == np.zeros((1, 1, 2, 2)).tolist()
    assert calls[0].outputs[0][1].tolist() == np.ones((1, 1, 2, 2)).tolist()


def test_compiled_networks_are_caught_and_stay_compiled():
    network = networks.Dropping().eval()
    compiled = torch.compile(network, backend="eager")
    ours = pytorch.adapter(compiled)
    assert ours.architecture == "Dropping"
    assert any("compiled" in note for note in ours.notes)
    for function in (compiled, network):
        with ours.catching() as calls:
            function(torch.from_numpy(GIVEN))
        assert len(calls) == 1, function
    assert "forward" not in vars(network)
    assert torch.allclose(compiled(torch.from_numpy(GIVEN)), network(torch.from_numpy(GIVEN)))


def test_a_network_that_was_compiled_in_place_is_itself_again():
    network = networks.Dropping().eval()
    network.compile(backend="eager")
    before = network._compiled_call_impl
    with pytorch.adapter(network).catching() as calls:
        network(torch.from_numpy(GIVEN))
    assert len(calls) == 1
    assert network._compiled_call_impl is before


def test_forward_by_itself_and_parallel_shells_are_caught():
    network = networks.Dropping().eval()
    with pytorch.adapter(nn.DataParallel(network)).catching() as calls:
        network.forward(torch.from_numpy(GIVEN))
    assert len(calls) == 1


def test_sixteen_bits_of_autocast_are_left_out():
    network = networks.UNet().eval()
    with pytorch.adapter(network).catching() as calls, torch.autocast("cpu", dtype=torch.bfloat16):
        network(torch.from_numpy(GIVEN))
    plain = pytorch.adapter(network).run([GIVEN])
    assert np.array_equal(calls[0].outputs[0][1], plain[0][1])


def test_a_module_that_cannot_be_copied_is_written_all_the_same(tmp_path):
    class Holding(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = nn.Conv2d(1, 2, 3)
            self.open = (one for one in ())

        def forward(self, x):
            return self.layer(x)

    network = Holding().double()
    before = fingerprint(network)
    ours = pytorch.adapter(network)
    ours.save(str(tmp_path), [GIVEN], [{2: "y", 3: "x"}], {}, ["output"], ["x"])
    unchanged(before, fingerprint(network))


def test_numbers_that_a_forward_counts_are_counted_back():
    class Counting(nn.Module):
        def __init__(self):
            super().__init__()
            self.register_buffer("seen", torch.zeros(1))

        def forward(self, x):
            self.seen += 1
            return x * 2

    network = Counting()
    with pytorch.adapter(network).catching():
        network(torch.from_numpy(GIVEN))
    assert network.seen.item() == 0
