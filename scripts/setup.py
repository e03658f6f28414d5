"""Sets up what the make targets need: Python environments, node modules, Chromium, the built extension.

    python3 scripts/setup.py lab train keras2 zoo new lab42 node build chromium

Each part is installed once and again only when its lock file (or source) has changed. Only the standard library is
used, so that this runs on a machine with nothing but Python 3, Node and make.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Callable, Dict, Iterable, List, NoReturn, Optional

ROOT = Path(__file__).resolve().parent.parent
LAB = ROOT / ".venv"
ENVIRONMENTS = ROOT / ".envs"
# TensorFlow 2.16.1, which the zoo runs, exists for these.
ZOO_PYTHONS = ((3, 10), (3, 11), (3, 12))
# stardist 0.8.5, which the last csbdeep of Noise2Void needs, has wheels for these.
KERAS2_PYTHONS = ((3, 10), (3, 11))
# TensorFlow 2.21, for training and for the newest bioimageio.core.
TRAIN_PYTHONS = ((3, 10), (3, 11), (3, 12), (3, 13))


def stop(sentence: str) -> NoReturn:
    print(f"\n{sentence}\n", file=sys.stderr)
    raise SystemExit(1)


def say(sentence: str) -> None:
    print(f"== {sentence}", flush=True)


def run(command: List[str], **kwargs: object) -> None:
    result = subprocess.run(command, cwd=ROOT, **kwargs)  # type: ignore[call-overload]
    if result.returncode != 0:
        stop(f"This step failed (exit code {result.returncode}): {' '.join(command)}")


def digest(paths: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for path in sorted(paths):
        if path.is_file():
            total.update(str(path.relative_to(ROOT)).encode())
            total.update(path.read_bytes())
    return total.hexdigest()


def once(name: str, key: str, proof: Path, work: Callable[[], None]) -> None:
    """Runs `work` unless it ran with the same `key` and `proof` is still there."""
    stamp = ROOT / ".cache" / "stamps" / name
    if proof.exists() and stamp.exists() and stamp.read_text() == key:
        return
    work()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(key)


def check_machine() -> None:
    """Names the system package first where one is missing."""
    if sys.version_info < (3, 10):
        stop(f"Python 3.10 or later is needed; this is {sys.version.split()[0]}.")
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        stop("Python's venv module is missing. Install it first: sudo apt-get install python3-venv")
    for command, package in (("node", "nodejs"), ("npm", "npm")):
        if shutil.which(command) is None:
            stop(f"{command} is missing. Install it first: sudo apt-get install {package} (Node 20 or later is needed)")
    version = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout.strip()
    if int(version.lstrip("v").split(".")[0] or 0) < 20:
        stop(f"Node 20 or later is needed; this is {version}. Install a newer nodejs package first.")


def python_for(wanted: Iterable[tuple]) -> Optional[str]:
    """This Python if its version is one of `wanted`, else another one on the PATH."""
    wanted = list(wanted)
    if sys.version_info[:2] in wanted:
        return sys.executable
    for major, minor in reversed(wanted):
        found = shutil.which(f"python{major}.{minor}")
        if found:
            return found
    return None


def make_lab() -> None:
    lock = ROOT / "requirements" / "lab.txt"

    def work() -> None:
        say("JupyterLab and the build tools go into .venv (about half a minute)")
        if not (LAB / "bin" / "python").exists():
            run([sys.executable, "-m", "venv", str(LAB)])
        pip = [str(LAB / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        run([*pip, "--require-hashes", "-r", "requirements/uv.txt"])
        sync(LAB, lock)
        # JupyterLab's builder brings a CommonJS script; this package around it says that scripts are ES modules.
        (LAB / "package.json").write_text('{ "type": "commonjs" }\n')
        ENVIRONMENTS.mkdir(exist_ok=True)
        link = ENVIRONMENTS / "lab"
        if not link.exists():
            link.symlink_to(Path("..") / ".venv")

    once("lab", digest([lock]), LAB / "bin" / "uv", work)


def sync(environment: Path, lock: Path) -> None:
    uv = str(LAB / "bin" / "uv")
    python = str(environment / "bin" / "python")
    # Copies instead of links where the cache lies on another disk; uv says so otherwise.
    command = [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", python, str(lock)]
    run(command, env={**os.environ, "UV_LINK_MODE": os.environ.get("UV_LINK_MODE", "hardlink")})


def make_environment(name: str, pythons: Optional[Iterable[tuple]], what: str) -> None:
    make_lab()
    lock = ROOT / "requirements" / f"{name}.txt"
    place = ENVIRONMENTS / name
    python = sys.executable if pythons is None else python_for(pythons)
    if python is None:
        versions = ", ".join(f"{a}.{b}" for a, b in pythons or ())
        stop(f"The environment '{name}' ({what}) needs one of Python {versions}. Install one first, e.g. python3.12.")

    def work() -> None:
        say(f"{what} goes into .envs/{name} (a minute or two the first time)")
        run([str(LAB / "bin" / "uv"), "venv", "--quiet", "--clear", "--python", python, str(place)])
        sync(place, lock)

    once(name, digest([lock]), place / "bin" / "python", work)


def make_node() -> None:
    lock = ROOT / "package-lock.json"

    def work() -> None:
        say("The JavaScript packages go into node_modules (about a minute)")
        run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])

    once("node", digest([lock]), ROOT / "node_modules" / "typescript", work)
    make_schema(lock)


def make_schema(lock: Path) -> None:
    """The format's schema as JavaScript, which tests, type checks and bundles need before anything is built."""
    schema = ROOT / "src" / "spec" / "schema"
    script = ROOT / "build" / "compile_schema.mjs"

    def work() -> None:
        run(["node", str(script)])

    key = digest([lock, script, *schema.glob("*.json")])
    once("schema", key, schema / "generated" / "model05.js", work)


def source_files() -> List[Path]:
    folders = ("src", "style", "schema", "zooport")
    built = tuple(ROOT / "zooport" / name for name in ("labextension", "cli", "widget"))
    files = [path for folder in folders for path in (ROOT / folder).rglob("*")]
    files += list((ROOT / "build").rglob("*.*")) + [
        ROOT / name for name in ("package.json", "tsconfig.json", "pyproject.toml")
    ]
    return [p for p in files if "__pycache__" not in p.parts and not any(b in p.parents for b in built)]


def make_build() -> None:
    make_lab()
    make_node()

    def work() -> None:
        say("Building the extension and the command line (about a minute)")
        path = f"{LAB / 'bin'}{os.pathsep}{os.environ['PATH']}"
        run(["npm", "run", "--silent", "build"], env={**os.environ, "PATH": path})
        shutil.rmtree(ROOT / "dist", ignore_errors=True)
        pip = [str(LAB / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
        run([*pip, "wheel", "--quiet", "--no-build-isolation", "--no-deps", "--wheel-dir", "dist", "."])
        wheel = str(next((ROOT / "dist").glob("zooport-*.whl")))
        run([*pip, "install", "--quiet", "--no-deps", "--force-reinstall", wheel])

    once("build", digest(source_files()), LAB / "bin" / "zooport", work)


def find_chromium() -> Optional[str]:
    named = os.environ.get("PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH")
    if named:
        return named
    for name in ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    return None


def make_chromium() -> None:
    if find_chromium():
        return
    if shutil.which("apt-get") is None:
        stop("No Chromium was found for the browser tests. Install your system's chromium package first.")
    root = os.geteuid() == 0
    if not root and shutil.which("sudo") is None:
        stop("No Chromium was found for the browser tests. Install it first: apt-get install chromium (as root)")
    say("Chromium for the browser tests comes from the system's packages (about a minute)")
    before = [] if root else ["sudo"]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run([*before, "apt-get", "-qq", "update"], env=quiet)
    run(
        [*before, "apt-get", "-qq", "-y", "install", "--no-install-recommends", "chromium"],
        env=quiet,
        stdout=subprocess.DEVNULL,
    )
    if find_chromium() is None:
        stop("Chromium was installed but cannot be found; name it in PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH.")


PARTS: Dict[str, Callable[[], None]] = {
    "lab": make_lab,
    "train": lambda: make_environment("train", TRAIN_PYTHONS, "TensorFlow and Keras for training"),
    "keras2": lambda: make_environment("keras2", KERAS2_PYTHONS, "Keras 2, for training Noise2Void"),
    "zoo": lambda: make_environment(
        "zoo", ZOO_PYTHONS, "What the zoo runs (bioimageio.core 0.10.4, TensorFlow 2.16.1, PyTorch 2.5.1: 7 GB)"
    ),
    "new": lambda: make_environment(
        "new", TRAIN_PYTHONS, "PyTorch with its libraries and the newest bioimageio.core (7 GB)"
    ),
    "spec": lambda: make_environment("spec", None, "The newest bioimageio.spec, the oracle of the format"),
    "lab42": lambda: make_environment("lab42", None, "JupyterLab 4.2"),
    "node": make_node,
    "build": make_build,
    "chromium": make_chromium,
}


def main(names: List[str]) -> None:
    unknown = [name for name in names if name not in PARTS]
    if unknown or not names:
        stop(f"Usage: python3 scripts/setup.py {' '.join(PARTS)}")
    check_machine()
    began = time.time()
    for name in names:
        PARTS[name]()
    if time.time() - began > 2:
        say(f"Set up in {time.time() - began:.0f} s: {', '.join(names)}")


if __name__ == "__main__":
    main(sys.argv[1:])
