"""`zooport.check`: the same check as the panel's, from a cell or a script."""

from __future__ import annotations

import os
from typing import Optional, Union

from zooport import display
from zooport.node_check import CheckError, NoNodeError, check_by_node
from zooport.pending import check_in_page
from zooport.results import CheckResult

__all__ = ["CheckError", "check"]


def check(
    bundle: Union[str, os.PathLike[str]],
    *,
    format_only: bool = False,
    timeout: Optional[float] = None,
    allow_code: bool = False,
    python: Optional[str] = None,
) -> CheckResult:
    """Checks a bundle: its description, its files, and whether its network gives the stored test output.

    `bundle` is a `.zip`, a folder, or a description (`rdf.yaml`) among its files. With `format_only` no network is run.
    The network may take `timeout` seconds (ten minutes where nothing is said); then it is ended, and "not run".
    Weights that are not ONNX run in the frameworks of this Python, or of the one whose path is `python`, each in a
    process of its own; what has no framework there is "not run". Code that weights hold or need (a Lambda layer, the
    architecture of a state dict) runs with `allow_code` alone.
    Never raises for a bundle that is bad: that stands in the result. Raises `CheckError` where the check cannot run.
    Interrupting the kernel ends it. Where there is no Node, a notebook's page runs the whole check: the report is
    shown, and the result is there for the next cells once the page has sent it.
    """
    path = os.fspath(bundle)
    try:
        return check_by_node(path, format_only, timeout, allow_code, python)
    except NoNodeError as reason:
        if not display.in_notebook():
            raise CheckError(str(reason)) from None
    return check_in_page(path, allow_code)
