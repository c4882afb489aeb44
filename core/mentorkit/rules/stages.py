# SPDX-License-Identifier: Apache-2.0
"""Stages: where a pairing stands, by the dated facts of its ledger and by what was ticked since.

Stage facts decide, never the boxes: a tick taken away later changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from mentorkit.domain.pairings import (
    END_ASKED,
    PLAN_MADE,
    REFLECT_ASKED,
    REOPENED,
    SIDES,
    STAGE_FACT,
    STEP_FACTS,
    Pairing,
    Stage,
    Step,
    both,
    box,
)
from mentorkit.ports import Fact

INSTANT = timedelta(microseconds=1)

Signs = Mapping[str, tuple[str, datetime | None]]
"""Anchor of each ticked box to the person id of who ticked it, and when."""


@dataclass(frozen=True)
class Observed:
    """A pairing with the facts that were seen just now and are not in its ledger yet."""

    pairing: Pairing
    fresh: tuple[Fact, ...]

    def entered(self, stage: Stage) -> bool:
        """Whether the pairing has come to this stage just now."""
        return any(fact.name == STAGE_FACT and stage_of(fact) is stage for fact in self.fresh)


@dataclass
class Course:
    """A pairing's way so far. ``advance`` goes as far as the ticks lead.

    ``answer_by`` is until when a request waits; ``reflect_from`` is when the closing is near.
    ``reason`` is the code of why the request was declined, as far as somebody said.
    """

    asked: Pairing
    ledger: tuple[Fact, ...]
    now: datetime
    signs: Signs = field(default_factory=dict)
    reason: str = ""
    answer_by: datetime | None = None
    reflect_from: datetime | None = None
    fresh: list[Fact] = field(default_factory=list)

    @property
    def stages(self) -> list[Fact]:
        """The stages so far, in the order in which they began."""
        found = [fact for fact in (*self.ledger, *self.fresh) if fact.name == STAGE_FACT]
        order = list(Stage)
        return sorted(found, key=lambda fact: (fact.at, order.index(stage_of(fact))))

    @property
    def stage(self) -> Stage:
        """The present stage."""
        return next((stage_of(fact) for fact in reversed(self.stages)), Stage.REQUESTED)

    @property
    def reopenings(self) -> list[Fact]:
        """When the pairing was reopened, oldest first."""
        return [fact for fact in (*self.ledger, *self.fresh) if fact.name == REOPENED]

    @property
    def round(self) -> int:
        """1, and one more each time it was reopened."""
        return 1 + len(self.reopenings)

    @property
    def holds(self) -> int:
        """How often it was put on hold."""
        return sum(stage_of(fact) is Stage.ON_HOLD for fact in self.stages)

    def advance(self) -> None:
        """Note what was ticked, and the stages that it opens, until nothing more follows."""
        while (stage := self._next()) is not None:
            self.move(stage)

    def move(self, stage: Stage) -> None:
        """Begin a stage. Each begins after the one before it, and a repeated one has a number."""
        count = 1 + sum(stage_of(fact) is stage for fact in self.stages)
        detail = stage.value if count == 1 else f"{stage.value}/{count}"
        last = self.stages[-1].at if self.stages else None
        at = self.now if last is None else max(self.now, last + INSTANT)
        self.fresh.append(Fact(name=STAGE_FACT, at=at, detail=detail))

    def reopen(self, asked: date) -> None:
        """Begin a new round, with expectations; everything that was stays in the ledger."""
        self.fresh.append(Fact(name=REOPENED, at=self.now, detail=asked.isoformat()))
        self.move(Stage.EXPECTATIONS)

    def observed(self) -> Observed:
        """The pairing as it stands."""
        stages = self.stages
        begun = self._begun(stages)
        plans = [fact for fact in self.ledger if fact.name == PLAN_MADE]
        values = {
            "stage": self.stage,
            "since": stages[-1].at if stages else None,
            "accepted_on": _day(stages[begun:], Stage.EXPECTATIONS),
            "agreed_on": _day(stages[begun:], Stage.GROWING),
            "plan_made": any(not begun or fact.at >= stages[begun].at for fact in plans),
            "round": self.round,
            "holds": self.holds,
        }
        return Observed(self.asked.model_copy(update=values), tuple(self.fresh))

    def _begun(self, stages: Sequence[Fact]) -> int:
        """Where among the stages the present round begins."""
        if not self.reopenings:
            return 0
        since = self.reopenings[-1].at
        later = (
            at for at, fact in enumerate(stages) if fact.at >= since and stage_of(fact) is Stage.EXPECTATIONS
        )
        return next(later, 0)

    def _next(self) -> Stage | None:
        """The stage that follows now, if any."""
        stage = self.stage
        if stage is Stage.REQUESTED:
            return self._answered()
        if stage.together and (self._ticked(Step.STOP, self.round) or self._asked_for(END_ASKED)):
            return Stage.ENDED
        if stage is Stage.ON_HOLD:
            return self._resumed()
        return self._worked(stage) if stage.working else None

    def _answered(self) -> Stage | None:
        if self._ticked(Step.DECLINE, 1):
            return Stage.DECLINED
        if self._both(Step.ACCEPT):
            return Stage.EXPECTATIONS
        return Stage.EXPIRED if self.answer_by is not None and self.now >= self.answer_by else None

    def _resumed(self) -> Stage | None:
        before = [stage_of(fact) for fact in self.stages if stage_of(fact) is not Stage.ON_HOLD]
        return before[-1] if self._ticked(Step.RESUME, self.holds) else None

    def _worked(self, stage: Stage) -> Stage | None:
        if self._ticked(Step.HOLD, self.holds + 1):
            return Stage.ON_HOLD
        if stage is Stage.EXPECTATIONS:
            return Stage.GROWING if self._both(Step.AGREE) else None
        if stage is Stage.GROWING:
            return Stage.REFLECTING if self._ticked(Step.DONE, self.round) or self._near() else None
        return Stage.CLOSED if self._both(Step.COMPLETE) else None

    def _near(self) -> bool:
        near = self.reflect_from is not None and self.now >= self.reflect_from
        return near or self._asked_for(REFLECT_ASKED)

    def _asked_for(self, name: str) -> bool:
        """Whether the coordinator asked for this in the present round."""
        return any(fact.name == name and fact.detail == str(self.round) for fact in self.ledger)

    def _both(self, step: Step) -> bool:
        return both(self._ticked(step, self.round), self.asked.mentee, self.asked.mentor)

    def _ticked(self, step: Step, count: int) -> set[str]:
        """Who has ticked the own box of a step, now or before; new ticks are noted down.

        A tick counts only if it is by the person named beside the box.
        """
        detail = str(count) if count > 1 else ""
        name, done = STEP_FACTS[step], set()
        for side, person in zip(SIDES, (self.asked.mentee, self.asked.mentor), strict=True):
            by, at = self.signs.get(box(step, side, count), ("", None))
            noted = self.reason if step is Step.DECLINE else detail
            known = any(
                fact.name == name and fact.by == person and fact.detail == noted
                for fact in (*self.ledger, *self.fresh)
            )
            if by == person and not known:
                self.fresh.append(Fact(name=name, at=at or self.now, by=person, detail=noted))
            if by == person or known:
                done.add(person)
        return done


def stage_of(fact: Fact) -> Stage:
    """The stage that a stage fact is about."""
    return Stage(fact.detail.partition("/")[0])


def _day(stages: Sequence[Fact], stage: Stage) -> date | None:
    return next((fact.at.date() for fact in stages if stage_of(fact) is stage), None)
