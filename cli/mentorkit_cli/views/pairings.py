# SPDX-License-Identifier: Apache-2.0
"""Pairings as they stand, and what each of them waits for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from mentorkit.documents.pairing import STAGE_NAMES
from mentorkit.domain.pairings import ACCEPTED_BY, AGREED_BY, Stage, of_pairing
from mentorkit.ports import PlanKind, Status
from mentorkit.rules import World
from mentorkit.rules.stages import Observed
from mentorkit_cli.names import Names, day
from mentorkit_cli.output import Shown, Table


@dataclass(frozen=True)
class Waiting:
    """Something that waits: for whom (person ids), for what, since when where that is known."""

    who: tuple[str, ...]
    what: str
    since: date | None = None
    pairing: str = ""


def waiting(world: World) -> Iterator[Waiting]:
    """What waits for whom, in states only."""
    for observed in world.observed:
        yield from _of_pairing(world, observed)
    unrated = tuple(person.id for person in world.program.people if _unrated(world, person.id))
    if unrated:
        yield Waiting(unrated, "rate their skills on the profile page")
    if world.snapshot.missing_people:
        yield Waiting(
            (world.program.coordinator,),
            f"find the accounts of {len(world.snapshot.missing_people)} people (mentorkit diff names them)",
        )


def _unrated(world: World, person: str) -> bool:
    profile = world.profiles.get(person)
    return profile is not None and not profile.ratings


def _of_pairing(world: World, observed: Observed) -> Iterator[Waiting]:
    pairing = observed.pairing
    since = pairing.since.date() if pairing.since else pairing.asked
    gates = {
        Stage.REQUESTED: (ACCEPTED_BY, "accept the request on the pairing page"),
        Stage.EXPECTATIONS: (AGREED_BY, "fill in and tick the agreement"),
    }
    if pairing.stage in gates:
        fact, what = gates[pairing.stage]
        missing = tuple(
            person for person in (pairing.mentee, pairing.mentor) if person not in _by(world, observed, fact)
        )
        yield Waiting(missing, what, since, pairing.key)
    if pairing.stage is Stage.GROWING and not pairing.plan_made:
        yield Waiting(
            (pairing.mentee,),
            "name a focus skill, or rate skills, so that a plan can be made",
            since,
            pairing.key,
        )
    shown = [
        stored
        for key, stored in world.snapshot.plans.by_key.items()
        if stored.item.kind is PlanKind.ACTIVITY
        and stored.item.status is Status.SHOW
        and not stored.archived
        and of_pairing(pairing, key)
    ]
    if shown:
        number = "one activity" if len(shown) == 1 else f"{len(shown)} activities"
        yield Waiting((pairing.mentor,), f"look at {number} on the board", None, pairing.key)


def _by(world: World, observed: Observed, fact: str) -> set[str]:
    """Who did this, in the ledger or just now."""
    stored = world.snapshot.pages.get(observed.pairing.key)
    ledger = stored.mark.ledger if stored is not None and stored.mark is not None else ()
    return {one.by for one in (*ledger, *observed.fresh) if one.name == fact}


def shown(world: World, only: str = "") -> Shown:
    """Every pairing, or those of one person."""
    names = Names(world.program)
    for_whom: dict[str, list[str]] = {}
    for wait in waiting(world):
        if wait.pairing:
            for_whom.setdefault(wait.pairing, []).append(f"{names.people(wait.who)}: {wait.what}")
    found = [p for p in world.pairings if not only or only in (p.mentee, p.mentor)]
    rows = [
        (
            names.person(pairing.mentee),
            names.person(pairing.mentor) + (f" ({pairing.n})" if pairing.n > 1 else ""),
            STAGE_NAMES[pairing.stage],
            day(pairing.since.date() if pairing.since else pairing.asked),
            ", ".join(names.skill(skill) for skill in pairing.focus) or "–",
            "; ".join(for_whom.get(pairing.key, ())) or "–",
        )
        for pairing in found
    ]
    data = {
        "program": world.program.id,
        "pairings": [
            {
                "key": pairing.key,
                "mentee": pairing.mentee,
                "mentor": pairing.mentor,
                "n": pairing.n,
                "stage": pairing.stage.value,
                "since": (pairing.since.date() if pairing.since else pairing.asked).isoformat(),
                "asked": pairing.asked.isoformat(),
                "focus": list(pairing.focus),
                "waits": for_whom.get(pairing.key, []),
            }
            for pairing in found
        ],
    }
    columns = ("Mentee", "Mentor", "Stage", "Since", "Focus", "Waits for")
    return Shown("mentorkit.pairings/1", data, _table(columns, rows))


def _table(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str | Table]:
    return [Table(columns, rows)] if rows else ["No pairing was asked for yet."]
