# SPDX-License-Identifier: Apache-2.0
"""Recommending: resources that fit a pairing's open goals, and the tick that puts one on the board."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from mentorkit.documents.recommended import chosen
from mentorkit.domain.keys import Key
from mentorkit.domain.pairings import Pairing, Stage, of_pairing
from mentorkit.domain.plans import PlannedActivity, workday
from mentorkit.domain.resources import Resource, fitting
from mentorkit.ports import Fact, PlanItem, PlanKind, Status, Stored
from mentorkit.reconcile.wishes import Wish
from mentorkit.rules.plan_items import activity_item, item_key
from mentorkit.rules.world import World

ADDED = "added"
"""Ledger fact of a pairing's page: a recommended resource was put on the board, by its id."""
EACH = 2
"""Resources recommended for a goal at once."""
DUE = timedelta(days=14)


def recommend(world: World) -> Iterator[Wish[Any]]:
    """An activity for every resource that one of the two has ticked, made once."""
    for pairing in world.pairings:
        page = world.page(pairing.key)
        if pairing.stage is not Stage.GROWING or page is None or not world.writable(pairing.key):
            continue
        offered = recommended(world, pairing)
        for resource in chosen(page, pairing, [one for one, _ in offered]):
            goal = next(goal for one, goal in offered if one == resource)
            wish = _activity(world, pairing, resource, goal)
            yield wish
            fact = Fact(name=ADDED, at=world.now, detail=resource.id)
            yield Wish(key=pairing.key, facts=(fact,), needs=(wish.key,))


def recommended(world: World, pairing: Pairing) -> list[tuple[Resource, Key]]:
    """Resources that fit the open goals and are not in the plan, each with its goal.

    A goal whose activities are not there yet is still being made: what it lacks is not known.
    """
    if pairing.stage is not Stage.GROWING or not pairing.plan_made:
        return []
    plans = world.snapshot.plans.by_key
    made = {stored.item.parent for stored in plans.values() if stored.item.kind is PlanKind.ACTIVITY}
    known = _in_plan(world, pairing)
    found: list[tuple[Resource, Key]] = []
    for key, stored in sorted(plans.items(), key=lambda item: (str(item[1].item.due), item[0])):
        details = stored.item.details
        if key in made and _open_goal(stored) and of_pairing(pairing, key) and "skill" in details:
            fits = fit(world, pairing, details["skill"], int(details["from"]), int(details["to"]))
            found += [(one, key) for one in fits if one.id not in known][:EACH]
    return found


def fit(world: World, pairing: Pairing, skill: str, current: int, target: int) -> tuple[Resource, ...]:
    """What leads the mentee from one level to the next; what the own team wrote comes first."""
    team = world.program.person(pairing.mentee).team
    return fitting(world.program.resources, skill, current, target, team)


def _open_goal(stored: Stored[PlanItem]) -> bool:
    return stored.item.kind is PlanKind.GOAL and not stored.archived and not stored.item.status.over


def _in_plan(world: World, pairing: Pairing) -> set[str]:
    """The resources that are, or were, in the pairing's plan."""
    added = {fact.detail for fact in world.ledger(pairing.key) if fact.name == ADDED}
    items = (stored.item for key, stored in world.snapshot.plans.by_key.items() if of_pairing(pairing, key))
    return added | {item.details["resource"] for item in items if "resource" in item.details}


def _activity(world: World, pairing: Pairing, resource: Resource, goal: Key) -> Wish[Any]:
    details = world.snapshot.plans.by_key[goal].item.details
    activity = PlannedActivity(
        kind="learn",
        title=f"Learn: {resource.title}",
        due=workday(world.today + DUE),
        resource=resource,
    )
    key = item_key(world, "activity", pairing, f"add-{resource.id}")
    item = activity_item(
        world,
        pairing,
        key,
        activity,
        goal=goal,
        skill=details["skill"],
        target=int(details["to"]),
        milestone=_milestone(world, goal),
    )
    return Wish(key=key, item=item, needs=(goal,))


def _milestone(world: World, goal: Key) -> Key | None:
    """The goal's next milestone that is not reached."""
    ahead = [
        (str(stored.item.due), key)
        for key, stored in world.snapshot.plans.by_key.items()
        if stored.item.kind is PlanKind.MILESTONE
        and stored.item.parent == goal
        and stored.item.status not in (Status.DONE, Status.CANCELED)
        and not stored.archived
    ]
    return min(ahead)[1] if ahead else None
