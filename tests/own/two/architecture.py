"""Networks as a researcher writes them; copied beside the weights of the fixtures, where it has to stand alone."""

from __future__ import annotations

import torch
from torch import nn


class SmallUNet(nn.Module):
    """Two levels, one channel in and out."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.ReLU())
        self.down = nn.MaxPool2d(2)
        self.middle = nn.Sequential(nn.Conv2d(4, 4, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2))
        self.up = nn.Sequential(nn.Upsample(scale_factor=2), nn.ConvTranspose2d(4, 4, 2, stride=2))
        self.last = nn.Conv2d(8, 1, 1)

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        fine = self.first(image)
        coarse = self.up(self.middle(self.down(fine)))
        return self.last(torch.cat([fine, coarse], dim=1))


class TwoToTwo(nn.Module):
    """Two images of one size: a sum at twice the size, and what lies inside of their edges."""

    def __init__(self) -> None:
        super().__init__()
        self.cells = nn.Conv2d(1, 3, 3, padding=1)
        self.stains = nn.Conv2d(2, 3, 5, padding=2)
        self.fine = nn.Conv2d(3, 2, 3, padding=1)
        self.inner = nn.Conv2d(3, 1, 5)

    def forward(self, cells: torch.Tensor, stains: torch.Tensor):
        both = torch.relu(self.cells(cells) + self.stains(stains))
        larger = nn.functional.interpolate(both, scale_factor=2, mode="nearest")
        return self.fine(larger), self.inner(both)
