# SPDX-License-Identifier: Apache-2.0
"""A role matrix as a table in a CSV file, long or wide, as companies keep it in spreadsheets.

Long: a row for each role, skill and grade, with the level. Wide: a row for each role and skill, with a
column for each grade. Columns come in any order and under any of the names below; columns that say
nothing about levels are passed over and named.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mentorkit.domain.skills import LEVEL_WORDS
from mentorkit.errors import Problem
from mentorkit.program.places import raise_any

HEADERS: Mapping[str, tuple[str, ...]] = {
    "role": (
        "role",
        "role name",
        "job",
        "job role",
        "job title",
        "job profile",
        "position",
        "роля",
        "позиция",
    ),
    "skill": ("skill", "skill name", "competency", "competence", "capability", "умение", "компетентност"),
    "level": ("level", "required level", "skill level", "proficiency", "proficiency level", "target", "ниво"),
    "grade": (
        "grade",
        "seniority",
        "role level",
        "career level",
        "job level",
        "band",
        "степен",
        "старшинство",
    ),
    "family": ("family", "role family", "job family", "department", "отдел"),
    "weight": ("weight", "importance", "priority", "тежест"),
    "core": ("core", "key skill", "mandatory", "must have", "essential", "основно"),
    "kind": ("kind", "type", "skill type", "category", "вид"),
}
"""The names under which a column is known; case, blanks and punctuation do not count."""

GRADES = (
    *("intern", "trainee", "apprentice", "graduate", "junior", "associate", "middle", "mid", "medior"),
    *("regular", "professional", "officer", "manager", "senior", "senior-manager", "lead", "staff"),
    *("principal", "head", "director", "chief"),
)
"""Grades whose order is known. Others are ordered by how much they ask for."""

_WORDS: Mapping[str, int] = {
    **{word.casefold(): level for level, word in enumerate(LEVEL_WORDS)},
    **dict.fromkeys(("none", "no", "-", "–", "n/a", "not required"), 0),
    **dict.fromkeys(("awareness", "basic", "beginner", "foundation", "novice"), 1),
    **dict.fromkeys(("intermediate", "competent"), 2),
    **dict.fromkeys(("practitioner", "advanced", "proficient"), 3),
    **dict.fromkeys(("expert", "master"), 4),
}
_TRUE, _FALSE = ("yes", "y", "true", "x", "1", "core", "да"), ("", "no", "n", "false", "0", "не")
_MOST_ROWS = 20_000


@dataclass
class Row:
    """What a row says: words as they stand, levels by grade, and the line it begins in."""

    line: int
    cells: Mapping[str, str]
    levels: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """A CSV file by its known columns. ``grades`` are the columns of a wide table, ``unused`` all others."""

    file: str
    rows: Sequence[Row]
    grades: tuple[str, ...]
    unused: tuple[str, ...]


def read_matrix(text: str, file: str) -> Table:
    """The table. Raises ConfigError with every problem, each with its line.

    A comma, a semicolon or a tab parts the cells, whichever the header has most of.
    """
    header, *lines = read_lines(text, file) or [(1, [])]
    columns = [column_of(name) for name in header[1]]
    raise_any(_header_problems(header[1], columns, file))
    rows = [
        Row(line, {name: cell for name, cell in zip(columns, cells, strict=False) if name})
        for line, cells in lines
    ]
    if "level" in columns:
        _long(rows, file)
        grades: tuple[str, ...] = ()
        spare = [name for name, column in zip(header[1], columns, strict=True) if not column]
    else:
        extra = [(at, name) for at, name in enumerate(header[1]) if not columns[at]]
        grades, spare = _wide(rows, [cells for _, cells in lines], extra, file)
    return Table(file, rows, grades, tuple(spare))


def read_lines(text: str, file: str) -> list[tuple[int, list[str]]]:
    """The rows with something in them, trimmed, each with the line it begins in. Raises ConfigError."""
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    lines, begins = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append((begins, [cell.strip() for cell in cells]))
            begins = reader.line_num + 1
            if len(lines) > _MOST_ROWS:
                raise_any([Problem(file, begins, "", f"has more than {_MOST_ROWS} rows", "split the file")])
    except csv.Error as error:
        raise_any([Problem(file, begins, "", f"is not readable as CSV: {error}", "check the quotes")])
    return lines


def column_of(name: str) -> str:
    """The column that a header means, "" for none."""
    folded = " ".join(re.findall(r"\w+", name.replace("_", " ").casefold()))
    return next((column for column, names in HEADERS.items() if folded in names), "")


def level_of(words: str) -> int | None:
    """The level a cell means: a figure from 0 to 4 or a word; None for what is neither."""
    plain = words.strip().casefold()
    if re.fullmatch(r"[0-4](\.0)?", plain):
        return int(plain[0])
    return _WORDS.get(plain)


def truth_of(words: str) -> bool | None:
    """What a cell of the column core means; None for anything else."""
    plain = words.strip().casefold()
    return True if plain in _TRUE else False if plain in _FALSE else None


def in_order(grades: Mapping[str, float]) -> list[str]:
    """Grades, lowest first: by their names where all are known, else by how much they ask for."""
    names = list(grades)
    if all(name in GRADES for name in names):
        return sorted(names, key=GRADES.index)
    return sorted(names, key=lambda name: grades[name])


def _header_problems(names: Sequence[str], columns: Sequence[str], file: str) -> list[Problem]:
    problems = [
        Problem(file, 1, column, "is a column twice", "keep one of the two")
        for column in dict.fromkeys(filter(None, columns))
        if columns.count(column) > 1
    ]
    wanted = ["role", "skill", *(["grade"] if "level" in columns else [])]
    problems += [
        Problem(file, 1, column, "this column is missing", f"call it one of: {', '.join(HEADERS[column])}")
        for column in wanted
        if column not in columns
    ]
    if "level" not in columns and all(columns[at] or not name for at, name in enumerate(names)):
        told = "there is no column level, and none for a grade"
        problems.append(Problem(file, 1, "", told, "add level and grade, or a column for each grade"))
    return problems


def _long(rows: Iterable[Row], file: str) -> None:
    problems = []
    for row in rows:
        words = row.cells.get("level", "")
        level = level_of(words)
        if level is None and words:
            problems.append(_no_level(file, row.line, "level", words))
        row.levels[row.cells.get("grade", "")] = level or 0
    raise_any(problems)


def _wide(
    rows: Sequence[Row], cells: Sequence[Sequence[str]], extra: Iterable[tuple[int, str]], file: str
) -> tuple[tuple[str, ...], list[str]]:
    """Fill in the levels; the columns that are grades, and those in which no level stands."""
    grades, unused, problems = [], [], []
    for at, name in extra:
        words = [line[at] if at < len(line) else "" for line in cells]
        if not any(level_of(word) is not None for word in words if word):
            unused.append(name)
            continue
        grades.append(name)
        for row, word in zip(rows, words, strict=True):
            level = level_of(word)
            if level is not None:
                row.levels[name] = level
            elif word:
                problems.append(_no_level(file, row.line, name, word))
    raise_any(problems)
    return tuple(grades), unused


def _no_level(file: str, line: int, column: str, words: str) -> Problem:
    return Problem(file, line, column, f"{words[:40]!r} is no level", "write 0 to 4, or a word of the scale")
