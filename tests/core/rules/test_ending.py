# SPDX-License-Identifier: Apache-2.0
"""The other ends of a request and of a pairing: declined, expired, on hold, ended early."""

import pytest

from mentorkit.domain.pairings import Stage
from mentorkit.domain.richtext import Cell, Mention, inlines
from tests.core.company import ANA, BEN, CARLA, DORA, PAIRING, Company, key
from tests.core.rules.seen import coming, fill, settled, stage, told


def test_a_request_is_declined_by_the_own_box_and_the_coordinator_hears_the_reason(company: Company) -> None:
    company.run()
    fill(company, PAIRING, BEN, "Reason", "No time now", 1, Cell(content=inlines("x, my mother is ill")))
    company.tick(PAIRING, "mk-decline-mentor", BEN)
    report = settled(company)
    assert stage(company) is Stage.DECLINED
    assert "declined by the mentor (reason: no-time)" in told(report)
    assert "mother" not in told(report)
    assert "declined" not in told(company.run()), "it is told once"


@pytest.mark.parametrize(("side", "by"), [("mentor", ANA), ("mentor", CARLA), ("mentee", BEN)])
def test_nobody_declines_for_somebody_else(company: Company, side: str, by: str) -> None:
    company.run()
    company.tick(PAIRING, f"mk-decline-{side}", by)
    settled(company)
    assert stage(company) is Stage.REQUESTED


@pytest.mark.parametrize(
    ("row", "code"), [("Another reason", "other"), ("Somebody else fits better", "other-fits-better")]
)
def test_reasons_are_codes(company: Company, row: str, code: str) -> None:
    company.run()
    fill(company, PAIRING, ANA, "Reason", row, 1, Cell(content=inlines("yes")))
    company.tick(PAIRING, "mk-decline-mentee", ANA)
    assert f"declined by the mentee (reason: {code})" in told(company.run())


def test_what_is_declined_stays_so_and_gives_the_place_back(company: Company) -> None:
    company.run()
    world = company.workspace.world(company.workspace.look())
    ben = world.program.person(BEN)
    assert world.places_left(ben) == 1
    company.tick(PAIRING, "mk-decline-mentor", BEN)
    company.run()
    company.tick(PAIRING, "mk-decline-mentor", BEN, done=False)
    company.accept()
    settled(company)
    assert stage(company) is Stage.DECLINED
    assert company.workspace.world(company.workspace.look()).places_left(ben) == 2


def test_after_a_no_the_next_wish_is_told(company: Company) -> None:
    company.run()
    for place, mentor in (("First", BEN), ("Second", CARLA), ("Third", DORA)):
        fill(company, key("growth", ANA), ANA, "Wish", place, 1, Cell(content=(Mention(person=mentor),)))
    company.tick(PAIRING, "mk-decline-mentor", BEN)
    assert "next choice: Dora" in told(company.run()), "Carla has no place"


def test_a_request_expires_without_an_answer_by_both(company: Company) -> None:
    company.run()
    company.tick(PAIRING, "mk-accept-mentee", ANA)
    company.later(days=29)
    settled(company)
    assert stage(company) is Stage.REQUESTED
    company.later(days=1)
    assert "expired" in told(settled(company))
    company.tick(PAIRING, "mk-accept-mentor", BEN)
    settled(company)
    assert stage(company) is Stage.EXPIRED
    mark = company.held(PAIRING).mark
    assert mark is not None
    assert mark.has("stage", detail="expired")


def test_an_answer_that_came_before_the_run_is_in_time(company: Company) -> None:
    company.run()
    company.accept()
    company.later(days=40)
    settled(company)
    assert stage(company) is Stage.EXPECTATIONS


def test_on_hold_meetings_are_canceled_and_come_back(company: Company) -> None:
    company.grown()
    company.later(days=40)
    company.run()
    before = coming(company)
    company.tick(PAIRING, "mk-hold-mentor", BEN)
    report = settled(company)
    assert stage(company) is Stage.ON_HOLD
    assert "on hold" in told(report)
    assert set(coming(company)) == {"canceled"}
    past = [held.item.status for held in company.ours("meetings").values() if held.item.start <= company.now]
    assert set(past) == {"confirmed"}, "what has taken place stays"
    company.later(days=30)
    company.tick(PAIRING, "mk-resume-mentee", ANA)
    settled(company)
    assert stage(company) is Stage.GROWING
    assert set(coming(company)) == {"confirmed"}
    assert 0 < len(coming(company)) < len(before)
    missed = [held.item for held in company.ours("meetings").values() if held.item.status == "canceled"]
    assert missed
    assert all(event.start <= company.now for event in missed)


def test_a_pairing_may_be_put_on_hold_again(company: Company) -> None:
    company.grown()
    for count in ("", "-2", "-3"):
        company.tick(PAIRING, f"mk-hold-mentee{count}", ANA)
        settled(company)
        assert stage(company) is Stage.ON_HOLD
        company.later(hours=1)
        company.tick(PAIRING, f"mk-resume-mentor{count}", BEN)
        settled(company)
        assert stage(company) is Stage.GROWING


def test_only_the_two_put_it_on_hold(company: Company) -> None:
    company.grown()
    company.tick(PAIRING, "mk-hold-mentee", BEN)
    company.tick(PAIRING, "mk-stop-mentee", CARLA)
    settled(company)
    assert stage(company) is Stage.GROWING


def test_ended_early_without_blame(company: Company) -> None:
    company.grown()
    company.tick(PAIRING, "mk-stop-mentee", ANA)
    report = settled(company)
    assert stage(company) is Stage.ENDED
    assert "ended early" in told(report)
    assert "mentee" not in told(report), "nobody hears who it was"
    assert set(coming(company)) == {"canceled"}
    company.later(days=400)
    settled(company)
    assert stage(company) is Stage.ENDED
