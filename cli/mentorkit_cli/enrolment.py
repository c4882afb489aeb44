# SPDX-License-Identifier: Apache-2.0
"""Rows for people.csv out of the options of a command or out of somebody else's table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mentorkit.domain.people import Person
from mentorkit.errors import ConfigError, Problem
from mentorkit.program.csv_file import read_table
from mentorkit.program.edit import PEOPLE
from mentorkit.program.files import FolderFiles, decoded
from mentorkit.program.loader import OPTIONAL_COLUMNS, REQUIRED_COLUMNS
from mentorkit.program.places import Place, gathering, raise_any
from mentorkit.program.schema import Program
from mentorkit.program.slugs import slug_of
from mentorkit.program.validation import validate_texts

DERIVED = ("id", "timezone")
"""Columns that may be left out: the id is made of the name, the zone is the program's."""


@dataclass
class Arrivals:
    """Who is new, and whose address people.csv has already."""

    new: list[Person] = field(default_factory=list)
    known: list[Person] = field(default_factory=list)


def person_of(cells: Mapping[str, str], program: Program, place: Place) -> Person:
    """A person out of text cells by column name. Raises ConfigError with everything that does not fit."""
    given = {name: cell for name, cell in cells.items() if cell}
    derived = {"id": slug_of(given.get("name", ""), ""), "timezone": program.timezone}
    lists = {name: given.get(name, "").split() for name in ("languages", "aliases")}
    return validate_texts(Person, {**derived, **given, **lists}, place)


def read_people(path: Path, program: Program) -> Arrivals:
    """The people of a CSV file with a header, its columns in any order.

    Raises ConfigError with every problem of the file: unknown columns, cells that do not fit.
    """
    required = [name for name in REQUIRED_COLUMNS if name not in DERIVED]
    text = decoded(path.read_bytes(), path.name).replace("\r\n", "\n")
    arrivals, problems = Arrivals(), list[Problem]()
    for cells, place in read_table(text, path.name, required, [*DERIVED, *OPTIONAL_COLUMNS]):
        with gathering(problems):
            person = person_of(cells, program, place)
            known = program.find_person(person.email)
            (arrivals.known if known else arrivals.new).append(person)
    raise_any(problems)
    return arrivals


def row_of(folder: Path, person: Person) -> int:
    """The line of people.csv in which a person stands."""
    text = FolderFiles(folder).text(PEOPLE)
    for cells, place in read_table(text, PEOPLE, REQUIRED_COLUMNS, OPTIONAL_COLUMNS):
        if cells["id"] == person.id:
            return place.line()
    raise ConfigError([Problem(PEOPLE, 0, person.id, "this row is not there any more", "look at the file")])
