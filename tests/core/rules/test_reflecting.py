# SPDX-License-Identifier: Apache-2.0
"""Reflecting: each on a page of the own, read by both when both are in, and the pairing closes."""

from datetime import timedelta

import pytest

from mentorkit.domain.keys import Key
from mentorkit.domain.pairings import Stage
from tests.core.company import ANA, BEN, PAIRING, Company, key
from tests.core.rules.seen import coming, reopened, settled, stage, told


def test_either_says_that_they_are_done(company: Company) -> None:
    company.grown()
    company.tick(PAIRING, "mk-done-mentor", BEN)
    settled(company)
    assert stage(company) is Stage.REFLECTING


def test_reflecting_begins_some_days_before_the_closing(company: Company) -> None:
    company.grown()
    closing = next(h.item.start for h in company.ours("meetings").values() if h.item.kind == "closing")
    company.now = closing - timedelta(days=8)
    settled(company)
    assert stage(company) is Stage.GROWING
    company.later(days=1)
    settled(company)
    assert stage(company) is Stage.REFLECTING


def reflecting(company: Company) -> Company:
    """The same company once the two reflect."""
    company.grown()
    company.tick(PAIRING, "mk-done-mentor", BEN)
    company.run()
    return company


def reflection(whose: str) -> Key:
    return key("reflection", ANA, BEN, whose)


def test_each_writes_on_a_page_of_the_own(company: Company) -> None:
    reflecting(company)
    for side, person in (("mentee", ANA), ("mentor", BEN)):
        audience = company.held(reflection(side)).item.audience
        assert audience.view == audience.edit == {person}
    assert "Git" in str(company.held(reflection("mentee")).item), "what was aimed for stands in it"
    assert reflection("both") not in company.ours("pages")


@pytest.mark.parametrize("ticks", [[("mentee", ANA)], [("mentee", ANA), ("mentor", ANA)]])
def test_neither_reads_before_both_are_in(company: Company, ticks: list[tuple[str, str]]) -> None:
    reflecting(company)
    for side, by in ticks:
        company.tick(reflection(side), f"mk-complete-{side}", by)
    settled(company)
    assert stage(company) is Stage.REFLECTING
    assert reflection("both") not in company.ours("pages")


def test_when_both_are_in_both_read_both_and_the_pairing_closes(company: Company) -> None:
    reflecting(company)
    company.write_note(reflection("mentee"), ANA, "I merged without fear")
    company.write_note(reflection("mentor"), BEN, "I learned to ask")
    company.tick(reflection("mentee"), "mk-complete-mentee", ANA)
    settled(company)
    company.later(days=2)
    company.tick(reflection("mentor"), "mk-complete-mentor", BEN)
    report = settled(company)
    assert stage(company) is Stage.CLOSED
    assert "is closed" in told(report)
    both = company.held(reflection("both")).item
    assert both.audience.view == {ANA, BEN}
    assert "I merged without fear" in str(both.generated("mentee"))
    assert "I learned to ask" in str(both.generated("mentor"))
    assert "mk-complete" not in str(both)
    assert "This pairing is closed" in str(company.held(PAIRING).item.generated("steps"))
    assert set(coming(company)) == {"canceled"}


def test_the_page_for_both_is_made_once(company: Company) -> None:
    """What is edited later, or deleted, is people's."""
    reflecting(company)
    for side, person in (("mentee", ANA), ("mentor", BEN)):
        company.tick(reflection(side), f"mk-complete-{side}", person)
    settled(company)
    company.write_note(reflection("mentee"), ANA, "a second thought")
    settled(company)
    assert "a second thought" not in str(company.held(reflection("both")).item)
    company.tool("pages").delete(company.held(reflection("both")).ref)
    company.fresh()
    company.run()
    settled(company)
    assert reflection("both") not in company.ours("pages")


def test_a_second_round_has_reflections_of_its_own(company: Company) -> None:
    reflecting(company)
    for side, person in (("mentee", ANA), ("mentor", BEN)):
        company.tick(reflection(side), f"mk-complete-{side}", person)
    settled(company)
    company.later(days=40)
    settled(reopened(company))
    for side, person in (("mentee", ANA), ("mentor", BEN)):
        company.tick(PAIRING, f"mk-agree-{side}-2", person)
    settled(company)
    company.tick(PAIRING, "mk-done-mentee-2", ANA)
    settled(company)
    assert stage(company) is Stage.REFLECTING
    for side, person in (("mentee", ANA), ("mentor", BEN)):
        company.tick(reflection(f"{side}-2"), f"mk-complete-{side}-2", person)
    settled(company)
    assert stage(company) is Stage.CLOSED
    assert reflection("both-2") in company.ours("pages")
