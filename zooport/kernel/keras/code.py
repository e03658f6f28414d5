"""Code that a network's file holds and that loading it would run: found in its description, before anything is loaded.

A file from elsewhere is a stranger's: a Lambda layer in it is a Python function (as bytes) that Keras calls while it
builds the network. Nothing here imports, unpacks or calls any of it.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Iterator, List, NamedTuple, Optional, Tuple

from ..errors import Problem
from ..libraries import Config, Network
from . import description

#: Layers that are code, or fetch it from elsewhere: pickled networks of torch, SavedModels, functions of JAX.
_CODE = ("Lambda", "TorchModuleWrapper", "TFSMLayer", "JaxLayer", "FlaxLayer")

#: Modules whose layers and functions a description may name; Keras 3.0 to 3.8 imports whatever module stands there.
#: ``__main__`` is the kernel itself.
_MODULES = re.compile(
    r"(?:keras|tf_keras|tensorflow\.(?:python\.)?keras)(?:\.(?!utils|saving|models\.cloning|config|datasets)\w+)*"
    r"|builtins|__main__"
)
#: Python's own functions that no network needs.
_PYTHONS = frozenset(
    ("eval", "exec", "compile", "open", "__import__", "input", "getattr", "setattr", "delattr", "breakpoint", "globals")
)

#: Parts of names of TensorFlow's functions that reach beyond arrays; Keras 2 calls any function that a file names.
_REACHING = frozenset(
    (
        *("io", "gfile", "read_file", "write_file", "print", "Print", "summary", "debugging", "profiler"),
        *("py_func", "py_function", "numpy_function", "function", "autograph", "raw_ops", "user_ops", "contrib"),
        *("load_library", "load_op_library", "load_file_system_library", "saved_model", "keras", "models", "utils"),
        *("train", "data", "queue", "distribute"),
    )
)

#: Words of marshalled code that only say how it is built.
_WORD = re.compile(rb"[A-Za-z_./][\w./:~-]{2,60}")
_MOST_WORDS = 8
#: Entries of a description; a network with all its layers has some thousands.
_MOST_ENTRIES = 2_000_000


class Code(NamedTuple):
    """One piece of code in a description."""

    #: Name of the layer, or what stands there instead.
    layer: str
    #: For instance "Lambda".
    kind: str
    #: Words that stand in it, or the name of what it would call: all that can be told without running it.
    words: Tuple[str, ...]
    #: The class that would be fetched from a module of this machine; None for code of any other kind.
    foreign: Optional[str] = None


def of_file(path: str, named: str) -> List[Code]:
    """All code that any Keras would find in the file. Raises ``Problem`` where its description cannot be read."""
    try:
        return [code for config in description.configs(path) for code in of_config(config)]
    except description.Unreadable as error:
        raise Problem(
            "bad-model",
            f"{named} cannot be looked into before it is loaded: {error} So it is not loaded. Save the network again "
            "with model.save(...), or choose other weights of the folder.",
            path=named,
        ) from error


def of_config(config: object) -> List[Code]:
    """The code in a network's description (``get_config``, or the JSON of a file)."""
    found: List[Code] = []
    open_: List[Tuple[object, str]] = [(config, "")]
    seen = 0
    while open_:
        value, layer = open_.pop()
        seen += 1
        if seen > _MOST_ENTRIES:
            return [*found, Code(layer, "description without end", ())]
        if isinstance(value, dict):
            layer = _name(value) or layer
            code = _code(value, layer)
            if code:
                found.append(code)
                continue
            open_ += [(item, layer) for item in reversed(list(value.values()))]
        elif isinstance(value, (list, tuple)):
            open_ += [(item, layer) for item in reversed(value)]
    return found


def of_live(network: Network) -> List[Code]:
    """The code that a live network would have in its file."""
    kinds = [(type(layer).__name__, str(layer.name)) for layer in network.layers]
    inside = [code for layer in network.layers if hasattr(layer, "layers") for code in of_live(layer)]
    return [Code(name, kind, ()) for kind, name in kinds if kind in _CODE] + inside


def refuse(found: List[Code], named: str, allowed: bool) -> None:
    """Raises ``Problem`` ('holds-code') unless there is none, or the researcher has said that it may run."""
    if not found or allowed:
        return
    first = found[0]
    more = f" ({len(found) - 1} more like it)" if len(found) > 1 else ""
    raise Problem(
        "holds-code",
        f'{named} holds code that runs as soon as the network is loaded: the layer "{first.layer}" is a {first.kind}'
        f"{more}{_told(first)}. Zooport runs no code of a file unasked. If you trust who made the file, allow it: "
        "--allow-code on the command line, allow_code=True in Python. Better: replace the layer by one of Keras's own "
        "and save the network again; no reader of the zoo runs code.",
        path=named,
        code=[{"layer": one.layer, "kind": one.kind, "words": list(one.words)} for one in found],
    )


def _told(code: Code) -> str:
    if not code.words:
        return ""
    if len(code.words) == 1:
        return f", which calls {code.words[0]}"
    return f", whose code holds the words {', '.join(code.words)}"


def _code(value: Config, layer: str) -> Optional[Code]:
    """The code that this very entry is; None where it is none (its parts may still be)."""
    kind = value.get("class_name")
    kind = kind.rsplit(">", 1)[-1] if isinstance(kind, str) else ""
    settings = value.get("config")
    if kind == "__lambda__":
        return Code(layer, "Lambda", tuple(_words(settings)))
    if kind in _CODE:
        return Code(layer, kind, tuple(_words(settings)))
    if kind in ("TFOpLambda", "SlicingOpLambda") and isinstance(settings, dict):
        function = str(settings.get("function", ""))
        return Code(layer, kind, (f"tf.{function}"[:80],)) if _reaches(function) else None
    module = value.get("module")
    if "class_name" not in value or not isinstance(module, str):
        return None
    is_function = kind == "function" and isinstance(settings, str)
    called = str(settings) if is_function else kind
    if _MODULES.fullmatch(module) and not (module == "builtins" and called in _PYTHONS):
        return None
    what = f"{'function' if is_function else 'class'} of the module {module[:80]}"
    return Code(layer, what, (f"{module}.{called}"[:80],), None if is_function else kind)


def _reaches(function: str) -> bool:
    parts = function.split(".")
    if parts[0] == "keras" and parts[1:2] == ["backend"]:
        return False
    return any(part in _REACHING for part in parts)


def _name(value: Config) -> Optional[str]:
    settings = value.get("config")
    for holder in (value, settings if isinstance(settings, dict) else {}):
        name = holder.get("name")
        if isinstance(name, str) and "class_name" in value:
            return name[:80]
    return None


def _words(settings: object) -> Iterator[str]:
    """Words in marshalled code, which stands there in base64; or the name of a function."""
    told: List[str] = []
    texts = [text for text in _texts(settings) if len(text) > 2]
    for text in sorted(texts, key=len, reverse=True)[:4]:
        try:
            raw = base64.b64decode("".join(text.split()), validate=True)
        except (binascii.Error, ValueError):
            continue
        if raw[:1] not in (b"\xe3", b"c"):
            # No code object of Python.
            continue
        for match in _WORD.findall(raw[:100_000]):
            word = match.decode("ascii")
            if word not in told and word not in ("lambda", "<lambda>") and any(letter.isalpha() for letter in word):
                told.append(word)
    return iter(told[:_MOST_WORDS] or _function(settings))


def _function(settings: object) -> List[str]:
    """The name of the function that a layer calls, where it names one."""
    function = settings.get("function") if isinstance(settings, dict) else None
    name = function.get("config") if isinstance(function, dict) else function
    return [name] if isinstance(name, str) and re.fullmatch(r"[\w.>]{1,80}", name) else []


def _texts(value: object) -> List[str]:
    found: List[str] = []
    open_ = [value]
    while open_ and len(found) < 100:
        item = open_.pop()
        if isinstance(item, str):
            found.append(item)
        elif isinstance(item, dict):
            open_ += list(item.values())
        elif isinstance(item, (list, tuple)):
            open_ += list(item)
    return found
