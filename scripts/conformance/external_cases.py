"""Bundles whose ONNX network keeps its weights in other files, and what bioimageio.core says of them.

    .envs/train/bin/python scripts/conformance/external_cases.py --make CASES.json  the onnx package writes the networks
    .envs/new/bin/python scripts/conformance/external_cases.py --judge CASES.json  bioimageio.core loads and tests each
    gzip -9n < CASES.json > src/preview/reproduce/fixtures/external.json.gz

The network multiplies by one number and adds another; both lie outside its file. The expected output is numpy's.
"""

from __future__ import annotations

import argparse
import base64
import io
import json
import sys
import tempfile
import zipfile
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Dict, List

import numpy

from container_oracle import prepare, test, versions
from container_variants import DESCRIPTION, files

SIDE = 16
"""Of the square image, and of each of the two weights."""


@dataclass(frozen=True)
class Case:
    """A bundle. `location` is what the network itself asks for, `declared` what the description says."""

    name: str
    location: str = "weights.onnx.data"
    declared: str = "weights.onnx.data"
    stored: str = "weights.onnx.data"
    source: str = "weights.onnx"
    cut: int = 0
    changed: bool = False
    wrong_hash: bool = False
    asks: str = ""
    """What the network asks for in the end, where the onnx package does not write that."""
    more: Dict[str, str] = field(default_factory=dict)
    """The second weight lies in a file of its own: what the network asks for, and where it is stored."""


IN_NET = Case("", declared="net/w.data", stored="net/w.data", source="net/weights.onnx", location="w.data")
"""The network and its weights in one folder."""
GIVEN = "Gewichte für.data"

CASES = [
    Case("declared"),
    replace(IN_NET, name="with its SHA-256, in a folder"),
    replace(IN_NET, name="in another folder than the network", declared="data/w.data", stored="data/w.data"),
    Case("asked for with a folder", declared="data/w.data", stored="data/w.data", location="data/w.data"),
    Case("a name with a blank and an umlaut", declared=GIVEN, stored=GIVEN, location=GIVEN),
    Case("not declared", declared=""),
    Case("not declared and not there", declared="", stored=""),
    Case("declared but not there", stored=""),
    Case("declared under another name than the network asks for", declared="other.data", stored="other.data"),
    Case("another name declared, the right one there too", declared="other.data", more={"": "other.data"}),
    Case("two files, one declared", more={"second.data": "second.data"}),
    Case("asked for outside of the bundle", asks="../weights.onnx.data"),
    Case("asked for and declared outside of the bundle", asks="../weights.onnx.data", declared="../weights.onnx.data"),
    Case("asked for at the root of the disk", asks="/etc/hostname"),
    Case("asked for with a dot in front", asks="./weights.onnx.data"),
    Case("cut short", cut=1500),
    Case("cut by some bytes", cut=3),
    Case("empty", cut=10**6),
    Case("other values than the test output", changed=True),
    Case("a wrong SHA-256", wrong_hash=True),
]


def weights() -> List[numpy.ndarray]:
    random = numpy.random.default_rng(1)
    return [random.uniform(0.5, 2, (1, 1, SIDE, SIDE)).astype("float32") for _ in range(2)]


def network(case: Case) -> Dict[str, bytes]:
    """The network's file and those beside it, as the onnx package writes them."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    scale, shift = weights()
    nodes = [
        helper.make_node("Mul", ["in", "scale"], ["scaled"]),
        helper.make_node("Add", ["scaled", "shift"], ["out"]),
    ]
    shape = ["batch", 1, SIDE, SIDE]
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in ("in", "out")]
    constants = [numpy_helper.from_array(scale, "scale"), numpy_helper.from_array(shift, "shift")]
    graph = helper.make_graph(nodes, "outside", ends[:1], ends[1:], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    second = next((asked for asked in case.more if asked), None)
    for constant in model.graph.initializer:
        location = second if second and constant.name == "shift" else case.location
        onnx.external_data_helper.set_external_data(constant, location)
    with tempfile.TemporaryDirectory() as folder:
        for location in filter(None, (case.location, second)):
            (Path(folder) / location).parent.mkdir(parents=True, exist_ok=True)
        onnx.save_model(model, str(Path(folder) / "network.onnx"))
        if case.asks:
            saved = onnx.load(str(Path(folder) / "network.onnx"), load_external_data=False)
            places = [
                entry for one in saved.graph.initializer for entry in one.external_data if entry.key == "location"
            ]
            for entry in places:
                entry.value = case.asks
            (Path(folder) / "network.onnx").write_bytes(saved.SerializeToString())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in Path(folder).rglob("*.*")}


def npy(values: numpy.ndarray) -> bytes:
    out = io.BytesIO()
    numpy.save(out, values)
    return out.getvalue()


def entries(case: Case) -> Dict[str, bytes]:
    made = network(case)
    data = made[case.location]
    image = numpy.random.default_rng(2).normal(0, 1, (1, 1, SIDE, SIDE)).astype("float32")
    scale, shift = weights()
    expected = image * scale + shift + (1 if case.changed else 0)
    found = {**files(), "input.npy": npy(image), "output.npy": npy(expected.astype("float32"))}
    del found["weights.onnx"]
    found[case.source] = made["network.onnx"]
    if case.stored:
        found[case.stored] = data[: max(0, len(data) - case.cut)]
    for asked, stored in case.more.items():
        found[stored] = made[asked] if asked else bytes(len(data))
    if case.name.startswith("another name declared"):
        found["weights.onnx.data"] = data
    hashed = sha256(found.get(case.stored, b"")).hexdigest()
    digest = f", sha256: {'a' * 64 if case.wrong_hash else hashed}" if "SHA-256" in case.name else ""
    external = f", external_data: {{source: {json.dumps(case.declared, ensure_ascii=False)}{digest}}}"
    described = DESCRIPTION.format(cover="cover.png").replace("size: 8", f"size: {SIDE}")
    entry = f"{{onnx: {{source: {case.source}, opset_version: 13{external if case.declared else ''}}}}}"
    described = described[: described.index("weights:")] + f"weights: {entry}\n"
    return {**found, "rdf.yaml": described.encode()}


def packed(found: Dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name, data in found.items():
            written.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def make(path: Path) -> None:
    cases = [{"name": case.name, "zip": base64.b64encode(packed(entries(case))).decode()} for case in CASES]
    path.write_text(json.dumps({"cases": cases}, ensure_ascii=False) + "\n", encoding="utf-8")


def judge(path: Path) -> None:
    """From the zip, and from the folder with the same files."""
    found, path = json.loads(path.read_text(encoding="utf-8")), path.resolve()
    prepare()
    for case in found["cases"]:
        with tempfile.TemporaryDirectory() as folder:
            zip_file, unpacked = Path(folder) / "bundle.zip", Path(folder) / "bundle"
            zip_file.write_bytes(base64.b64decode(case["zip"]))
            zipfile.ZipFile(zip_file).extractall(unpacked)
            for kind, place in (("core", zip_file), ("folder", unpacked)):
                case[kind], why = test(place)
                print(f"{case['name']} ({kind}): {case[kind]} {' '.join(why.split())[-160:]}")
    found["versions"] = versions()
    path.write_text(json.dumps(found, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--make", type=Path)
    parser.add_argument("--judge", type=Path)
    options = parser.parse_args()
    if options.make:
        make(options.make)
    if options.judge:
        judge(options.judge)
    return 0


if __name__ == "__main__":
    sys.exit(main())
