# SPDX-License-Identifier: Apache-2.0
"""Working hours, what two people have in common of them, quarters and weeks."""

from datetime import UTC, date, datetime

import pytest

from mentorkit.domain.calendar import (
    Availability,
    Span,
    common_hours,
    iso_week,
    nearest_days,
    quarter_ends,
    working_hours,
)

SOFIA = Availability(timezone="Europe/Sofia", days_off=frozenset({date(2026, 3, 3)}))
NEW_YORK = Availability(timezone="America/New_York")
MONDAY = date(2026, 3, 2)


def hour(day: int, at: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, at, minute, tzinfo=UTC)


def test_working_hours_are_nine_to_five_on_the_wall() -> None:
    assert working_hours(MONDAY, SOFIA) == Span(hour(2, 7), hour(2, 15))


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 2, 28), date(2026, 3, 3)])
def test_nobody_works_on_weekends_and_days_off(day: date) -> None:
    assert working_hours(day, SOFIA) is None


def test_working_hours_follow_the_change_of_the_clocks() -> None:
    before, after = working_hours(date(2026, 3, 27), SOFIA), working_hours(date(2026, 3, 30), SOFIA)
    assert before is not None
    assert after is not None
    assert (before.begins.hour, after.begins.hour) == (7, 6)


def test_common_hours_across_the_ocean() -> None:
    assert common_hours(MONDAY, SOFIA, NEW_YORK) == (Span(hour(2, 14), hour(2, 15)),)


def test_a_day_off_of_either_leaves_nothing_in_common() -> None:
    assert common_hours(date(2026, 3, 3), SOFIA, NEW_YORK) == ()
    assert common_hours(date(2026, 3, 3), NEW_YORK, SOFIA) == ()


def test_a_day_can_touch_two_days_of_the_other() -> None:
    auckland = Availability(timezone="Pacific/Auckland")
    honolulu = Availability(timezone="Pacific/Honolulu")
    spans = common_hours(date(2026, 3, 4), auckland, honolulu)
    assert spans == (Span(hour(3, 20), hour(4, 3)),)
    assert common_hours(MONDAY, auckland, honolulu) == ()


def test_spans_meet_and_hold() -> None:
    span = Span(hour(2, 9), hour(2, 10))
    assert span.meets(Span(hour(2, 9, 59), hour(2, 11)))
    assert not span.meets(Span(hour(2, 10), hour(2, 11)))
    assert span.holds(Span(hour(2, 9), hour(2, 10)))
    assert not span.holds(Span(hour(2, 9), hour(2, 10, 1)))


def test_quarters_end_four_times_a_year() -> None:
    ends = list(quarter_ends(date(2025, 12, 31), date(2026, 12, 30)))
    assert ends == [date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)]


def test_iso_weeks_belong_to_their_own_year() -> None:
    assert iso_week(date(2027, 1, 1)) == (2026, 53)


def test_the_nearest_day_comes_first_and_the_earlier_of_two() -> None:
    days = nearest_days(date(2026, 3, 4), date(2026, 3, 3), date(2026, 3, 6))
    assert [day.day for day in days] == [4, 3, 5, 6]
    assert list(nearest_days(MONDAY, date(2026, 3, 5), date(2026, 3, 4))) == []
