"""A process of its own that has nothing but the files of a bundle: what runs there runs elsewhere as well.

Whatever a library's native code may do (onnxruntime ends the whole process on some graphs), it does there.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from typing import Dict, List, Mapping, Optional, Sequence, TypedDict

import numpy as np

from ...libraries import Array

#: Seconds for one process; a network may take minutes on a laptop.
_PATIENCE = 1800
#: Long enough for any framework to say what is wrong.
_SAID = 2000
#: Seconds that a process waits for another task.
_IDLE = 60

_running: List[subprocess.Popen[bytes]] = []

#: What the process runs. It loads the frameworks once, and then each task in a copy of itself, so that every task finds
#: them fresh; where processes cannot be copied, one task is all it does.
_CODE = r"""
import importlib, importlib.util, json, os, select, sys
import numpy as np

def say(file, form, error):
    print(json.dumps({"form": form, "error": error}), file=file, flush=True)

def keep(form, shape, outputs):
    for number, one in enumerate(outputs):
        np.save("%s_%d_%d.npy" % (form, shape, number), one)

def onnx(form, inputs):
    import onnxruntime
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(form["path"], options, providers=["CPUExecutionProvider"])
    asked = [one.name for one in session.get_inputs()]
    for shape, given in enumerate(inputs):
        feeds = {name: one for name, one in zip(form["inputs"], given) if name in asked}
        keep("onnx", shape, session.run(form["outputs"], feeds))

def module(form, made, inputs):
    import torch
    with torch.no_grad():
        for shape, given in enumerate(inputs):
            result = made(*[torch.from_numpy(one) for one in given])
            result = result if isinstance(result, (tuple, list)) else [result]
            keep(form, shape, [one.numpy() for one in result])

def torchscript(form, inputs):
    import torch
    module("torchscript", torch.jit.load(form["path"], map_location="cpu"), inputs)

def pytorch_state_dict(form, inputs):
    import torch
    if form["file"]:
        spec = importlib.util.spec_from_file_location("architecture", form["file"])
        home = importlib.util.module_from_spec(spec)
        # As bioimageio.core does: dataclasses look their own module up.
        sys.modules[spec.name] = home
        spec.loader.exec_module(home)
    else:
        home = importlib.import_module(form["module"])
    made = getattr(home, form["callable"])(**form["kwargs"])
    with open(form["path"], "rb") as file:
        state = torch.load(file, map_location="cpu", weights_only=True)
    made.load_state_dict(state, strict=True)
    module("pytorch_state_dict", made.eval(), inputs)

def do(folder):
    os.chdir(folder)
    task = json.load(open("task.json"))
    inputs = [[np.load(name) for name in names] for names in task["inputs"]]
    with open("told.jsonl", "w") as file:
        for form in task["forms"]:
            say(file, form["format"], "it ended the process")
            try:
                globals()[form["format"]](form, inputs)
                say(file, form["format"], None)
            except Exception as error:
                say(file, form["format"], "%s: %s" % (type(error).__name__, error))

told, sys.stdout = sys.stdout, sys.stderr
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
    except Exception:
        pass
while not hasattr(os, "fork") or select.select([sys.stdin], [], [], IDLE)[0]:
    folder = sys.stdin.readline().rstrip("\n")
    if not folder:
        break
    if hasattr(os, "fork"):
        child = os.fork()
        if not child:
            try:
                do(folder)
            finally:
                os._exit(0)
        os.waitpid(child, 0)
    else:
        do(folder)
    print("done", file=told, flush=True)
    if not hasattr(os, "fork"):
        break
"""


class Form(TypedDict, total=False):
    """One form of a network: its key in a description, its file, and what its reader needs."""

    format: str
    path: str
    inputs: Sequence[str]
    outputs: Sequence[str]
    file: Optional[str]
    module: Optional[str]
    callable: str
    kwargs: Mapping[str, object]


class Result:
    """What one form gave: outputs by shape, or what went wrong."""

    def __init__(self, outputs: List[List[Array]], error: Optional[str]) -> None:
        self.outputs = outputs
        self.error = error


def run(forms: Sequence[Form], shapes: Sequence[Sequence[Array]], counts: int) -> Optional[Dict[str, Result]]:
    """Runs forms on inputs of several shapes, each giving so many outputs; None where no process can be started."""
    folder = tempfile.mkdtemp(prefix="zooport-clean-")
    try:
        names = []
        for shape, inputs in enumerate(shapes):
            names.append([f"input_{shape}_{number}.npy" for number in range(len(inputs))])
            for name, array in zip(names[-1], inputs):
                np.save(os.path.join(folder, name), array)
        with open(os.path.join(folder, "task.json"), "w") as file:
            json.dump({"inputs": names, "forms": forms}, file)
        # It may have ended, unasked for a minute, in this very moment.
        told = _started(folder) or _started(folder)
        return (
            None
            if told is None
            else {
                str(form["format"]): _result(folder, str(form["format"]), told, len(shapes), counts) for form in forms
            }
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def begin(*frameworks: str) -> None:
    """Starts the process ahead of its first task: loading the frameworks, which are named, takes it seconds."""
    _process(frameworks)


def _started(folder: str) -> Optional[Dict[str, Optional[str]]]:
    """What was said of each form; None where no process can be started."""
    process = _process()
    if process is None or process.stdin is None or process.stdout is None:
        return None
    watch = threading.Timer(_PATIENCE, process.kill)
    watch.daemon = True
    watch.start()
    try:
        process.stdin.write(f"{folder}\n".encode())
        process.stdin.flush()
        process.stdout.readline()
    except OSError:
        return None
    except BaseException:
        # Whoever interrupts the export does not want it to go on elsewhere.
        process.kill()
        raise
    finally:
        watch.cancel()
    if not os.path.exists(os.path.join(folder, "told.jsonl")):
        return None
    with open(os.path.join(folder, "told.jsonl"), encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return {row["form"]: row["error"] and row["error"][:_SAID] for row in rows}


def _process(frameworks: Sequence[str] = ()) -> Optional[subprocess.Popen[bytes]]:
    """The process that waits for tasks, started where there is none; None where that is impossible.

    It ends by itself with this one (its input is closed), and after a minute without a task.
    """
    if _running and _running[0].poll() is None:
        return _running[0]
    del _running[:]
    if not sys.executable or not os.path.isfile(sys.executable):
        return None
    environment = {**os.environ, "CUDA_VISIBLE_DEVICES": "", "PYTHONPATH": _packages()}
    try:
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", _CODE.replace("IDLE", str(_IDLE)), *frameworks],
            cwd=tempfile.gettempdir(),
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    _running.append(process)
    return process


def _packages() -> str:
    """Folders of installed packages that only PYTHONPATH names; a folder of the researcher's own code is not told."""
    paths = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    return os.pathsep.join(one for one in paths if "site-packages" in one or "dist-packages" in one)


def _result(folder: str, form: str, told: Mapping[str, Optional[str]], shapes: int, counts: int) -> Result:
    error = told.get(form, "it was not reached")
    if error is not None:
        return Result([], error)
    try:
        outputs = [
            [np.load(os.path.join(folder, f"{form}_{shape}_{number}.npy")) for number in range(counts)]
            for shape in range(shapes)
        ]
    except (OSError, ValueError):
        return Result([], "it gave another number of outputs")
    return Result(outputs, None)
