# SPDX-License-Identifier: Apache-2.0
"""The review page: levels by both sides, where they differ, the focus skills, and the agreement."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from mentorkit.documents.tables import boxes, rows
from mentorkit.documents.words import (
    EVIDENCE,
    NEEDED,
    SKILL,
    fold,
    intro,
    level_lozenge,
    level_text,
    read_level,
    skill_names,
    slug,
)
from mentorkit.domain.keys import Key
from mentorkit.domain.people import Person
from mentorkit.domain.reviews import OUT_DAYS, Answers, Review, quarter
from mentorkit.domain.richtext import (
    Blocks,
    Bullets,
    Day,
    Heading,
    Inline,
    Inlines,
    Lozenge,
    Mention,
    Ref,
    Task,
    Tasks,
    Text,
    inlines,
    para,
    table,
    words,
)
from mentorkit.domain.skills import Gap, Skill
from mentorkit.ports import Audience, Document, Form, Generated

SELF, MENTOR = "Self", "Mentor"
FEEDBACK_FOR, KEEP, CHANGE = "For", "Keep doing", "Try next"
LEVELS_AGREED = "mk-levels-agreed"
_FOCUS = "mk-focus-"


def title(mentee: Person, mentor: Person, on: date) -> str:
    """The page title; a pairing has one review a quarter."""
    return f"Review {on.isoformat()}: {mentee.name}, {mentor.name}"


def write_review(
    review: Review,
    mentee: Person,
    mentor: Person,
    *,
    parent: Key,
    meeting: date,
    needed: Mapping[str, int],
    gaps: Sequence[Gap],
    skills: Mapping[str, Skill],
    most: int,
) -> Document:
    """The page. ``needed`` are the role's levels by skill; ``gaps`` what is missing after this review."""
    both = frozenset({mentee.id, mentor.id})
    names = {skill: skills[skill].name if skill in skills else skill for skill in needed}
    levels = (
        Heading(text="Levels"),
        para(
            "Each writes in the own column, best before the meeting: a digit or a word, ",
            ", ".join(map(level_text, range(5))) + ".",
        ),
        table((SKILL, SELF, MENTOR, EVIDENCE), [(names[skill], "", "", "") for skill in needed]),
    )
    agree = (
        Heading(text="Agreed"),
        para("Tick when you have talked about it. What stands under Mentor then counts, for good."),
        Tasks(
            items=(
                Task(content=(Mention(person=mentor.id), *inlines(": levels agreed")), anchor=LEVELS_AGREED),
            )
        ),
    )
    feedback = (
        Heading(text="Feedback both ways"),
        para(
            "One or two sentences each: what you saw, what it led to, what could be tried next. It is an"
            " offer; the other decides. The row with your own name is the other's to fill."
        ),
        table((FEEDBACK_FOR, KEEP, CHANGE), [(mentee.name, "", ""), (mentor.name, "", "")]),
    )
    return Document(
        kind="review",
        title=title(mentee, mentor, review.slot),
        parent=parent,
        audience=Audience(view=both, edit=both),
        blocks=(
            intro(
                "Only the two of you can read this page. Levels that you agree on stand on the profile,"
                " which everybody can read. Administrators of the space can lift restrictions; the site logs"
                " that.",
                "The tables under Levels and Feedback are yours; the other boxes are kept by Mentorkit.",
            ),
            Generated(name="steps", content=_steps(review, meeting)),
            Form(name="levels", content=levels),
            Generated(name="differences", content=_differences(review, needed, names), private=True),
            Generated(name="focus", content=_focus(review, gaps, names, most), private=True),
            Form(name="feedback", content=feedback),
            Form(name="agree", content=agree),
        ),
    )


def _steps(review: Review, meeting: date) -> Blocks:
    out = meeting - timedelta(days=OUT_DAYS)
    steps: list[tuple[str, date, bool]] = [
        ("Page is out", out, True),
        ("Self-assessment", meeting - timedelta(days=7), bool(review.answers.own)),
        ("Mentor's view", meeting - timedelta(days=2), bool(review.answers.mentor)),
        ("Meeting", meeting, review.agreed_on is not None),
        ("Levels agreed", meeting, review.agreed_on is not None),
        ("Focus skills chosen", meeting + timedelta(days=7), bool(review.focus)),
    ]
    lines: list[tuple[str | Inline | Inlines, ...]] = [
        (name, Day(day=day), "done" if done else "open") for name, day, done in steps
    ]
    return (table(("Step", "By", "State"), lines),)


def _differences(review: Review, needed: Mapping[str, int], names: Mapping[str, str]) -> Blocks:
    own, mentor = review.answers.own, review.answers.mentor
    lines: list[tuple[str | Inline | Inlines, ...]] = []
    for skill, level in needed.items():
        says, sees = own.get(skill), mentor.get(skill)
        apart = abs(says - sees) if says is not None and sees is not None else 0
        stands_out: str | Inline = Lozenge(text=f"{apart} apart", color="yellow") if apart else "–"
        missing = level - next((n for n in (review.levels.get(skill), sees, says) if n is not None), level)
        gap: str | Inlines = (Text(text=f"{missing} to go", strong=True),) if missing > 0 else "–"
        lines.append((names[skill], level_lozenge(level), _said(says), _said(sees), stands_out, gap))
    return (
        Heading(text="Differences and gaps"),
        para("Talk about the rows that stand out; the others need no time."),
        table((SKILL, NEEDED, SELF, MENTOR, "Difference", "Gap"), lines),
    )


def _said(level: int | None) -> str | Inline:
    return "–" if level is None else level_lozenge(level)


def _focus(review: Review, gaps: Sequence[Gap], names: Mapping[str, str], most: int) -> Blocks:
    heading = Heading(text="Focus skills")
    if review.agreed_on is not None and review.focus:
        chosen = tuple(inlines(names.get(skill, skill)) for skill in review.focus)
        return (heading, para("The next plan is made from these."), Bullets(items=chosen))
    if not gaps:
        return (heading, para("No gaps: nothing that the role asks for is missing."))
    items = tuple(
        Task(
            content=inlines(f"{names.get(gap.skill, gap.skill)}: {gap.current} → {gap.required}"),
            anchor=_anchor(gap.skill),
        )
        for gap in gaps
    )
    return (heading, para(f"Tick at most {most}; of more, the first ones count."), Tasks(items=items))


def review_summary(reviews: Sequence[Review]) -> Blocks:
    """The reviews of a pairing in brief: what came of each, and where it stands."""
    lines: list[tuple[str | Inline | Inlines, ...]] = []
    for review in reviews:
        done: str | Inline = Day(day=review.agreed_on) if review.agreed_on else "not yet"
        levels = f"{len(review.levels)} levels" if review.levels else "–"
        focus = ", ".join(review.focus) or "–"
        page = Ref(key=review.key, text=quarter(review.slot))
        lines.append((page, done, levels, focus))
    return (Heading(text="Reviews"), table(("Review", "Agreed on", "Agreed", "Focus skills"), lines))


def _anchor(skill: str) -> str:
    return f"{_FOCUS}{skill}"[:63]


def read_review(page: Document, skills: Mapping[str, Skill], *, mentee: str, mentor: str) -> Answers:
    """What both wrote and ticked. Nothing raises; what cannot be read becomes a problem."""
    names = skill_names(skills.values())
    problems: list[str] = []
    columns = {"skill": (SKILL,), "own": (SELF,), "mentor": (MENTOR,)}
    found = rows(page.written_by_people(), columns)
    if found is None:
        problems.append("the table with the columns Skill, Self and Mentor is not there")
    levels: dict[str, dict[str, int]] = {"own": {}, "mentor": {}}
    for row in found or ():
        name = words(row["skill"].content)
        skill = names.get(fold(name)) or slug(name)
        for side, of in levels.items():
            try:
                level = read_level(words(row[side].content))
            except ValueError:
                problems.append(f"a level of “{name}” is not one of 0 to 4")
                continue
            if skill and level is not None:
                of.setdefault(skill, level)
    focus = page.generated("focus")
    by_anchor = {_anchor(skill): skill for skill in skills}
    ticked = tuple(
        by_anchor[anchor]
        for anchor, box in boxes(focus.content if focus else ()).items()
        if box.done and box.done_by in (mentee, mentor) and anchor in by_anchor
    )
    return Answers(own=levels["own"], mentor=levels["mentor"], focus=ticked, problems=tuple(problems))


def agreed_by(page: Document) -> Task | None:
    """The box that agrees on the levels, when it is ticked."""
    found = boxes(page.written_by_people()).get(LEVELS_AGREED)
    return found if found is not None and found.done else None
