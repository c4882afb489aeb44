# SPDX-License-Identifier: Apache-2.0
"""Who has room for a mentee: by what people say themselves, and by the load of leading a department."""

from collections.abc import Callable

import pytest

from tests.acceptance.commands import run
from tests.acceptance.company import Company, Pair
from tests.acceptance.reading import properties

CompanyAt = Callable[[str], Company]
MILA, STRANGER = "mila-stoyanova", "samir-aziz"


def refused(company: Company, mentee: str, mentor: str) -> str:
    """What the coordinator reads when a pair is not asked for."""
    return " ".join(
        run(company, "pair", "add", "--mentee", mentee, "--mentor", mentor, code=6).output.split()
    )


@pytest.mark.seed("P17")
def test_full_mentors_and_loaded_heads_of_department_stop_a_pairing(company_at: CompanyAt) -> None:
    company = company_at("profiled")
    somebody, mila = company.person(STRANGER), company.person(MILA)
    assert properties(somebody.body("Skills: Mila Stoyanova"))["Places left"] == "2 of 2"
    Pair(company, "tomasz-lis", MILA).ask("web-accessibility")
    company.apply()
    assert properties(somebody.body("Skills: Mila Stoyanova"))["Places left"] == "1 of 2"

    company.settings(limits="{focus_skills: 3, head_reports: 2, head_mentees: 1}")
    company.apply()
    assert properties(somebody.body("Skills: Mila Stoyanova"))["Places left"] == "0 of 1"
    said = refused(company, STRANGER, MILA)
    assert "Mila Stoyanova has no place left" in said
    assert "a head of department mentors 1 at most beside leading" in said
    assert "choose one of these: --mentor " in said
    assert "--mentor mila-stoyanova" not in said

    company.settings(limits="{focus_skills: 3}")
    mila.fill_table("Skills: Mila Stoyanova", ("Mentoring", "Places"), [("offers help", "1")])
    company.apply()
    said = refused(company, STRANGER, MILA)
    assert "everybody says on the profile page how many mentees there is room for" in said
    assert "choose one of these: --mentor " in said
