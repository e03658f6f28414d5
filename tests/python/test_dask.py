"""Many images and bundles on a real local cluster of processes; a worker that is killed in the middle loses nothing."""

from __future__ import annotations

import csv
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any, Iterator, List

import numpy as np
import pytest
import tifffile
from calls import ROOT, needs_command_line

import zooport

pytestmark = needs_command_line
BUNDLE = ROOT / "tests" / "bundle"


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    from dask.distributed import Client, LocalCluster

    # The workers are processes of their own, which find this checkout as others find the installed package.
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    cluster = LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None)
    with cluster, Client(cluster) as found:
        yield found


def image(seed: int, side: int = 92) -> np.ndarray:
    return np.random.default_rng(seed).poisson(100, (side, side)).astype(np.uint16)


def rows(folder: Path) -> List[dict]:
    with open(folder / "results.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_each_image_is_a_task_and_all_stand_in_one_table(client: Any, tmp_path: Path) -> None:
    images = tmp_path / "images"
    images.mkdir()
    for seed in range(3):
        tifffile.imwrite(images / f"{seed}.tif", image(seed))
    (images / "broken.tif").write_bytes(b"II*\0")
    np.save(images / "0.npy", image(9))
    results = zooport.run(BUNDLE, images, tmp_path / "results", threads=1, client=client)
    assert [Path(one["source"]).name for one in results] == ["0.npy", "0.tif", "1.tif", "2.tif", "broken.tif"]
    assert [one["error"] is None for one in results] == [True, True, True, True, False]
    # Two of one name keep their endings, although no worker sees the other one.
    files = [Path(one["file"]).name for result in results for one in result["outputs"]]
    assert files == ["0.npy.restored.tif", "0.tif.restored.tif", "1.restored.tif", "2.restored.tif"]
    assert sorted(row["file"] for row in rows(tmp_path / "results")) == ["", *sorted(files)]
    alone = zooport.run(BUNDLE, images / "1.tif", threads=1)
    assert np.array_equal(tifffile.imread(tmp_path / "results" / "1.restored.tif"), alone)
    again = zooport.run(BUNDLE, images, tmp_path / "results", threads=1, client=client)
    assert [one.get("kept", False) for one in again] == [True, True, True, True, False]


def test_a_worker_that_is_killed_loses_nothing_and_does_nothing_twice(client: Any, tmp_path: Path) -> None:
    images = tmp_path / "images"
    images.mkdir()
    for seed in range(4):
        tifffile.imwrite(images / f"{seed}.tif", image(seed, side=800))
    output = tmp_path / "results"
    killed: List[int] = []

    def kill() -> None:
        """As soon as a worker is at work on an image."""
        while not (output / "results.csv").exists():
            time.sleep(0.05)
        busy = client.run(lambda dask_worker: (os.getpid(), len(dask_worker.state.executing)))
        pid = next((pid for pid, tasks in busy.values() if tasks), None)
        if pid is not None:
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)

    thread = threading.Thread(target=kill)
    thread.start()
    results = zooport.run(BUNDLE, images, output, threads=1, tile=256, client=client)
    thread.join(60)
    assert len(killed) == 1
    assert [one["error"] for one in results] == [None] * 4
    files = [f"{seed}.restored.tif" for seed in range(4)]
    assert sorted(row["file"] for row in rows(output)) == files
    assert [row["error"] for row in rows(output)] == [""] * 4
    assert sorted(os.listdir(output)) == [*files, "results.csv"]
    assert all(tifffile.imread(output / name).shape == (800, 800) for name in files)


def test_bundles_are_checked_side_by_side_in_their_order(client: Any, tmp_path: Path) -> None:
    paths = [BUNDLE, tmp_path / "nowhere.zip", BUNDLE / "rdf.yaml"]
    verdicts = ["passed", "unreadable", "passed"]
    assert [one.verdict for one in zooport.check(paths, client=client, python=sys.executable)] == verdicts
    found = zooport.check(paths, jobs=2, format_only=True)
    assert [one.source for one in found] == [str(path) for path in paths]
    assert [one.verdict for one in found] == verdicts


def test_an_array_of_dask_is_an_array() -> None:
    import dask.array

    found = zooport.run(BUNDLE, dask.array.from_array(image(1), chunks=40), threads=1)
    assert np.array_equal(found, zooport.run(BUNDLE, image(1), threads=1))


def test_what_cannot_be_shared_out_is_a_sentence(client: Any, tmp_path: Path) -> None:
    tifffile.imwrite(tmp_path / "a.tif", image(1))
    with pytest.raises(zooport.RunError, match="no Dask client"):
        zooport.run(BUNDLE, tmp_path / "a.tif", tmp_path / "results", client="no client")
    with pytest.raises(zooport.RunError, match="nowhere.zip"):
        zooport.run(tmp_path / "nowhere.zip", tmp_path / "a.tif", tmp_path / "results", client=client)
    with pytest.raises(zooport.RunError, match="client= writes files"):
        zooport.run(BUNDLE, image(1), client=client)
