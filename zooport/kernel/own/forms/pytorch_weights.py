"""Weights of PyTorch alone, with the code that makes the network which they belong to."""

from __future__ import annotations

import os
from typing import Dict, Iterator, List, Mapping, NamedTuple, Optional

from . import pytorch_arguments, pytorch_builder
from .clean import Form
from .pytorch_state import Module, library
from .pytorch_whole import NAME, Whole
from .source import NotAloneError, Sources, home_of, installed

FORMAT = "pytorch_state_dict"
WEIGHTS = "weights.pt"
CODE = "network.py"


class Plan(NamedTuple):
    """One way to make the network from nothing."""

    #: The file's text; None where a package has the class.
    text: Optional[str]
    module: Optional[str]
    callable: str
    kwargs: Mapping[str, object]
    #: Packages beside PyTorch that its reader needs.
    packages: List[str]


class Plans:
    """The ways to make a network, the most readable first; why there is none where there is none."""

    def __init__(self, network: Module, whole: Whole) -> None:
        self.reason = ""
        self._network = network
        self._whole = whole

    def __iter__(self) -> Iterator[Plan]:
        """Each way once."""
        if isinstance(self._network, library().jit.ScriptModule):
            self.reason = "it came as TorchScript, without its code"
            return
        arguments = pytorch_arguments.found(self._network)
        for make in (lambda: self._by_package(arguments), lambda: self._by_class(arguments), self._by_layers):
            try:
                plan = make()
            except NotAloneError as error:
                self.reason = self.reason or str(error)
                continue
            if plan is not None:
                yield plan

    def _by_package(self, arguments: Optional[Dict[str, object]]) -> Optional[Plan]:
        kind = type(self._network)
        if arguments is None or self._whole.code or not installed(kind.__module__) or _is_container(self._network):
            return None
        if not pytorch_arguments.plain(arguments):
            return None
        sources = Sources()
        sources.name_of(kind)
        home, name = home_of(kind)
        return Plan(None, home, name, arguments, sources.packages)

    def _by_class(self, arguments: Optional[Dict[str, object]]) -> Optional[Plan]:
        if arguments is None or _is_container(self._network):
            return None
        sources = Sources()
        name = sources.name_of(type(self._network))
        if not pytorch_arguments.plain(arguments):
            # Classes, functions and records are written where the network is made.
            inside = ", ".join(f"{key}={sources.expression(value)}" for key, value in arguments.items())
            return self._made(sources, f"{name}({inside})")
        if not self._whole.code:
            return Plan(sources.code(), None, name, arguments, sources.packages)
        return self._with_whole(sources, f"{name}(**arguments)", "**arguments", arguments)

    def _made(self, sources: Sources, made: str) -> Plan:
        if self._whole.code:
            return self._with_whole(sources, made, "", {})
        function = "network"
        if function in sources.names:
            raise NotAloneError("its code uses the names that ours has")
        sources.add(f'def {function}():\n    """The network with what it was made of."""\n    return {made}')
        return Plan(sources.code(), None, function, {}, sources.packages)

    def _by_layers(self) -> Optional[Plan]:
        sources = Sources()
        function, bare = "layers", "bare"
        text = pytorch_builder.written(self._network, sources, function, bare)
        if {function, bare} & sources.names:
            raise NotAloneError("its code uses the names that ours has")
        sources.add(text)
        if not self._whole.code:
            return Plan(sources.code(), None, function, {}, sources.packages)
        return self._with_whole(sources, f"{function}()", "", {})

    def _with_whole(self, sources: Sources, made: str, takes: str, arguments: Mapping[str, object]) -> Plan:
        function = "network"
        if {function, NAME} & sources.names:
            raise NotAloneError("its code uses the names that ours has")
        sources.add(self._whole.code)
        sources.add(f'def {function}({takes}):\n    """The network as its bundle has it."""\n    return {NAME}({made})')
        return Plan(sources.code(), None, function, arguments, sources.packages)


def save(whole: Module, directory: str) -> str:
    """Path of the weights: names and tensors, nothing else."""
    path = os.path.join(directory, WEIGHTS)
    library().save({name: one.detach().clone() for name, one in whole.state_dict().items()}, path)
    return path


def form(plan: Plan, weights: str, directory: str) -> Form:
    """The plan for the clean process; its file is written."""
    file = None
    if plan.text is not None:
        file = os.path.join(directory, CODE)
        with open(file, "w", encoding="utf-8") as out:
            out.write(plan.text)
    return {
        "format": FORMAT,
        "path": weights,
        "file": file,
        "module": plan.module,
        "callable": plan.callable,
        "kwargs": plan.kwargs,
    }


def remove(directory: str) -> None:
    """Takes the weights and the code away again."""
    for name in (WEIGHTS, CODE):
        path = os.path.join(directory, name)
        if os.path.exists(path):
            os.remove(path)


def _is_container(network: Module) -> bool:
    return type(network).__module__.startswith("torch.nn.modules.container")
