# SPDX-License-Identifier: Apache-2.0
"""Who can help with a skill, in words."""

from mentorkit.domain.people import Person
from mentorkit.rules import World
from mentorkit.rules.helping import helpers, outside
from mentorkit_cli.names import Names
from mentorkit_cli.output import Line, Shown, Table, line


def shown(world: World, skill: str, asking: Person | None) -> Shown:
    """People with the expertise and why; places outside where there is nobody."""
    names = Names(world.program)
    people = helpers(world, skill, asking)
    places = outside(world, skill) if not people else ()
    parts: list[str | Line | Table] = [line((names.skill(skill), "bold"))]
    if people:
        rows = [(names.person(one.person), "; ".join(one.reasons)) for one in people]
        parts.append(Table(("Who", "Why"), rows))
    else:
        parts.append("Nobody here has level 3 or more and is ready to help.")
    if places:
        there = [(place.name, ", ".join(place.languages), place.cost, place.url) for place in places]
        parts.append(Table(("Outside", "Languages", "Cost", "Where"), there))
    data = {
        "program": world.program.id,
        "skill": skill,
        "for": asking.id if asking else None,
        "people": [one.model_dump(mode="json") for one in people],
        "outside": [
            place.model_dump(mode="json", include={"id", "name", "url", "kind", "languages", "cost"})
            for place in places
        ],
    }
    return Shown("mentorkit.find/1", data, parts)
