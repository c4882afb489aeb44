# SPDX-License-Identifier: Apache-2.0
"""The validator finds the mistakes that make clients drop a feed."""

import pytest

from mentorkit_calendar.timezones import vtimezone
from mentorkit_calendar.validate import findings

EVENT = b"""BEGIN:VEVENT
UID:1@x
DTSTAMP:20260101T000000Z
DTSTART;TZID=Europe/Sofia:20260120T100000
DTEND:20260120T103000Z
SUMMARY:One
END:VEVENT
"""
GOOD = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
    + vtimezone("Europe/Sofia", 2026, 2026)
    + EVENT.replace(b"\n", b"\r\n")
    + b"END:VCALENDAR\r\n"
)


def test_a_good_feed_has_no_findings() -> None:
    assert findings(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        (b"UID:1@x\r\n", b"", "VEVENT: VEVENT without UID"),
        (b"DTSTAMP:20260101T000000Z\r\n", b"", "1@x: VEVENT without DTSTAMP"),
        (b"VERSION:2.0\r\n", b"", "VCALENDAR: VCALENDAR without VERSION"),
        (b"DTEND:20260120T103000Z", b"DTEND:20260120T103000", "1@x: DTEND floats"),
        (b"DTSTART;TZID=Europe/Sofia", b"DTSTART;TZID=Europe/Berlin", "1@x: Europe/Berlin has no VTIMEZONE"),
        (b"SUMMARY:One", b"SUMMARY:" + b"x" * 80, "is longer than 75 octets"),
        (b"SUMMARY:One", b"SUMMARY:\xc3\r\n \xa9", "is folded inside a character"),
        (b"SUMMARY:One", b"SUMMARY:a\nb", "holds a lone CR or LF"),
        (b"SUMMARY:One", b"SUMMARY:\x07", "holds a control character"),
        (b"SUMMARY:One", b"SUMMARY", "not a content line: 'SUMMARY'"),
        (b"END:VEVENT", b"END:VALARM", "END:VALARM ends nothing"),
        (b"END:VCALENDAR\r\n", b"", "no component, or one that does not end"),
        (b"END:VCALENDAR\r\n", b"END:VCALENDAR\r\nX:1\r\n", "X stands outside VCALENDAR"),
        (b"END:VCALENDAR\r\n", b"END:VCALENDAR", "does not end with CRLF"),
        (b"END:VCALENDAR", EVENT.replace(b"\n", b"\r\n") + b"END:VCALENDAR", "1@x: UID is used twice"),
    ],
)
def test_a_mistake_is_found(old: bytes, new: bytes, finding: str) -> None:
    assert old in GOOD
    assert any(finding in found for found in findings(GOOD.replace(old, new)))


@pytest.mark.parametrize(
    "time", [b"DTSTART;VALUE=DATE:20260120", b'DTSTART;TZID="Europe/Sofia":20260120T000000']
)
def test_dates_and_quoted_zones_do_not_float(time: bytes) -> None:
    assert findings(GOOD.replace(b"DTSTART;TZID=Europe/Sofia:20260120T100000", time)) == []


def test_what_is_no_feed_at_all_is_told() -> None:
    assert findings(b"")
    assert findings(b"\xff\x00garbage")
