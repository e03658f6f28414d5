"""Noise2Void's network from n2v's configuration (n2v.nets.unet), N2V2 too."""

from __future__ import annotations

from ..libraries import Config, Framework, Network
from .layers import Layers
from .unet_block import Block, unet_block
from .weights import Named, Where, assign

_FIRST = "down_level_0_no_0"


def build(keras: Framework, config: Config, named: Named, where: Where) -> Network:
    """The network with one output: as many channels as the input has."""
    dimensions, channels = int(config["n_dim"]), int(config["n_channel_in"])
    layers = Layers(keras, dimensions)
    given = layers.input(channels)
    # Older versions of n2v have one network for all channels, and names without a prefix.
    prefixes = sorted(name[: -len(_FIRST)] for name in named if name.endswith(_FIRST)) or ["channel_0"]
    alone = len(prefixes) == 1
    # n2v's Lambda layers all look at the variable of one loop when they run, and by then it stands at the last channel
    # (n2v 0.3.3 on TensorFlow 2.15): so were the networks trained, and so they predict.
    taken = given if alone else layers.channel(given, len(prefixes) - 1, len(prefixes))
    ends = []
    for prefix in prefixes:
        level = taken
        features = unet_block(layers, level, _block(config, named, prefix))
        level = layers.conv(features, channels if alone else 1, (1,) * dimensions, "linear")
        if config.get("unet_residual"):
            level = layers.add([level, given])
        ends.append(layers.activation(level, config.get("unet_last_activation") or "linear"))
    network = keras.Model(given, ends[0] if alone else layers.join(ends))
    assign(network, {**named, **layers.constants}, where)
    return network


def _block(config: Config, named: Named, prefix: str) -> Block:
    depth, filters = int(config["unet_n_depth"]), int(config["unet_n_first"])
    dimensions = int(config["n_dim"])
    # n2v 0.3 goes up with fewer filters than the versions before; only the weights tell.
    up = named.get(f"{prefix}up_level_{depth - 1}_no_0")
    return Block(
        depth,
        filters,
        (int(config["unet_kern_size"]),) * dimensions,
        (2,) * dimensions,
        batch_norm=bool(config.get("batch_norm")),
        prefix=prefix,
        blurred=bool(config.get("blurpool")),
        skip_first=bool(config.get("skip_skipone")),
        narrow_up=up is not None and depth > 1 and up[0].shape[-1] == filters,
    )
