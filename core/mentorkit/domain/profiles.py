# SPDX-License-Identifier: Apache-2.0
"""What people say about themselves: the open skill profile and the private *My growth*."""

from collections.abc import Mapping
from datetime import date

from mentorkit.domain.people import Mentoring
from mentorkit.domain.value import Slug, Value


class Rating(Value):
    """A level that a person gave a skill, and the evidence in their own words."""

    level: int
    evidence: str = ""


class Profile(Value):
    """The open profile. ``ratings`` is by skill id; a skill the catalogue lacks has an id made of its name.

    ``names`` gives the words the person used for each skill. ``mentoring`` and ``capacity`` are None
    where the page does not say.
    """

    person: str
    ratings: Mapping[str, Rating] = {}
    names: Mapping[str, str] = {}
    mentoring: Mentoring | None = None
    capacity: int | None = None
    problems: tuple[str, ...] = ()

    @property
    def levels(self) -> dict[str, int]:
        """Skill id to level."""
        return {skill: rating.level for skill, rating in self.ratings.items()}


class Target(Value):
    """The role and grade that a person strives for."""

    role: Slug
    grade: str


class MentorRecord(Value):
    """What somebody has given as a mentor: how many people, since when, and how many pairings to the end."""

    mentees: int
    since: date
    completed: int = 0


class Growth(Value):
    """The private wishes: skills to grow in, with the reason, mentors in the order of liking, a target."""

    person: str
    wishes: Mapping[str, str] = {}
    mentors: tuple[str, ...] = ()
    target: Target | None = None
    problems: tuple[str, ...] = ()
