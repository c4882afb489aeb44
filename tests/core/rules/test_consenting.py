# SPDX-License-Identifier: Apache-2.0
"""Consent and agreement: whose tick counts, and what it moves."""

import pytest

from mentorkit.domain.pairings import Stage
from tests.core.company import ANA, BEN, CARLA, MONDAY, PAIRING, Company
from tests.core.rules.seen import kinds, stage, told


@pytest.mark.parametrize(
    ("ticks", "expected"),
    [
        ([("mentee", ANA)], Stage.REQUESTED),
        ([("mentee", ANA), ("mentor", BEN)], Stage.EXPECTATIONS),
        ([("mentee", ANA), ("mentor", ANA)], Stage.REQUESTED),
        ([("mentee", BEN), ("mentor", BEN)], Stage.REQUESTED),
        ([("mentee", CARLA), ("mentor", CARLA)], Stage.REQUESTED),
        ([("mentee", BEN), ("mentor", ANA)], Stage.REQUESTED),
    ],
)
def test_only_the_tick_of_the_person_named_counts(
    company: Company, ticks: list[tuple[str, str]], expected: Stage
) -> None:
    company.run()
    for side, by in ticks:
        company.tick(PAIRING, f"mk-accept-{side}", by)
    company.run()
    assert stage(company) is expected


def test_an_untick_changes_no_stage(company: Company) -> None:
    company.run()
    company.accept()
    company.run()
    company.tick(PAIRING, "mk-accept-mentor", BEN, done=False)
    company.later(days=2)
    assert company.run().writes == 0
    assert stage(company) is Stage.EXPECTATIONS


def test_consents_may_be_days_apart(company: Company) -> None:
    company.run()
    company.tick(PAIRING, "mk-accept-mentee", ANA)
    company.run()
    company.tick(PAIRING, "mk-accept-mentee", ANA, done=False)
    company.later(days=5)
    company.tick(PAIRING, "mk-accept-mentor", BEN)
    company.run()
    mark = company.held(PAIRING).mark
    assert mark is not None
    assert [(fact.by, fact.at) for fact in mark.ledger if fact.name == "accepted-by"] == [
        (ANA, MONDAY),
        (BEN, company.now),
    ]
    assert stage(company) is Stage.EXPECTATIONS


def test_both_agree_after_both_have_accepted(company: Company) -> None:
    company.grown()
    assert stage(company) is Stage.GROWING


def test_one_agreement_is_not_enough(company: Company) -> None:
    company.run()
    company.accept()
    company.run()
    company.tick(PAIRING, "mk-agree-mentee", ANA)
    company.tick(PAIRING, "mk-agree-mentor", ANA)
    company.run()
    assert stage(company) is Stage.EXPECTATIONS
    assert "goal" not in kinds(company)


def test_an_agreement_before_both_have_accepted_waits(company: Company) -> None:
    company.run()
    company.rate(ANA, "1", "0")
    company.accept()
    company.run()
    company.agree()
    page = company.held(PAIRING)
    assert page.mark is not None
    company.tool("pages").edit(page.ref, ANA)
    page.mark = page.mark.model_copy(update={"ledger": page.mark.ledger[:1]})
    company.tick(PAIRING, "mk-accept-mentor", BEN, done=False)
    company.fresh()
    assert stage(company) is Stage.REQUESTED
    company.tick(PAIRING, "mk-accept-mentor", BEN)
    assert stage(company) is Stage.GROWING


def test_nothing_is_acted_on_that_cannot_be_noted_down(company: Company) -> None:
    """A pairing page moved away takes no new facts: acting on its ticks would be new every day."""
    company.run()
    company.tool("pages").stray(company.held(PAIRING).ref)
    company.accept()
    for _ in range(3):
        report = company.run()
        company.later(days=1)
        assert report.writes == 0
        assert "moved out" in told(report)
    assert company.ours("meetings") == {}
