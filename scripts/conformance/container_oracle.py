"""What bioimageio.core says of zips of every odd kind (scripts/conformance/container_variants.py).

    .envs/new/bin/python scripts/conformance/container_oracle.py --cases 340 --seed 1 --output FILE.json

Writes the zips with its answers: each is loaded and tested as `bioimageio test FILE.zip` does, from a zip on disk.
The network is not reached; GitHub users count as existing, as in scripts/conformance/format_oracle.py.
"""

from __future__ import annotations

import argparse
import base64
import json
import multiprocessing
import os
import platform
import re
import socket
import sys
import tempfile
import warnings
from importlib import metadata
from pathlib import Path
from typing import Any, Dict, List, Tuple

from container_variants import variants

Answer = Dict[str, Any]


def no_network(*_: object, **__: object) -> None:
    raise socket.gaierror("the network is not reached here")


def prepare() -> None:
    """Once in each process."""
    socket.getaddrinfo = no_network  # type: ignore[assignment]
    # The library also looks for a file where the command runs, and finds this project's README.md.
    os.chdir(tempfile.mkdtemp())
    warnings.simplefilter("ignore")
    from bioimageio.spec._internal import field_validation
    from loguru import logger

    class Everyone(set):
        def __contains__(self, name: object) -> bool:
            return True

    logger.remove()
    field_validation.KNOWN_GITHUB_USERS = Everyone()


def test(zip_file: Path) -> Tuple[str, str]:
    """The verdict, and why."""
    from bioimageio.core import test_description
    from bioimageio.spec import InvalidDescr, load_description

    try:
        found = load_description(zip_file)
        if isinstance(found, InvalidDescr):
            summary, verdict = found.validation_summary, "invalid"
        else:
            summary = test_description(found)
            verdict = "passed" if summary.status == "passed" else "failed"
        errors = [error.msg for detail in summary.details for error in detail.errors]
    except Exception as error:
        return "unopened", f"{type(error).__name__}: {error}"
    return verdict, errors[0] if errors else ""


def answer(case: Tuple[int, str, bytes]) -> Answer:
    number, kind, data = case
    with tempfile.TemporaryDirectory() as folder:
        zip_file = Path(folder) / "bundle.zip"
        zip_file.write_bytes(data)
        verdict, why = test(zip_file)
        why = re.sub(r"\s+", " ", why.replace(folder, "FOLDER"))[:200]
    return {"id": number, "kind": kind, "verdict": verdict, "why": why, "zip": base64.b64encode(data).decode()}


def versions() -> Dict[str, str]:
    named = {name: metadata.version(name) for name in ("bioimageio.core", "bioimageio.spec")}
    return {**named, "zipfile of Python": platform.python_version()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=340)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    cases = [(number, kind, data) for number, (kind, data) in enumerate(variants(options.cases, options.seed))]
    with multiprocessing.get_context("spawn").Pool(options.processes, prepare) as pool:
        answers: List[Answer] = list(pool.imap(answer, cases, chunksize=4))
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps({"versions": versions(), "answers": answers}) + "\n", encoding="utf-8")
    counts = {
        name: sum(one["verdict"] == name for one in answers) for name in ("passed", "failed", "invalid", "unopened")
    }
    print(", ".join(f"{count} {name}" for name, count in counts.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
