# SPDX-License-Identifier: Apache-2.0
"""Every page for every person: open, or closed with the status that the site's API gives."""

import re

import pytest

from tests.sandbox.web.town import PEOPLE, PROJECT, SPACE, Town, account, email

OPEN = ("/", "/jira", "/wiki", f"/wiki/spaces/{SPACE}", "/calendar", "/people", "/requests")
PAIR = ("Site", "Mira", "Tobias")


@pytest.mark.parametrize("name", [person.split()[0] for person in PEOPLE])
def test_open_pages_are_open_to_everybody(town: Town, name: str) -> None:
    browser = town.browser(name)
    for path in (*OPEN, town.page("profile"), town.page("directory"), town.page("profile", "history")):
        text = browser.get(path)
        assert "a stand-in, not Jira or Confluence" in text
        assert text.count("<h1") == 1


@pytest.mark.parametrize("part", ["", "?view=source", "/history", "/edit", "/Any+title"])
@pytest.mark.parametrize(("name", "expect"), [("Mira", 200), ("Tobias", 200), ("Ines", 404), ("Anouk", 404)])
def test_a_pairing_is_open_to_the_two(town: Town, name: str, expect: int, part: str) -> None:
    text = town.browser(name).get(town.page("pairing") + part, expect)
    assert ("Pairing: Mira, Tobias" in text) is (expect == 200)
    assert ("is not open to" in text) is (expect == 404)


def test_the_status_is_that_of_the_api(town: Town) -> None:
    address = f"/wiki/api/v2/pages/{town.pages['pairing']}"
    asked = town.app.test_client().get(address, auth=(email("Anouk"), town.person("Anouk").token))
    town.browser("Anouk").get(town.page("pairing"), asked.status_code)


def test_closed_pages_leave_no_trace_elsewhere(town: Town) -> None:
    browser = town.browser("Anouk")
    for path in (*OPEN, town.page("profile"), town.page("directory"), "/requests?show=marks"):
        text = browser.get(path)
        assert "My growth" not in text
        assert "Pairing: Mira" not in text
        assert "date picker" not in text


@pytest.mark.parametrize(
    "path", ["/browse/GROW-2", "/browse/GROW-2/edit", f"/jira/software/c/projects/{PROJECT}/boards/2"]
)
def test_a_private_plan_is_closed_to_others(town: Town, path: str) -> None:
    assert "date picker" in town.browser("Tobias").get(path)
    assert "date picker" not in town.browser("Anouk").get(path, 404)


@pytest.mark.parametrize("name", ["Ines", "Anouk"])
def test_nobody_writes_to_what_is_closed_to_them(town: Town, name: str) -> None:
    browser, before = town.browser(name), town.body("pairing")
    browser.post(town.page("pairing", "tasks/2"), 404, done="1")
    browser.post(town.page("pairing", "edit"), 404, base="1", number="1", title="Taken")
    browser.post(town.page("pairing", "edit-source"), 404, number="1", source="<p>x</p>")
    browser.post("/browse/GROW-2/move", 404, to="10004")
    browser.post("/browse/GROW-2/comments", 404, body="Hello")
    browser.post("/browse/GROW-2/edit", 404, summary="Taken")
    browser.post(f"{town.board}/cards/GROW-2", 404, to="10004")
    assert town.body("pairing") == before
    assert town.call("Mira", "GET", "/rest/api/3/issue/GROW-2")["fields"]["summary"].startswith(
        "Make the date"
    )


def test_who_may_only_read_a_page_cannot_edit_it(town: Town) -> None:
    browser = town.browser("Anouk")
    assert ">Edit</a>" not in browser.get(town.page("profile"))
    browser.get(town.page("profile", "edit"), 404)
    assert ">Edit</a>" in town.browser("Mira").get(town.page("profile"))


def test_the_switch_stays_on_the_page(town: Town) -> None:
    browser = town.browser("Mira")
    answer = browser.post("/act-as", person=account("Anouk"), next=town.page("pairing"))
    assert answer.headers["Location"] == town.page("pairing")
    browser.get(answer.headers["Location"], 404)


@pytest.mark.parametrize(
    "where", ["//elsewhere.example/x", "https://elsewhere.example/x", "javascript:alert(1)"]
)
def test_the_switch_leads_nowhere_else(town: Town, where: str) -> None:
    answer = town.browser("Mira").post("/act-as", person=account("Anouk"), next=where)
    assert re.fullmatch(r"/(x|)", answer.headers["Location"])


def test_an_unknown_cookie_acts_as_somebody_who_does_not_administer(town: Town) -> None:
    client = town.app.test_client()
    client.set_cookie("act-as", "nobody")
    assert 'Acting as </span><b dir="auto">Mira</b>' in client.get("/").text


def test_the_programs_account_keeps_its_own_name_when_acted_as(town: Town) -> None:
    text = town.browser("Site").get(town.page("profile"))
    assert 'Acting as </span><b dir="auto">Site Administrator</b>' in text
    assert 'by <span dir="auto">Mentorkit</span> today' in text


def test_other_sites_cannot_post(town: Town) -> None:
    client = town.browser("Mira").client
    answer = client.post(
        "/browse/GROW-2/comments", data={"body": "x"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403
    assert town.call("Mira", "GET", "/rest/api/3/issue/GROW-2/comment")["comments"] == []


def test_browsers_are_told_what_to_allow(town: Town) -> None:
    for path in ("/", "/_web/ui.css", "/browse/NOPE-1"):
        headers = town.browser("Mira").client.get(path).headers
        assert headers["Content-Security-Policy"] == (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            "connect-src 'self'; form-action 'self'; base-uri 'none'"
        )


def test_bodies_of_requests_are_for_their_sender_and_administrators(town: Town) -> None:
    town.browser("Mira").post("/browse/GROW-2/comments", body="A secret thought")
    number = next(row["n"] for row in town.site.log if row["path"].endswith("/comment"))
    for name, shown in (("Mira", True), ("Site", True), ("Tobias", False), ("Anouk", False)):
        assert ("A secret thought" in town.browser(name).get(f"/requests?open={number}")) is shown
