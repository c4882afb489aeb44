# SPDX-License-Identifier: Apache-2.0
"""What a pairing's page remembers of meetings that were moved or canceled by hand."""

from datetime import UTC, date, datetime, timedelta

from mentorkit.domain.meetings import MeetingKind
from mentorkit.ports import Fact
from mentorkit.rules.moving import meeting_set, set_by_hand

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
NAME, SLOT = "review-on-2026-12-24", (MeetingKind.REVIEW, date(2026, 12, 24))


def said(*starts: datetime | None) -> list[Fact]:
    """The facts of one word after the other, all within the same moment."""
    ledger: list[Fact] = []
    for start in starts:
        fact = meeting_set(ledger, NAME, start, NOW)
        assert fact is not None
        ledger.insert(0, fact)
    return ledger


def test_the_latest_word_counts_whatever_stands_first() -> None:
    first, second = NOW + timedelta(days=1), NOW + timedelta(days=2)
    assert set_by_hand(said(first, second)) == {SLOT: second}
    assert set_by_hand(said(first, None)) == {SLOT: None}
    assert set_by_hand(said(first, second, first)) == {SLOT: first}
    assert set_by_hand(said(None, first, *[second, first] * 5)) == {SLOT: first}
    assert set_by_hand([Fact(name="stage", at=NOW, detail="growing")]) == {}


def test_what_is_so_already_is_not_said_again() -> None:
    start = NOW + timedelta(days=1)
    assert meeting_set(said(start), NAME, start, NOW) is None
    assert meeting_set(said(start, None), NAME, None, NOW) is None
    assert meeting_set(said(start), "plan-on-2026-12-31", start, NOW) is not None


def test_people_can_read_it_in_the_history() -> None:
    names = [fact.name for fact in said(NOW, None)]
    assert names == ["meeting-canceled/review-on-2026-12-24", "meeting-moved/review-on-2026-12-24"]
