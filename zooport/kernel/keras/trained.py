"""A trained network: where it is, and what it is once it is loaded."""

from __future__ import annotations

from typing import NamedTuple, Optional

from ..libraries import Config, Custom, Framework, Library, Network
from ..protocol import Origin


class Source(NamedTuple):
    """Where one trained network is: a file, or an object of the kernel."""

    #: The model folder; None for a network that is only alive.
    folder: Optional[str]
    #: The trained file as the researcher knows it; None for a live one.
    path: Optional[str]
    #: The kernel's variable and what it holds; None for a file.
    variable: Optional[str]
    value: object
    #: The configuration that training wrote (config.json), or that the live object holds; empty where there is none.
    config: Config
    #: A folder of ours, for copies.
    directory: str
    #: Whether the researcher has said that code which the network holds may run.
    allow_code: bool = False

    @property
    def origin(self) -> Origin:
        """Where facts about it come from."""
        return "disk" if self.path else "kernel"

    @property
    def named(self) -> str:
        """How to call it in a sentence: its path, or its variable."""
        return self.path or f"The kernel's {self.variable}"


class Trained(NamedTuple):
    """A loaded network and what belongs to it."""

    network: Network
    #: The module of the Keras that runs it.
    keras: Framework
    #: Classes and functions of the notebook's own, by name.
    custom: Custom
    source: Source
    #: The object of the library that trained it (csbdeep, stardist, n2v), where there is one.
    library: Library = None

    @property
    def named(self) -> str:
        """How to call it in a sentence."""
        return self.source.named
