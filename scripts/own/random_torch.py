"""Small random modules of PyTorch: layers, widths, dimensions, channels, inputs, outputs and scales."""

from __future__ import annotations

import copy
from typing import Dict, List, Sequence, Union

import numpy as np
import torch
from torch import Tensor, nn

from networks_shape import Shape

Result = Union[Tensor, List[Tensor], Dict[str, Tensor]]


class Block(nn.Module):
    """A convolution, perhaps a normalisation, and an activation."""

    def __init__(self, before: int, after: int, shape: Shape) -> None:
        super().__init__()
        convolution = nn.Conv3d if shape.deep else nn.Conv2d
        batch = nn.BatchNorm3d if shape.deep else nn.BatchNorm2d
        instance = nn.InstanceNorm3d if shape.deep else nn.InstanceNorm2d
        norms = {
            "none": nn.Identity,
            "batch": lambda: batch(after),
            "group": lambda: nn.GroupNorm(2, after),
            "instance": lambda: instance(after, affine=True),
        }
        activations = {"relu": nn.ReLU, "leaky": lambda: nn.LeakyReLU(0.1), "elu": nn.ELU, "silu": nn.SiLU}
        self.layers = nn.Sequential(
            convolution(before, after, shape.kernel, padding=shape.kernel // 2),
            norms[shape.norm](),
            activations[shape.activation](),
        )

    def forward(self, x: Tensor) -> Tensor:
        return self.layers(x)


class RandomNet(nn.Module):
    """An encoder and decoder with skip connections, of one level at least; several inputs meet at the start."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width = shape.width
        convolution = nn.Conv3d if shape.deep else nn.Conv2d
        self.shape = shape
        self.begin = nn.ModuleList(Block(channels, width, shape) for channels in shape.inputs)
        self.down = nn.ModuleList(Block(width, width, shape) for _ in range(shape.poolings))
        self.up = nn.ModuleList(Block(2 * width, width, shape) for _ in range(shape.poolings))
        self.pool = (nn.MaxPool3d if shape.deep else nn.MaxPool2d)(2)
        self.ends = nn.ModuleList(convolution(width, channels, 1) for channels in shape.outputs)

    def forward(self, *images: Tensor) -> Result:
        x = sum(begin(image) for begin, image in zip(self.begin, images))
        skips = []
        for down in self.down:
            skips.append(x)
            x = self.pool(down(x))
        for up in self.up:
            x = nn.functional.interpolate(x, scale_factor=2.0, mode="nearest")
            x = up(torch.cat([x, skips.pop()], dim=1))
        if self.shape.scale > 1:
            x = nn.functional.interpolate(x, scale_factor=float(self.shape.scale), mode="nearest")
        if self.shape.scale < 1:
            x = self.pool(x)
        results = [end(x) for end in self.ends]
        if self.shape.returns == "dict":
            return {f"head{number}": one for number, one in enumerate(results)}
        if self.shape.returns == "list":
            return results
        return results[0] if len(results) == 1 else tuple(results)


class PlainNet(RandomNet):
    """The same, made of plain numbers and words, of which it keeps all but its width."""

    def __init__(
        self,
        dimensions: int,
        inputs: Sequence[int],
        outputs: Sequence[int],
        width: int = 4,
        kernel: int = 3,
        poolings: int = 0,
        norm: str = "none",
        activation: str = "relu",
        scale: float = 1.0,
        returns: str = "tensors",
    ) -> None:
        super().__init__(
            Shape(
                dimensions == 3,
                tuple(inputs),
                tuple(outputs),
                width,
                kernel,
                poolings,
                norm,
                activation,
                scale,
                returns,
            )
        )
        self.dimensions, self.inputs, self.outputs = dimensions, list(inputs), list(outputs)
        self.kernel, self.poolings, self.norm, self.activation = kernel, poolings, norm, activation
        self.scale, self.returns = scale, returns


def of_shape(shape: Shape, seed: int) -> RandomNet:
    """Of the record itself, or of plain numbers: researchers do both."""
    if seed % 2:
        return RandomNet(shape)
    return PlainNet(3 if shape.deep else 2, *shape[1:])


def network(shape: Shape, seed: int, images: Sequence[np.ndarray]) -> RandomNet:
    """The network with weights such that its outputs for ``images`` spread around 0."""
    torch.manual_seed(seed)
    net = of_shape(shape, seed)
    # Statistics as a training leaves them.
    net.train()
    with torch.no_grad():
        for _ in range(3):
            net(*[torch.from_numpy(one) for one in images])
        net.eval()
        results = values_of(net(*[torch.from_numpy(one) for one in images]))
        for end, result in zip(net.ends, results):
            over = [0, *range(2, result.ndim)]
            spread, middle = result.std(dim=over), result.mean(dim=over)
            gain = 2.0 / spread.clamp_min(1e-6)
            end.weight.mul_(gain.reshape(-1, *[1] * (end.weight.ndim - 1)))
            end.bias.sub_(middle).mul_(gain)
    return net


def steady(net: nn.Module, inputs: Sequence[np.ndarray]) -> bool:
    """Whether 32 bits give what 64 give: what makes much of rounding no two programs compute alike."""
    exact = copy.deepcopy(net).double()
    with torch.no_grad():
        wide = values_of(exact(*[torch.from_numpy(one).double() for one in inputs]))
        plain = values_of(net(*[torch.from_numpy(one) for one in inputs]))
    pairs = zip(plain, wide)
    return all(float((a - b).abs().max()) <= 2e-6 * float(b.max() - b.min()) for a, b in pairs)


def values_of(result: Result) -> List[Tensor]:
    if isinstance(result, dict):
        return list(result.values())
    return [result] if isinstance(result, Tensor) else list(result)


def call(net: nn.Module, inputs: Sequence[np.ndarray]) -> List[np.ndarray]:
    """As a researcher calls it; channels first."""
    with torch.no_grad():
        return [one.numpy() for one in values_of(net(*[torch.from_numpy(one) for one in inputs]))]
