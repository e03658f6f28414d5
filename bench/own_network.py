"""How long a network of one's own takes from the call to the bundle, and what part is the framework's own.

    .envs/new/bin/python bench/own_network.py

A U-Net of PyTorch of two million weights, an image of 512 x 384 pixels; prints one line of JSON. `plain` is what
`torch.onnx.export` alone writes: its seconds, its size in bytes, and how long onnxruntime takes for the image.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Callable, List

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import onnxruntime  # noqa: E402
import torch  # noqa: E402
from torch import nn  # noqa: E402

RUNS = 9


class Block(nn.Sequential):
    def __init__(self, before: int, after: int) -> None:
        layers: List[nn.Module] = []
        for channels in (before, after):
            layers += [nn.Conv2d(channels, after, 3, padding=1), nn.BatchNorm2d(after), nn.ReLU()]
        super().__init__(*layers)


class UNet(nn.Module):
    def __init__(self, width: int = 32, depth: int = 3) -> None:
        super().__init__()
        widths = [width * 2**level for level in range(depth + 1)]
        self.down = nn.ModuleList(Block(before, after) for before, after in zip([1, *widths], widths))
        self.up = nn.ModuleList(Block(3 * after, after) for after in reversed(widths[:-1]))
        self.last = nn.Conv2d(width, 1, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        skips: List[torch.Tensor] = []
        for block in self.down[:-1]:
            x = block(x)
            skips.append(x)
            x = nn.functional.max_pool2d(x, 2)
        x = self.down[-1](x)
        for block in self.up:
            x = nn.functional.interpolate(x, scale_factor=2.0, mode="nearest")
            x = block(torch.cat([x, skips.pop()], dim=1))
        return self.last(x)


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def speed(network: bytes, given: np.ndarray) -> float:
    """Median of seconds, one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
    feeds = {session.get_inputs()[0].name: given}
    session.run(None, feeds)
    return statistics.median(timed(lambda: session.run(None, feeds)) for _ in range(RUNS))


def main() -> None:
    import zooport

    torch.manual_seed(0)
    net = UNet().eval()
    image = np.random.default_rng(0).integers(100, 4000, (384, 512)).astype(np.uint16)
    given = ((image - image.mean()) / image.std()).astype(np.float32)[None, None]

    def predict(pixels: np.ndarray) -> np.ndarray:
        x = torch.from_numpy(((pixels - pixels.mean()) / pixels.std()).astype(np.float32))[None, None]
        with torch.no_grad():
            return torch.sigmoid(net(x))[0, 0].numpy()

    folder = Path(tempfile.mkdtemp())
    axes = {"x": {0: "batch", 2: "height", 3: "width"}, "y": {0: "batch", 2: "height", 3: "width"}}
    plain = str(folder / "plain.onnx")
    export = timed(
        lambda: torch.onnx.export(
            net,
            (torch.from_numpy(given),),
            plain,
            dynamo=False,
            opset_version=17,
            input_names=["x"],
            output_names=["y"],
            dynamic_axes=axes,
        )
    )
    run = timed(lambda: predict(image))
    whole = timed(
        lambda: zooport.export(
            net, input=image, predict=predict, axes="yx", output=folder / "own.zip", name="bench net"
        )
    )
    with zipfile.ZipFile(folder / "own.zip") as archive:
        ours = archive.read("weights.onnx")
    theirs = Path(plain).read_bytes()
    said = {
        "weights": sum(one.numel() for one in net.parameters()),
        "secondsFromCallToCheckedBundle": round(whole, 2),
        "plain": {
            "exportSeconds": round(export, 2),
            "bytes": os.path.getsize(plain),
            "seconds": round(speed(theirs, given), 4),
        },
        "ours": {"bytes": len(ours), "seconds": round(speed(ours, given), 4)},
        "oneRunOfTheFunctionSeconds": round(run, 3),
    }
    sys.stdout.write(json.dumps(said) + "\n")


if __name__ == "__main__":
    main()
