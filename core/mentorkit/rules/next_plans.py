# SPDX-License-Identifier: Apache-2.0
"""After a plan: one whose goals are all done asks for the next, by the page and one comment."""

from collections.abc import Iterator
from typing import Any

from mentorkit.documents.next_plan import started
from mentorkit.domain.keys import Key
from mentorkit.domain.pairings import PLAN_MADE, Pairing, Stage, of_pairing
from mentorkit.domain.plans import focus_skills
from mentorkit.domain.richtext import Mention, Ref, inlines, para
from mentorkit.domain.skills import gaps
from mentorkit.domain.value import Value
from mentorkit.ports import Notice, PlanItem, PlanKind, Status, Stored
from mentorkit.reconcile.wishes import Wish
from mentorkit.rules.world import World

MOST = 4


class NextPlan(Value):
    """What comes after a plan that is done.

    ``count`` is how many plans there were; ``levels`` are the mentee's with what the goals reached;
    ``started`` says that one of the two has ticked.
    """

    count: int
    last: Key
    skills: tuple[str, ...]
    levels: dict[str, int]
    started: bool


def next_plan(world: World, pairing: Pairing) -> NextPlan | None:
    """The next plan of a growing pairing whose goals are all done; None before that."""
    page = world.snapshot.pages.get(pairing.key)
    if pairing.stage is not Stage.GROWING or not pairing.plan_made or page is None or page.mark is None:
        return None
    goals = {
        key: stored
        for key, stored in sorted(world.snapshot.plans.by_key.items())
        if stored.item.kind is PlanKind.GOAL and not stored.archived and of_pairing(pairing, key)
    }
    if not goals or not all(_done(world, key, stored) for key, stored in goals.items()):
        return None
    count = sum(fact.name == PLAN_MADE for fact in page.mark.ledger)
    levels = _levels(world, pairing, list(goals.values()))
    return NextPlan(
        count=count,
        last=max(goals, key=lambda key: (str(goals[key].item.due), key)),
        skills=_skills(world, pairing, levels),
        levels=levels,
        started=started(page.item, pairing, count),
    )


def ask(world: World) -> Iterator[Wish[Any]]:
    """One comment to both, on the goal that was due last."""
    for pairing in world.pairings:
        following = next_plan(world, pairing)
        if following is not None and not following.started:
            body = para(
                Mention(person=pairing.mentee),
                " ",
                Mention(person=pairing.mentor),
                *inlines(" Every goal of your plan is done: well done. What comes next? See "),
                Ref(key=pairing.key, text="the pairing page"),
                ".",
            )
            yield Wish(key=following.last, notice=Notice(id=f"next-plan-{following.count}", body=(body,)))


def _done(world: World, key: Key, goal: Stored[PlanItem]) -> bool:
    """Whether a goal is closed, or everything below it is."""
    plans = world.snapshot.plans
    below = [
        one.item.status
        for one in (*plans.by_key.values(), *plans.theirs)
        if one.item.parent == key and one.item.kind is PlanKind.ACTIVITY and not one.archived
    ]
    return goal.item.status.over or (Status.DONE in below and all(status.over for status in below))


def _levels(world: World, pairing: Pairing, goals: list[Stored[PlanItem]]) -> dict[str, int]:
    """The mentee's levels; what no review has agreed on counts as reached where its goal is done."""
    mentee = world.program.person(pairing.mentee)
    levels, agreed = world.levels(mentee), world.agreed(mentee)
    for goal in goals:
        skill, reached = goal.item.details.get("skill", ""), int(goal.item.details.get("to", "0"))
        if skill and skill not in agreed and goal.item.status is not Status.CANCELED:
            levels[skill] = max(levels.get(skill, 0), reached)
    return levels


def _skills(world: World, pairing: Pairing, levels: dict[str, int]) -> tuple[str, ...]:
    mentee = world.program.person(pairing.mentee)
    growth = world.growths.get(mentee.id)
    wishes = tuple(skill for skill in (growth.wishes if growth else ()) if levels.get(skill, 0) < MOST)
    missing = gaps(world.program.role_of(mentee), mentee.grade, levels)
    return focus_skills(wishes, missing, world.program.limits.focus_skills)
