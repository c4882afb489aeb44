# SPDX-License-Identifier: Apache-2.0
"""At every stage of the year: a second apply writes nothing, and private pages stay private."""

import re
from collections.abc import Callable, Iterator

import pytest

from mentorkit_sandbox.actor import Actor, Refused
from tests.acceptance.company import CHAPTERS, Company

CompanyAt = Callable[[str], Company]
PAIR = ("jonas-weber", "ines-carvalho")
OUTSIDERS = {
    "a stranger": "samir-aziz",
    "the mentee's manager": "mila-stoyanova",
    "the mentor of another pair": "daniel-okoro",
    "a mentee without a pair": "priya-raman",
}
COORDINATOR = "elena-marinova"
PRIVATE = re.compile(r"^(My growth|Pairing|Review|Notes|Reflections?)\b.*Jonas Weber")
OWN = re.compile(r"^Reflection: ")


@pytest.mark.slow
@pytest.mark.seed("N16")
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_second_apply_writes_nothing(company_at: CompanyAt, chapter: str) -> None:
    company = company_at(chapter)
    before = dict(pages(company.person("jonas-weber")))
    company.apply()
    report, _, _ = company.apply()
    assert report.writes == 0, report.applied
    company.wipe_disk()
    report, _, _ = company.apply()
    assert report.writes == 0, report.applied
    after = dict(pages(company.person("jonas-weber")))
    assert set(before) <= set(after)


@pytest.mark.slow
@pytest.mark.seed("F5")
@pytest.mark.parametrize("chapter", ["growing", "met", "reviewed", "reflecting", "closed", "reopened"])
def test_who_may_open_what(company_at: CompanyAt, chapter: str) -> None:
    company = company_at(chapter)
    everything = {title for person in PAIR for title, _ in pages(company.person(person))}
    private = {title for title in everything if PRIVATE.match(title)}
    assert len(private) >= 2
    for who in OUTSIDERS.values():
        seen = {title for title, _ in pages(company.person(who))}
        assert not seen & private, who
        assert not company.person(who).issues("project = MENT"), "no issue of their plan"
    coordinator = {title for title, _ in pages(company.person(COORDINATOR))}
    assert {title for title in coordinator & private if not title.startswith("My growth")} == set()
    for person, other in (PAIR, PAIR[::-1]):
        mine = {title for title, _ in pages(company.person(person)) if OWN.match(title)}
        theirs = {title for title, _ in pages(company.person(other)) if OWN.match(title)}
        assert not mine & theirs, "a reflection is the own writer's alone"
    assert len(company.person(PAIR[1]).issues("project = MENT")) > 5


def test_an_address_alone_opens_nothing(company_at: CompanyAt) -> None:
    """A stranger who was given a link is refused page, body, restrictions, and history."""
    company = company_at("closed")
    jonas, samir = company.person(PAIR[0]), company.person("samir-aziz")
    for title, _ in list(pages(jonas)):
        if PRIVATE.match(title):
            number = jonas.page(title)["id"]
            for path in (
                f"/wiki/api/v2/pages/{number}",
                f"/wiki/api/v2/pages/{number}/versions",
                f"/wiki/rest/api/content/{number}/restriction",
                f"/wiki/rest/api/content/{number}",
            ):
                with pytest.raises(Refused) as refused:
                    samir.call("GET", path)
                assert refused.value.status in (403, 404), path


def pages(reader: Actor) -> Iterator[tuple[str, str]]:
    """Title and body of every page that somebody may open."""
    path = "/wiki/api/v2/pages?limit=250&body-format=storage"
    while path:
        answer = reader.call("GET", path)
        for page in answer["results"]:
            yield page["title"], page["body"]["storage"]["value"]
        path = answer["_links"].get("next", "")
