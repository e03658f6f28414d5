"""The widget of `zooport.preview`, and of a bundle that a page makes.

The only file that knows anywidget, which is imported when it is first needed.
"""

from __future__ import annotations

import secrets
from typing import Dict, List, Optional, Sequence, Tuple, Union

import anywidget
import traitlets

from zooport import export_request
from zooport.answers import BUILT, Answers, existing
from zooport.bundle_reader import OpenedBundle
from zooport.display import Handle
from zooport.imaging import Own
from zooport.page_export import Making
from zooport.places import Input
from zooport.results import CheckResult, Document
from zooport.snapshot import still

# What a page is to make (zooport/export_request.py), and the folder for it.
ToMake = Tuple[export_request.Order, str, Sequence[Input]]


class Preview(anywidget.AnyWidget):
    """The report of one bundle in the outputs of a notebook. `result` is None until the check has run in the page.

    `source` is the bundle's path; a mended one that was saved takes its place. Where a page has to make the bundle
    first, it is None until then. `notes` are sentences on what was made.
    """

    # A few kB that fetch the rest from the kernel: what a widget's state holds is written into the notebook.
    _esm = traitlets.Unicode().tag(sync=True)

    def __init__(
        self, bundle: Union[OpenedBundle, ToMake], images: Sequence[Own] = (), allow_code: bool = False
    ) -> None:
        self.result: Optional[CheckResult] = None
        self.notes: List[str] = []
        self._sentence, self._picture = "", b""
        self._stills: List[Handle] = []
        self._token = secrets.token_hex(8)
        self.source: Optional[str] = None
        given: Union[OpenedBundle, Making]
        if isinstance(bundle, OpenedBundle):
            self._name, given = bundle.name, bundle
            self.source = str(bundle.place / (bundle.description or ""))
        else:
            self._name, given = "the bundle", Making(*bundle)
        super().__init__(_esm=existing(BUILT / "loader.js").read_text(encoding="utf-8"))
        answers = Answers(given, self._token, self._send_parts, self._finish, self._written, images, allow_code)
        self.on_msg(lambda _, content, buffers: answers.take(content, buffers))

    def __repr__(self) -> str:
        return f"<Preview of {self._name}>"

    def _ipython_display_(self, **_: object) -> None:
        """Two outputs: the live report, and what is left of it where no kernel answers; the live one hides that."""
        from IPython.display import display

        data, metadata = self._live()
        display(data, metadata=metadata, raw=True)
        handle = display(self._still(), raw=True, display_id=True)
        if handle is not None:
            self._stills.append(handle)

    def _live(self) -> Tuple[Dict[str, object], Dict[str, object]]:
        """The widget's own output with its metadata (Colab's, for one), and a text that names the bundle."""
        data, metadata = self._repr_mimebundle_() or ({}, {})
        return {**data, "text/plain": f"Zooport's report of {self._name}"}, metadata

    def _still(self) -> Dict[str, str]:
        return still(self._name, self._token, self.result, self._sentence, self._picture)

    def _written(self, path: str, notes: List[str]) -> None:
        self.source, self._name, self.notes = path, path, notes

    def _finish(self, document: Document, sentence: str, picture: bytes) -> None:
        self.result = CheckResult(document)
        self._sentence, self._picture = sentence, picture
        for handle in self._stills:
            handle.update(self._still(), raw=True)

    def _send_parts(self, answer: Dict[str, object], parts: List[bytes]) -> None:
        self.send(answer, buffers=parts)
