# SPDX-License-Identifier: Apache-2.0
"""Rich text as Jira takes it: blocks written as Atlassian Document Format.

Rules of the format: the published schema ``@atlaskit/adf-schema`` and the vendor's pages on its structure.
What an issue has no place for is said in its own simpler way (a report becomes a sentence, a table inside a
panel becomes lines), so that ``adf_read.blocks(write(b))`` is what will be read back: that is ``canon``.
"""

import json
import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime, time
from itertools import count
from typing import Any, Literal
from urllib.parse import urlsplit

from mentorkit.domain.keys import short
from mentorkit.domain.richtext import (
    Block,
    Blocks,
    Bullets,
    Cell,
    Children,
    Day,
    Divider,
    Expand,
    Heading,
    Inline,
    Inlines,
    Link,
    Lozenge,
    Mention,
    OpenTasks,
    Panel,
    Paragraph,
    PlanQuery,
    Properties,
    PropertiesReport,
    Ref,
    Table,
    Tasks,
    Text,
    Unknown,
    words,
)
from mentorkit.errors import Refused
from mentorkit_jira import adf_read
from mentorkit_jira.names import Names

Node = dict[str, Any]
Where = Literal["top", "expand", "panel"]

MAX_CHARS = 30_000
"""Of a document as JSON; the vendor's limit is 32,767 characters, and saving adds ids."""
FOREIGN = "unknown"
"""Stands in a document for what only Jira can write; it is never sent."""
PENDING = "pending"
"""Stands in a document for a link to a record whose address is not known yet; it is never sent."""
_COLORS = {"grey": "neutral"}
_LINE = re.compile(r"\r\n?|[\u2028\u2029\x85]")


def document(blocks: Blocks, names: Names) -> Node:
    """A document to send. Raises Refused when it is too long, or holds what only Jira can write."""
    made = write(blocks, names, final=True)
    text = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
    if len(text) > MAX_CHARS:
        raise Refused(names.instance, "", f"the text takes {len(text)} characters, {MAX_CHARS} are possible")
    if _holds_foreign(made):
        raise Refused(names.instance, "", "the text holds something that only Jira can write")
    return made


def canon(blocks: Blocks, names: Names) -> Blocks:
    """What is read back when these blocks are saved in an issue. Pure and idempotent."""
    return adf_read.blocks(write(blocks, names), names)


def write(blocks: Blocks, names: Names, *, final: bool = False) -> Node:
    """Blocks as a document; what cannot be written stands in it as ``FOREIGN``.

    A link to a record without an address stands in it as ``PENDING``, or as plain words when it is ``final``.
    """
    return {"version": 1, "type": "doc", "content": _Writer(names, final).blocks(blocks, "top")}


def clean(text: str) -> str:
    """Text without control characters and lone surrogates; every line break is ``\\n``."""
    folded = _LINE.sub("\n", text)
    return "".join(char for char in folded if char in "\n\t" or not _control(char))


def _control(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs") or char in "\ufffe\uffff"


def safe_url(url: str) -> str:
    """The address if it may be written (http, https, mailto), else ""."""
    trimmed = clean(url).strip()
    if not trimmed or any(char.isspace() for char in trimmed):
        return ""
    try:
        parts = urlsplit(trimmed)
    except ValueError:
        return ""
    scheme = parts.scheme.lower()
    known = (scheme in ("http", "https") and parts.netloc) or (scheme == "mailto" and parts.path)
    return trimmed if known else ""


class _Writer:
    """Writes one document; counts the local ids that task lists need."""

    def __init__(self, names: Names, final: bool) -> None:
        self._names, self._final = names, final
        self._ids = count(1)

    def blocks(self, blocks: Sequence[Block], where: Where) -> list[Node]:
        return [node for block in blocks for node in self._block(block, where)]

    def _block(self, block: Block, where: Where) -> list[Node]:
        match block:
            case Paragraph():
                return self._paragraph(block.content)
            case Heading():
                return self._heading(block)
            case Bullets():
                return self._bullets(block)
            case Tasks():
                return self._tasks(block)
            case Table():
                return self._table(block.rows, where)
            case Properties():
                return self._table(_property_rows(block), where)
            case Panel():
                return self._panel(block, where)
            case Expand():
                return self._expand(block, where)
            case PropertiesReport() | PlanQuery() | OpenTasks() | Children():
                return self._paragraph((self._sentence(block),))
            case Divider():
                return [{"type": "rule"}]
            case Unknown():
                return [{"type": FOREIGN, "attrs": {"name": block.name, "text": block.text}}]

    def _sentence(self, block: PropertiesReport | PlanQuery | OpenTasks | Children) -> Inline:
        """What a list that a page keeps fresh comes to in an issue."""
        match block:
            case PropertiesReport():
                columns = ", ".join((block.first, *block.columns))
                return Text(text=f"Pages labeled {block.label}: {columns}")
            case PlanQuery():
                return Link(url=self._names.labeled(block.label), text=f"Plan items labeled {block.label}")
            case OpenTasks():
                return Text(text=f"Open tasks on pages labeled {block.label}.")
            case Children():
                return Text(text="See the pages below this one.")

    def _paragraph(self, content: Inlines) -> list[Node]:
        nodes = self.inlines(content)
        return [{"type": "paragraph", "content": nodes}] if nodes else []

    def _heading(self, block: Heading) -> list[Node]:
        text = clean(block.text).replace("\n", " ")
        if not text.strip():
            return []
        return [
            {"type": "heading", "attrs": {"level": block.level}, "content": [{"type": "text", "text": text}]}
        ]

    def _bullets(self, block: Bullets) -> list[Node]:
        items = [self._filled(item) for item in block.items]
        if not items:
            return []
        kind = "orderedList" if block.ordered else "bulletList"
        return [{"type": kind, "content": [{"type": "listItem", "content": [item]} for item in items]}]

    def _tasks(self, block: Tasks) -> list[Node]:
        if not block.items:
            return []
        items = [
            {
                "type": "taskItem",
                "attrs": {"localId": self._local_id(), "state": "DONE" if task.done else "TODO"},
                "content": self.inlines(task.content),
            }
            for task in block.items
        ]
        return [{"type": "taskList", "attrs": {"localId": self._local_id()}, "content": items}]

    def _table(self, rows: Sequence[tuple[Cell, ...]], where: Where) -> list[Node]:
        filled = [row for row in rows if row]
        if where == "panel":
            return [node for row in filled for node in self._paragraph((Text(text=_line(row)),))]
        made = [{"type": "tableRow", "content": [self._cell(cell) for cell in row]} for row in filled]
        return [{"type": "table", "content": made}] if made else []

    def _cell(self, cell: Cell) -> Node:
        kind = "tableHeader" if cell.head else "tableCell"
        return {"type": kind, "content": [self._filled(cell.content)]}

    def _panel(self, block: Panel, where: Where) -> list[Node]:
        inner = self.blocks(block.blocks, "panel")
        if where == "panel" or not inner:
            return inner
        return [{"type": "panel", "attrs": {"panelType": block.kind}, "content": inner}]

    def _expand(self, block: Expand, where: Where) -> list[Node]:
        title = clean(block.title).replace("\n", " ")
        if where != "top":
            return [*self._paragraph((Text(text=title, strong=True),)), *self.blocks(block.blocks, where)]
        inner = self.blocks(block.blocks, "expand") or [{"type": "paragraph", "content": []}]
        return [{"type": "expand", "attrs": {"title": title}, "content": inner}]

    def _filled(self, content: Inlines) -> Node:
        """A paragraph that stands there even when it is empty: items and cells hold at least one block."""
        return {"type": "paragraph", "content": self.inlines(content)}

    def inlines(self, content: Inlines) -> list[Node]:
        return [node for item in content for node in self._inline(item)]

    def _inline(self, item: Inline) -> list[Node]:
        match item:
            case Text():
                return _text(item)
            case Mention():
                return self._mention(item.person)
            case Day():
                noon = datetime.combine(item.day, time(), UTC)
                return [{"type": "date", "attrs": {"timestamp": str(int(noon.timestamp()) * 1000)}}]
            case Link():
                return _link(item.url, item.text)
            case Ref():
                return self._ref(item)
            case Lozenge():
                return _lozenge(item)

    def _mention(self, person: str) -> list[Node]:
        account = self._names.accounts.get(person)
        if person and account is None:
            return _text(Text(text=self._names.name(person)))
        shown = f"@{clean(self._names.name(person))}"
        return [{"type": "mention", "attrs": {"id": account or "", "text": shown}}]

    def _ref(self, item: Ref) -> list[Node]:
        url = self._names.addresses.url(item.key)
        if url:
            return _link(url, item.text)
        if self._final:
            return _text(Text(text=item.text or short(item.key)))
        return [{"type": PENDING, "attrs": {"key": item.key, "text": clean(item.text).replace("\n", " ")}}]

    def _local_id(self) -> str:
        return f"mk-{next(self._ids)}"


def _text(item: Text) -> list[Node]:
    marks = [{"type": "code"}] if item.code else [{"type": "strong"}] if item.strong else []
    nodes: list[Node] = []
    for number, line in enumerate(clean(item.text).split("\n")):
        if number:
            nodes.append({"type": "hardBreak"})
        if line:
            nodes.append({"type": "text", "text": line} | ({"marks": marks} if marks else {}))
    return nodes


def _link(url: str, text: str) -> list[Node]:
    address, shown = safe_url(url), clean(text).replace("\n", " ")
    if not address:
        return _text(Text(text=shown or url))
    if not shown and not address.lower().startswith("mailto:"):
        return [{"type": "inlineCard", "attrs": {"url": address}}]
    mark = {"type": "link", "attrs": {"href": address}}
    return [{"type": "text", "text": shown or address, "marks": [mark]}]


def _lozenge(item: Lozenge) -> list[Node]:
    text = clean(item.text).replace("\n", " ")
    if not text:
        return []
    return [{"type": "status", "attrs": {"text": text, "color": _COLORS.get(item.color, item.color)}}]


def _property_rows(block: Properties) -> list[tuple[Cell, ...]]:
    return [(Cell(content=(Text(text=name),), head=True), Cell(content=value)) for name, value in block.rows]


def _line(row: Sequence[Cell]) -> str:
    return " · ".join(words(cell.content) for cell in row)


def _holds_foreign(node: Node) -> bool:
    if node["type"] == FOREIGN or (node["type"] == "mention" and not node["attrs"]["id"]):
        return True
    return any(_holds_foreign(child) for child in node.get("content", ()))
