"""`zooport.check`: the same check as the panel's, from a cell or a script."""

from __future__ import annotations

import json
import os
import subprocess
from typing import Any, Dict, Optional, Union

from zooport import launcher, showing
from zooport.results import CheckResult
from zooport.told import Told

# The command line could not do what was asked; anything below is a verdict.
UNUSABLE = 2


class CheckError(Told):
    """The check could not run at all; the message says why and what to do."""


class NoNodeError(CheckError):
    """The command line cannot be started here."""


def check(
    bundle: Union[str, os.PathLike[str]],
    *,
    format_only: bool = False,
    timeout: Optional[float] = None,
    allow_code: bool = False,
) -> CheckResult:
    """Checks a bundle: its description, its files, and whether its network gives the stored test output.

    `bundle` is a `.zip`, a folder, or a description (`rdf.yaml`) among its files. With `format_only` no network is run.
    The network may take `timeout` seconds (ten minutes where nothing is said); then it is ended, and "not run".
    `allow_code` is there for all commands alike and changes nothing here: no code of a bundle is ever run.
    Never raises for a bundle that is bad: that stands in the result. Raises `CheckError` where the check cannot run.
    Interrupting the kernel ends it. Where there is no Node, a notebook's page runs the whole check: the report is
    shown, and the result is there for the next cells once the page has sent it.
    """
    path = os.fspath(bundle)
    try:
        return check_by_node(path, format_only, timeout)
    except NoNodeError as reason:
        if not showing.in_notebook():
            raise CheckError(str(reason)) from None
    from zooport.pending import check_in_page

    return check_in_page(path)


def check_by_node(path: str, format_only: bool = False, timeout: Optional[float] = None) -> CheckResult:
    """The check by the command line. Raises `NoNodeError` where that cannot run."""
    try:
        command, environment = launcher.command_line()
    except launcher.Unusable as reason:
        raise NoNodeError(str(reason)) from None
    limit = [] if timeout is None else ["--timeout", str(timeout)]
    arguments = ["check", "--json", *(["--format-only"] if format_only else []), *limit, path]
    ended = subprocess.run(
        [*command, *arguments],
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
    )
    return CheckResult(document_of(ended))


def document_of(ended: subprocess.CompletedProcess[bytes]) -> Dict[str, Any]:
    try:
        [result] = json.loads(ended.stdout.decode())["results"]
    except (ValueError, KeyError):
        said = ended.stderr.decode(errors="replace").strip()
        raise CheckError(f"The check ended without a report (exit code {ended.returncode}). {said}") from None
    return dict(result)
