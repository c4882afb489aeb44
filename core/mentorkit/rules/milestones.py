# SPDX-License-Identifier: Apache-2.0
"""Milestones roll up: one is reached when all of its activities are done. Reached once, for good."""

from collections.abc import Iterator
from typing import Any

from mentorkit.domain.keys import Key, key_parts
from mentorkit.domain.richtext import Mention, Text, para
from mentorkit.ports import Fact, Notice, PlanKind, Status
from mentorkit.reconcile.wishes import Wish
from mentorkit.rules.pairings import activities_toward
from mentorkit.rules.preparing import REACHED
from mentorkit.rules.world import World

QUESTIONS = (
    "which one thing that your mentor said or did helped you here, and what would help more next time?",
    "what exactly did you see done well, and which one step would you try next? Offer it, do not impose it.",
)
"""Feedback at a milestone: what the mentee is asked, and what the mentor."""


def roll_up(world: World) -> Iterator[Wish[Any]]:
    """Close each milestone whose activities are done, with one comment to both."""
    for key, stored in world.snapshot.plans.by_key.items():
        mark = stored.mark
        if stored.item.kind is not PlanKind.MILESTONE or stored.archived or mark is None or mark.has(REACHED):
            continue
        activities = [item for item in activities_toward(world, key) if item.status is not Status.CANCELED]
        if activities and all(item.status is Status.DONE for item in activities):
            yield Wish(
                key=key,
                facts=(Fact(name=REACHED, at=world.now),),
                move=Status.DONE,
                notice=_celebration(world, key, len(activities)),
            )


def _celebration(world: World, key: Key, count: int) -> Notice:
    """Well done, and a question a side: what helps the other is specific and can be acted on."""
    people = [world.program.find_person(name) for name in key_parts(key).subjects[:2]]
    body = para(
        *(node for one in people if one for node in (Mention(person=one.id), Text(text=" "))),
        Text(text=f"Milestone reached: {count} of {count} activities are done."),
        " What worked, and what comes next? Talk about it in your next meeting.",
    )
    asked = tuple(
        para(Mention(person=one.id), f": {question}")
        for one, question in zip(people, QUESTIONS, strict=False)
        if one is not None
    )
    return Notice(id=REACHED, body=(body, *asked))
