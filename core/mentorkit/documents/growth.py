# SPDX-License-Identifier: Apache-2.0
"""*My growth*: the private page beside the profile, with wishes, needed levels and gaps."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from mentorkit.documents.tables import mentioned, rows
from mentorkit.documents.words import (
    DIFFERENCE,
    GROW,
    MENTORS,
    NEEDED,
    NOW,
    SKILL,
    UNNAMED,
    WHO,
    WHY_NOW,
    WISH,
    fold,
    intro,
    level_lozenge,
    level_text,
    skill_names,
    slug,
)
from mentorkit.domain.keys import Key
from mentorkit.domain.people import Person
from mentorkit.domain.profiles import Growth, Target
from mentorkit.domain.reviews import Review, quarter
from mentorkit.domain.richtext import (
    Blocks,
    Bullets,
    Cell,
    Heading,
    Inline,
    Inlines,
    Mention,
    inlines,
    para,
    table,
    words,
)
from mentorkit.domain.skills import Gap, Role, Skill
from mentorkit.ports import Audience, Document, Form, Generated

_NOTHING: Mapping[str, str] = {}
TARGET, CHOICE = "Target", "My choice"
TARGET_ROLE, TARGET_GRADE = "Role", "Grade"


def title(profile_title: str) -> str:
    """The page title, beside that of the profile."""
    return "My growth:" + profile_title.removeprefix("Skills:")


def write_growth(
    person: Person,
    role: Role,
    skills: Mapping[str, Skill],
    *,
    parent: Key,
    viewers: frozenset[str],
    page_title: str,
    levels: Mapping[str, int],
    gaps: tuple[Gap, ...],
    focus: tuple[str, ...],
    next_levels: Mapping[str, str] = _NOTHING,
    history: Sequence[Review] = (),
    target: tuple[Role, str] | None = None,
    mentor: Blocks = (),
    baseline: Sequence[tuple[str, str]] = (),
    results: Sequence[tuple[str, str]] = (),
) -> Document:
    """The page; needed levels and gaps stand on it as soon as there are ``levels``.

    ``next_levels`` says by skill what the next level takes; ``history`` are the person's reviews;
    ``target`` is the role and grade that the person strives for; ``mentor`` says who the default mentor is;
    ``baseline`` names the skills that are below the company's baseline, with how to begin; ``results``
    are what came of the person's pairings, in numbers.
    """
    blocks: list[Generated | Form] = [
        intro(
            "Only you, your mentors and the coordinator can read this page."
            " Administrators of the space can lift restrictions; the site logs that.",
            "The tables up to Needed and now are yours; what follows is kept by Mentorkit.",
        ),
        Form(name="wishes", content=(Heading(text=GROW), table((SKILL, WHY_NOW), [("", "")] * 3))),
        Form(
            name="mentors",
            content=(
                Heading(text=MENTORS),
                para("Mention up to three people, the one you would like most first."),
                table((WISH, WHO), [("First", ""), ("Second", ""), ("Third", "")]),
            ),
        ),
        Form(
            name="target",
            content=(
                Heading(text="Where I want to get to"),
                para("A role of the program and one of its grades, if you like: the way there stands below."),
                table((TARGET, CHOICE), [(TARGET_ROLE, ""), (TARGET_GRADE, "")]),
            ),
        ),
    ]
    if mentor:
        blocks.append(Generated(name="mentor", content=mentor, private=True))
    if levels:
        content = (
            *_needed(role, person, skills, levels),
            *_focus(skills, gaps, focus, next_levels),
            *_baseline(baseline),
        )
        blocks.append(Generated(name="needed", content=content, private=True))
        way = _way(target, role.required(person.grade), skills, levels)
        blocks.append(Generated(name="target", content=way, private=True))
    if agreed := {review.agreed_on: review for review in history if review.agreed_on}:
        blocks.append(Generated(name="history", content=_history(agreed, skills), private=True))
    if results:
        content = (Heading(text="My results"), table(("What", "So far"), [*results]))
        blocks.append(Generated(name="results", content=content, private=True))
    return Document(
        kind="growth",
        title=page_title,
        parent=parent,
        audience=Audience(view=viewers, edit=viewers),
        blocks=tuple(blocks),
    )


def _needed(role: Role, person: Person, skills: Mapping[str, Skill], levels: Mapping[str, int]) -> Blocks:
    lines: list[tuple[str | Inline | Inlines, ...]] = []
    for skill, needed in role.required(person.grade).items():
        now = levels.get(skill)
        if now is None:
            state: str | Inline = "not rated yet"
        elif now < needed:
            state = f"{needed - now} to go"
        else:
            state = "met" if now == needed else f"{now - needed} above"
        name = skills[skill].name if skill in skills else skill
        lines.append((name, level_lozenge(needed), "–" if now is None else level_lozenge(now), state))
    return (
        Heading(text="Needed and now"),
        para(f"For {role.name}, {person.grade}."),
        table((SKILL, NEEDED, NOW, DIFFERENCE), lines),
    )


def write_default_mentor(state: str, mentor: str, skill: str, why: str) -> Blocks:
    """Who the default mentor is (a person id), or is proposed to be, or why there is none.

    ``skill`` is the name of what a proposed one is good for, if that is why.
    """
    heading = Heading(text="My default mentor")
    if state == "none":
        return (heading, para(f"Nobody yet: {why}."))
    if state == "chosen":
        return (heading, para(Mention(person=mentor), f": {why}."))
    ask = "Tell the coordinator, or name somebody else above."
    good_for = f" ({skill})" if skill else ""
    return (heading, para("Proposed: ", Mention(person=mentor), f" {why}{good_for}. {ask}"))


def _way(
    target: tuple[Role, str] | None,
    today: Mapping[str, int],
    skills: Mapping[str, Skill],
    levels: Mapping[str, int],
) -> Blocks:
    """What the target asks for, beside what today's role does."""
    heading = Heading(text="Target")
    if target is None:
        return (heading, para("No role and grade is chosen above."))
    role, grade = target
    lines: list[tuple[str | Inline | Inlines, ...]] = []
    for skill, needed in role.required(grade).items():
        now = levels.get(skill, 0)
        lines.append(
            (
                skills[skill].name if skill in skills else skill,
                level_lozenge(needed),
                level_lozenge(today[skill]) if skill in today else "–",
                level_lozenge(now),
                f"{needed - now} to go" if now < needed else "met",
            )
        )
    return (
        heading,
        para(f"For {role.name}, {grade}."),
        table((SKILL, "Needed there", "Needed today", NOW, DIFFERENCE), lines),
    )


def _baseline(offers: Sequence[tuple[str, str]]) -> Blocks:
    """What everybody in the company needs and is not there yet."""
    if not offers:
        return ()
    return (Heading(text="Company baseline", level=3), table((SKILL, "Offer"), [*offers]))


def _history(agreed: Mapping[date, Review], skills: Mapping[str, Skill]) -> Blocks:
    """The agreed levels by quarter; a level that fell stands there like one that rose."""
    by_quarter: dict[str, dict[str, int]] = {}
    for day in sorted(agreed):
        by_quarter.setdefault(quarter(day), {}).update(agreed[day].levels)
    named = {
        skill: skills[skill].name if skill in skills else skill for of in by_quarter.values() for skill in of
    }
    lines: list[tuple[str | Inline | Inlines, ...]] = [
        (named[skill], *(level_text(of[skill]) if skill in of else "–" for of in by_quarter.values()))
        for skill in sorted(named, key=lambda skill: named[skill])
    ]
    return (Heading(text="History"), table((SKILL, *by_quarter), lines))


def _focus(
    skills: Mapping[str, Skill], gaps: tuple[Gap, ...], focus: tuple[str, ...], next_levels: Mapping[str, str]
) -> Blocks:
    if not focus:
        return (para("No gaps: nothing that the role asks for is missing."),)
    by_skill = {gap.skill: gap for gap in gaps}
    items = tuple(
        inlines(
            skills[skill].name if skill in skills else skill,
            f": {by_skill[skill].current} → {by_skill[skill].required}"
            if skill in by_skill
            else ": your own wish",
            f". The next level takes: {next_levels[skill]}" if next_levels.get(skill) else "",
        )
        for skill in focus
    )
    return (Heading(text="Focus skills to talk about", level=3), Bullets(items=items))


def read_growth(
    person: Person,
    page: Document,
    skills: Mapping[str, Skill],
    roles: Mapping[str, Role],
    people: Sequence[Person] = (),
) -> Growth:
    """What the person wishes. Nothing raises; what cannot be read becomes a problem.

    Somebody who is named instead of mentioned is found among ``people``, as long as one has that name.
    """
    text = page.written_by_people()
    names = skill_names(skills.values())
    problems = []
    wished = rows(text, {"skill": (SKILL, "Умение"), "why": (WHY_NOW, "Защо сега")})
    if wished is None:
        problems.append("the table with the columns Skill and Why now is not there")
    wishes = {}
    for row in wished or ():
        name = words(row["skill"].content)
        if skill := names.get(fold(name)) or slug(name):
            wishes[skill] = words(row["why"].content)
        elif fold(name):
            problems.append(UNNAMED.format(name))
    ranked = rows(text, {"wish": (WISH, "Желание"), "who": (WHO, "Кой")})
    if ranked is None:
        problems.append("the table with the columns Wish and Who is not there")
    return Growth(
        person=person.id,
        wishes=wishes,
        mentors=tuple(_ranked(ranked or (), people, problems)),
        target=_target(text, roles, problems),
        problems=tuple(problems),
    )


def _ranked(
    lines: Sequence[Mapping[str, Cell]], people: Sequence[Person], problems: list[str]
) -> dict[str, None]:
    """Whom the person wishes for, in order, each once."""
    mentors: dict[str, None] = {}
    named = Counter(fold(one.name) for one in people)
    ids = {fold(one.name): one.id for one in people if named[fold(one.name)] == 1}
    for row in lines:
        said = fold(words(row["who"].content))
        name = said.removeprefix("@")
        wanted = mentioned(row["who"]) or ((ids[name],) if name in ids else ())
        if said and not wanted:
            problems.append(f"the wish “{words(row['wish'].content)}” mentions nobody of the program")
        mentors.update(dict.fromkeys(wanted))
    return mentors


def _target(text: Blocks, roles: Mapping[str, Role], problems: list[str]) -> Target | None:
    """The target, as soon as both role and grade are there and known."""
    found = rows(text, {"what": (TARGET,), "choice": (CHOICE,)}) or ()
    said = {fold(words(row["what"].content)): words(row["choice"].content).strip() for row in found}
    name, grade = said.get(fold(TARGET_ROLE), ""), said.get(fold(TARGET_GRADE), "")
    if not (name and grade):
        return None
    role = next((one for one in roles.values() if fold(name) in (fold(one.name), one.id)), None)
    if role is None:
        problems.append("the role of the target has no matrix in this program")
        return None
    fits = next((one for one in role.grades if fold(one) == fold(grade)), None)
    if fits is None:
        problems.append(f"the grade of the target is none of {', '.join(role.grades)}")
        return None
    return Target(role=role.id, grade=fits)
