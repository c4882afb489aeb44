# SPDX-License-Identifier: Apache-2.0
"""What is looked at before a meeting is moved or canceled by hand, and the wish that does it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import rich_click as click

from mentorkit.domain.calendar import Availability, Span, common_hours
from mentorkit.domain.keys import Key, key_parts
from mentorkit.domain.meetings import ends
from mentorkit.domain.pairings import Pairing, pairing_key
from mentorkit.domain.public_holidays import public_holidays
from mentorkit.ports import Document, Event
from mentorkit.program.suggest import did_you_mean
from mentorkit.reconcile.wishes import Wish
from mentorkit.rules import World
from mentorkit.rules.moving import meeting_set
from mentorkit_cli.failures import Refusal
from mentorkit_cli.names import Names, meeting_name, moment, pairing_name


@dataclass(frozen=True)
class Found:
    """A meeting in the calendar, canceled or not."""

    key: Key
    event: Event
    pairing: Pairing

    @property
    def listing(self) -> str:
        """The command that lists it with the others of its pairing."""
        return f"meetings list --pairing {pairing_name(self.pairing)} --days 90"

    def at(self, world: World, when: datetime) -> datetime:
        """A time that somebody wrote, in UTC; without a zone it is the mentee's."""
        zone = ZoneInfo(world.program.person(self.pairing.mentee).timezone)
        return (when if when.tzinfo else when.replace(tzinfo=zone)).astimezone(UTC)


def find_meeting(world: World, words: str, option: str) -> Found:
    """The meeting of that name. Raises BadParameter with a suggestion."""
    named = {meeting_name(key): key for key in world.snapshot.meetings.by_key}
    if words not in named:
        remedy = did_you_mean(words, named, "mentorkit meetings list shows the names")
        raise click.BadParameter(f"there is no meeting {words!r}; {remedy}", param_hint=option)
    key = named[words]
    mentee, mentor, _ = key_parts(key).subjects
    of = pairing_key(world.program.id, mentee, mentor, key_parts(key).n)
    pairing = next((one for one in world.pairings if one.key == of), None)
    if pairing is None:
        raise Refusal(
            "nobody asks for the pairing of that meeting any more",
            "its line was taken out of pairings.yaml",
            "put the line back, or cancel the meeting in the calendar",
        )
    return Found(key, world.snapshot.meetings.by_key[key].item, pairing)


def check_open(world: World, found: Found) -> None:
    """Raise Refusal for a meeting that has begun or whose pairing does not meet now."""
    if found.event.start <= world.now:
        raise Refusal(
            "that meeting has taken place",
            f"it began on {moment(found.event.start, found.event.timezone)}",
            f"see mentorkit {found.listing} for those to come",
        )
    if not found.pairing.stage.working:
        raise Refusal(
            f"{Names(world.program).pair(found.pairing)} do not meet at the moment",
            f"the pairing is {found.pairing.stage.value}; its coming meetings are canceled",
            "resume or reopen the pairing first",
        )


def check_time(world: World, found: Found, start: datetime) -> None:
    """Raise Refusal where the meeting cannot be moved to that time."""
    check_open(world, found)
    if start <= world.now:
        raise click.BadParameter("that time is past", param_hint="--to")
    names, span = Names(world.program), _span(start, found.event.minutes)
    for pairing in world.pairings:
        both = {found.pairing.mentee, found.pairing.mentor} & {pairing.mentee, pairing.mentor}
        for other in world.meetings.get(pairing.key, ()):
            itself = pairing.key == found.pairing.key and other.start == found.event.start
            if both and not itself and span.meets(Span(other.start.astimezone(UTC), ends(other))):
                raise Refusal(
                    f"{names.people(frozenset(both))} cannot be in two meetings at once",
                    f"there is one with {names.pair(pairing)} at {moment(other.start, found.event.timezone)}",
                    "choose another time, or move that one first",
                )


def concerns(world: World, found: Found, start: datetime) -> Iterator[str]:
    """What does not stand against the time and is worth thinking of."""
    people = [world.program.person(one) for one in (found.pairing.mentee, found.pairing.mentor)]
    mentee, mentor = (
        Availability(
            timezone=person.timezone, days_off=frozenset(public_holidays(person.country, [start.year]))
        )
        for person in people
    )
    span = _span(start, found.event.minutes)
    day = start.astimezone(ZoneInfo(people[0].timezone)).date()
    if not any(common.holds(span) for common in common_hours(day, mentee, mentor)):
        yield "that is outside of the working hours of one of the two, or on a day off"


def set_wish(world: World, found: Found, start: datetime | None) -> Wish[Document] | None:
    """The wish that moves the meeting to ``start``, or cancels it; None when it is so already."""
    if start == found.event.start and found.event.status == "confirmed":
        return None
    subject = key_parts(found.key).subjects[-1]
    fact = meeting_set(world.ledger(found.pairing.key), subject, start, world.now)
    return None if fact is None else Wish[Document](key=found.pairing.key, facts=(fact,))


def _span(start: datetime, minutes: int) -> Span:
    return Span(start, start + timedelta(minutes=minutes))
