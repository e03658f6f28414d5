"""Files of networks, honest and hostile: run by ``test_own_pytorch.py``."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import numpy as np
import pytest
import torch
import torch_networks as networks

from zooport.kernel.errors import Problem
from zooport.kernel.own import files, pytorch


class Hostile:
    """Makes a file as soon as it is unpickled."""

    def __init__(self, target: Path) -> None:
        self.target = str(target)

    def __reduce__(self):
        return os.mkdir, (self.target,)


def problem(path: Path, tmp_path: Path, allow_code: bool = False) -> Problem:
    with pytest.raises(Problem) as raised:
        files.load(str(path), str(tmp_path), allow_code)
    return raised.value


def test_torchscript_is_read_and_is_a_network(tmp_path):
    path = tmp_path / "network.pt"
    torch.jit.script(networks.Dropping().eval()).save(str(path))
    ours = pytorch.adapter(files.load(str(path), str(tmp_path)))
    assert ours.architecture == "Dropping"
    assert ours.input_names == ["x"]
    given = np.zeros((1, 1, 16, 16), np.float32)
    with ours.catching() as calls:
        ours.run([given])
        made = ours.save(str(tmp_path), [given], [{2: "y", 3: "x"}], {}, ["output"], ["x"])
    assert [one["format"] for one in made.weights] == ["onnx", "torchscript"]
    assert "it came as TorchScript, without its code" in made.notes[0]
    assert calls == []


def test_a_pickled_module_is_asked_for_and_then_loaded(tmp_path):
    path = tmp_path / "network.pth"
    torch.save(networks.Dropping(), path)
    told = problem(path, tmp_path)
    assert told.kind == "holds-code"
    assert "torch_networks.Dropping" in told.message
    assert "allow_code=True" in told.message
    assert isinstance(files.load(str(path), str(tmp_path), allow_code=True), networks.Dropping)


@pytest.mark.parametrize("legacy", [False, True])
def test_a_hostile_checkpoint_is_named_and_not_run(legacy, tmp_path):
    path, target = tmp_path / "weights.pt", tmp_path / "made"
    torch.save({"model": Hostile(target)}, path, _use_new_zipfile_serialization=not legacy)
    told = problem(path, tmp_path)
    assert told.kind == "holds-code"
    assert "mkdir" in told.message
    assert not target.exists()


def test_a_plain_pickle_is_not_run_either(tmp_path):
    path, target = tmp_path / "weights.pkl", tmp_path / "made"
    path.write_bytes(pickle.dumps(Hostile(target)))
    assert problem(path, tmp_path).kind == "holds-code"
    assert not target.exists()


@pytest.mark.parametrize("legacy", [False, True])
@pytest.mark.parametrize(("wrap", "words"), [(False, "(8 tensors)"), (True, "under “state_dict”")])
def test_weights_alone_ask_for_their_network(wrap, words, legacy, tmp_path):
    path = tmp_path / "best.pth"
    state = networks.Dropping().state_dict()
    held = {"epoch": 3, "state_dict": state} if wrap else state
    torch.save(held, path, _use_new_zipfile_serialization=not legacy)
    told = problem(path, tmp_path)
    assert told.kind == "bad-model"
    assert words.replace("8", str(len(state))) in told.message
    assert "load_state_dict(torch.load('best.pth', weights_only=True)" in told.message


@pytest.mark.parametrize("content", [b"", b"no network", b"PK\x03\x04 half"])
def test_what_is_no_network_is_said(content, tmp_path):
    path = tmp_path / "broken.pt"
    path.write_bytes(content)
    assert "damaged" in problem(path, tmp_path).message


def test_a_class_that_is_gone_is_named(tmp_path):
    path = tmp_path / "network.pt"

    torch.save(networks.Dropping(), path)
    kept = networks.Dropping
    del networks.Dropping
    try:
        told = problem(path, tmp_path, allow_code=True)
    finally:
        networks.Dropping = kept
    assert "torch_networks.Dropping" in told.message
    assert "Run the cell that defines it" in told.message


def test_other_endings_and_missing_files_are_said(tmp_path):
    assert "There is no file" in problem(tmp_path / "gone.pt", tmp_path).message
    (tmp_path / "network.txt").write_text("")
    assert ".keras" in problem(tmp_path / "network.txt", tmp_path).message
