"""Bundles in folders of every odd kind, and what bioimageio.core says of them.

    .envs/new/bin/python scripts/conformance/folder_cases.py --cases 120 --seed 1 --output FILE.json
    gzip -9n < FILE.json > src/cli/trials/fixtures/folders.json.gz

As scripts/conformance/container_variants.py has them for zips. A case lists what lies in the folder, so that the test
in
src/cli/trials/folders.long.test.ts can lay it out again: bytes, folders, links, and files that have a size and
nothing in them.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import random
import sys
import tempfile
import unicodedata
from hashlib import sha256
from pathlib import Path
from typing import Callable, Dict, List, Literal, Tuple, Union

from container_oracle import Answer, prepare, test, versions
from container_variants import files, layouts

Item = Union[bytes, Dict[str, object]]
Folder = Dict[str, Item]
Form = Literal["NFC", "NFD"]
FOLDER: Item = {"folder": True}
NAMED = ("weights.onnx", "input.npy", "output.npy", "README.md", "cover.png", "extra.bin")
"""The files that the description names."""


def link(target: str) -> Item:
    return {"link": target}


def rewritten(found: Folder, name: str, written: str) -> Folder:
    """The description writes the name of a file in another way."""
    text = found["rdf.yaml"]
    assert isinstance(text, bytes)
    return {**found, "rdf.yaml": text.replace(name.encode(), json.dumps(written, ensure_ascii=False).encode())}


def moved(found: Folder, name: str, to: str) -> Folder:
    return {to if inside == name else inside: item for inside, item in found.items()}


def written_otherwise(chance: random.Random) -> Folder:
    name = chance.choice(NAMED)
    found: Folder = {**files(), "sub": FOLDER}
    ways = ["./{}", "././{}", ".//{}", "sub/../{}", "gone/../{}", "{}/", " {}", "{} ", "../FOLDER/{}", ".\\{}"]
    return rewritten(found, name, chance.choice(ways).format(name))


def written_in_capitals(chance: random.Random) -> Folder:
    name = chance.choice(NAMED)
    stem, _, suffix = name.rpartition(".")
    return rewritten(dict(files()), name, chance.choice([f"{stem.swapcase()}.{suffix}", f"{stem.title()}.{suffix}"]))


def in_a_folder(chance: random.Random) -> Folder:
    name = chance.choice(NAMED)
    ways = ["sub/{}", "sub//{}", "sub/./{}", "./sub/{}", "sub\\{}", "sub/../sub/{}", "Sub/{}", "sub/{}/"]
    return rewritten(moved(dict(files()), name, f"sub/{name}"), name, chance.choice(ways).format(name))


def named_otherwise(chance: random.Random) -> Folder:
    name = chance.choice((*NAMED, "rdf.yaml"))
    ways = [name.upper(), name.title(), name + " ", " " + name, "." + name, name + "~", name + ".txt"]
    return moved(dict(files()), name, chance.choice(ways))


def unicode_name(chance: random.Random) -> Folder:
    """The cover's name in one form of Unicode in the description, in the other or in both on the disk."""
    cover = chance.choice(["couverture é.png", "Übersicht.png", "naïve ñ.png"])
    forms: List[Form] = ["NFC", "NFD"]
    written = unicodedata.normalize(chance.choice(forms), cover)
    found: Folder = dict(files(written))
    picture = found[written]
    stored: List[Form] = chance.choice([["NFC"], ["NFD"], forms])
    del found[written]
    return {**found, **{unicodedata.normalize(form, cover): picture for form in stored}}


def twins(chance: random.Random) -> Folder:
    """Two files whose names look the same; one holds something else, and a hash tells which is read."""
    forms = ["café.bin", "cafe\u0301.bin"]
    written = chance.choice(forms)
    data = {forms[0]: b"the one", forms[1]: b"and the other"}
    right = sha256(data[chance.choice(forms)]).hexdigest()
    return {**with_hash(dict(files()), "extra.bin", right, written), **data}


def with_hash(found: Folder, name: str, digest: str, written: str) -> Folder:
    text = found["rdf.yaml"]
    assert isinstance(text, bytes)
    source = f"source: {json.dumps(written, ensure_ascii=False)}, sha256: {digest}"
    return {**found, "rdf.yaml": text.replace(f"source: {name}".encode(), source.encode())}


def hashed(chance: random.Random) -> Folder:
    found: Folder = dict(files())
    data = found["extra.bin"]
    assert isinstance(data, bytes)
    digest = sha256(data + chance.choice([b"", b"", b"\n"])).hexdigest()
    return with_hash(found, "extra.bin", digest, "extra.bin")


def replaced(chance: random.Random) -> Folder:
    """No ordinary file stands where one is named; or one that cannot be read."""
    name = chance.choice((*NAMED, "rdf.yaml"))
    ways: List[Item] = [
        FOLDER,
        link("nowhere"),
        link(name),
        link("/dev/null"),
        link("/proc/self/mem"),
        {"pipe": True},
        b"",
    ]
    found: Folder = dict(files())
    return {**found, name: chance.choice(ways)}


def linked(chance: random.Random) -> Folder:
    """A link to the file that is meant: beside it, in a folder, or outside of the bundle."""
    name = chance.choice((*NAMED, "rdf.yaml"))
    target, written = chance.choice([("real.bin", "real.bin"), ("sub/real", "sub/real"), ("../outside.bin",) * 2])
    found: Folder = dict(files())
    return {**found, target: found[name], name: link(written)}


def left_out(chance: random.Random) -> Folder:
    name = chance.choice((*NAMED, "notes.txt"))
    return {inside: item for inside, item in files().items() if inside != name}


def beside(chance: random.Random) -> Folder:
    """Files that nobody names, which no zip could hold."""
    ways: List[Folder] = [
        {"a\nb.txt": b"x"}, {"back\\slash.txt": b"x"}, {"\u202egnp.exe": b"x"}, {"x" * 250: b"x"},
        {"\x85.txt": b"x"}, {"é.txt": b"x", "e\u0301.txt": b"y"}, {"raw.tif": {"size": 20 * 2**30}},
        {"raw.tif": {"size": 70 * 2**30}}, {"unread.bin": link("/proc/self/mem")}, {"loop": link("loop")},
        {"gone": link("nowhere")}, {"pipe": {"pipe": True}}, {"/".join("abcdefgh") + "/deep.txt": b"x"},
        {"zeros.npy": {"size": 3 * 2**30}}, {"C:x": b"x"}, {"bundle.zip": b"PK"},
    ]  # fmt: skip
    return {**files(), **chance.choice(ways)}


def laid_out(chance: random.Random) -> Folder:
    found: Folder = {}
    for name, data in layouts(chance).items():
        found[name.rstrip("/")] = FOLDER if name.endswith("/") else data
    return found


KINDS: Dict[str, Callable[[random.Random], Folder]] = {
    "name in the description": written_otherwise,
    "capitals in the description": written_in_capitals,
    "in a folder": in_a_folder,
    "name on the disk": named_otherwise,
    "unicode": unicode_name,
    "twins": twins,
    "hash": hashed,
    "no ordinary file": replaced,
    "link": linked,
    "left out": left_out,
    "beside": beside,
    "laid out": laid_out,
}


def listed(folder: Folder) -> Dict[str, object]:
    return {name: base64.b64encode(item).decode() if isinstance(item, bytes) else item for name, item in folder.items()}


def lay_out(folder: Folder, root: Path) -> None:
    for name, item in folder.items():
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(item, bytes):
            place.write_bytes(item)
        elif "link" in item:
            place.symlink_to(str(item["link"]))
        elif "pipe" in item:
            os.mkfifo(place)
        elif "size" in item:
            place.touch()
            os.truncate(place, int(str(item["size"])))
        else:
            place.mkdir(exist_ok=True)


def cases(count: int, seed: int) -> List[Tuple[str, Folder]]:
    """Of every kind in turn; folders that came out before are left out."""
    chance = random.Random(seed)
    found: Dict[str, Tuple[str, Folder]] = {}
    kinds = list(KINDS.items())
    for turn in range(40 * count):
        name, make = kinds[turn % len(kinds)]
        folder = make(chance)
        found.setdefault(json.dumps(listed(folder), sort_keys=True), (name, folder))
        if len(found) == count:
            break
    return list(found.values())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    output = options.output.resolve()
    prepare()
    answers: List[Answer] = []
    for number, (kind, folder) in enumerate(cases(options.cases, options.seed)):
        with tempfile.TemporaryDirectory() as above:
            root = Path(above) / "FOLDER"
            root.mkdir()
            lay_out(folder, root)
            verdict, why = test(root)
        why = " ".join(why.replace(above, "").split())[:200]
        answers.append({"id": number, "kind": kind, "verdict": verdict, "why": why, "files": listed(folder)})
        print(f"{number} {kind}: {verdict} {why[-120:]}", file=sys.stderr)
    output.parent.mkdir(parents=True, exist_ok=True)
    found = {"versions": versions(), "answers": answers}
    output.write_text(json.dumps(found, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
