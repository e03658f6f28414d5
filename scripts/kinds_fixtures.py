"""Writes what bioimageio.spec takes for a number, a flag, an e-mail address, a date and so on.

    .envs/spec/bin/python scripts/kinds_fixtures.py

Each kind has a list of [value, read]: `read` is what the library makes of the value, or null where it refuses it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict, List

from bioimageio.spec._internal.types import (
    Datetime,
    Doi,
    Identifier,
    OrcidId,
    Sha256,
    SiUnit,
    Version,
)
from bioimageio.spec._internal.url import RootHttpUrl
from bioimageio.spec.model.v0_5 import AxisId, ModelId, TensorId
from pydantic import EmailStr, TypeAdapter

TARGET = Path(__file__).resolve().parent.parent / "src" / "spec" / "schema" / "fixtures" / "kinds.json"

NUMBERS: List[Any] = [
    0, 1, -1, 2, 32, 1.5, True, False, None, "", " ", "32", " 32 ", "3_2", "_32", "32_", "3__2", "32.0", "32.00", "32.",
    "32.5", "+32", "-32", "032", "0x20", "0b1", "0o7", "1e2", "1E2", "1e-2", ".5", "5.", "-.5", "1_0.5", "1._5", "1e",
    "e1", "inf", "-inf", "Infinity", "nan", "NaN", "1,5", "1 2", "١", "½", "²", "true", "yes", "\t7\n", "1e1_0", "--1",
    "+-1", "1.5e3", "1.5e+3", "00", "0.0", "-0",
]  # fmt: skip
FLAGS: List[Any] = [
    True, False, 0, 1, 2, -1, 0.5, None, "", "0", "1", "on", "off", "On", "OFF", "t", "f", "T", "F", "true", "false",
    "TRUE", "False", "y", "n", "Y", "N", "yes", "no", "Yes", "NO", " yes", "yes ", "ja", "2", "1.0", "wahr",
]  # fmt: skip
IDS = [
    "a", "A", "raw", "Raw", "raw_1", "1raw", "_raw", "raw-1", "raw 1", "", " ", "b", "B", "t", "i", "c", "s", "S", "x",
    "batch", "lambda", "Lambda", "None", "none", "True", "class", "é", "µm", "名前", "a" * 16, "a" * 17, "a" * 32,
    "a" * 33, "a.b", "a/b", "/a", "a/", "a-b_c.d/e", "ª", "a\u0301", "\u0301a", "a·b", "℘", "print", "match",
]  # fmt: skip
EMAILS = [
    "a@b.de", "a@b.c", "a@b", "a b@c.de", "Name <a@b.de>", "A. Name <a@b.de>", "<a@b.de>", "Name <a@b>", "a@b..de",
    ".a@b.de", "a.@b.de", "a..b@c.de", "a@b.de.", "a@-b.de", "a@b-.de", "a@b_c.de", '"a b"@c.de', "a@[1.2.3.4]",
    "a@1.2.3.4", "a@b.c1", "a@b.123", "a+b@c.de", "a'b@c.de", "a@b@c.de", "a@b,de", "a(b)@c.de", "a@localhost",
    "a@x.localhost", "a@example.com", "a@b.test", "a@b.invalid", "a@b.local", "a@x.onion", "a@x.arpa", " a@b.de ", "",
    "@b.de", "a@", "a", "ä@b.de", "a@bü.de", "x" * 65 + "@b.de", "a@" + "b" * 63 + ".de", "a@" + "b" * 64 + ".de",
    "a/b@c.de", "a=b@c.de", "a{b}@c.de", "a~b@c.de", "a#b@c.de", "a!b@c.de", "a;b@c.de", "a:b@c.de", "a\\b@c.de",
    "a@sub.b.de", "a@b.museum", "a@b.x--y", "mailto:a@b.de", "a@b.de,c@d.de", "a@b.de\n", "a\n@b.de",
]  # fmt: skip
URLS = [
    "http://a", "https://a.b/c d", "http:/a.b", "http:a.b", "HTTP://A.b", "ftp://a.b", "http://", "http:///", "a.b", "",
    "http://a b", "http://a.b:99999", "http://a.b:80", "http://[::1]", "http://[bad", "http://1.2.3", "http://1.2.3.400",
    "//a.b", "http://a_b.c", "http://-a.b", "http://a..b", "http://.", "https://a.b/ü", " https://a.b", "https://a.b ",
    "https://u:p@a.b", "https://?a", "https://#a", "https:\\\\a.b", "http://%zz", "http://a%b.c", "http://ex^a.com",
    "http://ex<a", "http://a:b", "http://xn--a", "mailto:a@b.c", "http://a.b.", "http://@a", "http://a@", "http://ä.de",
    "https://doi.org/10.1/<x>", "www.a.b", "https://a.b?x=1#y", "file:///a", "http://" + "a" * 2090, "https//a.b",
]  # fmt: skip
VERSIONS: List[Any] = [
    "1", "1.0", "1.0.0", "1.2.3.4.5", "v1.0", " 1.0 ", "V1", "1.0a1", "1.0.alpha.1", "1.0-beta_2", "1.0rc", "1.0c1",
    "1.0.post1", "1.0-1", "1.0rev2", "1.0.dev3", "1.0+abc.1", "1.0+abc_", "1.0+", "1!1.0", "1.0.*", "1.0-foo",
    "latest", "", " ", "1..0", ".1", "1.", "1,0", "1_0", "2024-01-01", "2024.01", "1.0pre2", "1.0preview2", "1.0-",
    "1.0a1.post1.dev2",
    "1.0dev1a1", "0", "１", 1, 1.5, 0, True, False, -1, 1e-07, 1e22, None,
]  # fmt: skip
DATES = [
    "2020", "2020-01", "202001", "2020-01-01", "20200101", "2020-1-1", "2020-01-01T00", "2020-01-01 00:00",
    "20200101T00",
    "2020-01-01T00:00Z", "2020-01-01T00:00:00.123456789", "2020-01-01T24:00", "2020-01-01T24:01", "2020-W01", "2020W01",
    "2020-W01-1", "2020W011", "2020-W011", "2020W01-1", "2020-001", "2020001", "2020-366", "2021-366", "2020-13-01",
    "2020-02-30", "2020-02-29", "2021-02-29", "2020-01-01T0000", "2020-01-01T000000", "2020-01-01T00:0000",
    "2020-01-01T0000:00", "2020-01-01T00:00:60", "2020-01-01T00:60", "2020-01-01T25:00", "2020-01-01T00:00:00+01:00",
    "2020-01-01T00:00:00+0100", "2020-01-01T00:00:00+01", "2020-01-01T00:00:00 +01:00", "2020-01-01T00:00:00,5",
    "2020-01-01X00", "2020-01-01T", "", " 2020", "2020 ", "2020-01-01T00:00:00Z ", "2020-01-01T00:00:00-25:00",
    "0000-01-01", "2020-W54", "2020-W53", "2020-W00", "2020-W01-8", "2020-W01-0", "2020-01-01T1:00", "2020-01-01T10:0",
    "2020-01-01t00:00", "2020-01-01T00:00:00.", "2020-01-01T00.5", "2020-01-01T00:00z", "2020-01-01T00:00+24:00",
    "2020-01-01T00:00-00:00", "2020-01-01T00Z", "2020-01-01T00+01", "20", "20200", "2020-", "now", "yesterday",
    "01.02.2020", "2020/01/01", "Jan 1 2020", "2020-01-01T00:00:00+01:60", "2020-01-01T00:00:00+1", "2020-00-01",
    "2020-01-00", "2020-0101", "202001-01", "2020-01-01T00:00:00.5Z", "2020-001T00", "2020-01T00", "2020T00",
]  # fmt: skip
UNITS = [
    "m", "µm", "μm", "um", "nm", "s", "ms", "kg", "Hz", "m/s", "m/s^2", "kg·m/s^2", "kg*m", "kg m", "kg×m", "m^-1",
    "m^0",
    "1/m", "m/s^-1", "arbitrary", "", " ", "px", "pixel", "micrometer", "dB", "°C", "K", "mol/L", "m^2",
    "m^+2", "m^10", "·m", "m·", "m//s", "L", "l", "Ω", "cd", "lm", "lx", "dam", "hm", "Ym", "Qm", "m s^-1", "%",
]  # fmt: skip
HASHES = ["a" * 64, "A" * 64, "a" * 63, "a" * 65, " " + "a" * 64 + " ", "g" * 64, "", "é" * 64]
DOIS = ["10.1234/5", "10.12345", "10.1234", "10.123/5", "https://doi.org/10.1234/5", "doi:10.1234/5", "", "11.1234/5"]
ORCIDS = [
    "0000-0001-2345-6789", "0000-0002-1825-0097", "0000-0002-1694-233X", "0000-0002-1694-233x", "0000-0001-2345-6780",
    "https://orcid.org/0000-0001-2345-6789", "0000000123456789", "0000-0001-2345-678", "", "X000-0001-2345-6789",
    "0000-0001-2345-67890", "abcd-0001-2345-6789", "0000_0001_2345_6789",
]  # fmt: skip


def reads(kind: Any, values: List[Any]) -> List[List[Any]]:
    """Each value with what the library reads; a plain yes where the value stays as it is."""
    adapter = TypeAdapter(kind)
    rows = []
    for value in values:
        try:
            read = adapter.validate_python(value)
        except Exception:
            rows.append([value, None])
            continue
        plain = read if isinstance(read, (bool, int, float)) else str(getattr(read, "root", read))
        rows.append([value, plain])
    return rows


def finite(rows: List[List[Any]]) -> List[List[Any]]:
    """The library refuses what is not finite."""
    return [[value, read if read is None or abs(read) < float("inf") else None] for value, read in rows]


def main() -> None:
    kinds: Dict[str, List[List[Any]]] = {
        "integer": reads(int, NUMBERS),
        "number": finite(reads(float, NUMBERS)),
        "flag": reads(bool, FLAGS),
        "axis-id": reads(AxisId, IDS),
        "tensor-id": reads(TensorId, IDS),
        "identifier": reads(Identifier, IDS),
        "resource-id": reads(ModelId, IDS),
        "email": reads(EmailStr, EMAILS),
        "url": reads(RootHttpUrl, URLS),
        "version": reads(Version, VERSIONS),
        "timestamp": reads(Datetime, DATES),
        "si-unit": reads(SiUnit, UNITS),
        "sha256": reads(Sha256, HASHES),
        "doi": reads(Doi, DOIS),
        "orcid": reads(OrcidId, ORCIDS),
    }
    TARGET.parent.mkdir(exist_ok=True)
    lines = ",\n".join(f"{json.dumps(kind)}: {json.dumps(rows, ensure_ascii=False)}" for kind, rows in kinds.items())
    TARGET.write_text("{\n" + lines + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
