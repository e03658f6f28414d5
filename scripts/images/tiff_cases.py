"""TIFF files of all common forms, small, written by tifffile: for the tests of src/image."""

from typing import Any, Callable, Dict, Iterator, Tuple

import numpy as np
import tifffile

Write = Callable[[str], None]
Case = Tuple[str, Write]

DTYPES = ["uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64", "float16", "float32", "float64"]
COMPRESSIONS = ["lzw", "zlib", "packbits", "zstd"]


def image(shape: Tuple[int, ...], dtype: str, seed: int = 0) -> np.ndarray:
    """Smooth with some noise, over much of the type's range; not a number's bytes alike."""
    random = np.random.default_rng(seed)
    smooth = np.linspace(0, 1, int(np.prod(shape))).reshape(shape) * 0.7 + random.random(shape) * 0.3
    kind = np.dtype(dtype)
    if kind.kind == "b":
        return smooth > 0.5
    if kind.kind == "f":
        return ((smooth - 0.4) * 1000).astype(kind)
    info = np.iinfo(kind)
    low, high = float(max(info.min, -(2**52))), float(min(info.max, 2**52))
    return (low + smooth * (high - low)).astype(kind)


def written(shape: Tuple[int, ...], dtype: str, seed: int = 0, **options: Any) -> Write:
    def write(path: str) -> None:
        tifffile.imwrite(path, image(shape, dtype, seed), **options)

    return write


def plain() -> Iterator[Case]:
    """Every type, both orders of bytes, classic and Big, whole and in strips."""
    for dtype in DTYPES:
        for order in "<>":
            for big in (False, True):
                name = f"plain_{dtype}_{'le' if order == '<' else 'be'}{'_big' if big else ''}"
                yield name, written((31, 23), dtype, byteorder=order, bigtiff=big, metadata=None, rowsperstrip=7)


def compressed() -> Iterator[Case]:
    for compression in COMPRESSIONS:
        for dtype in ["uint8", "uint16", "float32"]:
            for order in "<>":
                name = f"{compression}_{dtype}_{'le' if order == '<' else 'be'}"
                yield name, written((33, 27), dtype, byteorder=order, compression=compression, metadata=None)
        for dtype in ["uint8", "uint16", "int32", "uint64"]:
            for order in "<>":
                if compression == "packbits":
                    continue
                name = f"{compression}_differences_{dtype}_{'le' if order == '<' else 'be'}"
                yield (
                    name,
                    written(
                        (40, 21),
                        dtype,
                        byteorder=order,
                        compression=compression,
                        predictor=2,
                        rowsperstrip=9,
                        metadata=None,
                    ),
                )
        for dtype in ["float16", "float32", "float64"]:
            for order in "<>":
                if compression != "packbits":
                    name = f"{compression}_floating_{dtype}_{'le' if order == '<' else 'be'}"
                    options: Dict[str, Any] = {"byteorder": order, "compression": compression, "predictor": 3}
                    yield name, written((26, 35), dtype, metadata=None, **options)


def tiled() -> Iterator[Case]:
    for compression in [None, *COMPRESSIONS]:
        name = f"tiles_{compression or 'none'}"
        yield name, written((50, 70), "uint16", tile=(16, 32), compression=compression, metadata=None)
        yield (
            f"{name}_rgb",
            written((50, 70, 3), "uint8", tile=(32, 16), compression=compression, photometric="rgb", metadata=None),
        )
        yield (
            f"{name}_planes",
            written(
                (3, 50, 70),
                "uint8",
                tile=(16, 16),
                compression=compression,
                photometric="rgb",
                planarconfig="separate",
                byteorder=">",
                metadata=None,
            ),
        )

    def sparse(path: str) -> None:
        tiles = [image((16, 16), "uint8"), None, None, image((16, 16), "uint8", 1), None, None]
        tifffile.imwrite(path, iter(tiles), shape=(32, 48), dtype="uint8", tile=(16, 16), compression="zlib")

    yield "tiles_sparse", sparse


def colours() -> Iterator[Case]:
    for dtype in ["uint8", "uint16", "float32"]:
        yield f"rgb_{dtype}", written((20, 30, 3), dtype, photometric="rgb", metadata=None)
        yield f"rgba_{dtype}", written((20, 30, 4), dtype, photometric="rgb", metadata=None)
        planes: Dict[str, Any] = {"photometric": "rgb", "planarconfig": "separate", "metadata": None}
        yield f"rgb_planes_{dtype}", written((3, 20, 30), dtype, **planes)
        yield f"rgb_pages_{dtype}", written((4, 20, 30, 3), dtype, photometric="rgb", metadata=None)
    beside: Dict[str, Any] = {"photometric": "minisblack", "planarconfig": "contig", "metadata": None}
    yield "five_beside", written((20, 30, 5), "uint16", **beside)
    apart: Dict[str, Any] = {"photometric": "minisblack", "planarconfig": "separate", "metadata": None}
    yield "five_apart", written((5, 20, 30), "uint16", rowsperstrip=6, **apart)
    table = np.stack([np.arange(256)[::-1], np.arange(256), np.full(256, 9)]).astype("uint16") * 257
    yield "palette", written((20, 30), "uint8", photometric="palette", colormap=table, metadata=None)
    yield "white_is_zero", written((20, 30), "uint8", photometric="miniswhite", metadata=None)
    yield (
        "rgb_differences",
        written((20, 30, 3), "uint16", photometric="rgb", compression="zlib", predictor=2, metadata=None),
    )
    yield (
        "rgb_floating",
        written(
            (20, 30, 3), "float32", photometric="rgb", compression="lzw", predictor=3, byteorder=">", metadata=None
        ),
    )


def jpegs() -> Iterator[Case]:
    smooth = np.add.outer(np.arange(48), np.arange(64))[..., None] * np.array([1, 2, 0.5])
    rgb = np.clip(smooth, 0, 255).astype("uint8")

    def of(array: np.ndarray, **options: Any) -> Write:
        return lambda path: tifffile.imwrite(path, array, metadata=None, **options)

    yield "jpeg_grey", of(rgb[..., 0], compression="jpeg")
    yield "jpeg_grey_tiles", of(rgb[..., 0], compression="jpeg", tile=(32, 32))
    yield "jpeg_rgb", of(rgb, compression="jpeg", photometric="rgb")
    yield "jpeg_ycbcr", of(rgb, compression="jpeg", photometric="rgb", tile=(16, 32), compressionargs={"level": 95})
    yield "jpeg_ycbcr_halved", of(rgb, compression="jpeg", photometric="ycbcr", subsampling=(2, 2))


def bits() -> Iterator[Case]:
    for depth, dtype in [(1, "bool"), (2, "uint8"), (4, "uint8"), (12, "uint16"), (10, "uint16"), (20, "uint32")]:
        name = f"bits_{depth}"
        if depth == 1:
            yield name, written((19, 21), "bool", metadata=None)
            yield f"{name}_zlib", written((19, 21), "bool", compression="zlib", metadata=None)
            continue
        yield name, packed((19, 21), dtype, depth)
        yield f"{name}_strips", packed((19, 21), dtype, depth, rowsperstrip=5)
    yield "bits_12_rgb", packed((19, 21, 3), "uint16", 12, photometric="rgb")


def packed(shape: Tuple[int, ...], dtype: str, depth: int, **options: Any) -> Write:
    def write(path: str) -> None:
        array = image(shape, dtype) >> (8 * np.dtype(dtype).itemsize - depth)
        tifffile.imwrite(path, array, bitspersample=depth, metadata=None, **options)

    return write


def pages() -> Iterator[Case]:
    """Stacks and pyramids."""
    yield "pages_uint16", written((7, 20, 24), "uint16", metadata=None)
    yield "pages_zlib", written((7, 20, 24), "uint16", compression="zlib", metadata=None)
    yield "pages_three", written((3, 20, 24), "uint8", photometric="minisblack", metadata=None)

    def pyramid(path: str) -> None:
        with tifffile.TiffWriter(path) as tiff:
            options: Dict[str, Any] = {"tile": (16, 16), "compression": "zlib"}
            base = image((64, 96), "uint16")
            tiff.write(base, subifds=2, **options)
            tiff.write(base[::2, ::2], subfiletype=1, **options)
            tiff.write(base[::4, ::4], subfiletype=1, **options)

    def overviews(path: str) -> None:
        with tifffile.TiffWriter(path) as tiff:
            base = image((64, 96), "uint8")
            for step in (1, 2, 4):
                tiff.write(base[::step, ::step], subfiletype=int(step > 1), tile=(16, 16), metadata=None)

    def sizes(path: str) -> None:
        with tifffile.TiffWriter(path) as tiff:
            for size in (24, 30, 24):
                tiff.write(image((20, size), "uint8", size), metadata=None)

    yield "pyramid_below", pyramid
    yield "pyramid_pages", overviews
    yield "pages_of_two_sizes", sizes


def shaped() -> Iterator[Case]:
    """tifffile's own description."""
    yield "shaped", written((5, 20, 24), "uint16")
    yield "shaped_axes", written((2, 5, 20, 24), "uint16", metadata={"axes": "CZYX"})
    yield "shaped_time", written((6, 20, 24), "float32", metadata={"axes": "TYX"})
    yield "shaped_five", written((2, 3, 2, 20, 24), "uint8", metadata={"axes": "TZCYX"}, photometric="minisblack")
    yield "shaped_ones", written((1, 4, 1, 20, 24), "uint8", metadata={"axes": "TZCYX"})
    yield "shaped_truncated", written((4, 20, 24), "uint8", metadata={"axes": "ZYX", "truncated": True})
    yield "shaped_rgb", written((4, 20, 24, 3), "uint8", photometric="rgb", metadata={"axes": "ZYXS"})
    yield "shaped_zlib", written((3, 4, 20, 24), "int16", compression="zlib", metadata={"axes": "TZYX"})
    yield "shaped_odd", written((3, 4, 20, 24), "int16", metadata={"axes": "QZYX"})
    size: Dict[str, Any] = {"resolution": (20000.0, 40000.0), "resolutionunit": "CENTIMETER"}
    yield "pixel_size_cm", written((20, 24), "uint16", metadata=None, **size)
    yield "print_resolution", written((20, 24), "uint16", metadata=None, resolution=(72, 72), resolutionunit="INCH")


def imagej() -> Iterator[Case]:
    """ImageJ's hyperstacks in all their combinations of axes."""
    lengths = {"T": 3, "Z": 4, "C": 2, "Y": 18, "X": 22, "S": 3}
    for axes in ["YX", "ZYX", "TYX", "CYX", "TZYX", "ZCYX", "TCYX", "TZCYX", "YXS", "ZYXS", "TYXS", "TZCYXS"]:
        for dtype in ["uint8", "uint16", "float32"]:
            if "S" in axes and dtype != "uint8":
                continue
            shape = tuple(lengths[axis] for axis in axes)
            yield (
                f"imagej_{axes}_{dtype}",
                written(
                    shape,
                    dtype,
                    imagej=True,
                    resolution=(1 / 0.25, 1 / 0.5),
                    metadata={"axes": axes, "unit": "um", "spacing": 1.5, "finterval": 2.0},
                ),
            )
    yield (
        "imagej_micron",
        written((4, 18, 22), "uint16", imagej=True, resolution=(8, 8), metadata={"unit": "micron", "spacing": 0.3}),
    )
    yield (
        "imagej_escaped",
        written((4, 18, 22), "uint16", imagej=True, resolution=(8, 8), metadata={"unit": "\\u00B5m", "spacing": 0.3}),
    )
    yield "imagej_pixels", written((4, 18, 22), "uint16", imagej=True, metadata={"unit": "pixel"})
    yield "imagej_zlib", written((4, 18, 22), "uint16", imagej=True, compression="zlib", metadata={"axes": "ZYX"})

    def virtual(path: str) -> None:
        """As ImageJ writes stacks of more than 4 GB: one directory, all planes behind it."""
        array = image((5, 18, 22), "uint16").astype(">u2")
        description = "ImageJ=1.54f\nimages=5\nslices=5\nunit=micron\nspacing=0.5\nloop=false\n"
        with tifffile.TiffWriter(path, byteorder=">") as tiff:
            tiff.write(array[0], description=description, metadata=None, resolution=(4, 4), software="")
        with open(path, "ab") as file:
            file.write(array[1:].tobytes())

    def order(path: str) -> None:
        description = "ImageJ=1.54f\nimages=6\nslices=3\nframes=2\nhyperstack=true\norder=ctz\n"
        with tifffile.TiffWriter(path, byteorder=">") as tiff:
            for plane in image((6, 18, 22), "uint8"):
                tiff.write(plane, description=description, metadata=None, contiguous=False)

    yield "imagej_virtual", virtual
    yield "imagej_order", order


def ome() -> Iterator[Case]:
    lengths = {"T": 3, "Z": 4, "C": 2, "Y": 18, "X": 22, "S": 3}
    size = {
        "PhysicalSizeX": 0.25,
        "PhysicalSizeXUnit": "µm",
        "PhysicalSizeY": 0.5,
        "PhysicalSizeYUnit": "µm",
        "PhysicalSizeZ": 1500.0,
        "PhysicalSizeZUnit": "nm",
        "TimeIncrement": 2.0,
        "TimeIncrementUnit": "s",
    }
    for axes in ["YX", "ZYX", "TYX", "CYX", "TZYX", "CZYX", "ZCYX", "TCYX", "TZCYX", "CTZYX", "ZTCYX", "YXS", "ZYXS"]:
        shape = tuple(lengths[axis] for axis in axes)
        metadata: Dict[str, Any] = {"axes": axes, **size}
        if "C" in axes:
            metadata["Channel"] = {"Name": ["nuclei", "membrane <b> & rim"]}
        kind: Dict[str, Any] = {"photometric": "rgb" if "S" in axes else "minisblack", "metadata": metadata}
        yield f"ome_{axes}.ome", written(shape, "uint8" if "S" in axes else "uint16", ome=True, **kind)
    metadata = {"axes": "TCYX", **size, "SignificantBits": 12}
    yield (
        "ome_bits.ome",
        written((3, 2, 18, 22), "uint16", ome=True, photometric="minisblack", metadata=metadata),
    )
    yield (
        "ome_big.ome",
        written((3, 2, 18, 22), "float32", ome=True, bigtiff=True, photometric="minisblack", metadata={"axes": "TCYX"}),
    )
    yield (
        "ome_planes.ome",
        written(
            (4, 3, 18, 22), "uint8", ome=True, photometric="rgb", planarconfig="separate", metadata={"axes": "ZSYX"}
        ),
    )

    def pyramid(path: str) -> None:
        with tifffile.TiffWriter(path, ome=True) as tiff:
            base = image((2, 64, 96), "uint16")
            options: Dict[str, Any] = {"tile": (16, 16), "compression": "zlib", "photometric": "minisblack"}
            tiff.write(base, subifds=1, metadata={"axes": "CYX", **size}, **options)
            tiff.write(base[:, ::2, ::2], subfiletype=1, **options)

    def several(path: str) -> None:
        with tifffile.TiffWriter(path, ome=True) as tiff:
            tiff.write(image((18, 22), "uint8"), metadata={"axes": "YX"})
            tiff.write(image((3, 10, 12), "uint8"), metadata={"axes": "ZYX"}, photometric="minisblack")

    yield "ome_pyramid.ome", pyramid
    yield "ome_two_images.ome", several


def cases() -> Iterator[Case]:
    for group in (plain, compressed, tiled, colours, jpegs, bits, pages, shaped, imagej, ome):
        yield from group()
