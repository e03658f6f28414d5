"""Images as the notebooks read them that use tifffile: a sentence for each that a network cannot take."""

from __future__ import annotations

import base64

import numpy as np
import pytest
import tifffile

from zooport.kernel.errors import Problem
from zooport.kernel.facts import mat
from zooport.kernel.images import axes, with_axes
from zooport.kernel.recipes import unet_3d
from zooport.kernel.transport.panel_methods import image, thumbnail


def saved(tmp_path, *shape, dtype=np.uint16, **options):
    path = tmp_path / "image.tif"
    pixels = np.random.RandomState(0).randint(0, 1000, shape).astype(dtype)
    tifffile.imwrite(path, pixels, **options)
    return str(path), pixels


GREY = {"photometric": "minisblack"}
COLOUR = {"photometric": "rgb"}


@pytest.mark.parametrize(
    ("read", "shape", "options", "says"),
    [
        (with_axes.plane, (5, 40, 50), GREY, "this is a stack. Save one plane"),
        (with_axes.plane, (3, 40, 50), GREY, "this is a stack. Save one plane"),
        (with_axes.plane, (40, 50, 3), COLOUR, "colour image of 3 channels, and this network takes one grey plane"),
        (lambda path: with_axes.channels(path, 3), (40, 50), GREY, "has one channel, and this network takes 3"),
        (lambda path: with_axes.channels(path, 3), (3, 40, 50), GREY, "reads channels last"),
        (lambda path: with_axes.channels(path, 3), (40, 50, 4), COLOUR, "without transparency"),
        (lambda path: with_axes.channels(path, 2), (40, 50, 3), COLOUR, "with 2 channels behind"),
        (with_axes.volume, (40, 50), GREY, "has one plane, and this network takes a stack"),
        (with_axes.volume, (40, 50, 3), COLOUR, "looks like one colour image"),
        (with_axes.volume, (2, 9, 40, 50), GREY, "one channel and one time point"),
        (with_axes.frame, (40, 50, 3), COLOUR, "film of grey frames"),
        (with_axes.frame, (2, 9, 40, 50), GREY, "film of grey frames"),
    ],
)
def test_an_image_of_another_form_is_a_sentence_with_its_shape(tmp_path, read, shape, options, says):
    path, _ = saved(tmp_path, *shape, dtype=np.uint8, **options)
    with pytest.raises(Problem) as caught:
        read(path)
    assert caught.value.kind == "bad-image"
    assert says in caught.value.message
    assert " x ".join(str(size) for size in shape) in caught.value.message


@pytest.mark.parametrize("planes", [3, 4, 9])
def test_a_stack_of_three_or_four_planes_stays_a_stack(tmp_path, planes):
    path, pixels = saved(tmp_path, planes, 40, 50, **GREY)
    read, notes = with_axes.volume(path)
    np.testing.assert_array_equal(read, pixels)
    assert notes == []


def test_a_film_of_three_frames_is_not_mixed_and_says_that_the_notebook_does(tmp_path):
    path, pixels = saved(tmp_path, 3, 40, 50, **GREY)
    read, notes = with_axes.frame(path)
    np.testing.assert_array_equal(read, pixels[0])
    assert "takes for colours" in notes[1]


def test_axes_of_one_entry_do_not_matter(tmp_path):
    path, pixels = saved(tmp_path, 1, 40, 50, **GREY)
    np.testing.assert_array_equal(with_axes.plane(path)[0], pixels.squeeze())


def test_pixels_that_are_no_numbers_are_refused(tmp_path):
    pixels = np.ones((9, 20, 20), np.float32)
    pixels[3, 4, 5] = np.nan
    tifffile.imwrite(tmp_path / "nan.tif", pixels, **GREY)
    with pytest.raises(Problem) as caught:
        with_axes.volume(str(tmp_path / "nan.tif"))
    assert "not numbers" in caught.value.message


def test_axes_are_put_in_the_networks_order():
    image = np.arange(24).reshape(2, 3, 4)
    turned = axes.to_network(image, ("z", "y", "x"), ("batch", "y", "x", "z", "channel"))
    assert turned.shape == (1, 3, 4, 2, 1)
    assert turned[0, 2, 3, 1, 0] == image[1, 2, 3]
    assert axes.arranged((8, 16, 4), ("batch", "y", "x", "z", "channel"), ("z", "y", "x")) == (4, 8, 16)


@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.parametrize("number", [np.float32(0.25), np.float64(1e-3), 8, np.uint8(200), np.int64(-5)])
def test_scalars_of_a_mat_file_are_those_that_scipy_wrote(tmp_path, number, compressed):
    from scipy.io import savemat

    path = tmp_path / "some.mat"
    content = {"mean_test": number, "Normalization factor": 100, "text": "none", "many": np.arange(4.0)}
    savemat(path, content, do_compression=compressed)
    assert mat.scalars(str(path)) == {"mean_test": float(number), "Normalization factor": 100.0}


@pytest.mark.parametrize("content", [b"", b"no such file" * 20])
def test_a_damaged_mat_file_is_told(tmp_path, content):
    path = tmp_path / "some.mat"
    path.write_bytes(content)
    with pytest.raises(ValueError, match="MATLAB"):
        mat.scalars(str(path))


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("shape", [(5, 31, 44), (4, 32, 40)])
def test_a_volume_is_made_smaller_as_the_notebook_does(dtype, shape):
    from skimage.transform import downscale_local_mean

    volume = np.random.RandomState(1).randint(0, 255, shape).astype(dtype)
    expected = np.array([downscale_local_mean(plane, (2, 2)) for plane in volume])
    np.testing.assert_allclose(unet_3d.downscale(volume, (1, 2, 2)), expected, rtol=1e-6)


def test_a_thumbnail_of_a_volume_is_its_middle_plane_unless_another_is_asked_for(tmp_path):
    path, pixels = saved(tmp_path, 9, 64, 80, **GREY)
    middle = thumbnail({"path": path, "network": "unet_3d"})
    assert (middle["shape"], middle["axes"], middle["plane"]) == ([9, 64, 80], ["z", "y", "x"], 4)
    assert set(middle["suggested"]) == {"z", "y", "x", "depth", "height", "width"}
    assert thumbnail({"path": path, "network": "unet_3d", "plane": 99})["plane"] == 8
    assert thumbnail({"path": path, "network": "unet_3d", "plane": 2})["png"] != middle["png"]


def test_a_thumbnail_of_colours_is_in_colours(tmp_path):
    import imageio.v3 as imageio

    path, _ = saved(tmp_path, 40, 50, 3, dtype=np.uint8, **COLOUR)
    shown = thumbnail({"path": path, "network": "stardist_2d", "channels": 3})
    assert (shown["shape"], shown["axes"], shown["plane"]) == ([40, 50, 3], ["y", "x", "channel"], None)
    assert imageio.imread(base64.b64decode(shown["png"]), extension=".png").shape == (40, 50, 3)


def test_an_image_is_described_as_its_network_reads_it(tmp_path):
    path, _ = saved(tmp_path, 9, 64, 80, **GREY)
    assert image({"path": path, "network": "n2v_3d"})["shape"] == [9, 64, 80]
    assert image({"path": path, "network": "deep_storm"})["shape"] == [64, 80]
    with pytest.raises(Problem):
        image({"path": path, "network": "stardist_2d"})
