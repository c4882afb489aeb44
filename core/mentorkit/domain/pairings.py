# SPDX-License-Identifier: Apache-2.0
"""Pairings: a mentee, a mentor, and the stage that they have come to.

The stage follows from dated facts and from nothing else: a tick taken away later changes no stage.
"""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from mentorkit.domain.keys import Key, make_key
from mentorkit.domain.value import Value


class Stage(StrEnum):
    """Where a pairing stands."""

    REQUESTED = "requested"
    EXPECTATIONS = "expectations"
    GROWING = "growing"
    REFLECTING = "reflecting"
    CLOSED = "closed"
    DECLINED = "declined"
    EXPIRED = "expired"
    ON_HOLD = "on-hold"
    ENDED = "ended-early"

    @property
    def open(self) -> bool:
        """Whether the two still work together, or may soon."""
        return self not in (Stage.CLOSED, Stage.DECLINED, Stage.EXPIRED, Stage.ENDED)

    @property
    def working(self) -> bool:
        """Whether both have accepted and nothing has ended yet."""
        return self in (Stage.EXPECTATIONS, Stage.GROWING, Stage.REFLECTING)


ACCEPTED_BY, AGREED_BY = "accepted-by", "agreed-by"
STAGE_FACT = "stage"
PLAN_MADE = "plan-made"


class Pairing(Value):
    """A pairing as it stands. ``since`` is when the present stage began."""

    key: Key
    mentee: str
    mentor: str
    n: int
    asked: date
    focus: tuple[str, ...] = ()
    stage: Stage = Stage.REQUESTED
    since: datetime | None = None
    accepted_on: date | None = None
    agreed_on: date | None = None
    plan_made: bool = False


def pairing_key(program: str, mentee: str, mentor: str, n: int = 1) -> Key:
    """The key of the ``n``-th pairing of these two."""
    return make_key(program, "pairing", (mentee, mentor), n)


def both(people: Iterable[str], mentee: str, mentor: str) -> bool:
    """Whether both sides are among these people."""
    named = set(people)
    return mentee in named and mentor in named
