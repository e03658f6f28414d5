"""Trains small networks of every notebook that can be exported, and leaves the folders that the notebooks leave.

    python3 scripts/networks/small_folders.py             all, into .cache/networks/small/<id>/<model_name>, once
    python3 scripts/networks/small_folders.py --commit    and copies what the tests need into tests/networks
    python3 scripts/networks/small_folders.py --only ID   one of them, anew

Width and depth are small, otherwise each network is trained by its own package and has learnt something, which its
score says. Beside each folder lies `image.tif`, which the network has not seen. `index.json` names for each: network
(the notebook's own name), folder, image, framework, score, seconds. The last line of standard output is the folder of
it all.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "networks" / "small"
COMMITTED = ROOT / "tests" / "networks"
#: What a notebook leaves but no test needs: TensorBoard's files.
UNNEEDED = ("logs", "train", "validation")
FRAMEWORKS = {"train": "keras 3", "keras2": "keras 2"}


@dataclass(frozen=True)
class Small:
    """One network: its notebook's `Network`, its folder's name, where it trains, and what trains it."""

    network: str
    name: str
    environment: str
    module: str
    function: str
    settings: Dict[str, Any]

    def trainer(self) -> Callable[[Path], str]:
        from importlib import import_module

        return partial(getattr(import_module(f"small.{self.module}"), self.function), **self.settings)


def stardist(name: str, environment: str, **settings: Any) -> Small:
    chosen = {"colours": False, "grid": 2, "rays": 32, "epochs": 25, "depth": 2, **settings}
    return Small("StarDist 2D", name, environment, "stardist_care", "stardist", chosen)


def restoring(network: str, name: str, module: str, function: str, **settings: Any) -> Small:
    # CARE 2D is trained as today's notebook does; the others by the csbdeep that Noise2Void needs.
    return Small(network, name, "train" if network == "CARE (2D)" else "keras2", module, function, settings)


SMALL: Dict[str, Small] = {
    "stardist_2d": stardist("nuclei_stardist", "train"),
    "stardist_2d_rgb": stardist("stained_stardist", "train", colours=True, grid=1, rays=16, epochs=20),
    "stardist_2d_grid4": stardist("nuclei_stardist_grid4", "keras2", grid=4, depth=1),
    "unet_3d": Small("U-Net (3D)", "nuclei_unet3d", "train", "keras_graphs", "unet_3d", {"epochs": 10}),
    "unet_2d_multilabel": Small(
        "U-Net (2D) multilabel", "nuclei_multilabel", "train", "keras_graphs", "unet_2d_multilabel", {"epochs": 25}
    ),
    "deep_storm": Small("Deep-STORM", "blinks_deepstorm", "train", "keras_graphs", "deep_storm", {"epochs": 20}),
    "care_2d": restoring("CARE (2D)", "nuclei_care", "stardist_care", "care", volume=False, epochs=20),
    "care_3d": restoring("CARE (3D)", "nuclei_care3d", "stardist_care", "care", volume=True, epochs=8),
    "n2v_2d": restoring(
        "Noise2Void (2D)", "nuclei_n2v", "noise2void", "noise2void", volume=False, version_2=False, epochs=8
    ),
    "n2v_3d": restoring(
        "Noise2Void (3D)", "nuclei_n2v3d", "noise2void", "noise2void", volume=True, version_2=False, epochs=8
    ),
    "n2v2_2d": restoring(
        "Noise2Void (2D)", "nuclei_n2v2", "noise2void", "noise2void", volume=False, version_2=True, epochs=8
    ),
}


def train(ids: List[str], place: Path) -> None:
    """Trains in this Python; each network's facts are in its `made.json` when it is whole."""
    import random

    import numpy as np

    for small_id in ids:
        small = SMALL[small_id]
        shutil.rmtree(place / small_id, ignore_errors=True)
        (place / small_id).mkdir(parents=True)
        random.seed(1)
        np.random.seed(1)
        seed_tensorflow()
        began = time.time()
        score = small.trainer()(place / small_id / small.name)
        seconds = round(time.time() - began, 1)
        facts = {
            "network": small.network, "folder": f"{small_id}/{small.name}", "image": f"{small_id}/image.tif",
            "framework": FRAMEWORKS[small.environment], "score": score, "seconds": seconds,
        }  # fmt: skip
        (place / small_id / "made.json").write_text(json.dumps(facts))
        print(f"== {small_id}: {score}, {seconds} s", file=sys.stderr, flush=True)


def seed_tensorflow() -> None:
    import tensorflow as tf

    tf.keras.utils.set_random_seed(1)


def run(environment: str, ids: List[str], place: Path) -> None:
    """Trains these in their own environment."""
    python = ROOT / ".envs" / environment / "bin" / "python"
    if not python.exists():
        raise SystemExit(f"{python} is missing. Set it up first: python3 scripts/setup.py {environment}")
    settings = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""}
    if environment == "keras2":
        settings["TF_USE_LEGACY_KERAS"] = "1"
    command = [str(python), str(Path(__file__)), "--train", *ids, "--into", str(place)]
    log = place / f"{environment}.log"
    with log.open("w") as output:
        finished = subprocess.run(command, env=settings, stdout=output, stderr=subprocess.STDOUT, check=False)
    lines = log.read_text(errors="replace").splitlines()
    print("\n".join(line for line in lines if line.startswith("== ")), file=sys.stderr)
    if finished.returncode:
        end = "\n".join(lines[-15:])
        raise SystemExit(f"Training {', '.join(ids)} in .envs/{environment} failed; the end of {log}:\n{end}")


def key() -> str:
    """Changes with the scripts and with the packages that they train with."""
    files = [Path(__file__), *sorted((Path(__file__).parent / "small").glob("*.py"))]
    files += [ROOT / "requirements" / f"{name}.txt" for name in FRAMEWORKS]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def make(place: Path, wanted: List[str]) -> None:
    place.mkdir(parents=True, exist_ok=True)
    for environment in FRAMEWORKS:
        ids = [name for name in wanted if SMALL[name].environment == environment]
        if ids:
            run(environment, ids, place)
    index = {name: json.loads((place / name / "made.json").read_text()) for name in SMALL if made(place, name)}
    (place / "index.json").write_text(json.dumps(index, indent=2) + "\n")


def made(place: Path, small_id: str) -> bool:
    return (place / small_id / "made.json").exists()


def commit(place: Path) -> None:
    """Copies the folders without what no test needs."""
    index = json.loads((place / "index.json").read_text())
    for small_id in SMALL:
        target = COMMITTED / small_id
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(place / small_id, target, ignore=shutil.ignore_patterns(*UNNEEDED, "made.json"))
    (COMMITTED / "index.json").write_text(json.dumps(index, indent=2) + "\n")


def main(arguments: Optional[List[str]] = None) -> int:
    parser = argparse.ArgumentParser(description="Trains small networks of every notebook.")
    parser.add_argument("--only", choices=SMALL, help="this one, anew")
    parser.add_argument("--commit", action="store_true", help="copy into tests/networks")
    parser.add_argument("--train", nargs="+", choices=SMALL, help=argparse.SUPPRESS)
    parser.add_argument("--into", type=Path, default=CACHE, help="where; .cache/networks/small unless said otherwise")
    options = parser.parse_args(arguments)
    if options.train:
        train(options.train, options.into)
        return 0
    stamp = options.into / "key"
    if options.only:
        make(options.into, [options.only])
    elif not stamp.exists() or stamp.read_text() != key():
        make(options.into, list(SMALL))
        stamp.write_text(key())
    if options.commit:
        commit(options.into)
    print(options.into)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
