# SPDX-License-Identifier: Apache-2.0
"""What commands change in a program folder: they append, and leave every line that is there as it is.

Each change is judged first, as part of the whole folder, and written only when nothing is wrong with
it: a folder that loads goes on loading.
"""

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

from mentorkit.domain.people import Person
from mentorkit.errors import ConfigError, Problem
from mentorkit.program.csv_file import header_of
from mentorkit.program.file_models import PairingEntry
from mentorkit.program.files import FolderFiles, write_at_once
from mentorkit.program.loader import load_program
from mentorkit.program.places import raise_any
from mentorkit.program.schema import PairingRequest, Program
from mentorkit.program.yaml_file import read_yaml

PAIRINGS = "pairings.yaml"
PEOPLE = "people.csv"
NO_PAIRINGS = "# The pairs the coordinator asks for, oldest first. Add below, change nothing.\n[]\n"

_EMPTY_LIST = re.compile(r"^\[[ \t]*\][ \t]*\r?\n?", re.MULTILINE)
# What a spreadsheet takes for the beginning of a formula, in plain and in full-width form.
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def append_pairing(folder: Path, entry: PairingEntry) -> PairingRequest:
    """Ask for a pair at the end of ``pairings.yaml``; the request as the program will read it.

    Raises ConfigError, and writes nothing, when the folder with this entry has a problem.
    """
    old = _current(folder, PAIRINGS) if (folder / PAIRINGS).exists() else NO_PAIRINGS
    new = _with_line(old, _as_yaml(entry))
    before, _ = read_yaml(old.replace("\r\n", "\n").lstrip("\ufeff"), PAIRINGS)
    program = load_program(folder, replaced={PAIRINGS: new})
    if len(program.pairings) != len(before or []) + 1:
        what = "nothing can be appended to a list in this form"
        raise ConfigError([Problem(PAIRINGS, 1, "", what, "begin each entry on a line of its own with `- `")])
    write_at_once(folder / PAIRINGS, new)
    return program.pairings[-1]


def append_people(folder: Path, people: Sequence[Person]) -> Program:
    """Add rows to ``people.csv``, in the columns that the file has; the program with these people in it.

    Raises ConfigError, and writes nothing, when a value has no column, when a spreadsheet would take
    one for a formula, and when the folder with these rows has a problem.
    """
    old = _current(folder, PEOPLE)
    columns = header_of(old.lstrip("\ufeff"))
    rows = [_as_row(person) for person in people]
    raise_any([problem for row in rows for problem in _row_problems(row, columns)])
    table = io.StringIO()
    writer = csv.writer(table, lineterminator=_line_end(old))
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    new = _closed(old) + table.getvalue()
    program = load_program(folder, replaced={PEOPLE: new})
    write_at_once(folder / PEOPLE, new)
    return program


def _current(folder: Path, name: str) -> str:
    """The file as it stands, byte order mark and line ends included."""
    FolderFiles(folder).text(name)
    return (folder / name).read_bytes().decode()


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _closed(text: str) -> str:
    return text if not text or text.endswith("\n") else text + _line_end(text)


def _with_line(text: str, line: str) -> str:
    """The list with one more line: in the place of ``[]``, or at the end, indented like the others."""
    end = _line_end(text)
    if _EMPTY_LIST.search(text):
        return _EMPTY_LIST.sub(lambda _: line + end, text, count=1)
    dashes = re.findall(r"^([ \t]*)- ", text, re.MULTILINE)
    return _closed(text) + (dashes[0] if dashes else "") + line + end


def _as_yaml(entry: PairingEntry) -> str:
    parts = [f"mentee: {_word(entry.mentee)}", f"mentor: {_word(entry.mentor)}"]
    if entry.focus:
        parts.append(f"focus: [{', '.join(map(_word, entry.focus))}]")
    parts.append(f"asked: {entry.asked.isoformat()}")
    if entry.reopens:
        parts.append("reopens: true")
    return f"- {{{', '.join(parts)}}}"


def _word(identifier: str) -> str:
    """An id, in quotes where YAML would read something else than text."""
    return identifier if read_yaml(identifier, "")[0] == identifier else f'"{identifier}"'


def _as_row(person: Person) -> dict[str, str]:
    values = person.model_dump(mode="json")
    lists = {name: " ".join(values[name]) for name in ("languages", "aliases")}
    return {name: "" if value is None else str(value) for name, value in {**values, **lists}.items()}


def _row_problems(row: dict[str, str], columns: Sequence[str]) -> list[Problem]:
    unplaced = [name for name, value in row.items() if value and name not in columns]
    formulas = [name for name, value in row.items() if value.strip().startswith(_FORMULA)]
    return [
        Problem(PEOPLE, 1, name, f"there is no column for what {row['id']} has", "add the column to the file")
        for name in unplaced
    ] + [
        Problem(PEOPLE, 0, name, f"{row['id']}: a spreadsheet would take this for a formula", "change it")
        for name in formulas
    ]
