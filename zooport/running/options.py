"""The words of a call of the command line."""

from __future__ import annotations

from typing import List, NamedTuple, Optional, Sequence, Union

Channels = Union[None, int, str, Sequence[Union[int, str]]]


class Options(NamedTuple):
    """How images are run; None where nothing is said."""

    tile: Optional[int] = None
    threads: Optional[int] = None
    planes: Optional[str] = None
    channels: Channels = None
    timeout: Optional[float] = None

    def words(self, axes: Sequence[str] = ()) -> List[str]:
        """As the command line takes them; `axes` once for all images, or once for each input of the network."""
        channels = [] if self.channels is None else self.channels
        single = [channels] if isinstance(channels, (int, str)) else channels
        named = {
            "tile": self.tile,
            "threads": self.threads,
            "planes": self.planes,
            "timeout": self.timeout,
        }
        return [
            *(f"--{name}={value}" for name, value in named.items() if value is not None),
            *(f"--channels={channel}" for channel in single),
            *(f"--axes={letters}" for letters in axes),
        ]
