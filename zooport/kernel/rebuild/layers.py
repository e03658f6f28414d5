"""Keras layers for two or three spatial axes, named as in a fresh session: a rebuilt network is always alike."""

from __future__ import annotations

from typing import Dict, List, Optional, Sequence

import numpy as np

from ..libraries import Array, Framework, Symbol

Sizes = Sequence[int]


class Layers:
    """Makes layers of one Keras, for so many spatial axes."""

    def __init__(self, keras: Framework, dimensions: int) -> None:
        self.keras = keras
        self.dimensions = dimensions
        #: Kernels that are no weights of the file, by the layer's name.
        self.constants: Dict[str, List[Array]] = {}
        self._made: Dict[str, int] = {}

    def input(self, channels: int) -> Symbol:
        return self.keras.layers.Input((None,) * self.dimensions + (channels,), name="input")

    def conv(
        self, level: Symbol, filters: int, kernel: Sizes, activation: Optional[str] = None, name: Optional[str] = None
    ) -> Symbol:
        """A convolution that keeps the size."""
        kind = f"Conv{self.dimensions}D"
        layer = getattr(self.keras.layers, kind)
        return layer(
            int(filters), tuple(kernel), padding="same", activation=activation, name=name or self._name(kind.lower())
        )(level)

    def conv_block(
        self, level: Symbol, filters: int, kernel: Sizes, activation: str, batch_norm: bool, name: Optional[str]
    ) -> Symbol:
        """csbdeep's ``conv_block``: the activation behind the normalisation where there is one."""
        if not batch_norm:
            return self.conv(level, filters, kernel, activation, name)
        level = self.conv(level, filters, kernel, None, name)
        return self.activation(self.batch_norm(level), activation)

    def transposed(self, level: Symbol, filters: int, kernel: Sizes) -> Symbol:
        """A transposed convolution whose strides are as large as its kernel."""
        kind = f"Conv{self.dimensions}DTranspose"
        layer = getattr(self.keras.layers, kind)
        name = self._name(f"conv{self.dimensions}d_transpose")
        return layer(int(filters), tuple(kernel), strides=tuple(kernel), name=name)(level)

    def batch_norm(self, level: Symbol) -> Symbol:
        return self.keras.layers.BatchNormalization(name=self._name("batch_normalization"))(level)

    def activation(self, level: Symbol, activation: str) -> Symbol:
        return self.keras.layers.Activation(activation, name=self._name("activation"))(level)

    def pool(self, level: Symbol, sizes: Sizes, name: Optional[str] = None) -> Symbol:
        kind = f"MaxPooling{self.dimensions}D"
        return getattr(self.keras.layers, kind)(tuple(sizes), name=name or self._name(kind.lower()))(level)

    def up(self, level: Symbol, sizes: Sizes) -> Symbol:
        kind = f"UpSampling{self.dimensions}D"
        return getattr(self.keras.layers, kind)(tuple(sizes), name=self._name(kind.lower()))(level)

    def join(self, levels: Sequence[Symbol], name: Optional[str] = None) -> Symbol:
        return self.keras.layers.Concatenate(axis=-1, name=name or self._name("concatenate"))(list(levels))

    def add(self, levels: Sequence[Symbol]) -> Symbol:
        return self.keras.layers.Add(name=self._name("add"))(list(levels))

    def blurred_pool(self, level: Symbol, sizes: Sizes, name: str) -> Symbol:
        """N2V2's pooling: the maximum at every pixel, then a blur (whose kernel is among the weights) every other."""
        layers = self.keras.layers
        level = layers.MaxPooling2D(tuple(sizes), strides=1, padding="same", name=f"{name}_max")(level)
        return layers.DepthwiseConv2D(
            3, strides=tuple(sizes), padding="same", use_bias=False, trainable=False, name=name
        )(level)

    def channel(self, level: Symbol, index: int, count: int) -> Symbol:
        """One of several channels, by a convolution with a kernel of zeros and a one: any reader knows that layer."""
        name = f"take_channel_{index}"
        kernel = np.zeros((1,) * self.dimensions + (count, 1), np.float32)
        kernel[..., index, 0] = 1
        self.constants[name] = [kernel]
        layer = getattr(self.keras.layers, f"Conv{self.dimensions}D")
        return layer(1, 1, use_bias=False, trainable=False, name=name)(level)

    def _name(self, kind: str) -> str:
        count = self._made.get(kind, 0)
        self._made[kind] = count + 1
        return f"{kind}_{count}" if count else kind
