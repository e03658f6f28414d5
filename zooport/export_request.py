"""What is to be exported: the network found as the panel finds it, and what was chosen among what it offers.

Whatever has to be asked is asked by the keyword arguments of `zooport.export`: the error spells the call out.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any, Dict, List, Mapping, Optional, Sequence, TypedDict, Union, cast

from zooport import notebooks
from zooport.errors import Told
from zooport.kernel.own_protocol import OwnParams
from zooport.kernel.protocol import (
    Candidate,
    CropBox,
    Detection,
    NetworkChoice,
    NotebookFacts,
    OutputKind,
    WeightsChoice,
)

Path = Union[str, "os.PathLike[str]"]
#: Arguments of `zooport.export` by name, each of the type that its signature says.
Arguments = Mapping[str, Any]
IMAGES = ".tif, .png or .npy"


class ExportError(Told):
    """The bundle could not be made, or something has to be said first; the message says what."""


class Metadata(TypedDict):
    """The description's own keys: a YAML text, and what is said on top of it."""

    metadataText: Optional[str]
    metadata: Optional[Mapping[str, object]]


class Order(TypedDict, total=False):
    """What is to be made, as src/export/exportRequest.ts reads it: the network that was found, or one of one's own."""

    detection: Detection
    notebook: NotebookFacts
    own: OwnParams

    weights: str
    image: str
    crop: CropBox
    kind: OutputKind
    threshold: float
    allowCode: bool
    fileName: str
    metadataText: str
    metadata: Mapping[str, object]
    #: Seconds, for Node; and the file that it writes.
    timeout: float
    part: str


@dataclass(frozen=True)
class Call:
    """The arguments of `zooport.export` as they were given; None was not given."""

    folder: Optional[str]
    named: Arguments = field(default_factory=dict)

    def with_(self, **more: object) -> str:
        """The same call with more said, to be copied."""
        arguments = {**{name: value for name, value in self.named.items() if value is not None}, **more}
        folder = arguments.pop("folder", self.folder)
        parts = [repr(folder)] if folder is not None else []
        parts += [f"{name}={value!r}" for name, value in arguments.items()]
        return f"zooport.export({', '.join(parts)})"


def order_of(call: Call) -> Order:
    """The order as src/export/exportRequest.ts reads it. Raises `ExportError` for what is missing or wrong."""
    said = call.named
    notebook = notebooks.facts()
    image = _image(said.get("input"))
    metadata = metadata_of(said)
    detection = _detect(call, notebook)
    candidate = _candidate(detection, call)
    order = {
        "detection": {**detection, "candidates": [candidate]},
        "notebook": notebook,
        "weights": _weights(candidate, call),
        "image": image,
        "crop": _crop(said.get("crop")),
        "kind": _kind(said.get("kind"), candidate, call),
        "threshold": _threshold(said.get("threshold")),
        "allowCode": True if said.get("allow_code") else None,
        **metadata,
    }
    if image is None and not candidate["images"]:
        raise ExportError(
            "No image for the test was found in the folders that the notebook names. Give one that the network was "
            f"not trained on ({IMAGES}): {call.with_(input='image.tif')}"
        )
    return cast(Order, {name: value for name, value in order.items() if value is not None})


def _detect(call: Call, notebook: NotebookFacts) -> Detection:
    from zooport.kernel.transport.dispatch import call as ask

    asked = {
        "folder": call.folder and os.path.abspath(os.path.expanduser(call.folder)),
        "network": call.named.get("network"),
    }
    params = {name: value for name, value in asked.items() if value is not None}
    reply = ask("detect", {**params, "notebook": notebook}, lambda *_: None)
    if "result" in reply:
        return cast("Detection", reply["result"])
    problem = reply["error"]
    if problem["problem"] == "cancelled":
        raise KeyboardInterrupt
    alternatives = cast("Sequence[NetworkChoice]", problem["data"].get("candidates") or [])
    raise ExportError(problem["message"] + _choice(alternatives, call))


def _candidate(detection: Detection, call: Call) -> Candidate:
    candidates = detection["candidates"]
    if not candidates:
        looked = " ".join(detection["looked"])
        raise ExportError(
            f"No trained network was found. {looked} Say which folder training left behind: "
            f"{call.with_(folder='MODEL_PATH/MODEL_NAME')}"
        )
    if call.folder is not None and len(candidates) > 1:
        calls = " or ".join(call.with_(folder=one["folder"]) for one in candidates)
        raise ExportError(f"“{call.folder}” holds several trained networks. Say which one: {calls}")
    candidate = candidates[0]
    if candidate["network"] is None:
        name = candidate["folder"] or candidate["modelName"]
        raise ExportError(
            f"Several networks leave such files as those of “{name}”." + _choice(candidate["alternatives"], call)
        )
    if not candidate["weights"]:
        raise ExportError(f"“{candidate['modelName']}” has no trained weights. Train the network first.")
    return candidate


def _choice(alternatives: Sequence[NetworkChoice], call: Call) -> str:
    if not alternatives:
        return ""
    names = [str(one["name"]) for one in alternatives]
    said = " or ".join(f"network='{name}'" for name in names)
    return f" Say {said}, for instance: {call.with_(network=names[0])}"


def _weights(candidate: Candidate, call: Call) -> Optional[str]:
    """By kind (best, last, kernel), name or path."""
    wanted = call.named.get("weights")
    if wanted is None:
        return None
    wanted = os.fspath(wanted)
    for one in candidate["weights"]:
        path = one["path"]
        if wanted in (one["kind"], one["label"], one["id"], path) or (path and os.path.abspath(wanted) == path):
            return str(one["id"])
    offered = " or ".join(f"weights='{_weights_name(one)}'" for one in candidate["weights"])
    first = call.with_(weights=_weights_name(candidate["weights"][0]))
    raise ExportError(f"There are no weights “{wanted}”. Say {offered}, for instance: {first}")


def _weights_name(one: WeightsChoice) -> str:
    return "kernel" if one["kind"] == "kernel" else str(one["label"])


def image_path(given: object) -> Optional[str]:
    """The path of the image for the test. Raises `ExportError` for an array: the bundle says which file it was."""
    if given is None or isinstance(given, (str, os.PathLike)):
        return os.fspath(given) if given else None
    raise ExportError(
        f"input= is the path of an image ({IMAGES}), not {type(given).__name__}. Save it first, with its axes: "
        "tifffile.imwrite('image.tif', array, metadata={'axes': 'YX'}), for a stack 'ZYX', then input='image.tif'"
    )


def _image(given: Optional[Path]) -> Optional[str]:
    if given is None:
        return None
    path = os.path.abspath(os.path.expanduser(os.fspath(given)))
    if not os.path.isfile(path):
        raise ExportError(
            f"There is no image “{given}”. This kernel's folder is “{os.getcwd()}”; give the path of an image "
            f"({IMAGES}) like those of the training: input='image.tif'"
        )
    return path


def _crop(given: Optional[Sequence[int]]) -> Optional[CropBox]:
    if given is None:
        return None
    box = list(given)
    if len(box) != 4 or not all(isinstance(side, int) for side in box):
        raise ExportError("crop= has four whole numbers, in pixels: crop=(top, left, height, width)")
    return {"y": box[0], "x": box[1], "height": box[2], "width": box[3]}


def _kind(given: Optional[str], candidate: Candidate, call: Call) -> Optional[str]:
    from zooport.kernel.recipes.registry import BY_ID

    network = candidate["network"]
    assert network is not None
    kinds = BY_ID[network["id"]].kinds
    if given is not None and given not in kinds:
        said = " or ".join(f"kind='{kind}'" for kind in kinds)
        raise ExportError(
            f"{network['name']} gives no output of the kind “{given}”. Say {said}: {call.with_(kind=kinds[0])}"
        )
    return given


def _threshold(given: Optional[float]) -> Optional[float]:
    if given is not None and not 0 <= given <= 255:
        raise ExportError("threshold= is on the notebook's scale, from 0 to 255.")
    return given


def metadata_of(said: Arguments) -> Metadata:
    """The metadata's text or mapping, with the single keys on top; each key is looked at by the exporter's own code."""
    given = said.get("metadata")
    text: Optional[str] = None
    values: Dict[str, object] = {}
    if isinstance(given, (str, os.PathLike)):
        try:
            with open(os.path.expanduser(given), encoding="utf-8") as file:
                text = file.read()
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is no text in UTF-8"
            raise ExportError(
                f"The metadata file “{os.fspath(given)}” cannot be read: {reason}. Give a YAML file with keys such as "
                "name, authors, license: metadata='about.yaml'"
            ) from None
    elif isinstance(given, Mapping):
        values.update(given)
    elif given is not None:
        raise ExportError("metadata= is the path of a YAML file, or a dict with keys such as name, authors, license.")
    for name in ("name", "description", "license", "version", "data"):
        if said.get(name) is not None:
            values[name] = said[name]
    for name, inner in (("authors", "name"), ("cite", "text"), ("tags", None)):
        if said.get(name) is not None:
            values[name] = _listed(said[name], inner)
    return {"metadataText": text, "metadata": values or None}


def _listed(given: Union[str, Mapping[str, str], Sequence[object]], inner: Optional[str]) -> List[object]:
    """One or several, each a text or a mapping; a text stands for its `inner` key."""
    several = [given] if isinstance(given, (str, Mapping)) else list(given)
    return [{inner: one} if inner and isinstance(one, str) else one for one in several]
