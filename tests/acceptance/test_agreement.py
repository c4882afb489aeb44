# SPDX-License-Identifier: Apache-2.0
"""From the request to the agreement: what two people see, settle and sign, and who else may look."""

from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest

from mentorkit.program.shipped import shipped_text, shipped_tips
from mentorkit_sandbox.actor import Refused
from mentorkit_sandbox.inprocess import URL
from tests.acceptance.company import Company, Pair
from tests.acceptance.reading import events, kind, properties, table, words

CompanyAt = Callable[[str], Company]
JONAS, INES = "jonas-weber", "ines-carvalho"
FEED = "/feeds/people/jonas-weber.ics"


def agreement(body: str) -> dict[str, str]:
    """What the two have written into the agreement."""
    return {row["About"]: row["What we agree"] for row in table(body, "About", "What we agree")}


@pytest.mark.seed("G4", "G8")
def test_the_first_meeting_fills_the_agreement_and_both_sign_it(company_at: CompanyAt) -> None:
    company = company_at("accepted")
    pair = Pair(company, JONAS, INES)
    jonas, ines = company.person(JONAS), company.person(INES)
    first = events(jonas.text(FEED))[0]
    assert kind(first) == "first-meeting"
    assert first.start - company.now() <= timedelta(days=14)
    assert "Boundaries (10 min)" in first["DESCRIPTION"]
    assert "fills in the agreement on the pairing page" in first["DESCRIPTION"]
    said = agreement(jonas.body(pair.page))
    assert said["For three months"] == ""
    assert "line management" in said["Boundaries"]
    assert "the mentor asks before advising" in said["Duties of each side"]
    company.pass_days(8)
    ines.fill_table(
        pair.page,
        ("About", "What we agree"),
        [("For three months", "One module"), ("Boundaries", "No calls after six")],
    )
    jonas.tick(pair.page, "mk-agree-mentee")
    jonas.tick(pair.page, "mk-agree-mentor")
    company.apply()
    assert properties(jonas.body(pair.page))["Stage"] == "Expectations and goals", "his tick is not hers"
    ines.untick(pair.page, "mk-agree-mentor")
    ines.tick(pair.page, "mk-agree-mentor")
    company.apply()
    assert properties(jonas.body(pair.page))["Stage"] == "Growing"
    assert agreement(jonas.body(pair.page))["Boundaries"] == "No calls after six"


@pytest.mark.seed("G9", "TC8")
def test_the_norms_stand_in_the_agreement_the_handbook_and_tips_at_their_moment(
    company_at: CompanyAt,
) -> None:
    company = company_at("growing")
    guides = company.folder / "guides"
    (guides / "mentor-handbook.md").write_text(shipped_text("guides/mentor-handbook.md"), encoding="utf-8")
    company.apply()
    ines, page = company.person(INES), Pair(company, JONAS, INES).page
    assert "decides; the mentor asks before advising" in agreement(ines.body(page))["Duties of each side"]
    assert "The mentee decides. You guide; you do not control." in words(ines.body("Guide: Mentor handbook"))
    moments = {tip.text: tip.moment for tip in shipped_tips() if tip.audience in ("mentor", "both")}
    seen: list[str] = []
    for moment in ("before-first-meeting", "before-monitoring", "before-monitoring", "before-review"):
        shown = [tip for tip in moments if f"Tip for the mentor: {tip}" in words(ines.body(page))]
        assert [moments[tip] for tip in shown] == [moment]
        seen += shown
        coming = date.fromisoformat(properties(ines.body(page))["Next meeting"])
        company.pass_days((coming - company.now().date()).days + 1)
        company.apply()
    assert len(set(seen)) == 4, "no tip comes twice"


@pytest.mark.seed("G12")
def test_the_order_of_steps_stands_on_the_page_from_the_first_day(company_at: CompanyAt) -> None:
    company = company_at("requested")
    pair = Pair(company, JONAS, INES)
    jonas = company.person(JONAS)
    steps = table(jonas.body(pair.page), "Step", "When", "Effort")
    names = [row["Step"] for row in steps]
    assert names[:4] == [
        "Both accept, or say no",
        "First meeting",
        "Agreement, ticked by both",
        "Plan on the board",
    ]
    assert names[-1] == "Closing"
    assert all("minutes" in row["Effort"] or "hours" in row["Effort"] for row in steps)
    assert all(row["When"] != "–" for row in steps)
    expected = [word.strip(",") for word in steps[1]["When"].split()]
    pair.tick("accept")
    company.apply()
    steps = table(jonas.body(pair.page), "Step", "When", "Effort")
    when = {row["Step"]: row["When"] for row in steps}
    feed = events(jonas.text(FEED))
    assert when["First meeting"] == feed[0].start.date().isoformat() <= expected[0]
    reviews = [event.start.date().isoformat() for event in feed if kind(event) == "review"]
    assert when["Quarterly review"] == ", ".join(reviews)
    assert when["Closing"] == feed[-1].start.date().isoformat()


@pytest.mark.seed("G13")
def test_the_agreed_channel_stands_in_every_event(company_at: CompanyAt) -> None:
    company = company_at("accepted")
    pair = Pair(company, JONAS, INES)
    jonas, ines = company.person(JONAS), company.person(INES)
    assert not any(event.get("LOCATION") for event in events(jonas.text(FEED)))
    columns = ("About", "What we agree")
    ines.fill_table(pair.page, columns, [("Channel", "https://meet.tidewren.example/jonas-ines")])
    company.apply()
    assert not any(event.get("LOCATION") for event in events(jonas.text(FEED))), "nobody has agreed yet"
    pair.tick("agree")
    company.apply()
    for feed in (FEED, "/feeds/people/ines-carvalho.ics"):
        found = events(jonas.text(feed))
        assert {event["LOCATION"] for event in found} == {"https://meet.tidewren.example/jonas-ines"}
        assert {event["CONFERENCE"] for event in found} == {"https://meet.tidewren.example/jonas-ines"}
    jonas.fill_table(pair.page, columns, [("Channel", "The team chat")])
    company.apply()
    assert {event["LOCATION"] for event in events(jonas.text(FEED))} == {"The team chat"}


@pytest.mark.seed("TC11")
def test_what_the_two_say_stays_with_them_and_in_the_tools(company_at: CompanyAt) -> None:
    company = company_at("growing")
    hosts: set[str] = set()
    company.before = lambda request: hosts.add(urlsplit(str(request.url)).netloc)
    page, jonas = Pair(company, JONAS, INES).page, company.person(JONAS)
    assert "stays between us" in agreement(jonas.body(page))["Confidential"]
    jonas.write_under(page, "Agreement", "A commercial secret of the harbor authority")
    company.apply()
    number, issue = jonas.page(page)["id"], jonas.issues("project = MENT")[0]["key"]
    assert "A commercial secret" in words(company.person(INES).body(page))
    for outsider in ("mila-stoyanova", "elena-marinova", "stefan-kolev", "samir-aziz"):
        actor = company.person(outsider)
        with pytest.raises(Refused, match="404"):
            actor.call("GET", f"/wiki/api/v2/pages/{number}")
        search = actor.call("GET", "/wiki/rest/api/search", cql='text ~ "commercial secret"')
        assert search["results"] == []
    assert company.person("elena-marinova").issue(issue), "the coordinator may see plans"
    with pytest.raises(Refused, match="404"):
        company.person("samir-aziz").issue(issue)
    assert hosts == {urlsplit(URL).netloc}
    kept = b"".join(
        path.read_bytes() for path in company.folder.rglob("*") if path.suffix != ".sqlite" and path.is_file()
    )
    assert b"commercial secret" not in kept
