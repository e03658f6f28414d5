"""PNG, JPEG, .npy and further TIFF files, small, written by Pillow, imageio, scikit-image and numpy: for the tests of
src/image. With each the array that the writing library itself reads."""

from typing import Any, Callable, Iterator, Tuple

import imageio.v3 as iio
import numpy as np
from PIL import Image
from skimage import data, io

from tiff_cases import image

Write = Callable[[str], None]
Case = Tuple[str, Write]


def pillow(array: np.ndarray, mode: str = "", **options: Any) -> Write:
    def write(path: str) -> None:
        picture = Image.fromarray(array)
        (picture.convert(mode) if mode else picture).save(path, **options)

    return write


def photo() -> np.ndarray:
    """The eye of scikit-image's astronaut: edges in all colours."""
    return np.ascontiguousarray(data.astronaut()[90:151, 200:273])


def pngs() -> Iterator[Case]:
    grey, colour = image((21, 34), "uint8"), image((21, 34, 3), "uint8")
    yield "grey_8.png", pillow(grey)
    yield "grey_16.png", lambda path: iio.imwrite(path, image((21, 34), "uint16"))
    yield "rgb_8.png", pillow(colour)
    yield "rgba_8.png", pillow(image((21, 34, 4), "uint8"))
    yield "grey_alpha_8.png", pillow(image((21, 34, 2), "uint8"))
    yield "palette_8.png", pillow(colour, "P")
    yield "palette_4.png", lambda path: Image.fromarray(photo()).quantize(16).save(path, bits=4)
    yield "palette_2.png", lambda path: Image.fromarray(photo()).quantize(4).save(path, bits=2)
    yield "rgb_skimage.png", lambda path: io.imsave(path, photo(), check_contrast=False)
    yield "grey_imageio.png", lambda path: iio.imwrite(path, grey)


def jpegs() -> Iterator[Case]:
    colour, grey = photo(), photo()[..., 1]
    for quality in (30, 75, 95, 100):
        yield f"grey_{quality}.jpg", pillow(grey, quality=quality)
        for name, subsampling in (("full", 0), ("half", 1), ("quarter", 2)):
            yield f"rgb_{quality}_{name}.jpg", pillow(colour, quality=quality, subsampling=subsampling)
    yield "rgb_progressive.jpg", pillow(colour, quality=80, progressive=True)
    yield "grey_progressive.jpg", pillow(grey, quality=80, progressive=True)
    yield "rgb_progressive_full.jpg", pillow(colour, quality=92, progressive=True, subsampling=0, optimize=True)
    yield "rgb_restarts.jpg", pillow(colour, quality=80, restart_marker_blocks=3)
    yield "rgb_kept.jpg", pillow(colour, quality=80, keep_rgb=True)
    yield "imageio.jpg", lambda path: iio.imwrite(path, colour)
    yield "skimage.jpg", lambda path: io.imsave(path, colour, check_contrast=False)
    yield "one_pixel.jpg", pillow(colour[:1, :1])
    yield "thin.jpg", pillow(np.ascontiguousarray(colour[:3, :2]))


def tiffs() -> Iterator[Case]:
    colour, grey = photo(), photo()[..., 1]
    for compression in ("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg"):
        near = "jpeg_" if compression == "jpeg" else ""
        yield f"{near}pillow_{compression}_grey.tif", pillow(grey, compression=compression)
        yield f"{near}pillow_{compression}_rgb.tif", pillow(colour, compression=compression)
    yield "pillow_float.tif", pillow(image((20, 30), "float32"))
    yield "pillow_int.tif", pillow(image((20, 30), "int32"))
    yield "pillow_bits.tif", pillow(image((20, 30), "uint8"), "1")
    yield "imageio_16.tif", lambda path: iio.imwrite(path, image((20, 30), "uint16"))
    yield "imageio_stack.tif", lambda path: iio.imwrite(path, image((5, 20, 30), "uint16"))
    yield "skimage_float.tif", lambda path: io.imsave(path, image((20, 30), "float32"), check_contrast=False)
    yield "skimage_stack.tif", lambda path: io.imsave(path, image((5, 20, 30), "uint8"), check_contrast=False)
    yield "skimage_rgb.tif", lambda path: io.imsave(path, colour, check_contrast=False)


def arrays() -> Iterator[Case]:
    def saved(array: np.ndarray) -> Write:
        return lambda path: np.save(path, array)

    for dtype in ["bool", "int8", "uint16", "int32", "uint64", "float16", "float32", "float64"]:
        yield f"plane_{dtype}.npy", saved(image((17, 23), dtype))
    yield "stack.npy", saved(image((9, 17, 23), "uint16"))
    yield "colours.npy", saved(image((17, 23, 3), "uint8"))
    yield "three_planes.npy", saved(image((3, 17, 23), "uint8"))
    yield "five.npy", saved(image((5, 6, 2, 17, 23), "uint8"))
    yield "big_endian.npy", saved(image((9, 17, 23), "float32").astype(">f4"))
    yield "fortran.npy", saved(np.asfortranarray(image((9, 17, 23), "int16")))


def cases() -> Iterator[Case]:
    for group in (pngs, jpegs, tiffs, arrays):
        yield from group()
