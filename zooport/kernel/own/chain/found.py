"""What comes of looking for a chain of operations: the chain, or why there is none."""

from __future__ import annotations

from typing import List, NamedTuple, Optional, Sequence

from ...own_protocol import OwnOperation
from ..network import LastStep

#: A chain holds where its largest difference is no more than this part of the range of what was caught.
TOLERANCE = 1e-5


class Found(NamedTuple):
    """A chain that gives what was caught on every image that was tried."""

    #: In the model description's own words, axes by their ids; the casts at its ends are among them.
    operations: List[OwnOperation]
    #: One sentence for each step that is no mere cast.
    words: List[str]
    #: Largest difference to what was caught, over all images, and as part of the range of what was caught.
    max_absolute: float
    of_range: float
    #: After the network only: what has to become part of it, since the format has no such operation.
    last: Optional[LastStep] = None


class NoChain(Exception):
    """No chain gives what was caught.

    ``reason``: sentences for the researcher; ``best`` is the nearest chain, which is not good enough, ``of_range`` how
    far it is from what was caught (part of the range) and ``nearest`` its operations.
    """

    def __init__(
        self,
        reason: str,
        best: Optional[Found] = None,
        of_range: float = float("inf"),
        nearest: Sequence[OwnOperation] = (),
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.best = best
        self.of_range = of_range
        self.nearest = list(nearest)
