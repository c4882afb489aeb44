# SPDX-License-Identifier: Apache-2.0
"""Reflections: a private page a side, and the page that opens both to both once both are complete."""

from collections.abc import Iterator, Mapping, Sequence

from mentorkit.documents.steps import tasks
from mentorkit.documents.words import intro, level_text
from mentorkit.domain.pairings import SIDES, Pairing, Step
from mentorkit.domain.people import Person
from mentorkit.domain.plans import Goal
from mentorkit.domain.richtext import (
    Block,
    Blocks,
    Expand,
    Heading,
    Panel,
    Tasks,
    Unknown,
    para,
    table,
)
from mentorkit.domain.skills import Skill
from mentorkit.ports import Audience, Document, Form, Generated

SKILL, BEFORE, AFTER = "Skill", "Before", "After"
FEEDBACK, WORDS = "For the other side", "Words"
SCALE, MINE = "From 1 to 5", "Mine"
PROUD, HARD, NEXT, THANKS, SHARE = (
    "What I am proud of",
    "What was hard",
    "What comes next",
    "Thanks",
    "May we share the story",
)
_SCALES = (
    "It was worth my time",
    "I could speak openly",
    "I got feedback that I could use",
    "We kept our agreements",
)


def title(pairing: Pairing, person: Person, other: Person) -> str:
    """The title of one side's page; of later pairings and rounds it says which."""
    return f"Reflection: {person.name}, with {other.name}{_which(pairing)}"


def _which(pairing: Pairing) -> str:
    later = f" ({pairing.n})" if pairing.n > 1 else ""
    return later + (f", round {pairing.round}" if pairing.round > 1 else "")


def write_reflection(
    pairing: Pairing, person: Person, other: Person, goals: Sequence[Goal], skills: Mapping[str, Skill]
) -> Document:
    """One side's page, for that person's eyes alone; what was aimed for stands in it already."""
    side = SIDES.index(pairing.side(person.id))
    levels = [
        (skills[goal.skill].name if goal.skill in skills else goal.title, level_text(goal.current), "")
        for goal in goals
    ]
    form = (
        Heading(text="Levels"),
        table((SKILL, BEFORE, AFTER), [*levels, ("", "", "")]),
        *_asked(PROUD, "Something that you can do now, or did."),
        *_asked(HARD, "What would you do differently?"),
        *_asked(NEXT, "What will you learn or teach next, and with whom?"),
        Heading(text="Feedback"),
        para("What you saw, what it led to, and one step the other could try: specific, and an offer."),
        table((FEEDBACK, WORDS), [("Keep", ""), ("Change", "")]),
        table((SCALE, MINE), [(scale, "") for scale in _SCALES]),
        *_asked(THANKS, "For what?"),
        *_asked(SHARE, "Yes, yes without names, or no."),
        Tasks(items=(tasks(pairing, Step.COMPLETE, pairing.round)[side],)),
    )
    return Document(
        kind="reflection",
        title=title(pairing, person, other),
        parent=pairing.key,
        audience=Audience(view=frozenset({person.id}), edit=frozenset({person.id})),
        blocks=(
            intro(
                "Only you can read this page. When both of you have ticked the box at the end, a new page"
                " shows both reflections to both of you, as they are at that moment.",
                "Nobody else reads them. Administrators of the space can lift restrictions;"
                " the site logs that.",
            ),
            Form(name="reflection", content=form),
        ),
    )


def _asked(heading: str, hint: str) -> Blocks:
    return (Heading(text=heading), para(hint))


def write_reflections(
    pairing: Pairing, mentee: Person, mentor: Person, written: Mapping[str, Document]
) -> Document:
    """Both reflections on one page, for the two. ``written`` are the pages by person id."""
    both = frozenset({mentee.id, mentor.id})
    blocks = [
        Generated(
            name=pairing.side(person.id),
            content=(Heading(text=f"Reflection of {person.name}"), *_shown(written[person.id])),
            private=True,
        )
        for person in (mentee, mentor)
        if person.id in written
    ]
    about = intro(
        "Only the two of you can read this page. It shows what both wrote, as it was at the closing.",
        "Administrators of the space can lift restrictions; the site logs that.",
    )
    return Document(
        kind="reflections",
        title=f"Reflections: {mentee.name}, {mentor.name}{_which(pairing)}",
        parent=pairing.key,
        audience=Audience(view=both, edit=both),
        blocks=(about, *blocks),
    )


def _shown(page: Document) -> Blocks:
    return tuple(_copied(page.written_by_people())) or (para("Nothing was written."),)


def _copied(blocks: Blocks) -> Iterator[Block]:
    """What a person wrote, without boxes to tick and without what cannot be written again."""
    for block in blocks:
        match block:
            case Tasks() | Unknown():
                continue
            case Heading():
                yield block.model_copy(update={"level": max(3, block.level)})
            case Panel() | Expand():
                yield block.model_copy(update={"blocks": tuple(_copied(block.blocks))})
            case _:
                yield block
