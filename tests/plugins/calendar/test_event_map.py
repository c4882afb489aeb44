# SPDX-License-Identifier: Apache-2.0
"""One event as a VEVENT, and back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mentorkit.domain.keys import Key
from mentorkit.domain.people import Person
from mentorkit.ports import Event, Mark
from mentorkit_calendar.entries import Entry, canon
from mentorkit_calendar.event_map import edited, encode
from mentorkit_calendar.seal import opened, seal
from mentorkit_calendar.timezones import vtimezone
from mentorkit_calendar.validate import findings

KEY = Key("agency/meeting-review/eve_max/1")
NOW = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
EVE = Person(id="eve", name="Eve", email="eve@example.org", role="developer", grade="junior", timezone="UTC")
HOSTILE = [
    "a\r\nATTENDEE:mailto:x@example.org",
    "a\rb\nc\x0bd\x0ce\x85f\u2028g\u2029h",
    "\x00\x07\x1b[31m\x7f\x9b",
    "C:\\New\\n \\, \\; \\\\N",
    "END:VEVENT\nEND:VCALENDAR\nBEGIN:VEVENT",
    'say "hello"; then, go: ^n',
    "👩🏽‍🚀" * 31,
    "مراجعة ربع سنوية \u202e gnp.exe \u2066",
    "e\u0301" * 120,
    "=1+1 <script>alert(1)</script> %0D%0A",
    "\ufeff \u00a0 \ufffe",
]


def entry(item: Event, **more: Any) -> Entry:
    fields: dict[str, Any] = {"sequence": 0, "created": NOW, "modified": NOW, **more}
    return Entry(item=canon(item), mark=Mark(key=KEY, program="agency"), **fields)


def event(**values: Any) -> Event:
    fields = {"kind": "review", "title": "Review", "start": NOW, "minutes": 60, "timezone": "Europe/Sofia"}
    return Event.model_validate(fields | values)


def vevent(made: Entry, **more: Any) -> Any:
    arguments: dict[str, Any] = {"people": (), "related": "", "reminder_minutes": 15, **more}
    return icalendar.Event.from_ical(encode(made, **arguments))


def read_back(made: Entry) -> Event:
    """The item as it is read from the visible bytes alone."""
    nothing = {"title": "-", "start": NOW, "minutes": 1, "categories": (), "description": "", "place": ""}
    blank = made.item.model_copy(update=nothing)
    return edited(made.but(item=blank), encode(made, (), "", 15)).item


def problems(made: Entry, people: tuple[Person, ...] = ()) -> list[str]:
    block = encode(made, people, "", 15)
    head = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
    year = made.item.start.year
    return findings(head + vtimezone(made.item.timezone, year, year + 1) + block + b"END:VCALENDAR\r\n")


TRICKY = st.sampled_from("\\,;:\"'nN^% \t\r\n\x85\u2028é👩")
TEXTS = st.text(st.one_of(TRICKY, st.characters(exclude_categories=["Cs"])))
ZONES = ["UTC", "Etc/UTC", "Europe/Sofia", "America/New_York", "Asia/Kathmandu", "Africa/Cairo"]
FIRST, LAST = datetime(1971, 1, 1), datetime(2100, 1, 1)  # noqa: DTZ001 - made aware by hypothesis


@settings(max_examples=150, deadline=None)
@given(
    item=st.builds(
        Event,
        kind=st.sampled_from(["review", "plan"]),
        title=TEXTS.filter(lambda text: 0 < len(text) <= 250),
        start=st.datetimes(FIRST, LAST, timezones=st.just(UTC)),
        minutes=st.integers(1, 1440),
        timezone=st.sampled_from(ZONES),
        description=TEXTS,
        place=TEXTS,
        categories=st.lists(TEXTS, max_size=4).map(tuple),
        status=st.sampled_from(["confirmed", "canceled"]),
    )
)
@example(event(start=datetime(2026, 10, 25, 0, 30, tzinfo=UTC)))
@example(event(start=datetime(2026, 10, 25, 1, 30, tzinfo=UTC), minutes=120))
@example(event(start=datetime(2000, 3, 25, 20, 0, tzinfo=UTC), minutes=300, timezone="Europe/Sofia"))
@example(event(title="\\N", description="\\N\\n\\", place="\\N", categories=("\\N,", "\\")))
def test_what_is_written_reads_back_as_canon_says(item: Event) -> None:
    made = entry(item)
    assert read_back(made) == canon(item) == made.item
    assert canon(made.item) == made.item
    assert problems(made) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_texts(text: str) -> None:
    stranger = EVE.model_copy(update={"name": text[:200]})
    made = entry(event(title=text[:250], description=text, place=text, categories=(text,)), url=text)
    assert problems(made, (stranger,)) == []
    assert read_back(made) == made.item
    component = vevent(made, people=(stranger,))
    assert component.errors == []
    assert component["ATTENDEE"] == "mailto:eve@example.org"
    assert "URL" not in component


@pytest.mark.parametrize(
    "email", ["", "eve", "eve@example.org\r\nX:1", "e ve@example.org", "<eve@example.org>"]
)
def test_who_has_no_usable_address_is_not_invited(email: str) -> None:
    component = vevent(entry(event()), people=(EVE.model_copy(update={"email": email}),))
    assert "ATTENDEE" not in component
    assert "ORGANIZER" not in component


def test_a_vevent_holds_what_clients_want() -> None:
    made = entry(
        event(place="https://video.example.org/1", description="One\nTwo", categories=("Mentoring",)),
        sequence=3,
        url="https://wiki.example.org/pages/7",
        created=NOW - timedelta(days=1),
    )
    component = vevent(made, people=(EVE,), related="mk-x@agency.mentorkit")
    assert {
        name: component.decoded(name) for name in ("DTSTAMP", "LAST-MODIFIED", "CREATED", "SEQUENCE")
    } == {
        "DTSTAMP": NOW,
        "LAST-MODIFIED": NOW,
        "CREATED": NOW - timedelta(days=1),
        "SEQUENCE": 3,
    }
    texts = {name: component[name].to_ical().decode() for name in component}
    assert texts["UID"] == made.uid
    assert texts["DTSTART"] == "20260112T110000"
    assert component["DTSTART"].params["TZID"] == component["DTEND"].params["TZID"] == "Europe/Sofia"
    assert texts["DESCRIPTION"] == "One\\nTwo"
    assert (texts["STATUS"], texts["CLASS"], texts["TRANSP"]) == ("CONFIRMED", "PRIVATE", "OPAQUE")
    assert (texts["URL"], texts["RELATED-TO"]) == (
        "https://wiki.example.org/pages/7",
        "mk-x@agency.mentorkit",
    )
    assert component["CONFERENCE"].params["VALUE"] == "URI"
    alarm = component.walk("VALARM")[0]
    assert alarm["UID"] == f"alarm-{made.uid}"
    assert alarm["TRIGGER"].dt == timedelta(minutes=-15)


def test_a_canceled_event_rings_no_bell_and_takes_no_time() -> None:
    component = vevent(entry(event(status="canceled")))
    assert (component["STATUS"], component["TRANSP"]) == ("CANCELLED", "TRANSPARENT")
    assert component.walk("VALARM") == []


def test_without_a_reminder_there_is_no_alarm() -> None:
    assert vevent(entry(event()), reminder_minutes=0).walk("VALARM") == []


def test_the_hour_that_comes_twice_is_written_in_utc() -> None:
    component = vevent(entry(event(start=datetime(2026, 10, 25, 1, 30, tzinfo=UTC))))
    assert component["DTSTART"].to_ical() == b"20261025T013000Z"


@pytest.mark.parametrize(
    "values", [{"timezone": "Mars/Phobos"}, {"start": datetime(9999, 12, 31, 23, tzinfo=UTC)}]
)
def test_what_no_calendar_can_hold_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises((KeyError, ValueError)):
        encode(entry(event(**values)), (), "", 15)


@pytest.mark.parametrize(
    ("old", "new", "field", "value"),
    [
        (b"SUMMARY:Review", b"SUMMARY:Chat", "title", "Chat"),
        (b"SUMMARY:Review", b"SUMMARY:" + b"x" * 300, "title", "x" * 250),
        (b"20260112T110000", b"20260112T113000", "minutes", 30),
        (b"STATUS:CONFIRMED", b"STATUS:CANCELLED", "status", "canceled"),
        (b"TZID=Europe/Sofia", b"TZID=Europe/Berlin", "timezone", "Europe/Berlin"),
        (b"DTSTART;TZID=Europe/Sofia:20260112T110000", b"DTSTART:20260112", "title", "Review"),
        (b"TZID=Europe/Sofia", b"TZID=Mars/Phobos", "title", "-"),
    ],
)
def test_an_edit_by_hand_is_read_as_it_stands(old: bytes, new: bytes, field: str, value: object) -> None:
    made = entry(event())
    visible = encode(made, (), "", 15)
    assert old in visible
    found = edited(made, visible.replace(old, new))
    assert getattr(found.item, field) == value
    assert found.item != made.item
    assert (found.mark, found.uid) == (made.mark, made.uid)


def test_an_edited_sequence_never_falls() -> None:
    made = entry(event(), sequence=4)
    visible = encode(made, (), "", 15)
    assert edited(made, visible.replace(b"SEQUENCE:4", b"SEQUENCE:9")).sequence == 9
    assert edited(made, visible.replace(b"SEQUENCE:4", b"SEQUENCE:x")).sequence == 4


def test_a_seal_holds_until_somebody_edits() -> None:
    made = entry(event(description="é" * 300))
    block = seal(made, "cast", encode(made, (), "", 15)).marked
    intact = opened(block)
    assert intact is not None
    assert intact == seal(made, "cast", encode(made, (), "", 15))
    for old, new in ((b"SUMMARY:Review", b"SUMMARY:Chat"), (b'"sequence":0', b'"sequence":7')):
        assert old in block
        broken = opened(block.replace(old, new))
        assert broken is not None
        assert not broken.intact


@pytest.mark.parametrize("hidden", [b"", b"X-MENTORKIT-ENTRY:{}\r\n", b"X-MENTORKIT-ENTRY:\xff\r\n"])
def test_without_an_entry_it_is_no_event_of_ours(hidden: bytes) -> None:
    assert opened(b"BEGIN:VEVENT\r\n" + hidden + b"END:VEVENT\r\n") is None
