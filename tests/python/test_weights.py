"""The weights of a bundle in their own frameworks, each in a process of its own (``zooport/kernel/weights``)."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from zooport.kernel.errors import Problem
from zooport.kernel.transport import folders
from zooport.kernel.transport.dispatch import call
from zooport.kernel.weights import process, run

ROOT = Path(__file__).resolve().parents[2]
#: Has PyTorch, TensorFlow and Keras 3.
NEW = ROOT / ".envs" / "new" / "bin" / "python"
KERAS2 = ROOT / ".envs" / "keras2" / "bin" / "python"
#: Has none of them.
BARE = ROOT / ".venv" / "bin" / "python"

#: Format, file, the numbers that belong to it, and the ids of inputs and outputs.
KERAS = (["one", "two"], ["a", "b"])
TORCH = (["x"], ["probability", "features"])
PLAIN = [
    ("keras_v3", "plain.keras", "keras", *KERAS),
    ("keras_hdf5", "plain.h5", "keras", *KERAS),
    ("tensorflow_saved_model_bundle", "served.zip", "keras", *KERAS),
    ("torchscript", "plain.pt", "torch", *TORCH),
]
NET = {"callable": "Net", "source": "net.py", "kwargs": {"width": 4}}


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("weights")
    maker = Path(__file__).with_name("make_weights.py")
    subprocess.run([NEW, maker, folder], check=True, capture_output=True)
    return folder


@pytest.fixture
def mark(made):
    path = made / "made-by-the-file"
    path.unlink(missing_ok=True)
    return path


@pytest.fixture
def ran(made, monkeypatch):
    """Runs weights in a Python as the page would: files sent in parts, results read from our folder."""

    def runs(form, file, numbers, ids, outputs, python=NEW, **more):
        monkeypatch.setattr(sys, "executable", str(python))
        directory = run.folder({})["directory"]
        given = [f"{numbers}_input_{at}.npy" for at in range(len(ids))]
        architecture = more.get("architecture", {})
        for name in [file, *given, *([architecture["source"]] if "source" in architecture else [])]:
            content = (made / name).read_bytes()
            for part in (content[:100], content[100:]):
                run.write({"directory": directory, "name": name, "data": base64.b64encode(part).decode()})
        job = {"directory": directory, "format": form, "weights": file, "named": f"“{file}”", "seconds": 120}
        said = []
        try:
            result = run.weights(
                {**job, "inputs": given, "inputIds": ids, "outputs": outputs, **more}, lambda text, _: said.append(text)
            )
            assert said[-1] == f"Running the network in {result['framework']}"
            return result["framework"], [np.load(path) for path in result["outputs"]]
        finally:
            folders.remove(directory)

    return runs


def expected(made, numbers):
    return [np.load(path) for path in sorted(made.glob(f"{numbers}_output_*.npy"))]


def check_same(outputs, wanted):
    assert [one.shape for one in outputs] == [one.shape for one in wanted]
    for one, other in zip(outputs, wanted):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("case", PLAIN, ids=[one[0] for one in PLAIN])
def test_each_format_gives_what_its_framework_gave(made, ran, case):
    framework, outputs = ran(*case)
    assert framework.split()[0] == {"k": "Keras", "t": "TensorFlow"}[case[0][0]] or case[0] == "torchscript"
    check_same(outputs, expected(made, case[2]))


def test_a_state_dict_runs_only_where_its_code_may(made, ran, mark):
    with pytest.raises(Problem) as caught:
        ran("pytorch_state_dict", "state.pt", "torch", *TORCH, architecture={**NET, "source": "hostile_net.py"})
    assert caught.value.kind == "holds-code"
    assert not mark.exists()
    _, outputs = ran("pytorch_state_dict", "state.pt", "torch", *TORCH, architecture=NET, allowCode=True)
    check_same(outputs, expected(made, "torch"))
    wider = {**NET, "kwargs": {"width": 5}}
    with pytest.raises(Problem, match="do not fit its architecture") as caught:
        ran("pytorch_state_dict", "state.pt", "torch", *TORCH, architecture=wider, allowCode=True)
    assert caught.value.kind == "bad-model"


@pytest.mark.parametrize(
    ("case", "word"),
    [
        (("keras_v3", "planted.keras", "planted", *KERAS), "Lambda"),
        (("torchscript", "writing.pt", "torch", ["x"], ["y"]), "from_file"),
        (("tensorflow_saved_model_bundle", "writing.zip", "torch", ["image"], ["out"]), "WriteFile"),
    ],
    ids=["keras", "torchscript", "saved model"],
)
def test_weights_that_do_more_than_compute_are_refused_unless_allowed(made, ran, mark, case, word):
    with pytest.raises(Problem, match=word) as caught:
        ran(*case)
    assert caught.value.kind == "holds-code"
    assert "--allow-code" in caught.value.message
    assert not mark.exists()
    if case[0] == "keras_v3":
        _, outputs = ran(*case, allowCode=True)
        assert mark.exists()
        check_same(outputs, expected(made, "planted"))


def test_a_file_of_the_other_keras_runs_where_that_is(made, ran, keras2, tmp_path):
    trained = next(keras2.rglob("weights_best.hdf5"))
    shutil.copy(trained, made / "older.h5")
    np.save(made / "older_input_0.npy", np.zeros((1, 64, 64, 1), np.float32))
    framework, [output] = ran("keras_hdf5", "older.h5", "older", ["input"], ["output"], python=KERAS2)
    assert output.shape == (1, 64, 64, 1)
    assert framework.startswith("Keras ")


def test_a_framework_that_is_not_there_is_named_with_the_way_to_get_it(ran):
    for form, file, numbers, ids, outputs in PLAIN:
        with pytest.raises(Problem, match="pip install") as caught:
            ran(form, file, numbers, ids, outputs, python=BARE)
        assert caught.value.kind == "no-framework"
        assert str(BARE) in caught.value.message


def test_a_file_that_is_none_is_a_sentence(made, ran):
    for form, file, *others in PLAIN:
        broken = f"broken{Path(file).suffix}"
        (made / broken).write_bytes((made / file).read_bytes()[:1000])
        with pytest.raises(Problem) as caught:
            ran(form, broken, *others)
        assert caught.value.kind == "bad-model", form


def test_a_process_that_never_ends_or_crashes_is_ended(made, ran, monkeypatch):
    (made / "endless.py").write_text("while True: pass")
    code = {"callable": "Net", "source": "endless.py", "kwargs": {}}
    case = ("pytorch_state_dict", "state.pt", "torch", *TORCH)
    with pytest.raises(Problem, match="in the time that it was given") as caught:
        ran(*case, architecture=code, allowCode=True, seconds=8)
    assert caught.value.kind == "ended"
    (made / "endless.py").write_text("import os; os.kill(os.getpid(), 11)")
    with pytest.raises(Problem, match="signal 11") as caught:
        ran(*case, architecture=code, allowCode=True)
    assert caught.value.kind == "ended"
    (made / "endless.py").write_text("import numpy; held = numpy.ones(1 << 30, 'uint8'); import time; time.sleep(60)")
    monkeypatch.setattr(process, "_MOST_MEMORY", 1 << 30)
    with pytest.raises(Problem, match="of memory") as caught:
        ran(*case, architecture=code, allowCode=True)
    assert caught.value.kind == "ended"


def test_a_process_ends_with_the_folder_that_it_was_given(made, monkeypatch):
    monkeypatch.setattr(sys, "executable", str(NEW))
    directory = run.folder({})["directory"]
    for name, content in (("state.pt", b""), ("endless.py", b"while True: pass")):
        run.write({"directory": directory, "name": name, "data": base64.b64encode(content).decode()})
    job = {"directory": directory, "format": "pytorch_state_dict", "weights": "state.pt", "named": "", "seconds": 120}
    code = {"callable": "Net", "source": "endless.py", "kwargs": {}}
    given = {**job, "inputs": [], "inputIds": [], "outputs": [], "architecture": code, "allowCode": True}
    done = threading.Timer(3, folders.remove, [directory])
    done.start()
    with pytest.raises(Problem, match="Cancelled"):
        run.weights(given, lambda *_: None)


def test_a_module_that_lies_in_the_folder_stands_in_for_none(made, ran, monkeypatch, tmp_path):
    for name in ("json.py", "numpy.py", "torch.py"):
        (tmp_path / name).write_text("raise SystemExit(3)")
    monkeypatch.chdir(tmp_path)
    _, outputs = ran("torchscript", "plain.pt", "torch", *TORCH)
    check_same(outputs, expected(made, "torch"))


def test_files_are_written_into_a_folder_of_ours_alone(tmp_path):
    directory = run.folder({})["directory"]
    for folder, name in ((str(tmp_path), "a"), (directory, "../a"), (directory, "/etc/a"), (directory, "..")):
        reply = call("write", {"directory": folder, "name": name, "data": ""}, lambda *_: None)
        assert reply["error"]["problem"] == "bad-folder"
    folders.remove(directory)
    assert not os.path.exists(directory)
