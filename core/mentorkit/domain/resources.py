# SPDX-License-Identifier: Apache-2.0
"""Learning resources, and which of them fit a step from one proficiency level to another."""

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from mentorkit.domain.skills import Level
from mentorkit.domain.value import Line, Slug, Value


class Resource(Value):
    """Something to learn from. ``start`` and ``to`` are the levels it leads from and to.

    ``team`` is whose own practice it shows (as people.csv names teams), "" for everybody's.
    """

    id: Slug
    title: Line = Field(min_length=1, max_length=250)
    url: str = Field(pattern=r"^https?://[^\s\"<>]+$")
    kind: Literal[
        "course", "book", "article", "docs", "exercise", "talk", "certificate", "workshop", "manual"
    ]
    skill: Slug
    start: Level = Field(alias="from", default=0)
    to: Level
    minutes: int = Field(ge=1, le=60_000)
    lang: str = "en"
    cost: Literal["free", "paid", "mixed"] = "free"
    publisher: str = ""
    isbn: str = ""
    seen: str = ""
    team: str = Field(default="", max_length=80)


def fitting(
    resources: Iterable[Resource], skill: str, current: int, target: int, team: str = ""
) -> tuple[Resource, ...]:
    """Resources that carry somebody in ``skill`` from ``current`` toward ``target``, best first.

    A resource fits when the levels it covers overlap the step. What shows how the own ``team`` works
    comes before everything else, then the closest start, then the shorter one, then by id. What another
    team wrote about its own practice does not fit.
    """
    usable = (
        resource
        for resource in resources
        if resource.skill == skill
        and resource.start < target
        and resource.to > current
        and resource.team in ("", team)
    )
    return tuple(
        sorted(
            usable,
            key=lambda r: (not r.team, abs(r.start - current), abs(r.to - target), r.minutes, r.id),
        )
    )
