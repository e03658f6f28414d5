"""CARE's network from csbdeep's configuration (csbdeep.internals.nets.common_unet)."""

from __future__ import annotations

from ..libraries import Config, Framework, Network
from .layers import Layers
from .unet_block import Block, unet_block
from .weights import Named, Where, assign


def build(keras: Framework, config: Config, named: Named, where: Where) -> Network:
    """The network whose one output is the restored image: the mean, where the network also gives a scale."""
    dimensions = int(config["n_dim"])
    layers = Layers(keras, dimensions)
    given = layers.input(int(config["n_channel_in"]))
    kernel = (int(config["unet_kern_size"]),) * dimensions
    block = Block(int(config["unet_n_depth"]), int(config["unet_n_first"]), kernel, (2,) * dimensions)
    features = unet_block(layers, given, block)
    ones = (1,) * dimensions
    mean = layers.conv(features, int(config["n_channel_out"]), ones, "linear")
    ends = [mean]
    if config.get("probabilistic"):
        # Only so that all weights of the file have their place; the exported network ends at the mean.
        ends.append(layers.conv(features, int(config["n_channel_out"]), ones, "softplus"))
    if config.get("unet_residual"):
        mean = layers.add([mean, given])
    mean = layers.activation(mean, config.get("unet_last_activation") or "linear")
    assign(keras.Model(given, [mean, *ends]), named, where)
    return keras.Model(given, mean)
