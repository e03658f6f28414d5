# ruff: noqa: E501, SIM905 (tables)
"""Writes src/spec/yaml/fixtures/yaml.json: snippets of YAML and what the zoo's own parser reads in each.

    .envs/spec/bin/python scripts/yaml_fixtures.py

Values are told with their kind, so that 1 and 1.0, a text and a date stay apart: `["int", "1"]`, `["float", "1.0"]`,
`["text", "a"]`, `["date", "2024-01-02"]`, `["list", [...]]`, `["group", [[key, value], ...]]`. Where the parser refuses,
`null` stands.
"""

from __future__ import annotations

import datetime
import io
import json
import warnings
from pathlib import Path
from typing import Any, List, Optional

from ruyaml import YAML

FIXTURE = Path(__file__).parent.parent / "src" / "spec" / "yaml" / "fixtures" / "yaml.json"

SCALARS = r"""
1 0 -1 +1 -0 01 08 017 0o17 0o8 0b101 0b2 0x1F 0xg 0x_1f 1_000 1__0 1_ _1 -_1 +_ 0b_ 0o_ 0x_ 1.0 1. .5 -.5 +.5 1.e-3
1e3 1E5 1e-3 1e+3 12e03 -2E+05 1e 1e-400 1e400 .e3 ._ . .. ... 1_0.5_0 1._5 .5e3 .5e+3 1.5e3 0.1 00.1 1,000 1.2.3
.inf -.inf +.inf .Inf .INF .iNF inf Infinity .nan .NaN .NAN -.nan nan NaN true True TRUE tRUE false False FALSE yes Yes
no No on off On y n Y N ~ null Null NULL nULL none 2024-01-02 2024-1-2 2024-13-01 2024-02-30 0000-01-01
2024-01-02T03:04:05Z 2024-01-02T03:04:05 2024-01-02t3:04:05.5 2024-01-02T03:04:05+02:00 2024-01-02T03:04:05.123456789
2024-01-02T25:00:00 12:30 190:20:30 1:30.5 9007199254740993 123456789012345678901234567890 = << a:b a#b http://a/b
- -- --- -a ?a :a , @a `a` %a !a !!str !!str,1 *a &a &a,b a&b a*b 'a' 'a''b' "a" "\x41" "\u00e9" "\n" "\q" "a 'a "a"b
'a'b [] {} [1] [1,2] [1,2,] [,] [a [a]] {a:1} {a} {a,b} {"a":1} {a: {a} [[1],[2]] []a \ a\nb é 🦀 |
""".split()

LONGER = [
    "2024-01-02 03:04:05", "2024-01-02 03:04:05 +02:00", "2024-01-02 3:04:05.25 Z", "2024-01-02 x", "!!str 12", "!!str",
    "!!int 5", '!!int "12"', "!!int abc", "!!int 1.5", "!!float 1", "!!float 1.5", "!!float a", "!!bool yes", "!!bool true",
    "!!bool a", "!!null x", "!!null", "!!timestamp 2024-01-02", "!!timestamp a", '!!binary "aGk="', "!!binary é", "!!set {a, b}",
    "!!set [a]", "!!omap [a: 1, b: 2]", "!!omap {a: 1}", "!!pairs [a: 1, a: 2]", "!!seq [1]", "!!map {a: 1}", "!!seq {a: 1}",
    "!!map [1]", "!!str [1]", "!custom x", "!!python/object:os.system x", "!!python/none x", "!<tag:yaml.org,2002:str> 5", "! 12",
    "&a text", "*absent", "a: b", "a: b: c", "a #b", "# only", "- item", "? a", "[a, b", "{a: 1", "[a: 1]", "[a, b: c]", "{a: 1, b}",
    "{a: 1,}", "[1, 2, ]", "{a: 1, a: 2}", "{1: a, 1: b}", "{1: a, '1': b}", "{[1, 2]: a}", "{{a: 1}: b}", "{? a : b}", "{a:}", "{a: }",
    "{: a}", "{true: a}", "{~: a}", "{.nan: a}", "{1.0: a, 1: b}", "{true: a, 1: b}", "{'a': 1, \"b\": 2}", "a\tb", "\ta", "a\t", "a \t#b",
    '"a\tb"', '"a\\tb"', '"a\n  b"', "a\n  b", "a\n  b: c", "a\n  - b", "|\n  a\n  b", ">\n  a\n  b", "|-\n  a", "|+\n  a\n\n", ">-\n  a\n\n  b",
    "|2\n    a", "|\n  a\n b", "|\n\ta", "|x\n  a", "|\n", "\n  - a\n  - b", "\n- a\n- b", "\n  a: 1\n  b: 2", "\n  a: 1\n b: 2", "\n  a: 1\n   b: 2",
    "\n\ta: 1", "\n  a:\t1", "\n  - \t a", "[1,\n2]", "[1,\n  2]", "[\n1\n]", "{a: 1,\n  b: 2}", "a\u00a0b", "\u2028", "a\u2028b", "\u0007", "\u0085", "\ufeffa",
    "a\u0000", "\ud7ff", "&x {a: 1, b: *x}", "&x [*x]", "&x a\nlist: *x", "{a: &x 1, b: *x}", "{a: &x 1, b: &x 2, c: *x}", "{a: *x, b: &x 1}",
    "&x a b", "&x\n  a: 1", "&x &y a", "!!str &x 1", "&x !!str 1", "{<<: {a: 1}, b: 2}", "{<<: {a: 1}, a: 2}", "{a: 2, <<: {a: 1}}",
    "{<<: [{a: 1}, {a: 2, b: 3}]}", "{<<: 5}", "{<<: [1]}", "{<<: {a: 1}, <<: {b: 1}}", "{<<: {<<: {a: 1}, b: 2}}", "{'<<': {a: 1}}", "{<<: }", "{=: 1}",
    "{a: =}", "{a: <<}", "'open", '"open', "''", '""', "'\\n'", "'a\n\n  b'", "\"a\\\n  b\"", '"\\ud83e\\udd80"', '"\\U0001F980"', '"\\x4"', '"\\/"', '"\\_"', '"\\ "',
    "'a' b", '"a" b', "[a]b", "{a: 1} b", "[a] # b", "[a]#b", "'a'#b", "'a' #b", "&a", "!!str # c", "key: - a", "- - a", "\n  - - a\n    - b", "\n  -a", "\n  - a\n  b: 1",
    "\n  ? a\n  : b", "\n  ? a", "\n  ? [a]\n  : b", "\n  ? {a: 1}\n  : b", "\n  ? |\n    a\n  : b", "\n  a : 1", "\n  a :1", "\n  \"a\":1", "[\"a\":1]", "{a:1}", "[a:1]", "[http://a]",
    "{a: http://b}", "[a #b]", "[a]]", "{a: 1}}", "- a\n- b", "\n  a: 1\n  a: 2", "\n  a: 1\n  'a': 2", "\n  a: 1\n  <<: {b: 1}", "a\nb: 1\nb: 2", "a\n---\nb: 1", "a\n---\n", "a\n...\n", "a\n...\n# c\n",
    "a\n...\nb: 1", "a\n... x", "a\n%YAML 1.2\n", "a\n--- b", "a\r\nb: 1\r\n", "a\rb: 1",
]  # fmt: skip

WHOLE = [
    "", "\n", "# a\n", "---\n", "--- a\n", "---\na: 1\n", "--- {a: 1}\n", "...\n", "%YAML 1.2\n---\na: yes\n", "%YAML 1.1\n---\na: yes\nb: 017\nc: 1:30\nd: 0o17\n", "%YAML 1.1\n---\nb: 1e3\n",
    "%YAML 2.0\n---\na: 1\n", "%YAML 1.3\n---\na: 1\n", "%YAML 1.2\na: 1\n", "%TAG ! tag:example.org,2000:\n---\na: !x 1\n", "%TAG !e! tag:yaml.org,2002:\n---\na: !e!str 1\n", "%FOO x\n---\na: 1\n", "\ufeffa: 1\n", "\ufeff\ufeffa: 1\n",
    "\ufeff---\na: 1\n", " a: 1\n b: 2\n", "\ta: 1\n", "a: 1\n\t\n", "a: 1\n\t# c\nb: 2\n", "a: 1\n \t\nb: 2\n", "a: 1", "a:\n", "a\n", "a b\nc d\n", "- a\n", "5: a\n", "true: a\n", "~: a\n", ": a\n", "? a\n", "? a\n: b\n", "{}\n", "[]\n", "a: 1\nb: 2\n",
    "a: 1\n  b: 2\n", "  a: 1\nb: 2\n", "a:\n- b\n- c\n", "a:\n - b\n- c\n", "a:\n  b\n  c\n", "a: b\n  c\n", "a: 'b\nc'\n", "a: 'b\n c'\n", "a: \"b\nc\"\n", "a: [b,\nc]\n", "a: [b,\n c]\n", "a: {b: 1\n}\n", "a: {b: 1\n }\n", "a: |\nb\n", "a: |\n b\n", "a: >\n b\n\n c\n", "a: #b\n  c\n",
    "a:\n  # b\n  c: 1\n", "a:\n# b\n  c: 1\n", "&x a: 1\nb: *x\n", "a: &x\nb: *x\n", "*x : 1\n", "a: &x 1\n*x : 2\n", "!!map\na: 1\n", "!!str a: 1\n", "&x\na: 1\n", "'a': 1\n", "\"a\": 1\n", "a b: 1\n", "a  : 1\n", "a:1\n", "a: b:c\n", "a:: b\n", "a: :b\n", "a: b:\n", "a: b :c\n", "-\n", "- - -\n",
    "-a: 1\n", "? [a, b]\n: 1\n", "[a, b]: 1\n", "{a: b}: 1\n", "[a]: 1\n", "a: 1\x00\n", "a: \x01\n", "a: \x7f\n", "a: \x80\n", "a: \ud7ff\n", "a: 1\n---\nb: 1\n", "a: 1\n---\n", "a: 1\n...\n---\n", "a: 1\n...\nb: 1\n", "---\n---\n", "---\na: 1\n---\n",
    "a: 1\r\nb: 2\r\n", "a: 1\rb: 2\r", "a: 1\u0085b: 2\n", "a: 1\u2028b: 2\n", "a: " + "[" * 50 + "]" * 50 + "\n", "a: " + "x" * 2000 + "\n", "x" * 1100 + ": 1\n", "\"" + "x" * 1100 + "\": 1\n", "? " + "x" * 1100 + "\n: 1\n", "a: {" + "x" * 1100 + ": 1}\n",
]  # fmt: skip


def told(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return ["int", str(value)]
    if isinstance(value, float):
        return ["float", repr(value)]
    if isinstance(value, str):
        return ["text", value]
    if isinstance(value, (datetime.date, datetime.datetime)):
        return ["date", value.isoformat()]
    if isinstance(value, bytes):
        return ["bytes", value.hex()]
    if isinstance(value, (list, tuple)):
        return ["list", [told(item) for item in value]]
    if isinstance(value, (set, frozenset)):
        return ["set", sorted((told(item) for item in value), key=json.dumps)]
    return ["group", [[told(key), told(item)] for key, item in value.items()]]


def read(text: str) -> Optional[List[Any]]:
    """In a list of one, so that an empty document is not taken for a refusal."""
    try:
        return [told(YAML(typ="safe").load(io.StringIO(text, newline="")))]
    except RecursionError:
        return ["cycle"]
    except Exception:
        return None


def main() -> None:
    warnings.simplefilter("ignore")
    texts = [f"a: {scalar}\n" for scalar in [*SCALARS, *LONGER]]
    texts += [f"{scalar}: 1\n" for scalar in SCALARS] + [f"[{scalar}, 1]\n" for scalar in SCALARS] + WHOLE
    known = dict.fromkeys(texts)
    FIXTURE.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps([text, read(text)], ensure_ascii=True) for text in known]
    FIXTURE.write_text("[\n" + ",\n".join(lines) + "\n]\n")
    print(f"{len(lines)} snippets")


if __name__ == "__main__":
    main()
