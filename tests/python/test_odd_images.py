"""Images of odd forms and hostile ones: the right pixels, or the true cause and a way out; never a great lot of memory.

Expected pixels are the arrays that were written, by tifffile, Pillow or numpy.
"""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zlib

import numpy as np
import pytest
import tifffile
from conftest import ROOT
from PIL import Image

from zooport.kernel.errors import Problem
from zooport.kernel.images import images, with_axes

GREY = {"photometric": "minisblack"}


def said(path, read=images.read_grey):
    with pytest.raises(Problem) as caught:
        read(str(path))
    assert caught.value.kind == "bad-image"
    assert str(path) in caught.value.message
    return caught.value.message


def packbits(data):
    """Literal runs alone, but for long ones."""
    made, at = bytearray(), 0
    while at < len(data):
        run = len(data[at : at + 128]) - len(data[at : at + 128].lstrip(data[at : at + 1]))
        part = data[at : at + 1] * run if run > 2 else data[at : at + 1]
        made += bytes([257 - run]) + data[at : at + 1] if run > 2 else b"\0" + part
        at += len(part)
    return bytes(made)


def lzw(data):
    """TIFF's LZW by Pillow (libtiff): one strip of so many grey bytes."""
    file = io.BytesIO()
    Image.frombytes("L", (len(data), 1), data).save(file, "TIFF", compression="tiff_lzw")
    with tifffile.TiffFile(io.BytesIO(file.getvalue())) as tiff:
        page = tiff.pages[0]
        start, length = page.dataoffsets[0], page.databytecounts[0]
    return file.getvalue()[start : start + length]


def tags_of(values):
    """A whole TIFF of one page with these tags: (tag, type 3 or 4, value)."""
    rows = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in values)
    return b"II*\0" + struct.pack("<IH", 8, len(values)) + rows + struct.pack("<I", 0)


def tiff(pixels, form, compress, number, order="<", rows=None, predictor=1):
    """A TIFF by hand, since this Python's tifffile compresses only with other packages."""
    stored = pixels.astype(pixels.dtype.newbyteorder(order))
    if predictor == 2:
        stored = np.diff(pixels, axis=1, prepend=np.zeros_like(pixels[:, :1])).astype(stored.dtype)
    rows = rows or len(pixels)
    strips = [compress(stored[at : at + rows].tobytes()) for at in range(0, len(pixels), rows)]
    samples = pixels.shape[2] if pixels.ndim == 3 else 1
    starts = np.cumsum([8, *(len(strip) for strip in strips)])
    numbers = np.array([*starts[:-1], *(len(strip) for strip in strips)], order + "u4").tobytes()
    lists = int(starts[-1])
    count = len(strips)
    tags = [
        (256, 4, 1, pixels.shape[1]),
        (257, 4, 1, pixels.shape[0]),
        (258, 4, 1, pixels.dtype.itemsize * 8),
        (259, 4, 1, number),
        (262, 4, 1, 2 if samples == 3 else 1),
        (273, 4, count, lists if count > 1 else 8),
        (277, 4, 1, samples),
        (278, 4, 1, rows),
        (279, 4, count, lists + 4 * count if count > 1 else len(strips[0])),
        (317, 4, 1, predictor),
        (339, 4, 1, form),
    ]
    directory = struct.pack(order + "H", len(tags)) + b"".join(struct.pack(order + "HHII", *tag) for tag in tags)
    head = (b"II" if order == "<" else b"MM") + struct.pack(order + "HI", 42, lists + len(numbers))
    return head + b"".join(strips) + numbers + directory + struct.pack(order + "I", 0)


SCHEMES = {
    "lzw": (lzw, 5),
    "deflate": (zlib.compress, 8),
    "old-deflate": (zlib.compress, 32946),
    "packbits": (packbits, 32773),
}


@pytest.mark.parametrize("seed", range(60))
def test_compressed_tiffs_are_read_without_another_package(seed, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "imagecodecs", None)
    random = np.random.RandomState(seed)
    scheme = sorted(SCHEMES)[seed % 4]
    dtype = ["uint8", "uint16", "int16", "uint32", "float32"][random.randint(5)]
    colours = () if random.randint(3) else (3,)
    shape = (int(random.randint(20, 90)), int(random.randint(20, 90)), *colours)
    # Some smooth, some noise: long and short codes.
    pixels = (np.cumsum(random.randint(0, 3, shape), axis=1) * random.randint(1, 30)).astype(dtype)
    pixels[: len(pixels) // 2] = random.randint(0, 200, pixels[: len(pixels) // 2].shape)
    compress, number = SCHEMES[scheme]
    predictor = 2 if dtype != "float32" and random.randint(2) else 1
    rows = [None, 1, 7, 16][random.randint(4)]
    form = {"u": 1, "i": 2, "f": 3}[pixels.dtype.kind]
    path = tmp_path / "image.tif"
    path.write_bytes(tiff(pixels, form, compress, number, "<>"[random.randint(2)], rows, predictor))
    read = images.read_raw(str(path))
    assert read.dtype == pixels.dtype
    np.testing.assert_array_equal(read, pixels)


@pytest.mark.parametrize("scheme", ["tiff_lzw", "packbits", "tiff_deflate", "tiff_adobe_deflate"])
@pytest.mark.parametrize("pages", [1, 3])
def test_tiffs_that_pillow_compressed_are_read(scheme, pages, tmp_path):
    stack = np.random.RandomState(0).randint(0, 9, (pages, 70, 300)).astype(np.uint8)
    first, *others = [Image.fromarray(plane) for plane in stack]
    first.save(tmp_path / "image.tif", compression=scheme, save_all=True, append_images=others)
    np.testing.assert_array_equal(images.read_raw(str(tmp_path / "image.tif")), stack if pages > 1 else stack[0])


def test_a_jpeg_within_a_tiff_is_what_pillow_makes_of_it(tmp_path):
    pixels = np.random.RandomState(0).randint(0, 255, (64, 48)).astype(np.uint8)
    path = tmp_path / "image.tif"
    Image.fromarray(pixels).save(path, compression="jpeg")
    np.testing.assert_array_equal(images.read_raw(str(path)), np.asarray(Image.open(path)))


def test_what_nothing_here_unpacks_names_the_compression_and_the_package(tmp_path, monkeypatch):
    path = tmp_path / "image.tif"
    path.write_bytes(tiff(np.arange(4096, dtype=np.uint8).reshape(64, 64), 1, lambda data: data[:50], 34712))
    message = said(path)
    assert "compressed (JPEG 2000)" in message
    assert "pip install imagecodecs" in message


@pytest.mark.parametrize("rows", [1, 5, None])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_colours_that_are_stored_one_after_the_other_are_colours(rows, dtype, tmp_path):
    pixels = np.random.RandomState(0).randint(0, 200, (3, 20, 30)).astype(dtype)
    path = str(tmp_path / "image.tif")
    tifffile.imwrite(path, pixels, photometric="rgb", planarconfig="separate", rowsperstrip=rows)
    read, notes = with_axes.channels(path, 3)
    np.testing.assert_array_equal(read, np.moveaxis(pixels, 0, -1))
    assert notes == []


@pytest.mark.parametrize("shape", [(20, 30, 1), (1, 20, 30), (1, 20, 30, 1), (1, 1, 20, 30), (20, 30, 1, 1)])
@pytest.mark.parametrize("read", [images.read_grey, with_axes.plane, with_axes.frame])
def test_axes_of_one_entry_are_left_out(shape, read, tmp_path):
    pixels = np.arange(600, dtype=np.uint16).reshape(shape)
    np.save(tmp_path / "image.npy", pixels)
    np.testing.assert_array_equal(read(str(tmp_path / "image.npy"))[0], pixels.reshape(20, 30))


def test_the_axes_of_the_file_are_used_where_it_states_them(tmp_path):
    path = str(tmp_path / "image.tif")
    pixels = np.random.RandomState(0).randint(0, 200, (3, 20, 30)).astype(np.uint16)
    tifffile.imwrite(path, pixels, imagej=True, metadata={"axes": "CYX"})
    read, notes = with_axes.channels(path, 3)
    np.testing.assert_array_equal(read, np.moveaxis(pixels, 0, -1))
    assert "first axis are channels" in notes[0]
    several = np.random.RandomState(0).randint(0, 200, (6, 20, 30)).astype(np.uint16)
    tifffile.imwrite(path, several, imagej=True, metadata={"axes": "CYX"})
    assert "Slices as many as there are" in said(path, with_axes.volume)
    tifffile.imwrite(path, several, imagej=True, metadata={"axes": "TYX"})
    read, notes = with_axes.volume(path)
    np.testing.assert_array_equal(read, several)
    assert "calls its first axis time" in notes[0]
    tifffile.imwrite(path, several, metadata={"axes": "YXZ"}, **GREY)
    np.testing.assert_array_equal(with_axes.volume(path)[0], np.moveaxis(several, -1, 0))


def test_an_array_of_which_nobody_knows_the_axes_says_how_it_was_read(tmp_path):
    np.save(tmp_path / "volume.npy", np.arange(5 * 20 * 30, dtype=np.uint16).reshape(5, 20, 30))
    read, (note,) = with_axes.volume(str(tmp_path / "volume.npy"))
    assert read.shape == (5, 20, 30)
    assert "read as 5 planes (z) of 20 rows and 30 columns" in note
    assert "numpy.moveaxis(array, -1, 0)" in note


def test_a_grey_image_in_colours_is_one_plane_and_says_so(tmp_path):
    plane = np.random.RandomState(0).randint(0, 200, (20, 30)).astype(np.uint8)
    Image.fromarray(np.stack([plane] * 3, axis=-1)).save(tmp_path / "image.png")
    read, notes = with_axes.plane(str(tmp_path / "image.png"))
    np.testing.assert_array_equal(read, plane)
    assert "saved in colours" in notes[0]


@pytest.mark.parametrize(
    ("pixels", "says"),
    [
        (np.ones((20, 30), np.complex64), "complex numbers"),
        (np.full((20, 30), np.inf, np.float16), "not numbers"),
        (np.zeros((5, 20, 30), np.uint8), "this network takes one plane, and this is a stack"),
    ],
)
def test_pixels_that_no_network_takes_name_the_cause(pixels, says, tmp_path):
    tifffile.imwrite(tmp_path / "image.tif", pixels, **GREY)
    assert says in said(tmp_path / "image.tif", with_axes.plane)


@pytest.mark.parametrize("dtype", ["bool", "int8", "int16", "int32", "uint32", "int64", "float16", "float64"])
@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize("layout", [{}, {"tile": (16, 16)}, {"rowsperstrip": 3}])
def test_every_type_of_number_is_read_as_it_was_written(dtype, big, layout, tmp_path):
    if dtype == "bool" and "tile" in layout:
        layout = {}
    pixels = np.random.RandomState(0).randint(0, 2, (20, 30)).astype(dtype)
    tifffile.imwrite(tmp_path / "image.tif", pixels, bigtiff=big, **GREY, **layout)
    read = images.read_raw(str(tmp_path / "image.tif"))
    assert read.dtype == pixels.dtype
    np.testing.assert_array_equal(read, pixels)


def lzw_stack(path, stack):
    first, *others = [Image.fromarray(plane) for plane in stack]
    first.save(path, compression="tiff_lzw", save_all=True, append_images=others)


def planar(path, pixels):
    tifffile.imwrite(path, np.moveaxis(pixels, -1, 0), photometric="rgb", planarconfig="separate", rowsperstrip=1)


def one_entry(path, pixels):
    np.save(path.with_suffix(".npy"), pixels[..., np.newaxis])
    return path.with_suffix(".npy")


@pytest.mark.parametrize(
    ("network", "write"),
    [
        ("care_2d", lambda path, pixels: lzw_stack(path, pixels[np.newaxis])),
        ("unet_2d_multilabel", one_entry),
        ("unet_3d", lzw_stack),
        ("stardist_2d_rgb", planar),
    ],
)
def test_the_test_input_has_the_pixels_of_the_image_however_it_was_saved(network, write, tmp_path):
    from test_networks import candidate_of, image_of

    from zooport.kernel.prepare import prepare
    from zooport.kernel.transport import folders

    pixels = tifffile.imread(image_of(network))
    path = write(tmp_path / "image.tif", pixels) or tmp_path / "image.tif"
    crop = {"y": 0, "x": 0, "height": 48, "width": 64}
    asked = {"candidate": candidate_of(network), "image": str(path), "crop": crop}
    kind = {"output": "raw"} if network == "stardist_2d_rgb" else {}
    done = prepare({**asked, **kind}, lambda *_: None)
    given = np.load([one["path"] for one in done["files"] if one["role"] == "test_input"][0])
    folders.remove(done["directory"])
    if network == "unet_3d":
        np.testing.assert_array_equal(given[0, ..., 0], np.moveaxis(pixels, 0, 2)[:48, :64])
    elif network == "stardist_2d_rgb":
        np.testing.assert_array_equal(given[0], pixels[:48, :64])
    else:
        np.testing.assert_array_equal(given[0, ..., 0], pixels[:48, :64])


def test_print_colours_are_told(tmp_path):
    Image.new("CMYK", (30, 20)).save(tmp_path / "image.tif")
    assert "print colours (CMYK)" in said(tmp_path / "image.tif")


def test_a_file_that_is_something_else_than_its_name_says(tmp_path):
    file = io.BytesIO()
    np.save(file, np.zeros((4, 4)))
    (tmp_path / "image.tif").write_bytes(file.getvalue())
    assert "is no TIFF" in said(tmp_path / "image.tif")
    tifffile.imwrite(tmp_path / "image.npy", np.zeros((4, 4), np.uint8))
    assert "is no .npy file" in said(tmp_path / "image.npy")


#: Of one tile that is far larger than the image.
TILES = {322: (4, 2**20), 323: (4, 2**20), 324: (4, 200), 325: (4, 4000)}


def claimed(width, height, compression=1, data=4000, bits=8, samples=1, more=None):
    tags = {
        256: (4, width),
        257: (4, height),
        258: (3, bits),
        259: (3, compression),
        262: (3, 1),
        273: (4, 200),
        277: (3, samples),
        278: (4, height),
        279: (4, data),
        **(more or {}),
    }
    values = [(tag, *tags[tag]) for tag in sorted(tags)]
    return tags_of(values).ljust(200, b"\0") + zlib.compress(bytes(1000)).ljust(data, b"\0")


def npy(shape, descr="<f8", version=1):
    text = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}"
    text = text.ljust(117 if version == 1 else 115) + "\n"
    length = struct.pack("<H" if version == 1 else "<I", len(text))
    return b"\x93NUMPY" + bytes([version, 0]) + length + text.encode("latin1") + bytes(4096)


def png(width, height, bits=8, colour=0):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(4000))) + chunk(b"IEND", b"")


def hyperstack(there, said):
    file = io.BytesIO()
    text = f"ImageJ=1.54f\nimages={said}\nslices={said}\nloop=false\n"
    tifffile.imwrite(file, np.ones((there, 32, 32), np.uint8), description=text, metadata=None, **GREY)
    return file.getvalue()


def cycle():
    file = io.BytesIO()
    tifffile.imwrite(file, np.ones((3, 8, 8), np.uint8), **GREY, metadata=None)
    with tifffile.TiffFile(io.BytesIO(file.getvalue())) as tiff:
        first, last = tiff.pages[0].offset, tiff.pages[2].offset
    data = bytearray(file.getvalue())
    number = struct.unpack("<H", data[last : last + 2])[0]
    data[last + 2 + 12 * number : last + 6 + 12 * number] = struct.pack("<I", first)
    return bytes(data)


HOSTILE = {
    "uncompressed.tif": claimed(2**16 - 1, 2**15),
    "one-row.tif": claimed(2**31 - 1, 1),
    "deflate.tif": claimed(2**15, 2**16, compression=8),
    "lzw.tif": claimed(2**15, 2**16, compression=5),
    "packbits.tif": claimed(2**15, 2**16, compression=32773),
    "zstd.tif": claimed(2**15, 2**16, compression=50000),
    "samples.tif": claimed(2**12, 2**12, samples=60_000),
    "deep.tif": claimed(2**14, 2**14, bits=64),
    "wide.tif": claimed(2**32 - 1, 2**32 - 1),
    "tile.tif": claimed(64, 64, 8, more=TILES),
    "cycle.tif": cycle(),
    "head.tif": b"II*\0\xff\xff\xff\x7f",
    "tags.tif": b"II*\0\x08\0\0\0\xff\xff" + bytes(4000),
    "big.tif": b"II+\0\x08\0\0\0" + struct.pack("<QQ", 16, 2**40) + bytes(100),
    "large.npy": npy((2**31, 4)),
    "version2.npy": npy((2**20, 2**20), version=2),
    "version3.npy": npy((2**31,), version=3),
    "overflow.npy": npy((2**62, 8)),
    "negative.npy": npy((-4, 4)),
    "bomb.png": png(2**15, 2**16),
    "deep.png": png(2**16, 2**15, 16, 6),
}

#: In a process of its own, with a limit: what takes memory for a header's claim fails there.
CODE = """
import resource, sys
sys.path.insert(0, sys.argv[1])
import numpy, tifffile, imageio.v3
from zooport.kernel.images import image_choices, images
from zooport.kernel.errors import Problem
used = int(open('/proc/self/statm').read().split()[0]) * 4096
resource.setrlimit(resource.RLIMIT_AS, (used + (600 << 20), used + (600 << 20)))
for path in sys.argv[2:]:
    try:
        print(images.read_grey(path)[0].shape)
    except Problem as problem:
        print(problem.kind, problem.message.replace(path, 'FILE'))
"""


def test_a_small_file_never_takes_the_memory_that_it_claims(tmp_path):
    paths = []
    for name, content in HOSTILE.items():
        (tmp_path / name).write_bytes(content)
        paths.append(str(tmp_path / name))
    ended = subprocess.run(
        [sys.executable, "-c", CODE, str(ROOT), *paths], capture_output=True, text=True, timeout=300, check=False
    )
    assert ended.returncode == 0, ended.stderr
    lines = dict(zip(HOSTILE, ended.stdout.splitlines()))
    assert len(lines) == len(HOSTILE), ended.stdout
    for name, line in lines.items():
        assert line.startswith("bad-image FILE") or "The head of FILE is damaged" in line, (name, line)
        assert "memory" not in line, (name, line)
        assert "damaged" in line or "is no" in line, (name, line)


@pytest.mark.parametrize("there", [1, 2, 5])
@pytest.mark.parametrize("pages", [3, 1_000_000, 2**31])
def test_more_pages_than_the_file_holds_are_not_made_up(there, pages, tmp_path):
    (tmp_path / "image.tif").write_bytes(hyperstack(there, pages))
    read = images.read_raw(str(tmp_path / "image.tif"))
    assert read.size <= there * 32 * 32
    assert read.all()


@pytest.mark.parametrize("seed", range(150))
def test_a_spoiled_tiff_is_read_or_told_in_a_sentence(seed, tmp_path):
    random = np.random.RandomState(seed)
    file = io.BytesIO()
    shape = [(20, 30), (3, 20, 30), (20, 30, 3)][seed % 3]
    photometric = "rgb" if seed % 3 == 2 else "minisblack"
    options = [{}, {"tile": (16, 16)}, {"compression": "zlib"}, {"bigtiff": True}][random.randint(4)]
    tifffile.imwrite(file, random.randint(0, 200, shape).astype(np.uint16), photometric=photometric, **options)
    data = bytearray(file.getvalue())
    for _ in range(random.randint(1, 6)):
        data[random.randint(0, min(len(data), 400))] = [0, 255, 127, random.randint(256)][random.randint(4)]
    path = tmp_path / "image.tif"
    path.write_bytes(bytes(data[: random.randint(8, len(data) + 1)] if random.randint(3) == 0 else data))
    told, read = None, np.zeros((1, 1))
    try:
        read, _ = images.read_grey(str(path))
    except Problem as problem:
        told = problem
    assert told is None or (told.kind == "bad-image" and str(path) in told.message)
    assert read.ndim == 2
    assert read.nbytes < 1 << 24
