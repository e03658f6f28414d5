"""The package as such: old Pythons, no framework, no trace in the user's namespace."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import KERNEL, ROOT

FILES = sorted(KERNEL.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(KERNEL)))
def test_is_written_for_python_3_8(path: Path):
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(KERNEL)))
def test_imports_at_the_top_are_the_standard_library_numpy_and_its_own(path: Path):
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) and node.level == 0 else []
        for name in names:
            assert name.split(".")[0] in {*sys.stdlib_module_names, "numpy"}


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout


def test_looking_for_networks_imports_no_framework(keras3: Path):
    folder = str(keras3 / "models" / "nuclei")
    loaded = run(
        "import sys\nfrom zooport.kernel.transport.dispatch import call\n"
        f"reply = call('detect', {{'folder': {folder!r}}}, print)\n"
        "assert reply['result']['candidates'], reply\n"
        "print([name for name in ('tensorflow', 'keras', 'tf_keras', 'torch', 'skimage') if name in sys.modules])"
    )
    assert loaded.strip() == "[]"


INSTALL = """
import json, sys
files = json.loads(sys.argv[1]) if len(sys.argv) > 1 else json.load(sys.stdin)
scope = {"__name__": "alone"}
exec(compile(files["transport/install.py"], "install.py", "exec"), scope)
before = set(globals())
scope["install"]("_zooport", files, "one")
from importlib import import_module
reply = import_module("_zooport.transport.jupyter").answer("detect", json.dumps({"folder": "/nowhere/at/all"}))
bundle = reply._repr_mimebundle_()["application/vnd.zooport.reply.v1+json"]
scope["install"]("_zooport", files, "two")
print(json.dumps({
    "new": sorted(set(globals()) - before - {"reply", "bundle", "before", "import_module"}),
    "problem": bundle["error"]["problem"],
    "trace": bundle["error"]["traceback"],
    "digest": sys.modules["_zooport"].DIGEST,
    "finders": sum(getattr(one, "package", None) == "_zooport" for one in sys.meta_path),
}))
"""


def test_can_be_sent_into_a_kernel_under_a_private_name():
    files = {path.relative_to(KERNEL).as_posix(): path.read_text(encoding="utf-8") for path in FILES}
    done = subprocess.run(
        [sys.executable, "-c", INSTALL], input=json.dumps(files), capture_output=True, text=True, cwd="/", check=False
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["new"] == []
    assert said["problem"] == "bad-folder"
    assert "zooport/kernel/find/detect.py" in said["trace"]
    assert (said["digest"], said["finders"]) == ("two", 1)
