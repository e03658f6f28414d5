"""Code in a network's file: named, and not run by any version of Keras in any format, unless it is allowed."""

from __future__ import annotations

import base64
import importlib
import json
import os
import shutil
import zipfile
from pathlib import Path

import h5py
import numpy as np
import pytest
import tifffile

from zooport.kernel.errors import Problem
from zooport.kernel.find.detect import detect
from zooport.kernel.keras import code
from zooport.kernel.keras.keras_header import peek
from zooport.kernel.prepare import prepare
from zooport.kernel.transport import folders

#: Library that writes the file, and its name in the folder.
FORMS = [
    ("keras", "weights_best.keras"),
    ("keras", "weights_best.h5"),
    ("tf_keras", "weights_best.h5"),
    ("tf_keras", "weights_best.hdf5"),
    ("tf_keras", "weights_best.keras"),
]


def planted(folder, library, name, mark):
    """A folder of a small U-Net (2D) with a Lambda that makes the file ``mark`` whenever it is called."""
    keras = importlib.import_module(library)
    folder.mkdir()
    layers, target = keras.layers, str(mark)
    given = layers.Input((64, 64, 1))
    level = layers.Conv2D(2, 3, padding="same", activation="relu")(given)
    level = layers.UpSampling2D()(layers.MaxPooling2D()(level))
    level = layers.Lambda(lambda one: (open(target, "w").close(), one)[1], name="planted")(level)  # noqa: SIM115
    network = keras.Model(given, layers.Conv2D(1, 1, activation="sigmoid")(level))
    network.save(folder / name)
    mark.unlink(missing_ok=True)
    return folder


def image(folder):
    path = folder / "image.tif"
    tifffile.imwrite(path, np.random.RandomState(0).randint(0, 255, (96, 80)).astype(np.uint8))
    return str(path)


def prepared(folder, picture, **more):
    [candidate] = detect({"folder": str(folder), "network": "U-Net (2D)"})["candidates"]
    done = prepare({"candidate": candidate, "image": picture, **more}, lambda *_: None)
    folders.remove(done["directory"])
    return done


@pytest.mark.parametrize("legacy", ["0", "1"])
@pytest.mark.parametrize(("library", "name"), FORMS)
def test_code_in_a_file_is_not_run_by_looking_or_exporting(tmp_path, monkeypatch, library, name, legacy):
    monkeypatch.setenv("TF_USE_LEGACY_KERAS", legacy)
    mark = tmp_path / "made-by-the-file"
    folder = planted(tmp_path / "nuclei", library, name, mark)
    assert ("Lambda", "planted") in peek(str(folder / name)).layers
    with pytest.raises(Problem) as caught:
        prepared(folder, image(tmp_path))
    assert not mark.exists()
    assert caught.value.kind == "holds-code"
    message = caught.value.message
    assert str(folder / name) in message
    assert '"planted"' in message
    assert "Lambda" in message
    assert "open" in message, "what would be run is said as far as it can be told"
    assert "--allow-code" in message
    assert "allow_code=True" in message


@pytest.mark.parametrize(("library", "name"), [FORMS[0], FORMS[2]])
def test_code_runs_where_the_researcher_allows_it(tmp_path, monkeypatch, library, name):
    monkeypatch.setenv("TF_USE_LEGACY_KERAS", "1" if library == "tf_keras" else "0")
    mark = tmp_path / "made-by-the-file"
    folder = planted(tmp_path / "nuclei", library, name, mark)
    assert prepared(folder, image(tmp_path), allowCode=True)["output"]["kind"] == "probability"
    assert mark.exists()


def test_a_live_network_with_code_is_not_read_back_from_a_file_unasked(tmp_path, notebook_variables):
    import tf_keras

    mark = tmp_path / "made-by-the-file"
    planted(tmp_path / "nuclei", "tf_keras", "weights_best.h5", mark)
    notebook_variables["model"] = tf_keras.models.load_model(tmp_path / "nuclei" / "weights_best.h5")
    mark.unlink(missing_ok=True)
    [candidate] = detect({"network": "U-Net (2D)"})["candidates"]
    with pytest.raises(Problem) as caught:
        prepare({"candidate": candidate, "image": image(tmp_path)}, lambda *_: None)
    assert caught.value.kind == "holds-code"
    assert not mark.exists()


def test_a_file_that_is_a_zip_and_hdf5_at_once_hides_nothing(tmp_path):
    """One reader takes the harmless zip at its end, another the HDF5 at its beginning."""
    mark = tmp_path / "made-by-the-file"
    folder = planted(tmp_path / "nuclei", "tf_keras", "weights_best.h5", mark)
    harmless = tmp_path / "harmless.zip"
    with zipfile.ZipFile(harmless, "w") as archive:
        archive.writestr("config.json", json.dumps({"class_name": "Functional", "config": {"layers": []}}))
    path = folder / "weights_best.h5"
    path.write_bytes(path.read_bytes() + harmless.read_bytes())
    assert zipfile.is_zipfile(path)
    assert h5py.is_hdf5(path)
    assert [one.layer for one in code.of_file(str(path), "it")] == ["planted"]


MARSHALLED = base64.b64encode(b"\xe3" + b"\0" * 20 + b"os\0system\0touch /tmp/x").decode()


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"class_name": "__lambda__", "config": {"code": MARSHALLED, "defaults": None}}, "system"),
        ({"class_name": "Lambda", "config": {"name": "a", "function": [MARSHALLED, None, None]}}, "system"),
        ({"class_name": "Lambda", "config": {"name": "a", "function": "shout", "function_type": "function"}}, "shout"),
        ({"class_name": "TorchModuleWrapper", "config": {"name": "a", "module": {"pickled": "gAS"}}}, ""),
        ({"class_name": "TFSMLayer", "config": {"name": "a", "filepath": "/elsewhere/saved_model"}}, ""),
        ({"class_name": "TFOpLambda", "config": {"name": "a", "function": "io.write_file"}}, "tf.io.write_file"),
        ({"class_name": "TFOpLambda", "config": {"name": "a", "function": "py_function"}}, "tf.py_function"),
        ({"class_name": "function", "module": "os", "config": "system", "registered_name": "system"}, "os.system"),
        ({"class_name": "function", "module": "builtins", "config": "exec"}, "builtins.exec"),
        ({"class_name": "Popen", "module": "subprocess", "config": {"args": ["true"]}}, "subprocess.Popen"),
        ({"class_name": "function", "module": "keras.utils", "config": "get_file"}, "keras.utils.get_file"),
    ],
)
def test_every_kind_of_code_is_found_however_deep_it_lies(entry, words):
    config = {"class_name": "Functional", "config": {"layers": [{"class_name": "TimeDistributed", "config": {
        "name": "outer", "layer": entry}}]}}  # fmt: skip
    [found] = code.of_config(config)
    assert words in " ".join(found.words)


@pytest.mark.parametrize("library", ["keras", "tf_keras"])
def test_what_keras_itself_writes_of_its_own_layers_is_no_code(library):
    keras = importlib.import_module(library)
    layers = keras.layers
    given = layers.Input((32, 32, 1))
    norm = {"kernel_initializer": keras.initializers.HeNormal(), "kernel_regularizer": keras.regularizers.L2()}
    level = layers.Conv2D(4, 3, padding="same", **norm)(given)
    level = layers.Activation(keras.activations.relu)(layers.BatchNormalization()(level))
    level = layers.TimeDistributed(layers.Dense(2))(level) * 2 + 1
    network = keras.Sequential([keras.Model(given, level), layers.Softmax()])
    assert code.of_config(json.loads(network.to_json())) == []


def test_the_small_trained_folders_hold_no_code():
    root = Path(__file__).resolve().parents[1] / "networks"
    files = [str(path) for path in root.rglob("*") if path.suffix in (".h5", ".hdf5", ".keras")]
    assert len(files) > 20
    assert [path for path in files if code.of_file(path, path)] == []


def test_a_description_nested_without_end_is_not_loaded(tmp_path):
    path = tmp_path / "weights_best.keras"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("config.json", '{"a":' * 100_000 + "1" + "}" * 100_000)
    with pytest.raises(Problem) as caught:
        code.of_file(str(path), "weights_best.keras")
    assert "cannot be looked into" in caught.value.message
    assert peek(str(path)) is None


def test_pickled_files_of_other_notebooks_are_not_opened(tmp_path):
    class Plant:
        def __reduce__(self):
            return os.mkdir, (str(tmp_path / "made-by-the-file"),)

    import pickle

    folder = tmp_path / "nuclei"
    folder.mkdir()
    for name in ("model.p", "model_final.pth", "best_iou_model.pth", "weights.pkl"):
        (folder / name).write_bytes(pickle.dumps(Plant()))
    np.save(folder / "image.npy", np.array([Plant()], object), allow_pickle=True)
    params = {"Source_QC_folder": str(folder), "model_path": str(tmp_path), "model_name": "nuclei"}
    for asked in ({"folder": str(folder)}, {"notebook": {"params": params}}):
        detect(asked)
    assert not (tmp_path / "made-by-the-file").exists()
    shutil.rmtree(folder)


def test_a_saved_model_is_never_loaded(tmp_path):
    import tensorflow

    mark = tmp_path / "made-by-the-file"

    class Planted(tensorflow.Module):
        @tensorflow.function(input_signature=[tensorflow.TensorSpec([None], tensorflow.float32)])
        def __call__(self, batch):
            tensorflow.io.write_file(str(mark), "")
            return batch

    tensorflow.saved_model.save(Planted(), str(tmp_path / "nuclei" / "saved_model"))
    found = detect({"folder": str(tmp_path / "nuclei"), "network": "U-Net (2D)"})
    assert found["candidates"] == []
    assert "TensorFlow SavedModel" in found["looked"][0]
    assert not mark.exists()
