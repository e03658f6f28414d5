"""A process of this Python for one set of weights: started, watched, and ended where it takes too long or too much."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from typing import IO, TYPE_CHECKING, Callable, Dict, Iterator, List, Mapping, Optional, cast

from ..errors import Problem
from ..protocol import KernelProblem
from ..weights_protocol import WeightsJob

#: Python code of the process; what it runs comes as the first line of its input. The empty place on the path is the
#: folder that it stands in: a bundle lying there must not stand in for a module.
_START = (
    "import sys; sys.path[:] = [place for place in sys.path if place]; import json; "
    "given = json.loads(sys.stdin.readline()); scope = {'__name__': '_zooport_install'}; "
    "exec(given['installer'], scope); scope['install']('_zooport', given['files'], 'child'); "
    "from _zooport.weights import child; child.main(given['job'])"
)
_INSTALLER = "transport/install.py"

#: Bytes of memory that a network gets, and what a framework takes before it has one; as the browser's networks get.
_MOST_MEMORY = (4 << 30) + (1 << 30)
#: Seconds between two looks at the process.
_PAUSE = 0.1
#: Letters of what the process printed that are kept.
_KEPT = 4000

Message = Mapping[str, object]
#: What the process writes, line by line; None at its end.
if TYPE_CHECKING:
    Lines = queue.Queue[Optional[str]]
else:
    # Python 3.8 knows no queue of something.
    Lines = queue.Queue


def outcome(job: WeightsJob, told: Callable[[Message], None]) -> Message:
    """What the process answered (``result`` or ``error``); ``told`` gets what it says before.

    Raises ``Problem`` ('ended') where it was ended, or ended in the middle; 'no-framework' where it does not start.
    """
    with _started(job) as process:
        lines: Lines = queue.Queue()
        printed: List[str] = []
        for reader in (_reader(process.stdout, lines.put), _reader(process.stderr, _keeper(printed))):
            reader.start()
        _send(process, job)
        until = time.monotonic() + job["seconds"]
        while True:
            message = _next(lines, process, job, until)
            if message is None:
                raise _died(process, "".join(printed))
            if "stage" not in message:
                return message
            told(message)


def _next(lines: Lines, process: subprocess.Popen[str], job: WeightsJob, until: float) -> Optional[Message]:
    """The next message; None at the end of the output. Raises ``Problem`` ('ended') where a bound is passed."""
    while True:
        try:
            line = lines.get(timeout=_PAUSE)
        except queue.Empty:
            _check_bounds(process, job, until)
            continue
        if line is None:
            return None
        try:
            message = json.loads(line)
        except ValueError:
            continue
        if isinstance(message, dict):
            return message


def _check_bounds(process: subprocess.Popen[str], job: WeightsJob, until: float) -> None:
    if not os.path.isdir(job["directory"]):
        # Whoever cannot interrupt this kernel gives the folder up.
        raise Problem("cancelled", "Cancelled; nothing was left behind.")
    if time.monotonic() > until:
        raise Problem("ended", "it gave no result in the time that it was given, and was ended.", why="time")
    if _memory(process.pid) > _MOST_MEMORY:
        raise Problem("ended", f"it took more than {_MOST_MEMORY >> 30} GB of memory, and was ended.", why="memory")


def _memory(pid: int) -> int:
    """Bytes of memory in use; 0 where this system does not tell."""
    try:
        with open(f"/proc/{pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError, AttributeError):
        return 0


@contextlib.contextmanager
def _started(job: WeightsJob) -> Iterator[subprocess.Popen[str]]:
    """The process, ended with all that it started when the work is over or given up."""
    place = os.path.join(job["directory"], "process")
    os.makedirs(place, exist_ok=True)
    if not sys.executable:
        raise Problem("no-framework", "This kernel does not say by which program it runs, so no other can be started.")
    try:
        process = subprocess.Popen(
            [sys.executable, "-u", "-c", _START],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=place,
            env=_environment(place),
            encoding="utf-8",
            errors="replace",
            # A group of its own, so that all that it starts ends with it; Windows takes no notice.
            start_new_session=True,
        )
    except OSError as error:
        raise Problem("no-framework", f"{sys.executable} could not be started a second time ({error}).") from error
    try:
        yield process
    finally:
        _end(process)


def _environment(place: str) -> Dict[str, str]:
    """On the processor alone, since the kernel may hold the graphics card's memory; what it unpacks lies with us."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("TORCH_FORCE_")}
    ours = {"CUDA_VISIBLE_DEVICES": "-1", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONDONTWRITEBYTECODE": "1"}
    return {**inherited, **ours, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), place)}


def _send(process: subprocess.Popen[str], job: WeightsJob) -> None:
    sources = _sources()
    given = {"installer": sources[_INSTALLER], "files": sources, "job": job}
    with contextlib.suppress(BrokenPipeError):
        assert process.stdin is not None
        # Left open: the process ends by itself when this one is gone.
        process.stdin.write(json.dumps(given) + "\n")
        process.stdin.flush()


def _sources() -> Dict[str, str]:
    """This package's files, path in the package to source: as they were sent into the kernel, or from the disk."""
    package = importlib.import_module(__package__.rpartition(".")[0])
    held = getattr(package.__spec__.loader if package.__spec__ else None, "files", None)
    if isinstance(held, dict):
        return held
    root = os.path.dirname(os.path.abspath(str(package.__file__)))
    found = {}
    for folder, _, names in os.walk(root):
        for name in names:
            if name.endswith(".py"):
                path = os.path.join(folder, name)
                with open(path, encoding="utf-8") as file:
                    found[os.path.relpath(path, root).replace(os.sep, "/")] = file.read()
    return found


def _reader(stream: Optional[IO[str]], take: Callable[[Optional[str]], None]) -> threading.Thread:
    def read() -> None:
        # The pipe is closed under it when the process is ended.
        with contextlib.suppress(OSError, ValueError):
            for line in stream or ():
                take(line)
        take(None)

    return threading.Thread(target=read, daemon=True)


def _keeper(printed: List[str]) -> Callable[[Optional[str]], None]:
    def keep(line: Optional[str]) -> None:
        printed[:] = ["".join([*printed, line or ""])[-_KEPT:]]

    return keep


def _died(process: subprocess.Popen[str], printed: str) -> Problem:
    process.wait()
    code = process.returncode
    how = f"signal {-code}" if code < 0 else f"exit code {code}"
    memory = " It may have run out of memory." if -code == getattr(signal, "SIGKILL", 9) else ""
    return Problem(
        "ended",
        f"its process ended in the middle ({how}), which is a fault of the framework or of this file.{memory}",
        why="crash",
        printed=printed[-_KEPT:],
    )


def _end(process: subprocess.Popen[str]) -> None:
    with contextlib.suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout, process.stderr):
        with contextlib.suppress(OSError):
            if stream is not None:
                stream.close()


def raised(message: Message) -> None:
    """Raises the ``Problem`` that an answer tells; nothing where it is a result."""
    error = message.get("error")
    if isinstance(error, dict):
        raise Problem(cast(KernelProblem, str(error.get("problem"))), str(error.get("message")))
