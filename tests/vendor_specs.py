# SPDX-License-Identifier: Apache-2.0
"""Checks HTTP traffic against the vendors' OpenAPI documents.

The documents are not part of the project. They are looked for in ``$MENTORKIT_SPECS`` or in
``../shared/specs`` beside the checkout; `checker` gives None where they are absent, and `require` skips the
test, saying so.
"""

import functools
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
import requests
import yaml
from jsonschema import Draft4Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry
from referencing.jsonschema import DRAFT4

from tests.vendor_exceptions import ONE_OF_IS_ANY_OF, PATCHES, STATUSES

_DOCUMENTS = {
    "/rest/api/3": ("jira-platform-v3", "jira-platform-v3.json", ""),
    "/rest/agile/1.0": ("jira-software", "jira-software.json", ""),
    "/wiki/api/v2": ("confluence-v2", "confluence-v2.json", "/wiki/api/v2"),
    "/wiki/rest/api": ("confluence-v1", "confluence-v1.yml", ""),
}
"""Path prefix -> name, file, and what the document's paths lack in front."""

_TRUE_FALSE = {"true": True, "false": False}


@dataclass(frozen=True)
class Exchange:
    """One request and its answer, as they went over the wire."""

    method: str
    url: str
    request_type: str
    request_body: bytes
    status: int
    response_type: str
    response_body: bytes


def folder() -> Path | None:
    """Where the documents are, if they are anywhere."""
    named = os.environ.get("MENTORKIT_SPECS")
    place = Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "specs"
    return place if all((place / file).is_file() for _, file, _ in _DOCUMENTS.values()) else None


@functools.cache
def checker() -> "SpecChecker | None":
    """The checker of this process, or None where the documents are absent."""
    place = folder()
    return None if place is None else SpecChecker(place)


def require() -> "SpecChecker":
    """The checker; skips the calling test where the documents are absent."""
    found = checker()
    if found is None:
        pytest.skip("the vendors' OpenAPI documents are absent: set MENTORKIT_SPECS to their folder")
    return found


def assert_exchange(request: requests.PreparedRequest, response: requests.Response) -> None:
    """A hook for ``SandboxTransport(after=...)``: fails the test whose traffic the documents do not allow."""
    found = checker()
    if found is None:
        return
    body = request.body or b""
    exchange = Exchange(
        method=str(request.method),
        url=str(request.url),
        request_type=str(request.headers.get("Content-Type", "")),
        request_body=body if isinstance(body, bytes) else str(body).encode(),
        status=response.status_code,
        response_type=response.headers.get("Content-Type", ""),
        response_body=response.content,
    )
    faults = found.faults(exchange)
    assert not faults, f"{exchange.method} {exchange.url} {exchange.status}: " + "; ".join(faults)


class SpecChecker:
    """Finds the operation an exchange belongs to, and what of it the document does not allow."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._documents: dict[str, _Document] = {}

    def faults(self, exchange: Exchange) -> list[str]:
        """What is wrong with the exchange; empty when it is as documented or a known exception."""
        path = urlsplit(exchange.url).path
        prefix = next((known for known in _DOCUMENTS if path.startswith(known + "/")), None)
        if prefix is None or exchange.status == 501:
            return []
        document = self._documents.get(prefix)
        if document is None:
            document = self._documents[prefix] = _Document.load(self._place, *_DOCUMENTS[prefix])
        found = document.operation(exchange.method.lower(), path)
        if found is None:
            return [] if _excused(exchange, path) else ["there is no such operation"]
        pointer, operation, captured = found
        problems = list(_response_faults(document, pointer, operation, exchange, path))
        if exchange.status < 400:
            problems += _parameter_faults(document, operation, exchange, captured)
            problems += _request_faults(document, pointer, operation, exchange)
        return problems


class _Document:
    def __init__(self, name: str, content: dict[str, Any], missing_prefix: str) -> None:
        self._content = content
        self._uri = f"urn:vendor:{name}"
        resource = DRAFT4.create_resource(content)
        self._registry: Registry[Any] = Registry().with_resource(self._uri, resource)
        self._paths = sorted(
            (_Path.compile(missing_prefix + path, path) for path in content["paths"]),
            key=lambda one: one.order,
        )
        self._validators: dict[str, Draft4Validator] = {}

    @classmethod
    def load(cls, place: Path, name: str, file: str, missing_prefix: str) -> "_Document":
        text = (place / file).read_text(encoding="utf-8")
        content = json.loads(text) if file.endswith(".json") else yaml.load(text, Loader=yaml.CSafeLoader)
        for patch in PATCHES:
            if patch.document == name:
                _at(content, patch.pointer).update(patch.keys)
        return cls(name, _as_draft4(content, any_of=name in ONE_OF_IS_ANY_OF), missing_prefix)

    def operation(self, method: str, path: str) -> tuple[str, dict[str, Any], dict[str, str]] | None:
        """Pointer, operation and path parameters of the most literal path that has this method."""
        for known in self._paths:
            match = known.pattern.fullmatch(path)
            if match is not None and method in self._content["paths"][known.template]:
                item = self._content["paths"][known.template]
                operation = dict(item[method])
                operation["parameters"] = [
                    self.resolve(one)
                    for one in [*item.get("parameters", []), *operation.get("parameters", [])]
                ]
                captured = dict(zip(known.names, map(unquote, match.groups()), strict=True))
                return f"/paths/{_escape(known.template)}/{method}", operation, captured
        return None

    def resolve(self, node: dict[str, Any]) -> dict[str, Any]:
        """What a ``$ref`` points at, or the node itself."""
        while "$ref" in node:
            node = _at(self._content, node["$ref"][1:])
        return node

    def pointer_of(self, pointer: str) -> str:
        """The pointer with a reference at its end followed."""
        node = _at(self._content, pointer)
        return str(node["$ref"][1:]) if "$ref" in node else pointer

    def errors(self, pointer: str, value: Any) -> Iterator[str]:
        """What the schema at `pointer` says against `value`."""
        validator = self._validators.get(pointer)
        if validator is None:
            schema = {"$ref": f"{self._uri}#{pointer}"}
            validator = self._validators[pointer] = Draft4Validator(schema, registry=self._registry)
        for error in validator.iter_errors(value):
            yield _told(error)


@dataclass(frozen=True)
class _Path:
    template: str
    pattern: re.Pattern[str]
    names: tuple[str, ...]
    order: tuple[int, int]

    @classmethod
    def compile(cls, full: str, template: str) -> "_Path":
        names = tuple(re.findall(r"\{([^}]+)\}", full))
        parts = re.split(r"\{[^}]+\}", full)
        return cls(
            template, re.compile("([^/]+)".join(map(re.escape, parts))), names, (len(names), -len(full))
        )


def _response_faults(
    document: _Document, pointer: str, operation: dict[str, Any], exchange: Exchange, path: str
) -> Iterator[str]:
    status = str(exchange.status)
    if status not in operation["responses"]:
        if not _excused(exchange, path):
            yield f"the status {status} is not documented"
        return
    place = document.pointer_of(f"{pointer}/responses/{status}")
    content = document.resolve(operation["responses"][status]).get("content", {})
    kind = exchange.response_type.partition(";")[0]
    media = "application/json" if kind == "application/json" else next(iter(content), "")
    if "schema" not in content.get(media, {}) or kind != "application/json":
        return
    schema = f"{place}/content/{_escape(media)}/schema"
    for error in document.errors(schema, json.loads(exchange.response_body or b"null")):
        yield f"answer: {error}"


def _request_faults(
    document: _Document, pointer: str, operation: dict[str, Any], exchange: Exchange
) -> Iterator[str]:
    if "requestBody" not in operation:
        return
    body = document.resolve(operation["requestBody"])
    if not exchange.request_body:
        if body.get("required"):
            yield "a body is required"
        return
    kind = exchange.request_type.partition(";")[0]
    if kind not in body["content"]:
        if "*/*" not in body["content"]:
            yield f"the content type {kind!r} is not documented"
        return
    if kind == "application/json" and "schema" in body["content"][kind]:
        place = document.pointer_of(f"{pointer}/requestBody")
        schema = f"{place}/content/{_escape(kind)}/schema"
        for error in document.errors(schema, json.loads(exchange.request_body)):
            yield f"request: {error}"


def _parameter_faults(
    document: _Document, operation: dict[str, Any], exchange: Exchange, captured: dict[str, str]
) -> Iterator[str]:
    known = {one["name"]: one for one in operation["parameters"] if one["in"] == "query"}
    given = parse_qsl(urlsplit(exchange.url).query, keep_blank_values=True)
    for name, text in given:
        if name not in known:
            yield f"there is no query parameter {name!r}"
        else:
            yield from _value_faults(document, name, known[name].get("schema", {}), text)
    for name, parameter in known.items():
        if parameter.get("required") and name not in dict(given):
            yield f"the query parameter {name!r} is required"
    for parameter in operation["parameters"]:
        if parameter["in"] == "path":
            name = parameter["name"]
            yield from _value_faults(document, name, parameter.get("schema", {}), captured[name])


def _value_faults(document: _Document, name: str, schema: dict[str, Any], text: str) -> Iterator[str]:
    schema = document.resolve(schema)
    if schema.get("type") == "array":
        items = document.resolve(schema.get("items", {}))
        for part in text.split(","):
            yield from _value_faults(document, name, items, part)
        return
    value: Any = text
    if schema.get("type") == "integer" and re.fullmatch(r"-?\d+", text):
        value = int(text)
    elif schema.get("type") == "boolean":
        value = _TRUE_FALSE.get(text.lower(), text)
    simple = {key: schema[key] for key in ("type", "enum", "minimum", "maximum") if key in schema}
    if simple.get("type") == "object":
        return
    for error in Draft4Validator(simple).iter_errors(value):
        yield f"parameter {name}: {_told(error)}"


def _excused(exchange: Exchange, path: str) -> bool:
    return any(
        one.status == exchange.status
        and one.method in ("*", exchange.method)
        and re.fullmatch(one.path, path) is not None
        for one in STATUSES
    )


def _told(error: ValidationError) -> str:
    deepest = _deepest(error)
    place = "/".join(map(str, deepest.absolute_path)) or "(root)"
    return f"{place}: {deepest.message[:300]}"


def _deepest(error: ValidationError) -> ValidationError:
    """The most telling error below an anyOf or oneOf."""
    while error.context:
        error = max(error.context, key=lambda one: len(one.absolute_path))
    return error


def _escape(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")


def _at(content: Any, pointer: str) -> Any:
    for part in pointer.lstrip("/").split("/"):
        key = unquote(part).replace("~1", "/").replace("~0", "~")
        content = content[int(key) if isinstance(content, list) else key]
    return content


def _as_draft4(node: Any, *, any_of: bool) -> Any:
    """OpenAPI 3.0 says ``nullable`` where JSON Schema has a type null."""
    if isinstance(node, list):
        return [_as_draft4(item, any_of=any_of) for item in node]
    if not isinstance(node, dict):
        return node
    made = {key: _as_draft4(value, any_of=any_of) for key, value in node.items()}
    if any_of and isinstance(made.get("oneOf"), list):
        made["anyOf"] = made.pop("oneOf")
    if node.get("nullable") is True:
        return {"anyOf": [made, {"type": "null"}]}
    return made
