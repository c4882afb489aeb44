# SPDX-License-Identifier: Apache-2.0
"""VTIMEZONE components say what zoneinfo says, in the words that every client understands."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from io import StringIO
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import icalendar
import pytest

from mentorkit_calendar.timezones import vtimezone

RULED = [
    "Europe/Berlin",
    "Europe/Sofia",
    "Europe/London",
    "Europe/Dublin",
    "America/New_York",
    "America/St_Johns",
    "America/Santiago",
    "America/Nuuk",
    "Asia/Jerusalem",
    "Asia/Beirut",
    "Asia/Gaza",
    "Australia/Lord_Howe",
    "Australia/Adelaide",
    "Pacific/Chatham",
    "Pacific/Auckland",
]
STEADY = ["Asia/Kolkata", "Asia/Kathmandu", "Asia/Tokyo", "America/Sao_Paulo", "Africa/Lagos", "UTC"]
WRITTEN_OUT = ["Africa/Cairo", "Africa/Casablanca", "Africa/El_Aaiun", "Egypt"]


def by_icalendar(component: bytes) -> tzinfo:
    zone = icalendar.Timezone.from_ical(component.replace(b"TZID:", b"TZID:Test "))
    assert isinstance(zone, icalendar.Timezone)
    found: tzinfo = zone.to_tz(lookup_tzid=False)
    return found


def by_dateutil(component: bytes) -> tzinfo:
    """The reader that vobject uses, too."""
    tz = pytest.importorskip("dateutil.tz")
    found = tz.tzical(StringIO(component.decode())).get()
    assert isinstance(found, tzinfo)
    return found


@pytest.mark.parametrize("read", [by_icalendar, by_dateutil])
@pytest.mark.parametrize("zone", [*RULED, *STEADY, *WRITTEN_OUT])
def test_every_reader_sees_the_clocks_that_zoneinfo_sees(zone: str, read: Callable[[bytes], tzinfo]) -> None:
    ours, truth = read(vtimezone(zone, 2026, 2028)), ZoneInfo(zone)
    moment = datetime(2026, 1, 1, 12, tzinfo=truth)
    while moment.year < 2029:
        wall = moment.replace(tzinfo=None)
        if moment.replace(fold=1).utcoffset() == moment.utcoffset():  # not in a gap and not twice
            assert wall.replace(tzinfo=ours).utcoffset() == moment.utcoffset(), wall
        moment += timedelta(hours=31)


@pytest.mark.parametrize("zone", RULED)
def test_rules_are_two_observances_with_nothing_but_what_simple_clients_read(zone: str) -> None:
    text = vtimezone(zone, 2026, 2027).decode()
    assert text.count("RRULE:FREQ=YEARLY;BYMONTH=") == 2
    names = set(re.findall(r"^([A-Z-]+)[:;]", text, re.MULTILINE))
    assert names == {"BEGIN", "TZID", "DTSTART", "RRULE", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "END"}


def test_a_usual_zone_takes_344_bytes() -> None:
    assert len(vtimezone("Europe/Berlin", 2026, 2027)) == 344


def test_rules_do_not_depend_on_the_years() -> None:
    assert vtimezone("Europe/Berlin", 2026, 2026) == vtimezone("Europe/Berlin", 2027, 2031)


@pytest.mark.parametrize("zone", STEADY)
def test_a_zone_that_never_changes_has_one_observance(zone: str) -> None:
    text = vtimezone(zone, 2026, 2027).decode()
    assert text.count("BEGIN:") == 2
    assert "RRULE" not in text


@pytest.mark.parametrize("zone", WRITTEN_OUT)
def test_what_no_rule_can_say_is_written_out(zone: str) -> None:
    text = vtimezone(zone, 2026, 2027).decode()
    assert "RRULE" not in text
    onsets = re.findall(r"DTSTART:(\S+)", text)
    assert len(onsets) == 5
    assert all(first < second for first, second in pairwise(onsets))


def test_years_before_the_rule_are_written_out() -> None:
    assert "RRULE" not in vtimezone("Europe/Berlin", 1995, 1996).decode()
    text = vtimezone("Asia/Almaty", 2022, 2023).decode()
    assert "TZOFFSETTO:+0600" in text
    assert datetime(2022, 7, 1, tzinfo=UTC).astimezone(ZoneInfo("Asia/Almaty")).hour == 6


@pytest.mark.parametrize("zone", ["Mars/Phobos", "../../etc/passwd", "/etc/passwd", "Europe/Berlin\r\nX:1"])
def test_what_is_not_a_zone_is_refused(zone: str) -> None:
    with pytest.raises((ZoneInfoNotFoundError, ValueError)):
        vtimezone(zone, 2026, 2026)
