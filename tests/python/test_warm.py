"""The warm Python of the tests (scripts/warm.py): a call of it is to its caller what a call of Python is."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Iterator

import pytest
from pythons import ROOT

sys.path.insert(0, str(ROOT / "scripts"))

import warm  # noqa: E402


@pytest.fixture(scope="module")
def python() -> Iterator[str]:
    """Of the environment that has least to import."""
    pythons = warm.Warm({"lab": {}})
    yield str(Path(pythons.environment["ZOOPORT_WARM"]) / "lab" / "python")
    pythons.end()


def called(*command: str, **given: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, **given)


ASKED = """
import os, sys
print(sys.argv, sys.path[0], sys.executable, __name__, os.getcwd(), os.environ["GIVEN"], sys.stdin.read(), sep="\\n")
print("said", file=sys.stderr)
sys.exit(3)
"""


def test_arguments_folder_streams_and_exit_code_are_those_of_python(python: str, tmp_path: Path) -> None:
    own = str(ROOT / ".envs" / "lab" / "bin" / "python")
    given = {"cwd": tmp_path, "env": {**os.environ, "GIVEN": "more"}, "input": "typed"}
    warmly, coldly = (called(one, "-u", "-c", ASKED, "a", "b c", **given) for one in (python, own))
    assert warmly.stdout.splitlines() == coldly.stdout.splitlines()
    assert (warmly.stderr, warmly.returncode) == ("said\n", 3)


def test_a_script_and_a_module_are_run_as_well(python: str, tmp_path: Path) -> None:
    (tmp_path / "beside.py").write_text("name = 'beside'")
    (tmp_path / "script.py").write_text("import sys, beside; print(beside.name, __name__, sys.argv[1])")
    assert called(python, str(tmp_path / "script.py"), "x").stdout == "beside __main__ x\n"
    assert called(python, "-m", "beside", env={**os.environ, "PYTHONPATH": str(tmp_path)}).returncode == 0


def test_an_exception_and_a_crash_end_it_as_they_end_python(python: str) -> None:
    raised = called(python, "-c", "raise ValueError('no')")
    assert (raised.returncode, raised.stderr.splitlines()[-1]) == (1, "ValueError: no")
    assert called(python, "-c", "import os; os.abort()").returncode == -signal.SIGABRT


def test_each_call_has_its_libraries_at_once_and_random_numbers_of_its_own(python: str) -> None:
    code = "import sys; print('numpy' in sys.modules); import numpy; print(numpy.random.random())"
    said = [called(python, "-c", code).stdout.split() for _ in range(2)]
    assert [one[0] for one in said] == ["True", "True"]
    assert said[0][1] != said[1][1]


def test_python_itself_is_started_where_its_start_reads_other_variables(python: str) -> None:
    code = "import sys; print('numpy' in sys.modules, sys.flags.hash_randomization)"
    assert called(python, "-c", code, env={**os.environ, "PYTHONHASHSEED": "0"}).stdout == "False 0\n"


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, -signal.SIGINT), (signal.SIGTERM, -signal.SIGTERM)])
def test_a_signal_reaches_what_was_called(python: str, sent: signal.Signals, code: int) -> None:
    process = started(python)
    process.send_signal(sent)
    process.communicate(timeout=60)
    assert process.returncode == code


def test_what_was_called_ends_with_a_killed_caller(python: str) -> None:
    process = started(python)
    assert process.stdout is not None
    inner = int(process.stdout.readline())
    process.kill()
    process.wait()
    limit = time.monotonic() + 60
    while Path(f"/proc/{inner}").exists() and time.monotonic() < limit:
        time.sleep(0.05)
    assert not Path(f"/proc/{inner}").exists()


def started(python: str) -> subprocess.Popen[str]:
    """Sleeps for long; its first line is there."""
    code = "import os, time; print('up', flush=True); print(os.getpid(), flush=True); time.sleep(600)"
    process = subprocess.Popen([python, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    return process


def test_its_server_does_not_outlive_whoever_started_it(tmp_path: Path) -> None:
    code = (
        "import os, sys, warm; sys.stdout.write(warm.Warm({'lab': {}}).environment['ZOOPORT_WARM']);"
        "sys.stdout.flush(); os._exit(0)"
    )
    place = called(sys.executable, "-c", code, env={**os.environ, "PYTHONPATH": str(ROOT / "scripts")}).stdout
    listening = [path for path in Path("/proc").glob("[0-9]*/cmdline") if f"{place}/lab/socket" in read(path)]
    assert len(listening) == 1
    limit = time.monotonic() + 60
    while listening[0].exists() and time.monotonic() < limit:
        time.sleep(0.1)
    assert not listening[0].exists()
    shutil.rmtree(place)


def read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
