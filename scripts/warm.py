"""One warm Python for each environment, so that not every test imports TensorFlow anew.

python3 scripts/warm.py COMMAND ...   runs a command with them, as `make test` runs its parts

A command finds them through ZOOPORT_WARM, a folder: ``$ZOOPORT_WARM/train/python`` takes the words that
``.envs/train/bin/python`` takes. Where the variable is not set, tests take the environment's own Python.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Dict, List, Mapping

import setup

HERE = Path(__file__).resolve().parent
#: With which variables their servers are started, beside those that all have.
ENVIRONMENTS: Mapping[str, Dict[str, str]] = {"train": {}, "zoo": {}, "new": {}}


class Warm:
    """The servers, from here until ``end``; those of environments that are not there are left out."""

    def __init__(self, environments: Mapping[str, Dict[str, str]] = ENVIRONMENTS) -> None:
        # A socket's path may have a hundred letters only, which that of a checkout may exceed.
        self._place = Path(tempfile.mkdtemp(prefix="zooport-warm-"))
        self._servers: List[subprocess.Popen[bytes]] = []
        for name, variables in environments.items():
            python = setup.ENVIRONMENTS / name / "bin" / "python"
            if python.exists():
                self._start(self._place / name, python, variables)
        self.environment = {"ZOOPORT_WARM": str(self._place)}

    def _start(self, folder: Path, python: Path, variables: Dict[str, str]) -> None:
        folder.mkdir()
        call = folder / "python"
        text = (HERE / "warm_call.py").read_text(encoding="utf-8").replace("{python}", str(python))
        # Alone, it starts in a fiftieth of a second.
        call.write_text(f"#!{sys.executable} -IS\n{text}", encoding="utf-8")
        call.chmod(0o755)
        command = [str(python), str(HERE / "warm_server.py"), str(folder / "socket"), str(os.getpid())]
        known = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", **variables}
        nothing = subprocess.DEVNULL
        # A group of its own, so that Ctrl-C reaches those who wait for an answer, and through them what was called.
        self._servers.append(
            subprocess.Popen(command, env=known, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True)
        )

    def end(self) -> None:
        for server in self._servers:
            server.kill()
            server.wait()
        shutil.rmtree(self._place, ignore_errors=True)


if __name__ == "__main__":
    warm = Warm()
    try:
        raise SystemExit(subprocess.run(sys.argv[1:], env={**os.environ, **warm.environment}, check=False).returncode)
    finally:
        warm.end()
