# SPDX-License-Identifier: Apache-2.0
"""A quarterly review by people's own tokens: page out, both sides, focus, agreement, profile, next plan."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from mentorkit.domain.meetings import MeetingKind
from mentorkit.domain.pairings import pairing_key
from mentorkit.rules import World
from mentorkit_cli.demo.story import MENTEE, MENTOR, PAGE
from mentorkit_sandbox.actor import Actor
from tests.acceptance.company import Company, Saved
from tests.acceptance.reading import table, words
from tests.acceptance.test_lifecycle import settled

At = Callable[[str], Company]
_ANSWERED: list[Saved] = []


@dataclass
class Review:
    """A review in which both have written their levels; the mentor sees some lower than the mentee."""

    company: Company
    world: World
    page: str

    @property
    def jonas(self) -> Actor:
        return self.company.person(MENTEE)

    @property
    def ines(self) -> Actor:
        return self.company.person(MENTOR)

    @property
    def needed(self) -> dict[str, int]:
        """What the role asks for; the mentee writes the same."""
        return self.world.program.required_levels(self.world.program.person(MENTEE))

    @property
    def sees(self) -> dict[str, int]:
        """What the mentor writes."""
        return {skill: max(0, level - place % 3) for place, (skill, level) in enumerate(self.needed.items())}

    def name(self, skill: str) -> str:
        return self.world.program.skills[skill].name

    def missing(self) -> list[str]:
        """The skills with a gap: core ones first, then the weightiest."""
        matrix = self.world.program.role_of(self.world.program.person(MENTEE)).requires
        gap = {skill: level - self.sees[skill] for skill, level in self.needed.items()}
        found = [skill for skill in gap if gap[skill]]
        return sorted(found, key=lambda s: (not matrix[s].core, -matrix[s].weight * gap[s], s))


def opened(company: Company) -> Review:
    """The review as it is when its page is out, two weeks before the meeting."""
    _, world = settled(company)
    key = pairing_key(world.program.id, MENTEE, MENTOR)
    meeting = next(one for one in world.meetings[key] if one.kind is MeetingKind.REVIEW)
    title = f"Review {meeting.slot}: Jonas Weber, Inês Carvalho"
    if company.person(MENTEE).find_page(title) is None:
        company.pass_days((meeting.start - company.now()) / timedelta(days=1) - 13.9)
        _, world = settled(company)
    return Review(company, world, title)


@pytest.fixture
def answered(company_at: At, tmp_path: Path) -> Review:
    """The review with both sides' levels on it."""
    if not _ANSWERED:
        review = opened(company_at("growing"))
        own = [(review.name(s), str(n), "shown in my last project") for s, n in review.needed.items()]
        review.jonas.fill_table(review.page, ("Skill", "Self", "Evidence"), own)
        review.company.pass_days(5)
        mentor = [(review.name(s), str(n)) for s, n in review.sees.items()]
        review.ines.fill_table(review.page, ("Skill", "Mentor"), mentor)
        settled(review.company)
        _ANSWERED.append(review.company.save())
    return opened(_ANSWERED[0].open(tmp_path / "answered"))


@pytest.mark.seed("S4", "S9", "S16")
def test_the_page_goes_out_and_answers_come_back_as_gaps(answered: Review) -> None:
    assert answered.company.person("samir-aziz").find_page(answered.page) is None
    body = answered.jonas.body(answered.page)
    shown = {
        row["Skill"]: row for row in table(body, "Skill", "Needed", "Self", "Mentor", "Difference", "Gap")
    }
    for skill, level in answered.needed.items():
        row, apart = shown[answered.name(skill)], level - answered.sees[skill]
        assert row["Difference"] == (f"{apart} apart" if apart else "–")
        assert row["Gap"] == (f"{apart} to go" if apart else "–")
    offered = re.findall(r"#mk-focus-([a-z0-9-]+)", body)
    assert offered == answered.missing(), "core first, by weight"


@pytest.mark.seed("S5", "S8", "L4")
def test_focus_skills_ticked_in_the_review_make_the_next_plan(answered: Review) -> None:
    company, jonas, ines, page = answered.company, answered.jonas, answered.ines, answered.page
    ticked = [s for s in answered.missing() if s not in ("web-accessibility", "drupal-core-apis")][:4]
    for skill in ticked:
        jonas.tick(page, f"mk-focus-{skill}")
    chosen = ticked[:3]
    jonas.tick(page, "mk-levels-agreed")
    before = {issue["key"] for issue in jonas.issues("project = MENT")}
    settled(company)
    assert "Agreed in reviews" not in jonas.body("Skills: Jonas Weber"), "by the mentor's own tick"
    assert {issue["key"] for issue in jonas.issues("project = MENT")} == before
    ines.untick(page, "mk-levels-agreed")
    ines.tick(page, "mk-levels-agreed")
    _, world = settled(company)
    agreed = world.agreed(world.program.person(MENTEE))
    assert {skill: one.level for skill, one in agreed.items()} == answered.sees
    assert "Agreed in reviews" in company.person("samir-aziz").body("Skills: Jonas Weber")
    assert "2026 Q4" in jonas.body("My growth: Jonas Weber")
    goals = [
        issue
        for issue in jonas.issues("project = MENT")
        if issue["key"] not in before and issue["fields"]["issuetype"]["name"] == "Epic"
    ]
    skills = {label for goal in goals for label in goal["fields"]["labels"] if label.startswith("skill-")}
    assert skills == {f"skill-{skill}" for skill in chosen}
    for reader in (jonas, ines):
        (summary,) = table(reader.body(PAGE), "Review", "Agreed on", "Focus skills")
        assert summary["Focus skills"] == ", ".join(chosen)
        assert summary["Agreed on"] == company.now().date().isoformat()
    assert "The next plan is made from these." in words(jonas.body(page))
