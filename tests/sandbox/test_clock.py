# SPDX-License-Identifier: Apache-2.0
"""The site's clock."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from mentorkit_sandbox.clock import Clock

MOMENT = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


def test_it_is_real_time_at_first() -> None:
    assert abs(Clock().now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_a_frozen_clock_moves_only_when_advanced() -> None:
    clock = Clock()
    clock.set(MOMENT, frozen=True)
    assert clock.now() == clock.now() == MOMENT
    clock.advance(timedelta(days=14))
    assert clock.now() == MOMENT + timedelta(days=14)


def test_a_running_clock_goes_on_from_where_it_was_set() -> None:
    clock = Clock()
    clock.set(MOMENT)
    first = clock.now()
    clock.advance(timedelta(hours=1))
    assert MOMENT <= first < MOMENT + timedelta(seconds=5)
    assert clock.now() >= first + timedelta(hours=1)
    assert not clock.frozen


def test_any_zone_is_taken_and_utc_given() -> None:
    clock = Clock()
    clock.set(MOMENT.astimezone(timezone(timedelta(hours=2))), frozen=True)
    assert clock.now() == MOMENT
    assert clock.now().tzinfo is UTC


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Clock().set(MOMENT.replace(tzinfo=None))
