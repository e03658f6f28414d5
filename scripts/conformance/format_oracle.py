"""What bioimageio.spec says of every mutated description of the corpus.

    node scripts/conformance/corpus.mjs | .envs/spec/bin/python scripts/conformance/format_oracle.py [--write]
[--processes 2]

Prints what changed against the committed answers (src/spec/testing/corpus/answers.json.gz); `--write` replaces them.
`.cache/conformance/messages.json` gets the messages in full, for reading. scripts/conformance/conformance.mjs runs it
with any
Python that has bioimageio.spec: `node scripts/conformance/conformance.mjs --oracle --python EXECUTABLE [--write]`.

Each case is loaded as `bioimageio validate-format FOLDER --perform-io-checks` loads it, from a folder on disk: in a zip
the library does not notice that a file is missing where no hash of it is compared.
Two things of the network are settled here. Nothing is reached: addresses are probed by bioimageio.spec, but what comes
of it never changes its verdict or its warnings. And GitHub users outside its own list count as existing, as they do
where it checks no files. A description of another type than a model counts as one error at `type`, whatever else it is.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import io
import json
import multiprocessing
import os
import platform
import socket
import sys
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Dict, Iterable, Iterator, List, Optional, Tuple, Union

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = ROOT / "src" / "spec" / "testing" / "corpus" / "answers.json.gz"
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
MESSAGES = ROOT / ".cache" / "conformance" / "messages.json"

Part = Union[int, str]
Said = Dict[str, Any]


reached: List[str] = []


def no_network(*where: object, **__: object) -> None:
    reached.append(str(where[:1]))
    raise socket.gaierror("the network is not reached here")


socket.getaddrinfo = no_network  # type: ignore[assignment]

import bioimageio.spec  # noqa: E402
import pydantic  # noqa: E402
from bioimageio.spec import InvalidDescr, ValidationContext, load_description  # noqa: E402
from bioimageio.spec._internal import field_validation, io_utils  # noqa: E402
from loguru import logger  # noqa: E402
from ruyaml import YAML  # noqa: E402

logger.remove()


class Everyone(set):
    def __contains__(self, name: object) -> bool:
        return True


field_validation.KNOWN_GITHUB_USERS = Everyone()


def field_names() -> frozenset[str]:
    """Names of all fields of all formats, from the schema that bioimageio.spec ships."""
    folder = Path(bioimageio.spec.__file__).parent
    schema = json.loads((folder / "static" / "bioimageio_schema.json").read_text())
    return frozenset(name for node in schema["$defs"].values() for name in node.get("properties", {}))


FIELDS = field_names()


def drop_members(loc: Iterable[Part], content: Any) -> List[Part]:
    """The place in the file that pydantic's `loc` speaks of.

    Between fields and indexes a `loc` names members of unions (`int`, `SizeReference`, `lax-or-strict[...]`), tags of
    discriminated ones (`space`, `clip`) and validators. What is kept: indexes into lists, keys that the file has, and
    names of fields of the format where the file has a group (a field that is missing). Nothing below a plain value.
    """
    place: List[Part] = []
    here: Any = content
    for part in loc:
        if isinstance(here, list) and isinstance(part, int):
            place.append(part)
            here = here[part] if part < len(here) else None
        elif isinstance(here, dict) and (part in here or part in FIELDS):
            place.append(part)
            here = here.get(part)
    return place


def unique(places: Iterable[List[Part]]) -> List[List[Part]]:
    return [json.loads(text) for text in sorted({json.dumps(place) for place in places})]


def plain(content: Any) -> Any:
    """The content as a tree to walk down; a reference to itself ends there."""
    return content if isinstance(content, dict) else {}


def lay_out(folder: Path, text: bytes, files: Iterable[Tuple[str, bytes]]) -> Path:
    for name, data in files:
        (folder / name).write_bytes(data)
    (folder / "rdf.yaml").write_bytes(text)
    return folder


def content_of(text: bytes) -> Any:
    try:
        return plain(YAML(typ="safe").load(io.StringIO(text.decode("utf-8"))))
    except Exception:
        return {}


def answer(case: Tuple[int, bytes, List[Tuple[str, bytes]], bool]) -> Said:
    """`errors` and `warnings`: places; `messages`: all of it in full."""
    number, text, files, io_checks = case
    content = content_of(text)
    kind = content.get("type")
    # One reader for all would carry a version directive from one file to the next.
    io_utils._yaml_load = YAML(typ="safe")
    try:
        # A folder in a folder of its own, so that nothing stands beside it.
        with TemporaryDirectory(dir=MEMORY) as outer, ValidationContext(known_files={}, log_warnings=False):
            folder = Path(outer) / "bundle"
            folder.mkdir()
            # A relative name is looked for in the working folder too.
            os.chdir(outer)
            source = lay_out(folder, text, files)
            found = load_description(source, format_version="discover", perform_io_checks=io_checks)
    except RecursionError:
        return {"id": number, "errors": [[]], "warnings": [], "messages": ["RecursionError"]}
    except pydantic.ValidationError as error:
        # Where not even the kind of description can be told, the library raises what it would report else.
        places = unique(drop_members(entry["loc"], content) for entry in error.errors())
        return {"id": number, "errors": places, "warnings": [], "messages": [str(error)[:300]]}
    except Exception as error:
        message = f"{type(error).__name__}: {error}"[:300]
        return {"id": number, "errors": [[]], "warnings": [], "messages": [message]}
    details = found.validation_summary.details
    errors = [entry for detail in details for entry in detail.errors]
    warned = [entry for detail in details for entry in detail.warnings]
    messages = [f"E {list(entry.loc)}: {entry.msg}"[:400] for entry in errors]
    messages += [f"W {list(entry.loc)}: {entry.msg}"[:400] for entry in warned]
    if isinstance(kind, str) and kind != "model":
        return {"id": number, "errors": [["type"]], "warnings": [], "messages": messages}
    places = unique(drop_members(entry.loc, content) for entry in errors)
    if isinstance(found, InvalidDescr) and not places:
        places = [[]]
    return {
        "id": number,
        "errors": places,
        "warnings": unique(drop_members(entry.loc, content) for entry in warned),
        "messages": messages,
    }


def cases(stream: Iterable[str], io_checks: bool) -> Iterator[Tuple[int, bytes, List[Tuple[str, bytes]], bool]]:
    known: List[bytes] = []
    for line in stream:
        case = json.loads(line)
        known += [base64.b64decode(data) for data in case["added"]]
        files = [(name, known[number]) for name, number in case["files"]]
        yield case["id"], base64.b64decode(case["text"]), files, io_checks


def versions() -> Dict[str, str]:
    named = {name: metadata.version(name) for name in ("bioimageio.spec", "pydantic", "numpy", "ruyaml")}
    return {**named, "python": platform.python_version()}


def pack(answers: List[Said]) -> Said:
    """Places stand once, in a table; cases name them by number."""
    table: Dict[str, int] = {}

    def numbers(places: List[List[Part]]) -> List[int]:
        return [table.setdefault(json.dumps(place), len(table)) for place in places]

    errors = [numbers(said["errors"]) for said in answers]
    warned = [numbers(said["warnings"]) for said in answers]
    return {
        "versions": versions(),
        "places": [json.loads(text) for text in table],
        "errors": errors,
        "warnings": warned,
    }


def unpack(packed: Said, number: int) -> Optional[Said]:
    if number >= len(packed["errors"]):
        return None
    places = packed["places"]
    return {kind: [places[i] for i in packed[kind][number]] for kind in ("errors", "warnings")}


def changes(answers: List[Said], before: Said) -> List[str]:
    lines = []
    for said in answers:
        old = unpack(before, said["id"])
        now = {kind: unique(said[kind]) for kind in ("errors", "warnings")}
        if old is None or {kind: unique(old[kind]) for kind in old} != now:
            lines.append(f"{said['id']}: {json.dumps(old)} -> {json.dumps(now)}")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--no-files", action="store_true", help="leave out all checks of files")
    parser.add_argument("--answers", type=Path, default=ANSWERS)
    options = parser.parse_args()
    with multiprocessing.Pool(options.processes) as pool:
        asked = cases(sys.stdin, not options.no_files)
        answers = list(pool.imap(answer, asked, chunksize=50))
    if options.answers == ANSWERS:
        MESSAGES.parent.mkdir(parents=True, exist_ok=True)
        MESSAGES.write_text(json.dumps([said["messages"] for said in answers]))
    packed = pack(answers)
    if options.answers.exists():
        before = json.loads(gzip.decompress(options.answers.read_bytes()))
        changed = changes(answers, before)
        print("\n".join(changed[:200]))
        print(f"{len(changed)} of {len(answers)} answers differ from those of {before['versions']}")
    if options.write:
        text = json.dumps(packed, separators=(",", ":")).encode()
        options.answers.write_bytes(gzip.compress(text, 9, mtime=0))
    invalid = sum(1 for said in answers if said["errors"])
    print(f"{len(answers)} answers of {versions()}: {invalid} invalid")


if __name__ == "__main__":
    main()
