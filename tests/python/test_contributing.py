"""Who follows docs/contributing.md adds a network: its pieces of code, put into a copy of the Python half, run."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys

import numpy as np
import pytest
import tifffile
from conftest import ROOT

PAGE = ROOT / "docs" / "contributing.md"
#: Its folder is found from the files alone, and a bundle's tensors are made.
FOLLOWED = """
import json, sys
from zooport.kernel.find.detect import detect
from zooport.kernel.prepare import prepare
folder, image = sys.argv[1:]
[candidate] = detect({"folder": folder})["candidates"]
made = prepare({"candidate": candidate, "image": image}, lambda *_: None)
print(json.dumps({"network": candidate["network"], "recipe": made["recipe"], "files": made["files"]}))
"""


def pieces():
    """Path, whether the lines are added to a file, and the lines, in the order of the page."""
    for match in re.finditer(r"^( *)```(?:ts|python|diff)\n(.*?)^\1```$", PAGE.read_text(), re.MULTILINE | re.DOTALL):
        first, *lines = [line[len(match[1]) :] for line in match[2].rstrip("\n").split("\n")]
        mark, path = first.split(" ")
        if path.startswith("zooport/"):
            yield path, mark == "---", lines


def with_lines(text, shown):
    lines, at = text.split("\n"), 0
    for line in shown:
        if line.startswith("+"):
            lines.insert(at, line[1:])
            at += 1
        else:
            at = lines.index(line[1:], at) + 1
    return "\n".join(lines)


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(ROOT / "zooport" / "kernel", tmp_path / "zooport" / "kernel")
    (tmp_path / "zooport" / "__init__.py").touch()
    for path, added, lines in pieces():
        file = tmp_path / path
        file.write_text(with_lines(file.read_text(), lines) if added else "\n".join(lines) + "\n")
    return tmp_path


def test_the_pieces_pass_the_linters(copy):
    written = [str(copy / path) for path, _, _ in pieces()]
    ruff = [str(ROOT / ".venv" / "bin" / "ruff"), "--config", str(ROOT / "pyproject.toml")]
    for command in (["check", "--no-cache"], ["format", "--check", "--no-cache"]):
        done = subprocess.run([ruff[0], *command, *ruff[1:], *written], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_network_is_found_and_predicts(copy, tmp_path):
    import keras

    folder = tmp_path / "models" / "smooth"
    folder.mkdir(parents=True)
    shape = (None, None, 1)
    keras.Sequential([keras.Input(shape), keras.layers.Conv2D(1, 3, padding="same")]).save(folder / "smooth_best.keras")
    image = np.random.default_rng(1).integers(0, 255, (96, 128)).astype(np.uint8)
    tifffile.imwrite(tmp_path / "image.tif", image)
    command = [sys.executable, "-c", FOLLOWED, str(folder), str(tmp_path / "image.tif")]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["network"]["id"] == said["recipe"]["id"] == "smooth_2d"
    assert {"test_input.npy", "test_output.npy"} <= {one["name"] for one in said["files"]}
