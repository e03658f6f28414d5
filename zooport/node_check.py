"""The check by the command line, wherever there is Node."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import List, Optional, Sequence

from zooport import launcher
from zooport.errors import Told
from zooport.results import CheckResult, Document

# The command line could not do what was asked; anything below is a verdict.
UNUSABLE = 2


class CheckError(Told):
    """The check could not run at all; the message says why and what to do."""


class NoNodeError(CheckError):
    """The command line cannot be started here."""


def check_by_node(
    paths: Sequence[str],
    format_only: bool = False,
    timeout: Optional[float] = None,
    allow_code: bool = False,
    python: Optional[str] = None,
    jobs: int = 1,
) -> List[CheckResult]:
    """The check by the command line, with the frameworks of `python` (this one where none is named).

    `jobs` bundles are checked side by side. Raises `NoNodeError` where it cannot run.
    """
    try:
        command, environment = launcher.command_line()
    except launcher.Unusable as reason:
        raise NoNodeError(str(reason)) from None
    limit = [] if timeout is None else ["--timeout", str(timeout)]
    flags = [*(["--format-only"] if format_only else []), *(["--allow-code"] if allow_code else [])]
    frameworks = ["--python", python or sys.executable] if python or sys.executable else []
    side = ["--jobs", str(jobs)] if jobs > 1 else []
    arguments = ["check", "--json", *flags, *frameworks, *limit, *side, *paths]
    ended = subprocess.run(
        [*command, *arguments],
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
    )
    return [CheckResult(document) for document in documents_of(ended, len(paths))]


def documents_of(ended: subprocess.CompletedProcess[bytes], count: int) -> List[Document]:
    try:
        results = json.loads(ended.stdout.decode())["results"]
        if len(results) != count:
            raise ValueError
    except (ValueError, KeyError):
        said = ended.stderr.decode(errors="replace").strip()
        raise CheckError(f"The check ended without a report (exit code {ended.returncode}). {said}") from None
    return [dict(result) for result in results]
