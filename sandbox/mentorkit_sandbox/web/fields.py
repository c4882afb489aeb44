# SPDX-License-Identifier: Apache-2.0
"""What of a page can be edited in a form: cells, paragraphs and boxes of people, each under a lasting name.

A field is named by where it stands in words (heading, row, column), so that it is found again in a later
version of the page. What holds more than text and people is closed: a form would lose it.
"""

import copy
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from mentorkit_sandbox.confluence.inline_tasks import set_status
from mentorkit_sandbox.confluence.markup import qname, tag_of, to_text
from mentorkit_sandbox.site import SitePerson
from mentorkit_sandbox.web import looks
from mentorkit_sandbox.web.render import boxes, tables
from mentorkit_sandbox.web.render.parts import Part, everywhere, split

Element = etree._Element


@dataclass
class Field:
    """Something to fill in. ``kind`` is "text", "long", "level" or "box" (whose value is "1" or "")."""

    name: str
    kind: str
    value: str
    element: Element
    label: str = ""


@dataclass
class Sheet:
    """A block of a part in the form: a table by cells, a paragraph, a box; or one that is closed (no fields).

    ``rows`` of a table hold, for each cell, its field or the cell where it is closed.
    """

    element: Element
    kind: str
    heads: list[str] = field(default_factory=list)
    rows: list[list[Field | Element]] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    name: str = ""


@dataclass
class Section:
    """A part of the page and what of it can be edited."""

    part: Part
    sheets: list[Sheet]


class Form:
    """The editable page: `root` is changed in place by ``fill``."""

    def __init__(self, root: Element, people: Sequence[SitePerson]) -> None:
        self.root = root
        self._people = sorted(people, key=lambda person: -len(person.name))
        self._seen: Counter[str] = Counter()
        self.sections = [Section(part, self._sheets(part)) for part in everywhere(split(root))]
        self.fields = {
            one.name: one for section in self.sections for sheet in section.sheets for one in sheet.fields
        }

    @property
    def tables(self) -> list[str]:
        """The names of the tables that rows can be added to, in the order of the page."""
        sheets = [sheet for section in self.sections for sheet in section.sheets]
        return [sheet.name for sheet in sheets if sheet.kind == "table" and sheet.fields]

    def fill(self, changes: dict[str, str]) -> list[str]:
        """Write the changed values into the page; the names of those whose place is gone."""
        lost = []
        for name, value in changes.items():
            found = self.fields.get(name)
            if found is None:
                lost.append(name)
            elif found.kind == "box":
                set_status(self.root, boxes.id_of(found.element), complete=bool(value))
            else:
                self._write(found.element, value)
        return lost

    def add_rows(self, name: str, rows: Sequence[Sequence[str]]) -> bool:
        """Append rows to a table of the form; False where the table is gone."""
        sheet = next((one for section in self.sections for one in section.sheets if one.name == name), None)
        if sheet is None:
            return False
        last = tables.lines_of(sheet.element)[-1]
        for row in rows:
            line = copy.deepcopy(last)
            for element in line.iter():
                for attribute in {"local-id", qname("ac:local-id")} & set(map(str, element.attrib)):
                    del element.attrib[attribute]
            for cell, value in zip(tables.cells_of(line), row, strict=False):
                cell.tag = "td"
                self._write(cell, value)
            last.addnext(line)
            last = line
        return True

    def _sheets(self, part: Part) -> list[Sheet]:
        sheets = []
        for element in [] if part.kept else part.elements:
            match tag_of(element):
                case "table":
                    sheets.append(self._table(element, part.title))
                case "ac:task-list":
                    ticks = [self._box(task, part.title) for task in element.iter(qname("ac:task"))]
                    sheets.append(Sheet(element, "boxes", fields=ticks))
                case "p" if (text := self._text(element)) is not None:
                    found = Field(self._name(part.title, "text"), "long", text, element, part.title or "Text")
                    sheets.append(Sheet(element, "text", fields=[found]))
                case _:
                    sheets.append(Sheet(element, "closed"))
        return sheets

    def _table(self, table: Element, title: str) -> Sheet:
        rows = tables.rows_of(table)
        heads = tables.heads_of(rows)
        sheet = Sheet(table, "table", heads, name=self._name(title, "table"))
        keys = [to_text(row[0]) if row else "" for row in rows]
        for number, row in enumerate(rows[bool(heads) :], start=bool(heads)):
            key = keys[number] if keys[number] and keys.count(keys[number]) == 1 else f"row {number}"
            line: list[Field | Element] = []
            for place, cell in enumerate(row):
                text = self._text(cell)
                head = heads[place] if place < len(heads) else f"column {place + 1}"
                if text is None or tag_of(cell) == "th":
                    line.append(cell)
                    continue
                level = head.casefold() in tables.LEVEL_HEADS and (not text or looks.level(text) is not None)
                label = f"{head} for {keys[number]}" if keys[number] and place else f"{head}, row {number}"
                name = self._name(sheet.name, key, head)
                line.append(Field(name, "level" if level else "text", text, cell, label))
            sheet.rows.append(line)
            sheet.fields += [one for one in line if isinstance(one, Field)]
        return sheet

    def _box(self, task: Element, title: str) -> Field:
        value = "1" if boxes.is_ticked(task) else ""
        return Field(self._name(title, "box", boxes.id_of(task)), "box", value, task)

    def _name(self, *parts: str) -> str:
        """A name that no other field has, the same for the same place in every version."""
        name = " / ".join(part.replace("/", " ") for part in parts)
        self._seen[name] += 1
        return name if self._seen[name] == 1 else f"{name} #{self._seen[name]}"

    def _text(self, element: Element) -> str | None:
        """The text of a paragraph or cell, people as ``@name``; None where it holds anything else."""
        parts = [element.text or ""]
        for place, child in enumerate(element):
            if child.tag == "p":
                if (element.text or "").strip() or (child.tail or "").strip():
                    return None
                inner = self._text(child)
                said = None if inner is None else ("\n" if place else "") + inner
            else:
                said = "\n" if child.tag == "br" else self._mention(child)
            if said is None:
                return None
            parts += [said, child.tail or ""]
        return "".join(parts).strip()

    def _mention(self, link: Element) -> str | None:
        user = link.find(qname("ri:user")) if tag_of(link) == "ac:link" else None
        account = None if user is None else user.get(qname("ri:account-id"))
        return next((f"@{person.name}" for person in self._people if person.account_id == account), None)

    def _write(self, element: Element, value: str) -> None:
        """Replace what an element holds by a text; a cell gets a paragraph for each line."""
        cell = tag_of(element) in ("td", "th")
        attributes, tail = list(element.attrib.items()), element.tail
        element.clear()
        for key, kept in attributes:
            element.set(key, kept)
        element.tail = tail
        lines = value.replace("\r\n", "\n").strip().split("\n")
        for number, line in enumerate(lines):
            if cell:
                self._line(etree.SubElement(element, "p"), line)
            else:
                if number:
                    etree.SubElement(element, "br")
                self._line(element, line)

    def _line(self, parent: Element, line: str) -> None:
        for piece in self._pieces(line):
            if isinstance(piece, SitePerson):
                user = etree.SubElement(etree.SubElement(parent, qname("ac:link")), qname("ri:user"))
                user.set(qname("ri:account-id"), piece.account_id)
            elif len(parent):
                parent[-1].tail = (parent[-1].tail or "") + piece
            else:
                parent.text = (parent.text or "") + piece

    def _pieces(self, line: str) -> list[str | SitePerson]:
        if not self._people:
            return [line]
        names = {f"@{person.name}": person for person in reversed(self._people)}
        pattern = "|".join(re.escape(f"@{person.name}") for person in self._people)
        return [names.get(piece, piece) for piece in re.split(f"({pattern})", line) if piece]
