# SPDX-License-Identifier: Apache-2.0
"""Helping: whom to ask about a skill, best fit and free places first, and where else when nobody has it."""

from collections.abc import Iterator

from mentorkit.content.models import Platform
from mentorkit.documents.words import fold, level_text, skill_names, slug
from mentorkit.domain.people import Person
from mentorkit.domain.value import Value
from mentorkit.program.shipped import shipped_platforms
from mentorkit.rules.world import World

EXPERTISE = 3
"""The level from which somebody helps others: Independent."""
OUTSIDE = 3
"""How many places outside are named at most."""


class Helper(Value):
    """Somebody who can help with a skill, and why: sentences that hold nothing private."""

    person: str
    level: int
    places: int
    reasons: tuple[str, ...]


def known_skill(world: World, words: str) -> str:
    """The id of a skill by id, name or synonym, or as somebody calls it on the profile; "" for none."""
    found = skill_names(world.program.skills.values()).get(fold(words))
    said = {skill for profile in world.profiles.values() for skill in profile.ratings}
    return found or (slug(words) if slug(words) in said else "")


def helpers(world: World, skill: str, asking: Person | None = None) -> tuple[Helper, ...]:
    """Who has the expertise and is ready to give: those with a free place first, then the best fit.

    The fit is the level; for somebody who is ``asking`` also a language in common and the hours that
    both work. Nobody is named to oneself.
    """
    found = [
        (_rank(person, asking), Helper(person=person.id, level=level, places=left, reasons=tuple(reasons)))
        for person in world.program.people
        if person != asking
        and (level := world.levels(person).get(skill, 0)) >= EXPERTISE
        and world.offers(person)
        for left in [world.places_left(person)]
        for reasons in [_reasons(world, person, skill, level, asking)]
    ]
    ordered = sorted(found, key=lambda pair: (not pair[1].places, -pair[1].level, pair[0], pair[1].person))
    return tuple(helper for _, helper in ordered)


def _rank(person: Person, asking: Person | None) -> int:
    """How far the two are from talking easily; 0 is the best."""
    if asking is None:
        return 0
    return 2 * (not set(person.languages) & set(asking.languages)) + (person.timezone != asking.timezone)


def _reasons(world: World, person: Person, skill: str, level: int, asking: Person | None) -> Iterator[str]:
    agreed = world.agreed(person).get(skill)
    yield f"{level_text(level)}, " + (
        f"agreed in a review on {agreed.on}" if agreed else "as the profile says"
    )
    left, most = world.places_left(person), world.capacity(person.id)
    yield f"{left} of {most} places free" if left else f"no place free at the moment ({most} taken)"
    if asking is not None:
        common = [language for language in person.languages if language in asking.languages]
        yield f"speaks {', '.join(common)}, too" if common else "names no language in common"
        if person.timezone == asking.timezone:
            yield "works in the same time zone"


def skills_with_helpers(world: World) -> dict[str, tuple[Helper, ...]]:
    """Every skill that somebody can help with, to those who can."""
    skills = {skill for person in world.program.people for skill in world.levels(person)}
    found = {skill: helpers(world, skill) for skill in sorted(skills)}
    return {skill: people for skill, people in found.items() if people}


def outside(world: World, skill: str) -> tuple[Platform, ...]:
    """Communities and mentor platforms for those in the program whose role asks for the skill.

    In a language that one of them speaks; those that name such a role come first.
    """
    people = [p for p in world.program.people if skill in world.program.role_of(p).requires]
    roles = {world.program.role_of(person).id: world.program.role_of(person).family for person in people}
    spoken = {language for person in people for language in person.languages}
    fits = [
        place
        for place in shipped_platforms()
        if spoken & set(place.languages) and any(place.suits(role, family) for role, family in roles.items())
    ]
    return tuple(sorted(fits, key=lambda place: (not set(roles) & set(place.roles), place.id))[:OUTSIDE])


def skills_without_helpers(world: World) -> dict[str, tuple[Platform, ...]]:
    """Core skills of the roles in the program that nobody can help with, to places outside."""
    covered = skills_with_helpers(world)
    wanted = {
        skill
        for person in world.program.people
        for skill, asked in world.program.role_of(person).requires.items()
        if asked.core
    }
    return {skill: outside(world, skill) for skill in sorted(wanted - set(covered))} if covered else {}
