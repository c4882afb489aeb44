# SPDX-License-Identifier: Apache-2.0
"""The people of a program, as their row in people.csv says."""

from enum import StrEnum

from pydantic import Field

from mentorkit.domain.value import Line, Slug, Value


class Mentoring(StrEnum):
    """Whether a person offers mentoring, wants it, does both, or stands aside."""

    OFFERS = "offers"
    WANTS = "wants"
    BOTH = "both"
    NONE = "none"

    @property
    def gives(self) -> bool:
        """Whether the person is ready to mentor."""
        return self in (Mentoring.OFFERS, Mentoring.BOTH)

    @property
    def takes(self) -> bool:
        """Whether the person would like a mentor."""
        return self in (Mentoring.WANTS, Mentoring.BOTH)


class Person(Value):
    """One person of the company. ``capacity`` is how many mentees the person has room for at once."""

    id: Slug
    name: Line = Field(min_length=1, max_length=100)
    email: str
    role: Slug
    grade: str
    team: Line = Field(default="", max_length=100)
    timezone: str
    country: str = ""
    languages: tuple[str, ...] = ()
    mentoring: Mentoring = Mentoring.BOTH
    capacity: int = Field(default=1, ge=0, le=20)
    manager: Slug | None = None
    account_id: str | None = None
    aliases: tuple[Slug, ...] = ()
