# SPDX-License-Identifier: Apache-2.0
"""Meetings with notes, nudges, and a year of reviews, by the two people's own tokens."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mentorkit_cli.demo.year import OUTCOMES
from mentorkit_sandbox.actor import Actor
from tests.acceptance.company import Company
from tests.acceptance.reading import adf, events, kind, properties, queries, table, words
from tests.acceptance.test_every_stage import pages

CompanyAt = Callable[[str], Company]
JONAS, INES, STRANGER = "jonas-weber", "ines-carvalho", "samir-aziz"
PAGE = "Pairing: Jonas Weber, Inês Carvalho"
FEED = "/feeds/people/jonas-weber.ics"
BERLIN = ZoneInfo("Europe/Berlin")
ANSWERS = ("Afterwards", "Your answer")


def notes(reader: Actor) -> list[str]:
    """The titles of the notes pages that somebody may read, by date."""
    return sorted(title for title, _ in pages(reader) if title.startswith("Notes "))


def day_before(company: Company) -> tuple[Any, str]:
    """The next meeting in the feed, and the title of its notes once the run of the day before is over."""
    jonas = company.person(JONAS)
    event = next(one for one in events(jonas.text(FEED)) if one.start > company.now())
    company.pass_days((event.start - timedelta(hours=20) - company.now()) / timedelta(days=1))
    company.apply()
    return event, next(title for title in notes(jonas) if event.start.date().isoformat() in title)


def cards(reader: Actor) -> dict[str, str]:
    """The plan on the board: title to issue key."""
    found = reader.issues(queries(reader.body(PAGE))[0])
    return {issue["fields"]["summary"]: issue["key"] for issue in found}


def untouched(reader: Actor) -> str:
    """An activity that the program made and nobody has begun."""
    found = reader.issues(f"{queries(reader.body(PAGE))[0].partition(' ORDER')[0]} AND status = Backlog")
    return str(
        next(
            issue["key"]
            for issue in found
            if "kind-learn" in issue["fields"]["labels"] and "CLONE" not in issue["fields"]["summary"]
        )
    )


@pytest.mark.seed("E5", "E12")
def test_notes_of_each_kind_hold_the_agenda_of_their_event_and_are_shared(company_at: CompanyAt) -> None:
    company = company_at("reviewed")
    jonas, ines = company.person(JONAS), company.person(INES)
    by_day = {event.start.astimezone(BERLIN).date().isoformat(): event for event in events(jonas.text(FEED))}
    kinds = set()
    for title in notes(ines):
        event = by_day[title.split()[1].strip(",")]
        items = re.findall(
            r"^- (.+ \(\d+ min\))$", str(event["DESCRIPTION"]).replace("\\,", ","), re.MULTILINE
        )
        shown = words(ines.body(title))
        assert items
        assert all(item in shown for item in items), title
        kinds.add(kind(event))
        assert str(event["LOCATION"]) == "Video, and our team chat in between"
        assert company.person(STRANGER).find_page(title) is None
    assert {"monitoring", "review"} <= kinds
    ines.write_under(notes(ines)[-1], "Decisions", "We pair on Thursdays.")
    assert "We pair on Thursdays." in words(jonas.body(notes(jonas)[-1]))


@pytest.mark.seed("E15", "T8", "N7")
def test_the_agenda_is_written_from_state_and_the_meeting_reaches_board_and_page(
    company_at: CompanyAt,
) -> None:
    company = company_at("met")
    jonas, ines = company.person(JONAS), company.person(INES)
    late = untouched(jonas)
    event, first = day_before(company)
    items = [("Rate limits", ""), ("Hooks", "x")]
    jonas.fill_table(first, ("We want to talk about", "Talked about"), items)
    company.pass_days(1)
    jonas.fill_table(
        first, ANSWERS, [("Did you meet?", "yes"), ("The outcome in a sentence", "Rate limits next.")]
    )
    jonas.fill_table(first, ("New task", "Skill", "By"), [("Draw the request flow", "", "2026-12-30")])
    jonas.change(late, duedate=(company.now().date() + timedelta(days=1)).isoformat())
    company.apply()
    task = cards(ines)["Draw the request flow"]
    assert f'/browse/{task}">Draw the request flow<' in ines.body(first), "the notes link what came of them"
    made = jonas.issue(task)
    assert made["duedate"] == "2026-12-30"
    assert made["assignee"]["accountId"] == jonas.account_id
    row = next(
        row for row in table(ines.body(PAGE), "When", "Outcome") if "Rate limits next." in row["Outcome"]
    )
    assert row["State"] == "held"
    jonas.move(task, "Done")
    _, second = day_before(company)
    shown = words(ines.body(second))
    start = shown[shown.index("Start here") : shown.index("Agenda")]
    assert f"Overdue: {late}" in start
    assert "smaller, later, or dropped?" in start
    assert "Left over from last time: Rate limits" in start
    assert "Hooks" not in start
    assert "Done: " in start[start.index("Since last time") :]
    assert "Draw the request flow" in start[start.index("Since last time") :]
    assert event.start.date().isoformat() in start, "since when"


def test_open_actions_of_all_meetings_stand_on_the_next_page(company_at: CompanyAt) -> None:
    """By the tool's own report, over the pages that carry the pairing's label; never copied."""
    company = company_at("met")
    ines = company.person(INES)
    body = ines.body(notes(ines)[-1])
    report = re.search(r'ac:name="tasks-report-macro".*?</ac:structured-macro>', body, re.DOTALL)
    assert report is not None
    label = re.search(r'ac:name="labels">([^<]+)<', report[0])
    assert label is not None
    first = ines.page(notes(ines)[0])
    found = ines.call("GET", f"/wiki/api/v2/pages/{first['id']}/labels")["results"]
    assert label[1] in {one["name"] for one in found}
    open_tasks = ines.call("GET", "/wiki/api/v2/tasks", page_id=first["id"], status="incomplete")["results"]
    assert any(task["assignedTo"] == ines.account_id for task in open_tasks)
    later = ines.page(notes(ines)[-1])
    for reader, shown in ((ines, True), (company.person(STRANGER), False)):
        seen = company.session().get(
            f"{company.url}/wiki/spaces/MENTOR/pages/{later['id']}",
            cookies={"act-as": reader.account_id},
            timeout=30,
        )
        assert ("asks the client for a test account" in seen.text) is shown, reader.name


def test_another_time_on_the_page_moves_the_event(company_at: CompanyAt) -> None:
    company = company_at("met")
    jonas, ines = company.person(JONAS), company.person(INES)
    event, title = day_before(company)
    there = (event.start + timedelta(days=2)).astimezone(BERLIN).replace(hour=16, minute=15)
    ines.fill_table(title, ANSWERS, [("Meet at another time", f"{there:%Y-%m-%d %H:%M}")])
    company.apply()
    uid = str(event["UID"])
    moved = {str(one["UID"]): one for one in events(jonas.text(FEED))}[uid]
    assert moved.start == there
    assert int(moved["SEQUENCE"]) > int(event["SEQUENCE"])
    assert f"{there:%Y-%m-%d} {there:%H:%M}" in words(jonas.body(PAGE))
    report, _, _ = company.apply()
    assert report.writes == 0


def test_a_nudge_is_one_comment_at_a_decent_hour(company_at: CompanyAt) -> None:
    company = company_at("met")
    jonas = company.person(JONAS)
    card = untouched(jonas)
    local = datetime.combine(company.now().date() + timedelta(days=1), datetime.min.time(), BERLIN)
    while local.weekday() > 2:
        local += timedelta(days=1)
    jonas.change(card, duedate=(local.date() + timedelta(days=2)).isoformat())
    before = len(jonas.comments(card))
    company.pass_days((local.replace(hour=2) - company.now()) / timedelta(days=1))
    report, _, _ = company.apply()
    assert len(jonas.comments(card)) == before, "not at two in the morning"
    assert any("quiet hours" in told.what for told in report.told)
    company.pass_days(9 / 24)
    for _ in range(3):
        company.apply()
        company.pass_days(0.01)
    company.wipe_disk()
    company.apply()
    comments = jonas.comments(card)[before:]
    assert len(comments) == 1
    assert f"@{jonas.account_id} this is due on" in adf(comments[0]["body"])


@pytest.mark.seed("S7", "L5", "T1")
def test_a_year_of_reviews_each_with_its_plan(company_at: CompanyAt) -> None:
    company = company_at("reflecting")
    jonas, ines = company.person(JONAS), company.person(INES)
    reviews = table(ines.body(PAGE), "Review", "Agreed on", "Focus skills")
    assert [row["Review"] for row in reviews] == ["2026 Q4", "2027 Q1", "2027 Q2", "2027 Q3"]
    assert all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", row["Agreed on"]) for row in reviews)
    chosen = [skill for row in reviews for skill in row["Focus skills"].split(", ") if skill != "–"]
    plan = ines.issues(queries(ines.body(PAGE))[0])
    of_goal = {
        issue["key"]: {label for label in issue["fields"]["labels"] if label.startswith("skill-")}
        for issue in plan
        if issue["fields"]["issuetype"]["name"] == "Epic"
    }
    assert {f"skill-{skill}" for skill in chosen} <= set().union(*of_goal.values())
    parents = {issue["fields"]["parent"]["key"] for issue in plan if issue["fields"].get("parent")}
    assert parents == set(of_goal), "each goal has its milestones and activities"
    held = [row for row in table(jonas.body(PAGE), "When", "State") if row["State"] == "held"]
    missed = [row for row in table(jonas.body(PAGE), "When", "State") if row["State"] == "did not take place"]
    assert len(held) >= 24
    assert len(missed) == 1
    assert {row["Outcome"].partition(": ")[2] for row in held} == set(OUTCOMES)
    quarters = table(jonas.body("My growth: Jonas Weber"), "Skill", "2026 Q4", "2027 Q3")
    assert any(row["2026 Q4"] != row["2027 Q3"] for row in quarters), "levels moved over the year"
    assert properties(jonas.body(PAGE))["Stage"] == "Reflecting"
