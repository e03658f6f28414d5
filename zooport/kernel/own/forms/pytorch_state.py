"""What a module of PyTorch is at the moment, and how it becomes that again."""

from __future__ import annotations

import copy
import sys
from typing import Callable, Dict, Iterator, List, Mapping, Optional, Protocol, Tuple

from ...libraries import Framework


class Tensor(Protocol):
    """A tensor or parameter, as far as this half touches it."""

    data: Tensor
    dtype: object
    device: object
    requires_grad: bool

    @property
    def shape(self) -> Tuple[int, ...]: ...

    def numel(self) -> int: ...

    def is_floating_point(self) -> bool: ...

    def is_complex(self) -> bool: ...

    def to(self, *args: object, **kwargs: object) -> Tensor: ...

    def clone(self) -> Tensor: ...

    def detach(self) -> Tensor: ...

    def copy_(self, other: Tensor) -> Tensor: ...


class Module(Protocol):
    """A ``torch.nn.Module``."""

    training: bool
    forward: Callable[..., object]
    _buffers: Dict[str, Optional[Tensor]]
    _modules: Dict[str, Optional[Module]]

    def __call__(self, *args: object, **kwargs: object) -> object: ...

    def modules(self) -> Iterator[Module]: ...

    def named_children(self) -> Iterator[Tuple[str, Module]]: ...

    def named_modules(self) -> Iterator[Tuple[str, Module]]: ...

    def parameters(self) -> Iterator[Tensor]: ...

    def buffers(self) -> Iterator[Tensor]: ...

    def register_parameter(self, name: str, param: object) -> None: ...

    def state_dict(self) -> Mapping[str, Tensor]: ...

    def eval(self) -> Module: ...

    def float(self) -> Module: ...

    def cpu(self) -> Module: ...


def library() -> Framework:
    """torch itself; whoever has a module has it imported."""
    return sys.modules["torch"]


def is_module(value: object) -> bool:
    """Whether a value is a module of PyTorch; torch is not imported to know it."""
    torch = sys.modules.get("torch")
    kind = getattr(getattr(torch, "nn", None), "Module", None)
    return kind is not None and isinstance(value, kind)


def is_tensor(value: object) -> bool:
    """Whether a value is a tensor."""
    return isinstance(value, library().Tensor)


def bare(module: Module) -> Module:
    """The module inside ``torch.compile`` and ``DataParallel``."""
    inside = dict(module.named_children())
    wrapped = inside.get("_orig_mod")
    if wrapped is None and type(module).__name__ in ("DataParallel", "DistributedDataParallel"):
        wrapped = inside.get("module")
    return module if wrapped is None else bare(wrapped)


def traits(module: Module) -> List[str]:
    """What is exported otherwise than it is now, each a sentence."""
    inner = bare(module)
    said = []
    if any(one.training for one in inner.modules()):
        said.append(
            "The network was in training mode; it is exported in evaluation mode (random layers off, normalisation by "
            "what was learnt)."
        )
    tensors = [*inner.parameters(), *inner.buffers()]
    places = sorted({str(one.device) for one in tensors} - {"cpu"})
    if places:
        said.append(f"The network was on {' and '.join(places)}; it is exported from the CPU.")
    kinds = {str(one.dtype).replace("torch.", "") for one in tensors if one.is_floating_point()} - {"float32"}
    if kinds:
        said.append(f"The network computed in {' and '.join(sorted(kinds))}; it is exported in float32.")
    if any(bare(one) is not one or vars(one).get("_compiled_call_impl") is not None for one in module.modules()):
        said.append("The network was compiled or spread over several devices; what is exported is the network inside.")
    return said


def evaluated(inner: Module) -> Optional[Module]:
    """A copy as evaluation on the CPU in float32; None where the module cannot be copied."""
    try:
        # TorchScript's own copies else remember what they were computed from.
        with library().no_grad():
            made = copy.deepcopy(inner).cpu().float().eval()
    except (KeyboardInterrupt, MemoryError):
        raise
    except Exception:  # a module of somebody's own may hold what cannot be copied
        return None
    _uncompile(made)
    for tensor in made.parameters():
        if tensor.requires_grad:
            tensor.requires_grad = False
    return made


class Kept:
    """A module as it was; ``settle`` makes it evaluation on the CPU in float32, ``restore`` puts everything back."""

    def __init__(self, module: Module) -> None:
        self._module = module
        every = list(module.modules())
        self._training = [(one, one.training) for one in every]
        self._parameters = [(one, one.data, one.requires_grad) for one in module.parameters()]
        self._buffers = [
            (one._buffers, name, held, held.detach().clone())
            for one in every
            for name, held in one._buffers.items()
            if held is not None
        ]
        self._own = [(one, name, vars(one).get(name)) for one in every for name in ("forward", "_compiled_call_impl")]
        self._random = library().get_rng_state()

    def settle(self) -> None:
        """Changes the module in place; the tensors themselves are kept."""
        torch = library()
        self._module.eval()
        for one, data, _ in self._parameters:
            if data.is_floating_point():
                one.data = data.to("cpu", torch.float32)
            else:
                one.data = data.to("cpu")
        for home, name, held, _ in self._buffers:
            changed = held.to("cpu", torch.float32) if held.is_floating_point() else held.to("cpu")
            if changed is not held and isinstance(home, dict):
                home[name] = changed
        for shell in self._module.modules():
            inner = bare(shell)
            if inner is not shell:
                vars(shell)["forward"] = inner.__call__
            if vars(shell).get("_compiled_call_impl") is not None:
                vars(shell)["_compiled_call_impl"] = None

    def restore(self) -> None:
        """Everything is what it was, to the bit."""
        torch = library()
        for module, name, held in self._own:
            if held is None:
                vars(module).pop(name, None)
            else:
                vars(module)[name] = held
        for one, data, gradient in self._parameters:
            one.data = data
            if one.requires_grad != gradient:
                one.requires_grad = gradient
        for home, name, tensor, values in self._buffers:
            # TorchScript gives a new object each time.
            if isinstance(home, dict) and home.get(name) is not tensor:
                home[name] = tensor
            with torch.no_grad():
                tensor.copy_(values)
        for module, training in self._training:
            module.training = training
        torch.set_rng_state(self._random)


def _uncompile(module: Module) -> None:
    """Children that are compiled become what is inside of them."""
    for name, child in list(module.named_children()):
        inner = bare(child)
        if inner is not child:
            setattr(module, name, inner)
        _uncompile(inner)
