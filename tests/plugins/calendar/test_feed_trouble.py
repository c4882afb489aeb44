# SPDX-License-Identifier: Apache-2.0
"""The store over a folder of feeds in trouble: edited by hand, cut off, refused; and what doctor says."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mentorkit.adapters import Addresses
from mentorkit.domain.keys import make_key, short
from mentorkit.errors import DiskDenied, DiskFull, InvalidResponse, Refused, Unavailable
from mentorkit.ports import Applied, Conflicted, Create, Event, Failed
from mentorkit_calendar.feed_folder import FeedFolder
from mentorkit_calendar.validate import findings

from .conftest import PAIRING, Office, change, creation, meeting

PAIR = f"pairings/{short(PAIRING)}.ics"
KEY, MEETING = meeting()


def test_an_edit_by_hand_is_a_problem_and_is_written_over(office: Office) -> None:
    office.create(meeting())
    cursor = office.open().read().cursor
    file = office.feeds / "program.ics"
    file.write_bytes(file.read_bytes().replace(b"SUMMARY:monitoring", b"SUMMARY:party"))
    (record,) = office.open().read(cursor).records
    assert record.item.title == "party: Eve, Max"
    assert record.problems == ("was edited by hand in program.ics, where edits do not last",)
    assert isinstance(office.update(KEY, title=MEETING.title), Applied)
    assert office.found(KEY).problems == ()
    assert "party" not in office.text()


def test_a_mirror_edited_by_hand_is_written_over(office: Office) -> None:
    office.create(meeting())
    file = office.feeds / "people" / "eve.ics"
    file.write_bytes(b"BEGIN:VCALENDAR\r\ngarbage\xff")
    office.update(KEY, title="Another")
    assert findings(office.data("people/eve.ics")) == []
    assert "garbage" not in office.text("people/eve.ics")


@pytest.mark.parametrize(
    "broken", [b"", b"\x00\xff garbage", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:x\r\n"]
)
def test_a_broken_program_feed_is_rebuilt_and_sequence_does_not_fall(office: Office, broken: bytes) -> None:
    office.create(meeting())
    office.update(KEY, title="Two")
    office.update(KEY, title="Three")
    (office.feeds / "program.ics").write_bytes(broken)
    assert office.open().read().records == ()
    assert isinstance(office.create(meeting(title="Four"))[0], Applied)
    assert office.sequence() == office.sequence("people/eve.ics") == [3]
    assert findings(office.data()) == []


def test_one_broken_event_does_not_take_the_others_with_it(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    other, event = meeting("review", day=21)
    office.create(meeting(), (other, event))
    file = office.feeds / "program.ics"
    file.write_bytes(file.read_bytes().replace(b"X-MENTORKIT-ENTRY:", b"X-MENTORKIT-OTHER:", 1))
    (record,) = office.open().read().records
    assert record.mark is not None
    assert record.mark.key == other
    assert "1 events in program.ics" in caplog.text


def test_another_programs_events_are_left_out(office: Office) -> None:
    store = office.open()
    key = make_key("guild", "meeting", ("eve",))
    create = creation(store, key, MEETING, office.now)
    list(
        store.write([create.model_copy(update={"mark": create.mark.model_copy(update={"program": "guild"})})])
    )
    assert office.open().read().records == ()


def test_a_feed_of_a_newer_version_is_never_written(office: Office) -> None:
    office.create(meeting())
    stored = office.found(KEY)
    file = office.feeds / "program.ics"
    file.write_bytes(file.read_bytes().replace(b"X-MENTORKIT-FORMAT:1", b"X-MENTORKIT-FORMAT:2"))
    before = office.files()
    with pytest.raises(InvalidResponse, match="newer Mentorkit"):
        office.open().read()
    (outcome,) = office.open().write([change(stored, title="Another")])
    assert isinstance(outcome, Failed)
    assert isinstance(outcome.error, InvalidResponse)
    assert office.files() == before


def test_a_stale_change_is_a_conflict(office: Office) -> None:
    office.create(meeting())
    stale = office.found(KEY)
    office.update(KEY, title="Meanwhile")
    (outcome,) = office.open().write([change(stale, title="Too late")])
    assert isinstance(outcome, Conflicted)
    assert outcome.found == office.found(KEY)
    assert office.found(KEY).item.title == "Meanwhile"


def test_a_change_of_what_is_gone_is_a_conflict_with_nothing(office: Office) -> None:
    office.create(meeting())
    stored = office.found(KEY)
    shutil.rmtree(office.feeds)
    assert list(office.open().write([change(stored, title="x")])) == [Conflicted[Event](key=KEY, found=None)]


def test_a_creation_of_what_is_there_is_a_conflict(office: Office) -> None:
    office.create(meeting())
    (outcome,) = office.create(meeting(title="Other"))
    assert isinstance(outcome, Conflicted)
    assert office.found(KEY).item.title == MEETING.title


@pytest.mark.parametrize(
    "values",
    [
        {"timezone": "Mars/Phobos"},
        {"feeds": ("person/../../x",)},
        {"start": datetime(9999, 12, 31, 23, 59, tzinfo=UTC)},
    ],
)
def test_what_no_calendar_can_hold_is_refused_alone(office: Office, values: dict[str, Any]) -> None:
    good, bad = office.create(meeting(), meeting("review", **values))
    assert isinstance(good, Applied)
    assert isinstance(bad, Failed)
    assert isinstance(bad.error, Refused)
    assert [record.ref for record in office.open().read().records] == [good.ref]


def test_what_needs_something_refused_is_skipped_and_so_is_what_needs_that(office: Office) -> None:
    store = office.open()
    (one, a), (two, b), (three, c) = meeting("plan"), meeting("review"), meeting()
    batch: list[Create[Event]] = [
        creation(store, one, a, office.now, needs=(two,)),
        creation(store, two, b, office.now, needs=(three,)),
        creation(store, three, c.model_copy(update={"timezone": "Mars/Phobos"}), office.now),
    ]
    outcomes = list(store.write(batch))
    assert [type(outcome).__name__ for outcome in outcomes] == ["Skipped", "Skipped", "Failed"]
    assert not office.feeds.exists()


def test_a_run_cut_off_between_the_files_is_made_good_by_the_next(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.create(meeting())
    stored, write = office.found(KEY), FeedFolder.write

    def cut(folder: FeedFolder, feed: str, data: bytes) -> None:
        if feed == "program":
            raise KeyboardInterrupt
        write(folder, feed, data)

    with monkeypatch.context() as patched:
        patched.setattr(FeedFolder, "write", cut)
        with pytest.raises(KeyboardInterrupt):
            list(office.open().write([change(stored, title="Another")]))
    assert "Another" in office.text("people/eve.ics")
    assert office.found(KEY) == stored
    assert isinstance(office.update(KEY, title="Another"), Applied)
    assert office.sequence() == office.sequence("people/eve.ics") == [1]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (PermissionError(13, "Permission denied"), DiskDenied),
        (OSError(30, "Read-only file system"), DiskDenied),
        (OSError(28, "No space left on device"), DiskFull),
    ],
)
def test_a_full_or_closed_disk_is_told_as_what_it_is(
    office: Office, monkeypatch: pytest.MonkeyPatch, error: OSError, expected: type[Exception]
) -> None:
    office.create(meeting())
    stored = office.found(KEY)

    def fail(*_arguments: object) -> bytes:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(FeedFolder, "write", fail)
        with pytest.raises(expected):
            list(office.open().write([change(stored, title="Another")]))
        patched.setattr(FeedFolder, "read", fail)
        for act in (lambda: office.open().read(), lambda: office.open().locate([KEY])):
            with pytest.raises(expected):
                act()
    assert office.found(KEY) == stored


def test_other_trouble_with_files_may_pass(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.create(meeting())
    stored = office.found(KEY)

    def fail(*_arguments: object) -> bytes:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(FeedFolder, "write", fail)
        (outcome,) = office.open().write([change(stored, title="Another")])
    assert isinstance(outcome, Failed)
    assert isinstance(outcome.error, Unavailable)
    assert office.found(KEY) == stored


def test_a_link_outlives_a_run_that_does_not_know_the_address(office: Office) -> None:
    office.create(meeting())
    office.addresses = Addresses()
    office.update(KEY, title="Another")
    assert "URL:https://wiki.example.org/pages/7" in office.text()
    office.update(KEY, page=None)
    assert "URL:" not in office.text()


def test_a_new_address_reaches_the_feeds_with_the_next_write(office: Office) -> None:
    other, event = meeting("review", day=21)
    office.create(meeting(), (other, event))
    office.people = tuple(
        person.model_copy(update={"email": person.email.replace("eve@", "eva@")}) for person in office.people
    )
    office.update(other, title="Another")
    assert "eve@example.org" not in office.text()
    assert office.text().count("ATTENDEE") == 4


def test_doctor_has_nothing_to_say_about_good_feeds(office: Office) -> None:
    (before,) = office.open().check()
    assert (before.state, before.found) == ("ok", "is made by the first apply")
    office.create(meeting())
    (after,) = office.open().check()
    assert (after.state, after.found) == ("ok", "can be written")


def test_doctor_names_what_is_wrong_and_what_to_do(office: Office) -> None:
    office.create(meeting())
    office.feeds.chmod(0o755)
    for feed in ("program.ics", "people/eve.ics"):
        (office.feeds / feed).write_bytes(b"garbage")
    found = {diagnosis.check: diagnosis for diagnosis in office.open().check()}
    assert found["feeds are private"].remedy == f"chmod 700 {office.feeds}"
    assert found["feed person/eve"].remedy.startswith(f"delete {office.feeds / 'people' / 'eve.ics'}")
    assert "backup" in found["feed program"].remedy


def test_doctor_says_where_no_folder_can_be(office: Office) -> None:
    office.feeds.write_bytes(b"a file")
    (diagnosis,) = office.open().check()
    assert diagnosis.state == "failed"
    assert str(office.feeds) in diagnosis.remedy


def test_the_feeds_folder_can_stand_elsewhere(office: Office, tmp_path: Path) -> None:
    office.create(meeting(), feeds=str(tmp_path / "served" / "feeds"))
    assert (tmp_path / "served" / "feeds" / "program.ics").exists()
    assert not office.feeds.exists()
