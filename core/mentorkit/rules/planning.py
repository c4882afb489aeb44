# SPDX-License-Identifier: Apache-2.0
"""Planning: once both agree, goals, milestones and activities for the focus skills."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from mentorkit.domain.keys import Key, key_parts, short
from mentorkit.domain.pairings import PLAN_MADE, Pairing, Stage
from mentorkit.domain.plans import SCOPE_DAYS, PlannedActivity, PlannedGoal, focus_skills, workday
from mentorkit.domain.resources import fitting
from mentorkit.domain.reviews import quarter
from mentorkit.domain.richtext import Blocks, Link, Ref, Text, inlines, para
from mentorkit.domain.skills import Skill
from mentorkit.ports import Fact, PlanItem, PlanKind, WorkItem
from mentorkit.reconcile.wishes import Told, Wish
from mentorkit.rules.pairings import of_pairing
from mentorkit.rules.world import World

LEARNING = 2
"""Learning activities a goal starts with; more are added as they are needed."""


@dataclass(frozen=True)
class Due:
    """A plan to make. ``series`` is what the numbers of its goals begin with.

    ``skills`` are the focus skills that a review chose, none for the first plan.
    """

    pairing: Pairing
    series: str
    starts: date
    skills: tuple[str, ...] = ()


def plan(world: World) -> Iterator["Wish[Any] | Told"]:
    """The first plan of every pairing that has agreed, then one a review that chose focus skills.

    Made once: what people do with it is theirs.
    """
    for due in _due(world):
        pairing = due.pairing
        goals = list(_goals(world, due))
        made: list[Key] = []
        for number, goal in enumerate(goals, start=1):
            for wish in _items(world, pairing, f"{due.series}{number}", goal):
                made.append(wish.key)
                yield wish
            if not any(activity.work for activity in goal.activities):
                name = _name(world, goal.skill)
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
        if not pairing.plan_made:
            series = f"r{pairing.round}-" if pairing.round > 1 else ""
            yield Due(pairing, series, pairing.agreed_on or world.today)
            continue
        for seen in world.reviews.get(pairing.key, ()):
            review = seen.review
            series = f"{quarter(review.slot).replace(' ', '').lower()}-"
            if review.agreed_on and review.focus and not _planned(world, pairing, series):
                yield Due(pairing, series, review.agreed_on, review.focus)


def _planned(world: World, pairing: Pairing, series: str) -> bool:
    stored = world.snapshot.pages.get(pairing.key)
    ledger = stored.mark.ledger if stored is not None and stored.mark is not None else ()
    return any(fact.name == PLAN_MADE and fact.detail.startswith(series) for fact in ledger)


def _goals(world: World, due: Due) -> Iterator[PlannedGoal]:
    mentee = world.program.person(due.pairing.mentee)
    levels = world.levels(mentee)
    for skill in due.skills or _first_skills(world, due.pairing):
        current = levels.get(skill, 0)
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
    learning = fitting(world.program.resources, skill, current, target)[:LEARNING]
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


def _items(world: World, pairing: Pairing, number: str, goal: PlannedGoal) -> Iterator[Wish[Any]]:
    name = _name(world, goal.skill)
    common: dict[str, Any] = {"assignee": pairing.mentee, "audience": item_audience(world, pairing)}
    details = {"skill": goal.skill, "from": str(goal.current), "to": str(goal.target)}
    goal_key = item_key(world, "goal", pairing, number)
    yield Wish(
        key=goal_key,
        item=PlanItem(
            kind=PlanKind.GOAL,
            title=f"{name} {goal.current} → {goal.target} by {goal.due:%-d %b %Y}",
            body=_goal_body(world, pairing, goal),
            due=goal.due,
            labels=item_labels(pairing, goal_key, goal.skill, f"level-{goal.target}"),
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
            labels=item_labels(pairing, milestone_key, goal.skill, f"level-{goal.target}", "kind-milestone"),
            details={"skill": goal.skill},
            **common,
        ),
    )
    for place, activity in enumerate(goal.activities, start=1):
        key = item_key(world, "activity", pairing, f"{number}-{place}")
        yield Wish(
            key=key,
            item=PlanItem(
                kind=PlanKind.ACTIVITY,
                title=activity.title[:250],
                body=_activity_body(name, activity),
                due=activity.due,
                parent=goal_key,
                labels=item_labels(pairing, key, goal.skill, f"level-{goal.target}", f"kind-{activity.kind}"),
                work=frozenset({activity.work} if activity.work else ()),
                details={"skill": goal.skill, "milestone": milestone_key},
                **common,
            ),
        )


def item_key(world: World, kind: str, pairing: Pairing, what: str) -> Key:
    """The key of an item of a pairing's plan; ``what`` tells it from the others of its kind."""
    return world.key(kind, pairing.mentee, pairing.mentor, f"p{pairing.n}-{what}")


def item_labels(pairing: Pairing, key: Key, skill: str, *more: str) -> frozenset[str]:
    """The labels of an item: its own short key, the pairing's, its skill, and more."""
    return frozenset({short(key), short(pairing.key), f"skill-{skill}", *more})


def item_audience(world: World, pairing: Pairing) -> frozenset[str] | None:
    """Who may see the items of a pairing's plan; None is everybody."""
    match world.program.plans.visibility:
        case "pair":
            return frozenset({pairing.mentee, pairing.mentor, world.program.coordinator})
        case "program":
            return frozenset(person.id for person in world.program.people)
        case _:
            return None


def _name(world: World, skill: str) -> str:
    known = world.program.skills.get(skill)
    return known.name if known else skill


def _goal_body(world: World, pairing: Pairing, goal: PlannedGoal) -> Blocks:
    sentence = world.level_sentence(goal.skill, goal.target)
    why = f"Why: level {goal.target} is the next step in {_name(world, goal.skill)}."
    done = (
        f"Done when: {sentence}"
        if sentence
        else f"Done when: your mentor agrees level {goal.target} in a review."
    )
    return (para(why), para(done), para("Agreed on ", Ref(key=pairing.key, text="the pairing page"), "."))


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
