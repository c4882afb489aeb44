# SPDX-License-Identifier: Apache-2.0
"""Visibility: who may see each record in the tools, beside who should by the program."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mentorkit.domain.keys import Key, KeyParts, key_parts
from mentorkit.domain.pairings import SIDES
from mentorkit.domain.value import Value
from mentorkit.ports import Document, PlanItem, PlanKind, Stored
from mentorkit.reconcile.snapshot import StoreName
from mentorkit.reconcile.wishes import Desired
from mentorkit.rules.plan_items import plan_audience
from mentorkit.rules.world import World

People = frozenset[str] | None
"""Person ids; None is everybody, "" somebody outside the program."""
Canon = Callable[[Any], Any]

ROLES = ("everybody", "mentee", "mentor", "coordinator", "manager")
"""Whose eyes are looked through. On a page of one person, that person counts as mentee."""


class Visible(Value):
    """One record: who may see it now, and who should. ``people`` is who stands in each role toward it."""

    kind: str
    subjects: tuple[str, ...]
    title: str
    may: People
    should: People
    people: Mapping[str, frozenset[str]]

    @property
    def as_wanted(self) -> bool:
        """Whether just those may see it who should."""
        return self.may == self.should

    def seen_by(self, role: str) -> bool | None:
        """Whether a role sees it; None where nobody stands in that role toward it."""
        if role == "everybody":
            return self.may is None
        people = self.people.get(role, frozenset())
        return (self.may is None or people <= self.may) if people else None


def visible(
    world: World, desired: Desired, in_force: Mapping[str, People], canon: Mapping[StoreName, Canon]
) -> Iterator[Visible]:
    """Every page and plan item of the program by kind and key.

    ``in_force`` is what the page store says by ref; where it says nothing, what was read of a page
    and of those above it counts. ``canon`` makes of a wish what the tools can keep of it.
    """
    pages, plans = world.snapshot.pages.by_key, world.snapshot.plans.by_key
    for key, page in sorted(pages.items(), key=lambda item: (key_parts(item[0]).kind, item[0])):
        if not page.archived:
            may = in_force[page.ref] if page.ref in in_force else _inherited(world, key)
            yield _of(world, key, page, may, _wanted(world, desired, key, canon["pages"]))
    audiences: dict[tuple[str, ...], People] = {
        (one.mentee, one.mentor, str(one.n)): plan_audience(world, one) for one in world.pairings
    }
    for key, item in sorted(plans.items(), key=lambda pair: (key_parts(pair[0]).kind, pair[0])):
        pair = _pair(key_parts(key))
        if not item.archived and (item.item.kind is PlanKind.BOARD or pair in audiences):
            wanted = canon["plans"](item.item.model_copy(update={"audience": audiences.get(pair)}))
            yield _of(world, key, item, _of_item(item.item), _of_item(wanted))


def _of(world: World, key: Key, stored: Stored[Any], may: People, should: People) -> Visible:
    parts = key_parts(key)
    kind = parts.kind
    if kind == "reflection":
        kind = f"reflection ({parts.subjects[2].partition('-')[0]})"
    people = _roles(world, parts)
    return Visible(
        kind=kind,
        subjects=tuple(one for one in parts.subjects[:2] if world.program.find_person(one)),
        title=stored.item.title if should is None else "",
        may=may,
        should=should,
        people=people,
    )


def _roles(world: World, parts: KeyParts) -> dict[str, frozenset[str]]:
    """Who stands in which role toward a record; a role that a closer one covers counts once."""
    coordinator = world.program.person(world.program.coordinator).id
    found = [person.id for name in parts.subjects[:2] if (person := world.program.find_person(name))]
    roles = {"coordinator": frozenset({coordinator})}
    if found:
        mentee = world.program.person(found[0])
        roles["mentee"] = frozenset({mentee.id})
        roles["mentor"] = frozenset(found[1:]) or world.mentors_of(mentee.id)
        manager = world.program.find_person(mentee.manager or "")
        if manager is not None and manager.id not in frozenset().union(*roles.values()):
            roles["manager"] = frozenset({manager.id})
    return roles


def _inherited(world: World, key: Key | None) -> People:
    """The people whom a page and every page above it let in, as they were read."""
    may: People = None
    while key is not None and (page := world.snapshot.pages.get(key)) is not None:
        may = _both(may, page.item.audience.view)
        key = page.item.parent
    return may


def _wanted(world: World, desired: Desired, key: Key, canon: Canon) -> People:
    """The people whom the program lets in; a page that no rule asks for any more keeps what it was for."""
    may: People = None
    place: Key | None = key
    while place is not None:
        wish, stored = desired.pages.get(place), world.snapshot.pages.get(place)
        wanted = wish.item if wish is not None else None
        if wanted is None and stored is not None:
            wanted = stored.item.model_copy(update={"audience": _formerly(stored.item, key_parts(place))})
        if wanted is None:
            break
        may = _both(may, canon(wanted).audience.view)
        place = wanted.parent
    return may


def _formerly(page: Document, parts: KeyParts) -> Any:
    """A reflection stays with its side; every other page with those who may see the one above it."""
    side = parts.subjects[2].partition("-")[0] if parts.kind == "reflection" else ""
    view = frozenset({parts.subjects[SIDES.index(side)]}) if side in SIDES else None
    return page.audience.model_copy(update={"view": view})


def _both(one: People, other: People) -> People:
    if one is None or other is None:
        return other if one is None else one
    return one & other


def _of_item(item: PlanItem) -> People:
    """Whoever an item is assigned to sees it, too."""
    if item.audience is None:
        return None
    return item.audience | (frozenset() if item.assignee is None else frozenset({item.assignee}))


def _pair(parts: KeyParts) -> tuple[str, ...]:
    """Mentee, mentor and number of the pairing that a plan item's key names; () for none."""
    if len(parts.subjects) != len(("mentee", "mentor", "what")):
        return ()
    return (*parts.subjects[:2], parts.subjects[2].removeprefix("p").partition("-")[0])
