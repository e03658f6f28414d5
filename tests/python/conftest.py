"""Networks trained by ``make_networks.py``, made once and kept in ``.cache``, and a Python half to speak with."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional

import pytest
from keras2 import Keras2
from pythons import ROOT

LISTEN = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
#: Whether all cases are run, as `make proof` does, or of those that go the same way one.
AT_FULL_WIDTH = "ZOOPORT_PROOF" in os.environ
CACHE = ROOT / ".cache" / "kernel"
MAKER = Path(__file__).with_name("make_networks.py")
KERNEL = ROOT / "zooport" / "kernel"

sys.path.insert(0, str(ROOT))


def _made(framework: str) -> Path:
    folder = CACHE / framework
    stamp = folder / "made-by"
    digest = hashlib.sha256(MAKER.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != digest:
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, str(MAKER), framework, str(folder)], check=True)
        stamp.write_text(digest)
    return folder


@pytest.fixture(scope="session")
def command_line() -> None:
    """Fails where the command line cannot be called."""
    if not (KERNEL.parent / "cli" / "zooport.mjs").exists() or shutil.which("node") is None:
        pytest.fail("The command line is not built, or Node is missing: python3 scripts/setup.py build")


@pytest.fixture(scope="session")
def widget() -> None:
    """Fails where the report of a cell is not built."""
    if not (KERNEL.parent / "widget").exists():
        pytest.fail("zooport/widget is not built: python3 scripts/setup.py build")


@pytest.fixture(scope="session")
def keras3() -> Path:
    """``models/nuclei`` (Keras 3, .keras, tiles of 128, two poolings) and ``images``."""
    return _made("keras")


@pytest.fixture(scope="session")
def keras2() -> Path:
    """``models/older`` (Keras 2, .hdf5, tiles of 64, three poolings) and ``images``."""
    return _made("tf_keras")


@pytest.fixture
def nuclei(keras3: Path, tmp_path: Path) -> Path:
    """A copy of the Keras 3 model folder that a test may spoil."""
    return Path(shutil.copytree(keras3 / "models" / "nuclei", tmp_path / "nuclei"))


class Half:
    """The Python half as the command line starts it: JSON lines on a real process.

    A warm one may be another process than ``process``, which stands for it.
    """

    def __init__(self, environment: Optional[Dict[str, str]] = None, python: str = sys.executable) -> None:
        self.process = subprocess.Popen(
            # Started in the background of a shell, this process ignores interrupts, and a child would inherit that.
            [python, "-c", f"{LISTEN}; from zooport.kernel.transport import stdio; stdio.serve()"],
            cwd=ROOT,
            env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", **(environment or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.progress: List[str] = []
        self._next = 0

    def send(self, message: Dict[str, Any]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(message) + "\n")
        self.process.stdin.flush()

    def receive(self) -> Dict[str, Any]:
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())

    def reply(self, method: str, **params: Any) -> Dict[str, Any]:
        """The whole reply; progress is gathered."""
        self._next += 1
        self.send({"id": self._next, "method": method, "params": params})
        while True:
            message = self.receive()
            assert message["id"] == self._next
            if "progress" not in message:
                return message
            self.progress.append(message["progress"]["message"])

    def ask(self, method: str, **params: Any) -> Dict[str, Any]:
        """The result; an error fails the test."""
        message = self.reply(method, **params)
        assert "result" in message, message["error"]["message"] + message["error"]["traceback"]
        return message["result"]

    def problem(self, method: str, **params: Any) -> Dict[str, Any]:
        """The error; a result fails the test."""
        message = self.reply(method, **params)
        assert "error" in message, message
        return message["error"]

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(20)


@pytest.fixture(scope="module")
def half() -> Iterator[Half]:
    """One process for all tests of a file: importing TensorFlow takes seconds."""
    process = Half()
    yield process
    process.close()


@pytest.fixture
def start_half() -> Iterator[Any]:
    """Starts processes with an environment of their own."""
    started: List[Half] = []

    def start(**environment: str) -> Half:
        started.append(Half(environment))
        return started[-1]

    yield start
    for process in started:
        process.close()


@pytest.fixture(scope="session")
def keras2_python() -> Iterator[Keras2]:
    """The environment that has n2v; one process for all tests."""
    process = Keras2()
    yield process
    process.close()


@pytest.fixture
def notebook_variables() -> Iterator[Dict[str, Any]]:
    """The namespace that a notebook's cells would have filled; as it was before, afterwards."""
    space = vars(sys.modules["__main__"])
    before = dict(space)
    yield space
    space.clear()
    space.update(before)
