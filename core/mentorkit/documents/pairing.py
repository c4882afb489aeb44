# SPDX-License-Identifier: Apache-2.0
"""The pairing page: request, agreement, goals and meetings of two people, and what they ticked."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from mentorkit.documents.next_plan import BLOCK as NEXT_PLAN
from mentorkit.documents.recommended import BLOCK as RECOMMENDED
from mentorkit.documents.review import review_summary
from mentorkit.documents.steps import decline_form, scope_form, tasks, write_steps
from mentorkit.documents.tables import boxes, rows
from mentorkit.documents.words import AGREEMENT, REQUEST, fold, intro, level_lozenge
from mentorkit.domain.keys import Key, short
from mentorkit.domain.meetings import Agenda, Meeting
from mentorkit.domain.pairings import SIDES, Pairing, Stage, Step, box
from mentorkit.domain.people import Person
from mentorkit.domain.plans import Goal
from mentorkit.domain.reviews import Review
from mentorkit.domain.richtext import (
    Blocks,
    Day,
    Heading,
    Inline,
    Inlines,
    Link,
    Lozenge,
    Mention,
    PlanQuery,
    Properties,
    Ref,
    Task,
    Tasks,
    inlines,
    para,
    table,
    words,
)
from mentorkit.domain.value import Value
from mentorkit.ports import Audience, Document, Form, Generated

ACCEPT_MENTEE, ACCEPT_MENTOR = (box(Step.ACCEPT, side) for side in SIDES)
AGREE_MENTEE, AGREE_MENTOR = (box(Step.AGREE, side) for side in SIDES)

ABOUT, AGREED, CHANNEL = "About", "What we agree", "Channel"
_AGREEMENT = {"about": (ABOUT,), "what": (AGREED,)}
CHANNEL_HINT = (
    "What you write beside Channel, best a link, stands as the place of every meeting in your calendars."
)

_COLORS = {
    Stage.REQUESTED: "yellow",
    Stage.EXPECTATIONS: "blue",
    Stage.GROWING: "green",
    Stage.REFLECTING: "purple",
}
STAGE_NAMES = {
    Stage.REQUESTED: "Requested",
    Stage.EXPECTATIONS: "Expectations and goals",
    Stage.GROWING: "Growing",
    Stage.REFLECTING: "Reflecting",
    Stage.CLOSED: "Closed",
    Stage.DECLINED: "Declined",
    Stage.EXPIRED: "Expired",
    Stage.ON_HOLD: "On hold",
    Stage.ENDED: "Ended early",
}


class Met(Value):
    """What came of a meeting: its page for notes, held or not in words, and the outcome as they wrote it."""

    notes: Key | None = None
    state: str = ""
    outcome: str = ""


NOTHING: Mapping[datetime, Met] = {}


def title(mentee: Person, mentor: Person, n: int) -> str:
    """The page title; later pairings of the same two are counted."""
    return f"Pairing: {mentee.name}, {mentor.name}" + (f" ({n})" if n > 1 else "")


def write_pairing(
    pairing: Pairing,
    mentee: Person,
    mentor: Person,
    *,
    parent: Key,
    goals: Sequence[Goal],
    meetings: Sequence[Meeting],
    agendas: dict[str, Agenda],
    now: datetime,
    ahead: Blocks = (),
    coming: Blocks = (),
    past: Mapping[datetime, Met] = NOTHING,
    reviews: Sequence[Review] = (),
    reflections: Key | None = None,
    offered: Blocks = (),
    following: Blocks = (),
) -> Document:
    """The page as the pairing's stage asks for it: the agreement comes when both have accepted.

    ``ahead`` is what lies ahead of the two, ``coming`` prepares their next meeting,
    ``past`` is what came of meetings, by when they began;
    ``reviews`` are those that have a page, ``reflections`` is the page that shows what both wrote at the end,
    ``offered`` is recommended to learn from, ``following`` comes after a plan that is done.
    """
    viewers = frozenset({mentee.id, mentor.id})
    blocks: list[Generated | Form] = [
        intro(
            "Only the two of you can read this page. The coordinator sees the stage and the dates."
            " Administrators of the space can lift restrictions; the site logs that.",
            "Everything under Request and Agreement is yours; the other boxes are kept by Mentorkit.",
        ),
        Generated(name="glance", content=_glance(pairing, mentee, mentor, meetings, now)),
        Form(name="request", content=_request(mentee, mentor)),
    ]
    if pairing.stage is Stage.REQUESTED:
        blocks.append(decline_form(pairing))
    if steps := write_steps(pairing, reflections):
        blocks.append(steps)
    if ahead:
        blocks.append(Generated(name="ahead", content=ahead))
    if coming:
        blocks.append(Generated(name="next-meeting", content=coming, private=True))
    if pairing.stage.together or pairing.stage is Stage.CLOSED:
        blocks.append(Form(name="agreement", content=_agreement(pairing)))
        if pairing.round > 1:
            blocks.append(scope_form(pairing))
    if goals:
        blocks.append(Generated(name="goals", content=_goals(pairing, goals), private=True))
    if following:
        blocks.append(Generated(name=NEXT_PLAN, content=following, private=True))
    if offered:
        blocks.append(Generated(name=RECOMMENDED, content=offered, private=True))
    if reviews:
        blocks.append(Generated(name="reviews", content=review_summary(reviews), private=True))
    if meetings:
        blocks.append(
            Generated(name="meetings", content=_meetings(meetings, agendas, mentee, now, past), private=True)
        )
    return Document(
        kind="pairing",
        title=title(mentee, mentor, pairing.n),
        parent=parent,
        audience=Audience(view=viewers, edit=viewers),
        blocks=tuple(blocks),
    )


def _glance(
    pairing: Pairing, mentee: Person, mentor: Person, meetings: Sequence[Meeting], now: datetime
) -> Blocks:
    coming = next((meeting for meeting in meetings if meeting.start > now), None)
    stage = Lozenge.model_validate(
        {"text": STAGE_NAMES[pairing.stage], "color": _COLORS.get(pairing.stage, "grey")}
    )
    since = (Day(day=pairing.since.date()),) if pairing.since else (Day(day=pairing.asked),)
    lines: list[tuple[str, Inlines]] = [
        ("Mentee", (Mention(person=mentee.id),)),
        ("Mentor", (Mention(person=mentor.id),)),
        ("Stage", (stage,)),
        ("Since", since),
        ("Asked", (Day(day=pairing.asked),)),
    ]
    if coming is not None:
        lines.append(("Next meeting", (Day(day=_local(coming, mentee).date()),)))
    return (Properties(rows=tuple(lines)),)


def _request(mentee: Person, mentor: Person) -> Blocks:
    asks = Task(
        content=(
            Mention(person=mentee.id),
            *inlines(" asks "),
            Mention(person=mentor.id),
            *inlines(" to be the mentor"),
        ),
        anchor=ACCEPT_MENTEE,
    )
    accepts = Task(content=(Mention(person=mentor.id), *inlines(" accepts")), anchor=ACCEPT_MENTOR)
    return (
        Heading(text=REQUEST),
        para("One box a side. Only the tick of the person named counts. To decline, see below."),
        Tasks(items=(asks, accepts)),
    )


def _agreement(pairing: Pairing) -> Blocks:
    topics = [
        ("For three months", ""),
        ("Boundaries", "Not about line management or pay."),
        (
            "Duties of each side",
            "The mentee owns agenda and notes and decides; the mentor asks before advising.",
        ),
        (CHANNEL, ""),
        ("Confidential", "What is said stays between us. Goals may be seen by the coordinator."),
        ("Recording", "No."),
        ("How we stop", "Either of us says so, in one sentence, with no reason owed."),
    ]
    return (
        Heading(text=AGREEMENT),
        para(CHANNEL_HINT),
        table((ABOUT, AGREED), [*topics]),
        Tasks(items=tasks(pairing, Step.AGREE)),
    )


def _goals(pairing: Pairing, goals: Sequence[Goal]) -> Blocks:
    lines: list[tuple[str | Inline | Inlines, ...]] = []
    for goal in goals:
        step: Inlines = (level_lozenge(goal.current), *inlines(" → "), level_lozenge(goal.target))
        due: str | Inline = Day(day=goal.due) if goal.due else "–"
        lines.append((goal.title, step, due, f"{goal.done} of {goal.total} done"))
    return (
        Heading(text="Goals"),
        table(("Goal", "From, to", "Due", "Progress"), lines),
        *_milestones(goals),
        Heading(text="Plan", level=3),
        *_overlap(goals),
        PlanQuery(label=short(pairing.key)),
    )


def _milestones(goals: Sequence[Goal]) -> Blocks:
    lines: list[tuple[str | Inline | Inlines, ...]] = [
        (
            one.title,
            Day(day=one.due) if one.due else "–",
            f"{one.done} of {one.total} activities done",
            "reached" if one.reached else "ahead",
        )
        for goal in goals
        for one in goal.milestones
    ]
    heads = ("Milestone", "Due", "Measure", "State")
    return (Heading(text="Milestones", level=3), table(heads, lines)) if lines else ()


def _overlap(goals: Sequence[Goal]) -> Blocks:
    """How much of the plan is work that is done anyway: learning beside the work is what gets dropped."""
    total, real = sum(goal.total for goal in goals), sum(goal.real for goal in goals)
    if not total:
        return ()
    return (para(f"{real} of {total} activities are linked with real work ({round(100 * real / total)} %)."),)


def _meetings(
    meetings: Sequence[Meeting],
    agendas: dict[str, Agenda],
    mentee: Person,
    now: datetime,
    past: Mapping[datetime, Met],
) -> Blocks:
    lines: list[tuple[str | Inline | Inlines, ...]] = []
    for meeting in meetings:
        local = _local(meeting, mentee)
        agenda = agendas.get(meeting.kind.value)
        name = agenda.title if agenda else meeting.kind.value
        when: Inlines = (Day(day=local.date()), *inlines(f" {local:%H:%M}"))
        met = past.get(meeting.start, Met())
        state = (met.state or "past") if meeting.start <= now else "coming"
        outcome: tuple[Inline, ...] = (Ref(key=met.notes, text="Notes"),) if met.notes else ()
        if met.outcome:
            outcome = (*outcome, *inlines(f": {met.outcome}"))
        lines.append((when, f"{name}, {meeting.minutes} min", state, outcome or "–"))
    return (
        Heading(text="Meetings"),
        para(f"Times in {mentee.timezone}."),
        table(("When", "Kind", "State", "Outcome"), lines),
    )


def _local(meeting: Meeting, mentee: Person) -> datetime:
    return meeting.start.astimezone(ZoneInfo(mentee.timezone))


def agreement_read(page: Document) -> bool:
    """Whether the table of the agreement can be found."""
    return rows(page.written_by_people(), _AGREEMENT) is not None


def channel(page: Document) -> str:
    """How the two agreed to talk, as a calendar's place: the first link, else the words; "" for none."""
    for row in rows(page.written_by_people(), _AGREEMENT) or ():
        if fold(words(row["about"].content)) == fold(CHANNEL):
            links = [node.url for node in row["what"].content if isinstance(node, Link)]
            return (links or [" ".join(words(row["what"].content).split())])[0][:200]
    return ""


def ticks(page: Document) -> dict[str, tuple[str, datetime | None]]:
    """Anchor of each ticked box, to who ticked it and when; also of those in the program's own block."""
    steps = page.generated("steps")
    return {
        anchor: (task.done_by, task.done_at)
        for anchor, task in boxes((*page.written_by_people(), *(steps.content if steps else ()))).items()
        if task.done and task.done_by
    }
