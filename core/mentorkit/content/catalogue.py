# SPDX-License-Identifier: Apache-2.0
"""A catalogue folder, read area by area when an area is asked for: the one that ships, or a copy of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path as FilePath
from typing import Any, TypeVar

from pydantic import BaseModel

from mentorkit.content.models import Baseline, BaselineEntry, Kpi, Platform, Scale, Survey, Tip
from mentorkit.domain.meetings import Agenda
from mentorkit.domain.resources import Resource
from mentorkit.domain.skills import Role, Skill
from mentorkit.errors import Problem
from mentorkit.program.file_models import RoleFile
from mentorkit.program.files import FolderFiles
from mentorkit.program.markdown_file import parse_agenda, parse_guide
from mentorkit.program.places import Path, Place, Sourced, gathering, raise_any
from mentorkit.program.schema import Guide
from mentorkit.program.validation import named_as_file, validate
from mentorkit.program.yaml_file import read_yaml

M = TypeVar("M", bound=BaseModel)

SHIPPED = FilePath(__file__).parent
AREAS = ("roles", "skills", "resources", "agendas", "guides", "tips", "surveys", "kpis")
"""What a program takes from the catalogue; there are platforms and languages beside them."""


@dataclass
class Catalogue:
    """The parts of a catalogue, each with the place it was read from, in the order of files and lines.

    An area is read once, when it is first looked at. What cannot be read is left out and kept in
    ``problems``.
    """

    files: FolderFiles
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def roles(self) -> tuple[Sourced[Role], ...]:
        """The role matrices."""
        return tuple(self._roles())

    @cached_property
    def skills(self) -> tuple[Sourced[Skill], ...]:
        """The skills of every file; a file that begins with ``_`` is none of them."""
        return tuple(self._lists("skills", Skill))

    @cached_property
    def resources(self) -> tuple[Sourced[Resource], ...]:
        """The learning resources."""
        return tuple(self._lists("resources", Resource))

    @cached_property
    def agendas(self) -> tuple[Sourced[Agenda], ...]:
        """The agenda templates in English."""
        return tuple(self._agendas("agendas"))

    @cached_property
    def guides(self) -> tuple[Sourced[Guide], ...]:
        """The guides, handbooks and trainings."""
        found: list[Sourced[Guide]] = []
        for name in self.files.names("guides", ".md"):
            with gathering(self.problems):
                found.append(Sourced(parse_guide(self.files.text(name), name), Place(name, {(): 1})))
        return tuple(found)

    @cached_property
    def tips(self) -> tuple[Sourced[Tip], ...]:
        """The tips in English."""
        return tuple(self._lists("tips", Tip))

    @cached_property
    def surveys(self) -> tuple[Sourced[Survey], ...]:
        """The question sets in English."""
        found: list[Sourced[Survey]] = []
        for name in self.files.names("surveys", ".yaml"):
            with gathering(self.problems):
                survey, place = self._one(name, Survey)
                named_as_file(survey.id, "id", place)
                found.append(Sourced(survey, place))
        return tuple(found)

    @cached_property
    def kpis(self) -> tuple[Sourced[Kpi], ...]:
        """The figures a program can choose from."""
        return tuple(self._lists("kpis", Kpi))

    @cached_property
    def platforms(self) -> tuple[Sourced[Platform], ...]:
        """Communities and mentor platforms outside the company."""
        return tuple(self._lists("platforms", Platform))

    @cached_property
    def scale(self) -> Scale | None:
        """The five levels; None where they cannot be read."""
        found: Scale | None = None
        with gathering(self.problems):
            found, _ = self._one("skills/_scale.yaml", Scale)
        return found

    @cached_property
    def baseline(self) -> tuple[Sourced[BaselineEntry], ...]:
        """What everybody is expected to bring."""
        found: list[Sourced[BaselineEntry]] = []
        with gathering(self.problems):
            read, place = self._one("skills/_baseline.yaml", Baseline)
            found += [
                Sourced(entry, place.at("baseline", number)) for number, entry in enumerate(read.baseline)
            ]
        return tuple(found)

    def translated_agendas(self, language: str) -> tuple[Sourced[Agenda], ...]:
        """The agenda templates in another language, those that there are."""
        return tuple(self._agendas(f"languages/{language}/agendas"))

    def area(self, name: str) -> tuple[Sourced[Any], ...]:
        """The list of an area by its name."""
        entries: tuple[Sourced[Any], ...] = getattr(self, name)
        return entries

    def by_id(self, name: str) -> Mapping[str, Any]:
        """The values of an area by their ids (agendas by their kind)."""
        return {identifier(entry.value): entry.value for entry in self.area(name)}

    def _roles(self) -> Iterator[Sourced[Role]]:
        for name in self.files.names("roles", ".yaml"):
            with gathering(self.problems):
                file, place = self._one(name, RoleFile)
                named_as_file(file.id, "id", place)
                yield Sourced(file.role(), place)

    def _agendas(self, directory: str) -> Iterator[Sourced[Agenda]]:
        for name in self.files.names(directory, ".md"):
            with gathering(self.problems):
                text = self.files.text(name)
                yield Sourced(parse_agenda(text, name), Place(name, _head_lines(text)))

    def _one(self, name: str, model: type[M]) -> tuple[M, Place]:
        data, place = read_yaml(self.files.text(name), name)
        return validate(model, data, place), place

    def _lists(self, directory: str, model: type[M]) -> Iterator[Sourced[M]]:
        for name in self.files.names(directory, ".yaml"):
            if name.startswith(f"{directory}/_"):
                continue
            with gathering(self.problems):
                data, whole = read_yaml(self.files.text(name), name)
                if not isinstance(data, list):
                    raise_any([whole.problem((), "is not a list", "begin each entry with `- `")])
                for number, entry in enumerate(data):
                    place = whole.at(number)
                    with gathering(self.problems):
                        yield Sourced(validate(model, entry, place), place)


def _head_lines(text: str) -> dict[Path, int]:
    """The lines of the keys in a Markdown file's head, which ``parse_agenda`` has found to be there."""
    head = text.split("\n---", 1)[0].split("\n")
    keys = {line.partition(":")[0]: number for number, line in enumerate(head, start=1) if ":" in line}
    return {(): 1, **{(key,): number for key, number in keys.items()}}


def identifier(value: Any) -> str:
    """The id of anything in the catalogue; that of an agenda is its kind."""
    return str(value.kind if isinstance(value, Agenda) else value.id)


@cache
def shipped() -> Catalogue:
    """The catalogue of this release, read as far as it is asked for."""
    return Catalogue(FolderFiles(SHIPPED))
