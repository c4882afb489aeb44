# SPDX-License-Identifier: Apache-2.0
"""Meetings over a whole small program: when they begin, and that nobody is booked twice."""

from datetime import timedelta
from itertools import combinations
from pathlib import Path

from mentorkit.domain.calendar import Span
from mentorkit.domain.keys import key_parts
from tests.core.company import ANA, BEN, CARLA, DORA, MONDAY, PAIRING, Company, key, write_folder

THREE = """\
- {mentee: ana, mentor: ben, asked: 2026-01-20}
- {mentee: carla, mentor: ben, asked: 2026-01-20}
- {mentee: dora, mentor: ben, asked: 2026-01-21}
- {mentee: ana, mentor: dora, asked: 2026-01-22}
"""


def test_nobody_is_booked_twice(tmp_path: Path) -> None:
    """A mentor of three, one of whom mentors as well, and who accept on different days."""
    company = Company(write_folder(tmp_path, pairings=THREE))
    company.run()
    for mentee, mentor in ((DORA, BEN), (ANA, BEN), (CARLA, BEN), (ANA, DORA)):
        company.accept(key("pairing", mentee, mentor), mentee, mentor)
        if mentee != ANA:
            company.run()
            company.later(days=3)
    company.run()
    events = [held.item for held in company.ours("meetings").values()]
    assert len({(held.people, held.kind, held.start) for held in events}) == len(events) >= 4 * 15
    for person in (ANA, BEN, CARLA, DORA):
        spans = [
            Span(event.start, event.start + timedelta(minutes=event.minutes))
            for event in events
            if person in event.people
        ]
        assert not [pair for pair in combinations(spans, 2) if pair[0].meets(pair[1])]
    assert len(company.decide()) == 0


def test_meetings_begin_when_both_have_accepted_and_never_move_by_themselves(company: Company) -> None:
    company.run()
    assert company.ours("meetings") == {}
    company.accept()
    company.run()
    starts = {name: held.item.start for name, held in company.ours("meetings").items()}
    first = [name for name in starts if key_parts(name).subjects[2].startswith("first-meeting")]
    assert len(first) == 1
    assert MONDAY < starts[first[0]] <= MONDAY + timedelta(days=15)
    company.later(days=30)
    company.fresh()
    company.run()
    assert {name: held.item.start for name, held in company.ours("meetings").items()} == starts


def test_a_meeting_that_was_moved_stays_and_the_page_follows(company: Company) -> None:
    company.grown()
    name, held = sorted(company.ours("meetings").items())[3]
    moved = held.item.start + timedelta(days=1, hours=1)
    company.tool("meetings").edit(held.ref, BEN, start=moved)
    report = company.run()
    assert [changed for _, _, changed, _ in report.applied] == [PAIRING]
    assert company.ours("meetings")[name].item.start == moved


def test_a_page_that_could_not_be_written_has_no_meetings_yet(company: Company) -> None:
    """The day both accepted is noted on the page first: all meetings are counted from it."""
    company.run()
    company.accept()
    page = company.held(PAIRING)
    snapshot = company.workspace.look()
    changes = company.workspace.decide(snapshot)
    company.tool("pages").delete(page.ref)
    company.workspace.apply(snapshot, changes)
    assert company.ours("meetings") == {}
