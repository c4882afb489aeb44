# SPDX-License-Identifier: Apache-2.0
"""Reviews: what both sides say about the mentee's levels, and what was agreed."""

from collections.abc import Mapping
from datetime import date

from mentorkit.domain.keys import Key
from mentorkit.domain.value import Value

AGREED = "agreed"
LEVEL_FACT, FOCUS_FACT = "level/", "focus/"
"""Ledger facts of a review page: the agreed level of a skill, and a focus skill that was chosen."""

OUT_ASKED = "review-asked"
"""Ledger fact of a pairing: the page of the review with this slot was asked for early."""

OUT_DAYS = 14
"""A review's page is there so many days before the meeting."""


class Answers(Value):
    """What stands on a review page now: levels by skill id of each side, and whose boxes are ticked."""

    own: Mapping[str, int] = {}
    mentor: Mapping[str, int] = {}
    focus: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


class Review(Value):
    """A review of a pairing, by the slot of its meeting.

    ``levels`` and ``focus`` are final once they are agreed (``agreed_on``); a review without a focus
    skill goes on waiting for one.
    """

    key: Key
    mentee: str
    slot: date
    answers: Answers
    agreed_on: date | None = None
    levels: Mapping[str, int] = {}
    focus: tuple[str, ...] = ()


class AgreedLevel(Value):
    """A level that mentor and mentee agreed on in a review."""

    skill: str
    level: int
    on: date


def quarter(day: date) -> str:
    """The calendar quarter of a day, as it is called: 2026 Q4."""
    return f"{day.year} Q{(day.month + 2) // 3}"
