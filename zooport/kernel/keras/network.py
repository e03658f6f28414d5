"""A loaded network: what it takes, at which sizes, and the same network with free sizes."""

from __future__ import annotations

import copy
import math
import weakref
from typing import Any, Dict, List, NamedTuple, Optional, Sequence, Tuple, cast

import numpy as np

from ..libraries import Array, Config, Custom, Framework, Layer, Network

#: Side in pixels at which a network without fixed sizes is measured; any number well above the deepest level does.
_MEASURED_AT = 1024

#: Networks that Keras itself runs at one size after the other only layer by layer.
_LAYERWISE: weakref.WeakSet[Network] = weakref.WeakSet()

Sizes = Tuple[int, ...]


class Anatomy(NamedTuple):
    """What follows from the layers."""

    #: Sizes along each spatial axis must be multiples of these.
    steps: Sizes
    #: Multiplications per pixel of the input.
    cost: float


def run(network: Network, batch: Array) -> Array:
    """The network's output for a batch in its own axes, float32, as ``predict`` gives it."""
    given = np.asarray(batch, np.float32)
    try:
        made = network.predict(given, batch_size=1, verbose=0)
    except Exception as error:
        if type(error).__name__ != "OperatorNotAllowedInGraphError":
            raise
        # Keras (3.15, UpSampling2D "bilinear") asks a graph of free sizes for its sizes; layer by layer they are known.
        _LAYERWISE.add(network)
        made = np.concatenate([network(one[np.newaxis], training=False) for one in given])
    return np.asarray(made, np.float32)


def is_layerwise(network: Network) -> bool:
    """Whether ``predict`` failed at one of the sizes that the network was run at, as it will for every reader."""
    return network in _LAYERWISE


def tile_of(network: Network) -> Optional[Sizes]:
    """Sizes along the spatial axes that the network was built for; None where any of them is free."""
    sizes = shapes(network.input_shape)[0][1:-1]
    return None if any(size is None for size in sizes) else tuple(int(size or 0) for size in sizes)


def shapes(shape: Any) -> List[Tuple[Optional[int], ...]]:
    """The shapes of all inputs or outputs, however this Keras gives them."""
    if isinstance(shape, dict):
        return [tuple(one) for one in shape.values()]
    if isinstance(shape, list):
        return [tuple(one) for one in shape]
    return [tuple(shape)]


def dimensions(network: Network) -> int:
    """Number of spatial axes."""
    return len(shapes(network.input_shape)[0]) - 2


def with_sizes(network: Network, sizes: Optional[Sizes], custom: Custom, keras: Framework) -> Network:
    """The same layers and weights with input layers of these sizes (None: free), without compile information."""
    config = copy.deepcopy(network.get_config())
    _resize(config, list(sizes) if sizes else [None] * dimensions(network))
    with keras.utils.custom_object_scope(custom):
        twin = type(network).from_config(config)
    twin.set_weights(network.get_weights())
    return twin


def behind(network: Network, layer: Framework, sizes: Optional[Sizes], custom: Custom, keras: Framework) -> Network:
    """The same layers and weights behind one more layer, in one flat graph for inputs of these sizes (None: free).

    ``layer`` keeps the number of axes and channels. A network that is no functional graph becomes one layer.
    """
    *_, channels = shapes(network.input_shape)[0]
    given = keras.layers.Input((*(sizes or (None,) * dimensions(network)), channels), name="raw_input")
    config, first = copy.deepcopy(network.get_config()), keras.Model(given, layer(given)).get_config()
    if "input_layers" not in config:
        return keras.Model(given, network(layer(given)))
    _resize(config, [None] * dimensions(network))
    inputs = [one for one in config["layers"] if one["class_name"] == "InputLayer"]
    rest = [one for one in config["layers"] if one["class_name"] != "InputLayer"]
    renamed = {_name(one): layer.name for one in inputs}
    for one in rest:
        one["inbound_nodes"] = _renamed(one["inbound_nodes"], renamed)
    config["layers"], config["input_layers"] = first["layers"] + rest, first["input_layers"]
    with keras.utils.custom_object_scope(custom):
        twin = type(network).from_config(config)
    twin.set_weights(network.get_weights())
    return twin


def anatomy(network: Network, keras: Framework, custom: Custom) -> Anatomy:
    """Steps and cost, from the sizes of every layer's output beside the size of the input."""
    measured = network
    if tile_of(network) is None:
        measured = with_sizes(network, (_MEASURED_AT,) * dimensions(network), custom, keras)
    tile = tile_of(measured)
    assert tile is not None
    levels, cost = _levels(measured, tile, keras, custom)
    steps = [1] * len(tile)
    for level in levels:
        steps = [step * ratio // math.gcd(step, ratio) for step, ratio in zip(steps, level)]
    return Anatomy(tuple(steps), cost)


def _levels(network: Network, tile: Sizes, keras: Framework, custom: Custom) -> Tuple[List[Sizes], float]:
    found: List[Sizes] = []
    cost = 0.0
    for layer in network.layers:
        if getattr(layer, "layers", None):
            inner, outer = anatomy(layer, keras, custom), _level_of(layer, tile)
            found.append(tuple(step * ratio for step, ratio in zip(inner.steps, outer)))
            cost += inner.cost / float(np.prod(outer))
            continue
        shape = _output_shape(layer)
        if shape is None or len(shape) != len(tile) + 2 or not all(shape[1:-1]):
            continue
        if _is_of_the_whole(shape[1:-1], tile, network):
            continue
        scales = [size / float(side or 1) for size, side in zip(tile, shape[1:-1])]
        found.append(tuple(max(1, int(round(scale))) for scale in scales))
        kernels = [weight.shape for weight in layer.trainable_weights if len(weight.shape) == len(shape)]
        cost += sum(float(np.prod(kernel)) for kernel in kernels) / float(np.prod(scales))
    return found, cost


def _is_of_the_whole(sides: Sequence[Optional[int]], tile: Sizes, network: Network) -> bool:
    """One number of the whole image (squeeze and excitation), which asks nothing of the image's size.

    At a fixed size it could be the lowest level of a pyramid, too: there a layer must be named for it.
    """
    if any(side != 1 for side in sides) or all(size == 1 for size in tile):
        return False
    named = ("Global", "Adaptive", "Reshape", "Dense", "Mean")
    return min(tile) >= _MEASURED_AT or any(type(one).__name__.startswith(named) for one in network.layers)


def _level_of(layer: Layer, tile: Sizes) -> Sizes:
    """By how much the image has been reduced before it enters a network inside the network."""
    try:
        sides = tuple(cast(Framework, layer)._inbound_nodes[-1].input_tensors[0].shape)[1:-1]
        return tuple(max(1, int(round(size / side))) for size, side in zip(tile, sides))
    except Exception:  # not said by this Keras: taken to stand at the full size
        return (1,) * len(tile)


def _output_shape(layer: Layer) -> Optional[Tuple[Optional[int], ...]]:
    try:
        return tuple(layer.output.shape)
    except Exception:  # several outputs, or a layer used several times
        return None


def _resize(config: Config, sizes: Sequence[Optional[int]]) -> None:
    """Replaces the spatial sizes of a network's input layers, in place; Keras 2 and 3 name them differently."""
    _replace(config, "build_input_shape", sizes)
    for layer in config.get("layers", []):
        # Layers build themselves from their input; a remembered shape would fix the size again.
        layer.pop("build_config", None)
        settings = layer.get("config")
        if not isinstance(settings, dict):
            continue
        if "layers" in settings:
            # A network inside stands at any level of the outer one, so that its sizes are always free.
            _resize(settings, [None] * len(sizes))
        for key in ("batch_shape", "batch_input_shape"):
            _replace(settings, key, sizes)


def _name(layer: Config) -> str:
    return str(layer.get("name") or layer["config"]["name"])


def _renamed(value: object, names: Dict[str, str]) -> object:
    """References to layers, which are lists that begin with a layer's name, in Keras 2 and 3 alike."""
    if isinstance(value, dict):
        return {key: _renamed(item, names) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        if len(value) >= 3 and isinstance(value[0], str):
            return [names.get(value[0], value[0]), *value[1:]]
        return [_renamed(item, names) for item in value]
    return value


def _replace(settings: Config, key: str, sizes: Sequence[Optional[int]]) -> None:
    shape = settings.get(key)
    if isinstance(shape, (list, tuple)) and len(shape) == len(sizes) + 2:
        settings[key] = [shape[0], *sizes, shape[-1]]
