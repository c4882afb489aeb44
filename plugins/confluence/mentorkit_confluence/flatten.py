# SPDX-License-Identifier: Apache-2.0
"""Blocks to one run of inlines, for places that hold only words: table cells, list items, task boxes."""

from collections.abc import Iterable, Iterator

from mentorkit.domain.richtext import (
    Block,
    Bullets,
    Expand,
    Heading,
    Inline,
    Inlines,
    Panel,
    Paragraph,
    Properties,
    Table,
    Tasks,
    Text,
    Unknown,
)

_BREAK, _GAP = Text(text="\n"), Text(text=" ")


def flatten(blocks: Iterable[Block]) -> Inlines:
    """The inlines of all blocks, a line break between two lines."""
    return _joined(_lines(blocks), _BREAK)


def _lines(blocks: Iterable[Block]) -> Iterator[Inlines]:
    for block in blocks:
        match block:
            case Paragraph():
                yield block.content
            case Heading() | Unknown():
                yield (Text(text=block.text),) if block.text else ()
            case Bullets():
                yield from block.items
            case Tasks():
                yield from (task.content for task in block.items)
            case Table():
                yield from (_joined((cell.content for cell in row), _GAP) for row in block.rows)
            case Properties():
                yield from (_joined(((Text(text=name),), value), _GAP) for name, value in block.rows)
            case Panel():
                yield from _lines(block.blocks)
            case Expand():
                yield (Text(text=block.title),) if block.title else ()
                yield from _lines(block.blocks)


def _joined(parts: Iterable[Inlines], between: Inline) -> Inlines:
    joined: list[Inline] = []
    for part in parts:
        if part:
            joined += (between, *part) if joined else part
    return tuple(joined)
