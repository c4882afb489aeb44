# SPDX-License-Identifier: Apache-2.0
"""Role matrices: published for each role, the measure of everybody's gaps, and what the next level takes."""

from collections.abc import Callable

import pytest

from mentorkit.domain.skills import LEVEL_WORDS
from mentorkit.program.loader import load_program
from tests.acceptance.company import Company
from tests.acceptance.reading import table, words

CompanyAt = Callable[[str], Company]


@pytest.mark.seed("S1")
def test_gaps_come_from_the_published_matrix_of_the_own_role(company_at: CompanyAt) -> None:
    company = company_at("profiled")
    program, reader = load_program(company.folder), company.person("samir-aziz")
    published = {}
    for role in {person.role for person in program.people}:
        rows = table(reader.body(f"Role matrix: {program.roles[role].name}"), "Skill", "Kind", "Core")
        assert {row["Skill"] for row in rows} == {
            program.skills[skill].name for skill in program.roles[role].requires
        }
        published[role] = {row["Skill"]: row for row in rows}
    for name in ("jonas-weber", "priya-raman", "lucia-ferri", "samir-aziz"):
        person = program.person(name)
        own = company.person(name)
        grade = person.grade.capitalize()
        rows = table(own.body(f"My growth: {person.name}"), "Skill", "Needed", "Now", "Difference")
        rated = {
            row["Skill"]: row["Level"] for row in table(own.body(f"Skills: {person.name}"), "Skill", "Level")
        }
        assert len(rows) == len(published[person.role])
        for row in rows:
            needed = published[person.role][row["Skill"]][grade]
            assert row["Needed"] == needed
            missing = int(needed[0]) - int(rated[row["Skill"]])
            assert row["Difference"].startswith(
                f"{missing} to go" if missing > 0 else ("met", f"{-missing} ")[missing < 0]
            )


@pytest.mark.seed("G6")
def test_the_next_level_is_spelled_out_from_the_matrix(company_at: CompanyAt) -> None:
    company = company_at("profiled")
    jonas, skills = company.person("jonas-weber"), load_program(company.folder).skills
    title = "My growth: Jonas Weber"
    rated = {row["Skill"]: row["Level"] for row in table(jonas.body("Skills: Jonas Weber"), "Skill", "Level")}
    for skill in ("web-accessibility", "drupal-core-apis"):
        sentence = skills[skill].levels[int(rated[skills[skill].name]) + 1]
        assert f"The next level takes: {sentence}" in words(jonas.body(title))
    assert "The next level takes" not in words(jonas.body("Skills: Jonas Weber"))
    file = company.folder / "skills" / "web.yaml"
    old = skills["drupal-core-apis"].levels[2]
    file.write_text(file.read_text(encoding="utf-8").replace(old, "Ships a module alone."), encoding="utf-8")
    company.apply()
    assert "The next level takes: Ships a module alone." in words(jonas.body(title))
    level = int(rated["Drupal core APIs"]) + 1
    jonas.fill_table("Skills: Jonas Weber", ("Skill", "Level"), [("Drupal core APIs", f"{level}")])
    company.apply()
    assert f"Drupal core APIs: {level} → " in words(jonas.body(title)) or LEVEL_WORDS[level] in jonas.body(
        title
    )
    assert skills["drupal-core-apis"].levels[level + 1] in words(jonas.body(title))


@pytest.mark.seed("S10")
def test_gaps_against_a_target_stand_beside_those_of_todays_role(company_at: CompanyAt) -> None:
    company = company_at("profiled")
    jonas, title = company.person("jonas-weber"), "My growth: Jonas Weber"
    choice, way = ("Target", "My choice"), ("Skill", "Needed there", "Needed today", "Now", "Difference")
    assert table(jonas.body(title), *way) == []
    jonas.fill_table(title, choice, [("Role", "Symfony developer"), ("Grade", "captain")])
    report, _, _ = company.apply()
    assert "the grade of the target is none of junior, middle, senior, lead" in {
        one.what for one in report.told
    }
    jonas.fill_table(title, choice, [("Role", "Symfony developer"), ("Grade", "Senior")])
    company.apply()
    program = load_program(company.folder)
    wanted = program.roles["symfony-developer"].required("senior")
    today = program.required_levels(program.person("jonas-weber"))
    rows = {row["Skill"]: row for row in table(jonas.body(title), *way)}
    assert set(rows) == {program.skills[skill].name for skill in wanted}
    beside = {row["Skill"] for row in table(jonas.body(title), "Skill", "Needed", "Now", "Difference")}
    assert beside == {program.skills[skill].name for skill in today}
    for skill, level in wanted.items():
        row = rows[program.skills[skill].name]
        assert row["Needed there"] == f"{level} {LEVEL_WORDS[level]}"
        assert row["Needed today"] == (
            f"{today[skill]} {LEVEL_WORDS[today[skill]]}" if skill in today else "–"
        )
        missing = level - int(row["Now"][0])
        assert row["Difference"] == (f"{missing} to go" if missing > 0 else "met")
    assert any(row["Needed today"] == "–" for row in rows.values())
    assert company.person("samir-aziz").find_page(title) is None
    again, _, _ = company.apply()
    assert again.writes == 0
