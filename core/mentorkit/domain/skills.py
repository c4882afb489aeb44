# SPDX-License-Identifier: Apache-2.0
"""Skills, proficiency levels, role matrices, and the gaps between a person and a role."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from mentorkit.domain.value import Line, Slug, Value

Level = Annotated[int, Field(ge=0, le=4)]
"""0 Not yet, 1 Aware, 2 Working, 3 Independent, 4 Guide."""

LEVEL_WORDS = ("Not yet", "Aware", "Working", "Independent", "Guide")


class SkillKind(StrEnum):
    """What sort of skill it is; it decides the generic level sentences."""

    TECHNOLOGY = "technology"
    PRACTICE = "practice"
    PEOPLE = "people"
    DOMAIN = "domain"


class SkillWords(Value):
    """Words that betray a skill in work: issue labels, file patterns, package names."""

    labels: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()


class Skill(Value):
    """One skill. ``levels`` and ``signs`` are by level 1 to 4 and may be absent (generic by kind)."""

    id: Slug
    name: Line = Field(min_length=1, max_length=120)
    kind: SkillKind
    also: tuple[str, ...] = ()
    related: tuple[Slug, ...] = ()
    words: SkillWords = SkillWords()
    levels: Mapping[int, str] = {}
    signs: Mapping[int, tuple[str, ...]] = {}


class Requirement(Value):
    """What a role asks of one skill: a level for each grade, a weight, whether it is core."""

    levels: Mapping[str, Level]
    weight: int = Field(default=1, ge=1, le=5)
    core: bool = False


class Role(Value):
    """A role matrix: which skills a role needs at which level, by grade (lowest grade first)."""

    id: Slug
    name: Line = Field(min_length=1, max_length=120)
    family: str = ""
    summary: str = ""
    grades: tuple[str, ...] = Field(min_length=1)
    requires: Mapping[Slug, Requirement]

    def required(self, grade: str) -> dict[str, int]:
        """Skill id to required level for a grade of this role, core skills first, then by id."""
        ordered = sorted(self.requires.items(), key=lambda pair: (not pair[1].core, pair[0]))
        return {skill: requirement.levels[grade] for skill, requirement in ordered}


class Gap(Value):
    """How far a person is from what the role asks in one skill. ``missing`` is at least 1."""

    skill: Slug
    current: Level
    required: Level
    weight: int
    core: bool

    @property
    def missing(self) -> int:
        """Levels to go."""
        return self.required - self.current


def gaps(role: Role, grade: str, levels: Mapping[str, int]) -> tuple[Gap, ...]:
    """Every gap of a person, core skills first, then by weighted size, then by skill id.

    A skill that the person has not rated counts as level 0.
    """
    found = [
        Gap(
            skill=skill,
            current=levels.get(skill, 0),
            required=required,
            weight=role.requires[skill].weight,
            core=role.requires[skill].core,
        )
        for skill, required in role.required(grade).items()
        if levels.get(skill, 0) < required
    ]
    return tuple(sorted(found, key=lambda gap: (not gap.core, -gap.weight * gap.missing, gap.skill)))
