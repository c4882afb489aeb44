# SPDX-License-Identifier: Apache-2.0
"""Meetings that somebody moved or canceled by hand: the pairing's page remembers it, not the calendar.

A feed is a mirror and may be deleted at any time; what was moved or canceled stays so.
"""

from collections.abc import Sequence
from datetime import date, datetime

from mentorkit.domain.cadence import Slot
from mentorkit.domain.meetings import MeetingKind
from mentorkit.ports import Fact

MOVED, CANCELED = "meeting-moved", "meeting-canceled"
"""Facts of a pairing's page, each with what the meeting is called after a slash. The detail is a number that
counts both for a meeting, then the start for one that was moved."""


def set_by_hand(ledger: Sequence[Fact]) -> dict[Slot, datetime | None]:
    """When each of these meetings takes place by the latest word; None for one that is canceled."""
    said = {_slot(subject): start for subject, _, start in _by_number(ledger)}
    return {slot: datetime.fromisoformat(start) if start else None for slot, start in said.items()}


def meeting_set(ledger: Sequence[Fact], subject: str, start: datetime | None, now: datetime) -> Fact | None:
    """The fact that moves a meeting to ``start`` (aware) or cancels it (None); None when it is so already.

    ``subject`` is what the meeting is called in its key. Every move has a number of its own, so that a
    meeting can be moved back to where it was before.
    """
    words = [words for words in _by_number(ledger) if words[0] == subject]
    when = "" if start is None else start.isoformat()
    if words and words[-1][2] == when:
        return None
    number = words[-1][1] + 1 if words else 1
    name = CANCELED if start is None else MOVED
    return Fact(name=f"{name}/{subject}", at=now, detail=f"{number} {when}".strip())


def _by_number(ledger: Sequence[Fact]) -> list[tuple[str, int, str]]:
    """What each meeting is called, the number, and the start ("" where it is canceled)."""
    found = []
    for fact in ledger:
        name, _, subject = fact.name.partition("/")
        if name in (MOVED, CANCELED):
            number, _, start = fact.detail.partition(" ")
            found.append((subject, int(number), start))
    return sorted(found)


def _slot(subject: str) -> Slot:
    kind, _, day = subject.partition("-on-")
    return MeetingKind(kind), date.fromisoformat(day)
