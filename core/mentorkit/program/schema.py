# SPDX-License-Identifier: Apache-2.0
"""What a program folder holds, once it is read and every check has passed."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, Literal

from pydantic import Field

from mentorkit.domain.meetings import Agenda
from mentorkit.domain.people import Person
from mentorkit.domain.resources import Resource
from mentorkit.domain.skills import Role, Skill
from mentorkit.domain.value import Line, Slug, Value


class Cadence(Value):
    """How often a pairing does what. ``monitoring_days`` lie between two monitoring meetings."""

    review: Literal["quarter", "half-year", "year"] = "quarter"
    plan: Literal["after-review"] = "after-review"
    monitoring_days: int = Field(default=14, ge=7, le=92)

    @property
    def review_months(self) -> int:
        """Months from one review to the next."""
        return {"quarter": 3, "half-year": 6, "year": 12}[self.review]


class Limits(Value):
    """How much at once, and how long anything may wait. All ``…_days`` are calendar days.

    Whoever manages ``head_reports`` people or more heads a department, and mentors ``head_mentees`` at
    most: leading takes time, and mentoring shall not be at the cost of the own growth.
    """

    focus_skills: int = Field(default=3, ge=1, le=5)
    request_days: int = Field(default=3, ge=1, le=60)
    open_requests: int = Field(default=3, ge=1, le=20)
    first_meeting_days: int = Field(default=14, ge=1, le=92)
    silence_days: int = Field(default=21, ge=7, le=184)
    head_reports: int = Field(default=5, ge=1, le=500)
    head_mentees: int = Field(default=1, ge=0, le=20)


class Nudges(Value):
    """When a comment reminds somebody, and when nobody is disturbed.

    Quiet hours are whole hours of the mentee's day, from ``quiet_from`` until ``quiet_to``.
    """

    due_soon_days: int = Field(default=3, ge=0, le=30)
    stale_days: int = Field(default=14, ge=3, le=92)
    quiet_from: int = Field(default=19, ge=0, le=23)
    quiet_to: int = Field(default=8, ge=0, le=23)
    weekends: bool = False


class Matching(Value):
    """What a match is weighed by, and the couples that are never matched, whichever mentors whom."""

    weights: Mapping[str, float] = {}
    exclude: tuple[tuple[Slug, Slug], ...] = ()


class Plans(Value):
    """Who may read a development plan: the pair, everybody in the program, or the company."""

    visibility: Literal["pair", "program", "company"] = "pair"


class ProgramGoal(Value):
    """What the program is for, with its measure. ``serves`` is the company goal behind it."""

    id: Slug
    text: Line = Field(min_length=1, max_length=250)
    serves: str = ""
    measure: str = ""
    target: float | None = None


class ProgramSettings(Value):
    """``program.yaml``: purpose, dates, cadence and rules."""

    id: Slug
    name: Line = Field(min_length=1, max_length=120)
    purpose: str = ""
    starts: date
    timezone: str
    language: str = Field(default="en", pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,8})?$")
    coordinator: Slug
    sponsor: Slug | None = None
    mode: Literal["opt-in", "opt-out"] = "opt-in"
    cadence: Cadence = Cadence()
    limits: Limits = Limits()
    nudges: Nudges = Nudges()
    matching: Matching = Matching()
    plans: Plans = Plans()
    baseline: tuple[Slug, ...] = ()
    goals: tuple[ProgramGoal, ...] = ()
    kpis: tuple[Slug, ...] = ()


class Guide(Value):
    """A text for people, in Markdown."""

    id: Slug
    title: Line = Field(min_length=1, max_length=200)
    audience: Literal["everyone", "mentor", "mentee", "coordinator", "sponsor", "hr"] = "everyone"
    minutes_to_read: int | None = Field(default=None, ge=1, le=240)
    markdown: str


class PairingRequest(Value):
    """A pair the coordinator asks for.

    ``mentee`` and ``mentor`` are the ids as they stand in the file, so that the key of the pairing
    never changes when somebody's id does. ``n`` counts the pairings of the same two from 1, in the
    order of the file; a request that ``reopens`` has the ids and the ``n`` of the one it reopens.
    """

    mentee: Slug
    mentor: Slug
    focus: tuple[Slug, ...] = ()
    asked: date
    reopens: bool = False
    n: int = Field(default=1, ge=1)


class RawStore(Value):
    """One table of mentorkit.toml: the adapter's name and the options it has yet to judge.

    ``lines`` says in which line an option stands; ``validation.check_options`` reports by it.
    """

    adapter: Slug
    options: Mapping[str, Any] = Field(default={}, repr=False)
    lines: Mapping[str, int] = Field(default={}, repr=False, exclude=True)


class Connections(Value):
    """``mentorkit.toml``: which adapter stands behind each store, by the store's name."""

    stores: Mapping[str, RawStore] = {}


class Program(ProgramSettings):
    """A whole program folder without a problem in it.

    People, resources and guides are in the order of their ids, pairings in the order of the file.
    ``agendas`` holds the folder's own and, for every other kind, the shipped one. Every id that
    anything refers to exists.
    """

    people: tuple[Person, ...] = ()
    roles: Mapping[str, Role] = {}
    skills: Mapping[str, Skill] = {}
    resources: tuple[Resource, ...] = ()
    agendas: Mapping[str, Agenda] = {}
    guides: tuple[Guide, ...] = ()
    pairings: tuple[PairingRequest, ...] = ()
    connections: Connections = Connections()

    @cached_property
    def _people_by_name(self) -> dict[str, Person]:
        named = {alias: person for person in self.people for alias in person.aliases}
        return named | {person.id: person for person in self.people}

    def person(self, name: str) -> Person:
        """The person with this id, or who once had it. Raises KeyError when there is none."""
        return self._people_by_name[name]

    def find_person(self, words: str) -> Person | None:
        """The person with this id, former id or e-mail address (in any case); None for nobody."""
        found = self._people_by_name.get(words)
        by_email = (person for person in self.people if person.email.casefold() == words.casefold())
        return found or next(by_email, None)

    def role_of(self, person: Person) -> Role:
        """The role matrix of a person of this program."""
        return self.roles[person.role]

    def required_levels(self, person: Person) -> dict[str, int]:
        """Skill id to the level that the person's role asks for at the person's grade."""
        return self.role_of(person).required(person.grade)
