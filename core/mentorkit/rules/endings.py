# SPDX-License-Identifier: Apache-2.0
"""What the coordinator hears of a pairing that did not come about, paused or ended: states, no words."""

from collections.abc import Iterator

from mentorkit.domain.pairings import STEP_FACTS, Pairing, Stage, Step
from mentorkit.domain.people import Person
from mentorkit.reconcile.wishes import Told
from mentorkit.rules.stages import Observed
from mentorkit.rules.world import World

_HEARD = {
    Stage.EXPIRED: "expired: no answer by both within {days} days",
    Stage.ON_HOLD: "is on hold; its coming meetings are canceled",
    Stage.ENDED: "ended early, without a reason owed; its coming meetings are canceled",
    Stage.CLOSED: "is closed: both have written their reflection",
}


def tell(world: World) -> Iterator[Told]:
    """One sentence in the run in which it is noticed; after a no, with the mentee's next wish."""
    for observed in world.observed:
        pairing = observed.pairing
        if observed.entered(Stage.DECLINED):
            yield Told(pairing.key, _declined(observed), _next_choice(world, pairing))
        elif observed.entered(Stage.EXPIRED):
            what = _HEARD[Stage.EXPIRED].format(days=world.program.limits.request_days)
            yield Told(pairing.key, what, _next_choice(world, pairing))
        elif observed.entered(pairing.stage) and pairing.stage in _HEARD:
            yield Told(pairing.key, _HEARD[pairing.stage])


def _declined(observed: Observed) -> str:
    """Which side said no, and the code of the reason."""
    (fact, *_) = [fact for fact in observed.fresh if fact.name == STEP_FACTS[Step.DECLINE]]
    return f"was declined by the {observed.pairing.side(fact.by)} (reason: {fact.detail or 'not given'})"


def _next_choice(world: World, pairing: Pairing) -> str:
    chosen = next_wish(world, pairing.mentee)
    if chosen is None:
        return "nobody else whom the mentee wished for has a place left"
    return f"next choice: {chosen.name} (mentorkit pair add --mentee {pairing.mentee} --mentor {chosen.id})"


def next_wish(world: World, mentee: str) -> Person | None:
    """A mentee's next ranked wish: with a place left, and not asked before."""
    growth = world.growths.get(mentee)
    asked = {one.mentor for one in world.pairings if one.mentee == mentee}
    excluded = {frozenset(pair) for pair in world.program.matching.exclude}
    for wished in growth.mentors if growth else ():
        person = world.program.find_person(wished)
        if person is None or person.id in asked or frozenset({person.id, mentee}) in excluded:
            continue
        if world.places_left(person):
            return person
    return None
