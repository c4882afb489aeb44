# SPDX-License-Identifier: Apache-2.0
"""One person's development plan: goals with their milestones and activities."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from mentorkit.documents.pairing import STAGE_NAMES
from mentorkit.domain.keys import Key
from mentorkit.domain.pairings import Pairing, of_pairing
from mentorkit.domain.people import Person
from mentorkit.ports import PlanItem, PlanKind, Status, Stored
from mentorkit.rules import World
from mentorkit_cli.names import Names, day
from mentorkit_cli.output import Line, Shown, Table, line

_STATES = {
    Status.BACKLOG: "backlog",
    Status.READY: "this fortnight",
    Status.DOING: "doing",
    Status.SHOW: "show to mentor",
    Status.DONE: "done",
    Status.CANCELED: "canceled",
}


def shown(world: World, person: Person) -> Shown:
    """The plan of every pairing in which the person is the mentee."""
    names = Names(world.program)
    pairings = [pairing for pairing in world.pairings if pairing.mentee == person.id]
    data = {
        "program": world.program.id,
        "person": person.id,
        "pairings": [
            {
                "key": pairing.key,
                "mentor": pairing.mentor,
                "stage": pairing.stage.value,
                "goals": [_goal(world, key, stored) for key, stored in _goals(world, pairing)],
            }
            for pairing in pairings
        ],
    }
    parts: list[str | Line | Table] = []
    for pairing, entry in zip(pairings, data["pairings"], strict=True):
        head = f" with {names.person(pairing.mentor)}, {STAGE_NAMES[pairing.stage].lower()}"
        parts.append(line((person.name, "bold"), head))
        parts += [part for goal in entry["goals"] for part in _parts(goal)]  # type: ignore[index]
        if not entry["goals"]:  # type: ignore[index]
            parts.append("  No plan yet: it is made when both have ticked the agreement.")
    if not pairings:
        parts.append(f"{person.name} has no pairing as a mentee, and so no plan.")
    return Shown("mentorkit.plan/1", data, parts)


def _goals(world: World, pairing: Pairing) -> list[tuple[Key, Stored[PlanItem]]]:
    found = [
        (key, stored)
        for key, stored in world.snapshot.plans.by_key.items()
        if stored.item.kind is PlanKind.GOAL and not stored.archived and of_pairing(pairing, key)
    ]
    return sorted(found, key=lambda pair: (str(pair[1].item.due), pair[0]))


def _goal(world: World, key: Key, stored: Stored[PlanItem]) -> dict[str, Any]:
    below = list(_below(world, key))
    activities = [one for one in below if one["kind"] == "activity"]
    open_ones = [one for one in activities if one["status"] != Status.CANCELED.value]
    return {
        **_item(stored),
        "skill": stored.item.details.get("skill", ""),
        "from": int(stored.item.details.get("from", "0")),
        "to": int(stored.item.details.get("to", "0")),
        "done": sum(one["status"] == Status.DONE.value for one in open_ones),
        "total": len(open_ones),
        "milestones": [one for one in below if one["kind"] == "milestone"],
        "activities": activities,
    }


def _below(world: World, goal: Key) -> Iterator[dict[str, Any]]:
    """Milestones and activities of a goal by due date, also those that people put there by hand."""
    plans = world.snapshot.plans
    records = [
        stored
        for stored in (*plans.by_key.values(), *plans.theirs)
        if stored.item.parent == goal and not stored.archived
    ]
    for stored in sorted(records, key=lambda s: (str(s.item.due), s.item.title)):
        yield _item(stored)


def _item(stored: Stored[PlanItem]) -> dict[str, Any]:
    item = stored.item
    return {
        "kind": item.kind.value,
        "name": stored.name,
        "title": item.title,
        "due": item.due.isoformat() if item.due else None,
        "status": item.status.value,
        "url": stored.url,
        "work": sorted(item.work),
    }


def _parts(goal: dict[str, Any]) -> Iterator[str | Line | Table]:
    yield line("  ", (goal["title"], "bold"), f" ({goal['name']}): {goal['done']} of {goal['total']} done")
    rows = [_row(one) for one in (*goal["milestones"], *goal["activities"])]
    if rows:
        yield Table(("  What", "Title", "Due", "State", "Name"), rows)


def _row(one: dict[str, Any]) -> tuple[str, ...]:
    due = day(date.fromisoformat(one["due"])) if one["due"] else "–"
    work = f" ({', '.join(one['work'])})" if one["work"] else ""
    return (f"  {one['kind']}", one["title"] + work, due, _STATES[Status(one["status"])], one["name"])
