# SPDX-License-Identifier: Apache-2.0
"""Enrolment: everybody in people.csv gets an open profile and a private *My growth*."""

from collections.abc import Iterator, Sequence
from typing import Any

from mentorkit.documents.growth import title as growth_title
from mentorkit.documents.growth import write_default_mentor, write_growth
from mentorkit.documents.profile import write_profile
from mentorkit.domain.pairings import Pairing, Stage
from mentorkit.domain.people import Person
from mentorkit.domain.plans import focus_skills
from mentorkit.domain.profiles import MentorRecord
from mentorkit.domain.richtext import Blocks
from mentorkit.domain.skills import LEVEL_WORDS
from mentorkit.reconcile.wishes import Told, Wish
from mentorkit.rules.baseline import offers
from mentorkit.rules.default_mentors import default_mentor
from mentorkit.rules.results import results
from mentorkit.rules.world import World

MOST = len(LEVEL_WORDS) - 1


def enroll(world: World) -> Iterator["Wish[Any] | Told"]:
    """Two pages a person. A person without an account is named, and enrolled once there is one."""
    records, came = _mentor_records(world), results(world)
    for person in world.program.people:
        if person.id in world.snapshot.missing_people:
            yield Told(
                person.name,
                "has no account here that this token can find",
                "check the e-mail in people.csv, or give the account_id",
            )
            continue
        yield _profile(world, person, records.get(person.id))
        yield _growth(world, person, came.get(person.id, ()))
        yield from _unread(world, person)


def _profile(world: World, person: Person, record: MentorRecord | None) -> Wish[Any]:
    page = write_profile(
        person,
        world.program.role_of(person),
        world.program.skills,
        parent=world.key("people", "people"),
        editors=frozenset({person.id, world.program.coordinator}),
        left=world.places_left(person),
        capacity=world.capacity(person.id),
        page_title=world.profile_title(person),
        profile=world.profiles.get(person.id),
        record=record,
        agreed=sorted(world.agreed(person).values(), key=lambda one: one.skill),
    )
    return Wish(key=world.key("profile", person.id), item=page)


def _mentor_records(world: World) -> dict[str, MentorRecord]:
    """What everybody has given as a mentor, by person id: a number and dates, nobody's name."""
    found: dict[str, list[Pairing]] = {}
    for pairing in world.pairings:
        if pairing.accepted_on is not None:
            found.setdefault(pairing.mentor, []).append(pairing)
    return {
        mentor: MentorRecord(
            mentees=len({pairing.mentee for pairing in of}),
            since=min(pairing.accepted_on for pairing in of if pairing.accepted_on),
            completed=sum(pairing.stage is Stage.CLOSED or pairing.round > 1 for pairing in of),
        )
        for mentor, of in found.items()
    }


def _growth(world: World, person: Person, came: Sequence[tuple[str, str]]) -> Wish[Any]:
    growth, found = world.growths.get(person.id), world.gaps(person)
    wishes = tuple(growth.wishes) if growth else ()
    focus = focus_skills(wishes, found, world.program.limits.focus_skills)
    levels = world.levels(person)
    page = write_growth(
        person,
        world.program.role_of(person),
        world.program.skills,
        parent=world.key("profile", person.id),
        viewers=frozenset({person.id, world.program.coordinator}) | world.mentors_of(person.id),
        page_title=growth_title(world.profile_title(person)),
        levels=levels,
        gaps=found,
        focus=focus,
        next_levels={
            skill: world.level_sentence(skill, min(MOST, levels.get(skill, 0) + 1)) for skill in focus
        },
        history=world.history(person),
        mentor=_mentor(world, person),
        target=(world.program.roles[growth.target.role], growth.target.grade)
        if growth and growth.target
        else None,
        baseline=list(offers(world, person)),
        results=came,
    )
    return Wish(key=world.key("growth", person.id), item=page)


def _mentor(world: World, person: Person) -> Blocks:
    """How it stands with the default mentor; the box stays for somebody who looks for none any more."""
    found = default_mentor(world, person)
    if found is None:
        page = world.page(world.key("growth", person.id))
        there = page is not None and page.generated("mentor") is not None
        return write_default_mentor("none", "", "", "you do not look for a mentor") if there else ()
    skill = world.program.skills.get(found.skill)
    return write_default_mentor(found.state, found.mentor, skill.name if skill else found.skill, found.why)


def _unread(world: World, person: Person) -> Iterator[Told]:
    for kind, page, record in (
        ("profile", "profile", world.profiles.get(person.id)),
        ("growth", "growth page", world.growths.get(person.id)),
    ):
        whole = world.writable(world.key(kind, person.id))  # a page taken apart is told of as such
        for problem in record.problems if record and whole else ():
            yield Told(
                f"{person.name}'s {page}", problem, "ask its owner to look at it; nothing on it was changed"
            )
