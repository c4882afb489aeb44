# SPDX-License-Identifier: Apache-2.0
"""What reports count: pairings, plans, meetings and people as plain values, with nothing anybody wrote.

All times are aware. ``Facts.now`` is the moment that everything is looked at from.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime

from mentorkit.domain.keys import Key
from mentorkit.domain.pairings import Stage
from mentorkit.domain.value import Value

STUCK = timedelta(days=14)
"""A task in hand for so long does not move."""


class MetFact(Value):
    """A meeting in the calendar. ``held`` is None where nobody has told yet."""

    start: AwareDatetime
    minutes: int
    held: bool | None = None

    def due(self, now: datetime) -> bool:
        """Whether it should have been by now. Who looks from last Monday still sees what was told since."""
        return self.start <= now or self.held is not None


class TaskFact(Value):
    """A task of a plan that was not canceled. ``real`` is one that is linked with real work."""

    due: date | None = None
    done: bool = False
    real: bool = False
    certificate: bool = False
    begun: AwareDatetime | None = None
    finished: AwareDatetime | None = None

    def lags(self, now: datetime, today: date) -> bool:
        """Whether it is overdue, or has been in hand for two weeks."""
        overdue = self.due is not None and self.due < today
        return not self.done and (overdue or (self.begun is not None and self.begun <= now - STUCK))


class GoalFact(Value):
    """A goal of a plan that was not canceled. ``before`` and ``target`` are levels.

    ``after`` is the level that was agreed last since the goal was made; None before such a review.
    """

    skill: str
    before: int
    target: int
    due: date | None = None
    done: bool = False
    after: int | None = None


class PairFacts(Value):
    """A pairing. ``answered`` is the tick by which the request was accepted by both or declined.

    ``reason`` is the code of why it was declined, "" where nobody said. ``began`` and ``over`` are when
    both had accepted and when it ended.
    """

    key: Key
    mentee: str
    mentor: str
    stage: Stage
    asked: AwareDatetime
    answered: AwareDatetime | None = None
    began: AwareDatetime | None = None
    over: AwareDatetime | None = None
    reason: str = ""
    meetings: tuple[MetFact, ...] = ()
    tasks: tuple[TaskFact, ...] = ()
    goals: tuple[GoalFact, ...] = ()
    milestones: int = 0

    def held(self, since: datetime | None = None) -> tuple[MetFact, ...]:
        """The meetings that took place, in order of time."""
        found = (one for one in self.meetings if one.held and (since is None or one.start >= since))
        return tuple(sorted(found, key=lambda one: one.start))


class PersonFacts(Value):
    """A person of the program.

    ``places`` is how many mentees the person has room for at once, ``filled`` says whether the profile
    has a level for every core skill of the role, ``below`` names the baseline skills that are below
    what is needed (None where no level is known).
    """

    id: str
    team: str = ""
    gives: bool = False
    takes: bool = False
    places: int = 0
    filled: bool = False
    levels: Mapping[str, int] = {}
    below: tuple[str, ...] | None = None


class SkillFact(Value):
    """How a person's agreed level of a skill moved: from before the first plan or review to the latest."""

    person: str
    skill: str
    before: int
    after: int


class Facts(Value):
    """Everything reports count. ``required`` are the skills that a role in use asks for."""

    now: AwareDatetime
    timezone: str
    people: tuple[PersonFacts, ...] = ()
    pairs: tuple[PairFacts, ...] = ()
    moved: tuple[SkillFact, ...] = ()
    required: frozenset[str] = frozenset()
    silence_days: int = 21
    request_days: int = 3

    @property
    def today(self) -> date:
        """The day of ``now`` where the program is at home."""
        return self.now.astimezone(ZoneInfo(self.timezone)).date()

    @property
    def open(self) -> tuple[PairFacts, ...]:
        """The pairings at work or on hold; requests are not among them."""
        return tuple(pair for pair in self.pairs if pair.stage.together)
