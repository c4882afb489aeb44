# SPDX-License-Identifier: Apache-2.0
"""Holds the parts of a program folder against each other. Every check yields problems, none stops."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from zoneinfo import available_timezones

from mentorkit.domain.people import Person
from mentorkit.domain.skills import Requirement, Role
from mentorkit.errors import Problem
from mentorkit.program.catalogue import shipped_skill_ids
from mentorkit.program.draft import Draft
from mentorkit.program.pairings import order_problems
from mentorkit.program.places import Path, Place
from mentorkit.program.regions import countries, is_zone
from mentorkit.program.schema import ProgramSettings
from mentorkit.program.shipped import shipped_kpis
from mentorkit.program.suggest import did_you_mean


def cross_check(draft: Draft) -> Iterator[Problem]:
    """Everything that only shows when files are read together."""
    yield from _people_once(draft)
    yield from _manager_circles(draft)
    for person in draft.people:
        yield from _person(draft, person.value, person.place)
    for role in draft.roles:
        yield from _role(draft, role.value, role.place)
    yield from _skills(draft)
    yield from _resources(draft)
    yield from _pairings(draft)
    if draft.settings:
        yield from _settings(draft, draft.settings.value, draft.settings.place)


def _once(entries: Iterable[tuple[str, Place, Path]], what: str) -> Iterator[Problem]:
    """A problem for each (text, place, path in it) whose text an earlier place has as well."""
    first: dict[str, Place] = {}
    for text, place, path in entries:
        before = first.setdefault(text, place)
        if before is not place:
            line = f"line {before.line(*path)}"
            where = line if before.file == place.file else f"{before.file} {line}"
            yield place.problem(path, f"{what} in {where} already", "keep one of the two")


def _people_once(draft: Draft) -> Iterator[Problem]:
    people = draft.people
    yield from _once(((one.value.id, one.place, ("id",)) for one in people), "this id stands")
    emails = ((one.value.email.casefold(), one.place, ("email",)) for one in people)
    yield from _once(emails, "this e-mail address stands")
    accounts = ((one.value.account_id, one.place, ("account_id",)) for one in people if one.value.account_id)
    yield from _once(accounts, "this account stands")
    ids = {one.value.id: one.place for one in people}
    taken: dict[str, Place] = {}
    for one in people:
        for alias in one.value.aliases:
            other = ids.get(alias) or taken.get(alias)
            if other:
                what = f"the former id {alias!r} is in use in line {other.line()}"
                yield one.place.problem(("aliases",), what, "an id belongs to one person for good")
            taken[alias] = one.place


def _person(draft: Draft, person: Person, place: Place) -> Iterator[Problem]:
    yield from draft.unknown("roles", person.role, place, "role")
    for role in draft.roles:
        if role.value.id == person.role and person.grade not in role.value.grades:
            grades = role.value.grades
            what = f"{person.role} has no grade {person.grade!r}"
            remedy = did_you_mean(person.grade, grades, f"the grades are {', '.join(grades)}")
            yield place.problem(("grade",), what, remedy)
    if person.manager:
        yield from draft.unknown("people", person.manager, place, "manager")
    local, _, domain = person.email.rpartition("@")
    if not local or "." not in domain or any(letter.isspace() for letter in person.email):
        yield place.problem(("email",), "is not an e-mail address", "write it as name@example.com")
    if person.country and person.country not in countries():
        what = f"there is no country {person.country!r}"
        yield place.problem(("country",), what, "write two capital letters as in ISO 3166: BG, DE, PT")
    yield from _zone(person.timezone, place)


def _zone(name: str, place: Place) -> Iterator[Problem]:
    if not is_zone(name):
        remedy = did_you_mean(name, available_timezones(), "write an IANA name such as Europe/Sofia")
        yield place.problem(("timezone",), f"there is no time zone {name!r}", remedy)


def _manager_circles(draft: Draft) -> Iterator[Problem]:
    ids = draft.ids["people"]
    managers = {one.value.id: ids.get(one.value.manager or "", "") for one in draft.people}
    places = {one.value.id: one.place for one in draft.people}
    cleared: set[str] = set()
    for start in places:
        upwards: dict[str, None] = {}
        at = start
        while at and at not in cleared and at not in upwards:
            upwards[at] = None
            at = managers.get(at, "")
        if at in upwards:
            line = list(upwards)
            circle = line[line.index(at) :]
            top = min(range(len(circle)), key=lambda number: places[circle[number]].line())
            names = [*circle[top:], *circle[: top + 1]]
            what = f"managers form a circle: {' → '.join(names)}"
            yield places[names[0]].problem(("manager",), what, "leave the manager of one of them empty")
        cleared.update(upwards)


def _role(draft: Draft, role: Role, place: Place) -> Iterator[Problem]:
    grades = ((grade, place.at("grades", number), ()) for number, grade in enumerate(role.grades))
    yield from _once(grades, "this grade stands")
    for skill, requirement in role.requires.items():
        yield from draft.unknown("skills", skill, place, "requires", skill)
        yield from _requirement(role, requirement, place.at("requires", skill))


def _requirement(role: Role, requirement: Requirement, place: Place) -> Iterator[Problem]:
    for name in requirement.levels:
        if name not in role.grades:
            remedy = did_you_mean(name, [*role.grades, "weight", "core"], f"grades: {', '.join(role.grades)}")
            yield place.problem((name,), "is neither a grade of the role nor weight nor core", remedy)
    for grade in role.grades:
        if grade not in requirement.levels:
            yield place.problem((grade,), "the level for this grade is missing", "give a level from 0 to 4")
    known = [grade for grade in dict.fromkeys(role.grades) if grade in requirement.levels]
    for lower, higher in pairwise(known):
        if requirement.levels[higher] < requirement.levels[lower]:
            what = f"level {requirement.levels[higher]} is below {requirement.levels[lower]} for {lower}"
            yield place.problem((higher,), what, "a higher grade never asks for less")


def _skills(draft: Draft) -> Iterator[Problem]:
    yield from _once(((one.value.id, one.place, ("id",)) for one in draft.skills), "this id stands")
    for one in draft.skills:
        for number, related in enumerate(one.value.related):
            if related not in draft.ids["skills"] and related not in shipped_skill_ids():
                yield from draft.unknown("skills", related, one.place, "related", number)
        for key, levels in (("levels", one.value.levels), ("signs", one.value.signs)):
            for level in levels:
                if not 1 <= level <= 4:
                    yield one.place.problem((key, str(level)), "is no level with words", "use 1 to 4")


def _resources(draft: Draft) -> Iterator[Problem]:
    yield from _once(((one.value.id, one.place, ("id",)) for one in draft.resources), "this id stands")
    for one in draft.resources:
        yield from draft.unknown("skills", one.value.skill, one.place, "skill")
        if one.value.to <= one.value.start:
            yield one.place.problem(("to",), "leads to no higher level than it starts from", "raise it")


def _pairings(draft: Draft) -> Iterator[Problem]:
    ids = draft.ids["people"]
    most = draft.settings.value.limits.focus_skills if draft.settings else None
    for one in draft.pairings:
        entry, place = one.value, one.place
        yield from draft.unknown("people", entry.mentee, place, "mentee")
        yield from draft.unknown("people", entry.mentor, place, "mentor")
        if ids.get(entry.mentee, entry.mentee) == ids.get(entry.mentor, entry.mentor):
            yield place.problem(("mentor",), "mentor and mentee are the same person", "name two people")
        for number, skill in enumerate(entry.focus):
            yield from draft.unknown("skills", skill, place, "focus", number)
        if most and len(entry.focus) > most:
            what = f"{len(entry.focus)} focus skills, and the program's limit is {most}"
            yield place.problem(("focus",), what, "keep those that matter most")
    yield from order_problems(draft.pairings, ids)


def _settings(draft: Draft, settings: ProgramSettings, place: Place) -> Iterator[Problem]:
    yield from _zone(settings.timezone, place)
    yield from draft.unknown("people", settings.coordinator, place, "coordinator")
    if settings.sponsor:
        yield from draft.unknown("people", settings.sponsor, place, "sponsor")
    for number, skill in enumerate(settings.baseline):
        yield from draft.unknown("skills", skill, place, "baseline", number)
    for number, pair in enumerate(settings.matching.exclude):
        for end, person in enumerate(pair):
            yield from draft.unknown("people", person, place, "matching", "exclude", number, end)
    for name, weight in settings.matching.weights.items():
        if weight < 0:
            yield place.problem(("matching", "weights", name), "is negative", "use 0 or more")
    for number, kpi in enumerate(settings.kpis):
        if kpi not in shipped_kpis():
            remedy = did_you_mean(kpi, shipped_kpis(), f"choose from {', '.join(sorted(shipped_kpis()))}")
            yield place.problem(("kpis", number), f"there is no KPI {kpi!r}", remedy)
    goals = ((goal.id, place.at("goals", number), ("id",)) for number, goal in enumerate(settings.goals))
    yield from _once(goals, "this id stands")
