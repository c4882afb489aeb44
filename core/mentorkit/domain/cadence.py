# SPDX-License-Identifier: Apache-2.0
"""The cadence: a pairing's meetings from its beginning to its end, placed where both have time.

Anchors come first: the first meeting, the closing, and for each calendar quarter a review seven days
before its end and a plan meeting seven days after the review. Monitoring follows on one weekday, and
is merged into an anchor of the same ISO week. A meeting is named by its slot, the date the cadence
asks for; where it takes place depends on who has time. The same input gives the same meetings.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mentorkit.domain.calendar import Availability, Span, common_hours, iso_week, nearest_days, quarter_ends
from mentorkit.domain.keys import Key
from mentorkit.domain.meetings import Meeting, MeetingKind, Unplaced
from mentorkit.domain.value import Value, digest

WEEK = timedelta(days=7)
ANCHOR_DRIFT = timedelta(days=6)
MONITORING_DRIFT = 4
CLOSING_DAYS = timedelta(days=13)
GRID = tuple(time(hour, minute) for hour in range(24) for minute in (0, 15, 30, 45))
WEEKDAYS = (1, 2, 3)
TIMES = (time(10), time(11), time(14), time(15))

Slot = tuple[MeetingKind, date]


class Preferred(Value):
    """When a pairing likes to meet: a weekday (0 is Monday) and a time in the mentee's zone."""

    weekday: int
    at: time


class Schedule(Value):
    """The meetings of a pairing in order of time, and those that found none, by slot."""

    placed: tuple[Meeting, ...]
    unplaced: tuple[Unplaced, ...]


def preferred_slot(pairing: Key) -> Preferred:
    """A weekday from Tuesday to Thursday and a time, always the same for a pairing.

    Pairings spread over them, so that a mentor of several mentees has a choice left.
    """
    which = int(digest(pairing), 16)
    return Preferred(weekday=WEEKDAYS[which % 3], at=TIMES[which // 3 % 4])


def plan_meetings(
    pairing: Key,
    mentee: Availability,
    mentor: Availability,
    *,
    begins: date,
    starts: date,
    until: date,
    minutes: Mapping[MeetingKind, int],
    first_meeting_by: int = 14,
    monitoring_days: int = 14,
    preferred: Preferred | None = None,
    kept: Mapping[Slot, datetime] | None = None,
) -> Schedule:
    """The meetings of one pairing, from the day it was accepted (``begins``) to ``until``.

    Nothing takes place before the program ``starts``. ``minutes`` says how long each kind lasts.
    ``kept`` are meetings that exist already: they stay where they are, whoever is busy then, and the
    others are planned around them. The nearest day is taken first, then the time on a 15-minute grid
    that is nearest to the preferred one, always inside both people's working hours.

    A year gives four reviews and four plan meetings whatever day it begins on: a review stays at
    least a week after the first meeting and leaves a week to the closing for its plan meeting, also
    where that takes it more than six days from its slot.
    """
    begins = max(begins, starts)
    preferred = preferred or preferred_slot(pairing)
    desk = _Desk(mentee, mentor, preferred.at, minutes, kept or {})
    first = desk.place(
        MeetingKind.FIRST,
        slot := begins + timedelta(days=max(1, first_meeting_by // 2)),
        target=slot,
        within=(begins + timedelta(days=1), begins + timedelta(days=first_meeting_by)),
    )
    closing = desk.place(
        MeetingKind.CLOSING, until, target=until, within=(max(first, until - CLOSING_DAYS), until)
    )
    for end in quarter_ends(begins + WEEK, until + WEEK - timedelta(days=1)):
        _quarter(desk, end, first, closing)
    _monitoring(desk, preferred.weekday, slot, first, closing, monitoring_days)
    return desk.schedule()


def _quarter(desk: "_Desk", end: date, first: date, closing: date) -> None:
    """A review a week before the quarter's end and a plan meeting a week after the review."""
    day = timedelta(days=1)
    slot = end - WEEK
    target = max(first + WEEK, min(slot, closing - WEEK - day))
    review = desk.place(
        MeetingKind.REVIEW,
        slot,
        target=target,
        within=(max(target - ANCHOR_DRIFT, first + day), min(target + ANCHOR_DRIFT, closing - 2 * day)),
    )
    desk.place(
        MeetingKind.PLAN,
        end,
        target=review + WEEK,
        within=(review + day, min(review + WEEK + ANCHOR_DRIFT, closing - day)),
    )


def _monitoring(
    desk: "_Desk", weekday: int, first_slot: date, first: date, closing: date, every: int
) -> None:
    """Monitoring on one weekday from the week of the first meeting's slot until the closing.

    What falls on or before the day of the first meeting is merged into it: there is nothing to
    monitor yet.
    """
    drift = timedelta(days=min(MONITORING_DRIFT, (every - 1) // 2))
    anchors = desk.anchors()
    slot = first_slot + timedelta(days=weekday - first_slot.weekday())
    while slot < closing:
        week = max(first, slot)
        anchor = next((meeting for meeting in anchors if iso_week(meeting.start) == iso_week(week)), None)
        if anchor is not None and (MeetingKind.MONITORING, slot) not in desk.kept:
            desk.merge(anchor)
        else:
            day = timedelta(days=1)
            within = (max(slot - drift, first + day), min(slot + drift, closing - day))
            desk.place(MeetingKind.MONITORING, slot, target=slot, within=within)
        slot += timedelta(days=every)


class _Desk:
    """Places one meeting after the other and books each before the next."""

    def __init__(
        self,
        mentee: Availability,
        mentor: Availability,
        at: time,
        minutes: Mapping[MeetingKind, int],
        kept: Mapping[Slot, datetime],
    ) -> None:
        self.kept = kept
        self._mentee, self._mentor, self._minutes = mentee, mentor, minutes
        self._zone = ZoneInfo(mentee.timezone)
        self._times = sorted(GRID, key=lambda time: (abs(_minute(time) - _minute(at)), time))
        taken = (Span(*busy) for busy in (*mentee.busy, *mentor.busy))
        booked = (self._span(start, minutes[kind]) for (kind, _), start in kept.items())
        self._taken = [*taken, *booked]
        self._placed: dict[Slot, Meeting] = {}
        self._unplaced: list[Unplaced] = []

    def place(self, kind: MeetingKind, slot: date, *, target: date, within: tuple[date, date]) -> date:
        """Find a time; the day it is on, or ``target`` when there is none (which is noted down)."""
        start = self.kept.get((kind, slot)) or self._free(self._minutes[kind], target, within)
        if start is None:
            reason = self._reason(self._minutes[kind], target, within)
            self._unplaced.append(Unplaced(kind=kind, slot=slot, reason=reason))
            return target
        start = start.astimezone(self._zone)
        self._placed[kind, slot] = Meeting(kind=kind, slot=slot, start=start, minutes=self._minutes[kind])
        self._taken.append(self._span(start, self._minutes[kind]))
        return start.date()

    def merge(self, anchor: Meeting) -> None:
        """Let an anchor do for a monitoring meeting, too."""
        merged = anchor.model_copy(update={"also": (MeetingKind.MONITORING,)})
        self._placed[anchor.kind, anchor.slot] = merged

    def anchors(self) -> Sequence[Meeting]:
        """What has been placed so far, by time."""
        return sorted(self._placed.values(), key=lambda meeting: meeting.start.astimezone(UTC))

    def schedule(self) -> Schedule:
        """Everything, in order."""
        unplaced = sorted(self._unplaced, key=lambda missing: (missing.slot, missing.kind))
        return Schedule(placed=tuple(self.anchors()), unplaced=tuple(unplaced))

    def _free(self, minutes: int, target: date, within: tuple[date, date]) -> datetime | None:
        for day in nearest_days(target, *within):
            if hours := common_hours(day, self._mentee, self._mentor):
                for span in self._grid(day, minutes):
                    if any(common.holds(span) for common in hours) and not self._is_taken(span):
                        return span.begins
        return None

    def _grid(self, day: date, minutes: int) -> Iterator[Span]:
        for at in self._times:
            yield self._span(datetime.combine(day, at, self._zone), minutes)

    def _is_taken(self, span: Span) -> bool:
        return any(span.meets(taken) for taken in self._taken)

    @staticmethod
    def _span(start: datetime, minutes: int) -> Span:
        begins = start.astimezone(UTC)
        return Span(begins, begins + timedelta(minutes=minutes))

    def _reason(self, minutes: int, target: date, within: tuple[date, date]) -> str:
        first, last = within
        days = tuple(nearest_days(target, first, last))
        bare = [who.model_copy(update={"days_off": frozenset()}) for who in (self._mentee, self._mentor)]
        if not days:
            return "no day is left between the meetings before and after it"
        if not any(common_hours(target + timedelta(days=n), *bare) for n in range(7)):
            return "their working hours never meet"
        if not any(common_hours(day, self._mentee, self._mentor) for day in days):
            return f"every day from {first} to {last} is a weekend or a day off for one of them"
        return f"no {minutes} minutes free for both from {first} to {last}"


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
