# SPDX-License-Identifier: Apache-2.0
"""A feed and its VCALENDAR: bytes from entries, entries from the bytes of the program's feed. Pure.

A canceled event that has been shown long enough leaves the calendar, but not the program's memory:
it stays as one X-MENTORKIT-GONE line of the program's feed, which no calendar shows.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple

import icalendar
from pydantic import ValidationError

from mentorkit_calendar.config import CalendarConfig
from mentorkit_calendar.entries import Entry, line
from mentorkit_calendar.event_map import decode
from mentorkit_calendar.timezones import vtimezone

PRODUCT = "-//Mentorkit//Calendar//EN"
FORMAT = 1
NOTE = "Kept by Mentorkit. What is changed in a calendar is not read back."

_FORMAT, _GONE = "X-MENTORKIT-FORMAT", "X-MENTORKIT-GONE"
_BEGIN = re.compile(rb"^BEGIN:VEVENT\r?$", re.MULTILINE)
_BLOCK = re.compile(rb"^BEGIN:VEVENT\r?$.*?^END:VEVENT\r?\n", re.MULTILINE | re.DOTALL)
_FOLD = re.compile(rb"\r?\n[ \t]")


class Contents(NamedTuple):
    """What the program's feed holds: entries with their problems, and how many blocks were not ours.

    ``format`` is higher than ``FORMAT`` when a newer Mentorkit wrote the file; nothing else is read then.
    """

    entries: tuple[tuple[Entry, tuple[str, ...]], ...] = ()
    gone: frozenset[str] = frozenset()
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
    header.add("name", name)
    header.add("x-wr-calname", name)
    header.add("description", NOTE)
    header.add("x-wr-timezone", zone)
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
        header.add(_FORMAT, str(FORMAT))
        for entry in gone:
            header.add(
                _GONE, json.dumps(entry.model_dump(mode="json"), separators=(",", ":"), sort_keys=True)
            )
    head, end = header.to_ical()[: -len(b"END:VCALENDAR\r\n")], b"END:VCALENDAR\r\n"
    return b"".join([head, *_zones(entries, zone), *blocks, end])


def contents(data: bytes) -> Contents:
    """What a program's feed holds, however broken it is; of several events with one UID the first."""
    head = _FOLD.sub(b"", _BEGIN.split(data, 1)[0]).splitlines()
    written = _values(head, _FORMAT)
    if written and written[0].isdigit() and int(written[0]) > FORMAT:
        return Contents(format=int(written[0]))
    blocks = _BLOCK.findall(data)
    found: dict[str, tuple[Entry, tuple[str, ...]]] = {}
    for entry in filter(None, map(_gone, _values(head, _GONE))):
        found[entry.uid] = (entry, ())
    gone = frozenset(found)
    for decoded in filter(None, map(decode, blocks)):
        found.setdefault(decoded[0].uid, decoded)
    unreadable = len(blocks) - (len(found) - len(gone))
    return Contents(tuple(found.values()), gone, unreadable)


def sequences(data: bytes) -> dict[str, int]:
    """UID to the highest SEQUENCE in a feed, read without a parser: also from a feed that is broken."""
    found: dict[str, int] = {}
    for block in _BEGIN.split(_FOLD.sub(b"", data))[1:]:
        uid = re.search(rb"^UID:(\S+?)\r?$", block, re.MULTILINE)
        number = re.search(rb"^SEQUENCE:(\d{1,9})\r?$", block, re.MULTILINE)
        if uid and number:
            name = uid[1].decode("ascii", "replace")
            found[name] = max(int(number[1]), found.get(name, 0))
    return found


def title(config: CalendarConfig, words: Iterable[str]) -> str:
    """What a calendar application calls the feed."""
    return line(f"{config.title}: {', '.join(words)}")


def _zones(entries: Sequence[Entry], zone: str) -> Iterable[bytes]:
    """A VTIMEZONE for each zone in use; an empty feed has its own, since no VCALENDAR may be empty."""
    years: dict[str, list[int]] = {}
    for entry in entries:
        if entry.item.timezone != "UTC":
            years.setdefault(entry.item.timezone, []).append(entry.item.start.year)
    if not entries:
        years[zone] = [1970]
    return [vtimezone(name, min(years[name]), max(years[name]) + 1) for name in sorted(years)]


def _gone(value: str) -> Entry | None:
    try:
        return Entry.model_validate_json(value)
    except ValidationError:
        return None


def _values(head: Sequence[bytes], name: str) -> list[str]:
    start = name.encode() + b":"
    return [line.removeprefix(start).decode("ascii", "replace") for line in head if line.startswith(start)]
