# SPDX-License-Identifier: Apache-2.0
"""Who has room for a mentee, by own word and by the load of leading; and who is whose default mentor."""

import re
from collections.abc import Callable

import pytest

from mentorkit.program.loader import load_program
from tests.acceptance.commands import answer, run
from tests.acceptance.company import Company, Pair
from tests.acceptance.reading import properties, words

CompanyAt = Callable[[str], Company]
OFFERS = {"offers": "offers help", "both": "offers help and wants a mentor"}
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


@pytest.mark.seed("P4")
def test_every_mentee_has_one_default_mentor_or_a_reason(company_at: CompanyAt) -> None:
    company = company_at("growing")
    elena = company.person("elena-marinova")
    people = {person.id: person for person in load_program(company.folder).people}
    mentees = {person.id for person in people.values() if person.mentoring.takes}

    def stands() -> dict[str, dict[str, str]]:
        """What the coordinator reads on everybody's page, beside what ``status`` says."""
        found = {one["mentee"]: one for one in answer(company, "status")["default_mentors"]}
        assert set(found) == mentees
        for mentee, one in found.items():
            shown = words(elena.body(f"My growth: {people[mentee].name}")).partition("My default mentor ")[2]
            assert one["why"] in shown
            assert one["state"] in ("chosen", "proposed", "none")
            accounts = re.findall(r"@(\S+?):? ", shown.partition(one["why"])[0] + " ")
            mentor = [company.person(one["mentor"]).account_id] if one["mentor"] else []
            assert accounts[:1] == mentor
        return found

    found = stands()
    assert (found["jonas-weber"]["state"], found["jonas-weber"]["mentor"]) == ("chosen", "ines-carvalho")
    assert "proposed" in {one["state"] for one in found.values()}
    assert found["samir-aziz"]["state"] == "none", "only his own manager knows what he needs"
    samir = company.person("samir-aziz")
    samir.fill_table(
        "My growth: Samir Aziz", ("Wish", "Who"), [("First", "@" + company.person(MILA).account_id)]
    )
    company.apply()
    assert (stands()["samir-aziz"]["state"], stands()["samir-aziz"]["mentor"]) == ("proposed", MILA)
    for person in people.values():
        if person.mentoring.gives:
            company.person(person.id).fill_table(
                f"Skills: {person.name}", ("Mentoring", "Places"), [(OFFERS[person.mentoring], "0")]
            )
    company.apply()
    again = stands()["samir-aziz"]
    assert again["state"] == "none"
    assert "has a place free" in again["why"]
