# SPDX-License-Identifier: Apache-2.0
"""Preparing the next meeting: what was done since the last one, what is stuck or overdue, and a tip."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from mentorkit.documents.next_meeting import Card, Standing, write_next_meeting
from mentorkit.domain.meetings import Meeting
from mentorkit.domain.pairings import Pairing
from mentorkit.domain.richtext import Blocks
from mentorkit.ports import Fact, PlanItem, Status, Stored
from mentorkit.program.shipped import shipped_tips
from mentorkit.rules.distance import agenda_of
from mentorkit.rules.recommending import fit
from mentorkit.rules.world import World

BEGUN, DONE = "begun", "done"
STUCK = timedelta(days=14)
HELPS = 2


def prepare(world: World, pairing: Pairing, activities: Sequence[Stored[PlanItem]]) -> Blocks:
    """The block for the next meeting of a working pairing; empty when none is coming."""
    meetings = world.meetings.get(pairing.key, ())
    coming = next((meeting for meeting in meetings if meeting.start > world.now), None)
    if coming is None or not pairing.stage.working:
        return ()
    past = [meeting for meeting in meetings if meeting.start <= world.now]
    zone = ZoneInfo(world.program.person(pairing.mentee).timezone)
    last = past[-1].start if past else None
    dated = {(fact.name, fact.detail): fact.at for fact in _ledger(world, pairing)}
    done, overdue, stuck = list[Card](), list[Card](), list[Card]()
    for stored in activities:
        status, due = stored.item.status, stored.item.due
        if status is Status.DONE:
            finished = dated.get((DONE, stored.name), world.now)
            if last is None or finished >= last:
                done.append(_card(stored))
        elif status is Status.CANCELED:
            continue
        elif status in (Status.DOING, Status.SHOW) and dated.get((BEGUN, stored.name), world.now) <= (
            world.now - STUCK
        ):
            stuck.append(_card(stored, _helps(world, pairing, stored)))
        elif due is not None and due < world.today:
            overdue.append(_card(stored))
    standing = Standing(
        since=last.astimezone(zone).date() if last else None,
        done=tuple(done),
        overdue=tuple(overdue),
        stuck=tuple(stuck),
        tips=tuple(_tips(coming, meetings)),
    )
    return write_next_meeting(
        agenda_of(world, pairing, coming.kind), coming.start.astimezone(zone).date(), standing
    )


def noticed(world: World, pairing: Pairing, activities: Sequence[Stored[PlanItem]]) -> tuple[Fact, ...]:
    """When an activity was first seen begun, and first seen done: a board tells only what is so now."""
    if not world.writable(pairing.key):
        return ()
    known = {(fact.name, fact.detail) for fact in _ledger(world, pairing)}
    seen = [
        (name, stored.name)
        for stored in activities
        for name, when in ((BEGUN, (Status.DOING, Status.SHOW)), (DONE, (Status.DONE,)))
        if stored.item.status in when
    ]
    return tuple(Fact(name=name, at=world.now, detail=of) for name, of in seen if (name, of) not in known)


def _ledger(world: World, pairing: Pairing) -> tuple[Fact, ...]:
    stored = world.snapshot.pages.get(pairing.key)
    return stored.mark.ledger if stored is not None and stored.mark is not None else ()


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
