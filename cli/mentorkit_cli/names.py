# SPDX-License-Identifier: Apache-2.0
"""What people call the things that the program knows by ids and keys, and the way back."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import rich_click as click

from mentorkit.domain.keys import Key, key_parts
from mentorkit.domain.pairings import Pairing, pairing_key
from mentorkit.domain.people import Person
from mentorkit.ports import PlanItem, Stored
from mentorkit.program.schema import PairingRequest, Program
from mentorkit.program.suggest import did_you_mean
from mentorkit.rules import World


class Names:
    """The words for the ids and keys of one program."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def person(self, identifier: str) -> str:
        """A person's name; the id itself for somebody the program does not know."""
        found = self._program.find_person(identifier)
        return found.name if found else identifier

    def people(self, identifiers: "frozenset[str] | tuple[str, ...]") -> str:
        """Names in the order of their ids."""
        return ", ".join(self.person(identifier) for identifier in sorted(identifiers))

    def pair(self, pairing: Pairing) -> str:
        """The two of a pairing, mentee first."""
        return f"{self.person(pairing.mentee)} and {self.person(pairing.mentor)}"

    def skill(self, identifier: str) -> str:
        """A skill's name."""
        known = self._program.skills.get(identifier)
        return known.name if known else identifier

    def record(self, words: str) -> str:
        """A record by its key in words, such as ``pairing of Ana and Boris``; other text as it is."""
        try:
            parts = key_parts(Key(words))
        except ValueError:
            return words
        people = [self.person(one) for one in parts.subjects[:2] if self._program.find_person(one)]
        return f"{parts.kind} of {' and '.join(people)}" if people else f"{parts.kind} {parts.subjects[0]}"


def find_person(program: Program, words: str, option: str) -> Person:
    """The person with this id, former id or e-mail address. Raises BadParameter with a suggestion."""
    found = program.find_person(words)
    if found is None:
        known = [name for person in program.people for name in (person.id, person.email)]
        remedy = did_you_mean(words, known, "mentorkit people list shows everybody")
        raise click.BadParameter(f"there is no person {words!r}; {remedy}", param_hint=option)
    return found


def find_skill(program: Program, words: str, option: str) -> str:
    """The id of the skill with this id or name. Raises BadParameter with a suggestion."""
    by_name = {skill.name.casefold(): skill.id for skill in program.skills.values()}
    found = words if words in program.skills else by_name.get(words.casefold())
    if found is None:
        remedy = did_you_mean(words, program.skills, "the files in skills/ list them")
        raise click.BadParameter(f"there is no skill {words!r}; {remedy}", param_hint=option)
    return found


def find_pairing(program: Program, words: str, option: str) -> PairingRequest:
    """The latest request named ``mentee/mentor`` (or ``mentee/mentor/2``). Raises BadParameter."""
    named = {pairing_name(request): request for request in program.pairings}
    latest = {f"{request.mentee}/{request.mentor}": request for request in program.pairings}
    found = named.get(words) or latest.get(words)
    if found is None:
        remedy = did_you_mean(words, named, "mentorkit pair list shows them; write mentee/mentor")
        raise click.BadParameter(f"there is no pairing {words!r}; {remedy}", param_hint=option)
    return found


def as_it_stands(world: World, request: PairingRequest) -> Pairing:
    """The pairing that was asked for so, as it stands now."""
    key = pairing_key(world.program.id, request.mentee, request.mentor, request.n)
    return next(pairing for pairing in world.pairings if pairing.key == key)


def find_item(world: World, words: str, option: str) -> Stored[PlanItem]:
    """The plan item that people call so (``MENT-7``). Raises BadParameter with a suggestion."""
    plans = world.snapshot.plans
    named = {stored.name: stored for stored in (*plans.theirs, *plans.by_key.values())}
    found = named.get(words) or named.get(words.upper())
    if found is None:
        remedy = did_you_mean(words, named, "mentorkit plan show PERSON shows a plan with its names")
        raise click.BadParameter(f"there is no plan item {words!r}; {remedy}", param_hint=option)
    return found


def pairing_name(request: PairingRequest | Pairing) -> str:
    """How a pairing is named on the command line."""
    return f"{request.mentee}/{request.mentor}" + (f"/{request.n}" if request.n > 1 else "")


def meeting_name(key: Key) -> str:
    """How a meeting is named on the command line: its pairing, its kind, the day the cadence asked for."""
    parts = key_parts(key)
    number = f"/{parts.n}" if parts.n > 1 else ""
    mentee, mentor, subject = parts.subjects
    return f"{mentee}/{mentor}{number}/{subject}"


def moment(at: datetime, zone: str) -> str:
    """A time in a zone, with the zone's name: ``Tue 3 Nov 2026 10:00 Europe/Sofia``."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{day(local.date())} {local:%H:%M} {zone}"


def day(on: date) -> str:
    """A date as people read it: ``Tue 3 Nov 2026``."""
    return f"{on:%a} {on.day} {on:%b} {on:%Y}"
