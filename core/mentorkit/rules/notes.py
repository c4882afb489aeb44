# SPDX-License-Identifier: Apache-2.0
"""Taking notes: a page the day before each meeting; its new tasks, its outcome, another time for it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from mentorkit.documents.notes import write_notes
from mentorkit.documents.words import fold, skill_names
from mentorkit.domain.keys import Key
from mentorkit.domain.meetings import HELD, NOT_HELD, Meeting, meeting_subject
from mentorkit.domain.notes import MOVED, TASK_MADE, NewTask, Notes, alike
from mentorkit.domain.pairings import Pairing
from mentorkit.domain.plans import workday
from mentorkit.domain.richtext import Day, Ref, para
from mentorkit.ports import Fact, PlanItem, Stored
from mentorkit.reconcile.wishes import Told, Wish
from mentorkit.rules.adding import added_activity, open_goals
from mentorkit.rules.distance import agenda_of
from mentorkit.rules.moving import meeting_set
from mentorkit.rules.pairings import activities_of
from mentorkit.rules.plan_items import item_key
from mentorkit.rules.preparing import standing
from mentorkit.rules.world import World

MADE = "notes"
"""The ledger fact of a pairing that the page for a meeting was made; who deletes it does not get it again."""
LINE = "note-"
"""Begins the names of activities that were lines of notes, in their keys."""
LATE = timedelta(days=2)
KEPT = timedelta(days=28)
"""So long after the meeting lines of its notes still become tasks."""
TASK_DAYS = timedelta(days=14)


def take_notes(world: World) -> Iterator["Wish[Any] | Told"]:
    """Notes of every working pairing: pages that are due, and what was written on those that are there."""
    for pairing in world.pairings:
        if not pairing.stage.working:
            continue
        facts: list[Fact] = []
        for meeting in world.meetings.get(pairing.key, ()):
            key, subject = world.notes_key(pairing, meeting), meeting_subject(meeting)
            notes = world.notes.get(pairing.key, {}).get(subject)
            if notes is not None:
                facts += _met(world, pairing, meeting, notes)
            if notes is not None and world.now < meeting.start + KEPT:
                yield from _written(world, pairing, meeting, notes)
            elif notes is None and _due(world, pairing, meeting):
                yield _page(world, pairing, meeting)
                made = Fact(name=MADE, at=world.now, detail=subject)
                yield Wish(key=pairing.key, facts=(made,), needs=(key,))
        if facts and world.writable(pairing.key):
            yield Wish(key=pairing.key, facts=tuple(facts))


def _due(world: World, pairing: Pairing, meeting: Meeting) -> bool:
    """Whether the page is to be made: from the day before on, and for two days if no run came in time."""
    zone = ZoneInfo(world.program.person(pairing.mentee).timezone)
    day = meeting.start.astimezone(zone).date() - timedelta(days=1)
    opens = datetime.combine(day, time(0), zone)
    subject = meeting_subject(meeting)
    made = any(fact.name == MADE and fact.detail == subject for fact in world.ledger(pairing.key))
    known = world.snapshot.pages.get(world.notes_key(pairing, meeting)) is not None
    fresh = opens <= world.now < meeting.start + LATE
    return fresh and not made and not known and world.writable(pairing.key)


def _page(
    world: World, pairing: Pairing, meeting: Meeting, made: Sequence[tuple[Key, str]] = ()
) -> Wish[Any]:
    key = world.notes_key(pairing, meeting)
    open_still = world.now < meeting.start or world.page(key) is None
    page = write_notes(
        meeting,
        agenda_of(world, pairing, meeting.kind),
        pairing.key,
        world.program.person(pairing.mentee),
        world.program.person(pairing.mentor),
        standing=standing(world, pairing, meeting, activities_of(world, pairing)) if open_still else None,
        made=made,
    )
    return Wish(key=key, item=page)


def _met(world: World, pairing: Pairing, meeting: Meeting, notes: Notes) -> Iterator[Fact]:
    """Held or not, as the two say afterwards; of two answers the better one stays."""
    subject = meeting_subject(meeting)
    known = {fact.name for fact in world.ledger(pairing.key) if fact.detail == subject}
    if notes.held is None or meeting.start > world.now or HELD in known:
        return
    name = HELD if notes.held else NOT_HELD
    if name not in known:
        yield Fact(name=name, at=meeting.start, detail=subject)


def _written(world: World, pairing: Pairing, meeting: Meeting, notes: Notes) -> Iterator["Wish[Any] | Told"]:
    """The page as it is now, with its lines on the board and its other time in the calendar."""
    key = world.notes_key(pairing, meeting)
    lines = _sorted_lines(world, pairing, key, notes)
    facts = [Fact(name=TASK_MADE, at=world.now, detail=line) for line in lines.known]
    made = [(_item_key(world, pairing, line), title) for line, title in lines.made.items()]
    needs = list[Key]()
    for task in lines.new:
        if wish := _activity(world, pairing, meeting, task):
            facts.append(Fact(name=TASK_MADE, at=world.now, detail=task.line))
            needs.append(wish.key)
            made.append((wish.key, task.title))
            yield wish
        else:
            yield Told(pairing.key, "a new task in its meeting notes waits for a goal to belong to")
    yield from _moved(world, pairing, meeting, notes)
    yield _page(world, pairing, meeting, made)
    if facts and world.writable(key):
        yield Wish(key=key, facts=tuple(facts), needs=tuple(needs))
    for problem in notes.problems:
        yield Told(pairing.key, f"in its meeting notes {problem}", "ask the two to look at it")


@dataclass
class _Lines:
    """The lines of a page: new ones, new wordings of known ones (``known``), and what became of each."""

    new: list[NewTask] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    made: dict[str, str] = field(default_factory=dict)


def _sorted_lines(world: World, pairing: Pairing, page: Key, notes: Notes) -> _Lines:
    """A line is new unless it is known, or a known one is gone that it is most likely a new wording of."""
    ledger = [fact.detail for fact in world.ledger(page) if fact.name == TASK_MADE]
    plans: Mapping[Key, Stored[PlanItem]] = world.snapshot.plans.by_key
    titles = {
        line: plans[key].item.title for line in ledger if (key := _item_key(world, pairing, line)) in plans
    }
    here = {task.line for task in notes.tasks}
    gone = {line: title for line, title in titles.items() if line not in here}
    lines = _Lines(made=titles)
    for task in notes.tasks if world.writable(page) else ():
        if task.line in ledger:
            continue
        twin = next((line for line, title in gone.items() if alike(title, task.title)), None)
        if twin is None:
            lines.new.append(task)
        else:
            del gone[twin]
            lines.known.append(task.line)
    return lines


def _item_key(world: World, pairing: Pairing, line: str) -> Key:
    return item_key(world, "activity", pairing, f"{LINE}{line}")


def _activity(world: World, pairing: Pairing, meeting: Meeting, task: NewTask) -> Wish[Any] | None:
    """The activity that a line becomes, below the goal of its skill, otherwise the one due first."""
    wanted = skill_names(world.program.skills.values()).get(fold(task.skill), "")
    goals = open_goals(world, pairing)
    if not goals:
        return None
    goal, stored = min(goals, key=lambda one: one[1].item.details.get("skill") != wanted)
    notes = Ref(key=world.notes_key(pairing, meeting), text="the notes")
    return added_activity(
        world,
        pairing,
        goal,
        title=task.title,
        kind="practice",
        due=task.due or workday(world.today + TASK_DAYS),
        skill=wanted or stored.item.details.get("skill", ""),
        called=f"{LINE}{task.line}",
        body=(para("From ", notes, " of your meeting on ", Day(day=meeting.start.date()), "."),),
    )


def _moved(world: World, pairing: Pairing, meeting: Meeting, notes: Notes) -> Iterator[Wish[Any]]:
    """Another time that they wrote down, acted on once: a later move elsewhere is not undone."""
    key, to = world.notes_key(pairing, meeting), notes.move_to
    if to is None or to == meeting.start or to <= world.now:
        return
    known = any(fact.name == MOVED and fact.detail == to.isoformat() for fact in world.ledger(key))
    if known or not (world.writable(key) and world.writable(pairing.key)):
        return
    fact = meeting_set(world.ledger(pairing.key), meeting_subject(meeting), to, world.now)
    yield Wish(key=pairing.key, facts=(fact,) if fact else ())
    yield Wish(key=key, facts=(Fact(name=MOVED, at=world.now, detail=to.isoformat()),))
