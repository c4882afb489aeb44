# SPDX-License-Identifier: Apache-2.0
"""Which pairings reflect and who has written: states and dates, no word of anybody."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from mentorkit.domain.meetings import MeetingKind
from mentorkit.domain.pairings import STEP_FACTS, Stage, Step
from mentorkit.rules import World
from mentorkit.rules.stages import Observed
from mentorkit.rules.world import REFLECT_DAYS
from mentorkit_cli.names import Names, day
from mentorkit_cli.output import Shown, Table

_STAGES = (Stage.GROWING, Stage.REFLECTING, Stage.CLOSED)
_WORDS = {"later": "later", "waiting": "not yet", "written": "has written"}


def shown(world: World, only: str = "") -> Shown:
    """Every pairing that has agreed, or those of one person."""
    names = Names(world.program)
    found = [
        _data(world, observed)
        for observed in world.observed
        if observed.pairing.stage in _STAGES
        and (not only or only in (observed.pairing.mentee, observed.pairing.mentor))
    ]
    rows = [
        (
            names.person(one["mentee"]),
            names.person(one["mentor"]),
            one["stage"],
            day(one["begins"]) if one["begins"] else "–",
            _WORDS[one["mentee_state"]],
            _WORDS[one["mentor_state"]],
        )
        for one in found
    ]
    data = {
        "program": world.program.id,
        "counts": {stage.value: sum(one["stage"] == stage.value for one in found) for stage in _STAGES},
        "reflections": [
            {**one, "begins": one["begins"].isoformat() if one["begins"] else None} for one in found
        ],
    }
    table = Table(("Mentee", "Mentor", "Stage", "Begins", "Mentee's", "Mentor's"), rows)
    return Shown("mentorkit.reflections/1", data, [table] if rows else ["No pairing has come so far yet."])


def _data(world: World, observed: Observed) -> dict[str, Any]:
    pairing = observed.pairing
    return {
        "pairing": pairing.key,
        "mentee": pairing.mentee,
        "mentor": pairing.mentor,
        "round": pairing.round,
        "stage": pairing.stage.value,
        "begins": _begins(world, observed),
        "mentee_state": _state(world, observed, pairing.mentee),
        "mentor_state": _state(world, observed, pairing.mentor),
        "opened": pairing.stage is Stage.CLOSED,
    }


def _begins(world: World, observed: Observed) -> date | None:
    """When the two began, or will begin by themselves; None where no closing meeting is planned."""
    pairing = observed.pairing
    zone = ZoneInfo(world.program.timezone)
    if pairing.stage is Stage.REFLECTING and pairing.since is not None:
        return pairing.since.astimezone(zone).date()
    closings = [one.start for one in world.meetings.get(pairing.key, ()) if one.kind is MeetingKind.CLOSING]
    return (max(closings) - REFLECT_DAYS).astimezone(zone).date() if closings else None


def _state(world: World, observed: Observed, person: str) -> str:
    pairing = observed.pairing
    if pairing.stage is Stage.GROWING:
        return "later"
    detail = str(pairing.round) if pairing.round > 1 else ""
    facts = (*world.ledger(pairing.key), *observed.fresh)
    written = any(
        (fact.name, fact.by, fact.detail) == (STEP_FACTS[Step.COMPLETE], person, detail) for fact in facts
    )
    return "written" if written else "waiting"
