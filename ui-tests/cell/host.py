"""A page that hosts the widget as Colab and VS Code do: a sandboxed frame, no shared modules, a strict policy.

The frame has no way to a server. Its messages go to the outer page, and from there to this process, in which the real
`zooport.preview` makes the real widget; only what carries the messages is another than a kernel's.
"""

from __future__ import annotations

import ast
import base64
import contextlib
import io
import json
import os
import queue
import sys
import threading
import time
import types
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Dict, List
from urllib.parse import parse_qs, urlsplit

import comm
from comm.base_comm import BaseComm

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))
PORT = int(sys.argv[1])

POLICIES = {
    "strict": "worker-src blob:; script-src blob: 'wasm-unsafe-eval' 'nonce-host'",
    "no-workers": "worker-src 'none'; script-src blob: 'wasm-unsafe-eval' 'nonce-host'",
    "no-wasm": "worker-src blob:; script-src blob: 'nonce-host'",
}
REST = "default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; connect-src blob:"


class HostComm(BaseComm):
    """Carries what the widget sends into the queue of its model."""

    def publish_msg(self, msg_type: str, data: Any = None, metadata: Any = None, buffers: Any = None, **_: Any) -> None:
        if msg_type == "comm_msg" and data and data.get("method") == "custom":
            parts = [base64.b64encode(bytes(part)).decode() for part in buffers or []]
            outgoing(self.comm_id).put({"content": data["content"], "buffers": parts})


QUEUES: Dict[str, queue.Queue[Dict[str, Any]]] = {}
WIDGETS: Dict[str, Any] = {}
# Until when a widget answers nothing, as where its kernel runs another cell.
BUSY: Dict[str, float] = {}
LOCK = threading.Lock()


def outgoing(model: str) -> queue.Queue[Dict[str, Any]]:
    return QUEUES.setdefault(model, queue.Queue())


def make(path: str, busy: float) -> Dict[str, Any]:
    import zooport

    try:
        widget = called(**json.loads(path)) if path.startswith("{") else zooport.preview(path)
    except (zooport.PreviewError, zooport.ExportError) as error:
        return {"error": str(error)}
    BUSY[widget.model_id] = time.monotonic() + busy
    return hosted(widget)


def hosted(widget: Any) -> Dict[str, Any]:
    WIDGETS[widget.model_id] = widget
    BUSY.setdefault(widget.model_id, 0.0)
    return {"model": widget.model_id, "esm": widget._esm, "still": widget._still()["text/html"]}


def run_cell(source: str) -> Dict[str, Any]:
    """A cell of a notebook, in the one namespace of them all; the value of its last line may be a widget."""
    from zooport import display

    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed, value = io.StringIO(), None
    space = vars(sys.modules["__main__"])
    with LOCK, contextlib.redirect_stdout(printed):
        asked, display.in_notebook = display.in_notebook, lambda: True
        try:
            exec(compile(tree, "<cell>", "exec"), space)
            if last is not None:
                value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), space)
        except Exception as error:
            return {"printed": printed.getvalue(), "error": f"{type(error).__name__}: {error}"}
        finally:
            display.in_notebook = asked
    shown = hosted(value) if hasattr(value, "model_id") else {}
    return {"printed": printed.getvalue(), **shown}


def called(**arguments: Any) -> Any:
    """An export, or a report with an own image: `image` has its shape, its values count from 0."""
    import numpy as np

    import zooport

    shape = arguments.pop("image", None)
    if shape is None:
        return exported(**arguments)
    return zooport.preview(arguments["bundle"], image=np.arange(np.prod(shape), dtype=np.float32).reshape(shape) - 20)


def exported(**arguments: Any) -> Any:
    """What `zooport.export` gives in a notebook whose kernel has no Node."""
    import zooport
    from zooport import display

    with LOCK:
        path, asked = os.environ["PATH"], display.in_notebook
        os.environ["PATH"], display.in_notebook = "", lambda: True
        try:
            return zooport.export(**arguments)
        finally:
            os.environ["PATH"], display.in_notebook = path, asked


def take(model: str, message: Dict[str, Any]) -> None:
    buffers = [base64.b64decode(part) for part in message["buffers"]]
    data = {"method": "custom", "content": message["content"]}
    time.sleep(max(0.0, BUSY[model] - time.monotonic()))
    with LOCK:
        WIDGETS[model].comm.handle_msg({"content": {"data": data}, "buffers": buffers})


def result(model: str) -> Dict[str, Any]:
    widget = WIDGETS[model]
    found = widget.result
    return {
        "verdict": found and found.verdict,
        "source": widget.source,
        "reproduction": found and found.reproduction,
        "still": widget._still()["text/html"],
    }


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        address = urlsplit(self.path)
        asked = {key: values[0] for key, values in parse_qs(address.query).items()}
        if address.path in ("/", "/index.html"):
            self.answer((HERE / "host.html").read_bytes(), "text/html")
        elif address.path == "/notebook.html":
            self.answer((HERE / "notebook.html").read_bytes(), "text/html")
        elif address.path == "/host.js":
            self.answer((HERE / "host.js").read_bytes(), "text/javascript")
        elif address.path == "/frame.html":
            policy = f"{REST}; {POLICIES[asked['policy']]}"
            self.answer((HERE / "frame.html").read_bytes(), "text/html", {"Content-Security-Policy": policy})
        elif address.path == "/make":
            self.answer_json(make(asked["path"], float(asked.get("busy", 0))))
        elif address.path == "/result":
            self.answer_json(result(asked["model"]))
        elif address.path == "/messages":
            self.answer_json(self.waiting(asked["model"]))
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        address = urlsplit(self.path)
        message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if address.path == "/cell":
            self.answer_json(run_cell(message["source"]))
            return
        take(parse_qs(address.query)["model"][0], message)
        self.answer_json({})

    def waiting(self, model: str) -> List[Dict[str, Any]]:
        """What the widget has sent; waits a while for the first."""
        try:
            return [outgoing(model).get(timeout=20)]
        except queue.Empty:
            return []

    def answer_json(self, value: object) -> None:
        self.answer(json.dumps(value).encode(), "application/json")

    def answer(self, body: bytes, kind: str, headers: Dict[str, str] | None = None) -> None:
        self.send_response(200)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A page that was closed takes no answer; anything else is a fault of this host."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


# The notebook's namespace is its own: its cells know nothing of this host.
sys.modules["__main__"] = types.ModuleType("__main__")
os.environ.setdefault("MPLBACKEND", "Agg")
comm.create_comm = lambda *args, **kwargs: HostComm(*args, **kwargs)
FILES = HERE.parents[1] / ".cache" / "cell"
FILES.mkdir(parents=True, exist_ok=True)
os.chdir(FILES)
Server(("127.0.0.1", PORT), Handler).serve_forever()
