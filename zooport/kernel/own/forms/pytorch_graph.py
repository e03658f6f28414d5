"""The network as PyTorch can make a graph of it: what stands in the way of that alone is put aside."""

from __future__ import annotations

import contextlib
import copy
from typing import Iterable, Iterator, List, Mapping, Tuple, cast

from ...errors import Problem
from .pytorch_state import Module, Tensor, library


def refuse_quantised(network: Module) -> None:
    """Raises ``Problem`` for layers that compute in whole numbers."""
    for name, layer in network.named_modules():
        if ".quantized" in type(layer).__module__:
            where = f"“{name}” ({type(layer).__name__})" if name else type(layer).__name__
            raise Problem(
                "bad-model",
                f"The network was quantised: its layer {where} computes in whole numbers, which a bundle's programs do "
                "not read. Export the network as it was before it was quantised.",
            )


def plain(network: Module) -> Module:
    """The network with weights that are computed of others (weight norm, spectral norm) as plain numbers.

    As evaluation they are the same at each call. The network itself where there are none, or where it cannot be copied.
    """
    if not any(parametrized(one) for one in network.modules()):
        return network
    try:
        made = copy.deepcopy(network)
    except (KeyboardInterrupt, MemoryError):
        raise
    except Exception:  # a module of somebody's own may hold what cannot be copied
        return network
    for one in list(made.modules()):
        unparametrized(one)
    return made


def parametrized(module: Module) -> List[str]:
    """Names of its weights that are computed of others."""
    return list(parametrizations_of(module)) if library().nn.utils.parametrize.is_parametrized(module) else []


def parametrizations_of(module: Module) -> Mapping[str, Iterable[Module]]:
    """What computes each of its weights, in order."""
    held = module._modules.get("parametrizations")
    return cast(Mapping[str, Iterable[Module]], {} if held is None else held)


def unparametrized(module: Module) -> None:
    """Makes such weights plain ones, in place.

    PyTorch's own way would take them from the class, which copies of a module share with it.
    """
    names = parametrized(module)
    if not names:
        return
    values = {name: cast(Tensor, getattr(module, name)).detach().clone() for name in names}
    module.__class__ = type(module).__bases__[0]
    del module._modules["parametrizations"]
    for name, value in values.items():
        module.register_parameter(name, library().nn.Parameter(value, requires_grad=False))


@contextlib.contextmanager
def without_raising(network: Module) -> Iterator[None]:
    """While it lasts, properties that raise (a missing ``trainer``) are None: TorchScript asks for all of them."""
    changed: List[Tuple[Module, type]] = []
    try:
        for module in network.modules():
            kind = type(module)
            raising = [name for name in _properties(kind) if _raises(module, name)]
            if raising:
                calm = type(kind.__name__, (kind,), {**dict.fromkeys(raising), "__module__": kind.__module__})
                calm.__qualname__ = kind.__qualname__
                module.__class__ = calm
                changed.append((module, kind))
        yield
    finally:
        for module, kind in changed:
            module.__class__ = kind


def _properties(kind: type) -> List[str]:
    return [name for one in kind.__mro__ for name, held in vars(one).items() if isinstance(held, property)]


def _raises(module: Module, name: str) -> bool:
    try:
        getattr(module, name)
    except AttributeError:
        # Whoever asks knows this answer.
        return False
    except (KeyboardInterrupt, MemoryError):
        raise
    except Exception:  # whatever the property says
        return True
    return False
