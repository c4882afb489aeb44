# SPDX-License-Identifier: Apache-2.0
"""A pairing that is over comes back: its history, a new round of ticks, and a place to take."""

from datetime import timedelta

from mentorkit.domain.pairings import Stage
from mentorkit.domain.richtext import Cell, inlines
from tests.core.company import ANA, BEN, PAIRING, Company, key
from tests.core.rules.seen import fill, reopened, settled, stage, told


def test_a_pairing_that_ended_is_reopened_under_its_key(company: Company) -> None:
    company.grown()
    company.tick(PAIRING, "mk-stop-mentor", BEN)
    company.run()
    facts = company.held(PAIRING).mark.ledger  # type: ignore[union-attr]  # ours carry a mark
    company.later(days=40)
    settled(reopened(company))
    assert stage(company) is Stage.EXPECTATIONS
    mark = company.held(PAIRING).mark
    assert mark is not None
    assert set(facts) <= set(mark.ledger), "history is kept"
    assert mark.has("reopened", detail="2026-03-02")
    assert [held for held in company.ours("pages") if "/pairing/" in held] == [PAIRING]


def test_after_reopening_a_new_round_of_ticks_counts(company: Company) -> None:
    company.grown()
    company.tick(PAIRING, "mk-stop-mentor", BEN)
    company.run()
    company.later(days=40)
    settled(reopened(company))
    assert stage(company) is Stage.EXPECTATIONS, "the old agreement is not a new one"
    company.tick(PAIRING, "mk-agree-mentee-2", ANA)
    settled(company)
    assert stage(company) is Stage.EXPECTATIONS
    company.tick(PAIRING, "mk-agree-mentor-2", BEN)
    settled(company)
    assert stage(company) is Stage.GROWING
    goals = [name for name in company.ours("plans") if "/goal/" in name]
    assert goals == [key("goal", ANA, BEN, "p1-1"), key("goal", ANA, BEN, "p1-r2-1")]
    company.tick(PAIRING, "mk-stop-mentor-2", BEN)
    settled(company)
    assert stage(company) is Stage.ENDED


def test_meetings_are_planned_anew_for_three_months(company: Company) -> None:
    company.grown()
    company.later(days=20)
    company.tick(PAIRING, "mk-stop-mentor", BEN)
    company.run()
    company.later(days=20)
    company.run()
    before = {name: held.item for name, held in company.ours("meetings").items()}
    settled(reopened(company))
    after = {name: held.item for name, held in company.ours("meetings").items()}
    ahead = [event for event in after.values() if event.start > company.now and event.status == "confirmed"]
    assert min(ahead, key=lambda event: event.start).kind == "first-meeting"
    assert max(event.start for event in ahead) <= company.now + timedelta(days=92)
    past = {name for name, event in before.items() if event.start <= company.now}
    assert {name: after[name] for name in past} == {name: before[name] for name in past}


def test_reopening_waits_for_a_place(company: Company) -> None:
    company.grown()
    company.tick(PAIRING, "mk-stop-mentor", BEN)
    company.run()
    company.later(days=40)
    people = (company.folder / "people.csv").read_text(encoding="utf-8")
    (company.folder / "people.csv").write_text(people.replace("offers,2", "offers,0"), encoding="utf-8")
    fill(company, key("profile", BEN), BEN, "Mentoring", "offers help", 1, Cell(content=inlines("0")))
    report = settled(reopened(company))
    assert "was not reopened: the mentor has no place left" in told(report)
    assert stage(company) is Stage.ENDED
    fill(company, key("profile", BEN), BEN, "Mentoring", "offers help", 1, Cell(content=inlines("1")))
    settled(company)
    assert stage(company) is Stage.EXPECTATIONS


def test_only_what_is_over_is_reopened(company: Company) -> None:
    company.grown()
    company.later(days=40)
    report = settled(reopened(company))
    assert "was not reopened: it is not over (stage growing)" in told(report)
    assert stage(company) is Stage.GROWING


def test_a_reopening_of_next_month_waits(company: Company) -> None:
    company.grown()
    company.tick(PAIRING, "mk-stop-mentor", BEN)
    company.run()
    settled(reopened(company))
    assert stage(company) is Stage.ENDED
