# SPDX-License-Identifier: Apache-2.0
"""Preparing the next meeting: what was done since the last one, what is stuck or overdue, and a tip."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mentorkit.documents.next_meeting import Card, Standing, write_next_meeting
from mentorkit.domain.meetings import Meeting, meeting_subject
from mentorkit.domain.pairings import Pairing, of_pairing
from mentorkit.domain.richtext import Blocks
from mentorkit.ports import Fact, PlanItem, PlanKind, Status, Stored
from mentorkit.program.shipped import shipped_tips
from mentorkit.rules.distance import agenda_of
from mentorkit.rules.recommending import fit
from mentorkit.rules.world import World

BEGUN, DONE, REACHED = "begun", "done", "reached"
HELPS = 2


def prepare(world: World, pairing: Pairing, activities: Sequence[Stored[PlanItem]]) -> Blocks:
    """The block for the next meeting of a working pairing; empty when none is coming."""
    meetings = world.meetings.get(pairing.key, ())
    coming = next((meeting for meeting in meetings if meeting.start > world.now), None)
    if coming is None or not pairing.stage.working:
        return ()
    zone = ZoneInfo(world.program.person(pairing.mentee).timezone)
    notes = world.notes_key(pairing, coming)
    return write_next_meeting(
        agenda_of(world, pairing, coming.kind),
        coming.start.astimezone(zone).date(),
        standing(world, pairing, coming, activities),
        notes if world.page(notes) else None,
    )


def standing(
    world: World, pairing: Pairing, coming: Meeting, activities: Sequence[Stored[PlanItem]]
) -> Standing:
    """Where the plan stands before a meeting, measured from the meeting before it."""
    meetings = world.meetings.get(pairing.key, ())
    past = [meeting for meeting in meetings if meeting.start < coming.start and meeting.start <= world.now]
    zone = ZoneInfo(world.program.person(pairing.mentee).timezone)
    last = past[-1].start if past else None
    dated = {(fact.name, fact.detail): fact.at for fact in world.ledger(pairing.key)}
    stale = world.now - timedelta(days=world.program.nudges.stale_days)
    done, overdue, stuck = list[Card](), list[Card](), list[Card]()
    for stored in activities:
        status, due = stored.item.status, stored.item.due
        if status is Status.DONE:
            finished = dated.get((DONE, stored.name), world.now)
            if last is None or finished >= last:
                done.append(_card(stored))
        elif status is Status.CANCELED:
            continue
        elif status in (Status.DOING, Status.SHOW) and dated.get((BEGUN, stored.name), world.now) <= stale:
            stuck.append(_card(stored, _helps(world, pairing, stored)))
        elif due is not None and due < world.today:
            overdue.append(_card(stored))
    return Standing(
        since=last.astimezone(zone).date() if last else None,
        done=tuple(done),
        reached=tuple(_reached(world, pairing, last)),
        overdue=tuple(overdue),
        stuck=tuple(stuck),
        carried=_carried(world, pairing, past),
        tips=tuple(_tips(coming, meetings)),
    )


def noticed(world: World, pairing: Pairing, activities: Sequence[Stored[PlanItem]]) -> tuple[Fact, ...]:
    """When an activity was first seen begun, and first seen done: a board tells only what is so now."""
    if not world.writable(pairing.key):
        return ()
    known = {(fact.name, fact.detail) for fact in world.ledger(pairing.key)}
    seen = [
        (name, stored.name)
        for stored in activities
        for name, when in ((BEGUN, (Status.DOING, Status.SHOW)), (DONE, (Status.DONE,)))
        if stored.item.status in when
    ]
    return tuple(Fact(name=name, at=world.now, detail=of) for name, of in seen if (name, of) not in known)


def _reached(world: World, pairing: Pairing, since: datetime | None) -> Iterator[str]:
    for key, stored in world.snapshot.plans.by_key.items():
        if stored.item.kind is PlanKind.MILESTONE and of_pairing(pairing, key):
            at = next((fact.at for fact in world.ledger(key) if fact.name == REACHED), None)
            if at is not None and (since is None or at >= since):
                yield stored.item.title


def _carried(world: World, pairing: Pairing, past: Sequence[Meeting]) -> tuple[str, ...]:
    """What the two meant to talk about in the latest meeting that has notes, and did not."""
    written = world.notes.get(pairing.key, {})
    for meeting in reversed(past):
        if (notes := written.get(meeting_subject(meeting))) is not None:
            return notes.waiting
    return ()


def _card(stored: Stored[PlanItem], helps: tuple[tuple[str, str], ...] = ()) -> Card:
    return Card(name=stored.name, title=stored.item.title, url=stored.url, due=stored.item.due, helps=helps)


def _helps(world: World, pairing: Pairing, stuck: Stored[PlanItem]) -> tuple[tuple[str, str], ...]:
    """What the mentor may point to instead of solving it: for the goal's step, not the task itself."""
    goal = world.snapshot.plans.get(stuck.item.parent) if stuck.item.parent else None
    details = goal.item.details if goal is not None else {}
    if "skill" not in details:
        return ()
    found = fit(world, pairing, details["skill"], int(details["from"]), int(details["to"]))
    others = [one for one in found if one.id != stuck.item.details.get("resource")]
    return tuple((one.title, one.url) for one in others[:HELPS])


def _tips(coming: Meeting, meetings: Sequence[Meeting]) -> Iterator[str]:
    """One tip for the mentor and one for the mentee; no tip stands in two meetings."""
    place = sum(one.kind is coming.kind and one.start < coming.start for one in meetings)
    moment = f"before-{coming.kind.value}"
    for name, audiences in (("mentor", ("mentor", "both")), ("mentee", ("mentee",))):
        fitting = [tip for tip in shipped_tips() if tip.moment == moment and tip.audience in audiences]
        if place < len(fitting):
            yield f"Tip for the {name}: {fitting[place].text}"
