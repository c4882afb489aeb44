# SPDX-License-Identifier: Apache-2.0
"""Who may see what: read back from the tools, and the same as what people's own tokens open."""

from collections.abc import Callable

import pytest

from mentorkit.program.loader import load_program
from mentorkit_sandbox.actor import Actor
from tests.acceptance.commands import answer, run
from tests.acceptance.company import Company
from tests.acceptance.reading import words
from tests.acceptance.test_reviews import opened

CompanyAt = Callable[[str], Company]
JONAS, INES, ELENA, MANAGER = "jonas-weber", "ines-carvalho", "elena-marinova", "mila-stoyanova"
STRANGER, OTHER_MENTOR = "samir-aziz", "daniel-okoro"
PAGE, GROWTH = "Pairing: Jonas Weber, Inês Carvalho", "My growth: Jonas Weber"


def readers(company: Company, title: str) -> set[str]:
    """Everybody of the company whose token opens a page."""
    people = load_program(company.folder).people
    return {person.id for person in people if company.person(person.id).find_page(title)}


def kinds(company: Company, code: int = 0) -> dict[str, dict[str, dict[str, int]]]:
    return {row["kind"]: row for row in answer(company, "visibility", code=code)["kinds"]}


def restrict(actor: Actor, title: str, *accounts: str) -> None:
    """Set by hand who may view a page; nobody named lifts the restriction."""
    users = [{"type": "known", "accountId": account} for account in accounts]
    results = [{"operation": "read", "restrictions": {"user": users}}]
    number = actor.page(title)["id"]
    actor.call("PUT", f"/wiki/rest/api/content/{number}/restriction", body={"results": results})


@pytest.mark.seed("N9")
def test_what_is_read_back_is_what_tokens_open_and_differences_are_named(company_at: CompanyAt) -> None:
    company = company_at("growing")
    found = answer(company, "visibility")
    assert found["differences"] == []
    seen = kinds(company)
    for title, row, may in (
        (PAGE, seen["pairing"], {JONAS, INES}),
        (GROWTH, seen["growth"], {JONAS, INES, ELENA}),
    ):
        assert readers(company, title) == may
        for role, person in (("mentee", JONAS), ("mentor", INES), ("coordinator", ELENA)):
            assert (row[role]["sees"] == row[role]["of"]) is (person in may), (title, role)
        assert row["everybody"]["sees"] == 0
        assert row["manager"]["sees"] == 0
    assert seen["profile"]["everybody"]["sees"] == 12
    issue = company.person(JONAS).issues("project = MENT")[0]["key"]
    for role, person in (("mentee", JONAS), ("mentor", INES), ("coordinator", ELENA), ("manager", MANAGER)):
        allowed = company.person(person).may("GET", f"/rest/api/3/issue/{issue}")
        assert (seen["activity"][role]["sees"] > 0) is allowed, role

    ines = company.person(INES)
    everybody = (JONAS, INES, ELENA, STRANGER)
    administrator = company.site.people[0]
    accounts = [company.person(one).account_id for one in everybody]
    restrict(ines, PAGE, administrator.account_id, *accounts)
    restrict(company.actor(administrator.email), GROWTH)
    found = answer(company, "visibility", code=1)
    named = {one["what"]: one["difference"] for one in found["differences"]}
    assert named == {
        "pairing of Jonas Weber and Inês Carvalho": "Elena Marinova, Samir Aziz may see it, too",
        "growth of Jonas Weber": (
            "everybody may see it, not only Elena Marinova, Inês Carvalho, Jonas Weber"
        ),
    }
    assert readers(company, PAGE) == set(everybody)
    assert len(readers(company, GROWTH)) == 12
    assert kinds(company, code=1)["growth"]["everybody"]["sees"] == 1
    run(company, "apply", "--full", "--yes")
    assert answer(company, "visibility")["as_wanted"]
    assert readers(company, PAGE) == {JONAS, INES}


@pytest.mark.seed("F5")
def test_who_reads_honest_ratings_is_said_on_the_page_and_enforced(company_at: CompanyAt) -> None:
    review = opened(company_at("growing"))
    company = review.company
    skill = review.name(next(iter(review.needed)))
    review.jonas.fill_table(review.page, ("Skill", "Self", "Evidence"), [(skill, "1", "I only copied it")])
    review.ines.fill_table(review.page, ("Skill", "Mentor"), [(skill, "0")])
    company.apply()
    for reader in (review.jonas, review.ines):
        assert "Only the two of you can read this page." in words(reader.body(review.page))
    number = review.jonas.page(review.page)["id"]
    for outsider in (STRANGER, MANAGER, OTHER_MENTOR, ELENA):
        actor = company.person(outsider)
        assert not actor.may("GET", f"/wiki/api/v2/pages/{number}"), outsider
        found = actor.call("GET", "/wiki/rest/api/search", cql='text ~ "I only copied it"')
        assert found["results"] == []
    assert readers(company, review.page) == {JONAS, INES}
    seen = kinds(company)["review"]
    assert (seen["everybody"]["sees"], seen["coordinator"]["sees"], seen["manager"]["sees"]) == (0, 0, 0)
