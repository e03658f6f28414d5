"""A network of PyTorch, whatever it is: caught while it predicts, run, and written."""

from __future__ import annotations

import contextlib
import functools
import sys
from typing import Callable, Iterator, List, Mapping, NamedTuple, Optional, Sequence, Tuple, cast

from ..errors import Problem
from ..find.signature import forward_takes, needed_of_forward
from ..libraries import Array
from . import care, other_inputs
from .chain.pose import Pose
from .forms import pytorch_task, pytorch_write
from .forms.pytorch_full import in_full, is_half
from .forms.pytorch_state import Kept, Module, Tensor, bare, evaluated, is_tensor, library, traits
from .forms.pytorch_task import array_of, tensor_of
from .network import Call, LastStep, OwnNetwork, Saved
from .structure import Leaf, Pattern, Slot, filled, identifier, leaves, pattern, plain, replaced


def adapter(module: object) -> OwnNetwork:
    """The network that a ``torch.nn.Module`` is; compiled and parallel ones are taken out of their shell."""
    return PyTorchNetwork(cast(Module, module))


class _Ready(NamedTuple):
    """What lasts as long as the network is evaluation on the CPU in float32."""

    #: The network to run and write: a copy, or the module itself where it cannot be copied.
    network: Module
    kept: Kept


class PyTorchNetwork:
    """``OwnNetwork`` of a module."""

    framework = "PyTorch"
    channels_first = True

    def __init__(self, module: Module) -> None:
        self._given = module
        self._inner = bare(module)
        self.version = str(library().__version__).split("+")[0]
        self.architecture = _class_name(self._inner)
        self._notes = traits(module)
        self._ready: Optional[_Ready] = None
        self._calls: Optional[List[Call]] = None
        self._pose: Optional[Pose] = None
        #: Whether it was in 16 bits, which nothing is while it is exported.
        self._was_half = is_half(self._inner)
        #: How the researcher's function calls it, once that was seen.
        self._pattern: Optional[Pattern] = None
        self._inside = 0

    @property
    def notes(self) -> List[str]:
        """What is exported otherwise than it is in the kernel."""
        return list(self._notes)

    @property
    def parameters(self) -> int:
        """Trained numbers, those that are frozen as well."""
        return sum(one.numel() for one in self._inner.parameters())

    @property
    def input_names(self) -> List[str]:
        """Those of ``forward`` that have to be given, or that were given when it was caught."""
        names = forward_takes(self._inner)
        if self._pattern is not None:
            return _names_of(self._pattern, names)
        return _told_apart(needed_of_forward(self._inner))

    def fixed(self, input_index: int) -> Optional[Tuple[Optional[int], ...]]:
        """A module does not say which sizes it takes."""
        return None

    @contextlib.contextmanager
    def ready(self) -> Iterator[None]:
        """See ``OwnNetwork``; may be entered again while it lasts."""
        if self._ready is not None:
            yield
            return
        copy = evaluated(self._inner)
        kept = Kept(self._given)
        self._ready = _Ready(self._inner if copy is None else copy, kept)
        try:
            kept.settle()
            with library().no_grad(), self._listening():
                yield
        finally:
            self._ready = None
            kept.restore()

    @contextlib.contextmanager
    def catching(self, pose: Optional[Pose] = None) -> Iterator[List[Call]]:
        """See ``OwnNetwork``; calls within a call (a module that calls itself) are part of it."""
        calls: List[Call] = []
        with self.ready(), in_full(self._was_half):
            before, self._calls, self._pose = self._calls, calls, pose
            try:
                yield calls
            finally:
                self._calls, self._pose = before, None

    def run(self, inputs: Sequence[Array]) -> List[Tuple[str, Array]]:
        """Outputs with their names for inputs in the order in which they were caught, or by position."""
        return [(leaf.name, array_of(leaf.value)) for leaf in self.leaves(inputs)]

    def leaves(self, inputs: Sequence[Array]) -> List[Leaf]:
        """As ``run``, with the way to each output."""
        with self.ready():
            network = cast(_Ready, self._ready).network
            how = self._how(len(inputs))
            args, kwargs = filled(how, [tensor_of(one) for one in inputs])
            try:
                with _own_numbers():
                    result = network(*args, **kwargs)
            except (KeyboardInterrupt, MemoryError):
                raise
            except Exception as error:
                raise self._failed(error, inputs) from error
            found = leaves(result, is_tensor)
        if any(cast(Tensor, one.value).is_complex() for one in found):
            raise Problem(
                "bad-model",
                "The network gives complex numbers, which no bundle holds. Let its forward return plain ones: their "
                "absolute value (.abs()), or both parts (torch.view_as_real).",
            )
        if not found:
            raise Problem(
                "bad-model",
                f"The network gives no tensor but a {type(result).__name__}. Let its forward return tensors: one, or a "
                "tuple, list or dict of them.",
            )
        return found

    def save(
        self,
        directory: str,
        inputs: Sequence[Array],
        free: Sequence[Mapping[int, str]],
        steps: Mapping[str, LastStep],
        output_names: Sequence[str],
        names: Sequence[str],
        others: Sequence[Sequence[Array]] = (),
    ) -> Saved:
        """See ``OwnNetwork``."""
        with self.ready():
            care.steady(self, inputs)
            task = pytorch_task.Task(
                network=cast(_Ready, self._ready).network,
                how=self._how(len(inputs)),
                outputs=self.leaves(inputs),
                directory=directory,
                shapes=[list(inputs), *(list(one) for one in others or other_inputs.other_sizes(self, inputs, free))],
                free=free,
                steps=steps,
                kept=list(output_names),
                names=list(names),
            )
            with _own_numbers():
                return pytorch_write.write(task)

    def _how(self, count: int) -> Pattern:
        return self._pattern if self._pattern is not None else plain(count)

    @contextlib.contextmanager
    def _listening(self) -> Iterator[None]:
        """The module itself, by ``forward``, tells of its calls while this lasts; ``Kept`` takes it off again."""
        forward = self._inner.forward

        @functools.wraps(forward)
        def heard(*args: object, **kwargs: object) -> object:
            if self._inside or self._calls is None:
                return forward(*args, **kwargs)
            self._inside += 1
            try:
                return self._heard(forward, args, kwargs)
            finally:
                self._inside -= 1

        dynamo = sys.modules.get("torch._dynamo")
        vars(self._inner)["forward"] = heard if dynamo is None else dynamo.disable(heard)
        yield

    def _heard(self, forward: Callable[..., object], args: Sequence[object], kwargs: Mapping[str, object]) -> object:
        how, tensors = pattern(args, kwargs, is_tensor)
        given = tuple(array_of(one) for one in tensors)
        first = next(iter(self._inner.parameters()), None)
        moved_args, moved_kwargs = filled(how, [_moved(cast(Tensor, one), first) for one in tensors])
        with library().no_grad(), _own_numbers():
            result = forward(*moved_args, **moved_kwargs)
        if self._pose is not None:
            result = replaced(result, is_tensor, functools.partial(_posed, self._pose))
        self._pattern = how
        if self._calls is not None:
            self._calls.append(Call(given, tuple((one.name, array_of(one.value)) for one in leaves(result, is_tensor))))
        return result

    def _failed(self, error: Exception, inputs: Sequence[Array]) -> Problem:
        needed = [name for name, optional in forward_takes(self._inner) if not optional]
        if isinstance(error, TypeError) and self._pattern is None and len(inputs) < len(needed):
            return Problem(
                "bad-model",
                f"The network takes {len(needed)} inputs ({', '.join(needed)}), and {len(inputs)} came. Give a list of "
                "images, one for each.",
                needed=len(needed),
            )
        shapes = " and ".join(" x ".join(map(str, one.shape)) for one in inputs)
        message = str(error).strip().splitlines() or [type(error).__name__]
        first = message[0].split(". ")[0].rstrip(".")
        if _of_gpu(str(error)):
            return Problem(
                "bad-model",
                f"The network's code asks for a GPU by itself: {first}. Use the device of its input (x.device) instead "
                "of cuda in its forward, and export again.",
            )
        return Problem("bad-model", f"PyTorch cannot run the network on an input of {shapes}: {message[0]}")


def _moved(tensor: Tensor, like: Optional[Tensor]) -> Tensor:
    """Where the weights are and in their type: the researcher's function may send it to a GPU, or halve it."""
    if like is None:
        return tensor
    return tensor.to(like.device, like.dtype) if tensor.is_floating_point() else tensor.to(like.device)


@contextlib.contextmanager
def _own_numbers() -> Iterator[None]:
    """Without the numbers of 16 bits that ``torch.autocast`` asks for."""
    torch = library()
    with contextlib.ExitStack() as stack:
        kinds = ["cpu"] + (["cuda"] if torch.cuda.is_available() else [])
        for kind in kinds:
            stack.enter_context(torch.autocast(kind, enabled=False))
        yield


def _posed(pose: Pose, number: int, tensor: object) -> object:
    """Other values in place of a tensor's."""
    like = cast(Tensor, tensor)
    return tensor_of(pose(number, array_of(tensor))).to(like.device, like.dtype)


def _of_gpu(message: str) -> bool:
    return any(
        sign in message for sign in ("No CUDA GPUs", "Found no NVIDIA", "not compiled with CUDA", "on the same device")
    )


def _class_name(module: Module) -> str:
    return str(getattr(module, "original_name", None) or type(module).__name__)


def _names_of(how: Pattern, names: Sequence[Tuple[str, bool]]) -> List[str]:
    """Names of the tensors of a call, as ``forward`` has them, in the order of ``pattern``."""
    every = list(how.args) + list(how.kwargs.values())
    labels = [names[number][0] if number < len(names) else "input" for number in range(len(how.args))] + list(
        how.kwargs
    )
    found: List[str] = []
    for label, value in zip(labels, every):
        inside = leaves(value, lambda one: isinstance(one, Slot))
        found += [label if one.reach == "" else f"{label}_{one.name.replace('output_', '')}" for one in inside]
    return _told_apart(found)


def _told_apart(names: Sequence[str]) -> List[str]:
    made: List[str] = []
    for name in names:
        plain_name = identifier(name, "input")
        made.append(plain_name if plain_name not in made else f"{plain_name}_{len(made)}")
    return made
