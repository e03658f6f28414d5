"""Takes the model format's JSON schema out of an installed bioimageio.spec, for the validator.

    .envs/spec/bin/python build/format_schema.py

Writes src/spec/schema/model05.json and model04.json (what a model description needs, without texts and defaults) and
src/spec/schema/terms.json (SPDX licences, format versions). Unions are rewritten: the branch that a value means is
chosen by its kind, its tag or a key that only one branch has, so that complaints are about that branch alone. Kinds of
text that JSON schema cannot express (a version, an axis id) become a `format`.
"""

from __future__ import annotations

import importlib.metadata
import json
from pathlib import Path
from typing import Any, Dict, List

import bioimageio.spec
from bioimageio.spec._internal.license_id import DeprecatedLicenseIdLiteral, LicenseIdLiteral
from bioimageio.spec.model import v0_4, v0_5
from typing_extensions import get_args

Schema = Dict[str, Any]

HERE = Path(__file__).resolve().parent.parent / "src" / "spec" / "schema"
SOURCE = Path(bioimageio.spec.__file__).parent / "static" / "bioimageio_schema.json"

# Titles of texts that have rules beyond JSON schema, and of those that need none of their keywords.
FORMATS = {
    "AxisId": "axis-id",
    "DatasetId": "resource-id",
    "Datetime": "timestamp",
    "Doi": "doi",
    "FilePath": "file",
    "FileSource": "file",
    "HttpUrl": "url",
    "Identifier": "identifier",
    "ModelId": "resource-id",
    "OrcidId": "orcid",
    "RelativeFilePath": "file",
    "ResourceId": "resource-id",
    "Sha256": "sha256",
    "SiUnit": "si-unit",
    "TensorId": "tensor-id",
    "TensorName": "tensor-name",
    "Version": "version",
}
# Rules of single fields that the schema does not carry at all.
ADDED = {
    ("generic__v0_3__Author", "name"): "person",
    ("generic__v0_3__Maintainer", "name"): "person",
    ("model__v0_5__ModelDescr", "name"): "model-name",
    ("dataset__v0_3__DatasetDescr", "name"): "model-name",
    ("IntervalOrRatioDataDescr", "range"): "range",
    ("SizeReference", "offset"): "strict",
}
KEPT = (
    "const", "enum", "exclusiveMaximum", "exclusiveMinimum", "maxItems", "maxLength", "maximum", "minItems",
    "minLength", "minimum", "pattern", "required", "type",
)  # fmt: skip


def prune(node: Schema, where: str = "") -> Schema:
    """One schema node in the validator's dialect; `where` is the name of its definition."""
    title = node.get("title", "")
    if title in FORMATS and "properties" not in node and node.get("type") != "array":
        text = {"type": "string", "format": FORMATS[title]}
        return nullable(text) if any(branch == {"type": "null"} for branch in node.get("anyOf", ())) else text
    if "$ref" in node:
        name = node["$ref"].split("/")[-1]
        if name == "YamlValue":
            return {"format": "yaml"}
        if name in FORMATS:
            return {"type": "string", "format": FORMATS[name]}
        return {"$ref": node["$ref"]}
    if "discriminator" in node:
        return tagged(node)
    if "oneOf" in node or "anyOf" in node:
        return union(node.get("oneOf") or node["anyOf"])
    kept = {key: node[key] for key in KEPT if key in node}
    if node.get("format") == "email":
        kept["format"] = "email"
    elif node.get("format") == "uri":
        return {"type": "string", "format": "url"}
    if "properties" in node:
        kept["properties"] = {key: prune(value) for key, value in node["properties"].items()}
        for (name, key), kind in ADDED.items():
            if where.endswith(name):
                kept["properties"][key]["format"] = kind
        kept["additionalProperties"] = bool(node.get("additionalProperties", True))
    elif isinstance(node.get("additionalProperties"), dict):
        kept["format"] = "yaml"
    if isinstance(node.get("items"), dict):
        kept["items"] = prune(node["items"])
    if "prefixItems" in node:
        kept["prefixItems"] = [prune(item) for item in node["prefixItems"]]
    return kept


def nullable(node: Schema) -> Schema:
    """A text, number or flag that may also be left empty."""
    if isinstance(node.get("type"), str) and not {"properties", "items", "prefixItems"} & set(node):
        more = {"enum": [*node["enum"], None]} if "enum" in node else {}
        if "const" in node:
            more = {"enum": [node["const"], None]}
        return {**{k: v for k, v in node.items() if k != "const"}, **more, "type": [node["type"], "null"]}
    return {"if": {"type": "null"}, "then": {}, "else": node}


def tagged(node: Schema) -> Schema:
    """A union whose branches are told apart by one field."""
    tag = node["discriminator"]["propertyName"]
    branches = []
    for value, target in node["discriminator"]["mapping"].items():
        schema = prune({"$ref": target} if isinstance(target, str) else target)
        condition = {"type": "object", "required": [tag], "properties": {tag: {"const": value}}}
        branches.append({"if": condition, "then": schema, "else": {}})
    values = list(node["discriminator"]["mapping"])
    return {
        "type": "object",
        "required": [tag],
        "properties": {tag: {"type": "string", "enum": values, "format": "tag"}},
        "allOf": branches,
    }


DEFS: Dict[str, Schema] = {}


def resolved(node: Schema) -> Schema:
    return DEFS[node["$ref"].split("/")[-1]] if "$ref" in node else node


def is_object(node: Schema) -> bool:
    return resolved(node).get("type") == "object"


def union(members: List[Schema]) -> Schema:
    kinds = [resolved(member) for member in members]
    titles = {kind.get("title") for kind in kinds}
    if any(len(kind.get("enum", ())) > 100 for kind in kinds):
        members = [m for m, kind in zip(members, kinds) if "enum" not in kind]
        text = {"type": "string", "format": "license"}
        return {
            "if": {"type": "string"},
            "then": text,
            "else": union(members) if len(members) > 1 else prune(members[0]),
        }
    if "SiUnit" in titles:
        text = {"type": "string", "format": "si-unit"}
        return nullable(text) if {"type": "null"} in members else text
    if members and all(kind.get("type") == "array" and "items" in kind for kind in kinds) and len(members) > 2:
        return {"type": "array", "minItems": 1, "items": {"type": ["number", "boolean", "string"]}, "format": "values"}
    if {"type": "null"} in members:
        rest = [member for member in members if member != {"type": "null"}]
        return nullable(prune(rest[0]) if len(rest) == 1 else union(rest))
    arrays = [m for m in members if resolved(m).get("type") == "array"]
    objects = [m for m in members if is_object(m)]
    simple = [m for m in members if m not in arrays and m not in objects]
    chosen: Schema = scalars(simple) if simple else {}
    if objects:
        groups = select(objects)
        chosen = {"if": {"type": "object"}, "then": groups, "else": chosen} if simple else groups
    if arrays:
        array = prune(arrays[0])
        chosen = {"if": {"type": "array"}, "then": array, "else": chosen} if chosen else array
    return chosen


def scalars(members: List[Schema]) -> Schema:
    """Texts and numbers: one type covers the others."""
    pruned = [prune(member) for member in members]
    files = [node for node in pruned if node.get("format") in ("file", "url")]
    if files and len(files) == len(pruned):
        return {"type": "string", "format": "file"}
    if files and len(files) < len(pruned):
        return pruned[0] if pruned[0].get("maxLength") is None else {"type": "string", "minLength": 1}
    plain = [node for node in pruned if set(node) <= {"type"}]
    if plain:
        types = list(dict.fromkeys(str(node["type"]) for node in plain))
        if "number" in types and "integer" in types:
            types.remove("integer")
        return {"type": types[0] if len(types) == 1 else types}
    return pruned[0]


def select(branches: List[Schema]) -> Schema:
    """Groups of fields: the one meant has a tag of its own, or a key that the others lack."""
    if len(branches) == 1:
        return prune(branches[0])
    fields = [set(resolved(branch).get("properties", {})) for branch in branches]
    own = [keys - set().union(*(other for other in fields if other is not keys)) for keys in fields]
    needed = [len(keys & set(resolved(branch).get("required", ()))) for keys, branch in zip(own, branches)]
    tags = [constants(branch) for branch in branches]
    last = min(range(len(branches)), key=lambda index: (needed[index], bool(tags[index]) and index > 0, index))
    chosen = prune(branches[last])
    for index in reversed(range(len(branches))):
        if index == last:
            continue
        if tags[index] and not own[index]:
            key, value = next(iter(tags[index].items()))
            condition: Schema = {"type": "object", "required": [key], "properties": {key: {"const": value}}}
        else:
            condition = {"type": "object", "anyOf": [{"required": [key]} for key in sorted(own[index])]}
        chosen = {"if": condition, "then": prune(branches[index]), "else": chosen}
    return chosen


def constants(branch: Schema) -> Dict[str, str]:
    fields = resolved(branch).get("properties", {})
    return {key: value["const"] for key, value in fields.items() if isinstance(value.get("const"), str)}


def closure(node: Any, found: Dict[str, Schema]) -> Dict[str, Schema]:
    """The definitions that `node` refers to, pruned."""
    if isinstance(node, dict):
        name = node["$ref"].split("/")[-1] if "$ref" in node else None
        if name and name not in found:
            found[name] = {}
            found[name] = prune(DEFS[name], name)
            closure(found[name], found)
        for value in node.values():
            closure(value, found)
    elif isinstance(node, list):
        for value in node:
            closure(value, found)
    return found


def model(name: str, parts: Dict[str, str]) -> Schema:
    """The whole schema of a model: the description itself, and what is judged apart from it."""
    root = prune(DEFS[name], name)
    root["properties"]["training_data"] = {}
    heads = {"Model": root, **{part: prune(DEFS[target], target) for part, target in parts.items()}}
    found = closure(list(heads.values()), {})
    return {"$defs": {**{key: found[key] for key in sorted(found)}, **heads}}


def write(name: str, value: Any) -> None:
    (HERE / name).write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    DEFS.update(json.loads(SOURCE.read_text(encoding="utf-8"))["$defs"])
    datasets = {
        "LinkedDataset": "bioimageio__spec__dataset__v0_3__LinkedDataset",
        "Dataset03": "bioimageio__spec__dataset__v0_3__DatasetDescr",
        "Dataset02": "bioimageio__spec__dataset__v0_2__DatasetDescr",
    }
    write("model05.json", model("bioimageio__spec__model__v0_5__ModelDescr", datasets))
    old = {
        "LinkedDataset": "bioimageio__spec__dataset__v0_2__LinkedDataset",
        "Dataset02": "bioimageio__spec__dataset__v0_2__DatasetDescr",
    }
    write("model04.json", model("bioimageio__spec__model__v0_4__ModelDescr", old))
    terms = {
        "source": f"bioimageio.spec {importlib.metadata.version('bioimageio.spec')}",
        "newest": {
            "0.4": v0_4.ModelDescr.implemented_format_version,
            "0.5": v0_5.ModelDescr.implemented_format_version,
        },
        "licenses": sorted(get_args(LicenseIdLiteral)),
        "deprecatedLicenses": sorted(get_args(DeprecatedLicenseIdLiteral)),
    }
    write("terms.json", terms)


if __name__ == "__main__":
    main()
