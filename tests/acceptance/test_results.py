# SPDX-License-Identifier: Apache-2.0
"""What came of it: levels before and after, goals against their benchmarks, everybody's own results."""

import pytest

from mentorkit.domain.meetings import MeetingKind
from mentorkit.domain.pairings import pairing_key
from mentorkit_cli.demo.story import MENTEE, MENTOR
from tests.acceptance.commands import answer
from tests.acceptance.company import Pair
from tests.acceptance.reading import table, words
from tests.acceptance.test_lifecycle import settled
from tests.acceptance.test_reports import (
    COORDINATOR,
    STRANGER,
    WEEK,
    At,
    activities,
    figures,
    link,
    unlinked,
    week,
)

FIVE = (
    (MENTEE, MENTOR),
    ("priya-raman", "noor-haddad"),
    ("tomasz-lis", "noor-haddad"),
    (STRANGER, "hannah-brooks"),
    ("lucia-ferri", "daniel-okoro"),
)


@pytest.mark.seed("KP6", "KP12")
def test_levels_before_and_after_are_counted_by_skill_from_five_people_on(company_at: At) -> None:
    company = company_at("profiled")
    company.settings(kpis="[level-gain, people-who-advanced]")
    pairs = [Pair(company, *two).ask("web-accessibility") for two in FIVE]
    for step in ("", "accept", "agree"):
        for pair in pairs if step else ():
            pair.tick(step)
        settled(company)
    assert figures(company)["Levels gained"]["Note"] == "nothing to count yet"
    _, world = settled(company)
    keys = [pairing_key(world.program.id, *two) for two in FIVE]
    reviews = [next(m for m in world.meetings[key] if m.kind is MeetingKind.REVIEW) for key in keys]
    company.pass_days((max(one.start for one in reviews) - company.now()).total_seconds() / 86_400 - 13)
    settled(company)
    for done, (pair, review) in enumerate(zip(pairs, reviews, strict=True), start=1):
        mentor = company.person(pair.mentor)
        title = pair.page.replace("Pairing:", f"Review {review.slot}:")
        mentor.fill_table(title, ("Skill", "Mentor"), [("Web accessibility", "2" if done > 2 else "1")])
        mentor.tick(title, "mk-levels-agreed")
        settled(company)
        own = words(
            company.person(pair.mentee).body(pair.page.replace("Pairing:", "My growth:").split(",")[0])
        )
        assert f"{'2' if done > 2 else '1'} agreed" in own
        found = figures(company)
        if done < 5:
            assert found["Levels gained"]["Note"] == "withheld, n under 5"
            assert "learned" not in found["Who learned what"]["Note"]
    assert figures(company)["Levels gained"]["n"] == "5"
    report = answer(company, "report")
    (skill,) = report["kpis"][1]["rows"]
    before = [world.levels(world.program.person(one)).get("web-accessibility", 0) for one, _ in FIVE]
    after = [1, 1, 2, 2, 2]
    assert skill["name"] == "web-accessibility"
    assert skill["learned"] == sum(was == 0 < now for was, now in zip(before, after, strict=True))
    assert skill["advanced"] == sum(0 < was < now for was, now in zip(before, after, strict=True))
    assert report["kpis"][0]["value"] == round((sum(after) - sum(before)) / 5, 2)
    assert "Jonas" not in str(report["kpis"]), "numbers only"
    assert f"{skill['learned']} learned" in figures(company)["Who learned what"]["Note"]


@pytest.mark.seed("G3")
def test_a_goal_has_a_benchmark_at_the_outset_is_revisited_and_keeps_its_changes(company_at: At) -> None:
    company = company_at("growing")
    company.settings(kpis="[overlap]")
    path = company.folder / "program.yaml"

    def aim(old: str, new: str) -> None:
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    def seen() -> list[tuple[str, str, str]]:
        rows = week(company, "Goal", "Quarter", "Target", "Stood at")
        kept = [row for row in rows if row["Goal"].startswith("Two of three")]
        return [(row["Quarter"], row["Target"], row["Stood at"]) for row in kept]

    outset = seen()
    assert outset == [("2026 Q4", "66 %", "nothing to count yet")]
    aim("measure: target-share\n    target: 0.66", "measure: overlap\n    target: 0.3")
    settled(company)
    assert seen() == [*outset, ("2026 Q4", "30 %", "40 %")]
    assert "on 31 December 2026" in words(company.person(COORDINATOR).body(WEEK))
    link(company, unlinked(company))
    settled(company)
    assert len(seen()) == 2, "a benchmark is of its day"
    company.pass_days(65)
    aim("target: 0.3", "target: 0.5")
    settled(company)
    assert seen() == [*outset, ("2026 Q4", "30 %", "40 %"), ("2027 Q1", "50 %", "60 %")]
    assert "on 31 March 2027" in words(company.person(COORDINATOR).body(WEEK))
    assert company.person(MENTOR).find_page(WEEK) is None


@pytest.mark.seed("KP13")
def test_each_participant_has_the_own_results_on_the_own_page(company_at: At) -> None:
    company = company_at("growing")
    settled(company)

    def results(person: str) -> dict[str, str]:
        body = company.person(person).body(f"My growth: {company.person(person).name}")
        return {row["What"]: row["So far"] for row in table(body, "What", "So far")}

    before, total = results(MENTEE), len(activities(company))
    assert before["Web accessibility, 0 → 1"] == "no review since"
    assert (before["Tasks done"], before["Milestones reached"]) == (f"0 of {total}", "0")
    assert results(MENTOR)["People mentored"] == "1"
    assert results("priya-raman") == {}
    company.pass_days(3)
    for card in activities(company):
        company.person(MENTEE).move(card["key"], "Done")
    settled(company)
    settled(company)
    after = results(MENTEE)
    assert (after["Tasks done"], after["Milestones reached"]) == (f"{total} of {total}", "2")
    assert company.person(STRANGER).find_page("My growth: Jonas Weber") is None
