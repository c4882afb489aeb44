# SPDX-License-Identifier: Apache-2.0
"""Reading the tables that people edit: found by their columns, wherever they stand."""

from collections.abc import Iterator, Mapping, Sequence

from mentorkit.documents.words import fold
from mentorkit.domain.richtext import Blocks, Cell, Expand, Mention, Panel, Table, Tasks, words
from mentorkit.domain.richtext import Task as Box


def walk(blocks: Blocks) -> Iterator[object]:
    """Every block, also those inside panels and expands, in page order."""
    for block in blocks:
        yield block
        if isinstance(block, Panel | Expand):
            yield from walk(block.blocks)


def rows(blocks: Blocks, columns: Mapping[str, Sequence[str]]) -> list[dict[str, Cell]] | None:
    """The rows of the first table that has all ``columns``, as column name to cell.

    ``columns`` maps a name of ours to the headings it is recognized by; their order on the page does
    not matter, further columns are passed over. None when there is no such table.
    """
    for block in walk(blocks):
        if isinstance(block, Table) and block.rows:
            places = _places(block.rows[0], columns)
            if places is not None:
                return [
                    {name: row[at] if at < len(row) else Cell() for name, at in places.items()}
                    for row in block.rows[1:]
                ]
    return None


def _places(header: Sequence[Cell], columns: Mapping[str, Sequence[str]]) -> dict[str, int] | None:
    titles = [fold(words(cell.content)) for cell in header]
    places = {}
    for name, headings in columns.items():
        at = next((titles.index(fold(heading)) for heading in headings if fold(heading) in titles), None)
        if at is None:
            return None
        places[name] = at
    return places


def mentioned(cell: Cell) -> tuple[str, ...]:
    """The people of the program that a cell mentions."""
    return tuple(node.person for node in cell.content if isinstance(node, Mention) and node.person)


def boxes(blocks: Blocks) -> dict[str, Box]:
    """Every box to tick that carries an anchor; of two with one anchor the first."""
    found: dict[str, Box] = {}
    for block in walk(blocks):
        if isinstance(block, Tasks):
            for box in block.items:
                if box.anchor:
                    found.setdefault(box.anchor, box)
    return found
