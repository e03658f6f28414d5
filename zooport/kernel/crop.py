"""Which part of an image becomes the test input: one the network takes whole, and that shows something."""

from __future__ import annotations

from typing import Any, Dict, Optional, Tuple

import numpy as np

from .problem import Problem

Box = Dict[str, int]

#: Pixels along a side; larger test tensors make a bundle heavy and its check slow, and show no more.
LIMIT = 512


def is_constant(image: Any) -> bool:
    """Whether the percentile normalisation would divide by nothing."""
    low, high = np.percentile(image, (1, 99.8))
    return not high > low


def size_for(shape: Tuple[int, int], step: int, limit: int = LIMIT) -> Tuple[int, int]:
    """Height and width in pixels: multiples of ``step``, at most ``limit``, oblong where there is room.

    Oblong, so that a bundle whose x and y are swapped cannot pass its own test.
    """
    height, width = (min(side, limit) // step * step for side in shape)
    if height == width and height >= 4 * step:
        height = max(height * 3 // 4 // step, 1) * step
    return height, width


def suggest(image: Any, step: int, limit: int = LIMIT, fixed: Optional[Tuple[int, int]] = None) -> Optional[Box]:
    """The box with the most structure; None where the image is too small. ``image`` is one plane, rows by columns."""
    height, width = fixed or size_for((image.shape[0], image.shape[1]), step, limit)
    if not 0 < height <= image.shape[0] or not 0 < width <= image.shape[1]:
        return None
    structure = _structure(image)
    stride = max(1, min(height, width) // 8)
    ys = _starts(image.shape[0], height, stride)
    xs = _starts(image.shape[1], width, stride)
    # Sums over every box at once, from one table of running sums.
    table = np.zeros((image.shape[0] + 1, image.shape[1] + 1))
    table[1:, 1:] = structure.cumsum(0).cumsum(1)
    top, left = np.ix_(ys, xs)
    sums = table[top + height, left + width] - table[top, left + width] - table[top + height, left] + table[top, left]
    y, x = np.unravel_index(int(np.argmax(sums)), sums.shape)
    return {"y": int(ys[y]), "x": int(xs[x]), "height": int(height), "width": int(width)}


def check(box: Box, shape: Tuple[int, int], step: int, fixed: Optional[Tuple[int, int]] = None) -> Box:
    """A box that the researcher chose, moved to sizes the network takes. Raises ``Problem`` where it cannot be."""
    height, width = (int(box[side]) // step * step for side in ("height", "width"))
    height, width = fixed or (height, width)
    y, x = max(0, int(box["y"])), max(0, int(box["x"]))
    if height <= 0 or width <= 0 or y + height > shape[0] or x + width > shape[1]:
        raise Problem(
            "image-too-small",
            f"The crop of {box['height']} x {box['width']} pixels at row {box['y']}, column {box['x']} does not fit: "
            f"the image has {shape[0]} x {shape[1]} pixels and the network takes "
            + (f"exactly {fixed[0]} x {fixed[1]}." if fixed else f"sizes that are multiples of {step}."),
            shape=list(shape),
            step=step,
        )
    return {"y": y, "x": x, "height": height, "width": width}


def cut(image: Any, box: Box) -> Any:
    """The pixels of the box, contiguous."""
    rows = slice(box["y"], box["y"] + box["height"])
    return np.ascontiguousarray(image[rows, box["x"] : box["x"] + box["width"]])


def _starts(size: int, part: int, stride: int) -> Any:
    return np.unique(np.append(np.arange(0, size - part + 1, stride), size - part))


def _structure(image: Any) -> Any:
    """Edges plus brightness of each pixel; clipped, so that one hot pixel does not decide."""
    low, high = np.percentile(image, (1, 99.8))
    scaled = np.clip((image.astype(np.float64) - low) / max(float(high - low), 1e-20), 0, 1)
    edges = np.zeros_like(scaled)
    edges[1:] += np.abs(np.diff(scaled, axis=0))
    edges[:, 1:] += np.abs(np.diff(scaled, axis=1))
    return edges + 0.1 * scaled
