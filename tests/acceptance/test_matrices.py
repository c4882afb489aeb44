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
