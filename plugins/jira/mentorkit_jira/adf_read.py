# SPDX-License-Identifier: Apache-2.0
"""Rich text as Jira gives it: Atlassian Document Format read into blocks.

What the tree has no word for (media, italics, nested lists, merged cells) becomes ``Unknown`` with its
words: nothing a person did to a text goes unseen. Ids, layout and shown names of people are passed over.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from mentorkit.domain.richtext import (
    Block,
    Blocks,
    Bullets,
    Cell,
    Day,
    Divider,
    Expand,
    Heading,
    Inline,
    Inlines,
    Link,
    Lozenge,
    Mention,
    Panel,
    Paragraph,
    Ref,
    Table,
    Task,
    Tasks,
    Text,
    Unknown,
)
from mentorkit_jira.names import Names

_PanelKind = Literal["info", "success", "warning", "error"]
_Color = Literal["grey", "red", "yellow", "green", "blue", "purple"]
_PANELS: dict[str, _PanelKind] = {kind: kind for kind in get_args(_PanelKind)} | {
    "note": "info",
    "tip": "success",
}
_COLORS: dict[str, _Color] = {color: color for color in get_args(_Color)} | {"neutral": "grey"}


class _Foreign(Exception):
    """A part that the tree cannot hold."""


def blocks(document: Any, names: Names) -> Blocks:
    """The blocks of a document; none for an empty field. Never raises for whatever Jira may hold."""
    if not isinstance(document, dict):
        return ()
    return _blocks(document.get("content") or (), names)


def _blocks(nodes: Iterable[Any], names: Names) -> Blocks:
    read = (_block(node, names) for node in nodes if isinstance(node, dict))
    return tuple(block for block in read if block is not None)


def _block(node: dict[str, Any], names: Names) -> Block | None:
    try:
        block = _known(node, names)
    except (_Foreign, AttributeError, KeyError, OSError, OverflowError, TypeError, ValueError):
        attrs = node.get("attrs") or {}
        if node.get("type") == "unknown":
            return Unknown(name=str(attrs.get("name", "")), text=str(attrs.get("text", "")))
        return Unknown(name=str(node.get("type", "")), text=_plain(node))
    return None if isinstance(block, Paragraph) and not block.content else block


def _known(node: dict[str, Any], names: Names) -> Block:
    content = node.get("content") or []
    match node["type"]:
        case "paragraph":
            return Paragraph(content=_inlines(content, names))
        case "heading":
            return Heading(level=node["attrs"]["level"], text=_heading(content, names))
        case "bulletList" | "orderedList":
            items = tuple(_item(item, names) for item in content)
            return Bullets(items=items, ordered=node["type"] == "orderedList")
        case "taskList":
            return Tasks(items=tuple(_task(item, names) for item in content))
        case "table":
            return Table(rows=tuple(_row(row, names) for row in content))
        case "panel":
            return Panel(kind=_PANELS.get(node["attrs"]["panelType"], "info"), blocks=_blocks(content, names))
        case "expand":
            return Expand(title=(node.get("attrs") or {}).get("title", ""), blocks=_blocks(content, names))
        case "rule":
            return Divider()
    raise _Foreign


def _heading(content: list[Any], names: Names) -> str:
    read = _inlines(content, names)
    if not all(isinstance(item, Text) for item in read):
        raise _Foreign
    return "".join(item.text for item in read if isinstance(item, Text)).replace("\n", " ")


def _item(node: dict[str, Any], names: Names) -> Inlines:
    if node["type"] != "listItem":
        raise _Foreign
    return _only_paragraph(node, names)


def _task(node: dict[str, Any], names: Names) -> Task:
    if node["type"] != "taskItem":
        raise _Foreign
    return Task(content=_inlines(node.get("content") or [], names), done=node["attrs"]["state"] == "DONE")


def _row(node: dict[str, Any], names: Names) -> tuple[Cell, ...]:
    if node["type"] != "tableRow":
        raise _Foreign
    return tuple(_cell(cell, names) for cell in node.get("content") or [])


def _cell(node: dict[str, Any], names: Names) -> Cell:
    attrs = node.get("attrs") or {}
    if attrs.get("colspan", 1) != 1 or attrs.get("rowspan", 1) != 1:
        raise _Foreign
    return Cell(content=_only_paragraph(node, names), head=node["type"] == "tableHeader")


def _only_paragraph(node: dict[str, Any], names: Names) -> Inlines:
    content = node.get("content") or []
    if any(child["type"] != "paragraph" for child in content) or len(content) > 1:
        raise _Foreign
    return _inlines(content[0].get("content") or [], names) if content else ()


def _inlines(nodes: list[Any], names: Names) -> Inlines:
    found: list[Inline] = []
    for node in nodes:
        item = _line_break(found) if node["type"] == "hardBreak" else _inline(node, names)
        last = found[-1] if found else None
        if isinstance(item, Text) and isinstance(last, Text) and _marks(item) == _marks(last):
            found[-1] = Text(text=last.text + item.text, strong=last.strong, code=last.code)
        else:
            found.append(item)
    return tuple(found)


def _line_break(before: list[Inline]) -> Text:
    """A line break belongs to the text before it, whatever its marks: the format has none for breaks."""
    last = before[-1] if before else None
    return Text(text="\n", strong=last.strong, code=last.code) if isinstance(last, Text) else Text(text="\n")


def _inline(node: dict[str, Any], names: Names) -> Inline:
    attrs = node.get("attrs") or {}
    match node["type"]:
        case "text":
            return _text(node, names)
        case "mention":
            return Mention(person=names.person(attrs["id"]))
        case "date":
            return Day(day=datetime.fromtimestamp(int(attrs["timestamp"]) / 1000, UTC).date())
        case "status":
            return Lozenge(text=attrs["text"], color=_COLORS.get(attrs["color"], "grey"))
        case "inlineCard":
            return _address(attrs["url"], "", names)
        case "pending":
            return Ref(key=attrs["key"], text=attrs["text"])
        case "emoji":
            return Text(text=attrs.get("text") or attrs["shortName"])
    raise _Foreign


def _text(node: dict[str, Any], names: Names) -> Inline:
    marks = {mark["type"]: mark.get("attrs") or {} for mark in node.get("marks") or ()}
    if "link" in marks and len(marks) == 1:
        href = marks["link"]["href"]
        return _address(href, "" if node["text"] == href else node["text"], names)
    if marks.keys() <= {"strong"} or marks.keys() == {"code"}:
        return Text(text=node["text"], strong="strong" in marks, code="code" in marks)
    raise _Foreign


def _address(url: str, text: str, names: Names) -> Inline:
    key = names.addresses.key(url)
    return Link(url=url, text=text) if key is None else Ref(key=key, text=text)


def _marks(item: Text) -> tuple[bool, bool]:
    return item.strong, item.code


def _plain(node: Any) -> str:
    """The words inside a node, blocks divided by line breaks."""
    if not isinstance(node, dict):
        return ""
    if node.get("type") == "text":
        return str(node.get("text", ""))
    attrs = node.get("attrs")
    own = str(attrs.get("text", "")) if isinstance(attrs, dict) and "content" not in node else ""
    parts = [_plain(child) for child in node.get("content") or ()]
    inline = any(
        isinstance(child, dict) and child.get("type") == "text" for child in node.get("content") or ()
    )
    return own + ("" if inline else "\n").join(part for part in parts if part)
