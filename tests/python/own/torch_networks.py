"""Small networks of PyTorch as researchers write them: no part of Zooport, and none of its ways."""

from __future__ import annotations

from typing import Dict, List, Tuple

import torch
import torch.nn.functional as F
from torch import nn

Tensor = torch.Tensor


def block(before: int, after: int, convolution: type) -> nn.Sequential:
    norm = nn.BatchNorm2d if convolution is nn.Conv2d else nn.BatchNorm3d
    return nn.Sequential(convolution(before, after, 3, padding=1), norm(after), nn.ReLU(inplace=True))


class UNet(nn.Module):
    """Two poolings: sizes are multiples of four."""

    def __init__(self, channels: int = 1, classes: int = 2, width: int = 4) -> None:
        super().__init__()
        self.down1 = block(channels, width, nn.Conv2d)
        self.down2 = block(width, width * 2, nn.Conv2d)
        self.bottom = block(width * 2, width * 4, nn.Conv2d)
        self.up2 = nn.ConvTranspose2d(width * 4, width * 2, 2, stride=2)
        self.join2 = block(width * 4, width * 2, nn.Conv2d)
        self.up1 = nn.ConvTranspose2d(width * 2, width, 2, stride=2)
        self.join1 = block(width * 2, width, nn.Conv2d)
        self.last = nn.Conv2d(width, classes, 1)

    def forward(self, x: Tensor) -> Tensor:
        one = self.down1(x)
        two = self.down2(F.max_pool2d(one, 2))
        low = self.bottom(F.max_pool2d(two, 2))
        two = self.join2(torch.cat([self.up2(low), two], 1))
        one = self.join1(torch.cat([self.up1(two), one], 1))
        return self.last(one)


class Volume(nn.Module):
    """3D, one pooling, and a transposed convolution back."""

    def __init__(self) -> None:
        super().__init__()
        self.down = block(1, 4, nn.Conv3d)
        self.low = block(4, 8, nn.Conv3d)
        self.up = nn.ConvTranspose3d(8, 4, 2, stride=2)
        self.last = nn.Conv3d(8, 1, 1)

    def forward(self, stack: Tensor) -> Tensor:
        one = self.down(stack)
        return self.last(torch.cat([self.up(self.low(F.max_pool3d(one, 2))), one], 1))


class Two(nn.Module):
    """An image and a mask to a dict of two."""

    def __init__(self) -> None:
        super().__init__()
        self.image = nn.Conv2d(1, 4, 3, padding=1)
        self.mask = nn.Conv2d(1, 4, 3, padding=1)
        self.edge = nn.Conv2d(4, 1, 1)

    def forward(self, image: Tensor, mask: Tensor) -> Dict[str, Tensor]:
        both = torch.relu(self.image(image) + self.mask(mask))
        return {"Inside": torch.sigmoid(both), "edge-map": self.edge(both)}


class Deep(nn.Module):
    """A tuple with a list in it, as networks with deep supervision give."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Conv2d(1, 3, 3, padding=1)
        self.second = nn.Conv2d(3, 2, 3, stride=2, padding=1)

    def forward(self, x: Tensor) -> Tuple[Tensor, List[Tensor]]:
        high = self.first(x)
        return high, [self.second(high), self.second(torch.tanh(high))]


class Larger(nn.Module):
    """Twice the size, by shuffling pixels."""

    def __init__(self) -> None:
        super().__init__()
        self.widen = nn.Conv2d(1, 8, 3, padding=1)
        self.norm = nn.GroupNorm(2, 8)
        self.last = nn.Conv2d(2, 1, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        return self.last(F.pixel_shuffle(F.gelu(self.norm(self.widen(x))), 2))


class Dropping(nn.Module):
    """Dropout that a training left on."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.BatchNorm2d(4), nn.Dropout2d(0.5), nn.ReLU())

    def forward(self, x: Tensor) -> Tensor:
        return self.layers(x)


class Always(nn.Module):
    """Dropout that nothing switches off."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Conv2d(1, 4, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        return F.dropout(self.layer(x), 0.5, training=True)


class Deciding(nn.Module):
    """Goes another way for dark images: a trace has one of both."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Conv2d(1, 2, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        y = self.layer(x)
        if bool(x.mean() > 0.0):
            y = y * 2.0
        return y


class Guessing(nn.Module):
    """Decides by the values in a way that TorchScript cannot compile either."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Conv2d(1, 2, 3, padding=1)
        self.ways = {True: torch.sin, False: torch.cos}

    def forward(self, x: Tensor) -> Tensor:
        way = self.ways[bool(x.mean() > 0.0)]
        return way(self.layer(x))


class Bessel(nn.Module):
    """An operation that ONNX has no form of."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Conv2d(1, 2, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        y = self.layer(x)
        return torch.special.i0(y)


class Named(nn.Module):
    """Takes what it needs by name, and a flag beside."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Conv2d(2, 2, 3, padding=1)

    def forward(self, images: List[Tensor], *, weight: Tensor, double: bool = False) -> Tuple[Tensor]:
        y = self.layer(torch.cat(images, 1)) * weight
        return (y * 2 if double else y,)


class OnGpu(nn.Module):
    """Asks for a GPU whatever its input is on."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Conv2d(1, 2, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        return self.layer(x) + torch.ones(1, device="cuda")


class Broken(nn.Module):
    """Weights as a failed training leaves them."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Conv2d(1, 2, 3, padding=1)
        nn.init.constant_(self.layer.weight, float("nan"))

    def forward(self, x: Tensor) -> Tensor:
        return self.layer(x)


class Scaled(nn.Module):
    """Keeps neither its width nor its slope; ``flavour`` changes no weight."""

    def __init__(self, width: int, slope: float, flavour: str = "plain") -> None:
        super().__init__()
        self.flavour = flavour
        self.layers = nn.Sequential(nn.Conv2d(1, width, 3, padding=1), nn.LeakyReLU(slope / 2), nn.Conv2d(width, 1, 1))

    def forward(self, x: Tensor) -> Tensor:
        y = self.layers(x)
        return y if self.flavour == "plain" else torch.sigmoid(y) * LARGEST


LARGEST = 255.0


class Leaky(nn.Module):
    """Arguments that only its layers tell: numbers, a fraction, and a decision."""

    def __init__(self, width: int, slope: float, deep: bool = False) -> None:
        super().__init__()
        self.first = nn.Sequential(nn.Conv2d(1, width, 3, padding=1), nn.LeakyReLU(slope), nn.Dropout(0.2))
        self.second = nn.Conv2d(width, width, 3, padding=1) if deep else nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        return self.second(self.first(x))
