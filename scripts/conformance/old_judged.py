"""What bioimageio.spec says of descriptions of format 0.4 and 0.3 with one or two fields changed.

    .envs/spec/bin/python scripts/conformance/old_judged.py

Writes src/spec/v04/fixtures/judged.json: which of the descriptions in converted.json was changed and how, and the
places of the library's errors and warnings, as scripts/conformance/format_oracle.py names them. No file is looked at,
so it is the
text alone that is judged; the values are chosen for the rules that 0.5 does not have. Seeded: the same every time.
"""

from __future__ import annotations

import copy
import json
import os
import random
import warnings
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Dict, Iterator, List, Tuple

import pydantic
from bioimageio.spec import InvalidDescr, ValidationContext, build_description
from loguru import logger

from format_oracle import drop_members, unique

logger.remove()
warnings.simplefilter("ignore")

Place = Tuple[Any, ...]
Change = List[Any]

FIXTURES = Path(__file__).resolve().parents[2] / "src" / "spec" / "v04" / "fixtures"
COUNT = 700
HASH = "a" * 64
DATASET = {"type": "dataset", "format_version": "0.2.4", "name": "Cells", "description": "Images"}

# Values for fields of any kind.
ANY: List[Any] = [
    None, "", "x", "a b", 0, 1, -1, 2.5, True, [], [1], [1, 1], ["a"], {}, "yx", "zz", "1", " 3 ", "image_0", "mask_0",
]  # fmt: skip
# Values for the field of that name, wherever it stands.
OF: Dict[str, List[Any]] = {
    "format_version": ["0.4.11", "0.4", "0.4.x", "0.3", "0.3.0", "0.3.1", "0.3.2", "0.3.6", "0.3.9", "0.4.0", "0.4.4"],
    "architecture": ["net.py:Net", "a.b.C", "a:b:c", ":x", "a..C", "a.class.B", "/a.py:Net", "http://e.org/n.py:Net"],
    "architecture_sha256": [HASH, "abc", None],
    "dependencies": ["conda:e.yaml", "conda:", "::x", "conda:/e.yaml", "conda:rdf.yaml", "pip:my.rdf.yaml", None],
    "axes": ["", "b", "zyx", "byxb", "bcyxq", "c", "BCYX", "xy"],
    "shape": [
        [1, 2, 3], [], [1, 0, 8, 8], {"min": [1, 1, 8, 8], "step": [0, 0, 1, 1]}, {"min": [1], "step": [0, 0]},
        {"min": [2, 1, 8, 8], "step": [1, 0, 1, 1]},
        {"reference_tensor": "image_0", "scale": [1, None, 1, 1], "offset": [0, 0, 0, 0]},
        {"reference_tensor": "image_0", "scale": [1, None, 1, 1, 1], "offset": [0, 1, 0, 0, 0]},
        {"reference_tensor": "image_0", "scale": [1, 1, 1, 1], "offset": [0, 0, 0.25, -40]},
        {"reference_tensor": "mask_0", "scale": [1, 1, 1, 1], "offset": [0, 0, 0, 0]},
        {"reference_tensor": "none", "scale": [1], "offset": [0]},
        {"reference_input": "image_0", "scale": [1, 1, 1, 1], "offset": [0, 0, 0, 0]},
    ],
    "halo": [[0, 0, 9, 9], [1], None, [0, 0, 0, 0], [-1, 0, 0, 0], [0, 0, 99, 99], [0, 99, 0]],
    "data_range": [[0, 1], [1, 0], ["-inf", "inf"], [0], ["nan", 1], None, ["low", 1]],
    "mode": ["fixed", "per_sample", "per_dataset", "other"],
    "mean": [None, 1, [1, 2], []],
    "std": [None, 1, [1, 2], ["x"]],
    "eps": [0, 0.1, 0.2, "1e-3"],
    "gain": [1, 2, [], [1, 1], None],
    "offset": [0, 1, [0, 0], [0.5, 0.25]],
    "min_percentile": [0, 99.9, 100, -1, "1"],
    "max_percentile": [1, 1.5, 0.998, 100, 101],
    "reference_tensor": ["image_0", "mask_0", "none", "a b", None],
    "name": ["abcd", "x" * 70, "a/b", "class", "Upper", "image_0", ""],
    "parent": [{"uri": "x"}, {"uri": {"id": "a"}}, "a-b", {"id": 5}, "onnx", "torchscript", None],
    "id": ["Ab/c", "a b", "/a", "", 5],
    "version": ["1.0", 1.5, "x", None],
    "license": ["MIT", "mit", "GPL-3.0", "own words", 5],
    "authors": [["Ada", "Max"], [{"name": "a/b", "github_user": "https://github.com/x"}], "Ada", [], [{}]],
    "maintainers": [[{"github_user": "x"}], [{"name": "a"}], "Max", ["Max"]],
    "cite": [[], [{"text": "t"}], [{"text": "t", "url": ""}], [{"text": "t", "doi": "https://doi.org/10.1234/x"}], "t"],
    "config": [
        {"bioimageio": {"nickname": "Nice-Net", "nickname_icon": "🦊"}}, {"bioimageio": {"nickname": 5}},
        {"bioimageio": None}, {"future": {}}, {"future": {"0.3.2": {"version": "x"}}}, "x", None,
    ],
    "run_mode": [{"name": "deepimagej"}, {"name": "other", "kwargs": {}}, {"name": 1}, "deepimagej"],
    "training_data": [
        {"id": "Abc"}, {"id": "a b"}, {"id": "x", "version_number": "two"}, DATASET,
        {**DATASET, "format_version": "0.3.0"},
        {**DATASET, "authors": ["Ada"], "license": "mine", "cite": [{"text": "t"}]}, 5, "abc",
    ],
    "covers": [["a.png"], ["a.PNG", "b.txt"], ["a.tif"], ["rdf.yaml"]],
    "attachments": [{"files": ["a.txt", "rdf.yaml"]}, {"files": "a"}, {"x": 1}, None],
    "test_inputs": [["x.NPY"], ["a.npy", "rdf.yaml"], ["/a.npy"], ["."], "a.npy"],
    "sample_outputs": [["a.tif"], [5], "a.tif"],
    "icon": ["a", "ab", "abc.png", "/abs.png", ""],
    "timestamp": ["2024", "now", 5, "2024-01-01T00:00:00Z"],
    "opset_version": [6, 7, None, "12"],
    "pytorch_version": [None, 1.13, "x"],
    "tensorflow_version": [None, "2"],
    "source": ["net.py:Net", "rdf.yaml", "/w.onnx", 5],
    "kwargs": [{"depth": 3}, "x", None],
    "uploader": [{"email": "a@b.org"}, {"email": "nobody"}],
    "extra": [1],
}  # fmt: skip


def places(value: Any, place: Place = ()) -> Iterator[Place]:
    yield place
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from places(child, (*place, key))


def at(value: Any, place: Place) -> Any:
    for key in place:
        value = value[key]
    return value


def some_change(description: Any, rng: random.Random) -> Change:
    """`[place, value]`, or `[place]` where the field is taken out."""
    place = rng.choice([place for place in places(description) if place and place != ("type",)])
    draw = rng.random()
    if draw < 0.1:
        return [list(place)]
    if draw < 0.45 and isinstance(at(description, place[:-1]), dict):
        key = rng.choice(sorted(OF))
        return [[*place[:-1], key], rng.choice(OF[key])]
    if draw < 0.6:
        key = rng.choice(sorted(OF))
        return [[key], rng.choice(OF[key])]
    return [list(place), rng.choice(OF.get(str(place[-1]), ANY))]


def apply(description: Any, change: Change) -> None:
    *parent, key = change[0]
    if len(change) == 1:
        del at(description, tuple(parent))[key]
    else:
        at(description, tuple(parent))[key] = copy.deepcopy(change[1])


def judged(description: Any) -> Dict[str, Any]:
    """Places of errors and warnings; the whole description where the library breaks off."""
    content = json.loads(json.dumps(description))
    try:
        with ValidationContext(perform_io_checks=False, log_warnings=False):
            found = build_description(copy.deepcopy(content), format_version="discover")
    except pydantic.ValidationError as error:
        return {"errors": unique(drop_members(entry["loc"], content) for entry in error.errors()), "warnings": []}
    except Exception:
        return {"errors": [[]], "warnings": []}
    details = found.validation_summary.details
    errors = unique(drop_members(entry.loc, content) for detail in details for entry in detail.errors)
    warned = unique(drop_members(entry.loc, content) for detail in details for entry in detail.warnings)
    return {"errors": errors or ([[]] if isinstance(found, InvalidDescr) else []), "warnings": warned}


def main() -> None:
    # A file of the same name beside the running program would count as the one that is meant.
    os.chdir(mkdtemp())
    bases = [case["old"] for case in json.loads((FIXTURES / "converted.json").read_text(encoding="utf-8"))]
    rng = random.Random(20261123)
    cases: List[Dict[str, Any]] = []
    while len(cases) < COUNT:
        base = rng.randrange(len(bases))
        description = copy.deepcopy(bases[base])
        changes = []
        for _ in range(rng.choice([1, 1, 2])):
            change = some_change(description, rng)
            apply(description, change)
            changes.append(change)
        cases.append({"base": base, "changes": changes, **judged(description)})
    lines = ",\n".join(json.dumps(case, separators=(",", ":"), ensure_ascii=False) for case in cases)
    target = FIXTURES / "judged.json"
    target.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    invalid = sum(1 for case in cases if case["errors"])
    print(f"{len(cases)} descriptions, {invalid} of them invalid, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
