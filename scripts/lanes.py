"""Runs parts in lanes side by side; what each prints comes whole once it has ended, and its file grows meanwhile."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Deque, Dict, List, Sequence, TextIO, Tuple

import setup
from parts import BIN, EITHER, FIRST, LANES, PARTS, SECONDS

LAST_LINES = 60
LOGS = setup.ROOT / ".cache" / "logs"


@dataclass(frozen=True)
class Outcome:
    """How a part ended; ``said`` is the end of what its failing commands printed."""

    name: str
    seconds: float
    passed: bool
    said: str


class Lanes:
    """Ctrl-C ends every process of every lane."""

    def __init__(self, known: Dict[str, str]) -> None:
        """``known``: variables for the environment of every part."""
        self._known = known
        self._processes: List[subprocess.Popen[str]] = []
        self._lock = threading.Lock()
        self._ended = False

    def run(self, names: Sequence[str]) -> List[Outcome]:
        """The outcome of each part, in the order of the names."""
        for folder in (LOGS, SECONDS):
            folder.mkdir(parents=True, exist_ok=True)
        outcomes = [self._part(name) for name in names if PARTS[name].lane == FIRST]
        either = deque(name for name in names if PARTS[name].lane == EITHER)
        lanes: Dict[str, Deque[str]] = {name: deque() for name in LANES}
        for name in names:
            if PARTS[name].lane in lanes:
                lanes[PARTS[name].lane].append(name)
        with ThreadPoolExecutor(len(lanes)) as pool:
            try:
                futures = [pool.submit(self._lane, own, either) for own in lanes.values()]
                outcomes += [outcome for future in futures for outcome in future.result()]
            except KeyboardInterrupt:
                self._end()
                raise
        return sorted(outcomes, key=lambda outcome: list(names).index(outcome.name))

    def _lane(self, own: Deque[str], either: Deque[str]) -> List[Outcome]:
        outcomes: List[Outcome] = []
        while True:
            with self._lock:
                waiting = own or either
                name = waiting.popleft() if waiting else None
            if name is None:
                return outcomes
            outcomes.append(self._part(name))

    def _part(self, name: str) -> Outcome:
        """Every command of it runs, so that one run shows all that is wrong."""
        commands = PARTS[name].commands
        setup.say(f"{name}: {'; '.join(' '.join(command) for command in commands)}")
        began, said, passed = time.time(), [], True
        path = LOGS / f"{name}.log"
        with path.open("w", encoding="utf-8") as log:
            for number, command in enumerate(commands):
                code, last = self._command(command, {**environment(name, number), **self._known}, log)
                passed = passed and code == 0
                said += last if code else []
        print(path.read_text(encoding="utf-8"), end="", flush=True)
        taken = time.time() - began
        setup.say(f"{name}: {'passed' if passed else 'FAILED'} after {taken:.0f} s")
        return Outcome(name, taken, passed, "".join(said))

    def _command(self, command: Tuple[str, ...], known: Dict[str, str], log: TextIO) -> Tuple[int, List[str]]:
        """Exit code, and the last lines that were printed."""
        last: Deque[str] = deque(maxlen=LAST_LINES)
        with self._lock:
            if self._ended:
                return 130, []
            running = subprocess.Popen(
                command, cwd=setup.ROOT, env=known, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            )
            self._processes.append(running)
        assert running.stdout is not None
        for line in running.stdout:
            log.write(line)
            log.flush()
            last.append(line)
        return running.wait(), list(last)

    def _end(self) -> None:
        with self._lock:
            self._ended = True
            for process in self._processes:
                if process.poll() is None:
                    process.terminate()


def environment(name: str, number: int) -> Dict[str, str]:
    known = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    known["PLAYWRIGHT_JSON_OUTPUT_NAME"] = str(SECONDS / f"playwright-{name}-{number}.json")
    chromium = setup.find_chromium()
    return {**known, "PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH": chromium} if chromium else known
