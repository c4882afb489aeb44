# SPDX-License-Identifier: Apache-2.0
"""The open pages that the program writes by itself: home, directory, matrices, guides, helpers."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from mentorkit.documents import profile
from mentorkit.documents.markdown import markdown
from mentorkit.documents.words import intro, level_lozenge, level_text
from mentorkit.domain.keys import Key
from mentorkit.domain.meetings import MeetingKind
from mentorkit.domain.people import Person
from mentorkit.domain.richtext import (
    Block,
    Bullets,
    Children,
    Day,
    Heading,
    Inline,
    Inlines,
    Link,
    Mention,
    Properties,
    PropertiesReport,
    Ref,
    Text,
    inlines,
    para,
    table,
)
from mentorkit.domain.skills import Role, Skill
from mentorkit.ports import Document, Form, Generated
from mentorkit.program.schema import Program


def write_home(
    program: Program,
    coordinator: Person,
    sponsor: Person | None,
    *,
    numbers: Mapping[str, int],
    goals: Sequence[tuple[str, str, str, str]],
    guides: Mapping[str, Key],
    sessions: Mapping[date, Mapping[str, int]],
) -> Document:
    """The program's home: purpose, how to start, who to ask, the year's sessions, and a place for news.

    ``numbers`` are counts by what they count, ``goals`` the program's own with their measure, target and
    what each serves; ``guides`` are the published guides by id; ``sessions`` counts the meetings of each
    month (named by its first day) by kind: who meets whom is nobody else's business.
    """
    about: list[tuple[str, Inlines]] = [
        ("Since", (Day(day=program.starts),)),
        ("Coordinator", (Mention(person=coordinator.id),)),
        *([("Sponsor", (Mention(person=sponsor.id),))] if sponsor else []),
        *((name, inlines(str(number))) for name, number in numbers.items()),
    ]
    start = Bullets(
        ordered=True,
        items=(
            inlines("Open your page under People and write your levels.", *_see(guides, "tool-page")),
            inlines("Open My growth below it: what you want to grow in, and who should help you."),
            inlines("When a pairing page names you, tick your box, or say why not."),
            inlines(
                "Subscribe to your calendar; every meeting brings its agenda.", *_see(guides, "tool-calendar")
            ),
            inlines("Your plan stands on the board, beside your other work.", *_see(guides, "tool-board")),
        ),
    )
    stages = Bullets(
        ordered=True,
        items=(
            inlines("Finding each other: both accept on the pairing page."),
            inlines("Expectations and goals: the agreement, ticked by both."),
            inlines("Growth: a plan on the board, a meeting every two weeks, a review each quarter."),
            inlines("Reflection: what changed, what was hard, what next."),
        ),
    )
    content: list[Block] = [
        para(Text(text=program.purpose or program.name, strong=True)),
        Properties(rows=tuple(about)),
    ]
    if goals:
        heads = ("Goal", "Measured by", "Target", "Serves")
        content += [Heading(text="What the program is for"), table(heads, [*goals])]
    content += [
        Heading(text="Start here"),
        start,
        Heading(text="Four stages"),
        stages,
        *_year(program, sessions),
        Heading(text="Pages"),
        Children(),
    ]
    blocks = (
        intro("Kept by Mentorkit up to the heading News; everything from there on is the coordinator's."),
        Generated(name="program", content=tuple(content)),
        Form(name="news", content=(Heading(text="News"), para("What is new this month?"))),
    )
    return Document(kind="home", title=program.name, blocks=blocks)


def _see(guides: Mapping[str, Key], guide: str) -> Inlines:
    """Where to read how it is done, when there is such a guide."""
    return inlines(" ", Ref(key=guides[guide], text="How?")) if guide in guides else ()


def _year(program: Program, sessions: Mapping[date, Mapping[str, int]]) -> Sequence[Block]:
    """The sessions of the year by month and kind."""
    kinds = [kind.value for kind in MeetingKind if any(kind.value in of for of in sessions.values())]
    lines: list[tuple[str | Inline | Inlines, ...]] = [
        (f"{month:%B %Y}", *(str(sessions[month].get(kind, "–")) for kind in kinds))
        for month in sorted(sessions)
    ]
    heads = ("Month", *(program.agendas[kind].title for kind in kinds))
    where = para(
        "How many of each kind there are. Each of them, with its agenda, is in the program's calendar."
    )
    return (Heading(text="The year"), where, table(heads, lines)) if lines else ()


def write_directory(parent: Key) -> Document:
    """Everybody with a profile, collected by the tool itself from the profiles' properties."""
    report = PropertiesReport(label=profile.LABEL, first="Profile", columns=profile.COLUMNS)
    blocks = (
        Generated(
            name="directory",
            content=(para("Everybody's open profile; always as fresh as the pages."), report),
        ),
    )
    return Document(kind="directory", title="Directory", parent=parent, blocks=blocks)


def write_index(kind: str, title: str, parent: Key) -> Document:
    """A page that holds the pages below it."""
    return Document(
        kind=kind, title=title, parent=parent, blocks=(Generated(name="pages", content=(Children(),)),)
    )


def write_matrix(role: Role, skills: Mapping[str, Skill], parent: Key) -> Document:
    """A role matrix: which level each grade needs, core skills first."""
    ordered = sorted(role.requires, key=lambda skill: (not role.requires[skill].core, skill))
    lines: list[tuple[str | Inline | Inlines, ...]] = []
    for skill in ordered:
        needed = role.requires[skill]
        name = skills[skill].name if skill in skills else skill
        kind = skills[skill].kind.value if skill in skills else ""
        levels = [level_lozenge(needed.levels[grade]) for grade in role.grades]
        lines.append((name, kind, "core" if needed.core else "", *levels))
    heads = ("Skill", "Kind", "Core", *(grade.capitalize() for grade in role.grades))
    content: list[Block] = [para(role.summary)] if role.summary else []
    content += [
        para("Levels: " + ", ".join(level_text(level) for level in range(5)) + "."),
        table(heads, lines),
    ]
    blocks = (Generated(name="matrix", content=tuple(content)),)
    return Document(kind="matrix", title=f"Role matrix: {role.name}", parent=parent, blocks=blocks)


def write_guide(title: str, source: str, parent: Key) -> Document:
    """A guide from the program folder."""
    return Document(
        kind="guide",
        title=f"Guide: {title}",
        parent=parent,
        blocks=(Generated(name="guide", content=markdown(source)),),
    )


def write_helpers(
    skills: Mapping[str, Skill],
    helpers: Mapping[str, Sequence[tuple[int, int, str]]],
    nobody: Mapping[str, Sequence[tuple[str, str, Sequence[str]]]],
    parent: Key,
) -> Document:
    """Who can help with which skill, in the order given; for one that nobody has, where to look outside.

    ``helpers``: skill id to (places left, level, person id); ``nobody``: skill id to places outside as
    (name, address, languages).
    """
    found: Block = (
        table(("Skill", "Who, with level and free places"), list(_helping(skills, helpers)))
        if helpers
        else para("Nobody has rated a skill 3 or higher yet.")
    )
    content: list[Block] = [para("Ask them; they said they are ready to help."), found]
    if nobody:
        content += [
            Heading(text="Nobody here yet"),
            para("What a role here is about, and nobody offers. Outside, keep clients' secrets to yourself."),
            table(("Skill", "Outside"), list(_outside(skills, nobody))),
        ]
    blocks = (Generated(name="helpers", content=tuple(content)),)
    return Document(kind="helpers", title="Who can help", parent=parent, blocks=blocks)


def _helping(
    skills: Mapping[str, Skill], helpers: Mapping[str, Sequence[tuple[int, int, str]]]
) -> Iterator[tuple[str, Inlines]]:
    for skill in sorted(helpers, key=lambda skill: _named(skills, skill)):
        who: list[Inline] = []
        for places, level, person in helpers[skill]:
            who += [
                *inlines(", " if who else ""),
                Mention(person=person),
                *inlines(f" ({level}; {places} free)"),
            ]
        yield _named(skills, skill), tuple(who)


def _outside(
    skills: Mapping[str, Skill], nobody: Mapping[str, Sequence[tuple[str, str, Sequence[str]]]]
) -> Iterator[tuple[str, Inlines]]:
    for skill in sorted(nobody, key=lambda skill: _named(skills, skill)):
        where: list[Inline] = []
        for name, url, languages in nobody[skill]:
            where += [*inlines(", " if where else ""), Link(url=url, text=name)]
            where += inlines(f" ({', '.join(languages)})")
        yield _named(skills, skill), tuple(where) or inlines("–")


def _named(skills: Mapping[str, Skill], skill: str) -> str:
    return skills[skill].name if skill in skills else skill
