"""Zip files of one small model, written in every odd way: the variants of the containers' conformance.

Each variant is one bundle with one thing changed in its zip: names, methods of compression, checksums, sizes, offsets,
flags, versions, extra fields, comments, the list of files at the end, doubled, missing and overlapping files. The zips
are written byte for byte here, since no library writes what a damaged one holds. Same seed, same bytes.
"""

from __future__ import annotations

import base64
import bz2
import io
import lzma
import random
import struct
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass, field, replace
from typing import Callable, Dict, List, Literal, Optional, Tuple

import numpy

STORED, DEFLATE, BZIP2, LZMA = 0, 8, 12, 14
UTF8 = 0x800
METHODS = (STORED, DEFLATE, BZIP2, LZMA)

DESCRIPTION = """\
format_version: 0.5.8
type: model
id: small-model
name: Small model
description: Cuts off what is below zero
authors: [{{name: A. Researcher, github_user: researcher}}]
license: MIT
documentation: README.md
covers: [{cover}]
attachments: [{{source: extra.bin}}]
tags: [test]
cite: [{{text: Nobody et al., url: "http://localhost/paper"}}]
inputs:
  - id: raw
    axes:
      - {{type: batch}}
      - {{type: channel, channel_names: [intensity]}}
      - {{type: space, id: y, size: 8}}
      - {{type: space, id: x, size: 8}}
    test_tensor: {{source: input.npy}}
    data: {{type: float32}}
outputs:
  - id: cut
    axes:
      - {{type: batch}}
      - {{type: channel, channel_names: [intensity]}}
      - {{type: space, id: y, size: {{tensor_id: raw, axis_id: y}}}}
      - {{type: space, id: x, size: {{tensor_id: raw, axis_id: x}}}}
    test_tensor: {{source: output.npy}}
    data: {{type: float32}}
weights: {{onnx: {{source: weights.onnx, opset_version: 13}}}}
"""

# A network with one Relu, inputs of any size.
RELU = (
    "CAgSBHRlc3QaADpGChEKAmluEgNvdXQaACIEUmVsdRIEcmVsdVoUCgJpbhIOCgwIARIICgAKAAoACgBiFQoDb3V0Eg4KDAgBEggKAAoACgAKAEIE"
    "CgAQDQ=="
)


@dataclass(frozen=True)
class Entry:
    """One file of a zip. What is `None` is as it should be; all else is written as it stands."""

    name: bytes
    data: bytes
    method: int = DEFLATE
    flags: int = UTF8
    packed: Optional[bytes] = None
    crc: Optional[int] = None
    size: Optional[int] = None
    packed_size: Optional[int] = None
    version: int = 20
    extra: bytes = b""
    comment: bytes = b""
    mode: int = 0o100644
    disk: int = 0
    moved: int = 0
    """Added to the offset that the list of files states."""
    local: Dict[str, object] = field(default_factory=dict)
    """What the head before the data says otherwise: name, flags, method, crc, size, packed_size, extra, signature."""
    descriptor: bytes = b""
    date: int = ((2020 - 1980) << 9) | (1 << 5) | 1
    share: Optional[int] = None
    """The list of files points to the data of the entry of this index instead."""


@dataclass(frozen=True)
class Archive:
    entries: Tuple[Entry, ...]
    prefix: bytes = b""
    counted: bool = True
    """Offsets count the prefix."""
    comment: bytes = b""
    comment_size: Optional[int] = None
    suffix: bytes = b""
    end: Dict[str, int] = field(default_factory=dict)
    """Added to the end record: disk, start, here, total, size, offset."""
    zip64: Optional[Dict[str, int]] = None
    """A zip64 end record is written, with these values in place of the right ones."""
    cut: int = 0
    gap: bytes = b""
    lost: int = 0
    """Bytes that are taken out of the midst of the list of files."""


def deflated(data: bytes, level: int = 6) -> bytes:
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def packed_lzma(data: bytes) -> bytes:
    filters = [{"id": lzma.FILTER_LZMA1, "dict_size": 1 << 16}]
    properties = lzma._encode_filter_properties(filters[0])  # type: ignore[attr-defined]
    packer = lzma.LZMACompressor(lzma.FORMAT_RAW, filters=filters)
    return struct.pack("<BBH", 9, 4, len(properties)) + properties + packer.compress(data) + packer.flush()


def pack(entry: Entry) -> bytes:
    if entry.packed is not None:
        return entry.packed
    if entry.method == DEFLATE:
        return deflated(entry.data)
    if entry.method == BZIP2:
        return bz2.compress(entry.data)
    return packed_lzma(entry.data) if entry.method == LZMA else entry.data


def common(entry: Entry, packed: bytes) -> Dict[str, int]:
    return {
        "flags": entry.flags | (2 if entry.method == LZMA else 0),
        "method": entry.method,
        "crc": zlib.crc32(entry.data) if entry.crc is None else entry.crc,
        "packed_size": len(packed) if entry.packed_size is None else entry.packed_size,
        "size": len(entry.data) if entry.size is None else entry.size,
    }


def head(values: Dict[str, object], entry: Entry, name: bytes, extra: bytes) -> bytes:
    numbers = [values[key] for key in ("flags", "method")]
    sizes = [int(values[key]) & 0xFFFFFFFF for key in ("crc", "packed_size", "size")]  # type: ignore[call-overload]
    return struct.pack("<HHHHHIIIHH", entry.version & 0xFF, *numbers, 0, entry.date, *sizes, len(name), len(extra))


def build(archive: Archive) -> bytes:
    body = bytearray(archive.prefix)
    base = 0 if archive.counted else len(archive.prefix)
    offsets: List[int] = []
    for entry in archive.entries:
        offsets.append(len(body) - base)
        packed = pack(entry)
        values: Dict[str, object] = {**common(entry, packed), **entry.local}
        name, extra = values.pop("name", entry.name), values.pop("extra", entry.extra)
        assert isinstance(name, bytes)
        assert isinstance(extra, bytes)
        signature = values.pop("signature", b"PK\3\4")
        assert isinstance(signature, bytes)
        body += signature + head(values, entry, name, extra) + name + extra + packed + entry.descriptor
    body += archive.gap
    start = len(body)
    for entry, offset in zip(archive.entries, offsets):
        if entry.share is not None:
            offset = offsets[entry.share]
        values = {**common(entry, pack(entry))}
        tail = struct.pack(
            "<HHHII", len(entry.comment), entry.disk, 0, entry.mode << 16, (offset + entry.moved) % 2**32
        )
        made = struct.pack("<H", (3 << 8) | 20)
        body += b"PK\1\2" + made + head(values, entry, entry.name, entry.extra) + tail
        body += entry.name + entry.extra + entry.comment
    return finish(archive, body, start, base)


def finish(archive: Archive, body: bytearray, start: int, base: int) -> bytes:
    size, count = len(body) - start, len(archive.entries)
    middle = start + size // 2
    del body[middle : middle + archive.lost]
    right = {"disk": 0, "start": 0, "here": count, "total": count, "size": size, "offset": start - base}
    if archive.zip64 is not None:
        wide = {**right, "disks": 1, "signature": 0x06064B50, "locator": 0x07064B50, **archive.zip64}
        at = len(body) - base
        body += struct.pack(
            "<IQHHIIQQQQ", wide["signature"], 44, 45, 45, wide["disk"], wide["start"], wide["here"], wide["total"],
            wide["size"], wide["offset"],
        )  # fmt: skip
        body += struct.pack("<IIQI", wide["locator"], 0, at, wide["disks"])
        right = {"disk": 0, "start": 0, "here": 0xFFFF, "total": 0xFFFF, "size": 2**32 - 1, "offset": 2**32 - 1}
    said = {key: value + archive.end.get(key, 0) for key, value in right.items()}
    comment_size = len(archive.comment) if archive.comment_size is None else archive.comment_size
    body += struct.pack(
        "<IHHHHIIH", 0x06054B50, said["disk"] & 0xFFFF, said["start"] & 0xFFFF, said["here"] & 0xFFFF,
        said["total"] & 0xFFFF, said["size"] % 2**32, said["offset"] % 2**32, comment_size,
    )  # fmt: skip
    body += archive.comment + archive.suffix
    return bytes(body[: len(body) - archive.cut])


def picture() -> bytes:
    """A cover: 32 x 16 pixels of grey."""
    rows = b"".join(b"\0" + bytes((7 * x + 11 * y) % 256 for x in range(32)) for y in range(16))
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", 32, 16, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    parts = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def npy(array: numpy.ndarray) -> bytes:
    written = io.BytesIO()
    numpy.save(written, array)
    return written.getvalue()


def files(cover: str = "cover.png") -> Dict[str, bytes]:
    raw = (numpy.arange(64, dtype="float32") / 8 - 2.5).reshape(1, 1, 8, 8)
    return {
        "rdf.yaml": DESCRIPTION.format(cover=cover).encode(),
        "weights.onnx": base64.b64decode(RELU),
        "input.npy": npy(raw),
        "output.npy": npy(numpy.maximum(raw, 0)),
        "README.md": b"# Small\n\n## Validation\n\nNone.\n" * 8,
        cover: picture(),
        "extra.bin": bytes(range(256)) * 4,
        "notes.txt": b"Nobody names this file.\n" * 20,
    }


def plain(names: Optional[Dict[str, bytes]] = None, method: int = DEFLATE) -> Tuple[Entry, ...]:
    return tuple(Entry(name.encode(), data, method) for name, data in (names or files()).items())


Spoil = Callable[[Entry, random.Random], Entry]


def one(spoil: Spoil) -> Callable[[random.Random], Archive]:
    """Changes one file, chosen by chance."""

    def make(chance: random.Random) -> Archive:
        entries = list(plain(method=chance.choice(METHODS)))
        index = chance.randrange(len(entries))
        entries[index] = spoil(entries[index], chance)
        return Archive(tuple(entries))

    return make


def whole(**changes: object) -> Callable[[random.Random], Archive]:
    return lambda chance: replace(Archive(plain()), **changes)  # type: ignore[arg-type]


def another_method(entry: Entry, chance: random.Random) -> Entry:
    return replace(
        entry,
        method=chance.choice([1, 2, 6, 7, 9, 10, 18, 19, 20, 93, 95, 96, 97, 98, 99, 255]),
        packed=deflated(entry.data),
    )


def renamed(entry: Entry, chance: random.Random) -> Entry:
    name = entry.name
    ways = [
        b"./" + name,
        b"././" + name,
        b"x/../" + name,
        name.upper(),
        name + b" ",
        b" " + name,
        name + b"\0.txt",
        name.replace(b".", b"\\."),
        b"a//" + name,
        b"a/./" + name,
        name + b"/",
    ]
    return replace(entry, name=chance.choice(ways))


def changed_byte(entry: Entry, chance: random.Random) -> Entry:
    packed = bytearray(pack(entry))
    packed[chance.randrange(len(packed))] ^= 1 << chance.randrange(8)
    return replace(entry, packed=bytes(packed))


def cut_data(entry: Entry, chance: random.Random) -> Entry:
    packed = pack(entry)
    return replace(entry, packed=packed[: chance.randrange(len(packed))])


def longer_data(entry: Entry, chance: random.Random) -> Entry:
    return replace(entry, packed=pack(entry) + chance.randbytes(chance.randrange(1, 40)))


def wrong_size(entry: Entry, chance: random.Random) -> Entry:
    return replace(entry, size=max(0, len(entry.data) + chance.choice([-300, -20, -1, 1, 20, 3000])))


def wrong_packed_size(entry: Entry, chance: random.Random) -> Entry:
    return replace(entry, packed_size=max(0, len(pack(entry)) + chance.choice([-300, -20, -1, 1, 20, 3000])))


def shorter_right(entry: Entry, chance: random.Random) -> Entry:
    """The size says less than there is, and the checksum is that of the shorter one."""
    size = chance.randrange(len(entry.data))
    return replace(entry, size=size, crc=zlib.crc32(entry.data[:size]))


def other_head(entry: Entry, chance: random.Random) -> Entry:
    name = entry.name
    ways: List[Dict[str, object]] = [
        {"name": b"other.bin"}, {"name": name + b"x"}, {"name": b"./" + name}, {"name": name.upper()}, {"flags": 0},
        {"flags": UTF8 | 8}, {"method": 99}, {"method": STORED}, {"crc": 0}, {"size": 0, "packed_size": 0, "crc": 0},
        {"size": 7}, {"packed_size": 12345678}, {"signature": b"PK\3\5"}, {"extra": b"zz\4\0abcd"}, {"flags": 1},
        {"extra": b"zz\xff\xff"},
    ]  # fmt: skip
    return replace(entry, local=chance.choice(ways))


def flagged(entry: Entry, chance: random.Random) -> Entry:
    return replace(entry, flags=UTF8 | chance.choice([1, 2, 4, 6, 8, 16, 32, 64, 65, 128, 0x1000, 0x2000, 0x4000]))


def described(entry: Entry, chance: random.Random) -> Entry:
    """Sizes and checksum stand behind the data."""
    packed = pack(entry)
    numbers = struct.pack("<III", zlib.crc32(entry.data), len(packed), len(entry.data))
    behind = chance.choice([b"PK\7\x08" + numbers, numbers, b"", b"PK\7\x08" + bytes(12)])
    return replace(entry, flags=UTF8 | 8, local={"crc": 0, "size": 0, "packed_size": 0}, descriptor=behind)


def with_extra(entry: Entry, chance: random.Random) -> Entry:
    size, packed = len(entry.data), len(pack(entry))
    ways = [
        {"extra": b"zz\4\0abcd"}, {"extra": b"zz\xff\xffab"}, {"extra": b"zz"}, {"extra": b"UT\5\0\1abcd"},
        {"extra": b"up\x0e\0\1" + b"\0" * 13}, {"extra": struct.pack("<HHQ", 1, 8, size), "size": 2**32 - 1},
        {"extra": struct.pack("<HHQQ", 1, 16, size, packed), "size": 2**32 - 1, "packed_size": 2**32 - 1},
        {"extra": struct.pack("<HHI", 1, 4, size), "size": 2**32 - 1}, {"extra": struct.pack("<HH", 1, 0)},
        {"extra": struct.pack("<HHQ", 1, 8, 5)}, {"extra": b"\x01\x99\7\0\2\0AE\3\0\0"},
    ]  # fmt: skip
    return replace(entry, **chance.choice(ways))  # type: ignore[arg-type]


def unicode_name(chance: random.Random) -> Archive:
    """A cover with an accent: as the description writes it, in another form, or in another encoding."""
    cover = chance.choice(["couverture é.png", "Übersicht.png", "naïve ñ.png"])
    forms: List[Literal["NFC", "NFD"]] = ["NFC", "NFD"]
    written = chance.choice(forms)
    names = files(unicodedata.normalize(written, cover))
    entries = list(plain(names))
    at = list(names).index(unicodedata.normalize(written, cover))
    name = unicodedata.normalize(chance.choice(forms), cover)
    ways = [
        (name.encode(), UTF8),
        (name.encode(), 0),
        (name.encode("cp437", "replace"), 0),
        (name.encode("latin-1", "replace"), UTF8),
    ]
    raw, flags = chance.choice(ways)
    entries[at] = replace(entries[at], name=raw, flags=flags)
    return Archive(tuple(entries))


def nested() -> Tuple[Entry, ...]:
    """A bundle with folders, a licence and sample tensors; the library reads most of them for their hash alone."""
    names = files()
    text = names.pop("rdf.yaml").decode()
    places = {"README.md": "docs/README.md", "cover.png": "docs/pictures/cover.png", "extra.bin": "LICENSE"}
    for old, new in places.items():
        text = text.replace(old, new)
        names[new] = names.pop(old)
    for side in ("input", "output"):
        names[f"samples/{side}.npy"] = names[f"{side}.npy"]
        text = text.replace(
            f"{{source: {side}.npy}}", f"{{source: {side}.npy}}\n    sample_tensor: {{source: samples/{side}.npy}}"
        )
    return plain({"rdf.yaml": text.encode(), **names})


def nested_spoiled(chance: random.Random) -> Archive:
    entries = list(nested())
    index = chance.randrange(len(entries))
    ways: List[Spoil] = [
        lambda entry, _: replace(entry, crc=zlib.crc32(entry.data) ^ 1),
        lambda entry, _: replace(entry, moved=chance.choice([-9, 7, 10**8])),
        lambda entry, _: replace(entry, flags=UTF8 | 1),
        lambda entry, _: replace(entry, name=entry.name.replace(b"/", b"//")),
        lambda entry, _: replace(entry, name=entry.name.replace(b"/", b"\\")),
        cut_data,
        changed_byte,
        described,
        another_method,
    ]
    entries[index] = chance.choice(ways)(entries[index], chance)
    return Archive(tuple(entries))


def second_end(chance: random.Random) -> Archive:
    """Another end record, or another whole zip, in the comment, before or behind the files."""
    empty = build(Archive(()))
    other = build(Archive(plain({"rdf.yaml": b"type: model", "other.txt": b"x"})))
    own = build(Archive(plain()))
    found = chance.choice([empty, other, own, own[-22:], other[-22:], empty[:10]])
    ways = [{"comment": found}, {"suffix": found}, {"prefix": found}, {"gap": found}]
    way = chance.choice([one for one in ways if len(found) < 60_000 or "comment" not in one])
    return replace(Archive(plain()), **way)  # type: ignore[arg-type]


def shorter_list(chance: random.Random) -> Archive:
    """The list of files lacks bytes in its midst; the end record says its old size, or the new one."""
    lost = chance.choice([1, 4, 20, 46, 60])
    return replace(Archive(plain()), lost=lost, end={"size": chance.choice([0, -lost])})


def doubled(chance: random.Random) -> Archive:
    entries = list(plain())
    index = chance.randrange(len(entries))
    copy = entries[index]
    other = replace(copy, data=chance.choice([copy.data, b"something else"]))
    return Archive((other, *entries) if chance.random() < 0.5 else (*entries, other))


def overlapping(chance: random.Random) -> Archive:
    """Two files, one of which is said to lie where the other does; their heads hold the same name."""
    entries = list(plain())
    index = chance.randrange(len(entries))
    named = replace(entries[index], local={"name": b"copy.bin"}) if chance.random() < 0.3 else entries[index]
    entries[index] = named
    return Archive((*entries, replace(named, name=b"copy.bin", share=index)))


def left_out(chance: random.Random) -> Archive:
    entries = list(plain())
    entries.pop(chance.randrange(len(entries)))
    return Archive(tuple(entries))


def layouts(chance: random.Random) -> Dict[str, bytes]:
    """The description under another name or elsewhere; other things beside it."""
    names = files()
    text = names.pop("rdf.yaml")

    def folder(where: str) -> Dict[str, bytes]:
        return {f"{where}{name}": data for name, data in names.items()}

    ways: List[Dict[str, bytes]] = [
        {"bioimageio.yaml": text, **names}, {"model.yaml": text, **names}, {"mine.rdf.yaml": text, **names},
        {"RDF.YAML": text, **names}, {"rdf.yml": text, **names}, {"description.yaml": text, **names},
        {"m/rdf.yaml": text, **folder("m/")}, {"m/mine.rdf.yaml": text, **folder("m/")},
        {"m/mine.rdf.yaml": text, **names}, {"m/mine.rdf.yaml": b"no", "rdf.yaml": text, **names},
        {"a.rdf.yaml": text, "b.rdf.yaml": b"no", **names}, {"a.rdf.yaml": b"no", "b.rdf.yaml": text, **names},
        {"a.rdf.yaml": b"no", "rdf.yaml": text, **names}, {"model.yaml": b"no", "rdf.yaml": text, **names},
        {"rdf.yaml": text, **names, "__MACOSX/._rdf.yaml": b"\0\5\26\7", "__MACOSX/._weights.onnx": b"\0\5"},
        {"rdf.yaml": text, **names, "empty/": b""}, {"rdf.yaml": text, **names, "weights.onnx/": b""},
        {"rdf.yaml": text, **names, "m/rdf.yaml": b"no"}, {"a/rdf.yaml": text, "b/rdf.yaml": text, **names},
        {"rdf.yaml/": b"", **names}, {"rdf.yaml": text, **names, "bundle.zip": b"PK"},
    ]  # fmt: skip
    return chance.choice(ways)


def laid_out(chance: random.Random) -> Archive:
    return Archive(plain(layouts(chance)))


def odd_end(chance: random.Random) -> Archive:
    key = chance.choice(["disk", "start", "here", "total", "size", "offset"])
    return replace(Archive(plain()), end={key: chance.choice([-46, -1, 1, 5, 60, 100_000])})


def wide_end(chance: random.Random) -> Archive:
    ways: List[Dict[str, int]] = [
        {},
        {},
        {"disks": 2},
        {"disks": 0},
        {"disk": 1},
        {"total": 3},
        {"signature": 7},
        {"locator": 7},
        {"size": 40},
    ]
    return replace(Archive(plain()), zip64=chance.choice(ways))


def commented(chance: random.Random) -> Archive:
    ways = [
        {"comment": b"made by hand"}, {"comment": b"x" * 65535}, {"comment": b"short", "comment_size": 500},
        {"comment": b"longer than said", "comment_size": 3}, {"comment": b"PK\5\6 in a comment of some length"},
        {"comment": b"PK\5\6"}, {"suffix": b"\0" * 7}, {"suffix": b"\n"}, {"suffix": bytes(70_000)},
    ]  # fmt: skip
    return replace(Archive(plain()), **chance.choice(ways))  # type: ignore[arg-type]


def prefixed(chance: random.Random) -> Archive:
    prefix = chance.choice([b"#!/bin/sh\n", chance.randbytes(100), b"\0" * 5000, b"PK\3\4", b"MZ" + bytes(600)])
    return replace(Archive(plain()), prefix=prefix, counted=chance.random() < 0.5)


KINDS: Dict[str, Callable[[random.Random], Archive]] = {
    "method": lambda chance: Archive(plain(method=chance.choice(METHODS))),
    "mixed methods": lambda chance: Archive(tuple(replace(e, method=chance.choice(METHODS)) for e in plain())),
    "other method": one(another_method),
    "name": one(renamed),
    "unicode": unicode_name,
    "checksum": one(lambda entry, chance: replace(entry, crc=zlib.crc32(entry.data) ^ (1 << chance.randrange(32)))),
    "checksum 0": one(lambda entry, chance: replace(entry, crc=0)),
    "changed byte": one(changed_byte),
    "cut data": one(cut_data),
    "longer data": one(longer_data),
    "size": one(wrong_size),
    "packed size": one(wrong_packed_size),
    "shorter, right checksum": one(shorter_right),
    "empty": one(lambda entry, chance: replace(entry, data=b"")),
    "offset": one(lambda entry, chance: replace(entry, moved=chance.choice([-50, -1, 1, 9, 4000, 10**9]))),
    "head": one(other_head),
    "flags": one(flagged),
    "descriptor": one(described),
    "version": one(lambda entry, chance: replace(entry, version=chance.choice([10, 21, 45, 46, 63, 64, 90, 255]))),
    "extra": one(with_extra),
    "comment of a file": one(lambda entry, chance: replace(entry, comment=chance.randbytes(chance.randrange(300)))),
    "disk of a file": one(lambda entry, chance: replace(entry, disk=chance.choice([1, 0xFFFF]))),
    "link": one(lambda entry, chance: replace(entry, mode=0o120777)),
    "date": one(lambda entry, chance: replace(entry, date=chance.choice([0, 0xFFFF, 1 << 5]))),
    "doubled": doubled,
    "overlapping": overlapping,
    "left out": left_out,
    "laid out": laid_out,
    "end": odd_end,
    "zip64": wide_end,
    "comment": commented,
    "prefix": prefixed,
    "cut": lambda chance: replace(Archive(plain()), cut=chance.choice([1, 2, 10, 22, 23, 200, 900])),
    "nested": nested_spoiled,
    "second end": second_end,
    "shorter list": shorter_list,
    "gap": lambda chance: replace(Archive(plain()), gap=chance.randbytes(chance.randrange(1, 60))),
}  # fmt: skip


def variants(count: int, seed: int) -> List[Tuple[str, bytes]]:
    """Of every kind in turn: its name and the zip. Zips that came out before are left out."""
    chance = random.Random(seed)
    found: Dict[bytes, str] = {}
    kinds = list(KINDS.items())
    for turn in range(40 * count):
        name, make = kinds[turn % len(kinds)]
        found.setdefault(build(make(chance)), name)
        if len(found) == count:
            break
    return [(name, data) for data, name in found.items()]


def is_sound(data: bytes) -> bool:
    """Whether zipfile reads it all; for trying out."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return opened.testzip() is None
