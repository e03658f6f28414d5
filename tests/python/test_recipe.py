"""The U-Net (2D) recipe against the code that the notebook itself calls."""

from __future__ import annotations

import numpy as np
import pytest
from csbdeep.utils import normalize
from make_networks import nuclei
from skimage.util import img_as_ubyte

from zooport.kernel.recipes import unet_2d

IMAGE = nuclei()[0]
PARAMETERS = {**unet_2d.DEFAULTS}


@pytest.mark.parametrize("image", [IMAGE, IMAGE.astype(np.float32) / 7, (IMAGE >> 8).astype(np.uint8)])
def test_normalises_as_the_function_that_the_notebook_was_given(image):
    ours = unet_2d.normalise(image, 1.0, 99.8, 1e-20)
    np.testing.assert_array_equal(ours, normalize(image, 1, 99.8, eps=1e-20, dtype=np.float32))
    assert ours.dtype == np.float32


def test_values_outside_the_percentiles_are_kept():
    ours = unet_2d.normalise(IMAGE, 1.0, 99.8, 1e-20)
    assert ours.min() < 0
    assert ours.max() > 1
    assert unet_2d.normalise(IMAGE, 1.0, 99.8, 1e-20, clip=True).max() == 1


@pytest.mark.parametrize("threshold", [0, 1, 84, 84.67, 85, 120, 126, 127, 128, 254])
def test_the_mask_is_the_notebooks_8_bit_mask(threshold):
    foreground = np.random.RandomState(0).uniform(0, 1, 200_000).astype(np.float32)
    foreground[:1021] = np.arange(1021, dtype=np.float32) / 1020
    notebook = img_as_ubyte(foreground.astype(np.float64)) > threshold
    np.testing.assert_array_equal(unet_2d.mask(foreground, threshold), notebook.astype(np.float32))


@pytest.mark.parametrize("threshold", [0, 84.67, 85, 120, 127, 254])
def test_one_threshold_on_the_probability_makes_the_same_mask(threshold):
    foreground = np.random.RandomState(1).uniform(0, 1, 200_000).astype(np.float32)
    foreground[:256] = np.arange(256, dtype=np.float32) / 255
    notebook = img_as_ubyte(foreground.astype(np.float64)) > threshold
    np.testing.assert_array_equal(foreground > unet_2d.binarize_at(threshold), notebook)


def test_an_image_of_one_tile_is_predicted_in_one_piece():
    def run(batch):
        return batch**2

    whole = unet_2d.probability(IMAGE[:96, :64], PARAMETERS, run)
    tiled = unet_2d.in_tiles(IMAGE[:96, :64], (96, 64), PARAMETERS, run)
    np.testing.assert_array_equal(tiled, whole[0, :, :, 0])


def test_the_last_tile_is_moved_inwards_and_overwrites():
    seen = []

    def run(batch):
        seen.append(batch.shape)
        return np.full(batch.shape, len(seen), np.float32)

    tiled = unet_2d.in_tiles(IMAGE[:100, :64], (64, 64), PARAMETERS, run)
    assert seen == [(1, 64, 64, 1)] * 2
    assert (tiled[:36] == 1).all()
    assert (tiled[36:] == 2).all()


def test_an_image_smaller_than_a_tile_stands_in_zeros():
    def run(batch):
        assert (batch[0, 40:] == 0).all()
        return batch

    assert unet_2d.in_tiles(IMAGE[:40, :50], (64, 64), PARAMETERS, run).shape == (40, 50)
