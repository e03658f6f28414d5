"""Runs an example notebook for real: trains a small network and measures it on a held-out part.

    .envs/train/bin/python scripts/networks/train_example.py FOLDER
        the notebook, its data and its models go into FOLDER
    .envs/train/bin/python scripts/networks/train_example.py --cached
        into .cache/example/<hash>, once for each notebook

    --network ID    another notebook of examples/ than unet_2d; cached in .cache/networks/example/ID/<hash>
    --detect        also asks the kernel that has trained what network Zooport finds in it: `alive.json` in the folder

With --cached the last line of standard output is the folder; `current` beside it is a link to it. A notebook takes one
or two minutes on two cores, and needs no network.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import List, NoReturn, Optional

from example_networks import ALL, Example

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = ROOT / "examples" / "unet_2d.ipynb"
CACHE = ROOT / ".cache" / "example"
#: What a run leaves in its folder; the notebook comes last, it stands for a run that has ended.
MADE = ("patches", "data", "models", "alive.json", *(one.bundle for one in ALL.values() if one.bundle))
#: Longest time for one cell, in seconds: only so that a hanging kernel does not hang for ever.
PATIENCE = 1800
#: Runs after the notebook's own cells, in the kernel that has trained.
DETECT = """import json as _json, sys as _sys
_sys.path.insert(0, {root!r})
from zooport.kernel.transport.dispatch import call as _call
with open({place!r}, 'w') as _file:
  _json.dump(_call('detect', {{'notebook': {{'folder': {folder!r}, 'network': {network!r}}}}}, lambda *_: None), _file)
"""


def stop(sentence: str) -> NoReturn:
    print(f"\n{sentence}\n", file=sys.stderr)
    raise SystemExit(1)


def say(sentence: str) -> None:
    print(f"== {sentence}", flush=True)


def execute(notebook_path: Path, folder: Path, last_cell: str = "") -> None:
    """Runs the notebook inside `folder` and leaves it there with its outputs, also where a cell failed."""
    try:
        import nbformat
        from jupyter_client.kernelspec import KernelSpecManager
        from jupyter_client.manager import AsyncKernelManager
        from nbclient import NotebookClient
        from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
    except ImportError as error:
        stop(f"{error.name} is missing in {sys.executable}. Set it up first: python3 scripts/setup.py train")
    notebook = nbformat.read(notebook_path, as_version=4)
    # Only this Python's own kernel: a kernel of the same name in the user's home may be another Python.
    specs = KernelSpecManager(kernel_dirs=[str(Path(sys.prefix) / "share" / "jupyter" / "kernels")])
    manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=specs)
    began = time.time()
    running: List[str] = []

    def started(cell: nbformat.NotebookNode, cell_index: int) -> None:
        running.append(cell.id)
        if cell.cell_type == "code":
            say(f"{time.time() - began:5.0f} s  cell '{cell.id}'")

    if last_cell:
        notebook.cells.append(nbformat.v4.new_code_cell(last_cell, id="detect"))
    # The last cell of a notebook with a network of one's own exports it.
    known = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), known] if known else [str(ROOT)])
    client = NotebookClient(
        notebook,
        km=manager,
        timeout=PATIENCE,
        resources={"metadata": {"path": str(folder)}},
        on_cell_start=started,
    )
    log = folder / "kernel.log"
    try:
        with log.open("w") as errors:
            client.execute(cleanup_kc=True, stderr=errors)
    except CellExecutionError as error:
        # The last line is what was wrong; the traceback stands in the saved notebook.
        stop(f"Cell '{running[-1]}' of {notebook_path.name} failed: {error.ename}: {error.evalue}")
    except (CellTimeoutError, DeadKernelError, RuntimeError) as error:
        place = f"in cell '{running[-1]}'" if running else "before the first cell"
        stop(f"The kernel stopped {place} of {notebook_path.name}: {error}\n{log.read_text()[-1000:]}")
    finally:
        notebook.cells = [cell for cell in notebook.cells if not last_cell or cell.id != "detect"]
        nbformat.write(notebook, folder / notebook_path.name)


def train(example: Example, folder: Path, detect: bool = False) -> None:
    """Trains in a hidden folder and moves all out of it at the end: half a training never looks like a whole one."""
    notebook = NOTEBOOK if example.id == "unet_2d" else example.notebook
    strangers = [name for name in MADE if (folder / name).exists()]
    if strangers and not (folder / notebook.name).exists():
        stop(f"{folder} has a '{strangers[0]}' that this script did not make. Choose an empty folder.")
    folder.mkdir(parents=True, exist_ok=True)
    workplace = Path(tempfile.mkdtemp(prefix=".training-", dir=folder))
    last = DETECT.format(
        root=str(ROOT), folder=str(workplace), network=example.network, place=str(workplace / "alive.json")
    )
    try:
        say(f"Training {example.network} with {notebook.name} (a minute or two on two cores)")
        began = time.time()
        try:
            execute(notebook, workplace, last if detect else "")
        except SystemExit:
            failed = workplace / notebook.name
            if failed.exists():
                os.replace(failed, folder / f"failed_{notebook.name}")
                print(f"The outputs up to there are in {folder / f'failed_{notebook.name}'}", file=sys.stderr)
            raise
        seconds = time.time() - began
        for name in (*MADE, notebook.name):
            replace(workplace / name, folder / name)
        facts = {"seconds": round(seconds, 1), "score": example.score(folder)}
        (folder / "made.json").write_text(json.dumps(facts))
        say(f"Trained and measured in {seconds:.0f} s; held-out {score(example, folder)}")
    finally:
        shutil.rmtree(workplace, ignore_errors=True)


def score(example: Example, folder: Path) -> str:
    return f"{example.measure} {example.score(folder):.3f}"


def replace(source: Path, target: Path) -> None:
    """Moves what the run has made; what it has not made must not stay from an earlier run."""
    if target.is_dir():
        shutil.rmtree(target)
    else:
        target.unlink(missing_ok=True)
    if source.exists():
        os.replace(source, target)


def cached(example: Example, detect: bool = False) -> Path:
    """The folder of the run with this notebook and these packages; trains if there is none."""
    lock_file = ROOT / "requirements" / f"{example.environment}.txt"
    key = hashlib.sha256(example.notebook.read_bytes() + lock_file.read_bytes()).hexdigest()[:16]
    place = CACHE if example.id == "unet_2d" else ROOT / ".cache" / "networks" / "example" / example.id
    folder = place / key
    place.mkdir(parents=True, exist_ok=True)
    with (place / "lock").open("w") as lock:
        wait_for(lock.fileno())
        if not (folder / example.notebook.name).exists():
            train(example, folder, detect)
        link = place / "current"
        if not link.is_symlink() or os.readlink(link) != key:
            link.unlink(missing_ok=True)
            link.symlink_to(key, target_is_directory=True)
    return folder


def wait_for(file: int) -> None:
    """Two test runs that begin together train once; where the system has no such locks, they train twice."""
    try:
        import fcntl
    except ImportError:
        return
    fcntl.flock(file, fcntl.LOCK_EX)


def move_to(environment: str) -> None:
    """Goes on in the environment that trains this notebook, where this Python is that of another one."""
    place = ROOT / ".envs" / environment
    if Path(sys.prefix).resolve() == place.resolve():
        return
    python = place / "bin" / "python"
    if not python.exists():
        stop(f"This notebook trains in .envs/{environment}. Set it up first: python3 scripts/setup.py {environment}")
    os.execv(python, [str(python), *sys.argv])


def main(arguments: Optional[List[str]] = None) -> int:
    parser = argparse.ArgumentParser(description="Trains an example notebook.")
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="where the notebook is run and left")
    parser.add_argument("--network", choices=ALL, default="unet_2d", help="which notebook; unet_2d by default")
    parser.add_argument("--cached", action="store_true", help="use .cache, and train only if it must")
    parser.add_argument("--detect", action="store_true", help="leave what is found in the kernel in alive.json")
    options = parser.parse_args(arguments)
    if options.cached == (options.folder is not None):
        parser.error("give either FOLDER or --cached")
    example = ALL[options.network]
    if example.id != "unet_2d":
        move_to(example.environment)
    if options.cached:
        folder = cached(example, options.detect)
        say(f"Held-out {score(example, folder)}")
        print(folder)
    else:
        train(example, options.folder.resolve(), options.detect)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
