# SPDX-License-Identifier: Apache-2.0
"""Boxes that the program waits for and no longer finds, since somebody deleted them or retyped their line."""

from collections.abc import Iterator

from mentorkit.documents.pairing import agreement_read
from mentorkit.documents.review import LEVELS_AGREED
from mentorkit.documents.tables import boxes
from mentorkit.domain.keys import Key
from mentorkit.domain.pairings import SIDES, STEP_FACTS, Pairing, Stage, Step, box
from mentorkit.reconcile.wishes import Told
from mentorkit.rules.world import World

REMEDY = "bring it back from an earlier version of the page"
_AWAITED = {Stage.REQUESTED: Step.ACCEPT, Stage.EXPECTATIONS: Step.AGREE}


def notice(world: World) -> Iterator[Told]:
    """One sentence a page. Pages that must not be written are told of as such, not here."""
    for pairing in world.pairings:
        for key, form, anchors in _awaited(world, pairing):
            stored, page = world.snapshot.pages.get(key), world.page(key)
            if stored is None or page is None or stored.mark is None or not world.writable(key):
                continue
            if form not in stored.mark.base:
                continue
            lost = len(anchors - boxes(page.written_by_people()).keys())
            if lost:
                what = "a box to tick has" if lost == 1 else f"{lost} boxes to tick have"
                yield Told(stored.name, f"{what} lost the link by which a tick is recognized", REMEDY)
            if form == "form:agreement" and not agreement_read(page):
                yield Told(stored.name, "the table of the agreement is not there under its headings", REMEDY)


def _awaited(world: World, pairing: Pairing) -> Iterator[tuple[Key, str, set[str]]]:
    """The pages whose boxes count now: key, the form they stand in, and their anchors."""
    if step := _AWAITED.get(pairing.stage):
        form = "form:request" if step is Step.ACCEPT else "form:agreement"
        yield pairing.key, form, _open(world, pairing, step, SIDES)
    elif pairing.stage.working:
        yield pairing.key, "form:agreement", set()
    if pairing.stage is Stage.REFLECTING:
        for side in SIDES:
            key = world.reflection_key(pairing, side, pairing.round)
            yield key, "form:reflection", _open(world, pairing, Step.COMPLETE, (side,))
    for seen in world.reviews.get(pairing.key, ()) if pairing.stage.working else ():
        if seen.review.agreed_on is None:
            yield seen.review.key, "form:agree", {LEVELS_AGREED}


def _open(world: World, pairing: Pairing, step: Step, sides: tuple[str, ...]) -> set[str]:
    """The boxes of a step that nobody has ticked yet."""
    stored = world.snapshot.pages.get(pairing.key)
    mark = stored.mark if stored is not None else None
    people = dict(zip(SIDES, (pairing.mentee, pairing.mentor), strict=True))
    count = str(pairing.round) if pairing.round > 1 else ""
    return {
        box(step, side, pairing.round)
        for side in sides
        if mark is None or not mark.has(STEP_FACTS[step], by=people[side], detail=count)
    }
