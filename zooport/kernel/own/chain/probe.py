"""Images that tell chains apart which the researcher's own images may not."""

from __future__ import annotations

from typing import List, Sequence, Tuple

import numpy as np

from ...libraries import Array

#: The first image goes so much of the image's range beyond it.
BEYOND = 0.3

#: The second begins at the image's median and goes so much of its range beyond that.
WITHIN = 0.7

#: How many different values an image of integers should have, where its type allows it.
VALUES = 4096


def probes(image: Array, axes: Sequence[str], seed: int = 0) -> List[Array]:
    """Two images of noise, of the image's shape and dtype, to run what is done with the image on.

    In a real image of 8 bits the percentiles 1 and 2 are often the same number, its smallest value is 0, nothing is cut
    off or all that can be: what is done with it can then be told in more than one way. The first has a wider range than
    the image, the second a narrow one within it, and its smallest value is not 0. In both, all percentiles differ as
    far as the dtype allows, and channels have statistics of their own. ``axes``: ids of the layout.
    """
    random = np.random.default_rng(seed)
    return [_noise(image, axes, ends, random) for ends in (_wide(image), _narrow(image))]


def _noise(image: Array, axes: Sequence[str], ends: Tuple[float, float], random: np.random.Generator) -> Array:
    channel = axes.index("channel") if "channel" in axes else None
    count = image.shape[channel] if channel is not None else 1
    shape = tuple(1 if axis == channel else size for axis, size in enumerate(image.shape))
    size = int(np.prod(shape, dtype=np.int64))
    # Quantiles of the logistic distribution: those of 0.1 and 0.2 percent are as far apart as those of 2 and 5.
    part = (np.arange(size) + 0.5) / size
    spread = np.log(part / (1 - part))
    spread = (spread - spread[0]) / ((spread[-1] - spread[0]) or 1.0)
    parts = []
    for index in range(count):
        own = spread ** (1.2 + 0.3 * index) * (1 - 0.1 * index / count)
        parts.append(random.permutation(own).reshape(shape))
    noise = ends[0] + (ends[1] - ends[0]) * (parts[0] if channel is None else np.concatenate(parts, axis=channel))
    return (np.rint(noise) if image.dtype.kind in "iu" else noise).astype(image.dtype)


def _wide(image: Array) -> Tuple[float, float]:
    low, high = float(image.min()), float(image.max())
    beyond = BEYOND * ((high - low) or 1.0)
    first, last = (0.0 if low >= 0 else low - beyond), high + beyond
    if image.dtype.kind not in "iu":
        return first, last
    limits = np.iinfo(image.dtype)
    return max(first, float(limits.min)), min(max(last, first + VALUES), float(limits.max))


def _narrow(image: Array) -> Tuple[float, float]:
    low = float(np.median(image))
    span = float(image.max()) - float(image.min()) or 1.0
    if image.dtype.kind not in "iu":
        return (low if low else 0.01 * span), low + WITHIN * span
    limits = np.iinfo(image.dtype)
    low = min(max(low, float(limits.min) + 1), float(limits.max) - 8)
    return low, min(low + max(WITHIN * span, 8), float(limits.max))
