# SPDX-License-Identifier: Apache-2.0
"""Guides are written in Markdown; pages are made of rich text. HTML in Markdown stays plain words."""

from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from mentorkit.domain.richtext import (
    Block,
    Blocks,
    Bullets,
    Cell,
    Divider,
    Heading,
    Inline,
    Inlines,
    Link,
    Panel,
    Paragraph,
    Table,
    Text,
)

_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")


def markdown(source: str) -> Blocks:
    """CommonMark with tables as blocks. Headings start at level 2, since pages print their title."""
    return tuple(_blocks(SyntaxTreeNode(_PARSER.parse(source)).children))


def _blocks(nodes: Sequence[SyntaxTreeNode]) -> Iterator[Block]:
    for node in nodes:
        match node.type:
            case "heading":
                level = min(6, max(2, int(node.tag[1])))
                yield Heading(level=level, text="".join(_plain(node.children[0])))
            case "paragraph":
                yield Paragraph(content=tuple(_inline(node.children[0])))
            case "bullet_list" | "ordered_list":
                yield Bullets(items=tuple(_items(node)), ordered=node.type == "ordered_list")
            case "blockquote":
                yield Panel(blocks=tuple(_blocks(node.children)))
            case "fence" | "code_block":
                yield Paragraph(content=(Text(text=node.content.rstrip("\n"), code=True),))
            case "table":
                yield Table(rows=tuple(_rows(node)))
            case "hr":
                yield Divider()


def _items(node: SyntaxTreeNode) -> Iterator[Inlines]:
    """One line an item; a list inside a list follows its item."""
    for item in node.children:
        words: list[Inline] = []
        deeper: list[Inlines] = []
        for child in item.children:
            if child.type == "paragraph":
                words += ([Text(text="\n")] if words else []) + list(_inline(child.children[0]))
            elif child.type in ("bullet_list", "ordered_list"):
                deeper += _items(child)
        yield tuple(words)
        yield from deeper


def _rows(node: SyntaxTreeNode) -> Iterator[tuple[Cell, ...]]:
    for part in node.children:
        for row in part.children:
            yield tuple(
                Cell(
                    content=tuple(_inline(cell.children[0])) if cell.children else (),
                    head=part.type == "thead",
                )
                for cell in row.children
            )


def _inline(node: SyntaxTreeNode, *, strong: bool = False) -> Iterator[Inline]:
    for child in node.children:
        match child.type:
            case "text" | "html_inline":
                if child.content:
                    yield Text(text=child.content, strong=strong)
            case "code_inline":
                yield Text(text=child.content, code=True)
            case "strong" | "em":
                yield from _inline(child, strong=strong or child.type == "strong")
            case "link":
                yield Link(url=str(child.attrs.get("href", "")), text="".join(_plain(child)))
            case "softbreak":
                yield Text(text=" ", strong=strong)
            case "hardbreak":
                yield Text(text="\n", strong=strong)
            case "image":
                yield Text(text=child.content, strong=strong)


def _plain(node: SyntaxTreeNode) -> Iterator[str]:
    for child in node.children:
        if child.children:
            yield from _plain(child)
        else:
            yield " " if child.type in ("softbreak", "hardbreak") else child.content
