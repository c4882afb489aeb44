# SPDX-License-Identifier: Apache-2.0
"""Nudging: one friendly comment when something is due soon, stale, or silent. Never twice, never at night."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from mentorkit.domain.meetings import NOT_HELD
from mentorkit.domain.pairings import Pairing, of_pairing
from mentorkit.domain.richtext import Day, Mention, para
from mentorkit.ports import Notice, PlanItem, PlanKind, Status, Stored
from mentorkit.program.schema import Nudges
from mentorkit.reconcile.diff import blocked
from mentorkit.reconcile.wishes import Told, Wish
from mentorkit.rules.notes import MADE
from mentorkit.rules.preparing import BEGUN
from mentorkit.rules.world import World

SATURDAY = 5
_NO_SIGN = (NOT_HELD, MADE)
"""Facts that say nothing of life: a meeting that was not, and a page that the program made for one."""


def nudge(world: World) -> Iterator["Wish[Any] | Told"]:
    """The comments that are due now. In the quiet hours of a mentee they wait, and the run says so."""
    waiting = 0
    for pairing in world.pairings:
        if not pairing.stage.working:
            continue
        wishes = [wish for wish in _due(world, pairing) if not _said(world, wish)]
        zone = ZoneInfo(world.program.person(pairing.mentee).timezone)
        if quiet(world.now.astimezone(zone), world.program.nudges):
            waiting += len(wishes)
        else:
            yield from wishes
    if waiting:
        yield Told(
            world.program.id,
            f"{waiting} {'comment waits' if waiting == 1 else 'comments wait'} for the end of quiet hours",
            "let apply run in working hours, too",
        )


def quiet(local: datetime, nudges: Nudges) -> bool:
    """Whether nobody shall be disturbed at this local time: at night, and at the weekend."""
    begins, ends = nudges.quiet_from, nudges.quiet_to
    hour = local.hour
    at_night = begins <= hour < ends if begins < ends else hour >= begins or hour < ends
    return at_night or (local.weekday() >= SATURDAY and not nudges.weekends)


def _due(world: World, pairing: Pairing) -> Iterator[Wish[Any]]:
    plans = world.snapshot.plans.by_key
    of = {key: one for key, one in plans.items() if of_pairing(pairing, key) and not blocked(one)}
    for key, stored in of.items():
        if stored.item.kind is PlanKind.ACTIVITY and not stored.item.status.over:
            for notice in _about(world, pairing, stored):
                yield Wish(key=key, notice=notice)
    silent = _silence(world, pairing)
    open_goals = sorted(
        (str(one.item.due), key)
        for key, one in of.items()
        if one.item.kind is PlanKind.GOAL and not one.item.status.over
    )
    if silent is not None and open_goals:
        yield Wish(key=open_goals[0][1], notice=silent)


def _about(world: World, pairing: Pairing, stored: Stored[PlanItem]) -> Iterator[Notice]:
    """What is to be said about an activity that is open: due soon, or not moved for long."""
    item, mentee = stored.item, Mention(person=pairing.mentee)
    soon = world.today + timedelta(days=world.program.nudges.due_soon_days)
    if item.due is not None and world.today <= item.due <= soon:
        body = para(
            mentee, " this is due on ", Day(day=item.due), ". Done, smaller, or later? A new date is fine."
        )
        yield Notice(id=f"nudge/due-soon/{item.due}", body=(body,))
    begun = next(
        (f.at for f in world.ledger(pairing.key) if f.name == BEGUN and f.detail == stored.name), world.now
    )
    stale = timedelta(days=world.program.nudges.stale_days)
    if item.status is Status.SHOW and begun <= world.now - stale:
        mentor = Mention(person=pairing.mentor)
        body = para(mentor, " this waits for your eyes. Two sentences now are worth more than ten later.")
        yield Notice(id="nudge/waits-for-mentor", body=(body,))
    elif item.status is Status.DOING and begun <= world.now - stale:
        body = para(
            mentee, " this has been in hand for a while. What is in the way? Bring it to your meeting."
        )
        yield Notice(id="nudge/stale", body=(body,))


def _silence(world: World, pairing: Pairing) -> Notice | None:
    """A word to both when nothing was heard of the pairing for as many days as the program allows."""
    signs = [fact.at for fact in world.ledger(pairing.key) if fact.name not in _NO_SIGN]
    if not signs or world.now - max(signs) < timedelta(days=world.program.limits.silence_days):
        return None
    people = (Mention(person=pairing.mentee), " ", Mention(person=pairing.mentor))
    body = para(
        *people,
        " it has been quiet here. If you still meet, say so on the notes page; if not, pick a date,"
        " or pause or stop on the pairing page: no reason owed.",
    )
    return Notice(id=f"nudge/silence/{max(signs).date()}", body=(body,))


def _said(world: World, wish: Wish[Any]) -> bool:
    return any(fact.name == f"notice/{one.id}" for fact in world.ledger(wish.key) for one in wish.notices)
