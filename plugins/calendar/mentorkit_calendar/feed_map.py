# SPDX-License-Identifier: Apache-2.0
"""A feed and its VCALENDAR: bytes from entries, entries from the bytes of the program's feed. Pure.

A canceled event that has been shown long enough leaves the calendar, but not the program's memory:
it stays as one X-MENTORKIT-GONE line of the program's feed, which no calendar shows.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple

import icalendar
from pydantic import ValidationError

from mentorkit_calendar.config import CalendarConfig
from mentorkit_calendar.entries import Entry, line
from mentorkit_calendar.event_map import Words, edited
from mentorkit_calendar.seal import Sealed, as_json, folded, opened, unfolded, values
from mentorkit_calendar.timezones import vtimezone

PRODUCT = "-//Mentorkit//Calendar//EN"
FORMAT = 1
NOTE = "Kept by Mentorkit. What is changed in a calendar is not read back."

_FORMAT, _GONE = b"X-MENTORKIT-FORMAT", b"X-MENTORKIT-GONE"
_BEGIN = re.compile(rb"^BEGIN:VEVENT\r?$", re.MULTILINE)
_BLOCK = re.compile(rb"^BEGIN:VEVENT\r?$.*?^END:VEVENT\r?\n", re.MULTILINE | re.DOTALL)


class Contents(NamedTuple):
    """What the program's feed holds: its events, entries gone from it, and how many VEVENTs were not ours.

    ``format`` is higher than ``FORMAT`` when a newer Mentorkit wrote the file; nothing else is read then.
    """

    events: tuple[Sealed, ...] = ()
    gone: tuple[Entry, ...] = ()
    unreadable: int = 0
    format: int = FORMAT


def calendar(
    config: CalendarConfig,
    path: str,
    name: str,
    entries: Sequence[Entry],
    blocks: Iterable[bytes],
    *,
    zone: str = "",
    gone: Sequence[Entry] | None = None,
) -> bytes:
    """A feed: header, a VTIMEZONE for each zone used, and the VEVENT ``blocks`` of the ``entries``.

    ``path`` is the file's place below the feeds folder; ``gone`` is given for the program's feed.
    """
    zones = Counter(entry.item.timezone for entry in entries)
    zone = zone or min(zones, key=lambda name: (-zones[name], name), default="UTC")
    header = icalendar.Calendar()
    header.add("version", "2.0")
    header.add("prodid", PRODUCT)
    header.add("name", Words(name))
    header.add("x-wr-calname", Words(name))
    header.add("description", Words(NOTE))
    header.add("x-wr-timezone", Words(line(zone)))
    header.add("color", config.color)
    every = timedelta(minutes=config.refresh_minutes)
    header.add("refresh-interval", every, parameters={"VALUE": "DURATION"})
    header.add("x-published-ttl", icalendar.vDuration(every).to_ical().decode())  # type: ignore[no-untyped-call]  # icalendar
    if config.address:
        source = f"{config.address.rstrip('/')}/{path}"
        header.add("source", source, parameters={"VALUE": "URI"})
    if config.page:
        header.add("url", config.page)
    if entries:
        header.add("last-modified", max(entry.modified for entry in entries))
    if gone is not None:
        header.add(_FORMAT.decode(), str(FORMAT))
    head, end = header.to_ical()[: -len(b"END:VCALENDAR\r\n")], b"END:VCALENDAR\r\n"
    memory = (folded(_GONE, as_json(entry)) for entry in gone or ())
    return b"".join([head, *memory, *_zones(entries), *blocks, end])


def contents(data: bytes) -> Contents:
    """What a program's feed holds, however broken it is; of several events with one UID the first.

    An event that was edited by hand is read as it stands, its ``intact`` is False.
    """
    head = unfolded(_BEGIN.split(data, 1)[0])
    written = values(head, _FORMAT)
    if written and written[0].isdigit() and int(written[0]) > FORMAT:
        return Contents(format=int(written[0]))
    gone = {entry.uid: entry for entry in filter(None, map(_gone, values(head, _GONE)))}
    blocks = _BLOCK.findall(data)
    found: dict[str, Sealed] = {}
    for block in filter(None, map(opened, blocks)):
        if block.entry.uid not in gone:
            found.setdefault(block.entry.uid, block)
    events = (e if e.intact else e._replace(entry=edited(e.entry, e.visible)) for e in found.values())
    return Contents(tuple(events), tuple(gone.values()), len(blocks) - len(found))


def sequences(data: bytes) -> dict[str, int]:
    """UID to the highest SEQUENCE in a feed, read without a parser: also from a feed that is broken."""
    found: dict[str, int] = {}
    for block in _BEGIN.split(unfolded(data))[1:]:
        uid, number = values(block, b"UID"), values(block, b"SEQUENCE")
        if uid and number and number[0].isdigit():
            name = uid[0].decode("ascii", "replace")
            found[name] = max(int(number[0][:9]), found.get(name, 0))
    return found


def title(config: CalendarConfig, words: Iterable[str]) -> str:
    """What a calendar application calls the feed."""
    return line(f"{config.title}: {', '.join(words)}")


def _zones(entries: Sequence[Entry]) -> Iterable[bytes]:
    """A VTIMEZONE for each zone in use, or for UTC, since RFC 5545 does not allow an empty VCALENDAR."""
    years: dict[str, list[int]] = {}
    for entry in entries:
        if entry.item.timezone != "UTC":
            years.setdefault(entry.item.timezone, []).append(entry.item.start.year)
    years = years or {"UTC": [1970]}
    return [vtimezone(name, min(years[name]), max(years[name]) + 1) for name in sorted(years)]


def _gone(value: bytes) -> Entry | None:
    try:
        return Entry.model_validate_json(value)
    except ValidationError:
        return None
