"""The `zooport` command: what it needs, hands on, and how it ends. The command line itself is tested in TypeScript."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NODE = shutil.which("node")


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The launcher as a wheel lays it out, with a command line that says what it was given."""
    place = tmp_path / "site with spaces"
    (place / "zooport" / "cli").mkdir(parents=True)
    for name in ("__init__.py", "launcher.py"):
        shutil.copy(ROOT / "zooport" / name, place / "zooport" / name)
    return place


def write_command(package: Path, script: str) -> None:
    (package / "zooport" / "cli" / "zooport.mjs").write_text(script)


def launch(package: Path, *arguments: str, path: str | None = None) -> subprocess.Popen[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("ZOOPORT_")}
    environment["PYTHONPATH"] = str(package)
    if path is not None:
        environment["PATH"] = path
    command = [sys.executable, "-m", "zooport.launcher", *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, env=environment, cwd=str(package), **pipes)


def test_hands_on_arguments_standard_input_output_and_the_exit_code(package: Path) -> None:
    write_command(package, "process.stdout.write(process.argv.slice(2).join('|')); process.exitCode = 1;")
    process = launch(package, "check", "--json", "a bundle.zip")
    assert process.communicate()[0] == "check|--json|a bundle.zip"
    assert process.returncode == 1


def test_says_where_the_panels_files_lie_and_which_python_is_beside_it(package: Path) -> None:
    static = package / "zooport" / "labextension" / "static"
    (static / "ort").mkdir(parents=True)
    (static / "ort" / "ort-wasm-simd-threaded.0123abcd.wasm").write_bytes(b"")
    (static / "hdf5.0123abcd.mjs").write_text("export const found = 'the library';")
    write_command(
        package,
        "const { ZOOPORT_WASM, ZOOPORT_HDF5, ZOOPORT_PYTHON } = process.env;"
        "console.log(ZOOPORT_WASM); console.log(ZOOPORT_PYTHON); console.log((await import(ZOOPORT_HDF5)).found);",
    )
    lines = launch(package).communicate()[0].splitlines()
    assert lines == [str(static / "ort"), sys.executable, "the library"]


def test_leaves_an_interrupt_to_the_command_line(package: Path) -> None:
    write_command(
        package,
        "process.on('SIGINT', () => process.exit(7)); setTimeout(() => {}, 60000); process.stdout.write('ready\\n');",
    )
    process = launch(package)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 7


def test_a_missing_node_is_named_with_the_way_to_get_it(package: Path, tmp_path: Path) -> None:
    write_command(package, "")
    process = launch(package, path=str(tmp_path))
    error = process.communicate()[1]
    assert process.returncode == 2
    assert "Node 20 or later is needed" in error
    assert "conda install nodejs" in error


def test_an_older_node_is_passed_over_for_a_newer_one(package: Path, tmp_path: Path) -> None:
    write_command(package, "process.stdout.write('newer')")
    old = tmp_path / "old"
    old.mkdir()
    (old / "node").write_text("#!/bin/sh\necho v12.22.9\n")
    (old / "node").chmod(0o755)
    process = launch(package, path=str(old))
    assert "is version 12.22.9" in process.communicate()[1]
    assert process.returncode == 2

    assert NODE is not None
    (old / "nodejs").symlink_to(NODE)
    assert launch(package, path=str(old)).communicate()[0] == "newer"


def test_a_checkout_that_was_not_built_says_so(package: Path) -> None:
    process = launch(package, "--version")
    assert "npm run build" in process.communicate()[1]
    assert process.returncode == 2
