# SPDX-License-Identifier: Apache-2.0
"""A check of feeds, independent of what wrote them: the mistakes that make a client drop a feed silently."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_LINE = re.compile(r'([A-Za-z0-9-]+)((?:[^:"]|"[^"]*")*):(.*)', re.DOTALL)
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TIMES = ("DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE")
_NEEDED = {
    "VCALENDAR": ("VERSION", "PRODID"),
    "VEVENT": ("UID", "DTSTAMP", "DTSTART"),
    "VTIMEZONE": ("TZID",),
    "VALARM": ("ACTION", "TRIGGER", "UID"),
    "STANDARD": ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"),
    "DAYLIGHT": ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"),
}


class _Property(NamedTuple):
    """A content line: the components around it, its name, parameters and value."""

    within: tuple[int, ...]
    component: str
    name: str
    params: str
    value: str


def findings(data: bytes) -> list[str]:
    """What is wrong with a feed, in words; empty when nothing is.

    Line ends and folding (RFC 5545, section 3.1), control characters, nesting, the properties each
    component needs, UIDs used twice, floating times, and zones that are used but not described.
    """
    found = list(_physical(data))
    properties: list[_Property] = []
    found += _nesting(data, properties)
    zones = {p.value for p in properties if (p.component, p.name) == ("VTIMEZONE", "TZID")}
    seen: set[tuple[str, str]] = set()
    for number in sorted({p.within for p in properties}):
        found += _component([p for p in properties if p.within == number], zones, seen)
    return found


def _physical(data: bytes) -> Iterator[str]:
    if not data.endswith(b"\r\n"):
        yield "does not end with CRLF"
    for number, line in enumerate(data.removesuffix(b"\r\n").split(b"\r\n"), start=1):
        if len(line) > 75:
            yield f"line {number} is longer than 75 octets"
        if b"\r" in line or b"\n" in line:
            yield f"line {number} holds a lone CR or LF"
        if _CONTROL.search(line):
            yield f"line {number} holds a control character"
        try:
            line.decode()
        except UnicodeDecodeError:
            yield f"line {number} is folded inside a character, or is not UTF-8"


def _nesting(data: bytes, properties: list[_Property]) -> Iterator[str]:
    """Collects the content lines; yields what is wrong with how components stand in each other."""
    stack: list[tuple[int, str]] = []
    count = 0
    text = data.decode("utf-8", "replace").replace("\r\n ", "").replace("\r\n\t", "")
    for line in text.removesuffix("\r\n").split("\r\n"):
        match = _LINE.fullmatch(line)
        if match is None:
            yield f"not a content line: {line[:40]!r}"
            continue
        name, params, value = match[1].upper(), match[2], match[3]
        if name == "BEGIN":
            count += 1
            stack.append((count, value))
        elif name == "END":
            if not stack or stack.pop()[1] != value:
                yield f"END:{value[:40]} ends nothing"
        elif stack:
            properties.append(_Property(tuple(n for n, _ in stack), stack[-1][1], name, params, value))
        else:
            yield f"{name} stands outside VCALENDAR"
    if stack or not count:
        yield "no component, or one that does not end"


def _component(own: list[_Property], zones: set[str], seen: set[tuple[str, str]]) -> Iterator[str]:
    kind = own[0].component
    values = {p.name: p.value for p in own}
    label = values.get("UID", kind)[:80]
    for name in _NEEDED.get(kind, ()):
        if name not in values:
            yield f"{label}: {kind} without {name}"
    if kind != "VEVENT":
        return
    identity = values.get("UID", ""), values.get("RECURRENCE-ID", "")
    if identity in seen:
        yield f"{label}: UID is used twice"
    seen.add(identity)
    for prop in own:
        if prop.name not in _TIMES or "VALUE=DATE" in prop.params.upper().split(";"):
            continue
        zone = re.search(r';TZID="?([^";:]+)', prop.params, re.IGNORECASE)
        if zone is None and not prop.value.endswith("Z"):
            yield f"{label}: {prop.name} floats"
        elif zone is not None and zone[1] not in zones:
            yield f"{label}: {zone[1]} has no VTIMEZONE"
