"""The network in its own framework, whichever that is; a framework is imported only for a network of it."""

from __future__ import annotations

from ..errors import Problem
from ..find import namespace
from . import files
from .network import OwnNetwork
from .request import OwnRequest, is_pytorch


def adapter(request: OwnRequest, directory: str = "") -> OwnNetwork:
    """The network of a request, from its file where it is still there; ``directory`` is a folder of ours.

    Raises ``Problem`` for an object that is no network.
    """
    network = request.network
    if network is None and request.file is not None:
        network = files.load(request.file, directory, request.allow_code)
    if is_pytorch(network):
        from . import pytorch

        return pytorch.adapter(network)
    if namespace.is_network(network):
        from . import keras

        return keras.adapter(network)
    raise Problem(
        "no-network",
        f"This is a {type(network).__name__}, no network. Give a torch.nn.Module, a Keras model, the file of one (.pt, "
        ".pth, .keras, .h5), or the folder that a notebook's training left behind.",
    )
