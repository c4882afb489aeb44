# SPDX-License-Identifier: Apache-2.0
"""The UK Government Digital and Data Profession Capability Framework, from the CSV of its download page.

The framework is Crown copyright under the Open Government Licence v3.0. It is not shipped: a company
that wants it downloads the file "Role content" (https://ddat-capability-framework.service.gov.uk/download)
and imports it. The attribution line goes into every file that is written. That page names the columns:
role family, role, role description, role level, role level description, skill name, skill description,
skill level (awareness, working, practitioner, expert), skill level description, role type.
"""

import re
from collections.abc import Iterator, Mapping

from mentorkit.content.bring import Ask, Matrix, NewSkill
from mentorkit.content.matrix_table import read_lines
from mentorkit.domain.skills import SkillKind
from mentorkit.errors import Problem
from mentorkit.program.places import raise_any
from mentorkit.program.slugs import slug_of

ATTRIBUTION = (
    "# Contains public sector information licensed under the Open Government Licence v3.0.\n"
    "# Source: Government Digital and Data Profession Capability Framework.\n"
)
COLUMNS = ("role family", "role", "role level", "skill name", "skill level")
LEVELS: Mapping[str, int] = {"awareness": 1, "working": 2, "practitioner": 3, "expert": 4}

_LONGEST = 600


def read_framework(text: str, file: str) -> tuple[list[Matrix], list[NewSkill], list[str]]:
    """Its roles, its skills with their sentences, and notes on what had to be changed.

    A role level becomes a grade. Where a higher role level asks for less than a lower one (the
    framework does so for people who lead), the lower figure is raised and a note says so. Raises
    ConfigError for missing columns and unknown skill levels, each with its line.
    """
    problems: list[Problem] = []
    roles: dict[str, Matrix] = {}
    sentences: dict[str, dict[int, str]] = {}
    for line, row in _rows(text, file):
        level = LEVELS.get(row.get("skill level", "").casefold())
        if problem := _problem(row, level, file, line):
            problems.append(problem)
            continue
        family = slug_of(row.get("role family", ""), "")
        role = roles.setdefault(row["role"], Matrix(row["role"], line, family))
        role.summary = role.summary or _sentence(row.get("role description", ""))[:200]
        ask = role.asks.setdefault(row["skill name"], Ask(line))
        ask.levels[slug_of(row["role level"] or row["role"], "everybody")] = level or 0
        words = _sentence(row.get("skill level description", ""))
        sentences.setdefault(row["skill name"], {}).setdefault(level or 1, words)
    raise_any(problems)
    notes = [note for role in roles.values() for note in _raised(role)]
    skills = [
        NewSkill(name, SkillKind.PRACTICE, {level: text for level, text in by_level.items() if text})
        for name, by_level in sentences.items()
    ]
    return list(roles.values()), skills, notes


def _rows(text: str, file: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The cells by column, however the header is written; columns that nobody asks for are passed over."""
    header, *lines = read_lines(text, file) or [(1, [])]
    columns = [" ".join(re.findall(r"\w+", name.replace("_", " ").casefold())) for name in header[1]]
    remedy = "download the file “Role content” again, or import your own table without --uk"
    raise_any(
        [
            Problem(file, 1, column, "this column is missing", remedy)
            for column in COLUMNS
            if column not in columns
        ]
    )
    for line, cells in lines:
        yield line, dict(zip(columns, cells, strict=False))


def _problem(row: Mapping[str, str], level: int | None, file: str, line: int) -> Problem | None:
    for column in ("role", "skill name"):
        if not row.get(column):
            return Problem(file, line, column, "is empty", "download the file again")
    if level is None:
        told = f"{row.get('skill level', '')[:40]!r} is no skill level"
        return Problem(file, line, "skill level", told, f"the levels are {', '.join(LEVELS)}")
    return None


def _sentence(text: str) -> str:
    """Lines and list marks as one sentence."""
    lines = [line.strip(" \t-*•–") for line in text.splitlines()]
    return "; ".join(line for line in lines if line)[:_LONGEST]


def _raised(role: Matrix) -> Iterator[str]:
    """Raise what falls as the grade rises, and say so. A level that is left out counts as the one below."""
    grades = role.grades
    for skill, ask in role.asks.items():
        highest = 0
        for grade in grades:
            level = ask.levels.get(grade, highest)
            if level < highest:
                yield f"{role.name}, {skill}: {grade} raised from {level} to {highest}"
            highest = max(highest, level)
            ask.levels[grade] = highest
