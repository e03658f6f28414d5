"""What the graph of a SavedModel would do beyond arithmetic, told from its description before it is loaded.

A SavedModel is a program of TensorFlow's operators; some of them read and write files or call Python. Loading runs what
sets up its resources, serving runs its signatures; that, and all that they call, is looked through. The functions that
save and restore the weights write files as well, but are never called here.
"""

from __future__ import annotations

import importlib
import os
from typing import Dict, Iterator, List, Set

from ..errors import Problem
from ..libraries import Framework

#: Operators with an effect of their own that networks need: variables, functions, chance.
_USUAL = frozenset(
    (
        *("VarHandleOp", "ReadVariableOp", "_ReadVariablesOp", "AssignVariableOp", "VarIsInitializedOp", "VariableV2"),
        *("Variable", "VariableShape", "ResourceGather", "ResourceGatherNd", "StatefulPartitionedCall", "If", "While"),
        *("Case", "RandomUniform", "RandomUniformInt", "RandomStandardNormal", "TruncatedNormal", "RandomShuffle"),
        *("Multinomial", "Assert", "CheckNumerics", "CheckNumericsV2", "DisableCopyOnRead", "GuaranteeConst"),
        *("StatelessRandomGetAlg", "CudnnRNN", "CudnnRNNV2", "CudnnRNNV3", "AssignAddVariableOp"),
        # Restoring reads the numbers that lie beside the graph.
        *("RestoreV2", "Restore", "AssignSubVariableOp", "Empty"),
    )
)
#: Operators that count as having no effect and reach a file, or Python, all the same.
_REACHING = ("ReadFile", "MatchingFiles", "InitializeTable", "Debug", "Reader", "PyFunc", "Iterator", "Dataset")


def check_harmless(folder: str, named: str) -> None:
    """Raises ``Problem`` ('holds-code') unless what would run only computes. TensorFlow must be imported already."""
    path = os.path.join(folder, "saved_model.pb")
    parsed = importlib.import_module("tensorflow.core.protobuf.saved_model_pb2").SavedModel()
    for other in ("saved_model.cpb", "saved_model.pbtxt"):
        # TensorFlow would prefer the one or fall back to the other, and only one was looked through.
        if os.path.exists(os.path.join(folder, other)):
            raise Problem("holds-code", f"{named} holds its graph in {other} too, and it is not known which runs.")
    try:
        with open(path, "rb") as file:
            parsed.ParseFromString(file.read())
    except Exception as error:  # protobuf has its own errors
        raise Problem("bad-model", f"{named} is damaged: its graph (saved_model.pb) cannot be read.") from error
    for graph in parsed.meta_graphs:
        reaching = sorted(set(_effects(graph)))
        if reaching:
            raise Problem(
                "holds-code",
                f"{named} does more than compute: its graph has the operator {reaching[0]}"
                + (f" ({len(reaching) - 1} more like it)" if len(reaching) > 1 else "")
                + ", by which it could read or write files or run code. Zooport runs no such graph unasked. If you "
                "trust who made the file, allow it: --allow-code on the command line, allow_code=True in Python.",
                path=named,
            )


def _effects(graph: Framework) -> Iterator[str]:
    """Operators that run and have an effect that no network needs."""
    registry = importlib.import_module("tensorflow.python.framework.op_def_registry")
    functions = {one.signature.name: one for one in graph.graph_def.library.function}
    for node in _running(graph, functions):
        known = registry.get(node.op)
        if node.op in functions or node.op in _USUAL:
            continue
        if known is None or known.is_stateful or any(word in node.op for word in _REACHING):
            yield node.op


def _running(graph: Framework, functions: Dict[str, Framework]) -> Iterator[Framework]:
    """Nodes that loading and serving run, those of the functions that they call included."""
    nodes = {node.name: node for node in graph.graph_def.node}
    open_: List[Framework] = [nodes[name] for name in _starts(graph) if name in nodes]
    called: Set[str] = set()
    seen: Set[int] = set()
    for name in _set_up(graph):
        open_ += _nodes_of(name, functions, called)
    while open_:
        node = open_.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        open_ += [nodes[name] for name in map(_node_name, node.input) if name in nodes and node.name in nodes]
        for name in _calls(node):
            open_ += _nodes_of(name, functions, called)


def _nodes_of(name: str, functions: Dict[str, Framework], called: Set[str]) -> List[Framework]:
    if name in called or name not in functions:
        return []
    called.add(name)
    return list(functions[name].node_def)


def _calls(node: Framework) -> List[str]:
    """Names of the functions that a node calls: as its operator, or as one of its attributes."""
    names = [node.op]
    for value in node.attr.values():
        names.append(value.func.name)
        names += [one.name for one in value.list.func]
    return names


def _starts(graph: Framework) -> List[str]:
    """Nodes of the outer graph that are asked for: outputs of signatures, and what sets it up."""
    starts = [tensor.name for signature in graph.signature_def.values() for tensor in signature.outputs.values()]
    for key in ("saved_model_main_op", "legacy_init_op", "saved_model_train_op"):
        starts += list(graph.collection_def[key].node_list.value) if key in graph.collection_def else []
    starts += [graph.saver_def.restore_op_name] if not graph.object_graph_def.nodes else []
    return [_node_name(name) for name in starts]


def _set_up(graph: Framework) -> List[str]:
    """Functions that loading or a signature may run: all that the objects have, whoever calls them."""
    found: List[str] = []
    for node in graph.object_graph_def.nodes:
        found += list(node.function.concrete_functions)
        found.append(node.bare_concrete_function.concrete_function_name)
    return found


def _node_name(tensor: str) -> str:
    return tensor.lstrip("^").split(":")[0]
