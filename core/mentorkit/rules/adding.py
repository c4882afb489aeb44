# SPDX-License-Identifier: Apache-2.0
"""Activities that are added to a plan by a line in meeting notes, or by the command line."""

from datetime import date
from typing import Any

from mentorkit.domain.keys import Key, key_parts
from mentorkit.domain.pairings import Pairing, of_pairing
from mentorkit.domain.richtext import Blocks, Link, Text, inlines, para
from mentorkit.ports import PlanItem, PlanKind, Stored, WorkItem
from mentorkit.reconcile.wishes import Wish
from mentorkit.rules.plan_items import item_key, item_labels, plan_audience
from mentorkit.rules.world import World

ADDED = "c"
"""Begins the numbers of added activities in their keys; those of a plan begin with its series."""


def open_goals(world: World, pairing: Pairing) -> list[tuple[Key, Stored[PlanItem]]]:
    """The goals that the pairing works on, the next due first."""
    found = [
        (key, stored)
        for key, stored in world.snapshot.plans.by_key.items()
        if stored.item.kind is PlanKind.GOAL
        and not stored.archived
        and not (stored.stray or stored.item.status.over)
        and of_pairing(pairing, key)
    ]
    return sorted(found, key=lambda pair: (str(pair[1].item.due), pair[0]))


def added_activity(
    world: World,
    pairing: Pairing,
    goal: Key,
    *,
    title: str,
    kind: str,
    due: date,
    skill: str,
    work: WorkItem | None = None,
    called: str = "",
    body: Blocks = (),
) -> Wish[Any]:
    """One more activity below a goal; ``kind`` is learn or practice, ``work`` what it is practiced on.

    ``called`` is its name in the key, by default the next number.
    """
    key = item_key(world, "activity", pairing, called or f"{ADDED}{_number(world, pairing)}")
    item = PlanItem(
        kind=PlanKind.ACTIVITY,
        title=title,
        body=body or _body(work),
        due=due,
        assignee=pairing.mentee,
        parent=goal,
        labels=item_labels(pairing, key, skill, f"kind-{kind}"),
        work=frozenset({work.name} if work else ()),
        details={"skill": skill},
        audience=plan_audience(world, pairing),
    )
    return Wish(key=key, item=item, needs=(pairing.key,))


def _number(world: World, pairing: Pairing) -> int:
    """One above the highest number given out so far."""
    begins = f"p{pairing.n}-{ADDED}"
    names = [key_parts(key).subjects[-1] for key in world.snapshot.plans.by_key if of_pairing(pairing, key)]
    numbers = [name.removeprefix(begins) for name in names if name.startswith(begins)]
    return 1 + max((int(number) for number in numbers if number.isdecimal()), default=0)


def _body(work: WorkItem | None) -> Blocks:
    done = Text(text="Done when: ", strong=True)
    if work is None:
        return (para(done, "you have shown your mentor what came of it."),)
    end = " is done and you have shown it to your mentor."
    return (para(*inlines(done, Link(url=work.url, text=work.name), end)),)
