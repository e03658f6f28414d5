"""Which network the weights in a folder are of: those that can be read decide, then what was said, then names.

A folder often holds more than one notebook wrote: copies, exports, files of other networks. Files are put together by
the network that they fit, and no name of a file outranks weights that can be read.
"""

from __future__ import annotations

import os
import re
from typing import Dict, List, NamedTuple, Optional, Sequence, Tuple

from ..keras.keras_header import Peek, peek, whole
from ..libraries import Config
from . import signatures

KERAS_SUFFIXES = (".keras", ".h5", ".hdf5")

#: Networks by the notebooks' own strings, with why.
Fits = List[Tuple[str, str]]

_UNET_LAYERS = ("UpSampling2D", "Conv2DTranspose")
_UPWARDS_3D = ("UpSampling3D", "Conv3DTranspose")
#: What the notebooks call the weights that they predict with.
_BEST = re.compile(r"(weights_best|best\.weights)\.(keras|h5|hdf5)")


class Group(NamedTuple):
    """Files with weights of one network."""

    fits: Fits
    #: Names below the folder.
    files: List[str]
    #: How far they are to be believed: 3 readable and named as the notebook names what it predicts with, 2 named so but
    #: damaged or half written, 1 readable under another name, 0 neither.
    rank: int
    #: Names of files that may be of the same network, though they say less clearly which: the damaged ones, say.
    more: List[str] = []

    @property
    def names(self) -> List[str]:
        return [name for name, _ in self.fits]


def groups(folder: str, files: List[str], config: Config, told: Optional[Tuple[str, str]]) -> List[Group]:
    """The weights of a folder by the networks that they fit. ``told``: the network that the training report names."""
    alone = _groups(folder, files, config, None)
    # Where the report's own weights are there, it says nothing of other files that lie beside them.
    settled = told is None or any(one.rank == 3 and one.names == [told[0]] for one in alone)
    if settled:
        return [
            one._replace(fits=[told]) if told and one.names == [told[0]] and not _sure(one) else one for one in alone
        ]
    return _groups(folder, files, config, told)


def _sure(group: Group) -> bool:
    """Whether more than a graph tells the network; then that is the better reason."""
    return group.fits[0][1].startswith(("config.json", "params.csv"))


def _groups(folder: str, files: List[str], config: Config, told: Optional[Tuple[str, str]]) -> List[Group]:
    found: Dict[Tuple[str, ...], Group] = {}

    def add(fits_: Fits, names: List[str], rank: int) -> None:
        key = tuple(name for name, _ in fits_)
        old = found.get(key, Group(fits_, [], 0))
        found[key] = Group(old.fits, old.files + names, max(old.rank, rank))

    inside = signatures.checkpoints(folder)
    if inside:
        readable = any(whole(os.path.join(folder, name)) for name in inside)
        add([("U-Net (3D)", "params.csv and the folder ckpt")], inside, 3 if readable else 2)
    for name in files:
        if name.lower().endswith(KERAS_SUFFIXES):
            path = os.path.join(folder, name)
            best = 2 if _BEST.fullmatch(name.lower()) else 0
            header = peek(path)
            if signatures.is_mark(name) and not _is_unet(header):
                continue
            fitting = _fits(name, header, config, "thresholds.json" in files, told)
            # Weights without a graph are of use only where something says how their network is built.
            built = header is not None or fitting[0][1].startswith("config.json")
            add(fitting, [name], best + (1 if built and whole(path) else 0))
    return list(found.values())


def choose(
    found: List[Group], said: Sequence[str], told: Optional[Tuple[str, str]], file: Optional[str]
) -> Optional[Group]:
    """The weights to speak of; several networks in one where nothing decides. None where there are none.

    ``said``: what the researcher, the kernel and the notebook say, in this order of weight; ``file`` one that was
    chosen by hand, as a name below the folder.
    """
    by_hand = next((one for one in found if file in one.files), None)
    if by_hand or not found:
        return by_hand
    top = max(one.rank for one in found)
    best = [one for one in found if one.rank == top]
    for name in [*said, *([told[0]] if told else [])]:
        fitting = next((one for one in best if name in one.names), None)
        if fitting:
            return _joined(fitting, found)
    if len(best) == 1:
        return _joined(best[0], found)
    # Each network once; a file that fits none says nothing against the others.
    every = {name: why for one in best for name, why in one.fits}
    return Group(list(every.items()), [name for one in best for name in one.files], top)


def _joined(chosen: Group, found: List[Group]) -> Group:
    rest = [one for one in found if one is not chosen and set(one.names) & set(chosen.names)]
    return chosen._replace(more=[name for one in rest for name in one.files])


def _fits(name: str, header: Optional[Peek], config: Config, thresholds: bool, told: Optional[Tuple[str, str]]) -> Fits:
    """The networks that one file may be of."""
    graph = [] if header is None else fits(name, header)
    named = signatures.named(name)
    if named and not graph:
        return [(named, name)]
    configured = signatures.csbdeep_network(config, thresholds) if config else None
    if configured and not name.lower().endswith(".keras") and (not graph or _is_stars(header, configured)):
        return [(configured, "config.json beside the weights")]
    if told and (not graph or told[0] in [one for one, _ in graph] or (_is_volume(header) and "3D" in told[0])):
        return [told]
    return graph if header is not None else fits(name, None)


def _is_unet(header: Optional[Peek]) -> bool:
    """Whether a graph goes up again to one kind of output, as no network without a recipe does that saves its graph."""
    upwards = header is not None and any(kind in (*_UNET_LAYERS, *_UPWARDS_3D) for kind, _ in header.layers)
    return upwards and bool(fits("", header))


def _is_stars(header: Optional[Peek], configured: str) -> bool:
    """Whether a graph is StarDist's: it ends in a probability and distances, and its probability alone is a U-Net's."""
    return header is not None and "Dist" in configured and ("dist" in [layer for _, layer in header.layers])


def _is_volume(header: Optional[Peek]) -> bool:
    return header is not None and any(kind.endswith("3D") for kind, _ in header.layers)


def fits(name: str, header: Optional[Peek]) -> Fits:
    """Networks that a Keras network of this name and header may be; none where its layers fit no network known here."""
    if header is not None and header.channels is not None:
        upwards = any(kind in _UNET_LAYERS for kind, _ in header.layers)
        if _is_volume(header):
            return [("U-Net (3D)", f"{name} has 3D layers")]
        if header.channels == 1 and header.activation == "sigmoid" and upwards:
            return [("U-Net (2D)", f"{name} goes up again and ends in one sigmoid channel")]
        if header.activation == "softmax" and upwards:
            return [("U-Net (2D) multilabel", f"{name} ends in {header.channels} softmax channels")]
        return []
    why = f"its notebook writes files like {name}"
    if name.lower().endswith(".hdf5"):
        return [("U-Net (2D)", why)]
    return [("U-Net (2D)", why), ("DFCAN 2D" if name.lower().endswith(".h5") else "U-Net (2D) multilabel", why)]
