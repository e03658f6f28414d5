"""A loaded network: what it takes, at which sizes, and the same network with free sizes."""

from __future__ import annotations

import copy
import math
from typing import Any, Dict, List, NamedTuple, Optional, Set, Tuple

import numpy as np

from .problem import Problem

#: Side in pixels at which a network without fixed sizes is measured; any number well above the deepest level does.
_MEASURED_AT = 1024


class Anatomy(NamedTuple):
    """What follows from the layers."""

    #: Sizes along y and x must be multiples of this.
    step: int
    #: Multiplications per pixel of the input.
    cost: float


def run(network: Any, batch: Any) -> Any:
    """The network's output for a batch (batch, y, x, channel), float32, as ``predict`` gives it."""
    return np.asarray(network.predict(np.asarray(batch, np.float32), batch_size=1, verbose=0), np.float32)


def tile_of(network: Any) -> Optional[Tuple[int, int]]:
    """Rows and columns that the network was built for; None where its sizes are free."""
    shape = _first_shape(network.input_shape)
    rows, columns = shape[1:3]
    return None if rows is None or columns is None else (int(rows), int(columns))


def check_image_to_image(network: Any, where: str, channels: int = 1) -> None:
    """Raises ``Problem`` unless the network takes one image (batch, y, x, channel) and gives one of its size."""
    shapes_in, shapes_out = _shapes(network.input_shape), _shapes(network.output_shape)
    if len(shapes_in) != 1 or len(shapes_out) != 1 or len(shapes_in[0]) != 4 or len(shapes_out[0]) != 4:
        raise Problem(
            "bad-model",
            f"{where} takes {shapes_in} and gives {shapes_out}; U-Net (2D) takes one image and gives one. Choose the "
            "network that the notebook trained.",
        )
    if shapes_in[0][3] != channels or shapes_out[0][3] != 1:
        raise Problem(
            "bad-model",
            f"{where} takes {shapes_in[0][3]} and gives {shapes_out[0][3]} channels; U-Net (2D) takes one grey channel "
            "and gives one probability. Say which network it is, if it is another one.",
            channels=shapes_in[0][3],
        )
    if shapes_in[0][1:3] != shapes_out[0][1:3]:
        raise Problem(
            "bad-model",
            f"{where} turns images of {shapes_in[0][1:3]} pixels into {shapes_out[0][1:3]}; a U-Net (2D) "
            "keeps the size.",
        )


def with_sizes(network: Any, sizes: Optional[Tuple[int, int]], custom: Dict[str, Any], keras: Any) -> Any:
    """The same layers and weights with input layers of these sizes (None: free), without compile information."""
    config = copy.deepcopy(network.get_config())
    _resize(config, list(sizes) if sizes else [None, None])
    with keras.utils.custom_object_scope(custom):
        twin = type(network).from_config(config)
    twin.set_weights(network.get_weights())
    return twin


def anatomy(network: Any, keras: Any, custom: Dict[str, Any]) -> Anatomy:
    """Step and cost, from the sizes of every layer's output beside the size of the input."""
    measured = network
    if tile_of(network) is None:
        measured = with_sizes(network, (_MEASURED_AT, _MEASURED_AT), custom, keras)
    tile = tile_of(measured)
    assert tile is not None
    ratios, cost = _levels(measured, tile[0], keras, custom)
    step = 1
    for ratio in ratios:
        step = step * ratio // math.gcd(step, ratio)
    return Anatomy(step, cost)


def _levels(network: Any, rows: int, keras: Any, custom: Dict[str, Any]) -> Tuple[Set[int], float]:
    ratios: Set[int] = {1}
    cost = 0.0
    for layer in network.layers:
        if getattr(layer, "layers", None):
            inner, outer = anatomy(layer, keras, custom), _level_of(layer, rows)
            ratios.add(inner.step * outer)
            cost += inner.cost / outer**2
            continue
        shape = _output_shape(layer)
        if shape is None or len(shape) != 4 or not shape[1]:
            continue
        scale = rows / shape[1]
        ratios.add(max(1, int(round(scale))))
        kernels = [float(np.prod(weight.shape)) for weight in layer.trainable_weights if len(weight.shape) == 4]
        cost += sum(kernels) / scale**2
    return ratios, cost


def _level_of(layer: Any, rows: int) -> int:
    """By how much the image has been reduced before it enters a network inside the network."""
    try:
        side = tuple(layer._inbound_nodes[-1].input_tensors[0].shape)[1]
        return max(1, int(round(rows / side)))
    except Exception:  # not said by this Keras: taken to stand at the full size
        return 1


def _output_shape(layer: Any) -> Optional[Tuple[Optional[int], ...]]:
    try:
        return tuple(layer.output.shape)
    except Exception:  # several outputs, or a layer used several times
        return None


def _resize(config: Dict[str, Any], sizes: List[Optional[int]]) -> None:
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
            _resize(settings, [None, None])
        for key in ("batch_shape", "batch_input_shape"):
            _replace(settings, key, sizes)


def _replace(settings: Dict[str, Any], key: str, sizes: List[Optional[int]]) -> None:
    shape = settings.get(key)
    if isinstance(shape, (list, tuple)) and len(shape) == 4:
        settings[key] = [shape[0], *sizes, shape[3]]


def _shapes(shape: Any) -> List[Tuple[Optional[int], ...]]:
    if isinstance(shape, dict):
        return [tuple(one) for one in shape.values()]
    if isinstance(shape, list):
        return [tuple(one) for one in shape]
    return [tuple(shape)]


def _first_shape(shape: Any) -> Tuple[Optional[int], ...]:
    return _shapes(shape)[0]
