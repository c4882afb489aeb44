# SPDX-License-Identifier: Apache-2.0
"""Atlassian Document Format: what Jira takes as rich text, and what it makes of it on saving.

The rules are those of the published schema (the npm package ``@atlaskit/adf-schema``, ``full.json``) for the
nodes that Jira documents. On saving a document is changed as an editor would: block nodes get a ``localId``,
a mention shows the person's present name, an empty ``content`` disappears, and keys come back in another
order.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from mentorkit_sandbox.jira.adf_nodes import ATTRIBUTES, CONTENT, INLINE, MARKS, NO_LOCAL_ID, TOP_LEVEL
from mentorkit_sandbox.site import Site

MAX_LENGTH = 32_767
_BLOCKS_WITH_ID = frozenset(CONTENT) - {"doc", "text"}


class InvalidDocument(ValueError):
    """The value is not a document Jira takes; the message says where and why."""


def check(document: Any) -> None:
    """Raise InvalidDocument unless `document` is a valid ``doc``."""
    if not isinstance(document, dict) or document.get("type") != "doc" or document.get("version") != 1:
        raise InvalidDocument("a document has the type 'doc' and the version 1")
    if not set(document) <= {"type", "version", "content"} or not isinstance(document.get("content"), list):
        raise InvalidDocument("a document has 'content', a list, and nothing else")
    for child in document["content"]:
        _check_node(child, "doc", TOP_LEVEL)


def save(site: Site, document: dict[str, Any]) -> dict[str, Any]:
    """The document as it is stored; expects one that passed ``check``."""
    return {
        "version": 1,
        "type": "doc",
        "content": [_save_node(site, child) for child in document["content"]],
    }


def length(document: dict[str, Any]) -> int:
    """The length that counts against ``MAX_LENGTH``: of the document as JSON."""
    return len(json.dumps(document, ensure_ascii=False, separators=(",", ":")))


def text(document: Any) -> str:
    """The words of a document, for searching."""
    return " ".join(_words(document))


def from_text(words: str) -> dict[str, Any]:
    """A document of plain paragraphs, one a line."""
    paragraphs = [
        {"type": "paragraph", "content": [{"type": "text", "text": line}]}
        for line in words.splitlines()
        if line.strip()
    ]
    return {"version": 1, "type": "doc", "content": paragraphs}


def _check_node(node: Any, parent: str, allowed: frozenset[str]) -> None:
    if not isinstance(node, dict) or not isinstance(node.get("type"), str):
        raise InvalidDocument(f"a child of {parent} is not a node")
    kind = node["type"]
    if kind not in allowed:
        raise InvalidDocument(f"{kind} is not allowed in {parent}")
    if not set(node) <= {"type", "attrs", "content", "marks", "text"}:
        raise InvalidDocument(f"{kind} has an unknown key")
    _check_attributes(kind, node.get("attrs"), ATTRIBUTES.get(kind, {}))
    _check_marks(kind, node.get("marks", []))
    if kind == "text":
        if not isinstance(node.get("text"), str) or not node["text"]:
            raise InvalidDocument("text must not be empty")
        return
    _check_content(kind, node)


def _check_content(kind: str, node: dict[str, Any]) -> None:
    children, least = CONTENT.get(kind, (frozenset(), 0))
    content = node.get("content", [])
    if not isinstance(content, list) or len(content) < least or "text" in node:
        raise InvalidDocument(f"{kind} needs content, a list of at least {least}")
    for child in content:
        _check_node(child, kind, children)
        if kind == "codeBlock" and child.get("marks"):
            raise InvalidDocument("text in codeBlock has no marks")


def _check_attributes(kind: str, attrs: Any, rules: dict[str, tuple[bool, Any]]) -> None:
    given = {} if attrs is None else attrs
    if not isinstance(given, dict):
        raise InvalidDocument(f"attrs of {kind} is not an object")
    for name, (required, rule) in rules.items():
        if name not in given:
            if required:
                raise InvalidDocument(f"{kind} needs the attribute {name}")
        elif not _obeys(given[name], rule):
            raise InvalidDocument(f"the attribute {name} of {kind} has a wrong value")
    for name in given.keys() - rules.keys():
        if name != "localId" or kind in NO_LOCAL_ID or not isinstance(given[name], str):
            raise InvalidDocument(f"{kind} has no attribute {name}")
    if kind == "inlineCard" and ("url" in given) == ("data" in given):
        raise InvalidDocument("inlineCard has either url or data")


def _obeys(value: Any, rule: Any) -> bool:
    if isinstance(rule, re.Pattern):
        return isinstance(value, str) and rule.fullmatch(value) is not None
    if isinstance(rule, tuple):
        return value in rule
    if rule is int or rule is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, rule)


def _check_marks(kind: str, marks: Any) -> None:
    if not isinstance(marks, list):
        raise InvalidDocument(f"marks of {kind} is not a list")
    names = []
    for mark in marks:
        if not isinstance(mark, dict) or mark.get("type") not in MARKS:
            raise InvalidDocument(f"unknown mark on {kind}")
        nodes, rules = MARKS[mark["type"]]
        if kind not in nodes:
            raise InvalidDocument(f"the mark {mark['type']} is not allowed on {kind}")
        _check_attributes(mark["type"], mark.get("attrs"), rules)
        names.append(mark["type"])
    if "code" in names and not set(names) <= {"code", "link"}:
        raise InvalidDocument("the mark code combines with link only")


def _save_node(site: Site, node: dict[str, Any]) -> dict[str, Any]:
    saved: dict[str, Any] = {"type": node["type"]}
    if node.get("content"):
        saved["content"] = [_save_node(site, child) for child in node["content"]]
    if "text" in node:
        saved["text"] = node["text"]
    if node.get("marks"):
        saved["marks"] = node["marks"]
    attrs = dict(node.get("attrs") or {})
    if node["type"] in _BLOCKS_WITH_ID and not attrs.get("localId"):
        attrs["localId"] = f"{site.tables.next_id('adf', 0x5EED0000):012x}"
    if node["type"] == "mention":
        person = site.person(attrs["id"])
        attrs["text"] = attrs.get("text", "@unknown") if person is None else f"@{person.name}"
        attrs.setdefault("accessLevel", "")
    if attrs:
        saved["attrs"] = dict(sorted(attrs.items()))
    return saved


def _words(node: Any) -> Iterator[str]:
    if not isinstance(node, dict):
        return
    attrs = node.get("attrs") or {}
    if node.get("type") == "text":
        yield node["text"]
    elif node.get("type") in INLINE and "text" in attrs:
        yield attrs["text"]
    for child in node.get("content") or []:
        yield from _words(child)
