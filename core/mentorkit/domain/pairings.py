# SPDX-License-Identifier: Apache-2.0
"""Pairings: a mentee, a mentor, and the stage that they have come to.

The stage follows from dated facts and from nothing else: a tick taken away later changes no stage.
"""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from mentorkit.domain.keys import Key, key_parts, make_key
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

    @property
    def together(self) -> bool:
        """Whether the two are a pair, at work or on hold."""
        return self.working or self is Stage.ON_HOLD


class Step(StrEnum):
    """What the two decide by a tick of their own; the value is part of the box's name."""

    ACCEPT = "accept"
    DECLINE = "decline"
    AGREE = "agree"
    HOLD = "hold"
    RESUME = "resume"
    STOP = "stop"
    DONE = "done"
    COMPLETE = "complete"


ACCEPTED_BY, AGREED_BY = "accepted-by", "agreed-by"
STEP_FACTS = {
    Step.ACCEPT: ACCEPTED_BY,
    Step.DECLINE: "declined-by",
    Step.AGREE: AGREED_BY,
    Step.HOLD: "held-up-by",
    Step.RESUME: "resumed-by",
    Step.STOP: "stopped-by",
    Step.DONE: "done-by",
    Step.COMPLETE: "reflected-by",
}
"""The ledger fact that a tick becomes. Of a second round it has the number of the round as detail."""

STAGE_FACT = "stage"
PLAN_MADE = "plan-made"
REOPENED = "reopened"
END_ASKED, REFLECT_ASKED = "end-asked", "reflect-asked"
"""What the coordinator asked for in a round (the detail): to end early, to begin reflecting now."""

SIDES = ("mentee", "mentor")


def box(step: Step, side: str, count: int = 1) -> str:
    """The anchor of a side's box for a step; the boxes of later rounds are counted."""
    return f"mk-{step.value}-{side}" + (f"-{count}" if count > 1 else "")


class Pairing(Value):
    """A pairing as it stands. ``since`` is when the present stage began.

    ``round`` counts from 1, one more each time the pairing was reopened; ``accepted_on``, ``agreed_on``
    and ``plan_made`` are about the present round. ``holds`` counts how often it was put on hold.
    """

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
    round: int = 1
    holds: int = 0

    def side(self, person: str) -> str:
        """Which side a person of the pairing is on."""
        return "mentee" if person == self.mentee else "mentor"


def pairing_key(program: str, mentee: str, mentor: str, n: int = 1) -> Key:
    """The key of the ``n``-th pairing of these two."""
    return make_key(program, "pairing", (mentee, mentor), n)


def of_pairing(pairing: Pairing, key: Key) -> bool:
    """Whether a plan item's key belongs to this pairing."""
    subjects = key_parts(key).subjects
    return subjects[:2] == (pairing.mentee, pairing.mentor) and subjects[-1].startswith(f"p{pairing.n}-")


def both(people: Iterable[str], mentee: str, mentor: str) -> bool:
    """Whether both sides are among these people."""
    named = set(people)
    return mentee in named and mentor in named
