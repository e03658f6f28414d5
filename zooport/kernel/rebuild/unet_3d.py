"""The notebook's U-Net (3D) from the shapes of its weights alone: its files hold no graph and no configuration."""

from __future__ import annotations

from typing import List

from ..errors import Problem
from ..libraries import Framework, Network, Symbol
from .layers import Layers
from .weights import Named, Where, assign, numbered


def build(keras: Framework, named: Named, where: Where) -> Network:
    """The network with one sigmoid output, at any size; filters, depth and poolings as the shapes say.

    Raises ``Problem`` where the weights are those of another network.
    """
    convolutions, ups = numbered(named, "conv3d"), numbered(named, "conv3d_transpose")
    blocks = 2 * len(ups) + 1
    each = (len(convolutions) - 1) // blocks
    if not ups or len(convolutions) != each * blocks + 1 or each < 1:
        raise Problem(
            "bad-model",
            f"{where.weights} has {len(convolutions)} 3D convolutions and {len(ups)} steps up, which is no U-Net (3D) "
            f"of the notebook. {where.mend}",
            path=where.weights,
        )
    layers = Layers(keras, 3)
    kernels = [named[name][0].shape for name in convolutions]
    normalised = len(numbered(named, "batch_normalization")) == len(convolutions) - 1
    left = iter(kernels)

    def block(level: Symbol) -> Symbol:
        for _ in range(each):
            *size, _, filters = next(left)
            level = layers.conv(level, filters, size)
            level = layers.activation(layers.batch_norm(level) if normalised else level, "relu")
        return level

    given = level = layers.input(kernels[0][3])
    up_kernels = [named[name][0].shape for name in ups]
    skips: List[Symbol] = []
    for kernel in reversed(up_kernels):
        level = block(level)
        skips.append(level)
        level = layers.pool(level, kernel[:3])
    level = block(level)
    for *size, filters, _ in up_kernels:
        level = layers.join([layers.transposed(level, filters, size), skips.pop()])
        level = block(level)
    *size, _, filters = next(left)
    network = keras.Model(given, layers.conv(level, filters, size, "sigmoid"))
    assign(network, named, where)
    return network
