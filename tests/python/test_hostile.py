"""Whatever a file of a folder or a cell holds: it is read, left out or said, and nothing else comes out."""

from __future__ import annotations

import json
import random
import shutil
import struct
import time
import zlib
from pathlib import Path

import pytest

from zooport import notebooks
from zooport.kernel.errors import Problem
from zooport.kernel.facts import gather, mat, params_csv, quality, training_report
from zooport.kernel.find.detect import detect
from zooport.kernel.keras import code, keras_header, loading
from zooport.kernel.recipes import deep_storm, stardist

ROOT = Path(__file__).resolve().parents[2] / "tests" / "networks"
INDEX = json.loads((ROOT / "index.json").read_text())

#: A file of each kind, and what reads it from its folder.
READERS = {
    "stardist_2d/config.json": loading.read_config,
    "stardist_2d/thresholds.json": stardist.thresholds,
    "deep_storm/model_metadata.mat": deep_storm.metadata,
    "unet_3d/params.csv": lambda folder: [
        params_csv.scaling(params_csv.read(folder)), params_csv.texts(params_csv.read(folder))],
    "care_2d/nuclei_care_training_report.pdf": lambda folder: [
        training_report.network(folder), training_report.values(folder)],
    "care_2d/Quality Control/QC_metrics_nuclei_care.csv": quality.metrics,
    "care_2d/Quality Control/training_evaluation.csv": lambda folder: gather.read_losses(
        str(Path(folder) / "Quality Control" / "training_evaluation.csv")),
    "care_2d/weights_best.h5": lambda folder: keras_header.peek(str(Path(folder) / "weights_best.h5")),
    "unet_2d_multilabel/weights_best.keras": lambda folder: [
        keras_header.peek(str(Path(folder) / "weights_best.keras")),
        keras_header.whole(str(Path(folder) / "weights_best.keras"))],
    "deep_storm/best.weights.keras": lambda folder: code.of_file(str(Path(folder) / "best.weights.keras"), "it"),
}  # fmt: skip


def spoiled(content, draw):
    """The bytes with some changed, cut off, put in twice, or filled with one byte."""
    content = bytearray(content)
    for _ in range(draw.randrange(1, 6)):
        at, length = draw.randrange(len(content) or 1), draw.randrange(1, 40)
        how = draw.randrange(5)
        if how == 0:
            content[at : at + 1] = bytes([draw.randrange(256)])
        elif how == 1:
            del content[at : at + length]
        elif how == 2:
            content[at:at] = content[at : at + length]
        elif how == 3:
            content[at : at + length] = bytes([draw.choice([0, 255, 34, 91, 123, 44])]) * length
        else:
            content[at:at] = draw.choice([b"[" * 5000, b'{"a":' * 5000, b"9" * 5000, b"\0", b"1e999", b"NaN", b'"\n'])
    return bytes(content)


def said_by(work):
    """The sentence where there is one; any other error is the test's failure."""
    try:
        work()
    except Problem as problem:
        return problem.message
    return None


@pytest.mark.parametrize("name", READERS)
def test_two_hundred_spoiled_files_of_each_kind_give_a_value_or_a_sentence(tmp_path, name):
    kind, file = name.split("/", 1)
    folder = Path(shutil.copytree(ROOT / INDEX[kind]["folder"], tmp_path / "model"))
    draw, content = random.Random(name), (folder / file).read_bytes()
    for _ in range(200):
        (folder / file).write_bytes(spoiled(content, draw))
        sentence = said_by(lambda: READERS[name](str(folder)))
        assert sentence is None or sentence.endswith(".")


@pytest.mark.parametrize("kind", ["stardist_2d", "deep_storm", "unet_3d", "unet_2d_multilabel"])
def test_a_folder_of_spoiled_files_is_looked_at_to_the_end(tmp_path, kind):
    source = ROOT / INDEX[kind]["folder"]
    draw = random.Random(kind)
    for turn in range(20):
        folder = Path(shutil.copytree(source, tmp_path / str(turn)))
        for path in folder.rglob("*"):
            if path.is_file() and draw.random() < 0.6:
                path.write_bytes(spoiled(path.read_bytes(), draw))
        place = {"folder": str(folder)}
        sentence = said_by(lambda place=place: json.dumps(detect(place)))
        assert sentence is None or sentence.endswith(".")


def element(kind, data):
    return struct.pack("<II", kind, len(data)) + data


def test_a_mat_file_packed_in_itself_ends(tmp_path):
    packed = b""
    for _ in range(3000):
        packed = element(15, zlib.compress(packed, 1))
    path = tmp_path / "model_metadata.mat"
    path.write_bytes(b" " * 124 + b"\0\1IM" + packed)
    assert mat.scalars(str(path)) == {}
    path.write_bytes(b" " * 124 + b"\0\1IM" + element(15, zlib.compress(b"\0" * (200 << 20), 9)))
    with pytest.raises(ValueError, match="more than a few numbers"):
        mat.scalars(str(path))


@pytest.mark.parametrize("content", [b"", b"x", b"\x89HDF\r\n\x1a\n", b"PK\5\6" + b"\0" * 18, b"[" * 100_000])
@pytest.mark.parametrize("name", ["weights_best.h5", "weights_best.keras"])
def test_peek_says_nothing_of_what_it_cannot_read(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    assert keras_header.peek(str(path)) is None
    assert keras_header.peek(str(tmp_path)) is None
    assert keras_header.peek(str(tmp_path / "gone.h5")) is None
    assert not keras_header.whole(str(tmp_path))
    assert not keras_header.whole(str(tmp_path / "gone.h5"))


ODD = [
    "x = " + "(" * 10_000 + ")" * 10_000 + " #@param",
    "x = " + "[" * 10_000 + " #@param",
    "x = " + "-" * 20_000 + "1 #@param",
    "x = " + "1+" * 20_000 + "1 #@param",
    "x = " + "9" * 10_000 + " #@param",
    "x = 0x" + "f" * 100_000 + " #@param",
    "x = 10**400 #@param",
    "x = 1e999 #@param",
    "x = -1e999 #@param",
    "x = 1j #@param",
    "x = b'\\xff' #@param",
    "x = f'{1+1}' #@param",
    "x = '\\ud800' #@param",
    "x = 'a\0b' #@param",
    "x = {[]: 1} #@param",
    "x = {1, [2]} #@param",
    "x = -'a' #@param",
    "x = 'a' + 1 #@param",
    "(x := 1) #@param",
    "x = ... #@param",
    "x = True if 1 else 2 #@param {type: [}",
    "x = '\x0c\x0b\x1c\u2028' #@param",
    "\x0c\nx = 1\x0c\ny = 2 #@param",
    "x = '" + "a" * 1_000_000 + "' #@param",
    "\ufeffx = 1 #@param",
    "Network = '\\ud800'",
    "Network = ['a', ['b']]",
    "Network = 5\nNotebook_version = 1e999",
]


@pytest.mark.parametrize("cell", ODD, ids=range(len(ODD)))
def test_any_cell_is_read_and_what_comes_out_is_json(cell):
    found = {"params": {}}
    notebooks.read_cell(cell, found)
    notebooks.read_cell("after = 3 #@param", found)
    assert found["params"]["after"] == 3
    json.dumps(found, allow_nan=False).encode("utf-8")
    json.dumps(found, ensure_ascii=False).encode("utf-8")


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b"\xff\xfe", b"[" * 100_000, b'{"cells": 5}', b'{"cells": [5, {"cell_type": "code"}]}',
     b'{"cells": [{"cell_type": "code", "source": [1, null]}, {"cell_type": "code", "source": {"a": 1}}]}'],
)  # fmt: skip
def test_any_notebook_file_is_read(tmp_path, content):
    path = tmp_path / "odd.ipynb"
    path.write_bytes(content)
    assert all(cell == "" for cell in notebooks.saved_cells(str(path)))
    assert notebooks.saved_cells(str(tmp_path / "gone.ipynb")) == []


@pytest.mark.parametrize("piece", [b"stream\n", b"stream\r\n x", b"(", b"(a) ", b"\\", b"Training report for a "])
def test_a_training_report_of_one_piece_again_and_again_is_read_at_once(tmp_path: Path, piece: bytes) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    content = piece * (4_000_000 // len(piece))
    (folder / "model_training_report.pdf").write_bytes(
        b"%PDF-1.3\n" + content + b"\nstream\n" + content + b"\nendstream"
    )
    began = time.perf_counter()
    assert training_report.network(str(folder)) is None
    assert training_report.values(str(folder)) == {}
    assert time.perf_counter() - began < 20
