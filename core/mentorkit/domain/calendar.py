# SPDX-License-Identifier: Apache-2.0
"""The calendar as planning sees it: working hours, days off, quarters and ISO weeks."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime

from mentorkit.domain.value import Value

WORK_BEGINS, WORK_ENDS = time(9), time(17)
SATURDAY = 5


class Span(NamedTuple):
    """A stretch of time, from ``begins`` until just before ``ends``; both aware."""

    begins: datetime
    ends: datetime

    def meets(self, other: "Span") -> bool:
        """Whether the two share any time."""
        return self.begins < other.ends and other.begins < self.ends

    def holds(self, other: "Span") -> bool:
        """Whether the other lies within this one."""
        return self.begins <= other.begins and other.ends <= self.ends


class Availability(Value):
    """When a person can meet: Monday to Friday, 9 to 17 in ``timezone`` (IANA), less what is taken.

    ``days_off`` are whole local days (public holidays, leave); ``busy`` are times already taken.
    """

    timezone: str
    days_off: frozenset[date] = frozenset()
    busy: tuple[tuple[AwareDatetime, AwareDatetime], ...] = ()


def working_hours(day: date, who: Availability) -> Span | None:
    """The working hours of a local day, in UTC; None on weekends and days off.

    It is the clock on the wall that counts: 9:00 is 9:00 on either side of a change of the clocks.
    """
    if day.weekday() >= SATURDAY or day in who.days_off:
        return None
    zone = ZoneInfo(who.timezone)
    begins, ends = (datetime.combine(day, at, zone).astimezone(UTC) for at in (WORK_BEGINS, WORK_ENDS))
    return Span(begins, ends)


def common_hours(day: date, one: Availability, other: Availability) -> tuple[Span, ...]:
    """When both work on the local day of the first, in UTC, earliest first; busy times are not looked at.

    Far apart on the globe, a day can touch two working days of the other person.
    """
    own = working_hours(day, one)
    if own is None:
        return ()
    theirs = (working_hours(day + timedelta(days=days), other) for days in (-1, 0, 1))
    return tuple(
        Span(max(own.begins, span.begins), min(own.ends, span.ends))
        for span in theirs
        if span is not None and own.meets(span)
    )


def iso_week(day: date) -> tuple[int, int]:
    """The ISO year and week a day belongs to."""
    year, week, _ = day.isocalendar()
    return year, week


def quarter_ends(first: date, last: date) -> Iterator[date]:
    """The last days of the calendar quarters that end from ``first`` to ``last``, both included."""
    for year in range(first.year, last.year + 1):
        for month, day in ((3, 31), (6, 30), (9, 30), (12, 31)):
            if first <= (end := date(year, month, day)) <= last:
                yield end


def nearest_days(target: date, first: date, last: date) -> Iterator[date]:
    """The days from ``first`` to ``last``, nearest to ``target`` first; of two as near, the earlier."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    yield from sorted(days, key=lambda day: (abs((day - target).days), day))
