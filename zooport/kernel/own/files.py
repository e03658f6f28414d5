"""A network of one's own from its file; nothing in a file is run as code without having been asked."""

from __future__ import annotations

import importlib
import inspect
import os
import pickletools
import zipfile
from typing import BinaryIO, Dict, List, Mapping, Optional, Set, Tuple

from ..errors import Problem
from ..find import namespace
from ..keras import framework
from ..keras.keras_header import peek
from ..keras.weight_file import copied
from ..libraries import Framework
from .forms.pytorch_state import is_module

KERAS = (".keras", ".h5", ".hdf5")
PYTORCH = (".pt", ".pth", ".ckpt", ".pkl", ".torchscript")

#: What weights alone are made of; any other class is code that somebody wrote.
_TENSORS = ("torch._utils.", "torch._tensor.", "torch.storage.", "torch.serialization.", "collections.OrderedDict")
_ALONE = ("torch.Size", "torch.device", "torch.nn.parameter.Parameter")
#: Packages whose classes are named last: the researcher's own say more.
_COMMON = ("torch", "numpy", "collections", "builtins", "__builtin__")
#: Names under which checkpoints keep the weights.
_WEIGHTS = ("state_dict", "model_state_dict", "model_state", "model", "net", "network", "weights")
_MOST_NAMED = 6
_ENTRIES = 2_000_000


def load(path: str, directory: str, allow_code: bool = False) -> object:
    """The module or Keras model of a file; ``directory`` is a folder of ours.

    Raises ``Problem``: 'holds-code' for one that would run code, until ``allow_code``; 'bad-model' for weights without
    their network, and for what is damaged.
    """
    ending = os.path.splitext(path)[1].lower()
    if not os.path.isfile(path):
        raise Problem("bad-folder", f"There is no file {path}. Look whether its name is right.", path=path)
    if ending in KERAS:
        return _keras(path, directory, allow_code)
    if ending in PYTORCH:
        return _pytorch(path, allow_code)
    raise Problem(
        "bad-model",
        f"{path} is no file of a network that Zooport knows: {', '.join((*KERAS, *PYTORCH))}. Give the network itself, "
        "or save it in one of these.",
        path=path,
    )


def _keras(path: str, directory: str, allow_code: bool) -> object:
    copy = copied(path, directory)
    try:
        seen = peek(copy)
        custom = namespace.classes([kind for kind, _ in seen.layers] if seen else [])
        return framework.load(copy, path, custom, allow_code)
    finally:
        os.remove(copy)


def _pytorch(path: str, allow_code: bool) -> object:
    try:
        torch = importlib.import_module("torch")
    except ImportError as error:
        raise Problem(
            "no-framework",
            f"{path} is a file of PyTorch, which this Python does not have. Choose the kernel in which the network was "
            "trained, or install it: pip install torch.",
            path=path,
        ) from error
    if _is_script(path):
        try:
            return torch.jit.load(path, map_location="cpu")
        except RuntimeError as error:
            raise _damaged(path, error) from error
    try:
        wanted = _classes(path)
    except (ValueError, OSError, zipfile.BadZipFile) as error:
        raise _damaged(path, error) from error
    if wanted and not allow_code:
        raise _holds_code(path, wanted)
    return _module_in(_unpickled(torch, path, wanted), path)


def _is_script(path: str) -> bool:
    """Whether it is a TorchScript archive: a graph that PyTorch's own interpreter runs, no Python."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    if any(name.endswith("/serialized_exported_program.json") or "/models/" in f"/{name}" for name in names):
        raise Problem(
            "bad-model",
            f"{path} was written by torch.export, which keeps one size and no module. Give the module itself: "
            "zooport.export(network, ...).",
            path=path,
        )
    return any(name.split("/", 1)[-1] == "constants.pkl" for name in names)


def _classes(path: str) -> List[str]:
    """Classes and functions that unpickling would fetch, but for those that weights are made of; nothing is run."""
    found: Set[str] = set()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith("data.pkl"):
                    with archive.open(name) as file:
                        found |= set(_fetched(file))  # type: ignore[arg-type]
    else:
        with open(path, "rb") as file:
            # Older files are several pickles in a row, with the numbers behind them.
            for _ in range(5):
                try:
                    found |= set(_fetched(file))
                except ValueError:
                    if not found and file.tell() < 16:
                        raise
                    break
    return sorted((one for one in found if not _is_tensor(one)), key=lambda one: (one.split(".")[0] in _COMMON, one))


def _fetched(file: BinaryIO) -> List[str]:
    texts: List[str] = []
    memo: Dict[int, str] = {}
    found = []
    for number, (operation, argument, _) in enumerate(pickletools.genops(file)):
        if number > _ENTRIES:
            raise ValueError("it has no end")
        name = operation.name
        if name == "GLOBAL":
            found.append(str(argument).replace(" ", "."))
        elif name == "STACK_GLOBAL":
            found.append(".".join(texts[-2:]))
        elif name.endswith(("UNICODE", "STRING")):
            texts.append(str(argument))
        elif name == "MEMOIZE" and texts:
            memo[len(memo)] = texts[-1]
        elif name in ("BINPUT", "LONG_BINPUT", "PUT") and texts:
            memo[int(argument or 0)] = texts[-1]
        elif name in ("BINGET", "LONG_BINGET", "GET") and int(argument or 0) in memo:
            texts.append(memo[int(argument or 0)])
    return found


def _is_tensor(name: str) -> bool:
    parts = name.split(".")
    storage = parts[0] == "torch" and (parts[-1].endswith("Storage") or len(parts) == 2 and parts[1].islower())
    return name.startswith(_TENSORS) or storage or name in _ALONE


def _unpickled(torch: Framework, path: str, wanted: List[str]) -> object:
    known = inspect.signature(torch.load).parameters
    # Even where code is allowed, weights alone are read without any.
    safe = {"weights_only": not wanted} if "weights_only" in known else {}
    if not wanted and not safe:
        return {}
    try:
        return torch.load(path, map_location="cpu", **safe)
    except (KeyboardInterrupt, MemoryError):
        raise
    except (AttributeError, ImportError) as error:
        raise Problem(
            "bad-model",
            f"{path} needs {_list(wanted)}, which this kernel does not have ({error}). Run the cell that defines it, "
            "or install its package, and try again.",
            path=path,
        ) from error
    except Exception as error:
        raise _damaged(path, error) from error


def _module_in(value: object, path: str) -> object:
    if is_module(value):
        return value
    held = value if isinstance(value, Mapping) else {}
    modules = [one for one in held.values() if is_module(one)]
    if len(modules) == 1:
        return modules[0]
    where, weights = _weights_of(held)
    told = f" ({len(weights)} tensors{f' under “{where}”' if where else ''})" if weights else ""
    read = f"torch.load({os.path.basename(path)!r}, weights_only=True)" + (f"[{where!r}]" if where else "")
    raise Problem(
        "bad-model",
        f"{path} holds weights{told} but not the network that they belong to. Make the network as it was trained, load "
        f"them with network.load_state_dict({read}), and export it: zooport.export(network, ...).",
        path=path,
    )


def _weights_of(held: Mapping[object, object]) -> Tuple[Optional[str], Mapping[object, object]]:
    for name in _WEIGHTS:
        inner = held.get(name)
        if isinstance(inner, Mapping) and inner:
            return name, inner
    return None, {key: one for key, one in held.items() if hasattr(one, "shape")}


def _holds_code(path: str, wanted: List[str]) -> Problem:
    return Problem(
        "holds-code",
        f"{path} holds a Python object that runs code as soon as it is loaded: it asks for {_list(wanted)}. Zooport "
        "runs no code of a file unasked. If you trust who made the file, allow it: --allow-code on the command line, "
        "allow_code=True in Python. Better: load it in your notebook and give the network: zooport.export(network, "
        "...).",
        path=path,
        code=[{"layer": "", "kind": "pickle", "words": [name]} for name in wanted[:_MOST_NAMED]],
    )


def _list(names: List[str]) -> str:
    shown = ", ".join(names[:_MOST_NAMED])
    return f"{shown} and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else shown


def _damaged(path: str, error: BaseException) -> Problem:
    first = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
    return Problem(
        "bad-model",
        f"{path} is damaged, only half written, or no file of PyTorch ({first}). Save the network again, or give it "
        "itself: zooport.export(network, ...).",
        path=path,
    )
