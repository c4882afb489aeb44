# SPDX-License-Identifier: Apache-2.0
"""Quarterly reviews: pages out in time, both sides' levels, focus skills, agreement, and the next plan."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mentorkit.domain.keys import Key
from mentorkit.domain.richtext import Cell, inlines
from mentorkit.domain.skills import gaps
from tests.core.company import ANA, BEN, CARLA, PAIRING, TEXTS, Company, key, write_folder
from tests.core.rules.seen import fill, settled, told


@pytest.fixture
def company(tmp_path: Path) -> Company:
    program = TEXTS["program.yaml"].replace("focus_skills: 1", "focus_skills: 2")
    pairings = "- {mentee: ana, mentor: ben, focus: [git], asked: 2026-01-20}"
    return Company(write_folder(tmp_path, program=program, pairings=pairings)).grown()


def reviews(company: Company) -> list[tuple[Key, datetime]]:
    """The reviews in the calendar: the key of their page, and when they take place."""
    found = [
        (held.mark.key.rpartition("review-on-")[2].partition("/")[0], held.item.start)
        for held in company.ours("meetings").values()
        if held.item.kind == "review" and held.mark is not None
    ]
    return sorted((key("review", ANA, BEN, slot), start) for slot, start in found)


def out(company: Company, number: int = 0) -> Key:
    """Go to the day on which the page of a review comes out; its key."""
    page, start = reviews(company)[number]
    company.now = start - timedelta(days=14)
    settled(company)
    return page


def write(company: Company, page: Key, by: str, **levels: str) -> None:
    column = 1 if by == ANA else 2
    for skill, level in levels.items():
        name = {"git": "Git", "php": "PHP"}[skill]
        fill(company, page, by, "Skill", name, column, Cell(content=inlines(level)))


def agree(company: Company, page: Key, *focus: str, by: str = BEN) -> None:
    for skill in focus:
        company.tick(page, f"mk-focus-{skill}", ANA)
    company.tick(page, "mk-levels-agreed", by)


def goals(company: Company) -> dict[Key, Any]:
    return {name: held.item for name, held in company.ours("plans").items() if held.item.kind == "goal"}


def test_the_page_is_out_two_weeks_before_the_meeting(company: Company) -> None:
    page, start = reviews(company)[0]
    company.now = start - timedelta(days=15)
    settled(company)
    assert page not in company.ours("pages")
    company.later(days=1)
    settled(company)
    assert company.held(page).item.audience.view == {ANA, BEN}
    assert company.held(page).item.parent == PAIRING


def test_differences_stand_out_and_gaps_are_the_weighted_rest(company: Company) -> None:
    page = out(company)
    write(company, page, ANA, git="2", php="0")
    settled(company)
    write(company, page, BEN, git="0", php="0")
    settled(company)
    shown = company.held(page).item.generated("differences")
    assert "2 apart" in str(shown)
    assert str(shown).count("apart") == 1
    world = company.workspace.world(company.workspace.look())
    ana = world.program.person(ANA)
    expected = gaps(world.program.role_of(ana), "junior", {"git": 0, "php": 0})
    boxes = str(company.held(page).item.generated("focus"))
    assert [f"mk-focus-{gap.skill}" in boxes for gap in expected] == [True, True]
    assert "Git: 0 → 2" in boxes


@pytest.mark.parametrize("by", [ANA, CARLA])
def test_levels_are_agreed_by_the_mentors_own_tick_alone(company: Company, by: str) -> None:
    page = out(company)
    write(company, page, BEN, git="2")
    settled(company)
    agree(company, page, by=by)
    settled(company)
    assert company.held(key("profile", ANA)).item.generated("agreed") is None


def test_agreed_levels_stand_on_the_profile_for_good(company: Company) -> None:
    page = out(company)
    write(company, page, ANA, git="3")
    write(company, page, BEN, git="2", php="1")
    settled(company)
    agree(company, page)
    settled(company)
    write(company, page, BEN, git="4")
    company.tick(page, "mk-levels-agreed", BEN, done=False)
    company.fresh()
    settled(company)
    shown = str(company.held(key("profile", ANA)).item.generated("agreed"))
    assert "2 Working" in shown
    assert "4 Guide" not in shown
    assert repr(company.now.date()) in shown
    world = company.workspace.world(company.workspace.look())
    assert world.levels(world.program.person(ANA)) == {"git": 2, "php": 1}, "the profile says 1 and 0"
    assert world.gaps(world.program.person(ANA)) == ()


def test_a_review_makes_the_next_plan_once(company: Company) -> None:
    first = goals(company)
    page = out(company)
    write(company, page, BEN, git="1", php="0")
    settled(company)
    agree(company, page, "php", "git")
    settled(company)
    (new,) = set(goals(company)) - set(first)
    assert new == key("goal", ANA, BEN, "p1-2026q1-1")
    assert goals(company)[new].details["skill"] == "php", "the goal for Git goes as far and goes on"
    company.tool("plans").delete(company.held(new).ref)
    company.later(days=1)
    company.fresh()
    settled(company)
    assert new not in goals(company)


def test_levels_by_quarter_are_kept_also_when_they_fall(company: Company) -> None:
    page = out(company)
    write(company, page, BEN, git="2", php="0")
    settled(company)
    agree(company, page, "php")
    settled(company)
    again = out(company, 1)
    write(company, again, BEN, git="1", php="0")
    settled(company)
    agree(company, again, "git")
    settled(company)
    titles = [goal.title for goal in goals(company).values()]
    assert [title.partition(" by ")[0] for title in titles] == ["Git 1 → 2", "PHP 0 → 1"]
    history = str(company.held(key("growth", ANA)).item.generated("history"))
    assert "2026 Q1" in history
    assert "2026 Q2" in history
    assert "2 Working" in history
    assert "1 Aware" in history, "a level that fell stands there like one that rose"


def test_of_more_focus_skills_than_allowed_the_first_count(tmp_path: Path) -> None:
    company = Company(write_folder(tmp_path)).grown()
    page = out(company)
    write(company, page, BEN, git="0", php="0")
    settled(company)
    agree(company, page, "php", "git")
    settled(company)
    mark = company.held(page).mark
    assert mark is not None
    assert [fact.name for fact in mark.ledger if fact.name.startswith("focus/")] == ["focus/git"]


def test_a_focus_skill_may_be_chosen_after_the_agreement(company: Company) -> None:
    page = out(company)
    write(company, page, BEN, git="1", php="0")
    settled(company)
    agree(company, page)
    settled(company)
    before = len(goals(company))
    company.later(days=3)
    company.tick(page, "mk-focus-php", BEN)
    settled(company)
    assert len(goals(company)) == before + 1


def test_the_pairing_page_keeps_a_summary(company: Company) -> None:
    page = out(company)
    write(company, page, BEN, git="1", php="0")
    settled(company)
    agree(company, page, "php")
    settled(company)
    shown = str(company.held(PAIRING).item.generated("reviews"))
    assert "2026 Q1" in shown
    assert "2 levels" in shown
    assert "php" in shown


def test_what_cannot_be_read_is_counted_and_not_quoted(company: Company) -> None:
    page = out(company)
    write(company, page, ANA, git="secret words")
    report = company.run()
    assert "1 cell of the review cannot be read" in told(report)
    assert "secret" not in told(report)


def test_every_quarter_has_its_review(company: Company) -> None:
    slots = [page.split("/")[2].split("_")[2] for page, _ in reviews(company)]
    assert [date.fromisoformat(slot).month for slot in slots] == [3, 6, 9, 12]
