# SPDX-License-Identifier: Apache-2.0
"""The texts in every field of the program folder: read as they stand, or refused with place and remedy."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mentorkit.errors import ConfigError
from mentorkit.program.loader import load_program
from mentorkit.program.schema import Program
from tests.core.program.example import TEXTS
from tests.injection.corpus import CONTROL, CORPUS

LONGEST = {"name": 120, "team": 100, "person": 100, "goal": 250, "resource": 250, "guide": 200}


def yaml_text(text: str) -> str:
    """A double-quoted YAML scalar; what cannot be printed is an escape."""
    return '"' + "".join(map(_yaml_char, text)) + '"'


def _yaml_char(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    if char.isprintable():
        return char
    return f"\\U{ord(char):08x}" if ord(char) > 0xFFFF else f"\\u{ord(char):04x}"


def csv_cell(text: str) -> str:
    """A cell of CSV, quoted."""
    line = io.StringIO(newline="")
    csv.writer(line, quoting=csv.QUOTE_ALL).writerow([text])
    return line.getvalue().removesuffix("\r\n")


AGENDA = """\
---
kind: monitoring
minutes: 5
title: {0}
purpose: {0}
before: [{0}]
---

## Talk (5)

- A question
"""
GUIDE = "---\nid: evil\ntitle: {0}\n---\n\nWords.\n"
HEAD, *ROWS = TEXTS["people.csv"].splitlines()
WIDTH = len(HEAD.split(","))


def row(**cells: str) -> str:
    known = dict.fromkeys(HEAD.split(","), "") | {
        "id": "eve",
        "name": "Eve",
        "email": "eve@example.com",
        "role": "developer",
        "grade": "junior",
        "timezone": "Europe/Sofia",
    }
    cell = {name: csv_cell(value) for name, value in (known | cells).items()}
    return "\n".join([HEAD, *ROWS, ",".join(cell.values())]) + "\n"


def eve(program: Program) -> Any:
    return next(person for person in program.people if person.id == "eve")


Read = Callable[[Program], str]
FIELDS: dict[str, tuple[str, Callable[[str], str], Read]] = {
    "person": ("people.csv", lambda text: row(name=text), lambda program: eve(program).name),
    "team": ("people.csv", lambda text: row(team=text), lambda program: eve(program).team),
    "name": (
        "program.yaml",
        lambda text: TEXTS["program.yaml"].replace("name: Agency mentoring", f"name: {yaml_text(text)}"),
        lambda program: program.name,
    ),
    "purpose": (
        "program.yaml",
        lambda text: TEXTS["program.yaml"] + f"purpose: {yaml_text(text)}\n",
        lambda program: program.purpose,
    ),
    "goal": (
        "program.yaml",
        lambda text: TEXTS["program.yaml"].replace("text: Eight certificates", f"text: {yaml_text(text)}"),
        lambda program: program.goals[0].text,
    ),
    "skill": (
        "skills/evil.yaml",
        lambda text: f"- id: evil\n  name: {yaml_text(text)}\n  kind: practice\n",
        lambda program: program.skills["evil"].name,
    ),
    "role": (
        "roles/developer.yaml",
        lambda text: re.sub(
            r"(?m)^name:.*$", lambda _: f"name: {yaml_text(text)}", TEXTS["roles/developer.yaml"]
        ),
        lambda program: program.roles["developer"].name,
    ),
    "resource": (
        "resources/evil.yaml",
        lambda text: (
            f"- {{id: evil, title: {yaml_text(text)}, url: 'https://example.com/', kind: docs, skill: git,"
            " to: 1, minutes: 5}\n"
        ),
        lambda program: next(one.title for one in program.resources if one.id == "evil"),
    ),
    "agenda": (
        "agendas/monitoring.md",
        lambda text: AGENDA.format(yaml_text(text)),
        lambda program: program.agendas["monitoring"].title,
    ),
    "purpose of an agenda": (
        "agendas/monitoring.md",
        lambda text: AGENDA.replace("title: {0}", "title: T").format(yaml_text(text)),
        lambda program: program.agendas["monitoring"].purpose,
    ),
    "guide": (
        "guides/evil.md",
        lambda text: GUIDE.format(yaml_text(text)),
        lambda program: next(one.title for one in program.guides if one.id == "evil"),
    ),
}
MANY_LINES = {"purpose", "purpose of an agenda"}


def refused(file: str, text: str) -> str:
    """Why the folder is refused; "" when it is not. Every problem names its file, line and remedy."""
    try:
        load_program(Path("nowhere"), replaced={**TEXTS, file: text})
    except ConfigError as error:
        for problem in error.problems:
            assert problem.file == file
            assert problem.line > 0
            assert problem.remedy
            assert problem.what.isprintable()
        return error.problems[0].what
    return ""


@pytest.mark.parametrize("field", FIELDS)
def test_what_a_person_may_write_is_read_as_it_stands(field: str) -> None:
    file, written, read = FIELDS[field]
    for name, text in CORPUS.items():
        if why := refused(file, written(text)):
            assert "is too long" in why, (name, why)
            assert len(text) > LONGEST.get(field, 120)
            continue
        assert read(load_program(Path("nowhere"), replaced={**TEXTS, file: written(text)})) == text.strip(), (
            name
        )


@pytest.mark.parametrize("field", FIELDS)
def test_control_characters_are_refused_whether_written_or_escaped(field: str) -> None:
    file, written, _ = FIELDS[field]
    for name, text in CONTROL.items():
        why = refused(file, written(text))
        if name in ("CR LF", "line feed", "tab"):
            trimmed = file == "people.csv" and name == "tab"
            assert why == "" if field in MANY_LINES or trimmed else "is more than one line" in why, (
                name,
                why,
            )
        else:
            assert "control character" in why or "not UTF-8" in why or "invalid Unicode" in why, (name, why)


@pytest.mark.parametrize("name", CORPUS)
def test_an_address_is_one_or_is_refused(name: str) -> None:
    line = "- {{id: evil, title: T, url: {}, kind: docs, skill: git, to: 1, minutes: 5}}\n"
    bare, inside = (line.format(yaml_text(start + CORPUS[name])) for start in ("", "https://example.com/"))
    assert "has the wrong form" in refused("resources/evil.yaml", bare)
    why = refused("resources/evil.yaml", inside)
    harmless = not set(CORPUS[name]) & set(' "<>\t')
    assert (why == "") == harmless, why


def test_ids_are_never_paths_or_markup() -> None:
    for text in CORPUS.values():
        assert "is not an id" in refused(
            "skills/evil.yaml", f"- id: {yaml_text(text)}\n  name: A\n  kind: practice\n"
        ) or (len(text) > 80)
        assert refused("people.csv", row(id=text))
