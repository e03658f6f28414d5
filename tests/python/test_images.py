"""Reading images: the same pixels as scikit-image, with and without it, and a sentence for what is no image."""

from __future__ import annotations

import sys

import imageio.v3 as imageio
import numpy as np
import pytest
import tifffile
from skimage import io

from zooport.kernel.errors import Problem
from zooport.kernel.images import image_choices, images, pixel_size, tiff

NUMBERS = np.random.RandomState(3)


def colour(channels, dtype=np.uint8):
    return NUMBERS.randint(0, np.iinfo(dtype).max, (20, 30, channels)).astype(dtype)


@pytest.fixture(
    params=[
        ("grey.tif", NUMBERS.randint(0, 60000, (20, 30)).astype(np.uint16)),
        ("big-endian.tif", NUMBERS.randint(0, 60000, (20, 30)).astype(">u2")),
        ("float.tif", NUMBERS.uniform(0, 1, (20, 30)).astype(np.float32)),
        ("colour.tif", colour(3)),
        ("deep-colour.tif", colour(3, np.uint16)),
        ("transparent.png", colour(4)),
        ("colour.png", colour(3)),
        ("grey.png", colour(1)[..., 0]),
        ("deep.png", NUMBERS.randint(0, 60000, (20, 30)).astype(np.uint16)),
        ("planes.tif", np.moveaxis(colour(3), -1, 0)),
    ],
    ids=lambda pair: pair[0],
)
def image_file(request, tmp_path):
    name, values = request.param
    path = tmp_path / name
    if name.endswith(".tif"):
        photometric = "rgb" if values.ndim == 3 and values.shape[-1] == 3 else "minisblack"
        tifffile.imwrite(path, values, photometric=photometric)
    else:
        imageio.imwrite(path, values)
    return str(path)


def test_reads_the_pixels_that_the_notebook_reads(image_file):
    expected = io.imread(image_file, as_gray=True)
    ours, _ = images.read_grey(image_file)
    assert ours.dtype == expected.dtype.newbyteorder("=")
    np.testing.assert_allclose(ours, expected, rtol=1e-14, atol=0)


def test_reads_the_same_without_imageio(image_file, monkeypatch):
    expected, _ = images.read_grey(image_file)
    for name in ("imageio", "imageio.v3", "skimage.io"):
        monkeypatch.setitem(sys.modules, name, None)
    ours, _ = images.read_grey(image_file)
    np.testing.assert_array_equal(ours, expected)


def test_the_header_tells_shape_and_dtype_as_the_pixels_do(image_file):
    shape, dtype = image_choices.header(image_file)
    raw = images.read_raw(image_file)
    assert (tuple(shape), dtype) == (raw.shape, str(raw.dtype))


@pytest.mark.parametrize("planes", ["contig", "separate"])
@pytest.mark.parametrize("colours", [3, 4])
def test_colours_are_listed_behind_rows_and_columns_however_the_file_stores_them(planes, colours, tmp_path):
    pixels = np.arange(20 * 30 * colours, dtype=np.uint8).reshape(20, 30, colours)
    stored = np.moveaxis(pixels, -1, 0) if planes == "separate" else pixels
    extra = {"extrasamples": ["unassalpha"]} if colours == 4 else {}
    tifffile.imwrite(tmp_path / "colours.tif", stored, photometric="rgb", planarconfig=planes, **extra)
    [one] = image_choices.choices(str(tmp_path), "Source_QC_folder", True)
    assert one["shape"] == [20, 30, colours]
    np.testing.assert_array_equal(images.read_raw(one["path"]), pixels)


def test_says_that_three_planes_are_taken_for_colours(tmp_path):
    path = tmp_path / "stack.tif"
    tifffile.imwrite(path, np.zeros((3, 20, 30), np.uint8), photometric="minisblack")
    _, notes = images.read_grey(str(path))
    assert "3 planes of 20 x 30" in notes[0]


@pytest.mark.parametrize("shape", [(10, 20, 30), (20, 30, 2), (2, 3, 20, 30), (30,)])
def test_refuses_what_is_not_one_plane_and_says_its_shape(tmp_path, shape):
    path = tmp_path / "stack.npy"
    np.save(path, np.zeros(shape, np.uint8))
    with pytest.raises(Problem) as caught:
        images.read_grey(str(path))
    assert caught.value.kind == "bad-image"
    assert " x ".join(map(str, shape)) in caught.value.message


@pytest.mark.parametrize("content", [b"", b"not an image at all", b"II*\0\xff\xff\xff\xff", b"\x89PNG\r\n\x1a\n"])
@pytest.mark.parametrize("name", ["image.tif", "image.png", "image.npy"])
def test_names_a_file_that_is_no_image(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Problem) as caught:
        images.read_grey(str(path))
    assert caught.value.kind == "bad-image"
    assert str(path) in caught.value.message


def test_never_loads_a_pickle(tmp_path):
    path = tmp_path / "objects.npy"
    np.save(path, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(Problem, match="could not be read"):
        images.read_grey(str(path))


def test_refuses_pixels_that_are_not_numbers(tmp_path):
    path = tmp_path / "nan.npy"
    np.save(path, np.array([[0.0, np.nan], [1, 2]], np.float32))
    with pytest.raises(Problem, match="not numbers"):
        images.read_grey(str(path))


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16", "float32", "float64"])
def test_the_tiff_that_it_writes_is_read_by_scikit_image(tmp_path, dtype):
    values = NUMBERS.uniform(0, 100, (7, 11)).astype(dtype)
    path = str(tmp_path / "written.tif")
    tiff.write(path, values)
    np.testing.assert_array_equal(io.imread(path), values)


def test_the_pixel_size_is_what_fiji_wrote(tmp_path):
    path = str(tmp_path / "fiji.tif")
    tifffile.imwrite(
        path, np.zeros((4, 5), np.uint8), imagej=True, resolution=(1 / 0.1, 1 / 0.2), metadata={"unit": "um"}
    )
    found = pixel_size.size(path)
    assert found["x"] == {"value": pytest.approx(0.1, rel=1e-6), "unit": "micrometer"}
    assert found["y"]["value"] == pytest.approx(0.2, rel=1e-6)


def test_the_pixel_size_is_what_the_microscope_wrote_in_ome(tmp_path):
    path = str(tmp_path / "image.ome.tif")
    sizes = {"axes": "YX", "PhysicalSizeX": 0.3, "PhysicalSizeY": 0.4, "PhysicalSizeXUnit": "µm"}
    tifffile.imwrite(path, np.zeros((4, 5), np.uint8), metadata=sizes)
    assert pixel_size.size(path) == {
        "y": {"value": 0.4, "unit": "micrometer"},
        "x": {"value": 0.3, "unit": "micrometer"},
    }


def test_a_printers_resolution_is_no_pixel_size(tmp_path):
    path = str(tmp_path / "printed.tif")
    tifffile.imwrite(path, np.zeros((4, 5), np.uint8), resolution=(72, 72), resolutionunit="INCH")
    assert pixel_size.size(path) is None
