"""Folders of csbdeep, stardist and n2v where their package is missing, and where an older Keras has them."""

from __future__ import annotations

import json

import numpy as np
import pytest
from conftest import Half
from pythons import warm_python_of
from test_networks import folder_of, image_of, library


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """The Python half in a Python that has Keras, but none of the libraries that trained these networks."""
    folder = tmp_path_factory.mktemp("missing")
    for name in ("csbdeep", "stardist", "n2v"):
        (folder / f"{name}.py").write_text(f"raise ModuleNotFoundError(\"No module named '{name}'\", name='{name}')")
    half = Half({"PYTHONPATH": str(folder)}, warm_python_of("train"))
    yield half
    half.close()


def prepared(half, name, **params):
    candidate = half.ask("detect", folder=str(folder_of(name)))["candidates"][0]
    done = half.ask("prepare", candidate=candidate, image=image_of(name), **params)
    files = {one["name"]: np.load(one["path"]) for one in done["files"] if one["path"].endswith(".npy")}
    half.ask("release", directory=done["directory"])
    return done, files


@pytest.mark.parametrize(("name", "axes"), [("care_2d", "YX"), ("care_3d", "ZYX")])
def test_care_is_rebuilt_from_its_configuration(bare, name, axes):
    from csbdeep.models import CARE

    done, files = prepared(bare, name)
    pixels = files["test_input.npy"][0, ..., 0]
    low, high = np.percentile(pixels, (2, 99.8)).astype(np.float32)
    expected = library(CARE, name).predict(pixels, axes)
    ours = files["test_output.npy"][0, ..., 0] * (high - low) + low
    np.testing.assert_allclose(ours, expected, rtol=0, atol=1e-5 * np.ptp(expected))
    assert done["recipe"]["agreement"] is None


def test_stardist_without_its_package_gives_the_raw_outputs_and_says_what_brings_labels(bare):
    from csbdeep.utils import normalize
    from stardist.models import StarDist2D

    done, files = prepared(bare, "stardist_2d")
    assert done["output"]["kind"] == "raw"
    assert any("pip install stardist" in note for note in done["notes"])
    given = normalize(files["test_input.npy"][0], 1, 99.8)[np.newaxis]
    expected = np.concatenate(library(StarDist2D, "stardist_2d").keras_model.predict(given, verbose=0), axis=-1)
    np.testing.assert_allclose(files["test_output.npy"], expected, rtol=0, atol=1e-5 * np.ptp(expected))


def test_labels_that_were_asked_for_need_the_package(bare):
    candidate = bare.ask("detect", folder=str(folder_of("stardist_2d")))["candidates"][0]
    image = image_of("stardist_2d")
    error = bare.problem("prepare", candidate=candidate, image=image, output="labels")
    assert error["problem"] == "no-framework"
    assert "pip install stardist" in error["message"]


def test_the_older_keras_gives_the_same(start_half):
    half = start_half(TF_USE_LEGACY_KERAS="1")
    for name in ("care_3d", "stardist_2d_grid4", "unet_3d"):
        older, theirs = prepared(half, name)
        assert older["native"]["format"] == "keras_hdf5"
        assert older["native"]["kerasVersion"].startswith("2.")
        _, ours = _here(name)
        for key in ("test_input.npy", "test_output.npy", "proof_output_1.npy"):
            np.testing.assert_allclose(theirs[key], ours[key], rtol=0, atol=1e-5 * max(1, np.ptp(ours[key])))


def _here(name):
    from zooport.kernel.transport.dispatch import call

    class Direct:
        @staticmethod
        def ask(method, **params):
            return call(method, params, lambda *_: None)["result"]

    return prepared(Direct(), name)


ORACLE = """
import json, sys
import numpy as np
from n2v.models import N2V
folder, parent, axes, given, target = sys.argv[1:]
np.save(target, N2V(None, name=folder, basedir=parent).predict(np.load(given), axes))
"""


@pytest.mark.parametrize(("name", "axes"), [("n2v_2d", "YX"), ("n2v_3d", "ZYX"), ("n2v2_2d", "YX")])
def test_noise2void_is_the_one_of_n2v_itself(keras2_python, tmp_path, name, axes):
    _, files = _here(name)
    given, target = tmp_path / "given.npy", tmp_path / "target.npy"
    np.save(given, files["test_input.npy"][0, ..., 0])
    folder = folder_of(name)
    keras2_python.run(ORACLE, folder.name, folder.parent, axes, given, target)
    expected = np.load(target)
    np.testing.assert_allclose(files["test_output.npy"][0, ..., 0], expected, rtol=0, atol=1e-5 * np.ptp(expected))


def test_n2vs_own_prediction_is_compared_where_the_kernel_has_it(keras2_python, tmp_path):
    code = (
        "import json, sys\nfrom zooport.kernel.transport.dispatch import call\n"
        "candidate = call('detect', {'folder': sys.argv[1]}, print)['result']['candidates'][0]\n"
        "reply = call('prepare', {'candidate': candidate, 'image': sys.argv[2]}, lambda *_: None)\n"
        "open(sys.argv[3], 'w').write(json.dumps(reply))\n"
    )
    target = tmp_path / "reply.json"
    keras2_python.run(code, folder_of("n2v2_2d"), image_of("n2v2_2d"), target)
    reply = json.loads(target.read_text())
    assert reply["result"]["recipe"]["agreement"]["function"] == "N2V.predict"
    assert reply["result"]["native"]["foreign"] == []
