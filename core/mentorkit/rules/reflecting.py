# SPDX-License-Identifier: Apache-2.0
"""Reflecting and closing: both write for themselves, and read each other once both are complete."""

from collections.abc import Iterator
from typing import Any

from mentorkit.documents.reflection import write_reflection, write_reflections
from mentorkit.domain.pairings import Pairing, Stage
from mentorkit.ports import Fact
from mentorkit.reconcile.wishes import Wish
from mentorkit.rules.pairings import goals_of
from mentorkit.rules.world import World

OPENED = "opened"


def reflect(world: World) -> Iterator[Wish[Any]]:
    """A private page a side while the two reflect; when the pairing is closed, one that shows both."""
    for pairing in world.pairings:
        if pairing.stage is Stage.REFLECTING:
            yield from _private(world, pairing)
        elif pairing.stage is Stage.CLOSED:
            yield from _opened(world, pairing)


def _private(world: World, pairing: Pairing) -> Iterator[Wish[Any]]:
    mentee, mentor = world.program.person(pairing.mentee), world.program.person(pairing.mentor)
    goals = goals_of(world, pairing)
    for person, other in ((mentee, mentor), (mentor, mentee)):
        key = world.reflection_key(pairing, pairing.side(person.id), pairing.round)
        page = write_reflection(pairing, person, other, goals, world.program.skills)
        yield Wish(key=key, item=page, needs=(pairing.key,))


def _opened(world: World, pairing: Pairing) -> Iterator[Wish[Any]]:
    """The page for both, made once: it shows what stood there at the closing, whatever is edited later."""
    stored = world.snapshot.pages.get(pairing.key)
    detail = str(pairing.round)
    if stored is None or not world.writable(pairing.key):
        return
    if stored.mark is not None and stored.mark.has(OPENED, detail=detail):
        return
    written = {
        person: page
        for person in (pairing.mentee, pairing.mentor)
        if (page := world.page(world.reflection_key(pairing, pairing.side(person), pairing.round)))
    }
    mentee, mentor = world.program.person(pairing.mentee), world.program.person(pairing.mentor)
    key = world.reflection_key(pairing, "both", pairing.round)
    yield Wish(key=key, item=write_reflections(pairing, mentee, mentor, written))
    yield Wish(key=pairing.key, facts=(Fact(name=OPENED, at=world.now, detail=detail),), needs=(key,))
