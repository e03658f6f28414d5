"""`make demo`: installs, trains a real small network on real images, exports and checks it, opens JupyterLab on it.

With HEADLESS=1 it stops after the check and prints the verdict. EXAMPLE=stardist_2d, or another notebook of the folder
examples, takes another network than the U-Net; EXAMPLE=own_network one that is in no catalogue.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Dict, List

import setup

sys.path.insert(0, str(Path(__file__).resolve().parent / "networks"))

from example_networks import ALL, Example  # noqa: E402

DEMO = setup.ROOT / "demo"
ZOOPORT = setup.LAB / "bin" / "zooport"
USUAL = "unet_2d"


def chosen() -> Example:
    name = os.environ.get("EXAMPLE") or USUAL
    if name not in ALL:
        raise SystemExit(f"There is no example called {name}. Choose one of {', '.join(ALL)}.")
    return ALL[name]


def variables_of(example: Example) -> Dict[str, str]:
    return {**os.environ, **example.variables}


def train(example: Example, place: Path) -> None:
    """Trains the example once; a demo folder that already has its network is kept as it is."""
    if (place / example.notebook.name).exists() and example.folder(place).exists():
        return
    setup.say(f"Training a small {example.network} on real images (up to two minutes)")
    command = [example.python, "scripts/networks/train_example.py", "--network", example.id, str(place)]
    setup.run(command, env=variables_of(example))


def export(example: Example, place: Path) -> Path:
    if example.bundle:
        # The notebook's own last cell has made it.
        return place / example.bundle
    setup.say("Making the bundle: expected output from Keras, conversion to ONNX, zip (about 20 s)")
    bundle = place / f"{example.model}.bioimageio.zip"
    command: List[str] = [str(ZOOPORT), "export", str(example.folder(place)), "--input", str(place / example.image)]
    command += ["--output", str(bundle), "--network", example.network, "--python", example.python]
    # It also checks what it wrote; the next step prints that report, from the command that anybody would use.
    setup.run(command, stdout=subprocess.DEVNULL, env=variables_of(example))
    return bundle


def check(example: Example, bundle: Path) -> bool:
    setup.say("Checking the bundle's bytes: open, run, compare (a few seconds)")
    # TorchScript beside ONNX runs in the PyTorch that wrote it.
    frameworks = ["--python", example.python] if example.bundle else []
    result = subprocess.run([str(ZOOPORT), "check", *frameworks, str(bundle)], cwd=setup.ROOT)
    return result.returncode == 0


def kernel_spec(example: Example) -> Dict[str, object]:
    """The kernel that trained, which also finds this package: `import zooport` works in its cells."""
    return {
        "argv": [example.python, "-Xfrozen_modules=off", "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": f"Python 3 ({'PyTorch' if example.bundle else 'TensorFlow'})",
        "language": "python",
        "env": {**example.variables, "PYTHONPATH": str(setup.ROOT)},
        "metadata": {"debugger": True},
    }


def share_kernel(example: Example) -> None:
    """JupyterLab's own Python has no TensorFlow: its default kernel becomes the one that trained."""
    place = setup.LAB / "share" / "jupyter" / "kernels" / "python3"
    place.mkdir(parents=True, exist_ok=True)
    (place / "kernel.json").write_text(json.dumps(kernel_spec(example), indent=1))


def open_lab(example: Example, place: Path) -> None:
    share_kernel(example)
    setup.say("Opening JupyterLab on the demo folder; press Ctrl-C twice to stop it")
    root = ["--allow-root"] if os.geteuid() == 0 else []
    jupyter, notebook = str(setup.LAB / "bin" / "jupyter"), str(place / example.notebook.name)
    path = f"{setup.LAB / 'bin'}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(
        [jupyter, "lab", *root, "--notebook-dir", str(place), notebook], cwd=place, env={**os.environ, "PATH": path}
    )


def main() -> int:
    example = chosen()
    place = DEMO if example.id == USUAL else DEMO / example.id
    setup.check_machine()
    setup.say("Zooport demo. The first time takes five minutes or so, most of it downloads and training.")
    for part in ("lab", example.environment, "node", "build"):
        setup.PARTS[part]()
    place.mkdir(parents=True, exist_ok=True)
    train(example, place)
    bundle = export(example, place)
    passed = check(example, bundle)
    setup.say(f"The bundle {'reproduces' if passed else 'does NOT reproduce'}: {bundle.relative_to(setup.ROOT)}")
    if os.environ.get("HEADLESS"):
        return 0 if passed else 1
    if shutil.which("xdg-open") is None:
        setup.say("No web browser was found: open the address that JupyterLab prints.")
    open_lab(example, place)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
