"""Many images on many machines: each a task of a Dask client, with the same results and the same results.csv."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING, Callable, Dict, List, Protocol, Sequence, Type, TypeVar, Union, cast

from zooport.errors import Told
from zooport.running.errors import RunError
from zooport.running.node import plan_images, run_images
from zooport.running.progress import Shown
from zooport.running.results import Planned, Result

if TYPE_CHECKING:
    from typing import Iterable

#: How often an image is tried whose worker is lost.
RETRIES = 3

T = TypeVar("T")


class Future(Protocol):
    """What Dask gives for a task."""

    key: str

    def result(self) -> object: ...


class Client(Protocol):
    """What is needed of `dask.distributed.Client`."""

    def submit(self, work: Callable[..., object], *arguments: object, **options: object) -> Future: ...

    def cancel(self, futures: Sequence[Future]) -> None: ...


def run_shared(client: object, bundle: str, images: Sequence[str], output: str, words: Sequence[str]) -> List[Result]:
    """What became of each image, in order. Raises `RunError` where the call is wrong, or no worker can run at all."""
    place = os.path.abspath(output)
    plan = plan_images(bundle, [os.path.abspath(image) for image in images], place, words, lambda line: None)
    todo = [(index, one) for index, one in enumerate(plan) if one["result"] is None]
    made = share(client, _run_one, [(bundle, one, place, list(words)) for _, one in todo], "image")
    results: Dict[int, Result] = {}
    for (index, one), result in zip(todo, made):
        results[index] = result if isinstance(result, dict) else _lost(one, str(result))
    return [results[index] if index in results else cast(Result, one["result"]) for index, one in enumerate(plan)]


def share(
    client: object,
    work: Callable[..., T],
    calls: Sequence[Sequence[object]],
    what: str,
    raises: Type[Told] = RunError,
) -> List[Union[T, str]]:
    """What each call gives, in order; of one whose workers were lost again and again, a sentence.

    Raises what `work` raises (that is no fault of a single call), or `raises` where `client` is none.
    """
    try:
        from dask.distributed import as_completed
        from distributed.scheduler import KilledWorker
    except ImportError:
        raise raises("client= needs Dask. Install it: pip install zooport[dask]") from None
    dask = cast(Client, client)
    if not hasattr(client, "submit"):
        raise raises(f"client= is no Dask client, but {type(client).__name__}. Give dask.distributed.Client(...).")
    futures = [dask.submit(work, *call, retries=RETRIES, pure=False) for call in calls]
    places = {future.key: index for index, future in enumerate(futures)}
    given: Dict[int, Union[T, str]] = {}
    shown = Shown()
    try:
        for future in cast("Iterable[Future]", as_completed(futures)):
            try:
                given[places[future.key]] = cast(T, future.result())
            except KilledWorker:
                given[places[future.key]] = (
                    f"Its workers ended again and again while they ran this {what}; maybe they have too little memory."
                )
            shown.say(f"{len(given)} of {len(futures)} done")
    except BaseException:
        # Stopped, or nothing can run: what waits is not begun any more.
        dask.cancel(futures)
        raise
    finally:
        shown.end()
    return [given[index] for index in range(len(futures))]


def _run_one(bundle: str, planned: Planned, output: str, words: Sequence[str]) -> Result:
    """On a worker. The command line writes the results and the table, where it also finds what is done already."""
    for path in (bundle, os.path.dirname(output)):
        if not os.path.exists(path):
            raise RunError(
                f"{socket.gethostname()} does not see {path}. The workers need the same files as this machine."
            )
    try:
        [result] = run_images(
            bundle, planned["images"], output, [*words, f"--as={planned['called']}"], lambda line: None
        )
    except RunError as error:
        raise RunError(f"A worker ({socket.gethostname()}) cannot run images: {error}") from None
    return result


def _lost(planned: Planned, reason: str) -> Result:
    return {
        "source": ", ".join(planned["images"]),
        "outputs": [],
        "tiles": 0,
        "seconds": 0.0,
        "engine": "",
        "warnings": [],
        "error": reason,
    }
