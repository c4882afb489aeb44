# SPDX-License-Identifier: Apache-2.0
"""The catalogue as lists, one entry in full, and what a search found."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mentorkit.content.catalogue import AREAS, Catalogue, identifier
from mentorkit.content.models import Kpi, Platform, Survey, Tip
from mentorkit.content.search import Hit, title
from mentorkit.content.texts import Texts
from mentorkit.domain.meetings import Agenda
from mentorkit.domain.resources import Resource
from mentorkit.domain.skills import LEVEL_WORDS, Role, Skill
from mentorkit.program.schema import Guide
from mentorkit_cli.output import Line, Shown, Table

Part = str | Line | Table

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "roles": ("Id", "Name", "Family", "Grades", "Skills"),
    "skills": ("Id", "Name", "Kind", "Roles", "Resources"),
    "resources": ("Id", "Title", "Skill", "Kind", "Levels", "Minutes", "Language", "Cost", "Publisher"),
    "agendas": ("Kind", "Title", "Minutes", "Tools"),
    "guides": ("Id", "Title", "For", "Minutes to read"),
    "tips": ("Id", "Moment", "For", "Text"),
    "surveys": ("Id", "Title", "Moment", "Questions"),
    "kpis": ("Id", "Name", "Level", "Formula"),
    "platforms": ("Id", "Name", "Kind", "Languages", "Cost", "Address"),
}


def data_of(value: Any) -> dict[str, Any]:
    """Any entry for programs, under the names that its file uses; an agenda has its kind as id."""
    fields: dict[str, Any] = value.model_dump(mode="json", by_alias=True)
    return {"id": identifier(value), **fields} if isinstance(value, Agenda) else fields


def overview(catalogue: Catalogue) -> Shown:
    """How much there is of everything; every list for programs."""
    data = {area: [data_of(one.value) for one in catalogue.area(area)] for area in AREAS}
    rows = [(area, str(len(entries))) for area, entries in data.items()]
    parts = [Table(("Area", "Entries"), [*rows, ("platforms", str(len(catalogue.platforms)))])]
    return Shown("mentorkit.content/1", data, parts)


def listed(catalogue: Catalogue, area: str, values: Iterable[Any]) -> Shown:
    """Some entries of one area."""
    values = list(values)
    rows = [_row(catalogue, value) for value in values]
    parts: list[Part] = [Table(COLUMNS[area], rows)] if rows else ["Nothing there fits."]
    return Shown("mentorkit.content/1", {area: [data_of(value) for value in values]}, parts)


def found(hits: Sequence[Hit], words: str) -> Shown:
    """What a search found, best first."""
    rows = [(hit.area.removesuffix("s"), hit.id, hit.name) for hit in hits]
    parts: list[Part] = [Table(("Area", "Id", "Name"), rows)] if rows else [f"Nothing fits “{words}”."]
    data = [{"area": hit.area, "id": hit.id, "name": hit.name, "score": hit.score} for hit in hits]
    return Shown("mentorkit.content-search/1", {"words": words, "found": data}, parts)


def entries(catalogue: Catalogue, values: Sequence[tuple[str, Any]], texts: Texts) -> Shown:
    """Everything of one id, in full, in the language of ``texts`` where there is a translation."""
    spoken = [(area, _translated(value, texts)) for area, value in values]
    data = [{"area": area, **data_of(value)} for area, value in spoken]
    parts: list[Part] = []
    for area, value in spoken:
        heading = f"{title(value)}  ({area.removesuffix('s')} {identifier(value)})"
        parts += [*([""] if parts else []), ((heading, "bold"),), *_detail(catalogue, value)]
    return Shown("mentorkit.content-entry/1", {"language": texts.language, "found": data}, parts)


def _row(catalogue: Catalogue, value: Any) -> tuple[str, ...]:
    rows: Mapping[type, Any] = {
        Role: lambda v: (v.id, v.name, v.family, " ".join(v.grades), str(len(v.requires))),
        Skill: lambda v: (v.id, v.name, v.kind.value, *_use(catalogue, v.id)),
        Resource: _resource_row,
        Agenda: lambda v: (v.kind, v.title, str(v.minutes), " ".join(v.tools)),
        Guide: lambda v: (v.id, v.title, v.audience, str(v.minutes_to_read or "–")),
        Tip: lambda v: (v.id, v.moment, v.audience, v.text),
        Survey: lambda v: (v.id, v.title, v.moment, str(len(v.items))),
        Kpi: lambda v: (v.id, v.name, v.level, v.formula),
        Platform: lambda v: (v.id, v.name, v.kind, " ".join(v.languages), v.cost, v.url),
    }
    row: tuple[str, ...] = rows[type(value)](value)
    return row


def _resource_row(one: Resource) -> tuple[str, ...]:
    levels = f"{one.start} → {one.to}"
    return one.id, one.title, one.skill, one.kind, levels, str(one.minutes), one.lang, one.cost, one.publisher


def _use(catalogue: Catalogue, skill: str) -> tuple[str, str]:
    roles = sum(skill in role.value.requires for role in catalogue.roles)
    resources = sum(one.value.skill == skill for one in catalogue.resources)
    return str(roles), str(resources)


def _detail(catalogue: Catalogue, value: Any) -> list[Part]:
    if isinstance(value, Role):
        return _role(catalogue, value)
    if isinstance(value, Skill):
        return _skill(catalogue, value)
    if isinstance(value, Agenda):
        return _agenda(value)
    if isinstance(value, Survey):
        return [value.intro, *(f"- {item.text}  ({item.scale}, {item.audience})" for item in value.items)]
    if isinstance(value, Guide):
        return list(value.markdown.splitlines())
    fields = {name: part for name, part in data_of(value).items() if part not in (None, "", [])}
    return [
        f"{name}: {', '.join(map(str, part)) if isinstance(part, list) else part}"
        for name, part in fields.items()
    ]


def _role(catalogue: Catalogue, role: Role) -> list[Part]:
    names = {one.value.id: one.value.name for one in catalogue.skills}
    ordered = sorted(role.requires.items(), key=lambda pair: (not pair[1].core, pair[0]))
    rows = [
        (
            names.get(skill, skill),
            *(str(asked.levels[grade]) for grade in role.grades),
            str(asked.weight),
            "core" if asked.core else "",
        )
        for skill, asked in ordered
    ]
    return [
        role.summary,
        Table(("Skill", *(grade.capitalize() for grade in role.grades), "Weight", ""), rows),
    ]


def _skill(catalogue: Catalogue, skill: Skill) -> list[Part]:
    scale = catalogue.scale
    generic = scale.kinds[skill.kind] if scale else None
    levels = skill.levels or (generic.levels if generic else {})
    signs = skill.signs or (generic.signs if generic else {})
    parts: list[Part] = [f"{skill.kind.value}; also: {', '.join(skill.also) or '–'}"]
    for level, sentence in sorted(levels.items()):
        parts.append(f"{level} {LEVEL_WORDS[level]}: {sentence}")
        parts += [f"    - {sign}" for sign in signs.get(level, ())]
    roles = [role.value.id for role in catalogue.roles if skill.id in role.value.requires]
    parts.append(f"Roles: {', '.join(roles) or '–'}")
    resources = [one.value for one in catalogue.resources if one.value.skill == skill.id]
    rows = [_resource_row(one) for one in sorted(resources, key=lambda one: (one.start, one.to, one.id))]
    return [*parts, Table(COLUMNS["resources"], rows, "Resources")] if rows else parts


def _agenda(agenda: Agenda) -> list[Part]:
    parts: list[Part] = [f"{agenda.minutes} min; {agenda.purpose}", f"Tools: {', '.join(agenda.tools)}"]
    parts += [f"Before: {line}" for line in agenda.before.splitlines()]
    for item in agenda.items:
        parts.append(f"{item.title} ({item.minutes})")
        parts += [f"    - {note}" for note in item.notes]
    return [*parts, *(f"After: {line}" for line in agenda.after.splitlines())]


def _translated(value: Any, texts: Texts) -> Any:
    """The entry in the language of the texts; what is not translated stays English."""
    if isinstance(value, Agenda):
        return texts.agenda(value.kind)
    if isinstance(value, Tip):
        return value.model_copy(update={"text": texts.tip(value.id)})
    if isinstance(value, Kpi):
        return value.model_copy(update={"name": texts.kpi(value.id)})
    if isinstance(value, Survey):
        words = texts.survey(value.id)
        items = tuple(
            item.model_copy(update={"text": words.items.get(item.id, item.text)}) for item in value.items
        )
        return value.model_copy(update={"title": words.title, "intro": words.intro, "items": items})
    return value
