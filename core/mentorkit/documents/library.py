# SPDX-License-Identifier: Apache-2.0
"""The library everybody in the program may use: meeting templates, and what there is to learn from."""

from collections.abc import Iterable, Mapping, Sequence

from mentorkit.documents.words import level_text
from mentorkit.domain.keys import Key
from mentorkit.domain.meetings import Agenda
from mentorkit.domain.resources import Resource
from mentorkit.domain.richtext import (
    Block,
    Blocks,
    Bullets,
    Expand,
    Heading,
    Inline,
    Inlines,
    Link,
    inlines,
    para,
    table,
)
from mentorkit.domain.skills import Skill
from mentorkit.ports import Document, Generated


def write_templates(agendas: Iterable[Agenda], parent: Key) -> Document:
    """Every agenda of the program, the shipped ones and its own, each folded under its title."""
    ordered = sorted(agendas, key=lambda agenda: (agenda.title, agenda.kind))
    folded = tuple(
        Expand(title=f"{agenda.title}, {agenda.minutes} min", blocks=agenda_blocks(agenda))
        for agenda in ordered
    )
    about = para("Your calendar uses them. The other kinds are there for the day you need one.")
    return Document(
        kind="templates",
        title="Meeting templates",
        parent=parent,
        blocks=(Generated(name="templates", content=(about, *folded)),),
    )


def agenda_blocks(agenda: Agenda) -> Blocks:
    """An agenda with its questions: purpose, what to do before, timed items, what to do after."""
    content: list[Block] = [para(agenda.purpose)] if agenda.purpose else []
    content += _list("Before", agenda.before.splitlines())
    for item in agenda.items:
        content += _list(f"{item.title} ({item.minutes} min)", item.notes)
    return (*content, *_list("After", agenda.after.splitlines()))


def _list(title: str, lines: Sequence[str]) -> list[Block]:
    said = [line.strip().removeprefix("- ") for line in lines if line.strip()]
    if not said:
        return []
    return [Heading(text=title, level=4), Bullets(items=tuple(inlines(line) for line in said))]


def write_resources(resources: Iterable[Resource], skills: Mapping[str, Skill], parent: Key) -> Document:
    """The knowledge base: a table a skill, from the lowest level up."""
    by_skill: dict[str, list[Resource]] = {}
    for resource in resources:
        by_skill.setdefault(resource.skill, []).append(resource)
    content: list[Block] = [
        para("Everybody in the program may use this. Ask your mentor which one fits you.")
    ]
    for skill in sorted(by_skill, key=lambda skill: skills[skill].name):
        ordered = sorted(by_skill[skill], key=lambda one: (one.start, one.to, one.minutes, one.id))
        content += [Heading(text=skills[skill].name), table(_HEADS, [_row(one) for one in ordered])]
    return Document(
        kind="resources",
        title="Learning resources",
        parent=parent,
        blocks=(Generated(name="resources", content=tuple(content)),),
    )


_HEADS = ("What", "Kind", "From, to", "Minutes", "Language", "Cost")


def _row(one: Resource) -> tuple[str | Inline | Inlines, ...]:
    levels = f"{level_text(one.start)} → {level_text(one.to)}"
    title = f"{one.title} (team {one.team})" if one.team else one.title
    return (Link(url=one.url, text=title), one.kind, levels, str(one.minutes), one.lang, one.cost)
