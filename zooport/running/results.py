"""What became of images, as `zooport run --json` prints it."""

from __future__ import annotations

from typing import List, Optional, TypedDict


class Output(TypedDict):
    """One output of the network for one image."""

    id: str
    #: Path of the file.
    file: str
    #: A letter for each axis: t, c, z, y, x.
    axes: str
    shape: List[int]
    #: As NumPy calls it.
    dtype: str
    #: Labelled objects; None where the output holds no labels.
    objects: Optional[int]


class _Result(TypedDict):
    #: The image, as it was named.
    source: str
    outputs: List[Output]
    tiles: int
    seconds: float
    engine: str
    warnings: List[str]
    #: Why there is no result; None where there is.
    error: Optional[str]


class Result(_Result, total=False):
    """One image. `kept` where an earlier run had made the same result already."""

    kept: bool


class Planned(TypedDict):
    """An image that is to be run, or has been: then with its `result`."""

    images: List[str]
    #: What its results are called.
    called: str
    result: Optional[Result]
