# SPDX-License-Identifier: Apache-2.0
"""Descriptions as plain text to edit, and back. Pure.

The text knows ``# heading``, ``- item``, ``**strong**`` and ``[words](link)``.

A description that holds anything else cannot be said in this text, and is not offered for editing.
"""

import re
from typing import Any

Node = dict[str, Any]
_INLINE = re.compile(
    r"\*\*(?P<strong>[^*]+)\*\*|\[(?P<words>[^\]]+)\]\((?P<href>(?:https?://|mailto:)[^)\s]+)\)"
)
_HEADING = re.compile(r"(#{1,6}) +(.+)")


def to_text(document: Any) -> str | None:
    """The text of a document, "" for none; None where it holds what the text cannot say."""
    if document is None:
        return ""
    try:
        text = "\n\n".join(_block(node) for node in document["content"])
    except (KeyError, _Unsaid):
        return None
    return text if _without_ids(from_text(text)["content"]) == _without_ids(document["content"]) else None


def from_text(text: str) -> Node:
    """The document that a text means; parts are set apart by empty lines."""
    parts = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return {"version": 1, "type": "doc", "content": [_parse(part) for part in parts if part.strip()]}


class _Unsaid(ValueError):
    """A node that the text has no words for."""


def _block(node: Node) -> str:
    match node["type"]:
        case "paragraph":
            return _line(node)
        case "heading":
            return "#" * int(node["attrs"]["level"]) + " " + _line(node)
        case "bulletList":
            items = [item["content"] for item in node["content"]]
            if all(len(item) == 1 and item[0]["type"] == "paragraph" for item in items):
                return "\n".join("- " + _line(item[0]) for item in items)
    raise _Unsaid


def _line(node: Node) -> str:
    return "".join(_words(child) for child in node.get("content") or ())


def _words(node: Node) -> str:
    if node["type"] == "hardBreak":
        return "\n"
    if node["type"] != "text":
        raise _Unsaid
    match [mark["type"] for mark in node.get("marks") or ()]:
        case []:
            return str(node["text"])
        case ["strong"]:
            return f"**{node['text']}**"
        case ["link"]:
            return f"[{node['text']}]({node['marks'][0]['attrs']['href']})"
    raise _Unsaid


def _parse(part: str) -> Node:
    lines = part.strip("\n").split("\n")
    heading = _HEADING.fullmatch(part.strip())
    if heading:
        return {"type": "heading", "attrs": {"level": len(heading[1])}, "content": _inline(heading[2])}
    if all(line.startswith("- ") for line in lines):
        items = [{"type": "paragraph", "content": _inline(line[2:])} for line in lines]
        return {"type": "bulletList", "content": [{"type": "listItem", "content": [item]} for item in items]}
    content: list[Node] = []
    for line in lines:
        content += [*([{"type": "hardBreak"}] if content else []), *_inline(line)]
    return {"type": "paragraph", "content": content}


def _inline(line: str) -> list[Node]:
    nodes: list[Node] = []
    last = 0
    for found in _INLINE.finditer(line):
        nodes += _plain(line[last : found.start()])
        if found["strong"]:
            nodes.append({"type": "text", "text": found["strong"], "marks": [{"type": "strong"}]})
        else:
            link = {"type": "link", "attrs": {"href": found["href"]}}
            nodes.append({"type": "text", "text": found["words"], "marks": [link]})
        last = found.end()
    return nodes + _plain(line[last:])


def _plain(text: str) -> list[Node]:
    return [{"type": "text", "text": text}] if text else []


def _without_ids(value: Any) -> Any:
    """Nodes without what a save adds to them."""
    if isinstance(value, list):
        return [_without_ids(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {key: _without_ids(item) for key, item in value.items() if key != "localId"}
    return {key: item for key, item in kept.items() if item not in ({}, [])}
