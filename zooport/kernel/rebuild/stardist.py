"""StarDist's network in two dimensions from its configuration (stardist.models.StarDist2D._build)."""

from __future__ import annotations

from ..libraries import Config, Framework, Network
from .layers import Layers
from .unet_block import Block, unet_block
from .weights import Named, Where, assign


def build(keras: Framework, config: Config, named: Named, where: Where) -> Network:
    """The network with one output on the grid: the probability, then the distances along the rays."""
    layers = Layers(keras, 2)
    given = level = layers.input(int(config["n_channel_in"]))
    kernel, activation = config["unet_kernel_size"], config["unet_activation"]
    grid, reached = list(config["grid"]), [1, 1]
    while reached != grid:
        pool = [2 if wanted > have else 1 for wanted, have in zip(grid, reached)]
        reached = [have * factor for have, factor in zip(reached, pool)]
        for _ in range(int(config["unet_n_conv_per_depth"])):
            level = layers.conv(level, int(config["unet_n_filter_base"]), kernel, activation)
        level = layers.pool(level, pool)
    level = unet_block(layers, level, _block(config))
    if int(config["net_conv_after_unet"]) > 0:
        level = layers.conv(level, int(config["net_conv_after_unet"]), kernel, activation, "features")
    probability = layers.conv(level, 1, (1, 1), "sigmoid", "prob")
    distances = layers.conv(level, int(config["n_rays"]), (1, 1), "linear", "dist")
    network = keras.Model(given, layers.join([probability, distances], "prob_dist"))
    assign(network, named, where)
    return network


def _block(config: Config) -> Block:
    return Block(
        int(config["unet_n_depth"]),
        int(config["unet_n_filter_base"]),
        config["unet_kernel_size"],
        config["unet_pool"],
        convolutions=int(config["unet_n_conv_per_depth"]),
        activation=config["unet_activation"],
        last_activation=config["unet_last_activation"],
        batch_norm=bool(config.get("unet_batch_norm")),
        expansion=float(config.get("unet_expansion", 2)),
        prefix=str(config.get("unet_prefix", "")),
    )
