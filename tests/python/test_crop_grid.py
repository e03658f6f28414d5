"""The test crop begins on the network's grid: its prediction is the whole image's, away from its border.

The whole image is predicted by the network itself in Keras, padded by csbdeep's own code where the notebook's library
does that. Sizes are no multiples of the steps, and the crops are asked for between two places of the grid.
"""

from __future__ import annotations

import numpy as np
import pytest
import tifffile
from csbdeep.data import PadAndCropResizer
from test_networks import EXPECTED, candidate_of, folder_of, image_of

from zooport.kernel.find.detect import detect
from zooport.kernel.images import crop
from zooport.kernel.prepare import prepare
from zooport.kernel.transport import folders
from zooport.kernel.transport.panel_methods import thumbnail

#: Pixels from the border of a crop that see what lies outside; larger than what any of these networks sees.
MARGIN = 48

#: Those that csbdeep pads on both sides.
SPLIT = ("care_2d", "care_3d", "n2v_2d", "n2v_3d", "n2v2_2d")


def enlarged(name, height, width):
    """The image of a network, mirrored to another size along y and x."""
    image = tifffile.imread(image_of(name))
    first = 1 if "z" in EXPECTED[name]["axes"] else 0
    wanted = dict(zip((first, first + 1), (height, width)))
    return np.pad(image, [(0, wanted.get(axis, size) - size) for axis, size in enumerate(image.shape)], "reflect")


def whole_padded(image, name, steps):
    """The image (spatial axes, channel) as the notebook's library pads it, and the pixels put before it."""
    axes = EXPECTED[name]["axes"].replace("c", "").upper() + "C"
    resizer = PadAndCropResizer()
    split = resizer.before(image, axes, (*(steps[axis.lower()] for axis in axes[:-1]), 1))
    if name in SPLIT:
        return split, [resizer.pad[axis][0] for axis in axes[:-1]]
    missing = [(0, split.shape[axis] - size) for axis, size in enumerate(image.shape)]
    return np.pad(image, missing, "reflect"), [0] * (image.ndim - 1)


def turned(pixels, name):
    """From z, y, x, channel to the network's y, x, z, channel."""
    return np.moveaxis(pixels, 0, 2) if name == "unet_3d" else pixels


def scaled_as(given, pixels, whole):
    """The whole image, normalised by the same numbers as the crop was: a straight line through two of its pixels."""
    low, high = np.argmin(pixels), np.argmax(pixels)
    lowest, highest = float(pixels.flat[low]), float(pixels.flat[high])
    slope = (float(given.flat[high]) - float(given.flat[low])) / (highest - lowest)
    return ((whole.astype(np.float64) - lowest) * slope + float(given.flat[low])).astype(np.float32)


def shown_beforehand(path, candidate, asked):
    """What the panel says will be cut, before any network is loaded."""
    network = {"network": candidate["network"]["id"], "channels": candidate["takes"]["channels"]}
    told = thumbnail({"path": path, "candidate": candidate, **network})
    spatial = [size for size, axis in zip(told["shape"], told["axes"]) if axis != "channel"]
    before = tuple(-first % step for first, step in zip(told["grid"]["first"], told["grid"]["step"]))
    return crop.check(asked, spatial, told["grid"]["step"], None, before)


# Without a grid every size is taken.
@pytest.mark.parametrize("name", [name for name in EXPECTED if set(EXPECTED[name]["steps"].values()) != {1}])
def test_the_prediction_on_a_crop_is_that_of_the_whole_image(name, tmp_path):
    import keras

    from zooport.kernel.recipes.registry import BY_ID

    shape = (206, 223)
    flat = "z" not in EXPECTED[name]["axes"]
    if not flat:
        shape = (158, 163)
    image = enlarged(name, *shape)
    path = str(tmp_path / "image.tif")
    tifffile.imwrite(path, image, photometric="rgb" if image.shape[-1] == 3 else "minisblack")
    asked = {"y": 19, "x": 22, "height": 150 if flat else 130, "width": 170 if flat else 142}
    kind = {"stardist_2d": "raw"}.get(EXPECTED[name]["id"])
    candidate = candidate_of(name)
    done = prepare({"candidate": candidate, "image": path, "crop": asked, "output": kind}, lambda *_: None)
    try:
        files = {one["name"]: one["path"] for one in done["files"]}
        network = keras.models.load_model(files["weights.keras"])
        pixels = np.load(files["test_input.npy"])
    finally:
        folders.remove(done["directory"])
    box, steps = done["input"]["crop"], done["steps"]
    assert shown_beforehand(path, candidate, asked) == box
    recipe = BY_ID[EXPECTED[name]["id"]]
    values = {key: one["value"] for key, one in done["recipe"]["parameters"].items()}
    given = recipe.network_input(pixels, values)
    whole, before = whole_padded(image if EXPECTED[name]["channels"] > 1 else image[..., np.newaxis], name, steps)
    whole = scaled_as(given, pixels, turned(whole, name)[np.newaxis])
    predicted = network.predict(whole, verbose=0)[0]
    part = network.predict(given, verbose=0)[0]
    axes = [axis for axis in done["input"]["axes"] if axis in "zyx"]
    grid = {axis: whole.shape[1 + index] // predicted.shape[index] for index, axis in enumerate(axes)}
    ahead = dict(zip([axis for axis in "zyx" if axis in axes], before))
    inside, outside = [], []
    for axis, start, size in (("z", "z", "depth"), ("y", "y", "height"), ("x", "x", "width")):
        if axis not in axes:
            continue
        margin = 0 if axis == "z" else MARGIN
        begin, end = box[start] + ahead[axis] + margin, box[start] + ahead[axis] + box[size] - margin
        assert (box[start] + ahead[axis]) % steps[axis] == 0
        inside.append((axes.index(axis), margin // grid[axis], (box[size] - margin) // grid[axis]))
        outside.append((axes.index(axis), begin // grid[axis], end // grid[axis]))
    for axis, begin, end in inside:
        part = np.take(part, range(begin, end), axis)
    for axis, begin, end in outside:
        predicted = np.take(predicted, range(begin, end), axis)
    np.testing.assert_allclose(part, predicted, rtol=0, atol=2e-5 * max(np.ptp(predicted), 1e-3))
    assert min(part.shape[:2]) > 4


def test_a_chosen_box_that_is_moved_is_told(tmp_path):
    candidate = detect({"folder": str(folder_of("n2v_2d"))})["candidates"][0]
    asked = {"y": 3, "x": 8, "height": 66, "width": 64}
    done = prepare({"candidate": candidate, "image": image_of("n2v_2d"), "crop": asked}, lambda *_: None)
    folders.remove(done["directory"])
    assert done["input"]["crop"] == {"y": 0, "x": 8, "height": 64, "width": 64}
    (told,) = [note for note in done["notes"] if "grid" in note]
    assert "top 0 instead of 3, height 64 instead of 66" in told


@pytest.mark.parametrize("seed", range(200))
def test_boxes_lie_on_the_grid_and_inside_whatever_is_asked(seed):
    random = np.random.RandomState(seed)
    rank = random.randint(2, 4)
    shape = tuple(int(side) for side in random.randint(5, 70, rank))
    steps = [int(2 ** random.randint(0, 4)) for _ in shape]
    before = tuple(int(random.randint(0, step)) for step in steps)
    found = crop.suggest(random.uniform(0, 1, shape), steps, before=before)
    if found is None:
        assert any(side < step for side, step in zip(shape, steps))
        return
    starts = [int(random.randint(0, side)) for side in shape]
    sizes = [int(random.randint(1, side - start + 1)) for side, start in zip(shape, starts)]
    boxes = [found]
    if all(size >= step for size, step in zip(sizes, steps)):
        boxes.append(crop.check(crop.box_of(starts, sizes), shape, steps, None, before))
    for box in boxes:
        for (start, size), side, step, ahead in zip(crop.keys_of(rank), shape, steps, before):
            assert 0 < box[size] <= side - box[start]
            assert box[size] % step == 0
            room = side - (-ahead % step) >= step
            assert (box[start] + ahead) % step == 0 if room else box[start] % step == 0


@pytest.mark.parametrize(
    "facts",
    [
        {"unet_n_depth": 10**9},
        {"unet_n_depth": -1},
        {"unet_n_depth": 2, "grid": [0, 0]},
        {"unet_n_depth": 2, "grid": "2"},
    ],
)
def test_a_configuration_that_cannot_be_tells_no_grid(facts, tmp_path):
    path = str(tmp_path / "image.tif")
    tifffile.imwrite(path, np.random.default_rng(1).integers(0, 255, (64, 80), np.uint8))
    told = {name: {"value": value, "origin": "disk", "where": "config.json"} for name, value in facts.items()}
    shown = thumbnail({"path": path, "network": "stardist_2d", "channels": 1, "candidate": {"facts": told}})
    assert shown["grid"] is None
    assert shown["suggested"] is not None
