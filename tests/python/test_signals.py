"""A command that is stopped in the midst of a file that never ends: exit code, and nothing left behind."""

from __future__ import annotations

import gzip
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import List

import pytest

from zooport import launcher

#: A damaged file whose parts refer to one another in a circle, so that reading it never ends.
ENDLESS = Path(__file__).with_name("hdf5_never_ends.h5.gz")
CLI = launcher.PACKAGE / "cli" / "zooport.mjs"
NODE = shutil.which("node")


def convert(place: Path, *more: str) -> subprocess.Popen[str]:
    assert NODE is not None, "There is no Node on the path."
    assert CLI.exists(), "The command line is not built: npm run build:cli"
    endless = place.with_name("never_ends.h5")
    endless.write_bytes(gzip.decompress(ENDLESS.read_bytes()))
    command: List[str] = [NODE, str(CLI), "convert", str(endless), "--output", str(place / "x.onnx"), *more]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("times", [1, 2])
def test_a_signal_ends_it_with_its_own_exit_code_and_nothing_is_left(
    tmp_path: Path, sent: signal.Signals, times: int
) -> None:
    (tmp_path / "x.onnx").write_bytes(b"older")
    process = convert(tmp_path)
    assert process.stderr is not None
    assert "Converting" in process.stderr.readline()
    assert [path.suffix for path in tmp_path.iterdir() if path.name != "x.onnx"] == [".part"]
    time.sleep(0.5)
    for _ in range(times):
        process.send_signal(sent)
    process.communicate(timeout=60)
    assert process.returncode == 128 + sent
    assert [path.name for path in tmp_path.iterdir()] == ["x.onnx"]
    assert (tmp_path / "x.onnx").read_bytes() == b"older"


def test_a_timeout_ends_it_with_a_sentence(tmp_path: Path) -> None:
    process = convert(tmp_path, "--timeout", "3")
    said = process.communicate(timeout=120)[1]
    assert process.returncode == 1
    assert "did not end within 3 seconds and was stopped; nothing was written" in said
    assert not list(tmp_path.iterdir())


def test_what_a_killed_command_left_is_swept_by_the_next(tmp_path: Path) -> None:
    process = convert(tmp_path)
    assert process.stderr is not None
    assert "Converting" in process.stderr.readline()
    process.kill()
    process.communicate(timeout=60)
    [left] = tmp_path.iterdir()
    convert(tmp_path, "--timeout", "2").communicate(timeout=120)
    assert not left.exists()
