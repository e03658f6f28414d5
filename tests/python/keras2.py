"""A process in the environment that has n2v, which needs an older Keras. It runs one piece of code after another.

Its TensorFlow translates all of Keras's own code before a process's first prediction, which takes longer than all that
the tests ask of it: so they ask one process.
"""

from __future__ import annotations

import json
import os
import subprocess

from pythons import ROOT, python_of

#: Each piece is a program of its own: its names are those of a fresh ``__main__``.
_SERVE = """
import gc, json, os, sys, traceback, types

def serve(answers):
    for line in sys.stdin:
        code, *sys.argv[1:] = json.loads(line)
        main = sys.modules["__main__"] = types.ModuleType("__main__")
        said = None
        try:
            exec(compile(code, "<test>", "exec"), vars(main))
        except BaseException:
            said = traceback.format_exc()
        del main
        gc.collect()
        print(json.dumps(said), file=answers, flush=True)

answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
serve(answers)
"""


class Keras2:
    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [python_of("keras2"), "-c", _SERVE],
            env={**os.environ, "TF_USE_LEGACY_KERAS": "1", "TF_CPP_MIN_LOG_LEVEL": "3"},
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def run(self, code: str, *arguments: object) -> None:
        """Runs Python code with these as ``sys.argv[1:]``; an exception fails the test."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([code, *map(str, arguments)]) + "\n")
        self._process.stdin.flush()
        said = json.loads(self._process.stdout.readline())
        assert said is None, said

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(20)
