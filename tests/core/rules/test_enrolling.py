# SPDX-License-Identifier: Apache-2.0
"""People and their pages: who has them, who may see them, and what cannot be read."""

from datetime import date
from pathlib import Path

from mentorkit.domain.pairings import Stage
from mentorkit.ports import Audience
from tests.core.company import ANA, BEN, CARLA, PAIRING, Company, key, write_folder
from tests.core.rules.seen import stage, told


def test_people_without_an_account_are_told_and_others_enrolled(tmp_path: Path) -> None:
    company = Company(write_folder(tmp_path))
    company.plugin.directory.missing = frozenset({ANA})
    report = company.run()
    assert "Ana: has no account" in told(report)
    assert f"{PAIRING}: waits for an account of Ana" in told(report)
    assert key("profile", ANA) not in company.ours("pages")
    assert key("profile", BEN) in company.ours("pages")
    assert PAIRING not in company.ours("pages")
    company.plugin.directory.missing = frozenset()
    company.fresh()
    assert company.run().whole
    assert {key("profile", ANA), key("growth", ANA), PAIRING} <= set(company.ours("pages"))


def test_growth_pages_open_to_mentors_when_they_are(company: Company) -> None:
    growth = key("growth", ANA)
    company.run()
    assert company.held(growth).item.audience == Audience(view={ANA, CARLA}, edit={ANA, CARLA})
    company.accept()
    company.run()
    assert company.held(growth).item.audience.view == {ANA, BEN, CARLA}


def test_gaps_stand_on_private_pages_only(company: Company) -> None:
    company.grown()
    for held in company.ours("pages").values():
        if held.item.audience.view is None:
            assert "Needed and now" not in str(held.item), held.item.title


def test_what_cannot_be_read_is_told_to_be_looked_at(company: Company) -> None:
    company.run()
    company.rate(ANA, "many")
    assert "Ana's profile: the level of “Git” is not one of 0 to 4" in told(company.run())


def test_helpers_are_those_who_are_ready_and_able(company: Company) -> None:
    company.run()
    for person in (ANA, BEN, CARLA):
        company.rate(person, "4", "2")
    company.run()
    shown = str(company.held(key("helpers", "helpers")).item.generated("helpers"))
    assert "person='ben'" in shown
    assert "person='ana'" not in shown
    assert "person='carla'" not in shown
    assert "(4; 1 free)" in shown, "one of two places is asked for"


def test_the_dates_on_the_page_are_those_of_the_pairing(company: Company) -> None:
    company.run()
    assert str(date(2026, 1, 20).day) in str(company.held(PAIRING).item.generated("glance"))
    assert stage(company) is Stage.REQUESTED
