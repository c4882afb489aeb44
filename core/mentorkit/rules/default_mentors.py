# SPDX-License-Identifier: Apache-2.0
"""Default mentors: everybody who would like a mentor has one, a proposal, or the reason why not."""

from collections.abc import Iterator
from typing import Literal

from mentorkit.domain.people import Person
from mentorkit.domain.plans import focus_skills
from mentorkit.domain.value import Value
from mentorkit.rules.helping import helpers
from mentorkit.rules.world import World


class DefaultMentor(Value):
    """How it stands with a mentee's default mentor.

    ``mentor`` is a person id, "" for nobody; ``skill`` is what a proposed mentor is good for ("" for
    one whom the mentee wished for). ``why`` names no skill: it may stand where the wishes may not.
    """

    mentee: str
    mentor: str = ""
    state: Literal["chosen", "proposed", "none"]
    skill: str = ""
    why: str


def default_mentors(world: World) -> Iterator[DefaultMentor]:
    """One for each mentee with a profile: the mentor of the pairing that was asked for first is it."""
    for person in world.program.people:
        if person.id in world.profiles and (found := default_mentor(world, person)):
            yield found


def default_mentor(world: World, person: Person) -> DefaultMentor | None:
    """How it stands with one person; None for somebody who has no mentor and would not like one."""
    open_ones = [one for one in world.pairings if one.mentee == person.id and one.stage.open]
    if open_ones:
        first = min(open_ones, key=lambda one: (one.asked, one.key))
        why = f"asked on {first.asked}, stage {first.stage.value}"
        return DefaultMentor(mentee=person.id, mentor=first.mentor, state="chosen", why=why)
    if not world.takes(person):
        return None
    return _wished(world, person) or _fitting(world, person)


def _wished(world: World, person: Person) -> DefaultMentor | None:
    """The first of the mentee's own wishes who has a place."""
    growth = world.growths.get(person.id)
    for name in growth.mentors if growth else ():
        mentor = world.program.find_person(name)
        if mentor is not None and _possible(world, person, mentor):
            why = "is wished for and has a place free"
            return DefaultMentor(mentee=person.id, mentor=mentor.id, state="proposed", why=why)
    return None


def _fitting(world: World, person: Person) -> DefaultMentor:
    """Who knows a focus skill best and has a place."""
    growth = world.growths.get(person.id)
    wishes = tuple(growth.wishes) if growth else ()
    focus = focus_skills(wishes, world.gaps(person), world.program.limits.focus_skills)
    for skill in focus:
        for helper in helpers(world, skill, person):
            mentor = world.program.person(helper.person)
            if mentor.id != person.manager and _possible(world, person, mentor):
                why = "knows a focus skill at level 3 or more and has a place free"
                return DefaultMentor(
                    mentee=person.id, mentor=mentor.id, state="proposed", skill=skill, why=why
                )
    why = (
        "nobody who knows a focus skill at level 3 or more has a place free"
        if focus
        else "no skill is rated or wished for yet, so there is nothing to choose a mentor by"
    )
    return DefaultMentor(mentee=person.id, state="none", why=why)


def _possible(world: World, mentee: Person, mentor: Person) -> bool:
    """Whether the two may be asked: a place free, not excluded, and no pairing of theirs was tried before."""
    excluded = {frozenset(pair) for pair in world.program.matching.exclude}
    tried = any((one.mentee, one.mentor) == (mentee.id, mentor.id) for one in world.pairings)
    return (
        mentor != mentee
        and not tried
        and frozenset({mentee.id, mentor.id}) not in excluded
        and world.places_left(mentor) > 0
    )
