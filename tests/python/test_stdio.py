"""The Python half as the command line uses it: one process, JSON lines."""

from __future__ import annotations

import base64
import os
import resource
from pathlib import Path

import numpy as np
import pytest


@pytest.fixture(scope="module")
def image(keras2):
    return str(keras2 / "images" / "quality_source" / "nuclei.tif")


def detected(half, folder):
    return half.ask("detect", folder=str(folder))["candidates"][0]


def test_keras_2_weights_stay_keras_2_where_the_environment_asks_for_it(start_half, keras2, image):
    half = start_half(TF_USE_LEGACY_KERAS="1")
    prepared = half.ask("prepare", candidate=detected(half, keras2 / "models" / "older"), image=image)
    assert prepared["native"]["format"] == "keras_hdf5"
    assert prepared["native"]["kerasVersion"].startswith("2.")
    assert prepared["steps"] == {"y": 8, "x": 8}
    assert any("Saving" in message for message in half.progress)

    weights = next(one for one in prepared["files"] if one["role"] == "weights")
    assert weights["name"] == "weights.h5"
    part = half.ask("read", path=weights["path"], offset=8, length=100)
    assert base64.b64decode(part["data"]) == Path(weights["path"]).read_bytes()[8:108]
    assert part["size"] == weights["size"]

    half.ask("release", directory=prepared["directory"])
    assert not os.path.exists(prepared["directory"])


def test_keras_3_reads_what_keras_2_wrote_and_gives_the_same(half, keras2, image):
    import tf_keras

    prepared = half.ask("prepare", candidate=detected(half, keras2 / "models" / "older"), image=image)
    assert prepared["native"]["format"] == "keras_v3"
    files = {one["name"]: one["path"] for one in prepared["files"]}
    older = tf_keras.models.load_model(keras2 / "models" / "older" / "weights_best.hdf5", compile=False)
    config = older.get_config()
    config["layers"][0]["config"]["batch_input_shape"] = (None, None, None, 1)
    free = tf_keras.Model.from_config(config)
    free.set_weights(older.get_weights())
    for index in range(2):
        given, expected = (np.load(files[f"proof_{kind}_{index}.npy"]) for kind in ("input", "output"))
        np.testing.assert_allclose(free.predict(given, verbose=0), expected, rtol=0, atol=1e-5)


def test_tf2onnx_is_the_second_way_to_onnx(half, keras3):
    import onnx
    import onnxruntime

    image = str(keras3 / "images" / "quality_source" / "nuclei.tif")
    prepared = half.ask("prepare", candidate=detected(half, keras3 / "models" / "nuclei"), image=image)
    made = half.ask("tf2onnx", directory=prepared["directory"])
    model = onnx.load(made["path"])
    assert [(one.domain, one.version) for one in model.opset_import] == [("", 17)]
    assert model.ir_version <= 8
    session = onnxruntime.InferenceSession(made["path"], providers=["CPUExecutionProvider"])
    files = {one["name"]: one["path"] for one in prepared["files"]}
    for index in range(2):
        given, expected = (np.load(files[f"proof_{kind}_{index}.npy"]) for kind in ("input", "output"))
        (ours,) = session.run(None, {session.get_inputs()[0].name: given})
        np.testing.assert_allclose(ours, expected, rtol=0, atol=1e-5)


def test_a_cancelled_request_leaves_no_folder_and_the_process_lives_on(half, keras3, tmp_path):
    candidate = detected(half, keras3 / "models" / "nuclei")
    image = str(keras3 / "images" / "quality_source" / "nuclei.tif")
    temporary = set(os.listdir(os.environ.get("TMPDIR", "/tmp")))
    half.send({"id": 900, "method": "prepare", "params": {"candidate": candidate, "image": image}})
    assert "progress" in half.receive()
    half.send({"cancel": 900})
    while True:
        message = half.receive()
        if "progress" not in message:
            break
    assert message["error"]["problem"] == "cancelled"
    left = set(os.listdir(os.environ.get("TMPDIR", "/tmp"))) - temporary
    assert not [name for name in left if name.startswith(f"zooport-{half.process.pid}-")]
    assert half.ask("detect", folder=str(keras3 / "models" / "nuclei"))["candidates"]


def test_the_end_of_the_input_ends_the_process_and_removes_its_files(start_half, keras3, tmp_path):
    half = start_half(TMPDIR=str(tmp_path))
    candidate = detected(half, keras3 / "models" / "nuclei")
    image = str(keras3 / "images" / "quality_source" / "nuclei.tif")
    half.send({"id": 1, "method": "prepare", "params": {"candidate": candidate, "image": image}})
    half.receive()
    half.close()
    assert half.process.returncode is not None
    assert [name for name in os.listdir(tmp_path) if name.startswith("zooport-")] == []


def test_a_process_that_is_told_to_stop_removes_its_files(start_half, keras3, tmp_path):
    half = start_half(TMPDIR=str(tmp_path))
    image = str(keras3 / "images" / "quality_source" / "nuclei.tif")
    half.ask("prepare", candidate=detected(half, keras3 / "models" / "nuclei"), image=image)
    half.process.terminate()
    half.process.wait(20)
    assert [name for name in os.listdir(tmp_path) if name.startswith("zooport-")] == []


@pytest.mark.parametrize("limit", [100_000, 300_000])
def test_a_disk_that_takes_no_more_is_said_and_nothing_is_left(start_half, keras3, tmp_path, limit):
    # The system refuses to let a file grow, first the copy of the weights, then the tensors: as good as a full disk.
    half = start_half(TMPDIR=str(tmp_path))
    resource.prlimit(half.process.pid, resource.RLIMIT_FSIZE, (limit, limit))
    image = str(keras3 / "images" / "quality_source" / "nuclei.tif")
    error = half.problem("prepare", candidate=detected(half, keras3 / "models" / "nuclei"), image=image)
    assert error["problem"] == "disk", error
    assert "TMPDIR" in error["message"]
    assert [name for name in os.listdir(tmp_path) if name.startswith("zooport-")] == []


def test_files_of_others_are_neither_read_nor_removed(half, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("mine")
    assert half.problem("read", path=str(secret), offset=0, length=10)["problem"] == "bad-folder"
    half.ask("release", directory=str(tmp_path))
    assert secret.exists()


def test_an_error_carries_sentence_and_traceback(half):
    error = half.problem("detect", folder="/not/there")
    assert error["problem"] == "bad-folder"
    assert "/not/there" in error["message"]
    assert "Traceback" in error["traceback"]


def test_an_unknown_method_is_said(half):
    assert half.problem("train")["problem"] == "internal"


def test_thumbnails_are_small_pictures_with_a_crop(half, image):
    shown = half.ask("thumbnail", path=image, size=64)
    assert base64.b64decode(shown["png"]).startswith(b"\x89PNG")
    assert shown["shape"] == [512, 256]
    assert shown["suggested"]["height"] % 16 == 0


def test_an_image_chosen_by_hand_is_described(half, image):
    found = half.ask("image", path=image)
    assert (found["shape"], found["dtype"], found["name"]) == ([512, 256], "uint16", "nuclei.tif")
    assert half.problem("image", path=__file__)["problem"] == "bad-image"


def test_a_python_without_keras_says_what_to_install(start_half, keras3, tmp_path):
    for name in ("keras", "tf_keras", "tensorflow"):
        (tmp_path / f"{name}.py").write_text(f"raise ModuleNotFoundError(\"No module named '{name}'\", name='{name}')")
    half = start_half(PYTHONPATH=str(tmp_path))
    image = str(keras3 / "images" / "quality_source" / "nuclei.tif")
    error = half.problem("prepare", candidate=detected(half, keras3 / "models" / "nuclei"), image=image)
    assert error["problem"] == "no-framework"
    assert "pip install tensorflow" in error["message"]
