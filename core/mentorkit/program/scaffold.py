# SPDX-License-Identifier: Apache-2.0
"""The first program folder, with comments, from the answers of somebody who has none yet."""

import csv
import io
import json
from datetime import date
from importlib import resources
from pathlib import Path
from string import Template

from pydantic import Field

from mentorkit.domain.meetings import MeetingKind
from mentorkit.domain.people import Person
from mentorkit.domain.value import Line, Slug, Value
from mentorkit.errors import ConfigError, Problem
from mentorkit.program.catalogue import catalogue_files
from mentorkit.program.edit import NO_PAIRINGS
from mentorkit.program.loader import load_program
from mentorkit.program.shipped import shipped_names, shipped_text
from mentorkit.program.slugs import slug_of

AGENCY_ROLES = ("drupal-developer", "frontend-developer-react", "qa-engineer", "symfony-developer")
"""The roles of a web agency, by their names in the shipped catalogue."""

BASELINE = ("git", "written-communication")
COORDINATOR_ROLE, COORDINATOR_GRADE = "people-partner", "middle"
IGNORED = "# What Mentorkit keeps for itself; it may be deleted at any time.\n.mentorkit/\nfeeds/\n"


class Answers(Value):
    """What `mentorkit init` asks for. ``roles`` are taken from the shipped catalogue; none is fine."""

    name: Line = Field(min_length=1, max_length=120)
    coordinator: Line = Field(min_length=1, max_length=100)
    coordinator_email: str
    starts: date
    timezone: str
    site: str = Field(default="https://example.atlassian.net", pattern=r"^https?://[^\s\"]+$")
    project: str = "MENT"
    space: str = "MENTOR"
    language: str = "en"
    purpose: str = "Everyone grows one level a year in a skill that matters to our work."
    roles: tuple[Slug, ...] = ()


def write_new_program(folder: Path, answers: Answers) -> tuple[str, ...]:
    """Write a program folder that loads; the paths of its files in it, sorted.

    Nothing that exists is touched; a ``.gitignore`` that is there stays as it is. Raises ConfigError,
    and writes nothing, when the folder has one of the other files already, or when the answers do not
    make a program (an unknown time zone, a role the catalogue lacks).
    """
    files = _files(answers)
    if (folder / ".gitignore").exists():
        del files[".gitignore"]
    there = sorted(name for name in files if (folder / name).exists())
    if there:
        remedy = "choose an empty folder, or change this one by hand"
        raise ConfigError([Problem(name, 0, "", "is there already", remedy) for name in there])
    load_program(folder, replaced=files)
    for name, text in sorted(files.items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    return tuple(sorted(files))


def _files(answers: Answers) -> dict[str, str]:
    coordinator = slug_of(answers.coordinator, "coordinator")
    site = answers.site.rstrip("/")
    words = {
        "id": slug_of(answers.name, "mentoring"),
        "coordinator": coordinator,
        "starts": answers.starts.isoformat(),
        "baseline": ", ".join(BASELINE),
    } | {
        name: json.dumps(value, ensure_ascii=False)
        for name, value in {
            "name": answers.name,
            "purpose": answers.purpose,
            "timezone": answers.timezone,
            "language": answers.language,
            "site": site,
            "wiki": f"{site}/wiki",
            "project": answers.project,
            "space": answers.space,
        }.items()
    }
    return {
        ".gitignore": IGNORED,
        "mentorkit.toml": _template("mentorkit.toml").substitute(words),
        "program.yaml": _template("program.yaml").substitute(words),
        "people.csv": _people(coordinator, answers),
        "pairings.yaml": NO_PAIRINGS,
        **{f"agendas/{kind}.md": shipped_text(f"agendas/{kind}.md") for kind in MeetingKind},
        **{name: shipped_text(name) for name in shipped_names("guides", ".md")},
        **catalogue_files({COORDINATOR_ROLE, *answers.roles}, BASELINE),
    }


def _template(name: str) -> Template:
    source = resources.files("mentorkit.program").joinpath("templates", name)
    return Template(source.read_text(encoding="utf-8"))


def _people(coordinator: str, answers: Answers) -> str:
    """A header with every column, and the coordinator."""
    row = {
        "id": coordinator,
        "name": answers.coordinator,
        "email": answers.coordinator_email,
        "role": COORDINATOR_ROLE,
        "grade": COORDINATOR_GRADE,
        "timezone": answers.timezone,
        "languages": answers.language,
        "mentoring": "none",
        "capacity": "0",
    }
    table = io.StringIO()
    writer = csv.DictWriter(table, list(Person.model_fields), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerow(row)
    return table.getvalue()
