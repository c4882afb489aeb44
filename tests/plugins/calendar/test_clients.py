# SPDX-License-Identifier: Apache-2.0
"""Feeds as other programs read them: icalendar, recurring-ical-events, and vobject where it is there."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest

from mentorkit.domain.cadence import plan_meetings
from mentorkit.domain.calendar import Availability
from mentorkit.domain.keys import Key, make_key
from mentorkit.domain.meetings import MeetingKind
from mentorkit.ports import Event

from .conftest import PAIRING, PROGRAM, Office, meeting

MINUTES = dict.fromkeys(MeetingKind, 30)


@pytest.fixture
def year(office: Office) -> list[tuple[Key, Event]]:
    """A year of meetings in the feeds."""
    who = Availability(timezone="Europe/Sofia")
    begins, until = date(2026, 1, 12), date(2027, 1, 12)
    schedule = plan_meetings(PAIRING, who, who, begins=begins, starts=begins, until=until, minutes=MINUTES)
    records = [
        (
            make_key(PROGRAM, f"meeting-{m.kind}", ("eve", "max"), int(f"{m.slot:%Y%m%d}")),
            meeting(start=m.start, title=f"{m.kind} – {m.slot}, “é👩”; a\\b", kind=m.kind)[1],
        )
        for m in schedule.placed
    ]
    office.create(*records)
    return records


def expected(records: list[tuple[Key, Event]]) -> list[tuple[str, datetime]]:
    return sorted((event.title, event.start.astimezone(UTC)) for _, event in records)


def test_icalendar_reads_the_year(office: Office, year: list[tuple[Key, Event]]) -> None:
    calendar: Any = icalendar.Calendar.from_ical(office.data("people/eve.ics"))
    assert calendar.errors == []
    assert all(event.errors == [] for event in calendar.events)
    found = [(str(event["SUMMARY"]), event.start.astimezone(UTC)) for event in calendar.events]
    assert sorted(found) == expected(year)
    assert calendar.get_missing_tzids() == set()


def test_recurring_ical_events_finds_each_meeting_once(office: Office, year: list[tuple[Key, Event]]) -> None:
    library = pytest.importorskip("recurring_ical_events")
    calendar = icalendar.Calendar.from_ical(office.data("people/eve.ics"))
    events = library.of(calendar).between(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 2, 1, tzinfo=UTC))
    found = [(str(event["SUMMARY"]), event["DTSTART"].dt.astimezone(UTC)) for event in events]
    assert sorted(found) == expected(year)


def test_vobject_reads_the_year(office: Office, year: list[tuple[Key, Event]]) -> None:
    vobject = pytest.importorskip("vobject")
    calendar = vobject.readOne(office.data("people/eve.ics").decode())
    found = [(event.summary.value, event.dtstart.value.astimezone(UTC)) for event in calendar.vevent_list]
    assert sorted(found) == expected(year)
    assert all(e.dtend.value - e.dtstart.value == timedelta(minutes=30) for e in calendar.vevent_list)
