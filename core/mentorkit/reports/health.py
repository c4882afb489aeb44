# SPDX-License-Identifier: Apache-2.0
"""Early signs: pairings at risk with a reason and a step, early endings, people and skills that wait."""

from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from mentorkit.domain.pairings import Stage
from mentorkit.domain.value import Value
from mentorkit.reports.facts import Facts, PairFacts
from mentorkit.reports.figures import Figure, share

HELPS = 3
"""The level from which on somebody can help others."""


class Sign(Value):
    """Why a pairing is at risk, and the step that helps. ``since`` is the last sign of life."""

    pair: PairFacts
    reason: str
    step: str
    since: date | None = None


def signs(facts: Facts) -> tuple[Sign, ...]:
    """The signs of every working pairing, in the order of their keys."""
    found = (
        sign
        for pair in facts.pairs
        if pair.stage.working
        for sign in (_silent(facts, pair), _stale(facts, pair))
    )
    return tuple(sign for sign in found if sign is not None)


def _silent(facts: Facts, pair: PairFacts) -> Sign | None:
    """No meeting was held for as long as the program allows."""
    known = [one.start for one in pair.held()]
    last = max([*known, *([pair.began] if pair.began else [])], default=None)
    if last is None or facts.now - last < timedelta(days=facts.silence_days):
        return None
    day = last.astimezone(ZoneInfo(facts.timezone)).date()
    ever = "no meeting is noted as held since" if known else "no meeting is noted as held at all, accepted on"
    step = "ask both if they have met; if not, offer a 20-minute fit check, then a pause or a new match"
    return Sign(pair=pair, reason=ever, since=day, step=step)


def _stale(facts: Facts, pair: PairFacts) -> Sign | None:
    """More than half of what is open is overdue or does not move."""
    waiting = [task for task in pair.tasks if not task.done]
    lagging = sum(task.lags(facts.now, facts.today) for task in waiting)
    if not waiting or 2 * lagging <= len(waiting):
        return None
    reason = f"{lagging} of {len(waiting)} open tasks are overdue or have not moved for two weeks"
    return Sign(pair=pair, reason=reason, step="suggest a smaller plan: drop, split or move tasks together")


def at_risk(facts: Facts, _since: datetime) -> Figure:
    """Working pairings with at least one sign."""
    working = [pair for pair in facts.pairs if pair.stage.working]
    return share(len({sign.pair.key for sign in signs(facts)}), len(working))


def early_endings(facts: Facts, since: datetime) -> Figure:
    """Pairings that ended early, of those that ended; why requests were declined, by the reason given."""
    over = [pair for pair in facts.pairs if pair.over is not None and pair.over >= since]
    ended = [pair for pair in over if pair.stage in (Stage.CLOSED, Stage.ENDED)]
    declined = [pair.reason or "no reason given" for pair in over if pair.stage is Stage.DECLINED]
    counts = ", ".join(f"{reason} {declined.count(reason)}" for reason in sorted(set(declined)))
    note = f"requests declined: {counts}" if counts else ""
    figure = share(sum(pair.stage is Stage.ENDED for pair in ended), len(ended))
    return figure.model_copy(update={"note": "; ".join(filter(None, (figure.note, note)))})


def without_mentor(facts: Facts) -> tuple[str, ...]:
    """The people who want a mentor and have none, by id."""
    mentored = {pair.mentee for pair in facts.open}
    return tuple(person.id for person in facts.people if person.takes and person.id not in mentored)


def free_mentors(facts: Facts) -> frozenset[str]:
    """The people who offer mentoring and have a place left; a request takes a place, too."""
    taken = Counter(pair.mentor for pair in facts.pairs if pair.stage.open)
    return frozenset(one.id for one in facts.people if one.gives and one.places > taken[one.id])


def waiting(facts: Facts, _since: datetime) -> Figure:
    """How many people want a mentor and have none."""
    return Figure(value=len(without_mentor(facts)), n=sum(person.takes for person in facts.people))


def scarce_skills(facts: Facts, _since: datetime) -> Figure:
    """Skills of roles in use for which at most one person can help."""
    helpers = [skill for person in facts.people for skill, level in person.levels.items() if level >= HELPS]
    scarce = sum(helpers.count(skill) <= 1 for skill in facts.required)
    return Figure(value=scarce, n=len(facts.required))
