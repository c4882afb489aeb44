# SPDX-License-Identifier: Apache-2.0
"""Rich text: the one tree in which the core writes and reads texts of every tool.

Adapters translate it to and from what their vendor stores. It knows what mentoring needs and no more:
a page of any tool can be read into it (what is not known becomes ``Unknown`` and is never written
back), and everything the core writes can be said in it. People are person ids, other records are keys.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from mentorkit.domain.keys import Key
from mentorkit.domain.value import Value


class Text(Value):
    """Plain words. ``\\n`` is a line break."""

    t: Literal["text"] = "text"
    text: str
    strong: bool = False
    code: bool = False


class Mention(Value):
    """A person, by the id of the program folder, or somebody outside the program (``person`` is "")."""

    t: Literal["mention"] = "mention"
    person: str


class Day(Value):
    """A date."""

    t: Literal["day"] = "day"
    day: date


class Link(Value):
    """A link to the outside. Only http, https and mailto addresses are ever written."""

    t: Literal["link"] = "link"
    url: str
    text: str = ""


class Ref(Value):
    """A link to another record of the program. What the tool shows is ``text``."""

    t: Literal["ref"] = "ref"
    key: Key
    text: str = ""


class Lozenge(Value):
    """A short word in a colored frame. The color never carries meaning alone."""

    t: Literal["lozenge"] = "lozenge"
    text: str
    color: Literal["grey", "red", "yellow", "green", "blue", "purple"] = "grey"


Inline = Annotated[Text | Mention | Day | Link | Ref | Lozenge, Field(discriminator="t")]
Inlines = tuple[Inline, ...]


class Paragraph(Value):
    """A paragraph."""

    t: Literal["p"] = "p"
    content: Inlines = ()


class Heading(Value):
    """A heading; pages start at level 2."""

    t: Literal["h"] = "h"
    level: int = Field(default=2, ge=1, le=6)
    text: str


class Bullets(Value):
    """A list, one tuple of inlines an item."""

    t: Literal["list"] = "list"
    items: tuple[Inlines, ...]
    ordered: bool = False


class Task(Value):
    """A box to tick. ``anchor`` (``mk-…``) is how a box is recognized, never its place or wording.

    ``done_by`` and ``done_at`` are observed: the tool's own record of who ticked it, and when. They
    are never written. ``done_by`` is "" when the tool does not say, or says somebody outside.
    """

    content: Inlines
    done: bool = False
    anchor: str = ""
    done_by: str = ""
    done_at: AwareDatetime | None = None


class Tasks(Value):
    """Boxes to tick."""

    t: Literal["tasks"] = "tasks"
    items: tuple[Task, ...]


class Cell(Value):
    """A table cell. ``anchor`` is the ``mk-…`` name of the row's subject when a link carries one."""

    content: Inlines = ()
    head: bool = False


class Table(Value):
    """Rows of cells. The first row is the header row when all its cells are heads."""

    t: Literal["table"] = "table"
    rows: tuple[tuple[Cell, ...], ...]


class Panel(Value):
    """Framed text."""

    t: Literal["panel"] = "panel"
    kind: Literal["info", "success", "warning", "error"] = "info"
    blocks: "Blocks"


class Expand(Value):
    """Text folded under a title."""

    t: Literal["expand"] = "expand"
    title: str
    blocks: "Blocks"


class Properties(Value):
    """Names and values that an overview page can collect."""

    t: Literal["properties"] = "properties"
    rows: tuple[tuple[str, Inlines], ...]


class PropertiesReport(Value):
    """The overview: one row a page that carries ``label``, with the properties named in ``columns``."""

    t: Literal["report"] = "report"
    label: str
    first: str
    columns: tuple[str, ...]


class PlanQuery(Value):
    """The plan items that carry ``label``, listed by the tool itself, always fresh."""

    t: Literal["plan-query"] = "plan-query"
    label: str
    limit: int = 50


class OpenTasks(Value):
    """The boxes that nobody has ticked yet on pages that carry ``label``, listed by the tool itself."""

    t: Literal["open-tasks"] = "open-tasks"
    label: str


class Children(Value):
    """The pages below this one, listed by the tool itself."""

    t: Literal["children"] = "children"


class Divider(Value):
    """A line across."""

    t: Literal["hr"] = "hr"


class Unknown(Value):
    """Something of the tool's that this tree has no word for. Read, never written."""

    t: Literal["unknown"] = "unknown"
    name: str
    text: str = ""


Block = Annotated[
    Paragraph
    | Heading
    | Bullets
    | Tasks
    | Table
    | Panel
    | Expand
    | Properties
    | PropertiesReport
    | PlanQuery
    | OpenTasks
    | Children
    | Divider
    | Unknown,
    Field(discriminator="t"),
]
Blocks = tuple[Block, ...]

Panel.model_rebuild()
Expand.model_rebuild()


def words(content: Inlines) -> str:
    """The plain words of inlines: mentions as ``@id``, dates in ISO form, blanks folded at the ends."""
    parts = []
    for node in content:
        match node:
            case Mention():
                parts.append(f"@{node.person}")
            case Day():
                parts.append(node.day.isoformat())
            case Link():
                parts.append(node.text or node.url)
            case _:
                parts.append(node.text)
    return "".join(parts).replace("\xa0", " ").strip()


def text(value: str, *, strong: bool = False, code: bool = False) -> Text:
    """Words as one inline."""
    return Text(text=value, strong=strong, code=code)


def para(*content: "str | Inline") -> Paragraph:
    """A paragraph of strings and inlines."""
    return Paragraph(content=inlines(*content))


def inlines(*content: "str | Inline") -> Inlines:
    """Strings and inlines as inlines; empty strings are left out."""
    return tuple(Text(text=item) if isinstance(item, str) else item for item in content if item != "")


def table(head: "tuple[str, ...]", rows: "list[tuple[str | Inline | Inlines, ...]]") -> Table:
    """A table with a header row. A cell is a string, an inline or inlines."""
    header = tuple(Cell(content=inlines(name), head=True) for name in head)
    body = tuple(tuple(Cell(content=_cell(cell)) for cell in row) for row in rows)
    return Table(rows=(header, *body))


def _cell(cell: "str | Inline | Inlines") -> Inlines:
    return cell if isinstance(cell, tuple) else inlines(cell)
