# SPDX-License-Identifier: Apache-2.0
"""Meetings and agendas: what kinds there are, and what stands on each agenda."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from pydantic import AwareDatetime, Field

from mentorkit.domain.value import Slug, Value

HELD, NOT_HELD = "held", "not-held"
"""Ledger facts of a pairing's page; the detail is what the meeting is called in its key. One with neither
is not told."""


class MeetingKind(StrEnum):
    """The meetings of a pairing that the calendar plans; a program may have agendas of other kinds."""

    FIRST = "first-meeting"
    REVIEW = "review"
    PLAN = "plan"
    MONITORING = "monitoring"
    CLOSING = "closing"


class AgendaItem(Value):
    """One item: its title, its minutes, and the questions under it (Markdown lines)."""

    title: str
    minutes: int = Field(ge=1, le=240)
    notes: tuple[str, ...] = ()


class Agenda(Value):
    """A timed agenda. The minutes of its items add up to ``minutes``."""

    kind: Slug
    title: str
    minutes: int = Field(ge=5, le=480)
    tools: tuple[str, ...] = ()
    purpose: str = ""
    before: str = ""
    after: str = ""
    items: tuple[AgendaItem, ...]


class Meeting(Value):
    """A planned meeting of a pairing.

    ``slot`` is the date that the cadence asks for and never moves: it is what the meeting is called.
    ``start`` is when it takes place (aware; in the mentee's zone). ``also`` holds the kinds that were
    merged into it because they fell in the same week.
    """

    kind: MeetingKind
    slot: date
    start: AwareDatetime
    minutes: int
    also: tuple[MeetingKind, ...] = ()


class Unplaced(Value):
    """A meeting that found no time, and why."""

    kind: MeetingKind
    slot: date
    reason: str


def ends(meeting: Meeting) -> datetime:
    """When a meeting is over."""
    return meeting.start + timedelta(minutes=meeting.minutes)


def meeting_subject(meeting: Meeting) -> str:
    """What a meeting is called in keys and facts: its kind and the day the cadence asked for."""
    return f"{meeting.kind.value}-on-{meeting.slot.isoformat()}"
