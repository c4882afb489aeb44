# SPDX-License-Identifier: Apache-2.0
"""People and profiles: open to everybody, written by their owners, in as many roles as they like."""

from collections.abc import Callable
from itertools import combinations

import pytest

from mentorkit.program.loader import load_program
from mentorkit_sandbox.actor import Refused
from tests.acceptance.company import Company, Pair
from tests.acceptance.reading import events, overview, properties, span, table, words

CompanyAt = Callable[[str], Company]


@pytest.mark.seed("P1")
def test_one_person_mentors_and_is_mentored(company_at: CompanyAt) -> None:
    company = company_at("accepted")
    Pair(company, "ines-carvalho", "daniel-okoro").tick("accept")
    company.apply()
    somebody, ines = company.person("tomasz-lis"), company.person("ines-carvalho")
    both = "offers help and wants a mentor"
    assert properties(somebody.body("Skills: Inês Carvalho"))["Mentoring"] == both
    assert overview(somebody, "Directory")["Skills: Inês Carvalho"]["Mentoring"] == both
    assert overview(somebody, "Directory")["Skills: Jonas Weber"]["Mentoring"] == "wants a mentor"
    feed = events(ines.text("/feeds/people/ines-carvalho.ics"))
    titles = {str(event["SUMMARY"]).partition(": ")[2] for event in feed}
    assert titles == {"Jonas Weber, Inês Carvalho", "Inês Carvalho, Daniel Okoro"}
    ines.edit(
        "Skills: Inês Carvalho", lambda body: body.replace("offers help and wants a mentor", "wants a mentor")
    )
    company.apply()
    assert overview(somebody, "Directory")["Skills: Inês Carvalho"]["Mentoring"] == "wants a mentor"


@pytest.mark.seed("P2")
def test_many_mentees_and_many_mentors_at_once(company_at: CompanyAt) -> None:
    company = company_at("requested")
    pairs = [
        Pair(company, "jonas-weber", "ines-carvalho"),
        Pair(company, "jonas-weber", "mila-stoyanova").ask("drupal-site-building"),
        Pair(company, "samir-aziz", "mila-stoyanova").ask("web-accessibility"),
    ]
    for step in ("", "accept", "agree"):
        for pair in pairs:
            if step:
                pair.tick(step)
        company.apply()
    jonas, mila = company.person("jonas-weber"), company.person("mila-stoyanova")
    plans = []
    for pair in pairs:
        mentee = company.person(pair.mentee)
        assert properties(mentee.body(pair.page))["Stage"] == "Growing"
        label = mentee.page(pair.page)["body"]["storage"]["value"].partition("labels = &quot;")[2]
        plans.append({issue["key"] for issue in mentee.issues(f"labels = {label.partition('&')[0]}")})
    assert all(len(plan) >= 3 for plan in plans)
    assert not any(one & other for one, other in combinations(plans, 2))
    for who, others in ((jonas, {"Inês Carvalho", "Mila Stoyanova"}), (mila, {"Jonas Weber", "Samir Aziz"})):
        feed = events(who.text(f"/feeds/people/{who.name.lower().replace(' ', '-')}.ics"))
        with_whom = {name for event in feed for name in others if name in event["SUMMARY"]}
        assert with_whom == others
        spans = [span(event) for event in feed]
        assert all(one[1] <= other[0] or other[1] <= one[0] for one, other in combinations(spans, 2))


@pytest.mark.seed("P6")
def test_any_employee_reads_any_profile_and_the_directory(company_at: CompanyAt) -> None:
    company = company_at("profiled")
    program = load_program(company.folder)
    for reader in ("samir-aziz", "stefan-kolev"):
        somebody = company.person(reader)
        directory = overview(somebody, "Directory")
        assert set(directory) == {f"Skills: {person.name}" for person in program.people}
        for person in program.people:
            rows = table(somebody.body(f"Skills: {person.name}"), "Skill", "Level", "Evidence")
            rated = {row["Skill"] for row in rows if row["Level"]}
            assert {program.skills[skill].name for skill in program.required_levels(person)} <= rated
    with pytest.raises(Refused, match="404"):
        company.person("samir-aziz").edit("Skills: Jonas Weber", lambda body: body + "<p>mine</p>")


@pytest.mark.seed("P7")
def test_people_decide_which_skills_stand_on_their_page(company_at: CompanyAt) -> None:
    company = company_at("profiled")
    noor = company.person("noor-haddad")
    columns = ("Skill", "Level", "Evidence")
    noor.fill_table(
        "Skills: Noor Haddad",
        columns,
        [("Caching", "3", "Our image proxy"), ("Sign language", "4", "At home")],
    )
    before = noor.body("Skills: Noor Haddad")
    for _ in range(2):
        company.apply()
        assert noor.body("Skills: Noor Haddad") == before
        rows = {row["Skill"]: row for row in table(noor.body("Skills: Noor Haddad"), *columns)}
        assert rows["Caching"]["Level"] == "3"
        assert rows["Sign language"]["Evidence"] == "At home"
        company.pass_days(30)
    helpers = table(company.person("samir-aziz").body("Who can help"), "Skill")
    found = {row["Skill"]: row["Who, with level and free places"] for row in helpers}
    assert f"@{noor.account_id} (3; 2 free)" in found["Caching"]
    assert f"@{noor.account_id} (4; 2 free)" in found["sign-language"]


@pytest.mark.seed("S17")
def test_a_self_assessment_stands_on_the_page_and_in_its_history(company_at: CompanyAt) -> None:
    company = company_at("profiled")
    lucia, title, columns = (
        company.person("lucia-ferri"),
        "Skills: Lucia Ferri",
        ("Skill", "Level", "Evidence"),
    )

    def symfony(body: str) -> str:
        return next(row["Level"] for row in table(body, *columns) if row["Skill"] == "Symfony")

    first, at = symfony(lucia.body(title)), lucia.page(title)["version"]["number"]
    lucia.fill_table(title, columns, [("Symfony", "3", "Upgraded the ticket service alone")])
    company.apply()
    company.pass_days(90)
    company.apply()
    assert first != symfony(lucia.body(title)) == "3"
    assert symfony(lucia.body_of_version(title, at)) == first
    assert "Upgraded the ticket service alone" not in words(lucia.body_of_version(title, at))
    needed = table(lucia.body("My growth: Lucia Ferri"), "Skill", "Needed", "Now", "Difference")
    assert next(row["Now"] for row in needed if row["Skill"] == "Symfony") == "3 Independent"
