# SPDX-License-Identifier: Apache-2.0
"""A stored table as a grid: merged cells spread out, the editor's numbering column left out."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

_WIDEST, _DEEPEST = 50, 200  # bounds on merging, so that a page cannot ask for a billion cells


@dataclass(frozen=True)
class GridCell:
    """A place in the grid; ``element`` is None where a merged cell covers places to its right."""

    element: etree._Element | None
    head: bool


_Hanging = dict[int, tuple[int, GridCell]]  # column to the rows a cell still covers, and the cell


def grid(table: etree._Element) -> list[list[GridCell]]:
    """The rows of a table. A cell merged downwards stands in every row that it covers.

    A cell merged to the right stands in its first column and leaves the others empty.
    """
    rows: list[list[GridCell]] = []
    above: _Hanging = {}
    for line in _lines(table):
        row, above = _row(line, above)
        rows.append(row)
    return rows


def _lines(table: etree._Element) -> Iterator[etree._Element]:
    """The table's own rows, not those of tables inside its cells."""
    for part in table:
        if part.tag == "tr":
            yield part
        elif part.tag in ("tbody", "thead", "tfoot"):
            yield from part.iterchildren("tr")


def _row(line: etree._Element, above: _Hanging) -> tuple[list[GridCell], _Hanging]:
    """The cells of one row, and those that hang down from it into the next."""
    row: list[GridCell] = []
    below: _Hanging = {}

    def place(cell: GridCell, rows: int) -> None:
        if rows > 1:
            below[len(row)] = (rows - 1, cell)
        row.append(cell)

    def covered() -> None:
        while (hanging := above.get(len(row))) is not None:
            place(hanging[1], hanging[0])

    for cell in line.iterchildren("td", "th"):
        if "numberingColumn" in (cell.get("class") or ""):
            continue
        covered()
        rows = _span(cell, "rowspan", _DEEPEST)
        for offset in range(_span(cell, "colspan", _WIDEST)):
            place(GridCell(None if offset else cell, cell.tag == "th"), rows)
    covered()
    return row, below


def _span(cell: etree._Element, name: str, most: int) -> int:
    value = cell.get(name) or "1"
    return min(max(int(value), 1), most) if value.isdecimal() else 1
