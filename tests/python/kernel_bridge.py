"""A real ipykernel behind JSON lines, so that the TypeScript tests can speak with one.

In:  ``{"id": 1, "content": {execute_request}}``, ``{"interrupt": true}``, ``{"restart": true}``.
Out: ``{"ready": true}``, ``{"id": 1, "message": {"type", "content"}}``, ``{"id": 1, "reply": {…}}``.
"""

from __future__ import annotations

import json
import sys
import threading
from typing import Any, Dict

from jupyter_client.manager import start_new_kernel

lock = threading.Lock()


def say(message: Dict[str, Any]) -> None:
    with lock:
        sys.stdout.write(json.dumps(message, default=str) + "\n")
        sys.stdout.flush()


def relay(channel: Any, numbers: Dict[str, int], kind: str) -> None:
    """Passes on what belongs to one of our requests."""
    while True:
        message = channel.get_msg()
        number = numbers.get((message.get("parent_header") or {}).get("msg_id", ""))
        if number is None:
            continue
        if kind == "reply":
            say({"id": number, "reply": message["content"]})
        else:
            say({"id": number, "message": {"type": message["header"]["msg_type"], "content": message["content"]}})


def main() -> None:
    manager, client = start_new_kernel(kernel_name="python3")
    numbers: Dict[str, int] = {}
    for channel, kind in ((client.shell_channel, "reply"), (client.iopub_channel, "message")):
        threading.Thread(target=relay, args=(channel, numbers, kind), daemon=True).start()
    say({"ready": True})
    for line in sys.stdin:
        order = json.loads(line)
        if "content" in order:
            message = client.session.msg("execute_request", order["content"])
            numbers[message["header"]["msg_id"]] = order["id"]
            client.shell_channel.send(message)
        elif order.get("restart"):
            manager.restart_kernel(now=True)
            say({"ready": True})
        else:
            manager.interrupt_kernel()
    manager.shutdown_kernel()


if __name__ == "__main__":
    main()
