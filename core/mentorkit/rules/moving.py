# SPDX-License-Identifier: Apache-2.0
"""Meetings that somebody moved or canceled by hand: the pairing's page remembers it, not the calendar.

A feed is a mirror and may be deleted at any time; what was moved or canceled stays so.
"""

from collections.abc import Sequence
from datetime import date, datetime

from mentorkit.domain.cadence import Slot
from mentorkit.domain.meetings import MeetingKind
from mentorkit.ports import Fact

SET = "meeting-set"
CANCELED = "canceled"


def set_by_hand(ledger: Sequence[Fact]) -> dict[Slot, datetime | None]:
    """When each of these meetings takes place by the latest word; None for one that is canceled."""
    said = {_slot(subject): what for subject, _, what in sorted(map(_parts, _set(ledger)))}
    return {slot: None if what == CANCELED else datetime.fromisoformat(what) for slot, what in said.items()}


def meeting_set(ledger: Sequence[Fact], subject: str, start: datetime | None, now: datetime) -> Fact | None:
    """The fact that moves a meeting to ``start`` (aware) or cancels it (None); None when it is so already.

    ``subject`` is what the meeting is called in its key. Every move has a number of its own, so that a
    meeting can be moved back to where it was before.
    """
    words = sorted(parts for parts in map(_parts, _set(ledger)) if parts[0] == subject)
    what = CANCELED if start is None else start.isoformat()
    if words and words[-1][2] == what:
        return None
    number = words[-1][1] + 1 if words else 1
    return Fact(name=SET, at=now, detail=f"{subject} {number} {what}")


def _set(ledger: Sequence[Fact]) -> list[Fact]:
    return [fact for fact in ledger if fact.name == SET]


def _parts(fact: Fact) -> tuple[str, int, str]:
    subject, number, what = fact.detail.split(" ")
    return subject, int(number), what


def _slot(subject: str) -> Slot:
    kind, _, day = subject.partition("-on-")
    return MeetingKind(kind), date.fromisoformat(day)
