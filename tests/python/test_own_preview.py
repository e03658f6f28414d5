"""The picture beside the axes of an image of one's own."""

import base64
import zlib

import numpy as np
import pytest

from zooport.kernel.errors import Problem
from zooport.kernel.find import namespace
from zooport.kernel.transport.panel_methods import thumbnail


@pytest.fixture
def kernel(monkeypatch):
    """The variables of a kernel, to be filled."""
    held = {}
    monkeypatch.setattr(namespace, "namespace", lambda: held)
    return held


def pixels_of(shown):
    """The picture's bytes, one row after another; each row begins with its filter."""
    data = base64.b64decode(shown["png"])
    start = data.index(b"IDAT")
    length = int.from_bytes(data[start - 4 : start], "big")
    return data[16:26], zlib.decompress(data[start + 4 : start + 4 + length])


def size_of(shown):
    """Columns, rows, and whether it is in colours."""
    header, _ = pixels_of(shown)
    return int.from_bytes(header[:4], "big"), int.from_bytes(header[4:8], "big"), header[9] == 2


@pytest.mark.parametrize(
    ("shape", "said", "axes", "size"),
    [
        ((40, 60), "", "yx", (60, 40, False)),
        ((24, 40, 60), "", "zyx", (60, 40, False)),
        ((24, 40, 60), "xyz", "xyz", (24, 40, False)),
        ((40, 60, 3), "", "yxc", (60, 40, True)),
        ((2, 40, 60), "cyx", "cyx", (60, 40, False)),
        ((1, 3, 40, 60), "bcyx", "bcyx", (60, 40, True)),
    ],
)
def test_an_array_of_the_kernel_is_shown_by_its_letters(kernel, shape, said, axes, size):
    kernel["image"] = np.random.default_rng(0).random(shape).astype("float32")
    shown = thumbnail({"path": "image", "axes": said})
    assert ("".join(shown["axes"]), tuple(shown["shape"])) == (axes, shape)
    if said != "xyz":
        assert size_of(shown) == size
    else:
        # The first axis are the columns.
        assert size_of(shown) == (24, 40, False)


def test_a_file_may_have_any_axes_and_pixels_without_a_number(kernel, tmp_path):
    volume = np.random.default_rng(0).random((5, 30, 20))
    volume[2, 3, 4] = np.nan
    np.save(tmp_path / "volume.npy", volume)
    shown = thumbnail({"path": str(tmp_path / "volume.npy"), "axes": ""})
    assert (shown["axes"], size_of(shown)) == (["z", "y", "x"], (20, 30, False))
    assert len(set(pixels_of(shown)[1])) > 50


def test_truth_values_and_large_images_are_shown(kernel):
    kernel["mask"] = np.arange(1000 * 600).reshape(1000, 600) % 7 == 0
    assert size_of(thumbnail({"path": "mask", "axes": "", "size": 100})) == (60, 100, False)


def test_an_image_of_six_axes_is_shown_without_letters(kernel):
    kernel["image"] = np.zeros((1, 1, 2, 2, 20, 30))
    shown = thumbnail({"path": "image", "axes": ""})
    assert (shown["axes"], size_of(shown)) == ([], (30, 20, False))


def test_letters_that_do_not_fit_and_images_that_are_gone_are_said(kernel):
    kernel["image"] = np.zeros((20, 30))
    with pytest.raises(Problem, match="2 axes"):
        thumbnail({"path": "image", "axes": "zyx"})
    with pytest.raises(Problem):
        thumbnail({"path": "gone", "axes": ""})
