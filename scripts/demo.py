"""`make demo`: installs, trains a real small network on real images, exports and checks it, opens JupyterLab on it.

With HEADLESS=1 it stops after the check and prints the verdict.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import List

import setup

DEMO = setup.ROOT / "demo"
ZOOPORT = setup.LAB / "bin" / "zooport"
TRAIN_PYTHON = setup.ENVIRONMENTS / "train" / "bin" / "python"


def train() -> Path:
    """Trains the example once; a demo folder that already has its network is kept as it is."""
    trained = DEMO / "models" / "nuclei_unet"
    if not list(trained.glob("weights_best.*")):
        setup.say("Training a small U-Net on real nuclei (about a minute and a half)")
        setup.run([str(TRAIN_PYTHON), "scripts/train_example.py", str(DEMO)])
    return trained


def export(trained: Path) -> Path:
    setup.say("Making the bundle: expected output from Keras, conversion to ONNX, zip (about 20 s)")
    held_out = sorted((DEMO / "data" / "held_out" / "images").glob("*.tif"))[0]
    bundle = DEMO / "nuclei_unet.bioimageio.zip"
    command: List[str] = [str(ZOOPORT), "export", str(trained), "--input", str(held_out), "--output", str(bundle)]
    # It also checks what it wrote; the next step prints that report, from the command that anybody would use.
    setup.run([*command, "--network", "U-Net (2D)", "--python", str(TRAIN_PYTHON)], stdout=subprocess.DEVNULL)
    return bundle


def check(bundle: Path) -> bool:
    setup.say("Checking the bundle's bytes: open, run, compare (a few seconds)")
    result = subprocess.run([str(ZOOPORT), "check", str(bundle)], cwd=setup.ROOT)
    return result.returncode == 0


def share_kernel() -> None:
    """JupyterLab's own Python has no TensorFlow: its default kernel becomes the one that trained."""
    place = setup.LAB / "share" / "jupyter" / "kernels" / "python3"
    place.mkdir(parents=True, exist_ok=True)
    spec = {
        "argv": [str(TRAIN_PYTHON), "-Xfrozen_modules=off", "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": "Python 3 (TensorFlow)",
        "language": "python",
        "metadata": {"debugger": True},
    }
    (place / "kernel.json").write_text(json.dumps(spec, indent=1))


def open_lab() -> None:
    share_kernel()
    setup.say("Opening JupyterLab on the demo folder; press Ctrl-C twice to stop it")
    root = ["--allow-root"] if os.geteuid() == 0 else []
    command = [
        str(setup.LAB / "bin" / "jupyter"),
        "lab",
        *root,
        "--notebook-dir",
        str(DEMO),
        str(DEMO / "unet_2d.ipynb"),
    ]
    path = f"{setup.LAB / 'bin'}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(command, cwd=DEMO, env={**os.environ, "PATH": path})


def main() -> int:
    setup.check_machine()
    setup.say("Zooport demo. The first time takes five minutes or so, most of it downloads and training.")
    for part in ("lab", "train", "node", "build"):
        setup.PARTS[part]()
    DEMO.mkdir(exist_ok=True)
    passed = check(export(train()))
    setup.say(f"The bundle {'reproduces' if passed else 'does NOT reproduce'}: demo/nuclei_unet.bioimageio.zip")
    if os.environ.get("HEADLESS"):
        return 0 if passed else 1
    if shutil.which("xdg-open") is None:
        setup.say("No web browser was found: open the address that JupyterLab prints.")
    open_lab()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
