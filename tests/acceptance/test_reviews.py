# SPDX-License-Identifier: Apache-2.0
"""A quarterly review by people's own tokens: page out, both sides, focus, agreement, profile, next plan."""

from datetime import timedelta

import pytest

from mentorkit.domain.meetings import MeetingKind
from mentorkit.domain.pairings import pairing_key
from mentorkit_cli.demo.story import MENTEE, MENTOR
from tests.acceptance.test_lifecycle import INES, JONAS, At, settled

SAMIR = "samir.aziz@tidewren.example"


@pytest.mark.seed("S4", "S5", "S6", "S7", "S8", "S9", "S11", "S16", "S17", "L4", "L5")
def test_a_review_from_the_page_to_the_next_plan(company_at: At) -> None:
    company = company_at("growing")
    jonas, ines = company.actor(JONAS), company.actor(INES)
    _, world = settled(company)
    key = pairing_key(world.program.id, MENTEE, MENTOR)
    meeting = next(one for one in world.meetings[key] if one.kind is MeetingKind.REVIEW)
    company.pass_days((meeting.start - company.now()) / timedelta(days=1) - 13.9)
    _, world = settled(company)
    page = f"Review {meeting.slot}: Jonas Weber, Inês Carvalho"
    assert company.actor(SAMIR).find_page(page) is None
    skills, mentee = world.program.skills, world.program.person(MENTEE)
    needed = world.program.required_levels(mentee)
    sees = {skill: max(0, level - (place % 3)) for place, (skill, level) in enumerate(needed.items())}
    columns = ("Skill", "Self", "Evidence")
    jonas.fill_table(
        page, columns, [(skills[s].name, str(n), "shown in my last project") for s, n in needed.items()]
    )
    company.pass_days(5)
    settled(company)
    ines.fill_table(page, ("Skill", "Mentor"), [(skills[s].name, str(n)) for s, n in sees.items()])
    _, world = settled(company)
    body = jonas.body(page)
    assert body.count("1 apart") == sum(needed[s] - sees[s] == 1 for s in needed)
    assert "to go" in body
    gaps = {skill for skill, level in needed.items() if sees[skill] < level}
    chosen = sorted(gaps - {"web-accessibility", "drupal-core-apis"})[:2]
    for skill in chosen:
        assert f"mk-focus-{skill}" in body
        jonas.tick(page, f"mk-focus-{skill}")
    jonas.tick(page, "mk-levels-agreed")
    _, world = settled(company)
    assert world.agreed(mentee) == {}, "levels are agreed by the mentor's own tick"
    ines.untick(page, "mk-levels-agreed")
    ines.tick(page, "mk-levels-agreed")
    before = {stored.name for stored in world.snapshot.plans.by_key.values()}
    _, world = settled(company)
    assert {skill: one.level for skill, one in world.agreed(mentee).items()} == sees
    assert "Agreed in reviews" in company.actor(SAMIR).body("Skills: Jonas Weber")
    assert "History" in jonas.body("My growth: Jonas Weber")
    assert "2026 Q4" in jonas.body("My growth: Jonas Weber")
    new = [one.item for one in world.snapshot.plans.by_key.values() if one.name not in before]
    assert sorted(item.details["skill"] for item in new if item.kind.value == "goal") == chosen
    assert "2026 Q4" in jonas.body("Pairing: Jonas Weber, Inês Carvalho"), "the pairing page keeps a summary"
