# SPDX-License-Identifier: Apache-2.0
"""The mentors' record: who mentored whom, from when to when, and how often they met. For the pay round."""

from collections import defaultdict
from datetime import date, datetime
from zoneinfo import ZoneInfo

from mentorkit.domain.pairings import Stage
from mentorkit.domain.value import Value
from mentorkit.reports.activity import answer_time, past
from mentorkit.reports.facts import Facts


class Record(Value):
    """One pairing in a mentor's record. ``until`` is None while it goes on."""

    mentor: str
    mentee: str
    stage: Stage
    began: date
    until: date | None
    days: int
    held: int
    due: int
    minutes: int


def records(facts: Facts) -> tuple[Record, ...]:
    """Every pairing that both accepted, by mentor and time."""
    zone = ZoneInfo(facts.timezone)
    found = []
    for pair in facts.pairs:
        if pair.began is None:
            continue
        began = pair.began.astimezone(zone).date()
        until = pair.over.astimezone(zone).date() if pair.over else None
        held = pair.held()
        found.append(
            Record(
                mentor=pair.mentor,
                mentee=pair.mentee,
                stage=pair.stage,
                began=began,
                until=until,
                days=((until or facts.today) - began).days,
                held=len(held),
                due=sum(one.due(facts.now) for one in pair.meetings),
                minutes=sum(one.minutes for one in held),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.mentor, one.began, one.mentee)))


class Reliance(Value):
    """How a mentor answers and keeps meetings. ``hours`` is None before the first answer."""

    mentor: str
    mentees: int
    places: int
    hours: float | None
    held: int
    due: int


def reliance(facts: Facts, since: datetime) -> tuple[Reliance, ...]:
    """Everybody who offers places or mentors somebody, by id."""
    found, of = [], defaultdict(list)
    for pair in facts.pairs:
        of[pair.mentor].append(pair)
    for person in facts.people:
        own = tuple(of[person.id])
        if not own and not (person.gives and person.places):
            continue
        theirs = facts.model_copy(update={"pairs": own})
        due = past(theirs, since)
        found.append(
            Reliance(
                mentor=person.id,
                mentees=len(theirs.open),
                places=person.places,
                hours=answer_time(theirs, since).value,
                held=sum(bool(one.held) for one in due),
                due=len(due),
            )
        )
    return tuple(sorted(found, key=lambda one: one.mentor))
