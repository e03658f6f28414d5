"""The example notebook, run for real once and kept in ``.cache``, and the folders that ``make_fixtures.py`` writes."""

from __future__ import annotations

import ast
import csv
import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import h5py
import numpy as np
import pytest
import tifffile

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = ROOT / "examples" / "unet_2d.ipynb"
FIELD = re.compile(r"^(\w+)\s*=\s*(.+?)\s*#\s*@param\b")


def last_line(*command):
    """Runs a script of the project; its last line of output is a folder."""
    finished = subprocess.run(
        [sys.executable, *map(str, command)], stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT
    )
    return Path(finished.stdout.splitlines()[-1])


def rows(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def example():
    return last_line("scripts/networks/train_example.py", "--cached")


@pytest.fixture(scope="module")
def trained(example):
    return example / "models" / "nuclei_unet"


@pytest.fixture(scope="module")
def made():
    return last_line("scripts/networks/make_fixtures.py")


@pytest.fixture(scope="module")
def cells():
    return json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]


@pytest.fixture(scope="module")
def form(cells):
    """Every form field of the notebook as its text has it."""
    lines = "".join("".join(cell["source"]) + "\n" for cell in cells if cell["cell_type"] == "code").splitlines()
    found = filter(None, map(FIELD.match, lines))
    return {match[1]: ast.literal_eval(match[2]) for match in found}


def test_is_kept_without_outputs(cells):
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)


def test_has_the_sections_of_the_public_notebook(cells):
    headings = [re.match(r"#+ \*\*(\d[\d.]*)", "".join(cell["source"])) for cell in cells]
    numbers = " ".join(match[1].rstrip(".") for match in headings if match)
    assert numbers == "0 1 1.1 1.2 1.3 2 2.1 2.2 3 3.1 3.2 3.3 4 4.1 4.2 5 5.1 5.2 5.3 6 6.1 6.2 6.3 7"


def test_marks_every_cell_with_a_field_as_a_form(cells):
    with_fields = [cell for cell in cells if cell["cell_type"] == "code" and "#@param" in "".join(cell["source"])]
    assert len(with_fields) >= 8
    assert all(cell["metadata"]["cellView"] == "form" for cell in with_fields)


def test_names_its_folders_in_the_form_relative_to_itself(form, example):
    for name in ("Training_source", "Training_target", "Source_QC_folder", "Target_QC_folder", "Data_folder"):
        assert not os.path.isabs(form[name])
        assert list((example / form[name]).glob("*.tif")), name
    assert (example / form["model_path"] / form["model_name"] / "weights_best.keras").exists()


def test_leaves_the_files_of_the_public_notebook(trained):
    quality = trained / "Quality Control"
    expected = (
        trained / "weights_best.keras",
        trained / "weights_last.keras",
        trained / "nuclei_unet_training_report.pdf",
        quality / "lossCurvePlots.png",
        quality / "QC_example_data.png",
        quality / "nuclei_unet_QC_report.pdf",
        quality / "Prediction" / "Predicted_nuclei_held_out.tif",
    )
    assert [path.name for path in expected if not path.exists()] == []
    assert (trained / "nuclei_unet_training_report.pdf").read_bytes().startswith(b"%PDF")


def test_writes_one_row_of_losses_for_each_epoch(trained, form):
    losses = rows(trained / "Quality Control" / "training_evaluation.csv")
    assert list(losses[0]) == ["loss", "val_loss", "learning rate"]
    assert len(losses) == form["number_of_epochs"]
    assert float(losses[-1]["loss"]) < float(losses[0]["loss"]) / 2


def test_reaches_the_promised_overlap_on_the_held_out_image(trained):
    metrics = rows(trained / "Quality Control" / "QC_metrics_nuclei_unet.csv")
    assert list(metrics[0]) == ["File name", "IoU", "IoU-optimised threshold"]
    assert [row["File name"] for row in metrics] == ["nuclei_held_out.tif"]
    assert float(metrics[0]["IoU"]) >= 0.8


def test_states_the_overlap_that_the_saved_prediction_has(trained, example):
    row = rows(trained / "Quality Control" / "QC_metrics_nuclei_unet.csv")[0]
    predicted = tifffile.imread(trained / "Quality Control" / "Prediction" / "Predicted_nuclei_held_out.tif")
    truth = tifffile.imread(example / "data" / "held_out" / "masks" / "nuclei_held_out.tif") > 0
    found = predicted > int(row["IoU-optimised threshold"])
    assert (found & truth).sum() / (found | truth).sum() == pytest.approx(float(row["IoU"]), abs=1e-9)


def test_never_trains_on_what_it_is_measured_on(example):
    spec = importlib.util.find_spec("stardist")
    whole = tifffile.imread(Path(spec.origin).parent / "data" / "images" / "img2d.tif")
    used = np.zeros(whole.shape, int)
    for folder in ("training/images", "held_out/images", "unseen"):
        for path in sorted((example / "data" / folder).glob("*.tif")):
            part = tifffile.imread(path)
            assert part.dtype == np.uint16
            used[place_of(part, whole)] += 1
    assert used.min() == used.max() == 1


def place_of(part, whole):
    windows = np.lib.stride_tricks.sliding_window_view(whole, (4, 4))
    starts = np.argwhere((windows == part[:4, :4]).all(axis=(2, 3)))
    for y, x in starts:
        here = slice(y, y + part.shape[0]), slice(x, x + part.shape[1])
        if np.array_equal(whole[here], part):
            return here
    raise AssertionError("a training or held-out image is not a part of the example image")


def test_keeps_the_network_that_made_the_saved_prediction(trained, example):
    keras = importlib.import_module("keras")
    network = keras.models.load_model(trained / "weights_best.keras", compile=False)
    assert network.input_shape == (None, 64, 64, 1)
    image = tifffile.imread(example / "data" / "held_out" / "images" / "nuclei_held_out.tif")
    low, high = np.percentile(image, (1, 99.8))
    tile = ((image - low) / (high - low))[64:128, 192:256].astype(np.float32)
    grey = network.predict(tile[None, ..., None], verbose=0)[0, ..., 0] * 255
    saved = tifffile.imread(trained / "Quality Control" / "Prediction" / "Predicted_nuclei_held_out.tif")
    assert grey.max() > 200
    assert grey.min() < 50
    assert np.abs(grey - saved[64:128, 192:256]).max() <= 0.51


def test_can_be_loaded_with_its_loss_where_the_loss_is_given(trained):
    keras = importlib.import_module("keras")
    path = trained / "weights_best.keras"
    loss = {"_weighted_binary_crossentropy": keras.losses.binary_crossentropy}
    assert keras.models.load_model(path, custom_objects=loss).loss is keras.losses.binary_crossentropy
    with pytest.raises(TypeError, match="_weighted_binary_crossentropy"):
        keras.models.load_model(path)


def test_says_which_cell_failed_and_leaves_nothing_that_looks_trained(tmp_path):
    hidden = (
        "import importlib.util, sys\n"
        "sys.argv = ['train_example.py', sys.argv[1]]\n"
        "sys.path.insert(0, 'scripts/networks')\n"
        "import train_example, nbformat\n"
        "notebook = nbformat.read(train_example.NOTEBOOK, as_version=4)\n"
        "broken = [cell for cell in notebook.cells if cell.id == 'data'][0]\n"
        "broken.source = 'raise OSError(28, \"No space left on device\")'\n"
        "notebook.cells = [broken]\n"
        "path = train_example.Path(sys.argv[1]) / 'broken' / train_example.NOTEBOOK.name\n"
        "path.parent.mkdir()\n"
        "nbformat.write(notebook, path)\n"
        "train_example.NOTEBOOK = path\n"
        "train_example.main([sys.argv[1] + '/run'])\n"
    )
    failed = subprocess.run([sys.executable, "-c", hidden, str(tmp_path)], cwd=ROOT, capture_output=True, text=True)
    assert failed.returncode == 1
    assert "Cell 'data' of unet_2d.ipynb failed: OSError: [Errno 28] No space left on device" in failed.stderr
    assert [path.name for path in (tmp_path / "run").iterdir()] == ["failed_unet_2d.ipynb"]


def test_refuses_a_folder_with_data_of_somebody_else(tmp_path):
    (tmp_path / "data").mkdir()
    refused = subprocess.run(
        [sys.executable, "scripts/networks/train_example.py", str(tmp_path)], cwd=ROOT, capture_output=True, text=True
    )
    assert refused.returncode == 1
    assert "Choose an empty folder" in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_makes_keras_2_files_with_the_loss_of_the_notebook(made):
    with h5py.File(made / "keras2_hdf5" / "weights_best.hdf5") as file:
        assert file.attrs["keras_version"].startswith("2.")
        assert json.loads(file.attrs["training_config"])["loss"] == "_weighted_binary_crossentropy"
        layers = json.loads(file.attrs["model_config"])["config"]["layers"]
    assert layers[0]["config"]["batch_input_shape"] == [None, 64, 64, 1]
    assert sum(layer["class_name"] == "MaxPooling2D" for layer in layers) == 3
    assert layers[1]["config"]["filters"] == 8


@pytest.mark.parametrize("name", ["keras2_hdf5", "keras2_h5", "keras3_keras", "keras3_h5"])
def test_makes_networks_that_current_keras_opens(made, name):
    keras = importlib.import_module("keras")
    entry = json.loads((made / "index.json").read_text())["models"][name]
    network = keras.models.load_model(made / name / entry["weights"][0], compile=False)
    height, width = entry["patch"]
    assert network.input_shape == (None, height, width, 1)
    assert network.output_shape == (None, height, width, 1)
    assert sum(type(layer).__name__ == "MaxPooling2D" for layer in network.layers) == entry["pooling_steps"]


def test_makes_a_keras_2_archive_that_keras_2_opens(made):
    program = "import sys, tf_keras; print(tf_keras.models.load_model(sys.argv[1], compile=False).input_shape)"
    command = [sys.executable, "-c", program, str(made / "keras2_keras" / "weights_best.keras")]
    assert subprocess.run(command, capture_output=True, text=True).stdout.strip() == "(None, 64, 64, 1)"


@pytest.mark.parametrize("name", ["truncated_keras", "truncated_hdf5", "weights_only", "unknown_layer", "lambda_layer"])
def test_makes_broken_networks_that_keras_refuses(made, name):
    keras = importlib.import_module("keras")
    entry = json.loads((made / "index.json").read_text())["models"][name]
    with pytest.raises((ValueError, OSError, TypeError)):
        keras.models.load_model(made / name / entry["weights"][0], compile=False)


def test_makes_losses_with_and_without_the_learning_rate(made):
    table = "Quality Control/training_evaluation.csv"
    assert list(rows(made / "keras2_hdf5" / table)[0]) == ["loss", "val_loss", "learning rate"]
    assert list(rows(made / "keras2_h5" / table)[0]) == ["loss", "val_loss"]
    assert not (made / "still_training" / table).exists()


def test_describes_every_fixture(made):
    index = json.loads((made / "index.json").read_text())
    assert set(index["models"]) | {"images"} == {path.name for path in made.iterdir() if path.is_dir()}
    assert set(index["images"]) == {path.name for path in (made / "images").glob("*.tif")}
    for name, entry in index["models"].items():
        assert all((made / name / weights).exists() for weights in entry["weights"])
