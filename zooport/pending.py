"""The result of a check that the notebook's page runs, because there is no Node beside the kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zooport.node_check import CheckError
from zooport.results import CheckResult, Document

if TYPE_CHECKING:
    from zooport.cell import Preview

SAID = (
    "There is no Node beside this kernel, so the check runs in this page; its result is there once the report above "
    "shows the verdict, for a later cell. (pip install zooport[cli] brings Node.)"
)


class PendingResult(CheckResult):
    """A `CheckResult` whose parts can be asked for once the page has sent them; before, they raise `CheckError`."""

    def __init__(self, widget: Preview) -> None:
        object.__setattr__(self, "_widget", widget)

    @property
    def document(self) -> Document:
        widget: Preview = self.__dict__["_widget"]
        if widget.result is None:
            raise CheckError(
                "The result is not there yet: the page runs the check. Ask for it in a later cell, once the report "
                "shows the verdict."
            )
        return widget.result.document

    def __repr__(self) -> str:
        try:
            return super().__repr__()
        except CheckError:
            return f"<CheckResult, not there yet: {self.__dict__['_widget'].source}>"

    def _repr_html_(self) -> str:
        try:
            return super()._repr_html_()
        except CheckError:
            return f"<p>{SAID}</p>"


def check_in_page(path: str, allow_code: bool = False) -> PendingResult:
    """Shows the report at once. Raises `PreviewError` where there is nothing at the path."""
    from IPython.display import display

    from zooport.previewing import preview

    widget = preview(path, allow_code=allow_code)
    display(widget)
    return PendingResult(widget)
