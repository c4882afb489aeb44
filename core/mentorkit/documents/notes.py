# SPDX-License-Identifier: Apache-2.0
"""Meeting notes: made the day before, with where the plan stands, the agenda, and room for what is said."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from mentorkit.documents.library import agenda_blocks
from mentorkit.documents.next_meeting import Standing, write_standing
from mentorkit.documents.tables import rows
from mentorkit.documents.words import SKILL, fold, intro
from mentorkit.domain.keys import Key, short
from mentorkit.domain.meetings import Agenda, Meeting
from mentorkit.domain.notes import NewTask, Notes
from mentorkit.domain.people import Person
from mentorkit.domain.richtext import (
    Blocks,
    Bullets,
    Cell,
    Day,
    Heading,
    Inline,
    OpenTasks,
    Paragraph,
    Properties,
    Ref,
    inlines,
    para,
    table,
    words,
)
from mentorkit.ports import Document, Form, Generated

ITEM, TALKED = "We want to talk about", "Talked about"
TASK, BY = "New task", "By"
AFTERWARDS, ANSWER = "Afterwards", "Your answer"
MET, OUTCOME, MOVE_TO = "Did you meet?", "The outcome in a sentence", "Meet at another time"
MOOD = "Mood, 1 to 5, if you like"

_YES = frozenset({"yes", "y", "we met", "met", "held", "да", "x", "✓", "✔", "✅"})
_NO = frozenset({"no", "n", "not held", "canceled", "cancelled", "не", "✗", "✘", "❌"})
_MOST_TASKS, _LONGEST = 20, 200
_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_TIME = re.compile(r"\b([01]?\d|2[0-3])[:.]([0-5]\d)\b")


def title(on: date, agenda: Agenda, mentee: Person, mentor: Person) -> str:
    """The page title, by the day of the meeting."""
    return f"Notes {on.isoformat()}, {agenda.title}: {mentee.name}, {mentor.name}"[:250]


def write_notes(
    meeting: Meeting,
    agenda: Agenda,
    pairing: Key,
    mentee: Person,
    mentor: Person,
    *,
    standing: Standing | None,
    made: Sequence[tuple[Key, str]] = (),
) -> Document:
    """The page. ``standing`` is None once the meeting has begun: what stands there is left as it was.

    ``made`` are the activities that lines of this page became, with their titles. It has no audience
    of its own: it is there for whoever may read the pairing page above it.
    """
    local = meeting.start.astimezone(ZoneInfo(mentee.timezone))
    about = (
        ("Meeting", inlines(agenda.title)),
        ("When", (Day(day=local.date()), *inlines(f" {local:%H:%M}, {mentee.timezone}"))),
        ("Minutes", inlines(str(meeting.minutes))),
        ("Pairing", (Ref(key=pairing, text="Request, agreement, goals"),)),
    )
    blocks: list[Generated | Form] = [
        intro(
            "Only the two of you can read this page, as the one above it."
            " Administrators of the space can lift restrictions; the site logs that.",
            "Write wherever it helps. The boxes that begin with what was done, and the agenda, are kept by"
            " Mentorkit.",
        ),
        Generated(name="glance", content=(Properties(rows=about),)),
    ]
    if standing is not None:
        blocks.append(Generated(name="standing", content=write_standing(standing), private=True))
    blocks += [
        Form(name="items", content=_form(ITEM, TALKED, ("", "", ""))),
        Generated(name="agenda", content=(Heading(text="Agenda"), *agenda_blocks(agenda))),
        Form(name="notes", content=_room()),
        Generated(name="open-tasks", content=_open_tasks(pairing)),
        Form(name="new-tasks", content=_new_tasks()),
    ]
    if made:
        blocks.append(Generated(name="made", content=_made(made), private=True))
    blocks.append(Form(name="outcome", content=_form(AFTERWARDS, ANSWER, (MET, OUTCOME, MOVE_TO, MOOD))))
    return Document(
        kind="notes",
        title=title(local.date(), agenda, mentee, mentor),
        parent=pairing,
        labels=frozenset({short(pairing)}),
        blocks=tuple(blocks),
    )


def _form(first: str, second: str, lines: Sequence[str]) -> Blocks:
    return (Heading(text=first), table((first, second), [(line, "") for line in lines]))


def _room() -> Blocks:
    return (
        Heading(text="Notes"),
        Paragraph(),
        Heading(text="Decisions", level=3),
        Paragraph(),
        Heading(text="Actions", level=3),
        para(
            "A box each: who (mention the person), what, until when. Open ones are listed below until done."
        ),
        Paragraph(),
    )


def _open_tasks(pairing: Key) -> Blocks:
    return (Heading(text="Open actions of all your meetings", level=3), OpenTasks(label=short(pairing)))


def _new_tasks() -> Blocks:
    return (
        Heading(text="New tasks"),
        para("Each line becomes an activity of the plan with the next run. A date is enough; a skill helps."),
        table((TASK, SKILL, BY), [("", "", "")] * 3),
    )


def _made(made: Sequence[tuple[Key, str]]) -> Blocks:
    links = tuple((Ref(key=key, text=title),) for key, title in made)
    return (Heading(text="On the board now", level=3), Bullets(items=links))


def read_notes(page: Document, zone: ZoneInfo, start: datetime) -> Notes:
    """What the two wrote. Nothing raises; what cannot be read becomes a problem.

    ``start`` is when the meeting begins, in whose place another time may be named; ``zone`` is whose
    clock they mean.
    """
    text = page.written_by_people()
    problems: list[str] = []
    items = rows(text, {"item": (ITEM,), "talked": (TALKED,)}) or ()
    answers = {
        fold(words(row["question"].content)): row["answer"]
        for row in rows(text, {"question": (AFTERWARDS,), "answer": (ANSWER,)}) or ()
    }
    outcome = " ".join(words(answers.get(fold(OUTCOME), Cell()).content).split())[:_LONGEST]
    return Notes(
        held=_held(answers.get(fold(MET), Cell()), outcome, problems),
        outcome=outcome,
        waiting=tuple(
            said
            for row in items
            if (said := words(row["item"].content)) and not fold(words(row["talked"].content))
        ),
        tasks=tuple(_tasks(text, problems)),
        move_to=_moment(answers.get(fold(MOVE_TO), Cell()), zone, start, problems),
        problems=tuple(problems),
    )


def _held(answer: Cell, outcome: str, problems: list[str]) -> bool | None:
    said = fold(words(answer.content))
    first = said.split(" ")[0].strip(",.!;") if said else ""
    if said in _NO or first in _NO:
        return False
    if said in _YES or first in _YES:
        return True
    if said:
        problems.append(f"the answer to “{MET}” is neither yes nor no")
    return True if outcome else None


def _tasks(text: Blocks, problems: list[str]) -> list[NewTask]:
    found: dict[str, NewTask] = {}
    for row in rows(text, {"task": (TASK,), "skill": (SKILL,), "by": (BY,)}) or ():
        name = " ".join(words(row["task"].content).split())[:_LONGEST]
        if not fold(name):
            continue
        by = words(row["by"].content)
        due = _day(row["by"])
        if by and due is None:
            problems.append(f"a date in the column {BY} is not one; write it as 2026-01-31")
        task = NewTask(title=name, skill=words(row["skill"].content), due=due)
        found.setdefault(task.line, task)
    if len(found) > _MOST_TASKS:
        problems.append(f"there are more than {_MOST_TASKS} new tasks; the first {_MOST_TASKS} are taken")
    return list(found.values())[:_MOST_TASKS]


def _day(cell: Cell) -> date | None:
    node: Inline
    for node in cell.content:
        if isinstance(node, Day):
            return node.day
    for year, month, day in _DATE.findall(words(cell.content)):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def _moment(cell: Cell, zone: ZoneInfo, start: datetime, problems: list[str]) -> datetime | None:
    said = words(cell.content)
    if not said:
        return None
    local, day = start.astimezone(zone), _day(cell)
    clock = _TIME.search(_DATE.sub(" ", said))
    if day is None and clock is None:
        problems.append(f"beside “{MOVE_TO}” stands no time; write it as 2026-01-31 14:00")
        return None
    at = time(int(clock[1]), int(clock[2])) if clock else local.time()
    return datetime.combine(day or local.date(), at, zone)
