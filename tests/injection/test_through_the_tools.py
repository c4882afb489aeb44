# SPDX-License-Identifier: Apache-2.0
"""Harmful texts through all tools and back: they stay words, and nothing of them is obeyed."""

import json
import re

import icalendar
import pytest

from mentorkit_sandbox.confluence.markup import qname
from mentorkit_sandbox.confluence.storage import parse
from tests.acceptance.commands import run
from tests.acceptance.reading import events, words
from tests.injection.corpus import CORPUS, folded, obeyed
from tests.injection.poisoned import (
    CHANNEL,
    ELENA,
    EVIL_NAME,
    EVIL_TEAM,
    INES,
    JONAS,
    RATED,
    RESOURCES,
    STEFAN,
    TITLES,
    Poisoned,
)

ZONES = ("VTIMEZONE", "STANDARD", "DAYLIGHT")
ADDRESS = re.compile(r"https?://|mailto:|#|/")
COMMANDS = (
    ("diff",),
    ("status",),
    ("people", "list"),
    ("pair", "list"),
    ("plan", "show", JONAS),
    ("meetings", "list"),
    ("content", "list", "resources"),
    ("doctor",),
)


def test_everything_was_played_to_its_end(poisoned: Poisoned) -> None:
    assert poisoned.report.whole, poisoned.report.failed
    stages = {one.mentor: one.stage.value for one in poisoned.world.pairings}
    assert stages == {INES: "closed", STEFAN: "declined"}
    assert "NUL" in poisoned.refused
    report, _, _ = poisoned.company.apply()
    assert report.writes == 0


@pytest.mark.parametrize("reader", [JONAS, INES, ELENA])
def test_no_page_holds_anything_but_words_and_safe_links(poisoned: Poisoned, reader: str) -> None:
    for title, body in poisoned.bodies(reader).items():
        root = parse(body)
        for element in root.iter("script", "img", "iframe", "svg", "object", "style"):
            raise AssertionError(f"{element.tag} on {title}")
        for element in root.iter():
            assert not [name for name in element.attrib if str(name).lower().startswith("on")], title
        names = {macro.get(qname("ac:name")) for macro in root.iter(qname("ac:structured-macro"))}
        assert names <= {
            "anchor",
            "info",
            "details",
            "detailssummary",
            "status",
            "expand",
            "children",
            "jira",
        }
        for link in root.iter("a"):
            assert ADDRESS.match(link.get("href") or "https://"), (title, link.get("href"))


def test_words_come_back_as_they_were_written(poisoned: Poisoned) -> None:
    ratings = poisoned.world.profiles[JONAS].ratings
    for skill, text in RATED.items():
        assert ratings[skill].evidence == folded(text), skill
    wishes = poisoned.world.growths[JONAS].wishes
    assert wishes["web-accessibility"] == EVIL_TEAM
    pages = {title: words(body) for title, body in poisoned.bodies(JONAS).items()}
    for text in RESOURCES.values():
        assert folded(text) in pages["Learning resources"]
    for text in TITLES.values():
        assert folded(text) in pages["My growth: Jonas Weber"]
        assert folded(text) in pages["Role matrix: Drupal developer"]
        assert folded(text) in pages[poisoned.title("review", *_review(poisoned))]
    for text in CORPUS.values():
        assert folded(text) in pages["Skills: Jonas Weber"]
        assert folded(text) in pages[poisoned.title("reflection", JONAS, INES, "both")]
        assert folded(text) in pages["Meeting templates"]
        assert folded(text) in pages[poisoned.title("home", "home")]
    assert EVIL_TEAM in pages["Skills: Jonas Weber"]


def _review(poisoned: Poisoned) -> tuple[str, ...]:
    (seen,) = poisoned.world.reviews[poisoned.world.key("pairing", JONAS, INES)]
    return JONAS, INES, seen.review.slot.isoformat()


@pytest.mark.parametrize("reader", [JONAS, INES])
def test_feeds_hold_the_words_and_not_an_event_more(poisoned: Poisoned, reader: str) -> None:
    feed = poisoned.company.person(reader).text(f"/feeds/people/{reader}.ics")
    found = events(feed)
    mine = [one for one in poisoned.world.snapshot.meetings.by_key.values() if reader in one.item.people]
    assert len(found) == feed.count("BEGIN:VEVENT") == len(mine)
    assert not obeyed(feed.replace("\r\n", ""))
    monitoring = [event for event in found if event.categories[0] == "monitoring"]
    assert monitoring
    for event in monitoring:
        assert EVIL_NAME in event["SUMMARY"]
        assert EVIL_TEAM in event["SUMMARY"]
        assert str(event["LOCATION"]) == folded(CHANNEL)
        assert len(event.walk("VALARM")) <= 1


def test_every_feed_is_one_calendar_with_the_events_of_the_program(poisoned: Poisoned) -> None:
    known = {one.ref for one in poisoned.world.snapshot.meetings.by_key.values()}
    feeds = list((poisoned.company.folder / "feeds").rglob("*.ics"))
    assert len(feeds) >= 3
    for path in feeds:
        feed = path.read_bytes().decode()
        assert not obeyed(feed.replace("\r\n", "")), path.name
        (calendar,) = icalendar.Calendar.from_ical(feed, multiple=True)
        assert {str(event["UID"]) for event in calendar.walk("VEVENT")} <= known
        assert {part.name for part in calendar.walk()} <= {"VCALENDAR", "VEVENT", "VALARM", *ZONES}


def test_what_people_write_on_the_board_stays_and_is_shown_as_words(poisoned: Poisoned) -> None:
    stored = [one for one in poisoned.world.snapshot.plans.by_key.values() if one.item.title == EVIL_NAME]
    (issue,) = stored
    assert poisoned.company.person(JONAS).issue(issue.name)["summary"] == EVIL_NAME
    linked = [
        one.item.work for one in poisoned.world.snapshot.plans.by_key.values() if one.item.kind == "activity"
    ]
    assert any(work for work in linked)


@pytest.mark.parametrize(
    ("command", "mode"),
    [*((command, mode) for command in COMMANDS for mode in ("--json", "")), (("people", "list"), "--plain")],
)
def test_no_command_prints_what_a_terminal_obeys(
    poisoned: Poisoned, command: tuple[str, ...], mode: str
) -> None:
    result = run(poisoned.company, *command, *([mode] if mode else []))
    shown = result.stdout.replace("\n", "")
    assert not obeyed(shown.replace("\t", "") if mode == "--plain" else shown)
    assert not obeyed(result.stderr.replace("\n", "").replace("\r", ""))
    if mode == "--json":
        assert json.loads(result.stdout)["schema"]
