# SPDX-License-Identifier: Apache-2.0
"""Pairings: from the request to the agreement, by the two people's own ticks."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from mentorkit.documents.ahead import write_ahead
from mentorkit.documents.next_plan import BLOCK as NEXT_PLAN
from mentorkit.documents.next_plan import under_way, write_next_plan
from mentorkit.documents.pairing import Met, write_pairing
from mentorkit.documents.recommended import BLOCK as RECOMMENDED
from mentorkit.documents.recommended import write_recommended
from mentorkit.domain.keys import Key
from mentorkit.domain.meetings import HELD, NOT_HELD, Meeting, meeting_subject
from mentorkit.domain.pairings import Pairing, Stage, of_pairing
from mentorkit.domain.plans import Goal, Milestone
from mentorkit.domain.richtext import Blocks
from mentorkit.ports import PlanItem, PlanKind, Status, Stored
from mentorkit.reconcile.wishes import Told, Wish
from mentorkit.rules.next_plans import next_plan
from mentorkit.rules.plan_items import skill_name
from mentorkit.rules.preparing import noticed, prepare
from mentorkit.rules.recommending import recommended
from mentorkit.rules.stages import Observed
from mentorkit.rules.world import World

_STATES = {HELD: "held", NOT_HELD: "did not take place"}


def pair(world: World) -> Iterator["Wish[Any] | Told"]:
    """One page a pairing that was asked for, with what its stage calls for."""
    for observed in world.observed:
        pairing = observed.pairing
        missing = {pairing.mentee, pairing.mentor} & set(world.snapshot.missing_people)
        if missing:
            names = ", ".join(sorted(world.program.person(person).name for person in missing))
            yield Told(pairing.key, f"waits for an account of {names}", "see people.csv")
            continue
        yield _page(world, observed)
    for key, why in world.not_reopened:
        yield Told(key, f"was not reopened: {why}", "see pairings.yaml and the mentor's profile")


def _page(world: World, observed: Observed) -> Wish[Any]:
    pairing = observed.pairing
    activities = activities_of(world, pairing)
    meetings = world.meetings.get(pairing.key, ())
    page = write_pairing(
        pairing,
        world.program.person(pairing.mentee),
        world.program.person(pairing.mentor),
        parent=world.key("pairings", "pairings"),
        goals=goals_of(world, pairing),
        meetings=meetings,
        agendas=dict(world.program.agendas),
        now=world.now,
        ahead=write_ahead(pairing, meetings, world.program) if pairing.stage.open else (),
        coming=prepare(world, pairing, activities),
        past=_past(world, pairing, meetings),
        reviews=[seen.review for seen in world.reviews.get(pairing.key, ())],
        reflections=_reflections(world, pairing),
        offered=_recommended(world, pairing),
        following=_following(world, pairing),
    )
    return Wish(key=pairing.key, item=page, facts=(*observed.fresh, *noticed(world, pairing, activities)))


def _past(world: World, pairing: Pairing, meetings: Sequence[Meeting]) -> dict[datetime, Met]:
    """What came of each meeting that has notes, or of which somebody said whether it was held."""
    said = {
        fact.detail: fact.name
        for fact in sorted(world.ledger(pairing.key), key=lambda fact: fact.name == HELD)
    }
    written, found = world.notes.get(pairing.key, {}), {}
    for meeting in meetings:
        subject = meeting_subject(meeting)
        notes = written.get(subject)
        found[meeting.start] = Met(
            notes=world.notes_key(pairing, meeting) if notes else None,
            state=_STATES.get(said.get(subject, ""), ""),
            outcome=notes.outcome if notes else "",
        )
    return found


def _recommended(world: World, pairing: Pairing) -> Blocks:
    """What fits the open goals; the box stays when there is nothing left to put into it."""
    offered = [resource for resource, _ in recommended(world, pairing)]
    if not offered and not _has(world, pairing, RECOMMENDED):
        return ()
    return write_recommended(offered, world.program.skills)


def _has(world: World, pairing: Pairing, block: str) -> bool:
    page = world.page(pairing.key)
    return page is not None and page.generated(block) is not None


def _following(world: World, pairing: Pairing) -> Blocks:
    """What comes after a plan that is done."""
    following = next_plan(world, pairing)
    if following is None:
        return under_way() if _has(world, pairing, NEXT_PLAN) else ()
    return write_next_plan(following.count, [skill_name(world, skill) for skill in following.skills])


def _reflections(world: World, pairing: Pairing) -> Key | None:
    key = world.reflection_key(pairing, "both", pairing.round)
    return key if pairing.stage is Stage.CLOSED and world.page(key) else None


def goals_of(world: World, pairing: Pairing) -> list[Goal]:
    """The pairing's goals as they stand on the board, with their progress, by due date."""
    goals = []
    for key, stored in world.snapshot.plans.by_key.items():
        if stored.item.kind is PlanKind.GOAL and not stored.archived and of_pairing(pairing, key):
            below = [item for item in activities_below(world, key) if item.status is not Status.CANCELED]
            details = stored.item.details
            goals.append(
                Goal(
                    title=stored.item.title,
                    skill=details.get("skill", ""),
                    current=int(details.get("from", "0")),
                    target=int(details.get("to", "0")),
                    due=stored.item.due,
                    done=sum(item.status is Status.DONE for item in below),
                    total=len(below),
                    real=sum(bool(item.work) for item in below),
                    milestones=tuple(_milestones(world, key)),
                )
            )
    return sorted(goals, key=lambda goal: (str(goal.due), goal.title))


def _milestones(world: World, goal: Key) -> Iterator[Milestone]:
    """The milestones of a goal by due date."""
    items = world.snapshot.plans.by_key
    found = [(key, one.item) for key, one in items.items() if one.item.kind is PlanKind.MILESTONE]
    for key, item in sorted(found, key=lambda pair: (str(pair[1].due), pair[0])):
        if item.parent == goal and item.status is not Status.CANCELED and not items[key].archived:
            waits = [one for one in activities_toward(world, key) if one.status is not Status.CANCELED]
            yield Milestone(
                title=item.title,
                due=item.due,
                done=sum(one.status is Status.DONE for one in waits),
                total=len(waits),
                reached=item.status is Status.DONE,
            )


def activities_toward(world: World, milestone: Key) -> list[PlanItem]:
    """The activities that a milestone waits for."""
    return [
        stored.item
        for stored in world.snapshot.plans.by_key.values()
        if stored.item.details.get("milestone") == milestone and not stored.archived
    ]


def activities_of(world: World, pairing: Pairing) -> list[Stored[PlanItem]]:
    """The activities of a pairing, also those that people put below its goals by hand, by due date."""
    plans = world.snapshot.plans
    found = [
        stored
        for stored in (*plans.by_key.values(), *plans.theirs)
        if stored.item.kind is PlanKind.ACTIVITY
        and stored.item.parent is not None
        and of_pairing(pairing, stored.item.parent)
        and not stored.archived
    ]
    return sorted(found, key=lambda stored: (str(stored.item.due), stored.name))


def activities_below(world: World, goal: Key) -> list[PlanItem]:
    """The activities below a goal, also those that people put there by hand."""
    records: list[Stored[PlanItem]] = [*world.snapshot.plans.by_key.values(), *world.snapshot.plans.theirs]
    return [
        record.item
        for record in records
        if record.item.parent == goal and record.item.kind is PlanKind.ACTIVITY and not record.archived
    ]
