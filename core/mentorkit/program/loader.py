# SPDX-License-Identifier: Apache-2.0
"""Reads a program folder: every file, then every cross-check; a Program, or all problems at once."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from pydantic import BaseModel

from mentorkit.domain.people import Person
from mentorkit.domain.resources import Resource
from mentorkit.domain.skills import Role, Skill
from mentorkit.errors import ConfigError, Problem
from mentorkit.program.connections import parse_connections
from mentorkit.program.cross_checks import cross_check
from mentorkit.program.csv_file import read_table
from mentorkit.program.draft import Draft
from mentorkit.program.file_models import PairingEntry, RoleFile
from mentorkit.program.files import FolderFiles
from mentorkit.program.markdown_file import parse_agenda, parse_guide
from mentorkit.program.pairings import numbered
from mentorkit.program.places import Sourced, raise_any
from mentorkit.program.schema import Connections, Program, ProgramSettings
from mentorkit.program.shipped import shipped_agendas
from mentorkit.program.validation import named_as_file, validate, validate_texts
from mentorkit.program.yaml_file import read_yaml

M = TypeVar("M", bound=BaseModel)
Identified = TypeVar("Identified", Person, Role, Skill, Resource)

REQUIRED_COLUMNS = tuple(name for name, column in Person.model_fields.items() if column.is_required())
OPTIONAL_COLUMNS = tuple(name for name, column in Person.model_fields.items() if not column.is_required())


def load_program(folder: Path, *, replaced: Mapping[str, str] | None = None) -> Program:
    """The program in a folder.

    ``replaced`` holds texts by file name that are read instead of what stands on disk: what the
    program would be if they were written. Raises ConfigError with every problem of every file, in the
    order of files and lines. Reads only; touches no network.
    """
    reader = _Reader(FolderFiles(folder, replaced))
    draft = reader.read()
    raise_any([*reader.problems, *cross_check(draft)])
    return _program(draft)


class _Reader:
    """Reads file after file into a draft and keeps the problems."""

    def __init__(self, files: FolderFiles) -> None:
        self._files = files
        self.problems: list[Problem] = []
        self.draft = Draft()

    def read(self) -> Draft:
        with self._file("connections"):
            text = self._files.text("mentorkit.toml")
            self.draft.connections = parse_connections(text, "mentorkit.toml")
        with self._file("settings"):
            data, place = read_yaml(self._files.text("program.yaml"), "program.yaml")
            self.draft.settings = Sourced(validate(ProgramSettings, data, place), place)
        with self._file("people"):
            self._people()
        for name in self._names("roles", ".yaml"):
            with self._file("roles"):
                self._role(name)
        for name in self._names("skills", ".yaml"):
            with self._file("skills"):
                self._entries("skills", name, Skill, self.draft.skills)
        for name in self._names("resources", ".yaml"):
            with self._file("resources"):
                self._entries("resources", name, Resource, self.draft.resources)
        for name in self._names("agendas", ".md"):
            with self._file("agendas"):
                self.draft.agendas.append(parse_agenda(self._files.text(name), name))
        for name in self._names("guides", ".md"):
            with self._file("guides"):
                self.draft.guides.append(parse_guide(self._files.text(name), name))
        if self._files.has("pairings.yaml"):
            with self._file("pairings"):
                self._entries("pairings", "pairings.yaml", PairingEntry, self.draft.pairings)
        return self.draft

    def _names(self, directory: str, suffix: str) -> list[str]:
        for name in self._files.names(directory, ".yml"):
            remedy = f"rename it to {PurePosixPath(name).stem}.yaml"
            self.problems.append(Problem(name, 0, "", "is not read because of its ending", remedy))
        return self._files.names(directory, suffix)

    def _people(self) -> None:
        rows = read_table(self._files.text("people.csv"), "people.csv", REQUIRED_COLUMNS, OPTIONAL_COLUMNS)
        for row, place in rows:
            lists = {name: row.get(name, "").split() for name in ("languages", "aliases")}
            with self._entry("people", row):
                person = validate_texts(Person, {**row, **lists}, place)
                self.draft.people.append(Sourced(person, place))

    def _role(self, name: str) -> None:
        data, place = read_yaml(self._files.text(name), name)
        with self._entry("roles", data):
            role = validate(RoleFile, data, place).role()
            self.draft.roles.append(Sourced(role, place))
            named_as_file(role.id, "id", place)

    def _entries(self, kind: str, name: str, model: type[M], kept: list[Sourced[M]]) -> None:
        """A file that is a list of one kind of thing."""
        data, whole = read_yaml(self._files.text(name), name)
        if not isinstance(data, list | None):
            raise_any([whole.problem((), "is not a list", "begin each entry with `- `")])
        for number, entry in enumerate(data or []):
            place = whole.at(number)
            with self._entry(kind, entry):
                kept.append(Sourced(validate(model, entry, place), place))

    @contextmanager
    def _file(self, kind: str) -> Iterator[None]:
        """Keep the problems of a file that cannot be read, and that its kind is incomplete."""
        try:
            yield
        except ConfigError as error:
            self.problems.extend(error.problems)
            self.draft.unreadable.add(kind)

    @contextmanager
    def _entry(self, kind: str, data: Any) -> Iterator[None]:
        """Keep the problems of one entry, and its id: it is there, if wrong."""
        try:
            yield
        except ConfigError as error:
            self.problems.extend(error.problems)
            if isinstance(data, Mapping):
                self.draft.broken.add((kind, str(data.get("id"))))


def _program(draft: Draft) -> Program:
    settings = draft.settings.value.model_dump() if draft.settings else {}
    language = settings.get("language", "en").partition("-")[0]
    agendas = {**shipped_agendas(language), **{agenda.kind: agenda for agenda in draft.agendas}}
    return Program(
        **settings,
        people=_in_order(draft.people),
        roles={role.id: role for role in _in_order(draft.roles)},
        skills={skill.id: skill for skill in _in_order(draft.skills)},
        resources=_in_order(draft.resources),
        agendas=dict(sorted(agendas.items())),
        guides=tuple(sorted(draft.guides, key=lambda guide: guide.id)),
        pairings=numbered(draft.pairings, draft.ids["people"]),
        connections=draft.connections or Connections(),
    )


def _in_order(entries: list[Sourced[Identified]]) -> tuple[Identified, ...]:
    return tuple(sorted((entry.value for entry in entries), key=lambda value: value.id))
