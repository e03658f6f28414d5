"""Images that no network takes as they are, and what the framework itself gives for the whole of each.

``whole_images.py FOLDER NAME...``: for each small network of ``tests/networks`` writes ``NAME.image.npy`` (the test
image continued to a larger, odd size), ``NAME.expected.npy`` (float32 or labels) and ``NAME.json`` with the letters of
the axes of both. CARE and StarDist predict by themselves, whatever the size; the others are continued (numpy's
"reflect") to a size that the network takes, run in one piece, and cut.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Callable, Dict, Mapping, Sequence, Tuple

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from zooport.kernel.facts.fact import values  # noqa: E402
from zooport.kernel.find.detect import detect  # noqa: E402
from zooport.kernel.keras import loading, network  # noqa: E402
from zooport.kernel.prepare import _Free, prepare  # noqa: E402
from zooport.kernel.protocol import Candidate  # noqa: E402
from zooport.kernel.recipes.recipe import Given  # noqa: E402
from zooport.kernel.recipes.registry import BY_ID  # noqa: E402

NETWORKS = ROOT / "tests" / "networks"
INDEX = json.loads((NETWORKS / "index.json").read_text())

#: Pixels of the large images along their axes, by letter.
SIZES: Dict[str, Dict[str, int]] = {
    "unet_3d": {"z": 21, "y": 101, "x": 205},
    "care_3d": {"z": 21, "y": 101, "x": 83},
    "n2v_3d": {"z": 21, "y": 101, "x": 83},
    "deep_storm": {"y": 61, "x": 75},
}
PLANE = {"y": 301, "x": 267}


def enlarged(pixels: np.ndarray, letters: Sequence[str], sizes: Dict[str, int]) -> np.ndarray:
    """By its mirror image, over and over, and a slope that makes no two places the same."""
    widths = [(0, max(0, sizes.get(letter, size) - size)) for letter, size in zip(letters, pixels.shape)]
    larger = np.pad(pixels, widths, mode="symmetric")
    larger = larger[tuple(slice(0, sizes.get(letter, size)) for letter, size in zip(letters, larger.shape))]
    at = letters.index("x")
    slope = np.linspace(0.6, 1, larger.shape[at]).reshape([-1 if axis == at else 1 for axis in range(larger.ndim)])
    return (larger * slope).astype(pixels.dtype)


def whole_run(
    name: str, candidate: Candidate, pixels: np.ndarray, letters: Sequence[str], steps: Mapping[str, int]
) -> np.ndarray:
    """The network's own framework on all of the image at once, with the notebook's preparation."""
    chosen = candidate["network"]
    assert chosen is not None
    recipe = BY_ID[chosen["id"]]
    trained = recipe.load(loading.find(candidate, None, str(ROOT / ".cache"), False))
    kind, _ = recipe.choose(None, trained)
    free = _Free(recipe, trained, kind)
    known = values(recipe.parameters(trained, None))
    given = recipe.network_input(pixels, known)
    added = [-size % steps.get(letter, 1) for letter, size in zip(letters, given.shape)]
    # Noise2Void predicts by CSBDeep's PadAndCropResizer, which adds half of it before.
    widths = [(more // 2 if name.startswith("n2v") else 0, more) for more in added]
    widths = [(before, more - before) for before, more in widths]
    outputs = network.run(free.network, np.pad(given, widths, mode="reflect"))
    kept = [slice(None)] * given.ndim
    for axis, letter in enumerate(letters):
        if letter in "zyx":
            scale = outputs.shape[axis] / (given.shape[axis] + added[axis])
            start = round(widths[axis][0] * scale)
            kept[axis] = slice(start, start + round(given.shape[axis] * scale))
    return np.asarray(recipe.expected(Given(kind, pixels, known, given, outputs[tuple(kept)]), trained))


def stardist(name: str, pixels: np.ndarray) -> np.ndarray:
    from csbdeep.utils import normalize
    from stardist.models import StarDist2D

    folder = NETWORKS / INDEX[name]["folder"]
    model = StarDist2D(None, name=folder.name, basedir=str(folder.parent))
    plane = pixels[0] if pixels.shape[-1] > 1 else pixels[0, ..., 0]
    labels, _ = model.predict_instances(normalize(plane, 1, 99.8, axis=tuple(range(plane.ndim))))
    return labels[np.newaxis, ..., np.newaxis]


def care(name: str, pixels: np.ndarray) -> np.ndarray:
    """In the normalised units that the bundle gives."""
    from csbdeep.models import CARE

    folder = NETWORKS / INDEX[name]["folder"]
    model = CARE(None, name=folder.name, basedir=str(folder.parent))
    image = pixels[0, ..., 0]
    low, high = np.percentile(image, (2, 99.8)).astype(np.float32)
    restored = model.predict(image, "ZYX"[-image.ndim :])
    return ((restored - low) / (high - low))[np.newaxis, ..., np.newaxis]


OWN: Dict[str, Callable[[str, np.ndarray], np.ndarray]] = {
    "stardist_2d": stardist,
    "stardist_2d_rgb": stardist,
    "stardist_2d_grid4": stardist,
    "care_2d": care,
    "care_3d": care,
}


def made(name: str, folder: Path) -> Tuple[Sequence[str], Sequence[str]]:
    candidate = detect({"folder": str(NETWORKS / INDEX[name]["folder"])})["candidates"][0]
    result = prepare({"candidate": candidate, "image": str(NETWORKS / INDEX[name]["image"])}, lambda *_: None)
    pixels = np.load(Path(result["directory"]) / "test_input.npy")
    letters = [axis[0] for axis in result["input"]["axes"]]
    larger = enlarged(pixels, letters, SIZES.get(name, PLANE))
    if name in OWN:
        expected = OWN[name](name, larger)
    else:
        expected = whole_run(name, candidate, larger, letters, result["steps"])
    np.save(folder / f"{name}.image.npy", larger[0])
    np.save(folder / f"{name}.expected.npy", expected[0])
    told = {"image": "".join(letters[1:]), "expected": "".join(axis[0] for axis in result["output"]["axes"][1:])}
    (folder / f"{name}.json").write_text(json.dumps(told))
    return letters, larger.shape


if __name__ == "__main__":
    place = Path(sys.argv[1])
    place.mkdir(parents=True, exist_ok=True)
    for one in sys.argv[2:]:
        print(one, *made(one, place))
