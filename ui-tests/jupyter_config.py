"""The test servers: a root folder of their own, the training environment as the default kernel, our extension."""

import json
import os
import shutil
from pathlib import Path

import jupyterlab.galata
from jupyterlab.galata import configure_jupyter_server

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = os.environ["ZOOPORT_ENVIRONMENT"]
PLACE = ROOT / ".cache" / "servers" / os.environ["ZOOPORT_PORT"]

c = get_config()  # type: ignore[name-defined] # noqa: F821
configure_jupyter_server(c)

shutil.rmtree(PLACE, ignore_errors=True)
files = PLACE / "files"
kernels = PLACE / "data" / "kernels"
extensions = PLACE / "extensions"
for folder in (files, extensions):
    folder.mkdir(parents=True)

python = ROOT / ".envs" / "train" / "bin" / "python"
if not python.exists():
    raise SystemExit("The test servers need .envs/train: python3 scripts/setup.py train")


def add_kernel(name: str, title: str, executable: Path) -> None:
    """A kernel that runs in a Python of another environment."""
    argv = [str(executable), "-Xfrozen_modules=off", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    folder = kernels / name
    folder.mkdir(parents=True)
    (folder / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": title, "language": "python"}))


warm = os.environ["ZOOPORT_WARM"]
add_kernel("python3", "Python 3 (ipykernel)", Path(warm) / "train" / "python" if warm else python)
# JupyterLab's own environment has numpy, and neither TensorFlow nor Keras.
add_kernel("no-tensorflow", "Python without TensorFlow", ROOT / ".venv" / "bin" / "python")
# For networks of one's own in PyTorch. Never the warm Python: a process that was forked cannot train with it.
if (ROOT / ".envs" / "new").exists():
    add_kernel("pytorch", "Python with PyTorch", ROOT / ".envs" / "new" / "bin" / "python")
os.environ["JUPYTER_PATH"] = str(PLACE / "data")
# The newest JupyterLab has the wheel installed; the oldest gets the same files through its own path.
if ENVIRONMENT != "lab":
    (extensions / "zooport").symlink_to(ROOT / "zooport" / "labextension")

c.ServerApp.allow_root = True
c.ServerApp.ip = "127.0.0.1"
# A name of plain http, which only the test's own browser knows (plain-http.spec.ts).
c.ServerApp.local_hostnames = ["localhost", "zooport.test"]
c.ServerApp.port = int(os.environ["ZOOPORT_PORT"])
c.ServerApp.port_retries = 0
c.ServerApp.base_url = os.environ["ZOOPORT_BASE_URL"]
c.IdentityProvider.token = os.environ["ZOOPORT_TOKEN"]
c.ServerApp.root_dir = str(files)
c.LabServerApp.extra_labextensions_path = [str(Path(jupyterlab.galata.__file__).parent), str(extensions)]
