# SPDX-License-Identifier: Apache-2.0
"""The store over a folder of feeds: what it writes, what it remembers, and what it survives."""

import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from mentorkit.domain.keys import make_key, short
from mentorkit.ports import Applied, Cursor, Fact
from mentorkit_calendar.validate import findings

from .conftest import PAIRING, Office, creation, meeting

PAIR = f"pairings/{short(PAIRING)}.ics"
KEY, MEETING = meeting()


def test_events_stand_in_the_feeds_they_name(office: Office) -> None:
    office.create(meeting(), meeting("review", day=21, feeds=("person/eve",)))
    assert set(office.files()) == {"program.ics", PAIR, "people/eve.ics", "people/max.ics"}
    count = {feed: office.text(feed).count("BEGIN:VEVENT") for feed in office.files()}
    assert count == {"program.ics": 2, PAIR: 1, "people/eve.ics": 2, "people/max.ics": 1}


def test_all_feeds_are_valid(office: Office) -> None:
    zones = ("Europe/Sofia", "UTC", "Africa/Cairo", "Europe/Sofia")
    records = [
        meeting(n=n, day=n + 1, timezone=zone, title="é👩" * 60) for n, zone in enumerate(zones, start=1)
    ]
    office.create(*records, page="https://wiki.example.org/home", address="https://feeds.example.org/x/")
    office.archive(records[0][0])
    for feed in office.files():
        assert findings(office.data(feed)) == []


def test_a_feed_says_who_and_where_it_is(office: Office) -> None:
    office.create(meeting(), page="https://wiki.example.org/home", address="https://feeds.example.org/x/")
    head = office.text("people/max.ics").split("BEGIN:VTIMEZONE")[0].split("\r\n")
    assert 'NAME:Mentoring: Max "M" Weber' in head
    assert 'X-WR-CALNAME:Mentoring: Max "M" Weber' in head
    assert "X-WR-TIMEZONE:Europe/Berlin" in head
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in head
    assert "X-PUBLISHED-TTL:PT1H" in head
    assert "SOURCE;VALUE=URI:https://feeds.example.org/x/people/max.ics" in head
    assert "URL:https://wiki.example.org/home" in head
    assert "LAST-MODIFIED:20260112T090000Z" in head
    assert not any(line.startswith(("METHOD", "UID")) for line in head)
    assert 'NAME:Mentoring: Eve Ångström\\, Max "M" Weber' in office.text(PAIR)


def test_marks_and_ledgers_stand_in_the_programs_feed_alone(office: Office) -> None:
    office.create(meeting())
    assert "X-MENTORKIT" in office.text()
    for feed in set(office.files()) - {"program.ics"}:
        assert "MENTORKIT-" not in office.text(feed)
        assert KEY not in office.text(feed)


def test_a_plan_meeting_points_at_the_review_before_it(office: Office) -> None:
    other = (f"pairing/{short(make_key('agency', 'pairing', ('kim', 'max')))}",)
    records = [
        meeting("review", day=21),
        meeting("review", n=2, day=24, feeds=other),
        meeting("plan", day=28),
        meeting("review", n=3, day=29),
    ]
    office.create(*records)
    review = office.found(records[0][0]).ref
    assert re.findall(r"RELATED-TO:(\S+)", office.text(PAIR)) == [review]


def test_writing_the_same_again_touches_no_file(office: Office) -> None:
    office.create(meeting(), meeting("review", day=21))
    before = office.files()
    office.later(days=1)
    store = office.open()
    outcomes = list(store.write([creation(store, *meeting(), office.now - timedelta(days=1))]))
    assert isinstance(outcomes[0], Applied)
    assert isinstance(office.update(KEY, title=MEETING.title), Applied)
    assert office.files() == before


def test_a_change_rewrites_only_the_feeds_it_stands_in(office: Office) -> None:
    office.create(meeting(feeds=("person/eve",)), meeting("review", feeds=("person/max",)))
    before = office.files()
    office.update(KEY, title="Another")
    changed = {feed for feed, stamp in office.files().items() if stamp != before[feed]}
    assert changed == {"program.ics", "people/eve.ics"}


def test_sequence_and_last_modified_rise_with_what_is_seen(office: Office) -> None:
    office.create(meeting())
    office.later(hours=1)
    office.update(KEY, start=datetime(2026, 1, 20, 9, 0, tzinfo=UTC))
    text = office.text("people/eve.ics")
    assert office.sequence("people/eve.ics") == [1]
    assert "LAST-MODIFIED:20260112T100000Z" in text
    assert "DTSTAMP:20260112T100000Z" in text
    assert "CREATED:20260112T090000Z" in text
    assert "DTSTART;TZID=Europe/Sofia:20260120T110000" in text


def test_last_modified_does_not_fall_when_the_clock_does(office: Office) -> None:
    office.create(meeting())
    office.later(hours=-3)
    office.update(KEY, title="Another")
    assert "LAST-MODIFIED:20260112T090000Z" in office.text("people/eve.ics")


def test_a_new_fact_is_kept_and_subscribers_see_nothing_of_it(office: Office) -> None:
    office.create(meeting())
    before, stored = office.files(), office.found(KEY)
    assert stored.mark is not None
    mark = stored.mark.model_copy(update={"ledger": (Fact(name="held", at=office.now, by="eve"),)})
    outcome = office.update(KEY, mark=mark)
    assert isinstance(outcome, Applied)
    assert outcome.revision != stored.revision
    assert office.found(KEY).mark == mark
    assert {feed for feed, stamp in office.files().items() if stamp != before[feed]} == {"program.ics"}
    assert office.sequence() == [0]


def test_archiving_cancels(office: Office) -> None:
    office.create(meeting())
    assert isinstance(office.archive(KEY), Applied)
    text = office.text("people/eve.ics")
    assert "STATUS:CANCELLED" in text
    assert office.sequence("people/eve.ics") == [1]
    stored = office.found(KEY)
    assert (stored.item.status, stored.archived) == ("canceled", True)


def test_a_canceled_event_leaves_the_feeds_after_ninety_days_and_is_remembered(office: Office) -> None:
    other, event = meeting("review", day=21)
    office.create(meeting(), (other, event))
    office.update(KEY, status="canceled")
    office.later(days=90)
    office.update(other, title="Still there")
    assert all(office.text(feed).count("STATUS:CANCELLED") == 1 for feed in office.files())
    before = office.found(KEY)
    office.later(days=1)
    office.update(other, title="Gone now")
    assert all("CANCELLED" not in office.text(feed) for feed in office.files())
    assert office.found(KEY) == before
    assert findings(office.data()) == []
    office.update(KEY, status="confirmed")
    assert office.text("people/eve.ics").count("BEGIN:VEVENT") == 2
    assert office.sequence() == [2, 2]


def test_a_hostile_title_among_the_canceled_does_not_hide_the_rest(office: Office) -> None:
    other, event = meeting("review", day=21)
    office.create(meeting(title="x\r\nBEGIN:VEVENT\r\nEND:VEVENT", status="canceled"), (other, event))
    office.later(days=91)
    office.update(other, title="BEGIN:VEVENT")
    assert {r.item.title for r in office.open().read().records} == {
        "x BEGIN:VEVENT END:VEVENT",
        "BEGIN:VEVENT",
    }


def test_a_feed_that_lost_its_last_event_stays_a_valid_feed(office: Office) -> None:
    office.create(meeting(feeds=("person/eve",)))
    office.update(KEY, feeds=("person/max",))
    assert "BEGIN:VEVENT" not in office.text("people/eve.ics")
    assert findings(office.data("people/eve.ics")) == []


def test_an_unchanged_folder_is_not_parsed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.create(meeting())
    cursor = office.open().read().cursor

    def parsing(_data: bytes) -> None:
        raise AssertionError("parsed")

    monkeypatch.setattr("mentorkit_calendar.publisher.contents", parsing)
    reading = office.open().read(cursor)
    assert (reading.records, reading.gone, reading.cursor) == ((), (), cursor)


def test_reading_an_unchanged_folder_needs_no_icalendar(office: Office) -> None:
    office.create(meeting())
    cursor = office.open().read().cursor
    code = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from mentorkit.adapters import AdapterContext; from mentorkit.secrets import Secrets\n"
        "from mentorkit_calendar import plugin\n"
        "spec, folder = plugin.mentorkit_register_event_store(), Path(sys.argv[1])\n"
        "context = AdapterContext('m', 'agency', folder, Secrets({}), now=lambda: datetime.now(UTC))\n"
        "reading = spec.open(spec.config(), context).read(sys.argv[2])\n"
        "print(len(reading.records), 'icalendar' in sys.modules)\n"
    )
    path = {"PYTHONPATH": ":".join(sys.path)}
    command = [sys.executable, "-c", code, str(office.folder), str(cursor)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=path)
    assert done.stdout.split() == ["0", "False"]


def test_a_cursor_shows_what_changed_and_what_is_gone(office: Office) -> None:
    other, event = meeting("review", day=21)
    office.create(meeting(), (other, event))
    first = office.open().read()
    office.update(KEY, title="Another")
    reading = office.open().read(first.cursor)
    assert [record.item.title for record in reading.records] == ["Another"]
    shutil.rmtree(office.feeds)
    after = office.open().read(reading.cursor)
    assert after.gone == tuple(sorted(record.ref for record in first.records))
    assert not after.ready


def test_a_cursor_of_another_version_reads_everything(office: Office) -> None:
    office.create(meeting())
    assert len(office.open().read(Cursor("{}")).records) == 1
    assert len(office.open().read(Cursor("not json")).records) == 1


def test_a_lost_feed_is_seen_and_made_again(office: Office) -> None:
    office.create(meeting())
    cursor = office.open().read().cursor
    (office.feeds / "people" / "max.ics").unlink()
    (record,) = office.open().read(cursor).records
    assert record.item.feeds == tuple(feed for feed in MEETING.feeds if feed != "person/max")
    assert isinstance(office.update(KEY, feeds=MEETING.feeds), Applied)
    assert (office.feeds / "people" / "max.ics").exists()
    assert office.found(KEY).item.feeds == MEETING.feeds
