"""Runs the example notebook for real: trains a small U-Net on real nuclei and measures it on a held-out part.

    .envs/train/bin/python scripts/train_example.py FOLDER      the notebook, its data and its models go into FOLDER
    .envs/train/bin/python scripts/train_example.py --cached    into .cache/example/<hash>, once for each notebook

With --cached the last line of standard output is the folder; `.cache/example/current` is a link to it. It takes about a
minute on two cores, and needs no network.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import List, NoReturn, Optional

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOK = ROOT / "examples" / "unet_2d.ipynb"
CACHE = ROOT / ".cache" / "example"
#: What a run leaves in its folder, the notebook last: it stands for a run that has ended.
MADE = ("patches", "data", "models", NOTEBOOK.name)
#: Longest time for one cell, in seconds: only so that a hanging kernel does not hang for ever.
PATIENCE = 1800


def stop(sentence: str) -> NoReturn:
    print(f"\n{sentence}\n", file=sys.stderr)
    raise SystemExit(1)


def say(sentence: str) -> None:
    print(f"== {sentence}", flush=True)


def execute(folder: Path) -> None:
    """Runs the notebook inside `folder` and leaves it there with its outputs, also where a cell failed."""
    try:
        import nbformat
        from jupyter_client.kernelspec import KernelSpecManager
        from jupyter_client.manager import AsyncKernelManager
        from nbclient import NotebookClient
        from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
    except ImportError as error:
        stop(f"{error.name} is missing in {sys.executable}. Set it up first: python3 scripts/setup.py train")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    # Only this Python's own kernel: a kernel of the same name in the user's home may be another Python.
    specs = KernelSpecManager(kernel_dirs=[str(Path(sys.prefix) / "share" / "jupyter" / "kernels")])
    manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=specs)
    began = time.time()
    running: List[str] = []

    def started(cell: nbformat.NotebookNode, cell_index: int) -> None:
        running.append(cell.id)
        if cell.cell_type == "code":
            say(f"{time.time() - began:5.0f} s  cell '{cell.id}'")

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
        stop(f"Cell '{running[-1]}' of {NOTEBOOK.name} failed: {error.ename}: {error.evalue}")
    except (CellTimeoutError, DeadKernelError, RuntimeError) as error:
        place = f"in cell '{running[-1]}'" if running else "before the first cell"
        stop(f"The kernel stopped {place} of {NOTEBOOK.name}: {error}\n{log.read_text()[-1000:]}")
    finally:
        nbformat.write(notebook, folder / NOTEBOOK.name)


def held_out_iou(folder: Path) -> float:
    """Mean intersection over union on the held-out images, as the notebook's quality control wrote it."""
    table = next((folder / "models").glob("*/Quality Control/QC_metrics_*.csv"))
    with table.open(newline="") as file:
        values = [float(row["IoU"]) for row in csv.DictReader(file)]
    return sum(values) / len(values)


def train(folder: Path) -> None:
    """Trains in a hidden folder and moves all out of it at the end: half a training never looks like a whole one."""
    strangers = [name for name in MADE[:-1] if (folder / name).exists()]
    if strangers and not (folder / NOTEBOOK.name).exists():
        stop(f"{folder} has a '{strangers[0]}' that this script did not make. Choose an empty folder.")
    folder.mkdir(parents=True, exist_ok=True)
    workplace = Path(tempfile.mkdtemp(prefix=".training-", dir=folder))
    try:
        say(f"Training a U-Net on nuclei with {NOTEBOOK.name} (about a minute on two cores)")
        began = time.time()
        try:
            execute(workplace)
        except SystemExit:
            failed = workplace / NOTEBOOK.name
            if failed.exists():
                os.replace(failed, folder / f"failed_{NOTEBOOK.name}")
                print(f"The outputs up to there are in {folder / f'failed_{NOTEBOOK.name}'}", file=sys.stderr)
            raise
        for name in MADE:
            replace(workplace / name, folder / name)
        say(f"Trained and measured in {time.time() - began:.0f} s; held-out IoU {held_out_iou(folder):.3f}")
    finally:
        shutil.rmtree(workplace, ignore_errors=True)


def replace(source: Path, target: Path) -> None:
    if target.is_dir():
        shutil.rmtree(target)
    os.replace(source, target)


def cached() -> Path:
    """The folder of the run with this notebook and these packages; trains if there is none."""
    key = hashlib.sha256(NOTEBOOK.read_bytes() + (ROOT / "requirements" / "train.txt").read_bytes()).hexdigest()[:16]
    folder = CACHE / key
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        wait_for(lock.fileno())
        if not (folder / NOTEBOOK.name).exists():
            train(folder)
        link = CACHE / "current"
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


def main(arguments: Optional[List[str]] = None) -> int:
    parser = argparse.ArgumentParser(description="Trains the example notebook.")
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="where the notebook is run and left")
    parser.add_argument("--cached", action="store_true", help="use .cache/example, and train only if it must")
    options = parser.parse_args(arguments)
    if options.cached == (options.folder is not None):
        parser.error("give either FOLDER or --cached")
    if options.cached:
        folder = cached()
        say(f"Held-out IoU {held_out_iou(folder):.3f}")
        print(folder)
    else:
        train(options.folder.resolve())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
