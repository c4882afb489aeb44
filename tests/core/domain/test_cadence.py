# SPDX-License-Identifier: Apache-2.0
"""A year of meetings: how many, when, and what happens when there is no time."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorkit.domain.cadence import Preferred, Schedule, plan_meetings, preferred_slot
from mentorkit.domain.calendar import Availability, iso_week, working_hours
from mentorkit.domain.keys import Key, make_key
from mentorkit.domain.meetings import Meeting, MeetingKind, ends

PAIRING = make_key("agency", "pairing", ("eve", "max"))
MINUTES = {
    MeetingKind.FIRST: 60,
    MeetingKind.REVIEW: 60,
    MeetingKind.PLAN: 45,
    MeetingKind.MONITORING: 30,
    MeetingKind.CLOSING: 45,
}
SOFIA = Availability(timezone="Europe/Sofia")
BERLIN = Availability(timezone="Europe/Berlin")
NEW_YORK = Availability(timezone="America/New_York")
BEGINS = date(2026, 1, 12)
WEEKS_APART = {date(2026, 3, 8) + timedelta(days=n) for n in range(21)} | {
    date(2026, 10, 25) + timedelta(days=n) for n in range(7)
}
"""When New York has changed its clocks and Berlin has not yet, or the other way round."""


def plan(
    mentee: Availability = SOFIA,
    mentor: Availability = SOFIA,
    begins: date = BEGINS,
    days: int = 365,
    pairing: Key = PAIRING,
    **more: Any,
) -> Schedule:
    arguments = {"starts": begins, "until": begins + timedelta(days=days), "minutes": MINUTES, **more}
    return plan_meetings(pairing, mentee, mentor, begins=begins, **arguments)


def of(schedule: Schedule, kind: MeetingKind) -> list[Meeting]:
    return [meeting for meeting in schedule.placed if meeting.kind is kind]


def busy(meetings: Schedule) -> tuple[tuple[datetime, datetime], ...]:
    return tuple((meeting.start, ends(meeting)) for meeting in meetings.placed)


def test_a_year_has_four_reviews_four_plan_meetings_and_monitoring_every_two_weeks() -> None:
    schedule = plan()
    count = Counter(meeting.kind for meeting in schedule.placed)
    merged = sum(meeting.also == (MeetingKind.MONITORING,) for meeting in schedule.placed)
    assert schedule.unplaced == ()
    assert (count[MeetingKind.REVIEW], count[MeetingKind.PLAN]) == (4, 4)
    assert (count[MeetingKind.FIRST], count[MeetingKind.CLOSING]) == (1, 1)
    assert count[MeetingKind.MONITORING] + merged in (25, 26, 27)


@pytest.mark.parametrize("offset", range(0, 365, 5))
def test_a_year_has_them_whatever_day_it_begins_on(offset: int) -> None:
    schedule = plan(begins=date(2026, 1, 1) + timedelta(days=offset))
    order = [m.kind for m in schedule.placed if m.kind is not MeetingKind.MONITORING]
    review, plan_meeting = MeetingKind.REVIEW, MeetingKind.PLAN
    assert order == [MeetingKind.FIRST, *[review, plan_meeting] * 4, MeetingKind.CLOSING]
    assert schedule.unplaced == ()


def test_reviews_stand_a_week_before_the_end_of_a_quarter_and_plans_a_week_after_them() -> None:
    schedule = plan()
    reviews, plans = of(schedule, MeetingKind.REVIEW), of(schedule, MeetingKind.PLAN)
    assert [m.slot for m in reviews] == [
        date(2026, 3, 24),
        date(2026, 6, 23),
        date(2026, 9, 23),
        date(2026, 12, 24),
    ]
    assert [m.start.date() for m in reviews] == [m.slot for m in reviews]
    assert [(p.start.date() - r.start.date()).days for r, p in zip(reviews, plans, strict=True)] == [7] * 4


def test_a_review_takes_the_nearest_day_on_which_both_work() -> None:
    off = frozenset({date(2026, 3, 24), date(2026, 3, 23)})
    mentor = BERLIN.model_copy(update={"days_off": off})
    assert of(plan(mentor=mentor), MeetingKind.REVIEW)[0].start.date() == date(2026, 3, 25)


def test_the_first_meeting_is_in_time_and_the_closing_is_last() -> None:
    schedule = plan(first_meeting_by=10)
    assert BEGINS < schedule.placed[0].start.date() <= BEGINS + timedelta(days=10)
    assert schedule.placed[0].kind is MeetingKind.FIRST
    assert schedule.placed[-1].kind is MeetingKind.CLOSING
    assert schedule.placed[-1].start.date() == date(2027, 1, 12)


def test_nothing_takes_place_before_the_program_starts() -> None:
    schedule = plan(starts=date(2026, 2, 2))
    assert schedule.placed[0].start.date() > date(2026, 2, 2)
    assert schedule.placed[0].slot == date(2026, 2, 9)


def test_monitoring_keeps_to_its_weekday_and_rhythm() -> None:
    schedule = plan(preferred=Preferred(weekday=2, at=time(14)))
    monitoring = of(schedule, MeetingKind.MONITORING)
    assert {m.slot.weekday() for m in monitoring} == {2}
    assert {(b.slot - a.slot).days % 14 for a, b in pairwise(monitoring)} == {0}
    assert all(m.start.time() == time(14) for m in monitoring)


def test_monitoring_of_the_week_of_an_anchor_is_merged_into_it() -> None:
    schedule = plan()
    weeks = [iso_week(m.start) for m in schedule.placed if m.kind is not MeetingKind.MONITORING]
    assert not {iso_week(m.slot) for m in of(schedule, MeetingKind.MONITORING)} & set(weeks)


def test_a_rhythm_of_a_week_drifts_less() -> None:
    schedule = plan(monitoring_days=7)
    drifts = [abs((m.start.date() - m.slot).days) for m in of(schedule, MeetingKind.MONITORING)]
    assert len(drifts) > 35
    assert max(drifts) <= 3


def test_the_clock_on_the_wall_stays_when_the_clocks_change() -> None:
    schedule = plan(preferred=Preferred(weekday=1, at=time(10)))
    meetings = of(schedule, MeetingKind.MONITORING)
    assert {m.start.time() for m in meetings} == {time(10)}
    assert {m.start.astimezone(UTC).hour for m in meetings} == {7, 8}


def test_meetings_lie_in_the_working_hours_of_both() -> None:
    for meeting in plan(BERLIN, NEW_YORK).placed:
        apart = timedelta(hours=5) if meeting.slot in WEEKS_APART else timedelta(hours=6)
        assert (datetime.combine(meeting.slot, time(9)) + apart).time() <= meeting.start.time()
        assert ends(meeting).time() <= time(17)


def test_a_mentor_of_three_is_never_in_two_meetings() -> None:
    mentor = SOFIA
    taken: list[tuple[datetime, datetime]] = []
    for mentee in ("eve", "kim", "lea"):
        schedule = plan(mentor=mentor, pairing=make_key("agency", "pairing", (mentee, "max")))
        assert schedule.unplaced == ()
        taken += busy(schedule)
        mentor = SOFIA.model_copy(update={"busy": tuple(taken)})
    assert all(first[1] <= second[0] for first, second in pairwise(sorted(taken)))


def test_the_same_input_gives_the_same_meetings() -> None:
    assert plan(BERLIN, NEW_YORK) == plan(BERLIN, NEW_YORK)


def test_pairings_spread_over_weekdays_and_times() -> None:
    slots = {preferred_slot(make_key("agency", "pairing", (f"p{n}", "max"))) for n in range(60)}
    assert {slot.weekday for slot in slots} == {1, 2, 3}
    assert len(slots) == 12


def test_meetings_that_exist_keep_their_place() -> None:
    first = plan()
    kept = {(m.kind, m.slot): m.start for m in first.placed}
    moved = first.placed[5]
    kept[moved.kind, moved.slot] = elsewhere = moved.start + timedelta(days=1, hours=1)
    again = plan(SOFIA.model_copy(update={"busy": busy(first)}), kept=kept)
    assert {(m.kind, m.slot): m.start for m in again.placed} == kept
    assert [m.start for m in again.placed if m.slot == moved.slot] == [elsewhere]


def test_others_are_planned_around_a_kept_meeting() -> None:
    usual = of(plan(), MeetingKind.MONITORING)[0]
    closing = date(2027, 1, 12)
    again = plan(kept={(MeetingKind.CLOSING, closing): usual.start})
    assert all(m.start != usual.start for m in of(again, MeetingKind.MONITORING))


def test_people_whose_hours_never_meet_are_told_so() -> None:
    schedule = plan(Availability(timezone="Asia/Tokyo"), Availability(timezone="America/Sao_Paulo"))
    assert schedule.placed == ()
    assert {missing.reason for missing in schedule.unplaced} == {"their working hours never meet"}


def test_days_off_are_named_as_the_reason() -> None:
    december = frozenset(date(2026, 12, 14) + timedelta(days=n) for n in range(18))
    schedule = plan(mentor=SOFIA.model_copy(update={"days_off": december}))
    review = next(missing for missing in schedule.unplaced if missing.kind is MeetingKind.REVIEW)
    assert review.slot == date(2026, 12, 24)
    assert (
        review.reason == "every day from 2026-12-18 to 2026-12-30 is a weekend or a day off for one of them"
    )


def test_full_calendars_are_named_as_the_reason() -> None:
    full = ((datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 12, tzinfo=UTC)),)
    schedule = plan(mentor=SOFIA.model_copy(update={"busy": full}))
    reasons = {(missing.kind, missing.slot): missing.reason for missing in schedule.unplaced}
    assert (
        reasons[MeetingKind.REVIEW, date(2026, 3, 24)]
        == "no 60 minutes free for both from 2026-03-18 to 2026-03-30"
    )


def test_a_pairing_too_short_for_a_review_says_so() -> None:
    schedule = plan(begins=date(2026, 3, 18), days=10)
    assert "no day is left between the meetings before and after it" in {m.reason for m in schedule.unplaced}


ZONES = st.sampled_from(
    ["Europe/Sofia", "Europe/London", "America/New_York", "Asia/Kolkata", "Australia/Adelaide"]
)
STARTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 3, 1))  # noqa: DTZ001 - made aware below
BUSY = st.lists(st.tuples(STARTS, st.integers(15, 6000)), max_size=25)


@settings(max_examples=40, deadline=None)
@given(
    begins=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    zones=st.tuples(ZONES, ZONES),
    taken=BUSY,
    off=st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=40),
    days=st.integers(1, 400),
)
def test_whatever_is_placed_fits_and_nothing_is_dropped(
    begins: date, zones: tuple[str, str], taken: list[tuple[datetime, int]], off: frozenset[date], days: int
) -> None:
    spans = tuple((s.replace(tzinfo=UTC), s.replace(tzinfo=UTC) + timedelta(minutes=m)) for s, m in taken)
    mentee = Availability(timezone=zones[0], days_off=off)
    mentor = Availability(timezone=zones[1], busy=spans)
    schedule = plan(mentee, mentor, begins, days)
    meetings = [(m.start.astimezone(UTC), ends(m).astimezone(UTC)) for m in schedule.placed]
    assert all(first[1] <= second[0] for first, second in pairwise(meetings))
    for start, end in meetings:
        assert all(end <= a or b <= start for a, b in spans)
        for who in (mentee, mentor):
            near = (working_hours(start.date() + timedelta(days=n), who) for n in (-1, 0, 1))
            assert any(span and span.begins <= start and end <= span.ends for span in near)
    names = [(m.kind, m.slot) for m in schedule.placed] + [(m.kind, m.slot) for m in schedule.unplaced]
    assert len(names) == len(set(names))
    assert names.count((MeetingKind.CLOSING, begins + timedelta(days=days))) == 1
    kept = {(m.kind, m.slot): m.start for m in schedule.placed}
    assert plan(mentee, mentor, begins, days, kept=kept) == schedule
