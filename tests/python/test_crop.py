"""The crop that becomes the test input."""

from __future__ import annotations

import numpy as np
import pytest

from zooport.kernel.errors import Problem
from zooport.kernel.images import crop


@pytest.mark.parametrize("shape", [(512, 256), (100, 200), (1000, 1000), (67, 2000), (16, 16)])
@pytest.mark.parametrize("step", [1, 4, 12, 16])
def test_sizes_are_multiples_of_the_step_and_lie_inside(shape, step):
    image = np.random.RandomState(0).uniform(0, 1, shape)
    box = crop.suggest(image, step)
    assert box["height"] % step == 0
    assert box["width"] % step == 0
    assert 0 < box["height"] <= 512
    assert 0 < box["width"] <= 512
    assert crop.cut(image, box).shape == (box["height"], box["width"])


def test_a_square_image_gives_an_oblong_crop():
    box = crop.suggest(np.random.RandomState(0).uniform(0, 1, (300, 300)), 4)
    assert box["height"] != box["width"]


def test_shows_the_part_with_the_cells():
    image = np.random.RandomState(0).normal(100, 1, (1200, 1500))
    image[900:1000, 1200:1300] += np.random.RandomState(1).uniform(0, 500, (100, 100))
    box = crop.suggest(image, 16, limit=256)
    assert box["y"] <= 900
    assert box["y"] + box["height"] >= 1000
    assert box["x"] <= 1200
    assert box["x"] + box["width"] >= 1300


def test_one_hot_pixel_does_not_decide():
    image = np.random.RandomState(0).normal(100, 1, (600, 600))
    image[500:, 500:] += np.random.RandomState(1).uniform(0, 50, (100, 100))
    image[5, 5] = 1e9
    box = crop.suggest(image, 16, limit=128)
    assert box["y"] >= 400
    assert box["x"] >= 400


def test_there_is_none_in_an_image_smaller_than_the_step():
    assert crop.suggest(np.zeros((15, 100)), 16) is None


def test_a_crop_chosen_by_hand_is_made_to_fit_the_network():
    assert crop.check({"y": 3, "x": 5, "height": 70, "width": 90}, (100, 100), 16) == {
        "y": 0,
        "x": 0,
        "height": 64,
        "width": 80,
    }


@pytest.mark.parametrize(
    "box", [{"y": 90, "x": 0, "height": 32, "width": 32}, {"y": 0, "x": 0, "height": 8, "width": 64}]
)
def test_a_crop_that_cannot_fit_is_refused(box):
    with pytest.raises(Problem) as caught:
        crop.check(box, (100, 100), 16)
    assert caught.value.kind == "image-too-small"
