# SPDX-License-Identifier: Apache-2.0
"""The company's baseline: what everybody needs whatever the role, who is below, and what they are offered."""

from collections.abc import Iterator, Mapping

from mentorkit.domain.people import Person
from mentorkit.domain.resources import fitting
from mentorkit.program.shipped import baseline_levels
from mentorkit.rules.world import World

BASIC = 1
"""What a baseline skill needs where the shipped baseline does not say."""


def needs(world: World) -> Mapping[str, int]:
    """The level that everybody needs in each skill of the company's baseline."""
    return {skill: baseline_levels().get(skill, BASIC) for skill in world.program.baseline}


def below(world: World, person: Person) -> tuple[str, ...] | None:
    """The baseline skills in which a person is below what is needed; None where no level is known."""
    levels = world.levels(person)
    if not levels:
        return None
    return tuple(skill for skill, needed in needs(world).items() if levels.get(skill, 0) < needed)


def offers(world: World, person: Person) -> Iterator[tuple[str, str]]:
    """The name of each baseline skill that a person is to learn, and how to begin; a wish makes it a plan."""
    levels = world.levels(person)
    for skill in below(world, person) or ():
        known = world.program.skills.get(skill)
        found = fitting(world.program.resources, skill, levels.get(skill, 0), needs(world)[skill])[:2]
        learn = " and ".join(resource.title for resource in found)
        start = f"Begin with {learn}" if learn else "Ask somebody who can (page Who can help)"
        yield (
            known.name if known else skill,
            f"{start}; written under I want to grow, it goes into the next plan.",
        )
