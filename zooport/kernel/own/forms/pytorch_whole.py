"""The network with what stands around it in a bundle: how it is called, which outputs are kept, last steps.

It is written as code first, so that every form of weights, and the file with the architecture, has the same.
"""

from __future__ import annotations

import linecache
from typing import Callable, Dict, List, Mapping, NamedTuple, Sequence, cast

from ...errors import Problem
from ..network import LastStep
from ..structure import Leaf, Pattern, plain, written
from .pytorch_state import Module, library

#: Name of the class in the code.
NAME = "Exported"


class Whole(NamedTuple):
    """A module that takes and gives tensors in the bundle's order."""

    module: Module
    #: Code of its class, which takes the network; None where the network itself is enough.
    code: str


def whole(
    network: Module,
    how: Pattern,
    given: Sequence[Leaf],
    steps: Mapping[str, LastStep],
    names: Sequence[str],
    count: int,
) -> Whole:
    """The network with its last steps.

    ``given`` are all outputs of the network, ``names`` those to keep, in order; ``count`` inputs come by position.
    """
    code = _code(how, given, steps, names, count)
    if not code:
        return Whole(network, "")
    space: Dict[str, object] = {"torch": library(), "__name__": "zooport_exported"}
    # TorchScript reads the code again where it compiles instead of tracing.
    source = "import torch\n\n\n" + code
    file = f"<zooport {hash(source) & 0xFFFFFFFF:08x}>"
    linecache.cache[file] = (len(source), None, source.splitlines(True), file)
    exec(compile(source, file, "exec"), space)
    made = cast(Callable[[Module], Module], space[NAME])(network)
    return Whole(made.eval(), code)


def _code(how: Pattern, given: Sequence[Leaf], steps: Mapping[str, LastStep], names: Sequence[str], count: int) -> str:
    by_name = {leaf.name: leaf for leaf in given}
    missing = [name for name in names if name not in by_name]
    if missing:
        raise Problem(
            "bad-model",
            f"The network has no output {missing[0]}; it gives {', '.join(by_name)}. Is it given other images now?",
        )
    reaches = [by_name[name].reach for name in names]
    if how == plain(count) and not steps and reaches in ([""], [f"[{number}]" for number in range(len(given))]):
        return ""
    variables = [f"input_{number}" for number in range(count)]
    lines = [
        f"class {NAME}(torch.nn.Module):",
        '    """The network as its bundle has it: outputs in order, with the last steps."""',
        "",
        "    def __init__(self, network):",
        "        super().__init__()",
        "        self.network = network",
        "",
        f"    def forward(self, {', '.join(variables)}):",
        f"        given = self.network({written(how, variables)})",
    ]
    kept: List[str] = []
    for number, name in enumerate(names):
        lines.append(f"        output_{number} = given{by_name[name].reach}")
        lines += [f"        output_{number} = {one}" for one in _step(f"output_{number}", steps.get(name))]
        kept.append(f"output_{number}")
    return "\n".join([*lines, f"        return {', '.join(kept)}", ""])


def _step(variable: str, step: LastStep | None) -> List[str]:
    if step is None:
        return []
    if step.kind == "argmax":
        return [f"torch.argmax({variable}, {step.axis}, {step.keeps})"]
    if step.kind == "softmax_channel":
        variable = f"torch.softmax({variable}, {step.axis})"
    return [f"{variable}.narrow({step.axis}, {step.which}, 1)"]
