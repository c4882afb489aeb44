# SPDX-License-Identifier: Apache-2.0
"""The people of a program as people.csv has them."""

from collections.abc import Iterable
from typing import Any

from mentorkit.domain.people import Person
from mentorkit.program.schema import Program
from mentorkit_cli.output import Shown, Table

COLUMNS = ("Id", "Name", "Role", "Grade", "Team", "Time zone", "Mentoring", "Places")


def table(people: Iterable[Person], title: str = "") -> Table:
    """A row a person."""
    return Table(COLUMNS, [_row(person) for person in people], title)


def _row(person: Person) -> tuple[str, ...]:
    places = str(person.capacity) if person.mentoring.gives else "–"
    return (
        person.id,
        person.name,
        person.role,
        person.grade,
        person.team or "–",
        person.timezone,
        person.mentoring.value,
        places,
    )


def data(people: Iterable[Person]) -> list[dict[str, Any]]:
    """The same for programs, with every column of the file."""
    return [person.model_dump(mode="json") for person in people]


def shown(program: Program, role: str = "", team: str = "") -> Shown:
    """Everybody, or those of one role or team."""
    people = [p for p in program.people if role in ("", p.role) and team in ("", p.team)]
    parts = [table(people)] if people else ["Nobody is enrolled there."]
    return Shown("mentorkit.people/1", {"program": program.id, "people": data(people)}, parts)
