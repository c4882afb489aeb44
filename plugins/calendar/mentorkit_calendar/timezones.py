# SPDX-License-Identifier: Apache-2.0
"""Time zones as calendar clients understand them: VTIMEZONE with yearly rules.

A zone's rule stands in the last line of its TZif file (RFC 8536, section 3.3) as a POSIX TZ string.
It becomes one STANDARD and one DAYLIGHT observance with an RRULE, which is all that some clients
read. Where the rule does not say what the clocks do in the years asked for (Cairo, Casablanca, Gaza,
Jerusalem, or years before the rule), each change of the clocks is written out instead.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import NamedTuple
from zoneinfo import TZPATH, ZoneInfo

RULE_YEAR = 1970
"""Rules start here: earlier than any event, and the same for every feed."""

_NAME = r"(?P<{0}>[A-Za-z]{{3,}}|<[-+A-Za-z0-9]+>)"
_OFFSET = r"(?P<{0}>[-+]?\d+(?::\d+)*)"
_DAY = r"M(\d+)\.(\d)\.(\d)(?:/([-+]?\d+(?::\d+)*))?"
_FOOTER = re.compile(
    _NAME.format("name")
    + _OFFSET.format("offset")
    + rf"(?:{_NAME.format('summer')}(?:{_OFFSET.format('ahead')})?,(?P<on>{_DAY}),(?P<off>{_DAY}))?"
)


class Change(NamedTuple):
    """A change of the clocks: the wall time before it, and the offsets from UTC on both sides."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    rule: str = ""


@lru_cache(maxsize=256)
def vtimezone(zone: str, first: int, last: int) -> bytes:
    """The VTIMEZONE component for events of the years ``first`` to ``last``, with CRLF line ends.

    Raises ZoneInfoNotFoundError (a KeyError) or ValueError for a name that is not an IANA zone.
    """
    info = ZoneInfo(zone)
    actual = [_outset(info, first), *_actual(info, first, last)]
    rules = _rules(_footer(zone), RULE_YEAR)
    observances = rules if rules and _told(rules, _footer(zone), first, last) == _times(actual) else actual
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone}"]
    for change in observances:
        lines += _observance(change)
    return "\r\n".join([*lines, "END:VTIMEZONE", ""]).encode()


def _told(rules: list[Change], footer: str, first: int, last: int) -> list[tuple[object, ...]]:
    """What the rules say of these years, in the form of ``_times``."""
    changes = sorted(c for year in range(first, last + 1) for c in _rules(footer, year) if c.rule)
    offset = (changes or rules)[0].before
    return _times([Change(datetime(first - 1, 1, 1), offset, offset, ""), *changes])  # noqa: DTZ001 - wall time


def _times(changes: list[Change]) -> list[tuple[object, ...]]:
    return [(change.at, change.before, change.after) for change in changes]


def _observance(change: Change) -> Iterator[str]:
    kind = "DAYLIGHT" if change.after > change.before else "STANDARD"
    yield f"BEGIN:{kind}"
    yield f"DTSTART:{change.at:%Y%m%dT%H%M%S}"
    if change.rule:
        yield f"RRULE:{change.rule}"
    yield f"TZOFFSETFROM:{_signed(change.before)}"
    yield f"TZOFFSETTO:{_signed(change.after)}"
    yield f"TZNAME:{change.name}"
    yield f"END:{kind}"


def _signed(offset: timedelta) -> str:
    seconds = abs(int(offset.total_seconds()))
    text = f"{'-' if offset < timedelta() else '+'}{seconds // 3600:02}{seconds // 60 % 60:02}"
    return text + (f"{seconds % 60:02}" if seconds % 60 else "")


@lru_cache(maxsize=256)
def _footer(zone: str) -> str:
    """The last line of the zone's TZif file, from where zoneinfo itself reads it."""
    files = [Path(folder, zone) for folder in TZPATH]
    found = next((file for file in files if file.is_file()), resources.files("tzdata") / "zoneinfo" / zone)
    return found.read_bytes().rstrip(b"\n").rpartition(b"\n")[2].decode("ascii", "replace")


def _rules(footer: str, year: int) -> list[Change]:
    """The changes of the clocks in a year as the rule has them; empty where it cannot be an RRULE.

    A zone that never changes its clocks has one, without an RRULE.
    """
    match = _FOOTER.fullmatch(footer)
    if match is None:
        return []
    winter = -_duration(match["offset"])
    if match["summer"] is None:
        return [Change(datetime(year, 1, 1), winter, winter, match["name"].strip("<>"))]  # noqa: DTZ001 - wall time
    summer = -_duration(match["ahead"]) if match["ahead"] else winter + timedelta(hours=1)
    names = match["summer"].strip("<>"), match["name"].strip("<>")
    on, off = _day(match["on"], year), _day(match["off"], year)
    if on is None or off is None:
        return []
    return [Change(on[0], winter, summer, names[0], on[1]), Change(off[0], summer, winter, names[1], off[1])]


def _duration(text: str) -> timedelta:
    hours, minutes, seconds = (*(int(part) for part in text.lstrip("+-").split(":")), 0, 0)[:3]
    length = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -length if text.startswith("-") else length


def _day(rule: str, year: int) -> tuple[datetime, str] | None:
    """When ``Mm.w.d/time`` is in a year (wall time), and its RRULE; None where no RRULE can say it.

    A time outside the day (``/24``, ``/-1``) moves to the day it falls on.
    """
    month, week, weekday, at = re.fullmatch(_DAY, rule).groups()  # type: ignore[union-attr]  # _FOOTER matched it
    length = ((date(year, int(month), 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)).day
    last = length if week == "5" else 7 * int(week)
    shift, clock = divmod(_duration(at or "2"), timedelta(days=1))
    if last + shift > length or last - 6 + shift < 1:
        return None
    ending = date(year, int(month), last)
    day = ending - timedelta(days=(ending.isoweekday() - int(weekday)) % 7) + timedelta(days=shift)
    name = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")[(int(weekday) + shift) % 7]
    if shift:
        days = ",".join(str(n + shift) for n in range(last - 6, last + 1))
        by = f"BYMONTHDAY={days};BYDAY={name}"
    else:
        by = f"BYDAY={'-1' if week == '5' else week}{name}"
    return datetime(day.year, day.month, day.day) + clock, f"FREQ=YEARLY;BYMONTH={month};{by}"  # noqa: DTZ001 - wall time


def _outset(zone: ZoneInfo, first: int) -> Change:
    """How the clocks stand before the first year begins."""
    start = datetime(first, 1, 1, tzinfo=UTC).astimezone(zone)
    offset = start.utcoffset() or timedelta()
    return Change(datetime(first - 1, 1, 1), offset, offset, start.tzname() or zone.key)  # noqa: DTZ001 - wall time


def _actual(zone: ZoneInfo, first: int, last: int) -> Iterator[Change]:
    """The changes of the clocks from ``first`` to ``last`` as zoneinfo has them, to the second."""
    moment, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    while moment < end:
        later = moment + timedelta(days=1)
        before, after = (at.astimezone(zone).utcoffset() or timedelta() for at in (moment, later))
        if before != after:
            low, high = moment, later
            while high - low > timedelta(seconds=1):
                middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
                low, high = (middle, high) if middle.astimezone(zone).utcoffset() == before else (low, middle)
            local = high.astimezone(zone)
            yield Change((high + before).replace(tzinfo=None), before, after, local.tzname() or zone.key)
        moment = later
