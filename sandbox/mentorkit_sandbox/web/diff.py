# SPDX-License-Identifier: Apache-2.0
"""What changed between two versions of a page: words, rows of tables, lines of the source. Pure."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from mentorkit_sandbox.confluence.markup import tag_of, to_text
from mentorkit_sandbox.web.render import boxes, tables
from mentorkit_sandbox.web.render.parts import Part, everywhere, split
from mentorkit_sandbox.web.source import pretty, without_ids

Element = etree._Element
_CONTEXT = 1

Piece = tuple[str, str]
"""A stretch of words: "same", "add" or "rem", and the words."""


@dataclass
class Row:
    """A row that differs: "add", "rem" or "mod", and the pieces of each cell."""

    kind: str
    cells: list[list[Piece]]


@dataclass
class Change:
    """What changed in one part: ``rows`` of its tables under ``heads``, and ``lines`` of words."""

    title: str
    kept: bool
    heads: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    same: int = 0
    lines: list[list[Piece]] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many things changed."""
        return len(self.rows) + sum(any(kind != "same" for kind, _ in line) for line in self.lines)


def changes(before: Element, after: Element) -> list[Change]:
    """The parts that differ, in the order of the later version; parts that are gone come last."""
    old, new = _parts(before), _parts(after)
    found = [_compare(old.get(name), part) for name, part in new.items()]
    found += [_compare(part, None) for name, part in old.items() if name not in new]
    return [change for change in found if change.count]


def words(before: str, after: str) -> list[Piece]:
    """Two texts, word by word."""
    return _pieces(re.findall(r"\S+|\n", before), re.findall(r"\S+|\n", after))


def source(before: str, after: str) -> tuple[list[Piece], int]:
    """The lines of the source that differ, with a line around them; and how many lines there are.

    Ids that every save makes up anew are left out.
    """
    old, new = (pretty(without_ids(body)).splitlines() for body in (before, after))
    lines: list[Piece] = []
    for line in list(difflib.unified_diff(old, new, n=_CONTEXT, lineterm=""))[2:]:
        kind = {"+": "add", "-": "rem", "@": "gap"}.get(line[:1], "same")
        lines.append((kind, line[1:] if kind != "gap" else "…"))
    return lines, len(new)


def _parts(root: Element) -> dict[tuple[str, str, int], Part]:
    """Parts by what identifies them: the block of a program, or people's heading, and a number."""
    found: dict[tuple[str, str, int], Part] = {}
    for part in everywhere(split(root)):
        name, number = (part.block, "" if part.kept else part.title), 0
        while (*name, number) in found:
            number += 1
        found[*name, number] = part
    return found


def _compare(before: Part | None, after: Part | None) -> Change:
    part = after or before
    change = Change("" if part is None else part.title, part is not None and part.kept)
    old_tables, old_lines = _content(before)
    new_tables, new_lines = _content(after)
    for number in range(max(len(old_tables), len(new_tables))):
        _compare_tables(change, *(_at(found, number) for found in (old_tables, new_tables)))
    matcher = difflib.SequenceMatcher(None, old_lines, new_lines, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            change.lines.append(words("\n".join(old_lines[a:b]), "\n".join(new_lines[c:d])))
    return change


def _content(part: Part | None) -> tuple[list[Element], list[str]]:
    """The tables of a part, and the words of everything else, a line a block."""
    found: list[Element] = []
    lines: list[str] = []
    for element in part.elements if part else ():
        inner = [element] if tag_of(element) == "table" else list(element.iter("table"))
        found += inner
        if not inner:
            ticks = [task for task in element.iter() if tag_of(task) == "ac:task"]
            lines += [
                f"{'☑' if boxes.is_ticked(task) else '☐'} {to_text(task).removesuffix('·').strip()}"
                for task in ticks
            ]
            lines += [] if ticks else [to_text(element)]
    return found, [line for line in lines if line]


def _at(found: Sequence[Element], number: int) -> list[list[str]]:
    if number >= len(found):
        return []
    return [[to_text(cell) for cell in row] for row in tables.rows_of(found[number])]


def _compare_tables(change: Change, old: list[list[str]], new: list[list[str]]) -> None:
    """Rows are the same row where their first cells are; a blank row is no row."""
    if new or old:
        change.heads = change.heads or (new or old)[0]
    before = [row for row in old[1:] if any(row)]
    after = [row for row in new[1:] if any(row)]
    keys = [row[0] for row in before]
    matched: set[int] = set()
    for row in after:
        at = next((n for n, key in enumerate(keys) if key == row[0] and n not in matched), None)
        if at is None:
            change.rows.append(Row("add", [[("add", cell)] if cell else [] for cell in row]))
            continue
        matched.add(at)
        if before[at] == row:
            change.same += 1
        else:
            pairs = zip(_padded(before[at], len(row)), row, strict=False)
            change.rows.append(Row("mod", [words(was, now) for was, now in pairs]))
    gone = [row for number, row in enumerate(before) if number not in matched]
    change.rows += [Row("rem", [[("rem", cell)] if cell else [] for cell in row]) for row in gone]


def _padded(row: list[str], length: int) -> list[str]:
    return [*row, *[""] * (length - len(row))]


def _pieces(old: list[str], new: list[str]) -> list[Piece]:
    pieces: list[Piece] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("same", " ".join(new[c:d])))
        else:
            pieces += [
                (name, " ".join(part)) for name, part in (("rem", old[a:b]), ("add", new[c:d])) if part
            ]
    return pieces
