"""Runs the five lines of docs/own-network.md as a stranger would, in this Python: pytorch or keras as the argument.

Prints what the check says of the bundle as JSON.
"""

from __future__ import annotations

import ast
import json
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any, Dict

import numpy as np

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))


def stranger(framework: str) -> object:
    """A small network with weights of its own that nobody knows."""
    if framework == "pytorch":
        import torch
        from torch import nn

        torch.manual_seed(3)
        layers = (nn.Conv2d(1, 6, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 6, 3, padding=1), nn.ReLU())
        return nn.Sequential(*layers, nn.Upsample(scale_factor=2), nn.Conv2d(6, 1, 1)).eval()
    import keras

    keras.utils.set_random_seed(3)
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((None, None, 1)),
            layers.Conv2D(6, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(6, 3, padding="same", activation="relu"),
            layers.UpSampling2D(),
            layers.Conv2D(1, 1, activation="sigmoid"),
        ]
    )


def lines(framework: str) -> str:
    """The lines of the page, in its own words."""
    page = (ROOT / "docs" / "own-network.md").read_text(encoding="utf-8")
    found = re.search(rf"<!-- test: {framework} -->\n```python\n(.*?)```", page, re.DOTALL)
    assert found is not None
    return found.group(1)


def main(framework: str) -> None:
    grid = np.random.default_rng(0).normal(size=(96, 128)).cumsum(0).cumsum(1)
    image = np.rint(3000 * (grid - grid.min()) / (grid.max() - grid.min()) + 200).astype(np.uint16)
    os.chdir(tempfile.mkdtemp())
    # What the lines define is seen by them alone, as in a cell.
    space: Dict[str, Any] = {"net": stranger(framework), "image": image, "__name__": "__main__"}
    *first, last = ast.parse(lines(framework)).body
    exec(compile(ast.Module(first, []), f"<{framework}>", "exec"), space)  # noqa: S102
    assert isinstance(last, ast.Expr)
    # As a script gets it: the report of the written file.
    result = eval(compile(ast.Expression(last.value), f"<{framework}>", "eval"), space)  # noqa: S307
    sys.stdout.write(json.dumps({"verdict": result.verdict, "reproduction": list(result.reproduction)}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
