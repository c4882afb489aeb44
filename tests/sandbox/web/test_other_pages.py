# SPDX-License-Identifier: Apache-2.0
"""Board, calendar, people, home and the inspector."""

import json
from pathlib import Path
from typing import Any

import pytest

from mentorkit_sandbox import web
from mentorkit_sandbox.web import diff, ics, looks, words
from mentorkit_sandbox.web.source import pretty
from tests.sandbox.web.town import NOW, Town, tree

TODAY = NOW.date()


def texts(page: Any, path: str) -> list[str]:
    return [" ".join(one.text_content().split()) for one in page.xpath(path)]


def test_the_board_has_a_lane_a_goal_and_a_column_a_status(town: Town) -> None:
    page = tree(town.browser("Tobias").get(town.board))
    assert texts(page, "//h1") == ["Mira's plan"]
    assert texts(page, '//*[@class="lane"]//h2') == ["Accessibility"]
    assert texts(page, '//ul[contains(@class, "colheads")]/li/span[1]') == [
        "Backlog",
        "This fortnight",
        "Doing",
        "Show to mentor",
        "Done",
    ]
    cards = page.xpath('//ul[@data-name="Backlog"]/li')
    assert texts(cards[0], ".//h3") == ["Make the date picker work by keyboard"]
    assert texts(page, "//time[@class='soon']") == ["Due Thursday"]
    assert texts(page, "//time[@class='late']") == ["2 days late"]
    assert cards[0].xpath('.//a[@href="/browse/WEB-1"]')


@pytest.mark.parametrize(
    ("chosen", "keys"),
    [
        ("fortnight", ["GROW-2", "GROW-3"]),
        ("mentor", []),
        ("work", ["GROW-2"]),
        ("stale", []),
        ("none", ["GROW-2", "GROW-3", "GROW-4"]),
    ],
)
def test_the_board_can_be_narrowed(town: Town, chosen: str, keys: list[str]) -> None:
    page = tree(town.browser("Mira").get(f"{town.board}?show={chosen}"))
    assert page.xpath("//li[@data-key]/@data-key") == keys


def test_a_card_left_alone_is_stale(town: Town) -> None:
    town.call("Site", "PUT", "/_sandbox/clock", {"advance_seconds": 15 * 86400})
    page = tree(town.browser("Mira").get(f"{town.board}?show=stale"))
    assert len(page.xpath("//li[@data-key]")) == 3


def test_the_issue_tells_what_it_is(town: Town) -> None:
    page = tree(town.browser("Mira").get("/browse/GROW-2"))
    facts = dict(
        zip(texts(page, '//dl[@class="props"]/dt'), texts(page, '//dl[@class="props"]/dd'), strict=True)
    )
    assert facts["Due"] == "Thursday 26 November 2026"
    assert facts["Skill"] == "Accessibility"
    assert facts["Goal"] == "1 Aware →to 3 Independent"
    assert facts["Real work"].startswith("WEB-1")
    assert "agency/practice/mira/make" in texts(page, '//section[@aria-labelledby="mark"]')[0]


def test_the_calendar_reads_the_own_feed(town: Town) -> None:
    page = tree(town.browser("Mira").get("/calendar"))
    assert texts(page, "//h1") == ["November 2026"]
    assert texts(page, '//td[@class="today"]/a') == ["14:00 Monitoring with Tobias"]
    assert texts(page, '//a[contains(@class, "off")]') == ["10:00 Fit check with Tobias canceled"]
    assert texts(page, '//ol[@class="mins"]/li') == [
        "How are you3 min",
        "One problem in depth17 min",
        "Next step10 min",
    ]
    assert page.xpath('//ol[@class="mins"]/li/@class') == ["m3", "m15", "m10"]
    assert page.get_element_by_id("feed").get("value") == "http://localhost/feeds/people/mira.ics"


@pytest.mark.parametrize(
    ("month", "title"),
    [("2027-02", "February 2027"), ("nonsense", "November 2026"), ("2026-13", "November 2026")],
)
def test_months(town: Town, month: str, title: str) -> None:
    assert f"<h1>{title}</h1>" in town.browser("Mira").get(f"/calendar?month={month}")


def test_an_event_is_opened(town: Town) -> None:
    text = town.browser("Mira").get("/calendar?month=2026-11&event=two%40example.com")
    assert "Friday, 10:00 to 10:15" in text or "27 November, 10:00 to 10:15" in text


def test_nobody_sees_somebody_elses_feed(town: Town) -> None:
    text = town.browser("Anouk").get("/calendar")
    assert "No meetings yet" in text
    assert "Monitoring" not in text


def test_a_broken_feed_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "people").mkdir()
    (tmp_path / "people" / "x.ics").write_bytes(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:nonsense")
    assert all(not feed.events for feed in ics.feeds(tmp_path))
    assert ics.feeds(None) == []


def test_people_with_role_offers_and_places(town: Town) -> None:
    page = tree(town.browser("Anouk").get("/people"))
    row = next(one for one in page.iter("tr") if "Mira Ivanova" in one.text_content())
    assert texts(row, "./td")[:3] == ["React developer, middle", "wants a mentor", "1 of 1"]


def test_home_counts_what_one_may_see(town: Town) -> None:
    assert "1 goal, 3 cards, 1 late" in town.browser("Mira").get("/")
    assert "No goals, no cards, none late" in town.browser("Anouk").get("/")
    assert "2 of them private" in town.browser("Mira").get("/")
    assert "none of them private" in town.browser("Anouk").get("/")


def test_an_empty_site_is_explained(tmp_path: Path) -> None:
    from mentorkit_sandbox.app import create_app
    from mentorkit_sandbox.seed import ADMINISTRATOR, seed_people
    from mentorkit_sandbox.site import Site

    site = Site()
    seed_people(site, [ADMINISTRATOR])
    client = create_app(site).test_client()
    for path, said in (
        ("/", "Nobody ran"),
        ("/jira", "No board yet"),
        ("/wiki", "No space yet"),
        ("/calendar", "No meetings yet"),
        ("/people", "1 account"),
        ("/requests", "No request like that"),
        ("/requests?show=marks", "No mark yet"),
    ):
        answer = client.get(path)
        assert answer.status_code == 200
        assert said in answer.text


def rows(town: Town, query: str) -> list[tuple[str, str]]:
    page = tree(town.browser("Site").get(f"/requests?{query}"))
    return list(
        zip(
            texts(page, '//span[starts-with(@class, "meth")]'),
            texts(page, '//td[@class="path"]'),
            strict=True,
        )
    )


def test_requests_can_be_narrowed(town: Town) -> None:
    town.site.log.clear()
    town.call("Mira", "GET", "/rest/api/3/myself")
    town.browser("Tobias").post(town.page("pairing", "tasks/2"), done="1")
    town.browser("Anouk").get(town.page("pairing"), 404)
    assert rows(town, "") == [("PUT", "/wiki/api/v2/tasks/2"), ("GET", "/rest/api/3/myself")]
    assert rows(town, "method=writes") == [("PUT", "/wiki/api/v2/tasks/2")]
    assert (
        rows(town, "path=myself") == rows(town, "actor=mira%40example.com") == [("GET", "/rest/api/3/myself")]
    )
    assert rows(town, "status=4xx") == rows(town, "fault=only") == []
    assert ("GET", town.page("pairing")) in rows(town, "status=4xx&of=all")


def test_faults_are_ordered_seen_and_forgotten(town: Town) -> None:
    browser = town.browser("Mira")
    browser.post(
        "/requests/faults", kind="429", path="^/rest/api/3/issue", method="POST", count="2", skip="0"
    )
    assert "are answered with 429" in browser.get("/requests?show=faults")
    assert "A fault is waiting" in browser.get(town.board)
    assert "A fault is waiting" not in browser.get("/calendar")
    browser.post("/requests/faults", 400, kind="unheard-of", path="")
    browser.post("/requests/faults/clear")
    assert town.site.faults.listed() == []


def test_the_log_can_be_cleared(town: Town) -> None:
    town.browser("Mira").post("/requests/clear")
    assert rows(town, "") == []


def test_marks_of_what_one_may_see(town: Town) -> None:
    text = town.browser("Mira").get("/requests?show=marks")
    assert "agency/pairing/mira_tobias/1" in text
    assert "agency/goal/mira/acces" in text


def test_bodies_of_requests_are_escaped(town: Town) -> None:
    town.browser("Mira").post("/browse/GROW-2/comments", body="</span><script>x</script>")
    number = town.site.log[-2]["n"]
    for row in town.site.log:
        if row["path"].endswith("/comment"):
            number = row["n"]
            assert "<script>" in json.dumps(row["body"])
    assert "<script>x" not in town.browser("Mira").get(f"/requests?open={number}")


def test_nothing_is_taken_from_elsewhere(town: Town) -> None:
    for path in ("/", town.board, town.page("profile"), "/calendar"):
        page = tree(town.browser("Mira").get(path))
        for address in page.xpath("//script/@src | //link/@href | //img/@src"):
            assert address.startswith(("/_web/", "data:"))


def test_libraries_come_with_their_licenses() -> None:
    vendor = Path(web.__file__).parent / "static" / "vendor"
    names = {file.name.split(".")[0] for file in vendor.iterdir() if file.suffix in (".js", ".css")}
    licensed = {file.name.split(".")[0] for file in vendor.iterdir() if ".LICENSE" in file.name}
    assert names == licensed == {"pico", "htmx", "sortable"}


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-2, ("2 days late", "late")),
        (-1, ("1 day late", "late")),
        (0, ("Due today", "soon")),
        (1, ("Due tomorrow", "soon")),
        (3, ("Due Thursday", "soon")),
        (9, ("Due in 9 days", "")),
        (56, ("Due 18 January", "")),
        (400, ("Due 28 December 2027", "")),
    ],
)
def test_due_dates_in_words(days: int, said: tuple[str, str]) -> None:
    from datetime import timedelta

    assert words.due(TODAY + timedelta(days=days), TODAY) == said


def test_levels_by_digit_word_or_both() -> None:
    assert [looks.level(text) for text in ("2", " 2 Working ", "working", "2 Aware", "20", "", "yes")] == [
        2,
        2,
        2,
        None,
        None,
        None,
        None,
    ]


def test_words_that_differ() -> None:
    assert diff.words("a b c", "a x c") == [("same", "a"), ("rem", "b"), ("add", "x"), ("same", "c")]


def test_the_source_laid_out_has_the_same_words() -> None:
    code = '<ac:structured-macro ac:name="code"><ac:plain-text-body><![CDATA[<p>x</p>]]></ac:plain-text-body>'
    body = f"<p>One <strong>two</strong></p>{code}</ac:structured-macro>"
    assert pretty(body).replace("\n", "").replace("  ", "") == body
