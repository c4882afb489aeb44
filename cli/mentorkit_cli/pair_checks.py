# SPDX-License-Identifier: Apache-2.0
"""What is looked at before a pair is asked for: limits that refuse, and things worth a word."""

from collections.abc import Iterator, Sequence

from mentorkit.domain.pairings import Pairing, Stage
from mentorkit.domain.people import Person
from mentorkit.rules import World
from mentorkit.rules.reopening import OVER
from mentorkit_cli.failures import Refusal
from mentorkit_cli.names import Names

_CHOICES = 3


def check_pair(world: World, mentee: Person, mentor: Person, focus: Sequence[str]) -> None:
    """Raise Refusal where a rule of the program speaks against this pair."""
    asked = [p for p in world.pairings if p.mentee == mentee.id and p.stage is Stage.REQUESTED]
    most = world.program.limits.open_requests
    excluded = {frozenset(pair) for pair in world.program.matching.exclude}
    if {mentee.id, mentor.id} in excluded:
        raise Refusal(
            f"{mentee.name} and {mentor.name} are never matched",
            "program.yaml names the two under matching.exclude",
            _next_choices(world, mentee, mentor, focus),
        )
    for pairing in world.pairings:
        if (pairing.mentee, pairing.mentor) == (mentee.id, mentor.id) and pairing.stage.open:
            raise Refusal(
                f"{mentee.name} and {mentor.name} have a pairing already",
                f"it is open (stage {pairing.stage.value})",
                f"see mentorkit pair list --person {mentee.id}",
            )
    if world.places_left(mentor) == 0:
        limit = world.program.limits.head_mentees
        raise Refusal(
            f"{mentor.name} has no place left",
            f"a head of department mentors {limit} at most beside leading"
            " (limits.head_mentees in program.yaml), so that the own growth does not suffer"
            if world.heads(mentor.id)
            else "everybody says on the profile page how many mentees there is room for",
            _next_choices(world, mentee, mentor, focus),
        )
    if len(asked) >= most:
        raise Refusal(
            f"{mentee.name} has {len(asked)} requests that nobody has answered yet",
            f"the program's limit is {most} (limits.open_requests in program.yaml)",
            "wait for an answer, or ask those mentors to decline",
        )


def check_reopening(world: World, pairing: Pairing) -> None:
    """Raise Refusal where the pairing cannot be opened again."""
    if pairing.stage not in OVER:
        raise Refusal(
            f"the pairing of {Names(world.program).pair(pairing)} is not over",
            f"it is {pairing.stage.value}; only one that is closed or ended early is opened again",
            "see mentorkit pair list; a request that was declined or has expired is asked for by pair add",
        )
    mentor = world.program.person(pairing.mentor)
    if world.places_left(mentor) == 0:
        raise Refusal(
            f"{mentor.name} has no place left",
            "everybody says on the profile page how many mentees there is room for",
            _next_choices(world, world.program.person(pairing.mentee), mentor, pairing.focus),
        )


def check_ending(world: World, pairing: Pairing) -> None:
    """Raise Refusal where there is nothing to end early."""
    if pairing.stage is Stage.REQUESTED:
        days = world.program.limits.request_days
        raise Refusal(
            f"{Names(world.program).pair(pairing)} have not both accepted yet",
            "a request is answered by the two, not by others",
            f"either of them declines on the page; unanswered it expires after {days} days",
        )
    if not pairing.stage.together:
        raise Refusal(
            f"the pairing of {Names(world.program).pair(pairing)} is over",
            f"it is {pairing.stage.value}",
            "see mentorkit pair list",
        )


def concerns(world: World, mentee: Person, mentor: Person) -> Iterator[str]:
    """What does not stand against the pair and is worth thinking of."""
    if mentee.manager and world.program.find_person(mentee.manager) == mentor:
        yield f"{mentor.name} is {mentee.name}'s manager: people speak less freely with their own manager"
    if not world.offers(mentor):
        yield f"{mentor.name} does not offer mentoring at the moment: ask in person first"
    if not set(mentee.languages) & set(mentor.languages) and mentee.languages and mentor.languages:
        yield f"{mentee.name} and {mentor.name} name no language in common"


def next_choices(world: World, mentee: Person, mentor: Person, focus: Sequence[str]) -> list[Person]:
    """Others with a place left, those who know the focus skills best first; at most three.

    Neither the mentee's manager nor somebody who is paired with the mentee already is among them.
    """
    taken = {p.mentor for p in world.pairings if p.mentee == mentee.id and p.stage.open}
    excluded = {frozenset(pair) for pair in world.program.matching.exclude}
    free = [
        person
        for person in world.program.people
        if person.id not in {mentee.id, mentor.id, mentee.manager, *taken}
        and frozenset({person.id, mentee.id}) not in excluded
        and world.offers(person)
        and world.places_left(person)
    ]
    return sorted(free, key=lambda p: (-_knows(world, p, focus), p.role != mentee.role, p.id))[:_CHOICES]


def _knows(world: World, person: Person, focus: Sequence[str]) -> int:
    profile = world.profiles.get(person.id)
    return sum(profile.levels.get(skill, 0) for skill in focus) if profile else 0


def _next_choices(world: World, mentee: Person, mentor: Person, focus: Sequence[str]) -> str:
    found = next_choices(world, mentee, mentor, focus)
    if not found:
        return "nobody else has a place left: ask people to offer one, or wait for one to become free"
    lines = [
        f"--mentor {person.id}  ({person.name}, {person.role} {person.grade},"
        f" {world.places_left(person)} of {world.capacity(person.id)} places left)"
        for person in found
    ]
    return "\n".join(["choose one of these:", *lines])
