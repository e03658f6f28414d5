"""`zooport.export`: the bundle of a trained network, from the cell or script that trained it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Callable, List, Mapping, Optional, Sequence, Tuple, Union, cast

from zooport import display, launcher, saving
from zooport.bundle_name import file_name
from zooport.export_request import Call, ExportError, Order, Path, image_path, order_of
from zooport.places import Input, PlaceError, place_of

if TYPE_CHECKING:
    from zooport.cell import Preview
    from zooport.results import CheckResult


def export(
    what: Optional[object] = None,
    /,
    *,
    folder: Optional[Path] = None,
    input: Optional[object] = None,
    predict: Optional[Callable[..., object]] = None,
    axes: Union[None, str, Sequence[str]] = None,
    output: Optional[Path] = None,
    network: Optional[object] = None,
    weights: Optional[Path] = None,
    kind: Optional[str] = None,
    threshold: Optional[float] = None,
    crop: Optional[Sequence[int]] = None,
    preprocessing: Optional[Sequence[object]] = None,
    postprocessing: Optional[Sequence[object]] = None,
    metadata: Union[None, Path, Mapping[str, object]] = None,
    name: Optional[str] = None,
    description: Optional[str] = None,
    authors: Union[None, str, Sequence[Union[str, Mapping[str, str]]]] = None,
    license: Optional[str] = None,
    cite: Union[None, Mapping[str, str], Sequence[Mapping[str, str]]] = None,
    tags: Union[None, str, Sequence[str]] = None,
    version: Optional[str] = None,
    data: Optional[str] = None,
    allow_code: bool = False,
    timeout: Optional[float] = None,
) -> Union[Preview, CheckResult]:
    """Makes the bundle of a trained network and checks the file that was written.

    Without a first argument the network is the kernel's, one of the notebooks' (U-Net, StarDist, CARE ...); with the
    path of a folder, the one that training left there (`model_path/model_name`, also as `folder=`). Any other network
    of PyTorch or Keras is given itself, as an object or a file (.pt, .pth, .keras, .h5).

    `input` is an image for the test that the network was not trained on; without one it is chosen among the notebook's
    folders. `output` is a folder (default: the kernel's), or a file that ends in `.zip`; an older file of that name is
    replaced once the new one is whole.

    For a network of one's own, `input` is an array or a path (a list where it takes several); `axes` the letters of the
    image as given ("yx", "zyx", "cyx", "yxc"; a list for several); `predict` the function from the image(s) as given to
    the result (an array, a list or a dict). What happens before and after the network is found by trying; the test
    output is what `predict` returned. Without `predict` the network alone is exported, and `input` is what it takes.
    `preprocessing` and `postprocessing`, lists of the format's operations, say by hand what happens.

    For a network of the notebooks, `network` is the notebook's own name of it; `weights` "best", "last", "kernel", or a
    file; `kind` one of the network's outputs ("probability", "mask", "labels" ...), a mask's with a `threshold` from 0
    to 255; `crop` (top, left, height, width) in pixels.

    `metadata` (a YAML file or a dict) and the arguments after it are the description's own keys. A network whose file
    holds code (a Lambda layer) is refused before it is loaded; `allow_code=True` lets the code run, where you trust who
    made the file. After `timeout` seconds (ten minutes where nothing is said) the export is given up, and so is the
    check that follows.

    In a notebook the result is the report as `zooport.preview` shows it; in a script it is that of `zooport.check`,
    with all weights run. The code of a state dict runs with them where it is that of a network of this process.
    Where there is no Node, the notebook's page makes the bundle. Raises `ExportError` with a sentence that says what
    has to be given. Interrupting the kernel leaves no half file.
    """
    # With numpy, which asking for the function alone must not load.
    from zooport.own_request import network_of, own_inputs, own_order

    own = network_of(what, network)
    said = {
        "output": output and os.fspath(output),
        "weights": weights and os.fspath(weights),
        "kind": kind,
        "threshold": threshold,
        "crop": crop,
        "metadata": metadata,
        "name": name,
        "description": description,
        "authors": authors,
        "license": license,
        "cite": cite,
        "tags": tags,
        "version": version,
        "data": data,
        "allow_code": allow_code or None,
    }
    if own is not None:
        call = Call(None, said)
        place, file_name = _target(call)
        order = own_order(
            own,
            said,
            images=input,
            predict=predict,
            axes=axes,
            preprocessing=preprocessing,
            postprocessing=postprocessing,
        )
        read = own_inputs(own, input, metadata)
    else:
        _refuse_own(predict, axes, preprocessing, postprocessing)
        given = folder if what is None else cast(Path, what)
        call = Call(
            None if given is None else os.fspath(given), {**said, "network": network, "input": image_path(input)}
        )
        place, file_name = _target(call)
        order = order_of(call)
        read = _inputs(call, order)
    # What a live network was made of is the researcher's own code, which this process has run already.
    trusted = allow_code or not (own is None or isinstance(own, (str, os.PathLike)))
    return _made(order, place, file_name, read, timeout, trusted)


def _made(
    order: Order, place: str, file_name: Optional[str], inputs: Sequence[Input], timeout: Optional[float], trusted: bool
) -> Union[Preview, CheckResult]:
    if file_name:
        order["fileName"] = file_name
    try:
        if file_name:
            # Found out before the work, which takes a while.
            place_of(os.path.join(place, file_name), inputs)
        command, environment = launcher.command_line()
    except PlaceError as reason:
        raise ExportError(str(reason)) from None
    except launcher.Unusable as reason:
        return _in_page(order, place, inputs, str(reason))
    if timeout is not None:
        order["timeout"] = timeout
    return _shown(_by_node(command, environment, order, place, inputs), timeout, trusted)


def _refuse_own(*given: object) -> None:
    """Raises `ExportError` where something is said that only a network of one's own takes."""
    if any(one is not None for one in given):
        raise ExportError(
            "predict=, axes=, preprocessing= and postprocessing= belong to a network of your own. Give it as the first "
            "argument: zooport.export(network, input=image, predict=function)."
        )


def _target(call: Call) -> Tuple[str, Optional[str]]:
    """The folder to write into, and the file's name where the caller gives one."""
    given = call.named["output"]
    path = os.path.abspath(os.path.expanduser(given or os.curdir))
    named = bool(given) and path.lower().endswith(".zip") and not os.path.isdir(path)
    folder = os.path.dirname(path) if named else path
    if not os.path.isdir(folder):
        raise ExportError(
            f"There is no folder “{folder}”. Make it first, or say another one: {call.with_(output=os.curdir)}"
        )
    return folder, os.path.basename(path) if named else None


def _inputs(call: Call, order: Order) -> List[Input]:
    """What is read, and so may not be written over."""
    candidate = order["detection"]["candidates"][0]
    metadata = call.named["metadata"]
    said = os.path.expanduser(metadata) if isinstance(metadata, (str, os.PathLike)) else None
    read = (
        (order.get("image"), "the image for the test"),
        (said, "the metadata file"),
        (candidate["folder"], "a file of the model folder"),
    )
    return [Input(os.fspath(path), what) for path, what in read if path]


def _by_node(
    command: Sequence[str],
    environment: Mapping[str, str],
    order: Order,
    place: str,
    inputs: Sequence[Input],
) -> str:
    from zooport.node_export import MakeError, make

    progress = display.Progress()
    try:
        part = saving.Saving(place)
    except OSError as error:
        raise ExportError(saving.sentence(place, error)) from None
    try:
        done = make(list(command), environment, {**order, "part": part.part}, progress.say)
        path = part.finish(os.path.join(place, file_name(done["fileName"], order)), True, inputs)
        for note in done["notes"]:
            progress.note(note)
        progress.say(f"Wrote {saving.shown(path)} ({done['size'] / 1e6:.1f} MB).")
        return path
    except (MakeError, PlaceError) as error:
        raise ExportError(str(error)) from None
    except OSError as error:
        raise ExportError(saving.sentence(place, error)) from None
    finally:
        part.discard()


def _shown(path: str, timeout: Optional[float], trusted: bool) -> Union[Preview, CheckResult]:
    if display.in_notebook():
        from zooport.previewing import preview

        return preview(saving.shown(path), allow_code=trusted)
    from zooport.checking import check

    return check(path, timeout=timeout, allow_code=trusted)


def _in_page(order: Order, place: str, inputs: Sequence[Input], reason: str) -> Preview:
    if not display.in_notebook():
        raise ExportError(reason)
    from zooport.cell import Preview

    try:
        # Whether the folder can be written is found out first: the work takes a while.
        saving.Saving(place).discard()
        return Preview((order, place, inputs))
    except FileNotFoundError as error:
        raise ExportError(error.strerror) from None
    except OSError as error:
        raise ExportError(saving.sentence(place, error)) from None
