# SPDX-License-Identifier: Apache-2.0
"""What a coordinator asks for on the command line, as the two people of a pairing then see it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from mentorkit_cli.demo.story import MENTEE, MENTOR, PAGE
from mentorkit_sandbox.actor import Actor, Refused
from tests.acceptance.commands import answer, run
from tests.acceptance.company import Company
from tests.acceptance.reading import events, words

At = Callable[[str], Company]
PAIR = f"{MENTEE}/{MENTOR}"


@pytest.fixture
def company(company_at: At) -> Company:
    """A pairing at work, with nothing left to do."""
    made = company_at("growing")
    settled(made)
    return made


def settled(company: Company) -> None:
    """A run, after which nothing is left to do."""
    company.apply()
    again, _, _ = company.apply()
    assert again.writes == 0, again.applied


def coming(company: Company, kind: str) -> dict[str, Any]:
    """The next meeting of a kind as `meetings list` has it."""
    listed = answer(company, "meetings", "list", "--pairing", PAIR, "--days", "400")["meetings"]
    return next(one for one in listed if one["kind"] == kind)


def in_feed(company: Company, person: str, name: str) -> Any:
    """A meeting in the feed that somebody subscribes to, by the slot in its name."""
    (feed,) = company.folder.glob(f"feeds/**/*{person}*.ics")
    uid = uid_of(company, name)
    return next(one for one in events(feed.read_text(encoding="utf-8")) if one["UID"] == uid)


def uid_of(company: Company, name: str) -> str:
    """What the calendar calls a meeting."""
    _, world, _ = company.apply()
    mentee, mentor, subject = name.split("/")
    key = world.key("meeting", mentee, mentor, subject)
    return world.snapshot.meetings.by_key[key].ref


def test_a_meeting_is_moved_in_both_calendars_and_stays_there(company: Company) -> None:
    meeting = coming(company, "monitoring")
    name, before = meeting["name"], datetime.fromisoformat(meeting["start"])
    later = before + timedelta(days=1, minutes=15)
    shown = run(company, "meetings", "move", name, "--to", later.isoformat(), "--yes").stdout
    assert "start: " in shown
    for person in (MENTEE, MENTOR):
        assert in_feed(company, person, name).start == later
    settled(company)
    company.wipe_disk()
    run(company, "apply", "--yes")
    event = in_feed(company, MENTEE, name)
    assert event.start == later
    assert event["SEQUENCE"] >= 1
    run(company, "meetings", "cancel", name, "--yes")
    assert in_feed(company, MENTOR, name)["STATUS"] == "CANCELLED"
    settled(company)
    company.pass_days(40)
    settled(company)
    assert in_feed(company, MENTOR, name)["STATUS"] == "CANCELLED"
    assert company.person(MENTEE).find_page(PAGE) is not None


def test_an_activity_that_is_added_is_the_mentees_from_then_on(company: Company) -> None:
    jonas = company.person(MENTEE)
    words_given = ["plan", "add", PAIR, "--title", "Read the cache chapter", "--kind", "learn"]
    run(company, *words_given, "--due", "2026-12-18", "--yes")
    (card,) = jonas.issues('project = MENT AND summary ~ "cache"')
    assert card["fields"]["assignee"]["accountId"] == jonas.account_id
    assert card["fields"]["duedate"] == "2026-12-18"
    assert "kind-learn" in card["fields"]["labels"]
    assert card["fields"]["parent"]["fields"]["issuetype"]["name"] == "Epic"
    with pytest.raises(Refused):
        company.person("samir-aziz").issue(card["key"])
    settled(company)
    run(company, "plan", "move", card["key"], "--due", "2026-12-11", "--to", "doing", "--yes")
    moved = jonas.issue(card["key"])
    assert (moved["duedate"], moved["status"]["name"]) == ("2026-12-11", "Doing")
    company.pass_days(0.1)
    jonas.change(card["key"], duedate="2026-12-21", summary="Read about caching")
    company.pass_days(0.1)
    refused = run(company, "plan", "move", card["key"], "--due", "2026-12-14", "--yes", code=6).stderr
    assert "Jonas Weber set the due date" in refused
    settled(company)
    now = jonas.issue(card["key"])
    assert (now["duedate"], now["summary"]) == ("2026-12-21", "Read about caching")


def test_what_the_mentee_set_just_now_stands_though_no_search_finds_it_yet(company: Company) -> None:
    jonas = company.person(MENTEE)
    (card, *_) = jonas.issues("project = MENT AND labels = kind-learn")
    company.site.settings = replace(company.site.settings, index_lag_seconds=3600)
    company.pass_days(0.01)
    jonas.change(card["key"], duedate="2026-12-21")
    shown = run(company, "plan", "move", card["key"], "--due", "2026-12-14", "--yes").stdout
    assert "0 added, 0 changed, 0 archived" in shown
    assert jonas.issue(card["key"])["duedate"] == "2026-12-21"


def test_a_review_that_is_brought_out_early_is_on_both_desks(company: Company) -> None:
    slot = coming(company, "review")["name"].rpartition("review-on-")[2]
    title = f"Review {slot}: Jonas Weber, Inês Carvalho"
    jonas = company.person(MENTEE)
    assert jonas.find_page(title) is None
    run(company, "review", "start", PAIR, "--yes")
    assert "mk-levels-agreed" in company.person(MENTOR).body(title)
    assert company.person("samir-aziz").find_page(title) is None
    settled(company)
    (first, *_) = answer(company, "review", "status")["reviews"]
    assert (first["done"], first["next"]) == (["out"], "self")
    jonas.fill_table(title, ("Skill", "Self", "Evidence"), [("Drupal core APIs", "2", "my own secret words")])
    said = run(company, "review", "status").stdout
    assert "the mentor's levels" in said
    assert "secret" not in said + run(company, "review", "status", "--json").stdout


def reflections(actor: Actor) -> list[str]:
    pages = actor.call("GET", "/wiki/api/v2/pages", limit=250)["results"]
    return sorted(page["title"] for page in pages if page["title"].startswith("Reflection"))


def test_reflecting_begins_when_the_coordinator_says_so(company: Company) -> None:
    jonas, ines = company.person(MENTEE), company.person(MENTOR)
    assert reflections(jonas) == []
    run(company, "reflect", "start", PAIR, "--yes")
    (own,), (others,) = reflections(jonas), reflections(ines)
    assert own != others, "each sees the own one alone"
    settled(company)
    jonas.tick(own, "mk-complete-mentee")
    (one,) = answer(company, "reflect", "status")["reflections"]
    assert (one["mentee_state"], one["mentor_state"]) == ("written", "waiting")
    settled(company)


def test_a_pairing_ends_without_fault_and_is_opened_again(company: Company) -> None:
    name = coming(company, "monitoring")["name"]
    run(company, "pair", "end", PAIR, "--yes")
    ines = company.person(MENTOR)
    assert "ended early" in words(ines.body(PAGE)).casefold()
    assert in_feed(company, MENTOR, name)["STATUS"] == "CANCELLED"
    settled(company)
    assert "is over" in run(company, "pair", "end", PAIR, "--yes", code=6).stderr
    company.pass_days(1)
    run(company, "pair", "reopen", PAIR)
    run(company, "apply", "--yes")
    for side, person in (("mentee", MENTEE), ("mentor", MENTOR)):
        company.person(person).tick(PAGE, f"mk-agree-{side}-2")
    settled(company)
    pairings = answer(company, "pair", "list", "--person", MENTOR)["pairings"]
    assert [one["stage"] for one in pairings if one["mentee"] == MENTEE] == ["growing"]
