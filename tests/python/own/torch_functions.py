"""The researcher's own function: what is read off it, and the sentence where it cannot be described."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Callable, List, Optional, Sequence

import numpy as np
import pytest
import torch
from torch import nn

from zooport.kernel.errors import Problem
from zooport.kernel.own import request
from zooport.kernel.own.prepare import prepare
from zooport.kernel.own_protocol import PreparedOwn
from zooport.kernel.transport import folders

RANDOM = np.random.default_rng(0)


def smooth(*shape: int) -> np.ndarray:
    values = RANDOM.random(shape)
    for axis in range(len(shape)):
        values = (values + np.roll(values, 1, axis) + np.roll(values, 2, axis)) / 3
    return values


GREY = (smooth(96, 128) * 4000).astype(np.uint16)
COLOURS = (smooth(96, 128, 3) * 255).astype(np.uint8)
STACK = (smooth(8, 32, 40) * 4000).astype(np.uint16)


def network(channels: int = 1, outputs: int = 1) -> nn.Module:
    torch.manual_seed(1)
    return nn.Sequential(nn.Conv2d(channels, 4, 3, padding=1), nn.ReLU(), nn.Conv2d(4, outputs, 1)).eval()


def exported(
    net: object, images: Sequence[Any], predict: Optional[Callable[..., object]], axes: Sequence[Optional[str]] = ()
) -> PreparedOwn:
    """What the kernel half gives; its folder is gone, but for the test output as ``files`` names it."""
    asked = request.OwnRequest(net, request.pictures_of(images, axes), predict)
    return prepare({"request": request.keep(asked)}, lambda message, part: None)


def stored(made: PreparedOwn, name: str) -> np.ndarray:
    path = next(file["path"] for file in made["files"] if file["name"] == name)
    values = np.load(path)
    folders.remove(made["directory"])
    return values


def refused(net: object, predict: Callable[..., object], image: Any = GREY, **said: Any) -> str:
    """The sentence; nothing may be left."""
    before = set(folders._own)
    with pytest.raises(Problem) as caught:
        exported(net, [image], predict, **said)
    assert set(folders._own) == before
    return caught.value.message


def run(net: nn.Module, image: np.ndarray) -> np.ndarray:
    with torch.no_grad():
        return net(torch.from_numpy(np.ascontiguousarray(image, np.float32))[None, None])[0].numpy()


def ids(operations: Sequence[Any]) -> List[str]:
    return [one["id"] for one in operations if one["id"] != "ensure_dtype"]


def test_the_output_is_what_the_function_returned_and_both_ends_are_found():
    net = network()
    probability = lambda image: 1 / (1 + np.exp(-run(net, (image - image.mean()) / image.std())[0]))  # noqa: E731
    made = exported(net, [GREY], probability, ["yx"])
    assert ids(made["inputs"][0]["preprocessing"]) == ["zero_mean_unit_variance"]
    assert ids(made["outputs"][0]["postprocessing"]) == ["sigmoid"]
    assert made["before"]["input"]["images"] >= 4
    np.testing.assert_array_equal(stored(made, "test_output_0.npy")[0, 0], probability(GREY))


def test_a_mask_of_bytes_keeps_its_threshold():
    net = network()
    mask = lambda image: (run(net, image / 4095)[0] > -0.1).astype(np.uint8) * 255  # noqa: E731
    made = exported(net, [GREY], mask)
    assert ids(made["outputs"][0]["postprocessing"]) == ["binarize", "scale_linear"]
    assert set(np.unique(stored(made, "test_output_0.npy"))) == {0, 255}


def test_colours_are_read_as_the_network_has_them():
    net = network(3, 2)
    with torch.no_grad():
        given = torch.from_numpy(COLOURS.astype(np.float32) / 255).permute(2, 0, 1)[None]
        # Both classes are there.
        net[2].bias -= net(given).mean(dim=(0, 2, 3))

    def classes(image: np.ndarray) -> np.ndarray:
        given = torch.from_numpy(image.astype(np.float32) / 255).permute(2, 0, 1)[None]
        with torch.no_grad():
            return net(given)[0].argmax(0).numpy()

    made = exported(net, [COLOURS], classes)
    folders.remove(made["directory"])
    assert made["inputs"][0]["axes"] == ["batch", "channel", "y", "x"]
    assert made["outputs"][0]["inGraph"] == "the number of the largest channel"
    assert any("“yxc”" in note for note in made["notes"])


def test_without_a_function_the_network_alone_is_exported():
    net = network()
    made = exported(net, [GREY.astype(np.float32) / 4095], None)
    assert made["predict"] is None
    np.testing.assert_array_equal(stored(made, "test_output_0.npy")[0], run(net, GREY.astype(np.float32) / 4095))


def test_an_image_that_is_padded_becomes_a_part_that_is_not():
    net = network()

    def padded(image: np.ndarray) -> np.ndarray:
        rows, columns = image.shape
        whole = np.pad(image, ((0, -rows % 64), (0, -columns % 64)))
        return run(net, whole / 4095)[0][:rows, :columns]

    made = exported(net, [GREY], padded, ["yx"])
    folders.remove(made["directory"])
    assert made["inputs"][0]["shape"] == [1, 1, 64, 128]
    assert any("64 x 128 pixels" in note for note in made["notes"])


def test_a_function_that_tiles_is_tried_on_one_tile():
    net = network()

    def tiled(image: np.ndarray) -> np.ndarray:
        result = np.zeros(image.shape, np.float32)
        for row in range(0, image.shape[0], 48):
            for column in range(0, image.shape[1], 64):
                place = slice(row, row + 48), slice(column, column + 64)
                result[place] = run(net, image[place] / 4095)[0]
        return result

    made = exported(net, [GREY], tiled, ["yx"])
    folders.remove(made["directory"])
    assert made["inputs"][0]["shape"] == [1, 1, 48, 64]
    assert any("cuts images into parts" in note for note in made["notes"])


def test_operations_said_by_hand_are_held_against_the_function():
    net = network()
    said = [[{"id": "scale_linear", "kwargs": {"gain": 1 / 4095, "offset": 0.0}}]]
    pictures = request.pictures_of([GREY], ["yx"])
    right = request.OwnRequest(net, pictures, lambda image: run(net, image / 4095)[0], preprocessing=said)
    made = prepare({"request": request.keep(right)}, lambda message, part: None)
    folders.remove(made["directory"])
    assert made["before"]["input"]["said"]
    wrong = request.OwnRequest(net, pictures, lambda image: run(net, image / 255)[0], preprocessing=said)
    with pytest.raises(Problem, match="something else than your function"):
        prepare({"request": request.keep(wrong)}, lambda message, part: None)


def test_what_cannot_be_described_is_said_with_the_ways_out():
    net = network()
    cases = {
        "mirrored": lambda image: run(net, image / 4095) + run(net, image[::-1] / 4095),
        "same image": lambda image: run(net, image / 4095) + run(net, image / 4095),
        "by chance": lambda image: run(net, image / 4095 + np.random.random(image.shape)),
        "no call": lambda image: image * 2.0,
        "maximum": lambda image: run(net, image / image.max()),
        "logarithm": lambda image: run(net, np.log1p(image)),
        "count": lambda image: int((run(net, image / 4095) > 0).sum()),
        "rounded": lambda image: run(net, torch.from_numpy(image / 4095).bfloat16().float().numpy()),
    }
    words = {
        "mirrored": "turned or mirrored",
        "same image": "with the same image",
        "by chance": "chance comes in with what it does before the network",
        "no call": "without calling the network",
        "maximum": "its own largest value",
        "logarithm": "logarithm",
        "count": "returns one number",
        "rounded": "rounded to 16 bits",
    }
    for name, predict in cases.items():
        said = refused(net, predict, axes=["yx"])
        assert words[name] in said, f"{name}: {said}"
        assert "leave predict= away" in said, name


def test_bad_functions_and_images_are_said():
    net = network()

    def fails(image: np.ndarray) -> np.ndarray:
        raise ValueError("wrong colour")

    def nothing(image: np.ndarray) -> None:
        run(net, image / 4095)

    assert "wrong colour" in refused(net, fails)
    assert "returns nothing" in refused(net, nothing)
    plain = lambda image: run(net, image / 4095)  # noqa: E731
    assert "one letter for each axis" in refused(net, plain, axes=["yxc"])
    assert "“q” is no axis" in refused(net, plain, axes=["yq"])
    assert "not numbers" in refused(net, plain, np.where(GREY > 300, np.nan, GREY))
    assert "everywhere for the test image" in refused(net, lambda image: run(net, image / 4095) > 1e6)
    assert "There is no image" in refused(net, plain, "missing.tif")


def test_a_volume_with_channels_first_or_last_is_the_same(tmp_path: Path):
    torch.manual_seed(2)
    net = nn.Sequential(nn.Conv3d(1, 3, 3, padding=1), nn.ReLU(), nn.Conv3d(3, 1, 1)).eval()

    def restored(image: np.ndarray) -> np.ndarray:
        with torch.no_grad():
            return net(torch.from_numpy(image.astype(np.float32) / 65535)[None, None])[0, 0].numpy()

    made = exported(net, [STACK], restored)
    folders.remove(made["directory"])
    assert made["inputs"][0]["axes"] == ["batch", "channel", "z", "y", "x"]
    assert json.dumps(made["outputs"][0]["sizes"]["z"]) == json.dumps(
        {"input": "input", "axis": "z", "scale": 1.0, "offset": 0.0}
    )


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"preprocessing": [[{"id": "nonsense", "kwargs": {}}]]}, "nonsense is no operation"),
        ({"preprocessing": [[{"id": "scale_linear", "kwargs": {"gain": "a"}}]]}, "gain is 'a'"),
        ({"preprocessing": [[], []]}, "there are 1. Give a list of lists"),
        ({"postprocessing": [[], []]}, "postprocessing= has operations for 2"),
    ],
)
@pytest.mark.parametrize("with_function", [True, False])
def test_operations_that_cannot_be_are_said(said, words, with_function):
    net = network()
    predict = (lambda image: run(net, image / 4095)) if with_function else None
    asked = request.OwnRequest(net, request.pictures_of([GREY], ["yx"]), predict, **said)
    with pytest.raises(Problem) as caught:
        prepare({"request": request.keep(asked)}, lambda message, part: None)
    assert words in caught.value.message
