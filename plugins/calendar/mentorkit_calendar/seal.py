# SPDX-License-Identifier: Apache-2.0
"""The entry beside its VEVENT, under a seal that any edit breaks. Pure, and without icalendar.

The program's feed holds two more lines a VEVENT: the entry as JSON in ASCII, and a seal over it and
over the bytes that subscribers see. Under an unbroken seal the entry is what the lines say, and the
bytes can be used again as they are; a VEVENT is encoded and parsed only when it changed.
"""

import hashlib
import json
import re
from typing import NamedTuple

from mentorkit_calendar.entries import Entry

BEGIN = b"BEGIN:VEVENT\r\n"
ENTRY, SEAL = b"X-MENTORKIT-ENTRY", b"X-MENTORKIT-SEAL"

_HIDDEN = re.compile(rb"^X-MENTORKIT-[^\n]*\n(?:[ \t][^\n]*\n)*", re.MULTILINE)
_FOLD = re.compile(rb"\r?\n[ \t]")


class Sealed(NamedTuple):
    """A VEVENT: its entry, the bytes that subscribers get, and those of the program's feed.

    ``cast`` stands for what the visible bytes depend on beside the entry. ``intact`` is False when
    somebody edited either part by hand.
    """

    entry: Entry
    cast: str
    visible: bytes
    marked: bytes
    intact: bool = True


def seal(entry: Entry, cast: str, visible: bytes) -> Sealed:
    """Put an entry beside its VEVENT."""
    text = as_json(entry)
    hidden = folded(ENTRY, text) + folded(SEAL, _seal(text, cast, visible))
    return Sealed(entry, cast, visible, BEGIN + hidden + visible.removeprefix(BEGIN))


def opened(block: bytes) -> Sealed | None:
    """What a VEVENT of the program's feed holds; None where no entry can be read beside it."""
    hidden = unfolded(b"".join(_HIDDEN.findall(block)))
    text, written = values(hidden, ENTRY), values(hidden, SEAL)
    if len(text) != 1:
        return None
    try:
        entry = Entry.model_validate_json(text[0])
    except ValueError:
        return None
    visible = _HIDDEN.sub(b"", block)
    cast = written[0].partition(b"-")[2].decode("ascii", "replace") if written else ""
    intact = written == [_seal(text[0], cast, visible)]
    return Sealed(entry, cast, visible, block, intact)


def as_json(entry: Entry) -> bytes:
    """An entry on one line of ASCII, in which nothing needs escaping."""
    return json.dumps(entry.model_dump(mode="json"), separators=(",", ":"), sort_keys=True).encode()


def folded(name: bytes, value: bytes) -> bytes:
    """A content line of ASCII, at most 75 octets a physical line (RFC 5545, section 3.1)."""
    line = name + b":" + value
    pieces = [line[:75], *(line[at : at + 74] for at in range(75, len(line), 74))]
    return b"\r\n ".join(pieces) + b"\r\n"


def unfolded(data: bytes) -> bytes:
    """Content lines with their folds undone."""
    return _FOLD.sub(b"", data)


def values(lines: bytes, name: bytes) -> list[bytes]:
    """The values of a property without parameters, of lines that are unfolded."""
    start = name + b":"
    return [line.removeprefix(start) for line in lines.splitlines() if line.startswith(start)]


def _seal(text: bytes, cast: str, visible: bytes) -> bytes:
    hashed = hashlib.sha256(b"\0".join([text, cast.encode(), visible])).hexdigest()
    return f"{hashed[:20]}-{cast}".encode()
