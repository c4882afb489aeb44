# SPDX-License-Identifier: Apache-2.0
"""Whom to ask: by expertise and free places, and where else to look when nobody here has a skill."""

import re
from collections.abc import Callable

import pytest

from mentorkit.program.loader import load_program
from mentorkit.program.shipped import shipped_platforms
from tests.acceptance.commands import answer, run
from tests.acceptance.company import Company, Pair
from tests.acceptance.reading import table

CompanyAt = Callable[[str], Company]
WHO = "Who, with level and free places"


@pytest.mark.seed("P3")
def test_page_and_command_name_the_same_people_free_places_and_best_fit_first(company_at: CompanyAt) -> None:
    company = company_at("profiled")
    for person, level in (("mila-stoyanova", "3"), ("ines-carvalho", "4"), ("noor-haddad", "4")):
        name = next(one.name for one in load_program(company.folder).people if one.id == person)
        company.person(person).fill_table(f"Skills: {name}", ("Skill", "Level"), [("Caching", level)])
    elena = company.person("elena-marinova")
    elena.fill_table("Skills: Elena Marinova", ("Skill", "Level"), [("Caching", "4")])
    Pair(company, "jonas-weber", "ines-carvalho").ask("caching")
    company.apply()
    found = answer(company, "find", "caching", "--for", "jonas-weber")
    people = [one["person"] for one in found["people"]]
    assert people[0] == "noor-haddad"
    assert people[-1] == "ines-carvalho", "her one place is taken"
    assert "mila-stoyanova" in people
    assert "elena-marinova" not in people, "she does not offer help"
    noor, *_, last = found["people"]
    assert noor["reasons"] == [
        "4 Guide, as the profile says",
        "2 of 2 places free",
        "speaks de, en, too",
        "works in the same time zone",
    ]
    assert last["places"] == 0
    assert "no place free at the moment (1 taken)" in last["reasons"]
    assert "Noor Haddad" in run(company, "find", "Caching").output
    for reader in ("jonas-weber", "samir-aziz"):
        rows = table(company.person(reader).body("Who can help"), "Skill", WHO)
        shown = next(row[WHO] for row in rows if row["Skill"] == "Caching")
        accounts = re.findall(r"@(\S+)", shown)
        assert accounts == [
            company.person(one["person"]).account_id for one in answer(company, "find", "caching")["people"]
        ]


@pytest.mark.seed("M9", "K8")
def test_a_skill_nobody_has_lists_places_outside_by_role_and_language(company_at: CompanyAt) -> None:
    company = company_at("profiled")
    samir = company.person("samir-aziz")
    rows = {row["Skill"]: row["Outside"] for row in table(samir.body("Who can help"), "Skill", "Outside")}
    program = load_program(company.folder)
    name = next(iter(rows))
    skill = next(one.id for one in program.skills.values() if one.name == name)
    found = answer(company, "find", name)
    assert found["people"] == []
    known = {place.id: place for place in shipped_platforms()}
    people = [person for person in program.people if skill in program.role_of(person).requires]
    assert found["outside"]
    for place in found["outside"]:
        assert f"{place['name']} ({', '.join(place['languages'])})" in rows[name]
        assert any(set(person.languages) & set(place["languages"]) for person in people)
        assert any(known[place["id"]].suits(p.role, program.role_of(p).family) for p in people)
    helper = people[0]
    company.person(helper.id).fill_table(
        f"Skills: {helper.name}", ("Mentoring", "Places"), [("offers help", "1")]
    )
    company.person(helper.id).fill_table(f"Skills: {helper.name}", ("Skill", "Level"), [(name, "3")])
    company.apply()
    assert name not in {row["Skill"] for row in table(samir.body("Who can help"), "Skill", "Outside")}
    assert answer(company, "find", name)["outside"] == []
