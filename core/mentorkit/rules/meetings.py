# SPDX-License-Identifier: Apache-2.0
"""Meetings: a year of them for every working pairing, each with its agenda."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from mentorkit.documents.agenda_text import agenda_text
from mentorkit.documents.pairing import channel
from mentorkit.domain.cadence import Slot, plan_meetings
from mentorkit.domain.calendar import Availability, Span
from mentorkit.domain.keys import Key, short
from mentorkit.domain.meetings import Agenda, Meeting, MeetingKind, meeting_subject
from mentorkit.domain.pairings import Pairing
from mentorkit.domain.people import Person
from mentorkit.domain.plans import SCOPE_DAYS
from mentorkit.domain.public_holidays import public_holidays
from mentorkit.ports import Event
from mentorkit.reconcile.wishes import Told, Wish
from mentorkit.rules.distance import agenda_of
from mentorkit.rules.moving import set_by_hand
from mentorkit.rules.world import World

YEAR = timedelta(days=365)


def schedule(world: World) -> Iterator["Wish[Any] | Told"]:
    """The meetings of each pairing from the day both accepted, never two at once for anybody.

    A pairing that is reopened has a round of three months. What lies ahead of one that is over or on
    hold is canceled; what has taken place stays.
    """
    busy = _busy(world)
    minutes = {kind: world.program.agendas[kind.value].minutes for kind in MeetingKind}
    for pairing in world.pairings:
        if not pairing.stage.working or pairing.accepted_on is None:
            yield from _canceled(world, pairing)
            continue
        existing = world.meetings.get(pairing.key, ())
        kept: dict[Slot, datetime] = {(meeting.kind, meeting.slot): meeting.start for meeting in existing}
        by_hand = set_by_hand(world.ledger(pairing.key))
        canceled = {slot for slot, start in by_hand.items() if start is None}
        kept |= {slot: start for slot, start in by_hand.items() if start is not None}
        own = {(meeting.start, meeting.minutes) for meeting in existing}
        people = [world.program.person(pairing.mentee), world.program.person(pairing.mentor)]
        span = YEAR if pairing.round == 1 else timedelta(days=SCOPE_DAYS)
        until = max(pairing.accepted_on, world.program.starts) + span
        mentee, mentor = (
            Availability(
                timezone=person.timezone,
                days_off=_holidays(person, pairing.accepted_on, until),
                busy=tuple(
                    sorted(busy.get(person.id, set()) - {_span(start, length) for start, length in own})
                ),
            )
            for person in people
        )
        planned = plan_meetings(
            pairing.key,
            mentee,
            mentor,
            begins=pairing.accepted_on,
            starts=world.program.starts,
            until=until,
            minutes=minutes,
            first_meeting_by=world.program.limits.first_meeting_days,
            monitoring_days=world.program.cadence.monitoring_days,
            kept=kept,
        )
        for meeting in planned.placed:
            if meeting.start <= world.now and _known(world, pairing, meeting, "canceled"):
                continue
            if (meeting.kind, meeting.slot) in canceled:
                yield from _cancel(world, pairing, meeting)
                continue
            for person in people:
                busy.setdefault(person.id, set()).add(_span(meeting.start, meeting.minutes))
            yield _event(world, pairing, meeting)
        for missed in planned.unplaced:
            yield Told(pairing.key, f"no time found for {missed.kind.value} on {missed.slot}", missed.reason)


def _canceled(world: World, pairing: Pairing) -> Iterator[Wish[Any]]:
    """The coming meetings of a pairing that does not meet any more, or not now."""
    for meeting in world.meetings.get(pairing.key, ()):
        if meeting.start > world.now:
            yield from _cancel(world, pairing, meeting)


def _cancel(world: World, pairing: Pairing, meeting: Meeting) -> Iterator[Wish[Any]]:
    if event := _known(world, pairing, meeting, "confirmed"):
        canceled = event.model_copy(update={"status": "canceled"})
        yield Wish(key=_key(world, pairing, meeting), item=canceled, needs=(pairing.key,))


def _known(world: World, pairing: Pairing, meeting: Meeting, status: str) -> Event | None:
    """The event of a meeting as the calendar has it, if it has this status there."""
    stored = world.snapshot.meetings.get(_key(world, pairing, meeting))
    return stored.item if stored is not None and stored.item.status == status else None


def _key(world: World, pairing: Pairing, meeting: Meeting) -> Key:
    return world.key("meeting", pairing.mentee, pairing.mentor, meeting_subject(meeting), n=pairing.n)


def _busy(world: World) -> dict[str, set[Span]]:
    """Who is in which meeting of the program already."""
    busy: dict[str, set[Span]] = {}
    for pairing in world.pairings:
        for meeting in world.meetings.get(pairing.key, ()):
            for person in (pairing.mentee, pairing.mentor):
                busy.setdefault(person, set()).add(_span(meeting.start, meeting.minutes))
    return busy


def _span(start: datetime, minutes: int) -> Span:
    return Span(start, start + timedelta(minutes=minutes))


def _holidays(person: Person, start: date, until: date) -> frozenset[date]:
    return frozenset(public_holidays(person.country, range(start.year, until.year + 1)))


def _links(world: World, pairing: Pairing, agenda: Agenda) -> Iterator[tuple[str, str]]:
    """Matrix, plan and template always, then what else the agenda needs, as far as it is there."""
    mentee = world.program.person(pairing.mentee)
    wanted = [
        ("Role matrix", world.key("matrix", mentee.role)),
        ("Plan", world.key("board", "plans")),
        ("Template", world.key("templates", "templates")),
        ("Pairing", pairing.key),
    ]
    if "profile" in agenda.tools:
        wanted.append(("Profile", world.key("profile", mentee.id)))
    if "resources" in agenda.tools:
        wanted.append(("Resources", world.key("resources", "resources")))
    guides = [guide for guide in world.program.guides if f"guide:{guide.id}" in agenda.tools]
    wanted += [(guide.title, world.key("guide", guide.id)) for guide in guides]
    for name, key in wanted:
        stored = world.snapshot.plans.get(key) if "/board/" in key else world.snapshot.pages.get(key)
        if stored is not None and stored.url:
            yield name, stored.url


def _place(world: World, pairing: Pairing) -> str:
    """The channel that the two have agreed on."""
    page = world.page(pairing.key)
    return channel(page) if page is not None and pairing.agreed_on else ""


def _event(world: World, pairing: Pairing, meeting: Meeting) -> Wish[Any]:
    agenda = agenda_of(world, pairing, meeting.kind)
    mentee, mentor = world.program.person(pairing.mentee), world.program.person(pairing.mentor)
    event = Event(
        kind=meeting.kind.value,
        title=f"{agenda.title}: {mentee.name}, {mentor.name}"[:250],
        start=meeting.start,
        minutes=meeting.minutes,
        timezone=mentee.timezone,
        people=(mentee.id, mentor.id),
        description=agenda_text(agenda, list(_links(world, pairing, agenda))),
        place=_place(world, pairing),
        page=pairing.key,
        categories=(meeting.kind.value, *(kind.value for kind in meeting.also)),
        feeds=(f"pairing/{short(pairing.key)}", f"person/{mentee.id}", f"person/{mentor.id}", "program"),
    )
    return Wish(key=_key(world, pairing, meeting), item=event, needs=(pairing.key,))
