# SPDX-License-Identifier: Apache-2.0
"""The open skill profile, one page a person."""

from collections.abc import Mapping, Sequence

from mentorkit.documents.tables import rows
from mentorkit.documents.words import (
    EVIDENCE,
    LEVEL,
    MENTORING,
    SHARE,
    SKILL,
    SKILLS,
    STYLE,
    UNNAMED,
    fold,
    intro,
    level_lozenge,
    level_text,
    read_level,
    skill_names,
    slug,
)
from mentorkit.domain.keys import Key
from mentorkit.domain.people import Mentoring, Person
from mentorkit.domain.profiles import MentorRecord, Profile, Rating
from mentorkit.domain.reviews import AgreedLevel
from mentorkit.domain.richtext import (
    Blocks,
    Day,
    Heading,
    Inline,
    Inlines,
    Mention,
    Properties,
    inlines,
    para,
    table,
    words,
)
from mentorkit.domain.skills import Role, Skill
from mentorkit.ports import Audience, Document, Form, Generated

LABEL = "mentorkit-profile"
COLUMNS = ("Role", "Team", "Mentoring", "Places left", "Languages")
_OFFERS = {
    Mentoring.OFFERS: "offers help",
    Mentoring.WANTS: "wants a mentor",
    Mentoring.BOTH: "offers help and wants a mentor",
    Mentoring.NONE: "not now",
}


def title(person: Person, namesakes: bool = False) -> str:
    """The page title; two people of one name get their team in it."""
    return f"Skills: {person.name} ({person.team})" if namesakes else f"Skills: {person.name}"


def write_profile(
    person: Person,
    role: Role,
    skills: Mapping[str, Skill],
    *,
    parent: Key,
    editors: frozenset[str],
    left: int,
    capacity: int,
    page_title: str,
    profile: Profile | None = None,
    record: MentorRecord | None = None,
    agreed: Sequence[AgreedLevel] = (),
) -> Document:
    """The profile page: who the person is beside the form that the person fills in.

    ``left`` of ``capacity`` places are free; ``record`` is what the person has given as a mentor; ``agreed``
    are the levels that were agreed in reviews.
    """
    mentoring = (profile and profile.mentoring) or person.mentoring
    about = Properties(
        rows=(
            ("Person", (Mention(person=person.id),)),
            ("Role", inlines(f"{role.name}, {person.grade}")),
            ("Team", inlines(person.team or "–")),
            ("Mentoring", inlines(_OFFERS[mentoring])),
            ("Places left", inlines(f"{left} of {capacity}" if mentoring.gives else "–")),
            ("Languages", inlines(", ".join(person.languages) or "–")),
            ("Time zone", inlines(person.timezone)),
            *((("As a mentor", _record(record)),) if record else ()),
        )
    )
    known = [
        (skills[skill].name if skill in skills else skill, "", "") for skill in role.required(person.grade)
    ]
    form = (
        Heading(text=SKILLS),
        para("Write your level today as a digit or a word: " + ", ".join(map(level_text, range(5))) + "."),
        table((SKILL, LEVEL, EVIDENCE), [*known, ("", "", "")]),
    )
    offers = table(("Mentoring", "Places"), [(_OFFERS[person.mentoring], str(person.capacity))])
    blocks: list[Generated | Form] = [
        intro(
            "Everybody can read this page; you and the coordinator can change it.",
            "All tables and headings are yours. Only the box below is kept by Mentorkit.",
        ),
        Generated(name="about", content=(about,)),
        Form(name="skills", content=form),
        Form(name="mentoring", content=(Heading(text=MENTORING), offers)),
        Form(name="share", content=(Heading(text=SHARE), para("What may others ask you about?"))),
        Form(
            name="style", content=(Heading(text=STYLE), para("When and how do you like to meet and learn?"))
        ),
    ]
    if agreed:
        blocks.append(Generated(name="agreed", content=_agreed(agreed, skills)))
    return Document(
        kind="profile",
        title=page_title,
        parent=parent,
        audience=Audience(edit=editors),
        labels=frozenset({LABEL, f"role-{role.id}"}),
        blocks=tuple(blocks),
    )


def _record(record: MentorRecord) -> Inlines:
    """A step of a career in one line."""
    people = "1 mentee" if record.mentees == 1 else f"{record.mentees} mentees"
    done = f", {record.completed} completed" if record.completed else ""
    return (*inlines(f"{people} since "), Day(day=record.since), *inlines(done))


def _agreed(agreed: Sequence[AgreedLevel], skills: Mapping[str, Skill]) -> Blocks:
    lines: list[tuple[str | Inline | Inlines, ...]] = [
        (
            skills[one.skill].name if one.skill in skills else one.skill,
            level_lozenge(one.level),
            Day(day=one.on),
        )
        for one in agreed
    ]
    return (Heading(text="Agreed in reviews"), table((SKILL, LEVEL, "Agreed on"), lines))


def read_profile(person: Person, page: Document, skills: Mapping[str, Skill]) -> Profile:
    """What the person wrote. Rows that cannot be read become problems; nothing raises."""
    text = page.written_by_people()
    names = skill_names(skills.values())
    ratings: dict[str, Rating] = {}
    said: dict[str, str] = {}
    problems = []
    table_rows = rows(
        text, {"skill": (SKILL, "Умение"), "level": (LEVEL, "Ниво"), "evidence": (EVIDENCE, "Доказателство")}
    )
    if table_rows is None:
        table_rows = rows(text, {"skill": (SKILL, "Умение"), "level": (LEVEL, "Ниво")})
    if table_rows is None:
        problems.append("the table with the columns Skill and Level is not there")
    for row in table_rows or ():
        name = words(row["skill"].content)
        skill = names.get(fold(name)) or slug(name)
        if not skill:
            problems += [UNNAMED.format(name)] if fold(name) else []
            continue
        said[skill] = name
        try:
            level = read_level(words(row["level"].content))
        except ValueError:
            problems.append(f"the level of “{name}” is not one of 0 to 4")
            continue
        if level is not None and skill not in ratings:
            ratings[skill] = Rating(
                level=level, evidence=words(row["evidence"].content) if "evidence" in row else ""
            )
    mentoring, capacity = _offers(page, problems)
    return Profile(
        person=person.id,
        ratings=ratings,
        names=said,
        mentoring=mentoring,
        capacity=capacity,
        problems=tuple(problems),
    )


def _offers(page: Document, problems: list[str]) -> tuple[Mentoring | None, int | None]:
    found = rows(
        page.written_by_people(), {"mentoring": ("Mentoring", "Менторство"), "places": ("Places", "Места")}
    )
    if not found:
        return None, None
    said = fold(words(found[0]["mentoring"].content))
    mentoring = next((kind for kind, phrase in _OFFERS.items() if said in (phrase, kind.value)), None)
    if said and mentoring is None:
        choices = ", ".join(f"“{phrase}”" for phrase in _OFFERS.values())
        problems.append(f"Mentoring is none of {choices}")
    places = fold(words(found[0]["places"].content))
    if places and not (places.isdecimal() and int(places) <= 20):
        problems.append("Places is not a number from 0 to 20")
        return mentoring, None
    return mentoring, int(places) if places else None
