# SPDX-License-Identifier: Apache-2.0
"""Calendar feeds as they are on disk, read for showing.

An event that repeats by rule is shown on its first date only: a program's feeds hold every meeting by
itself.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

_MINUTES = re.compile(r"-\s+(.*?)\s+\((\d+)\s*min\)\s*")


@dataclass(frozen=True)
class Event:
    """A meeting. Moments are aware; ``attendees`` are (name, e-mail)."""

    uid: str
    title: str
    begins: datetime
    ends: datetime
    description: str
    place: str
    url: str
    categories: tuple[str, ...]
    attendees: tuple[tuple[str, str], ...]
    canceled: bool

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return round((self.ends - self.begins).total_seconds() / 60)

    @property
    def agenda(self) -> list[tuple[str, int]]:
        """The lines of the description that name their minutes."""
        return [
            (found[1], int(found[2]))
            for line in self.description.splitlines()
            if (found := _MINUTES.fullmatch(line))
        ]

    @property
    def around(self) -> list[str]:
        """The paragraphs of the description around its agenda."""
        parts = (part.strip() for part in self.description.split("\n\n"))
        return [part for part in parts if part and not part.startswith("Agenda (")]


@dataclass(frozen=True)
class Feed:
    """A feed file: where it is below the folder, what it is called, and its events by time."""

    path: str
    name: str
    events: tuple[Event, ...]


def feeds(folder: Path | None) -> list[Feed]:
    """The feeds of single people below `folder`; a file that is no calendar is passed over."""
    files = sorted((folder / "people").glob("*.ics")) if folder is not None else []
    return [feed for file in files if (feed := read(file.read_bytes(), f"people/{file.name}")) is not None]


def read(data: bytes, path: str) -> Feed | None:
    """A feed from its bytes; None where they are no calendar."""
    import icalendar  # noqa: PLC0415  # slow to import, and only calendars need it

    try:
        calendar = icalendar.Calendar.from_ical(data)
        events = [_event(component) for component in calendar.walk("VEVENT")]
    except (ValueError, KeyError, IndexError):
        return None
    name = str(calendar.get("X-WR-CALNAME") or calendar.get("NAME") or path)
    return Feed(path, name, tuple(sorted((event for event in events if event), key=lambda one: one.begins)))


def _event(component: Any) -> Event | None:
    begins = _moment(component, "DTSTART")
    if begins is None:
        return None
    attendees = component.get("ATTENDEE") or []
    people = attendees if isinstance(attendees, list) else [attendees]
    return Event(
        uid=str(component.get("UID", "")),
        title=str(component.get("SUMMARY", "")),
        begins=begins,
        ends=_moment(component, "DTEND") or begins,
        description=str(component.get("DESCRIPTION", "")),
        place=str(component.get("LOCATION", "")),
        url=str(component.get("URL", "")),
        categories=tuple(map(str, getattr(component.get("CATEGORIES"), "cats", ()))),
        attendees=tuple((str(one.params.get("CN", "")), _address(str(one))) for one in people),
        canceled=str(component.get("STATUS", "")) == "CANCELLED",
    )


def _moment(component: Any, name: str) -> datetime | None:
    """An aware moment; a whole day begins at midnight, a floating time is read as UTC."""
    value = getattr(component.get(name), "dt", None)
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return datetime.combine(value, time(), UTC) if isinstance(value, date) else None


def _address(value: str) -> str:
    return value.lower().removeprefix("mailto:")
