# SPDX-License-Identifier: Apache-2.0
"""One event and its VEVENT: bytes from an entry, an entry from bytes (RFC 5545, RFC 7986, RFC 9074). Pure."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
from icalendar.prop import vCategory, vText

from mentorkit.domain.people import Person
from mentorkit.ports.events import Event
from mentorkit_calendar.entries import Entry, canon, line

YEARS = range(1970, 2200)

_STATUS = {"confirmed": "CONFIRMED", "canceled": "CANCELLED"}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOTHING = {"title": "-", "start": _EPOCH, "minutes": 1, "timezone": "UTC"}
_EMAIL = re.compile(r"[!-9;-?A-~]+@[A-Za-z0-9.-]+")
_LINK = re.compile(r"https?://[!-~]+")


class Words(vText):
    """TEXT, escaped as RFC 5545, section 3.3.11, has it.

    icalendar 7.3 turns ``\\N`` into ``\\n``, and does not escape a plain string where it has no type
    for the property (NAME, X-WR-CALNAME).
    """

    def to_ical(self) -> bytes:
        escaped = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
        return escaped.encode()


def encode(entry: Entry, people: Sequence[Person], related: str, reminder_minutes: int) -> bytes:
    """The VEVENT as subscribers see it.

    ``people`` are those invited; the first organizes. ``related`` is the UID of the meeting that it
    follows from, "" for none.
    Raises KeyError or ValueError for a time zone that does not exist or a year out of reach.
    """
    item, event = entry.item, icalendar.Event()
    begins, ends = _local(item)
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.modified)
    event.add("created", entry.created)
    event.add("last-modified", entry.modified)
    event.add("sequence", entry.sequence)
    event.add("dtstart", begins)
    event.add("dtend", ends)
    event.add("status", _STATUS[item.status])
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE" if item.status == "confirmed" else "TRANSPARENT")
    for name, text in (("summary", item.title), ("description", item.description), ("location", item.place)):
        if text:
            event.add(name, Words(text))
    if item.categories:
        categories = vCategory([])
        categories.cats = [Words(category) for category in item.categories]
        event.add("categories", categories)
    if _LINK.fullmatch(entry.url):
        event.add("url", entry.url)
    if _LINK.fullmatch(item.place):
        event.add("conference", item.place, parameters={"VALUE": "URI", "FEATURE": "VIDEO"})
    if related:
        event.add("related-to", related)
    _add_people(event, people)
    if reminder_minutes and item.status == "confirmed":
        event.add_component(_alarm(entry, reminder_minutes))
    return bytes(event.to_ical())


def edited(entry: Entry, visible: bytes) -> Entry:
    """The entry with what its VEVENT says after somebody edited it.

    What cannot be read takes a neutral value, so that the next apply sees the difference and writes
    the event again.
    """
    try:
        event = icalendar.Event.from_ical(visible)
        item = canon(_item(event, entry.item))
        _local(item)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return entry.but(item=entry.item.model_copy(update=_NOTHING))
    return entry.but(item=item, sequence=max(entry.sequence, _number(event.get("SEQUENCE"))))


def _item(event: icalendar.Component, before: Event) -> Event:
    begins, ends = _moment(event, "DTSTART") or _EPOCH, _moment(event, "DTEND") or _EPOCH
    minutes = (ends.astimezone(UTC) - begins.astimezone(UTC)) // timedelta(minutes=1)
    categories = event.get("CATEGORIES")
    return before.model_copy(
        update={
            "title": str(event.get("SUMMARY", ""))[:250],
            "description": str(event.get("DESCRIPTION", "")),
            "place": str(event.get("LOCATION", "")),
            "start": begins,
            "minutes": min(max(minutes, 1), 1440),
            "timezone": _zone(event) or before.timezone,
            "categories": tuple(map(str, categories)) if isinstance(categories, vCategory) else (),
            "status": "canceled" if event.get("STATUS") == "CANCELLED" else "confirmed",
        }
    )


def _local(item: Event) -> tuple[datetime, datetime]:
    """Start and end on the wall clock of the event's zone.

    In UTC where that is the zone, and in the repeated hour when the clocks go back, which a wall
    time cannot tell from the hour before it. Raises KeyError or ValueError for a zone that does not
    exist, and ValueError for a year outside ``YEARS``.
    """
    if item.start.year not in YEARS:
        raise ValueError(f"no meeting is in the year {item.start.year}")
    ends = item.start + timedelta(minutes=item.minutes)
    zone = ZoneInfo(item.timezone)
    local = item.start.astimezone(zone), ends.astimezone(zone)
    if item.timezone == "UTC" or any(moment.fold for moment in local):
        return item.start, ends
    return local


def _moment(event: icalendar.Component, name: str) -> datetime | None:
    """An aware moment; None for one that is missing, broken, floating or a date alone."""
    value = getattr(event.get(name), "dt", None)
    return value if isinstance(value, datetime) and value.tzinfo is not None else None


def _zone(event: icalendar.Component) -> str:
    return str(getattr(event.get("DTSTART"), "params", {}).get("TZID", ""))


def _number(value: object) -> int:
    return max(value, 0) if isinstance(value, int) else 0


def _add_people(event: icalendar.Event, people: Sequence[Person]) -> None:
    for person in people:
        if _EMAIL.fullmatch(person.email):
            params = {"CN": line(person.name).replace('"', "'")}
            if "ORGANIZER" not in event:
                event.add("organizer", f"mailto:{person.email}", parameters=params)
            event.add("attendee", f"mailto:{person.email}", parameters={**params, "ROLE": "REQ-PARTICIPANT"})


def _alarm(entry: Entry, minutes: int) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("uid", f"alarm-{entry.uid}")
    alarm.add("action", "DISPLAY")
    alarm.add("description", Words(entry.item.title))
    alarm.add("trigger", timedelta(minutes=-minutes))
    return alarm
