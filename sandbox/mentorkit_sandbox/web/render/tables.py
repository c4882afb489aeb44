# SPDX-License-Identifier: Apache-2.0
"""Tables as HTML that stays a table for screen readers when it folds into records on a phone."""

from typing import TYPE_CHECKING

from lxml import etree
from markupsafe import Markup

from mentorkit_sandbox.confluence.markup import tag_of, to_text
from mentorkit_sandbox.web import looks
from mentorkit_sandbox.web.render import html

if TYPE_CHECKING:
    from mentorkit_sandbox.web.render.body import Body

Element = etree._Element
LEVEL_HEADS = frozenset(("level", "needed", "now"))
"""Heads of columns whose digits are levels."""


def rows_of(table: Element) -> list[list[Element]]:
    """The cells of a table, row by row, without the vendor's column of row numbers."""
    return [cells_of(line) for line in lines_of(table)]


def lines_of(table: Element) -> list[Element]:
    """The rows of a table, without those of tables inside it."""
    return [line for line in table.iter("tr") if next(line.iterancestors("table")) is table]


def cells_of(line: Element) -> list[Element]:
    """The cells of a row, without the vendor's row number."""
    return [cell for cell in line if tag_of(cell) in ("td", "th") and cell.get("class") != "numberingColumn"]


def heads_of(rows: list[list[Element]]) -> list[str]:
    """The words of the header row; empty where the first row is none."""
    if len(rows) > 1 and rows[0] and all(tag_of(cell) == "th" for cell in rows[0]):
        return [to_text(cell) for cell in rows[0]]
    return []


def table(body: "Body", element: Element) -> Markup:
    """A table; rows in which nothing is written are left out."""
    rows = rows_of(element)
    heads = heads_of(rows)
    lines = [
        html.tag("tr", *_cells(body, row, heads), role="row")
        for row in rows[bool(heads) :]
        if any(_written(cell) for cell in row)
    ]
    if not lines:
        nothing = html.tag(
            "td", "Nothing is written here yet", colspan=str(max(1, len(heads))), class_="muted"
        )
        lines = [html.tag("tr", nothing)]
    return wrap(heads, lines)


def wrap(heads: list[str], lines: list[Markup]) -> Markup:
    """A table of rows that are made, under a header row."""
    top = Markup("")
    if heads:
        names = [html.tag("th", head, scope="col", role="columnheader", dir="auto") for head in heads]
        top = html.tag("thead", html.tag("tr", *names, role="row"), role="rowgroup")
    return html.tag(
        "table", top, html.tag("tbody", *lines, role="rowgroup"), class_="fold-rows", role="table"
    )


def properties(body: "Body", element: Element) -> Markup:
    """A table of two columns as a list of properties."""
    parts = []
    for row in rows_of(element):
        if len(row) >= 2:
            parts += [
                html.tag("dt", to_text(row[0]), dir="auto"),
                html.tag("dd", body.inside(row[1]), dir="auto"),
            ]
    return html.tag("dl", *parts, class_="props")


def cell_content(body: "Body", cell: Element, head: str) -> Markup:
    """What stands in a cell; a digit under a head that names levels is shown as a level."""
    if head.casefold() in LEVEL_HEADS and not cell.xpath(".//*[local-name()='structured-macro']"):
        number = looks.level(to_text(cell))
        if number is not None:
            return html.level(number, looks.LEVELS[number])
    return unwrapped(body, cell)


def unwrapped(body: "Body", cell: Element) -> Markup:
    """The content of a cell without the one paragraph that holds it."""
    only = cell[0] if len(cell) == 1 and tag_of(cell[0]) == "p" and not (cell.text or "").strip() else cell
    return body.inside(only)


def _cells(body: "Body", row: list[Element], heads: list[str]) -> list[Markup]:
    cells = []
    for place, cell in enumerate(row):
        head = heads[place] if place < len(heads) else ""
        shown = cell_content(body, cell, head)
        spans = {name: value for name in ("colspan", "rowspan") if (value := cell.get(name, "")).isdecimal()}
        if _written(cell) and (tag_of(cell) == "th" or (place == 0 and heads)):
            cells.append(html.tag("th", shown, scope="row", role="rowheader", dir="auto", **spans))
        else:
            cells.append(html.tag("td", shown, role="cell", dir="auto", data_h=head or None, **spans))
    return cells


def _written(cell: Element) -> bool:
    """Whether there is anything in a cell: words, a person, a date, a picture."""
    marks = ("user", "time", "image", "structured-macro", "task", "emoticon")
    return bool(to_text(cell)) or any(cell.xpath(f".//*[local-name()='{name}']") for name in marks)
