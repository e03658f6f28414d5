"""The U-Net that csbdeep, stardist and n2v share (csbdeep.internals.blocks.unet_block; n2v.nets.unet_blocks)."""

from __future__ import annotations

from typing import List, NamedTuple, Sequence

from ..libraries import Symbol
from .layers import Layers


class Block(NamedTuple):
    """What csbdeep's ``unet_block`` is told."""

    depth: int
    filters: int
    kernel: Sequence[int]
    pool: Sequence[int]
    convolutions: int = 2
    activation: str = "relu"
    last_activation: str = "relu"
    batch_norm: bool = False
    expansion: float = 2
    prefix: str = ""
    #: N2V2: pooling with a blur; no skip connection at the full size.
    blurred: bool = False
    skip_first: bool = False
    #: n2v 0.3 goes up with the first level's filters alone, except in N2V2.
    narrow_up: bool = False


def unet_block(layers: Layers, level: Symbol, block: Block) -> Symbol:
    """The features behind the last level, at the size of ``level``."""

    def conv(level: Symbol, filters: float, name: str, activation: str = block.activation) -> Symbol:
        return layers.conv_block(
            level, int(filters), block.kernel, activation, block.batch_norm, f"{block.prefix}{name}"
        )

    def width(level: int) -> float:
        return block.filters * block.expansion**level

    skips: List[Symbol] = []
    for depth in range(block.depth):
        for index in range(block.convolutions):
            level = conv(level, width(depth), f"down_level_{depth}_no_{index}")
        skips.append(level)
        pool = layers.blurred_pool if block.blurred else layers.pool
        level = pool(level, block.pool, f"{block.prefix}max_{depth}")
    for index in range(block.convolutions - 1):
        level = conv(level, width(block.depth), f"middle_{index}")
    level = conv(level, width(max(0, block.depth - 1)), f"middle_{block.convolutions}")
    for depth in reversed(range(block.depth)):
        level = layers.up(level, block.pool)
        if depth > 0 or not block.skip_first:
            level = layers.join([level, skips[depth]])
        for index in range(block.convolutions - 1):
            level = conv(level, block.filters if block.narrow_up else width(depth), f"up_level_{depth}_no_{index}")
        level = conv(
            level,
            width(max(0, depth - 1)),
            f"up_level_{depth}_no_{block.convolutions}",
            block.activation if depth > 0 else block.last_activation,
        )
    return level
