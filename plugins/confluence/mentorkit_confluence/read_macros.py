# SPDX-License-Identifier: Apache-2.0
"""Stored macros to rich text. A macro that the tree has no word for becomes ``Unknown`` with its words."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from lxml import etree

from mentorkit.domain.richtext import (
    Block,
    Blocks,
    Children,
    Expand,
    Inline,
    Inlines,
    Lozenge,
    OpenTasks,
    Panel,
    Paragraph,
    Properties,
    PropertiesReport,
    Table,
    Text,
    Unknown,
    words,
)
from mentorkit_confluence.markup import OPEN_TASKS, ac, one_line, words_of
from mentorkit_confluence.read_links import plan_query

Color = Literal["grey", "red", "yellow", "green", "blue", "purple"]
PanelKind = Literal["info", "success", "warning", "error"]
_PANELS: Mapping[str, PanelKind] = {
    "info": "info",
    "tip": "success",
    "note": "warning",
    "warning": "error",
    "panel": "info",
}
_ADF_PANELS: Mapping[str, PanelKind] = {"success": "success", "warning": "warning", "error": "error"}
_SEE_THROUGH = frozenset(("excerpt", "section", "column"))
_LABEL = re.compile(r'\blabel\s*=\s*("(?:[^"\\]|\\.)*"|[\w.-]+)', re.IGNORECASE)


@dataclass(frozen=True)
class Marker:
    """One end of a fence, met on the way; ``name`` is its block's name."""

    name: str
    opening: bool


@dataclass(frozen=True)
class Break:
    """Ends a paragraph without being a block."""


BREAK = Break()
Read = Callable[[etree._Element], Blocks]
Node = Inline | Block | Marker | Break


def read_macro(macro: etree._Element, blocks: Read, markers: Mapping[str, Marker]) -> Iterator[Node]:
    """What a macro says. ``blocks`` reads an element; ``markers`` are the anchors to report."""
    if macro.tag == ac("adf-extension"):
        yield from _adf_extension(macro, blocks)
        return
    name = macro.get(ac("name")) or ""
    values = {part.get(ac("name")) or "": words_of(part) for part in macro.iterchildren(ac("parameter"))}
    body = macro.find(ac("rich-text-body"))
    if name == "anchor":
        if (marker := markers.get(values.get("", ""))) is not None:
            yield marker
    elif name == "status":
        yield Lozenge(text=values.get("title", ""), color=_color(values.get("colour", "")))
    elif name in ("code", "noformat"):
        yield BREAK
        yield Text(text="".join(macro.findtext(ac("plain-text-body")) or ""), code=True)
        yield BREAK
    elif name in _SEE_THROUGH:
        yield BREAK
        yield from () if body is None else blocks(body)
    else:
        yield from _block_macro(name, values, macro, () if body is None else blocks(body))


def _block_macro(
    name: str, values: Mapping[str, str], macro: etree._Element, inside: Blocks
) -> Iterator[Block]:
    if name in _PANELS:
        title = values.get("title", "")
        heading = (Paragraph(content=(Text(text=title, strong=True),)),) if title else ()
        yield Panel(kind=_PANELS[name], blocks=(*heading, *inside))
    elif name == "expand":
        yield Expand(title=values.get("title", ""), blocks=inside)
    elif name == "details":
        yield from _properties(inside)
    elif name == "detailssummary" and (label := _LABEL.search(values.get("cql", ""))):
        columns = tuple(one_line(column) for column in values.get("headings", "").split(","))
        yield PropertiesReport(
            label=_unquoted(label[1]),
            first=values.get("firstcolumn", ""),
            columns=tuple(filter(None, columns)),
        )
    elif name == OPEN_TASKS and values.get("status") == "incomplete" and (one := _one_label(values)):
        yield OpenTasks(label=one)
    elif name == "children":
        yield Children()
    elif name == "jira" and (
        query := plan_query(values.get("jqlQuery", ""), values.get("maximumIssues", ""))
    ):
        yield query
    else:
        yield Unknown(name=name, text=_words_in(macro))


def _one_label(values: Mapping[str, str]) -> str:
    """The label that a report is about; "" for a report about several, or about something else, too."""
    about = {name for name in values if name not in ("spaces", "status", "pageSize")}
    label = one_line(values.get("labels", ""))
    return label if about == {"labels"} and "," not in label else ""


def _properties(inside: Blocks) -> Iterator[Block]:
    """The first table as names and values, then whatever else people put into the macro."""
    table = next((block for block in inside if isinstance(block, Table)), None)
    if table is not None:
        yield Properties(rows=_pairs(table))
    yield from (block for block in inside if block is not table)


def _pairs(table: Table) -> tuple[tuple[str, Inlines], ...]:
    """Names with their values: name beside value, or a row of three or more names above one of values."""
    rows = table.rows
    if len(rows) == 2 and len(rows[0]) > 2 and all(cell.head for cell in rows[0]):
        return tuple(
            (words(name.content), value.content) for name, value in zip(rows[0], rows[1], strict=False)
        )
    return tuple((words(row[0].content), row[1].content if len(row) > 1 else ()) for row in rows if row)


def _adf_extension(extension: etree._Element, blocks: Read) -> Iterator[Node]:
    """The new editor's own nodes: its purple note is a panel; others are kept as their words."""
    for node in extension.iterchildren(ac("adf-node")):
        kind = node.get("type") or ""
        content = node.find(ac("adf-content"))
        inside = () if content is None else blocks(content)
        if kind == "panel":
            stated = (words_of(part) for part in node.iterchildren(ac("adf-attribute")))
            yield Panel(kind=_ADF_PANELS.get(next(stated, ""), "info"), blocks=inside)
        else:
            yield Unknown(name=kind, text="" if content is None else words_of(content))


def _words_in(macro: etree._Element) -> str:
    """The words a reader of the page would see of a macro that is not known."""
    bodies = (macro.find(ac(name)) for name in ("rich-text-body", "plain-text-body"))
    return next((words_of(body) for body in bodies if body is not None), "")


def _color(stated: str) -> Color:
    color = stated.lower()
    return next((known for known in get_args(Color) if known == color), "grey")


def _unquoted(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1]) if value.startswith('"') else value
