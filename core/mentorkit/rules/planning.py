# SPDX-License-Identifier: Apache-2.0
"""Planning: once both agree, goals, milestones and activities for the focus skills."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from mentorkit.domain.keys import Key, key_parts
from mentorkit.domain.pairings import PLAN_MADE, Pairing, Stage, of_pairing
from mentorkit.domain.plans import SCOPE_DAYS, PlannedActivity, PlannedGoal, focus_skills, workday
from mentorkit.domain.resources import fitting
from mentorkit.domain.reviews import quarter
from mentorkit.domain.skills import Skill
from mentorkit.ports import Fact, PlanKind, WorkItem
from mentorkit.reconcile.wishes import Told, Wish
from mentorkit.rules.next_plans import next_plan
from mentorkit.rules.plan_items import goal_items, skill_name
from mentorkit.rules.world import World

LEARNING = 2
"""Learning activities a goal starts with; more are added as they are needed."""


@dataclass(frozen=True)
class Due:
    """A plan to make. ``series`` is what the numbers of its goals begin with.

    ``skills`` are the focus skills that a review chose or that come after a plan that is done, none
    for the first plan; ``levels`` are the mentee's.
    """

    pairing: Pairing
    series: str
    starts: date
    levels: Mapping[str, int]
    skills: tuple[str, ...] = ()


def plan(world: World) -> Iterator["Wish[Any] | Told"]:
    """The first plan of every pairing that has agreed, then one a review that chose focus skills, and
    one after a plan that is done, when one of the two ticks.

    Made once: what people do with it is theirs.
    """
    for due in _due(world):
        pairing = due.pairing
        goals = list(_goals(world, due))
        made: list[Key] = []
        for number, goal in enumerate(goals, start=1):
            for wish in goal_items(world, pairing, f"{due.series}{number}", goal):
                made.append(wish.key)
                yield wish
            if not any(activity.work for activity in goal.activities):
                name = skill_name(world, goal.skill)
                yield Told(pairing.key, f"no open work item fits {name}", "link one on the board by hand")
        if not goals and not due.skills:
            yield Told(
                pairing.key, "has no focus skill to plan for", "let the mentee rate skills or write a wish"
            )
            continue
        fact = Fact(name=PLAN_MADE, at=world.now, detail=f"{due.series}{len(goals)}")
        yield Wish(key=pairing.key, facts=(fact,), needs=tuple(made))


def wants_work(world: World) -> bool:
    """Whether a plan is due, so that open work to practice on should be looked up."""
    return any(_due(world))


def _due(world: World) -> Iterator[Due]:
    """Plans that wait to be made, where the pairing's page can note down that they were."""
    for pairing in world.pairings:
        if pairing.stage is not Stage.GROWING or not world.writable(pairing.key):
            continue
        levels = world.levels(world.program.person(pairing.mentee))
        if not pairing.plan_made:
            series = f"r{pairing.round}-" if pairing.round > 1 else ""
            yield Due(pairing, series, pairing.agreed_on or world.today, levels)
            continue
        for seen in world.reviews.get(pairing.key, ()):
            review = seen.review
            series = f"{quarter(review.slot).replace(' ', '').lower()}-"
            if review.agreed_on and review.focus and not _planned(world, pairing, series):
                yield Due(pairing, series, review.agreed_on, levels, review.focus)
        following = next_plan(world, pairing)
        if following is not None and following.started:
            yield Due(pairing, f"n{following.count}-", world.today, following.levels, following.skills)


def _planned(world: World, pairing: Pairing, series: str) -> bool:
    facts = world.ledger(pairing.key)
    return any(fact.name == PLAN_MADE and fact.detail.startswith(series) for fact in facts)


def _goals(world: World, due: Due) -> Iterator[PlannedGoal]:
    for skill in due.skills or _first_skills(world, due.pairing):
        current = due.levels.get(skill, 0)
        target = min(4, current + 1)
        if due.skills and _under_way(world, due, skill, target):
            continue
        yield PlannedGoal(
            skill=skill,
            current=current,
            target=target,
            due=workday(due.starts + timedelta(days=SCOPE_DAYS)),
            milestone_due=workday(due.starts + timedelta(days=SCOPE_DAYS // 2)),
            activities=tuple(_activities(world, due, skill, current, target)),
        )


def _first_skills(world: World, pairing: Pairing) -> tuple[str, ...]:
    mentee = world.program.person(pairing.mentee)
    growth = world.growths.get(mentee.id)
    wishes = tuple(growth.wishes) if growth else ()
    return pairing.focus or focus_skills(wishes, world.gaps(mentee), world.program.limits.focus_skills)


def _under_way(world: World, due: Due, skill: str, target: int) -> bool:
    """Whether a goal of an earlier plan that nobody has closed goes as far: it simply goes on."""
    return any(
        stored.item.kind is PlanKind.GOAL
        and not stored.archived
        and not stored.item.status.over
        and of_pairing(due.pairing, key)
        and not key_parts(key).subjects[-1].startswith(f"p{due.pairing.n}-{due.series}")
        and stored.item.details.get("skill") == skill
        and int(stored.item.details.get("to", "0")) >= target
        for key, stored in world.snapshot.plans.by_key.items()
    )


def _activities(world: World, due: Due, skill: str, current: int, target: int) -> Iterator[PlannedActivity]:
    team = world.program.person(due.pairing.mentee).team
    learning = fitting(world.program.resources, skill, current, target, team)[:LEARNING]
    for number, resource in enumerate(learning, start=1):
        day = workday(due.starts + timedelta(days=14 * number))
        yield PlannedActivity(kind="learn", title=f"Learn: {resource.title}", due=day, resource=resource)
    item = practice_item(world.snapshot.work, world.program.skills.get(skill), due.pairing.mentee)
    if item is not None:
        day = workday(due.starts + timedelta(days=14 * (len(learning) + 1)))
        yield PlannedActivity(
            kind="practice", title=f"Practice: {item.title}"[:250], due=day, work=item.name, work_url=item.url
        )


def practice_item(work: Sequence[WorkItem], skill: Skill | None, mentee: str) -> WorkItem | None:
    """An open work item that exercises the skill: the mentee's own first, otherwise one nobody has."""
    if skill is None:
        return None
    words = {word.casefold() for word in (*skill.words.labels, skill.id)}
    fits = [
        item
        for item in work
        if item.open and item.assignee in (mentee, "") and words & {label.casefold() for label in item.labels}
    ]
    return min(fits, key=lambda item: (item.assignee != mentee, item.name), default=None)
