"""`zooport.check`: the same check as the panel's, from a cell or a script."""

from __future__ import annotations

import os
from typing import List, Optional, Sequence, Tuple, Union, overload

from zooport import display
from zooport.node_check import CheckError, NoNodeError, check_by_node
from zooport.pending import check_in_page
from zooport.results import CheckResult

__all__ = ["CheckError", "check"]

Path = Union[str, "os.PathLike[str]"]


# A text is a sequence of texts as well; the first that fits counts.
@overload
def check(  # type: ignore[overload-overlap]
    bundle: Path,
    *,
    format_only: bool = False,
    timeout: Optional[float] = None,
    allow_code: bool = False,
    python: Optional[str] = None,
    jobs: int = 1,
    client: Optional[object] = None,
) -> CheckResult: ...


@overload
def check(
    bundle: Sequence[Path],
    *,
    format_only: bool = False,
    timeout: Optional[float] = None,
    allow_code: bool = False,
    python: Optional[str] = None,
    jobs: int = 1,
    client: Optional[object] = None,
) -> List[CheckResult]: ...


def check(
    bundle: Union[Path, Sequence[Path]],
    *,
    format_only: bool = False,
    timeout: Optional[float] = None,
    allow_code: bool = False,
    python: Optional[str] = None,
    jobs: int = 1,
    client: Optional[object] = None,
) -> Union[CheckResult, List[CheckResult]]:
    """Checks a bundle: its description, its files, and whether its network gives the stored test output.

    `bundle` is a `.zip`, a folder, or a description (`rdf.yaml`) among its files. With `format_only` no network is run.
    The network may take `timeout` seconds (ten minutes where nothing is said); then it is ended, and "not run".
    Weights that are not ONNX run in the frameworks of this Python, or of the one whose path is `python`, each in a
    process of its own; what has no framework there is "not run". Code that weights hold or need (a Lambda layer, the
    architecture of a state dict) runs with `allow_code` alone.
    A list of bundles gives a list of results in its order: `jobs` are checked side by side, or, with `client`, a Dask
    client (`pip install zooport[dask]`), each on one of its workers, which must see the same files and need Zooport and
    Node.
    Never raises for a bundle that is bad: that stands in the result. Raises `CheckError` where the check cannot run.
    Interrupting the kernel ends it. Where there is no Node, a notebook's page runs the whole check of one bundle: the
    report is shown, and the result is there for the next cells once the page has sent it.
    """
    if not isinstance(bundle, (str, os.PathLike)):
        return _check_all([os.fspath(one) for one in bundle], (format_only, timeout, allow_code, python), jobs, client)
    path = os.fspath(bundle)
    if client is not None:
        return _check_all([path], (format_only, timeout, allow_code, python), jobs, client)[0]
    try:
        return check_by_node([path], format_only, timeout, allow_code, python)[0]
    except NoNodeError as reason:
        if not display.in_notebook():
            raise CheckError(str(reason)) from None
    return check_in_page(path, allow_code)


Said = Tuple[bool, Optional[float], bool, Optional[str]]


def _check_all(paths: List[str], said: Said, jobs: int, client: Optional[object]) -> List[CheckResult]:
    if not paths:
        return []
    try:
        if client is None:
            return check_by_node(paths, *said, jobs)
        from zooport.running.sharing import share

        found = share(client, _check_one, [(os.path.abspath(path), *said) for path in paths], "bundle", CheckError)
    except NoNodeError as reason:
        raise CheckError(str(reason)) from None
    return [one if isinstance(one, CheckResult) else lost(path, str(one)) for path, one in zip(paths, found)]


def _check_one(
    path: str, format_only: bool, timeout: Optional[float], allow_code: bool, python: Optional[str]
) -> CheckResult:
    """On a worker, whose Python runs the frameworks where none is named."""
    return check_by_node([path], format_only, timeout, allow_code, python)[0]


def lost(path: str, reason: str) -> CheckResult:
    """Of a bundle that no worker could check."""
    return CheckResult(
        {"source": path, "verdict": "unreadable", "reason": reason, "format": None, "reproduction": [], "seconds": {}}
    )
