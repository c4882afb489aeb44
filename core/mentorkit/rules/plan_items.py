# SPDX-License-Identifier: Apache-2.0
"""Plan items: a planned goal with its milestone and activities, as they go on the board."""

from collections.abc import Iterator
from typing import Any

from mentorkit.domain.keys import Key, short
from mentorkit.domain.pairings import Pairing
from mentorkit.domain.plans import PlannedActivity, PlannedGoal
from mentorkit.domain.richtext import Blocks, Link, Ref, Text, inlines, para
from mentorkit.ports import PlanItem, PlanKind
from mentorkit.reconcile.wishes import Wish
from mentorkit.rules.world import World

STRETCH = "kind-stretch"
"""Label of what goes beyond the matrix of the mentee's role."""


def goal_items(world: World, pairing: Pairing, number: str, goal: PlannedGoal) -> Iterator[Wish[Any]]:
    """A goal, its milestone and its activities; ``number`` is what the goal is called in its key."""
    name = skill_name(world, goal.skill)
    common: dict[str, Any] = {"assignee": pairing.mentee, "audience": plan_audience(world, pairing)}
    details = {"skill": goal.skill, "from": str(goal.current), "to": str(goal.target)}
    goal_key = item_key(world, "goal", pairing, number)
    stretch = (STRETCH,) if _is_stretch(world, pairing, goal.skill) else ()
    steps = f" {goal.current} → {goal.target}" if _names_levels(world) else ""
    yield Wish(
        key=goal_key,
        item=PlanItem(
            kind=PlanKind.GOAL,
            title=f"{name}{steps} by {goal.due:%-d %b %Y}",
            body=_goal_body(world, pairing, goal),
            due=goal.due,
            labels=item_labels(pairing, goal_key, goal.skill, *_level(world, goal.target), *stretch),
            details=details,
            **common,
        ),
    )
    milestone_key = item_key(world, "milestone", pairing, number)
    yield Wish(
        key=milestone_key,
        item=PlanItem(
            kind=PlanKind.MILESTONE,
            title=f"Half way: {name}, first activities done and shown"[:250],
            body=(para("Reached when every activity of this milestone is done; it closes by itself."),),
            due=goal.milestone_due,
            parent=goal_key,
            labels=item_labels(
                pairing, milestone_key, goal.skill, *_level(world, goal.target), "kind-milestone"
            ),
            details={"skill": goal.skill},
            **common,
        ),
    )
    for place, activity in enumerate(goal.activities, start=1):
        key = item_key(world, "activity", pairing, f"{number}-{place}")
        item = activity_item(
            world,
            pairing,
            key,
            activity,
            goal=goal_key,
            skill=goal.skill,
            target=goal.target,
            milestone=milestone_key,
        )
        yield Wish(key=key, item=item)


def activity_item(
    world: World,
    pairing: Pairing,
    key: Key,
    activity: PlannedActivity,
    *,
    goal: Key,
    skill: str,
    target: int,
    milestone: Key | None,
) -> PlanItem:
    """An activity toward a goal, as it goes on the board; it counts for ``milestone``, if any."""
    stretch = (STRETCH,) if _is_stretch(world, pairing, skill) else ()
    details = {"skill": skill}
    details |= {"milestone": milestone} if milestone else {}
    details |= {"resource": activity.resource.id} if activity.resource else {}
    return PlanItem(
        kind=PlanKind.ACTIVITY,
        title=activity.title[:250],
        body=_activity_body(skill_name(world, skill), activity),
        due=activity.due,
        assignee=pairing.mentee,
        parent=goal,
        labels=item_labels(pairing, key, skill, *_level(world, target), f"kind-{activity.kind}", *stretch),
        work=frozenset({activity.work} if activity.work else ()),
        details=details,
        audience=plan_audience(world, pairing),
    )


def item_key(world: World, kind: str, pairing: Pairing, what: str) -> Key:
    """The key of an item of a pairing's plan."""
    return world.key(kind, pairing.mentee, pairing.mentor, f"p{pairing.n}-{what}")


def item_labels(pairing: Pairing, key: Key, skill: str, *more: str) -> frozenset[str]:
    """The labels of a plan item: its own key, its pairing, its skill, and more."""
    return frozenset({short(key), short(pairing.key), f"skill-{skill}", *more})


def plan_audience(world: World, pairing: Pairing) -> frozenset[str] | None:
    """Who may see a pairing's plan, as the program wants it; None for everybody."""
    match world.program.plans.visibility:
        case "pair":
            return frozenset({pairing.mentee, pairing.mentor, world.program.coordinator})
        case "program":
            return frozenset(person.id for person in world.program.people)
        case _:
            return None


def _names_levels(world: World) -> bool:
    """Whether titles, labels and texts may name a level: not where the whole company reads them."""
    return world.program.plans.visibility != "company"


def _level(world: World, target: int) -> tuple[str, ...]:
    return (f"level-{target}",) if _names_levels(world) else ()


def skill_name(world: World, skill: str) -> str:
    """A skill's name; its id where the catalogue does not know it."""
    known = world.program.skills.get(skill)
    return known.name if known else skill


def _is_stretch(world: World, pairing: Pairing, skill: str) -> bool:
    """Whether a skill lies outside what the mentee's role asks for."""
    return skill not in world.program.role_of(world.program.person(pairing.mentee)).requires


def _goal_body(world: World, pairing: Pairing, goal: PlannedGoal) -> Blocks:
    name, sentence = skill_name(world, goal.skill), world.level_sentence(goal.skill, goal.target)
    level = f"level {goal.target}" if _names_levels(world) else "it"
    why = f"Why: {level} is the next step in {name}."
    done = f"Done when: {sentence or f'your mentor agrees {level} in a review.'}"
    role = world.program.role_of(world.program.person(pairing.mentee)).name
    widens = f"A stretch: the role {role} does not ask for it; it widens what you can do."
    stretch = (para(widens),) if _is_stretch(world, pairing, goal.skill) else ()
    return (
        para(why),
        *stretch,
        para(done),
        para("Agreed on ", Ref(key=pairing.key, text="the pairing page"), "."),
    )


def _activity_body(name: str, activity: PlannedActivity) -> Blocks:
    if activity.resource is not None:
        resource = activity.resource
        return (
            para(Text(text="Why: ", strong=True), f"a step in {name}."),
            para(
                Text(text="Done when: ", strong=True),
                "you have told your mentor what you will do differently.",
            ),
            para(
                Text(text="Resource: ", strong=True),
                Link(url=resource.url, text=resource.title),
                f", about {resource.minutes} minutes, in {resource.lang}.",
            ),
        )
    return (
        para(Text(text="Why: ", strong=True), f"practice {name} on real work instead of an exercise."),
        para(
            *inlines(
                Text(text="Done when: ", strong=True),
                Link(url=activity.work_url, text=activity.work),
                " is done and you have shown it to your mentor.",
            )
        ),
    )
