# SPDX-License-Identifier: Apache-2.0
"""A program folder as read, file by file, before its parts are held against each other."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from mentorkit.domain.meetings import Agenda
from mentorkit.domain.people import Person
from mentorkit.domain.resources import Resource
from mentorkit.domain.skills import Role, Skill
from mentorkit.errors import Problem
from mentorkit.program.file_models import PairingEntry
from mentorkit.program.places import Place, Sourced
from mentorkit.program.schema import Connections, Guide, ProgramSettings
from mentorkit.program.suggest import did_you_mean

_WORDS = {"people": "person", "roles": "role", "skills": "skill"}
_HOMES = {"people": "people.csv", "roles": "roles/", "skills": "skills/"}


@dataclass
class Draft:
    """What could be read.

    ``broken`` has kind and id of entries that are there but wrong, ``unreadable`` the kinds of which a
    file could not be read at all: neither shall cause problems elsewhere.
    """

    settings: Sourced[ProgramSettings] | None = None
    connections: Connections | None = None
    people: list[Sourced[Person]] = field(default_factory=list)
    roles: list[Sourced[Role]] = field(default_factory=list)
    skills: list[Sourced[Skill]] = field(default_factory=list)
    resources: list[Sourced[Resource]] = field(default_factory=list)
    agendas: list[Agenda] = field(default_factory=list)
    guides: list[Guide] = field(default_factory=list)
    pairings: list[Sourced[PairingEntry]] = field(default_factory=list)
    broken: set[tuple[str, str]] = field(default_factory=set)
    unreadable: set[str] = field(default_factory=set)

    @cached_property
    def ids(self) -> dict[str, dict[str, str]]:
        """For people, roles and skills: every name one goes by, to its id. Read when the draft is whole."""
        aliases = {alias: one.value.id for one in self.people for alias in one.value.aliases}
        return {
            "people": aliases | {one.value.id: one.value.id for one in self.people},
            "roles": {one.value.id: one.value.id for one in self.roles},
            "skills": {one.value.id: one.value.id for one in self.skills},
        }

    def unknown(self, kind: str, name: str, place: Place, *path: str | int) -> Iterator[Problem]:
        """A problem when nothing of ``kind`` goes by this name."""
        known = self.ids[kind]
        if name in known or kind in self.unreadable or (kind, name) in self.broken:
            return
        remedy = did_you_mean(name, known, f"add it to {_HOMES[kind]} or use one that is there")
        yield place.problem(path, f"there is no {_WORDS[kind]} {name!r}", remedy)
