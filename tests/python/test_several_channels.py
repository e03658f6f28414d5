"""Images of several channels: CARE and Noise2Void of csbdeep and n2v, in networks that the libraries themselves wrote.

The folders are those of scripts/fixtures/rebuild_fixtures.py; the notebooks train on one channel, the libraries on
any number.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT
from test_networks import folder_of, image_of

from zooport.kernel.errors import Problem
from zooport.kernel.find.detect import detect
from zooport.kernel.prepare import prepare
from zooport.kernel.transport import folders

FIXTURES = ROOT / "src" / "convert" / "rebuild" / "fixtures"


def image(place, channels):
    path = place / f"{channels}.npy"
    np.save(path, np.random.RandomState(7).randint(20, 250, (32, 48, channels)).astype(np.uint8))
    return path


def prepared(name, path):
    candidate = detect({"folder": str(FIXTURES / name)})["candidates"][0]
    done = prepare({"candidate": candidate, "image": str(path)}, lambda *_: None)
    files = {one["name"]: np.load(one["path"]) for one in done["files"] if one["path"].endswith(".npy")}
    folders.remove(done["directory"])
    return candidate, done, files


@pytest.mark.parametrize(("name", "channels", "gives"), [("care-2d-k3", 1, 1), ("care-2d-probabilistic-k3", 2, 2),
                                                         ("care-2d-plain-k3", 3, 2)])  # fmt: skip
def test_care_normalises_each_channel_and_gives_what_csbdeep_gives(tmp_path, name, channels, gives):
    path = image(tmp_path, channels) if channels > 1 else Path(image_of("care_2d"))
    candidate, done, files = prepared(name, path)
    assert candidate["takes"]["channels"] == channels
    assert files["test_output.npy"].shape[-1] == gives
    assert done["recipe"]["agreement"]["function"] == "CARE.predict"
    if channels == 2:
        expected = csbdeep_care(name).predict(files["test_input.npy"][0], "YXC")
        pixels = files["test_input.npy"][0]
        low, high = (np.percentile(pixels, p, axis=(0, 1)).astype(np.float32) for p in (2, 99.8))
        restored = files["test_output.npy"][0] * (high - low) + low
        np.testing.assert_allclose(restored, expected, rtol=0, atol=1e-5 * np.ptp(expected))


def csbdeep_care(name):
    from csbdeep.models import CARE

    return CARE(None, name=name, basedir=str(FIXTURES))


def test_an_image_of_another_number_of_channels_is_a_sentence(tmp_path):
    for channels in (3, 5):
        with pytest.raises(Problem) as caught:
            prepared("care-2d-probabilistic-k3", image(tmp_path, channels))
        assert caught.value.kind == "bad-image"
        assert "2 channels" in caught.value.message


#: n2v's own results for all of these.
ORACLE = """
import sys
import numpy as np
from n2v.models import N2V
base, place, *names = sys.argv[1:]
for name in names:
    given = np.load(f"{place}/{name}-given.npy")
    np.save(f"{place}/{name}.npy", N2V(None, name=name, basedir=base).predict(given, "YXC"))
"""


def test_noise2void_normalises_each_channel_by_its_own_mean(keras2_python, tmp_path):
    channels, ours = {"n2v-2d-colours-k2": 3, "n2v-2d-joint-k2": 2}, {}
    for name, count in channels.items():
        candidate, done, files = prepared(name, image(tmp_path, count))
        parameters = done["recipe"]["parameters"]
        assert candidate["network"]["id"] == "n2v_2d"
        assert [len(parameters[key]["value"]) for key in ("means", "stds")] == [count, count]
        # n2v's own slip with a network for each channel is kept; the export tells it by this.
        assert parameters["single_net_per_channel"]["value"] is (name == "n2v-2d-colours-k2")
        np.save(tmp_path / f"{name}-given.npy", files["test_input.npy"][0])
        ours[name] = files["test_output.npy"][0]
    keras2_python.run(ORACLE, FIXTURES, tmp_path, *channels)
    for name, output in ours.items():
        expected = np.load(tmp_path / f"{name}.npy")
        np.testing.assert_allclose(output, expected, rtol=0, atol=1e-5 * np.ptp(expected))


#: As in a kernel: n2v's object is a variable of any name, and the panel asks. One network after the other.
ALIVE = """
import json, shutil, sys
from n2v.models import N2V
from zooport.kernel.transport.dispatch import call
place, *rest = sys.argv[1:]
for name, base, folder, image in zip(*[iter(rest)] * 4):
    my_denoiser = N2V(None, name=folder, basedir=base)
    found = call("detect", {}, print)["result"]["candidates"]
    reply = call("prepare", {"candidate": found[0], "image": image}, lambda *_: None)
    open(f"{place}/{name}.json", "w").write(json.dumps({"found": found, **reply}))
    shutil.copyfile(reply["result"]["directory"] + "/test_output.npy", f"{place}/{name}.npy")
"""


def test_noise2void_alive_in_the_kernel_gives_what_its_folder_gives(keras2_python, tmp_path):
    names = ("n2v_2d", "n2v_3d", "n2v2_2d")
    told = [(name, folder_of(name).parent, folder_of(name).name, image_of(name)) for name in names]
    keras2_python.run(ALIVE, tmp_path, *[part for one in told for part in one])
    for name in names:
        reply = json.loads((tmp_path / f"{name}.json").read_text())
        (candidate,) = reply["found"]
        assert candidate["network"]["id"] == name.replace("n2v2", "n2v")
        assert candidate["weights"][0]["variable"] == "my_denoiser"
        recipe = reply["result"]["recipe"]
        assert recipe["agreement"]["function"] == "N2V.predict"
        assert recipe["parameters"]["means"]["origin"] == "kernel"
        disk = detect({"folder": str(folder_of(name))})["candidates"][0]
        done = prepare({"candidate": disk, "image": image_of(name)}, lambda *_: None)
        expected = np.load(Path(done["directory"]) / "test_output.npy")
        folders.remove(done["directory"])
        np.testing.assert_allclose(np.load(tmp_path / f"{name}.npy"), expected, rtol=0, atol=1e-5 * np.ptp(expected))
