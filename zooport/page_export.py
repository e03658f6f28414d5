"""The kernel's side of a bundle that the notebook's page makes, where there is no Node.

The page runs the same code as the command line (src/web/widget/making); what takes Python is asked for by messages, and
the finished zip comes back in parts.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Dict, Mapping, Sequence

from zooport.bundle_name import file_name
from zooport.kernel_calls import Tell, answer
from zooport.places import Input
from zooport.upload import Receiving

if TYPE_CHECKING:
    from zooport.export_request import Order


class Making:
    """An order that a page carries out, the folder for the bundle, and what is read, which no bundle replaces."""

    def __init__(self, order: Order, place: str, inputs: Sequence[Input] = ()) -> None:
        self.order = order
        self.place = place
        self.inputs = inputs

    def listing(self) -> Dict[str, object]:
        """The answer to a page that opens a bundle: there is none yet, so this is to be made."""
        return {"kind": "order", "order": dict(self.order)}

    def call(self, message: Mapping[str, object], tell: Tell) -> Dict[str, object]:
        """One request of the protocol; interrupting the kernel ends it, and nothing is left."""
        return answer(message, tell)

    def finish(self, message: Mapping[str, object], receiving: Receiving) -> str:
        """Moves the file into its place; gives its path."""
        path = os.path.join(self.place, file_name(message.get("fileName"), self.order))
        return receiving.finish(message.get("serial"), path, True, self.inputs)
