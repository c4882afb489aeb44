# SPDX-License-Identifier: Apache-2.0
"""What single files of the program folder look like where that differs from what they mean."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from mentorkit.domain.skills import Level, Requirement, Role
from mentorkit.domain.value import Line, Slug, Value


class Origin(Value):
    """Where a role came from, so that a newer release can be compared with it."""

    catalogue: str
    release: str
    digest: str = ""


class RequirementEntry(BaseModel):
    """One skill of a role matrix: a level for each grade by the grade's name, and these two."""

    model_config = ConfigDict(frozen=True, extra="allow")
    __pydantic_extra__: dict[str, Level] = Field(init=False)

    weight: int = Field(default=1, ge=1, le=5)
    core: bool = False


class RoleFile(Value):
    """``roles/<id>.yaml``."""

    id: Slug
    name: Line = Field(min_length=1, max_length=120)
    family: str = ""
    summary: str = ""
    grades: tuple[str, ...] = Field(min_length=1)
    origin: Origin | None = Field(default=None, alias="from")
    requires: Mapping[Slug, RequirementEntry]

    def role(self) -> Role:
        """The role matrix that the file describes."""
        requires = {
            skill: Requirement(levels=entry.__pydantic_extra__, weight=entry.weight, core=entry.core)
            for skill, entry in self.requires.items()
        }
        return Role(
            id=self.id,
            name=self.name,
            family=self.family,
            summary=self.summary,
            grades=self.grades,
            requires=requires,
        )


class PairingEntry(Value):
    """One entry of ``pairings.yaml``."""

    mentee: Slug
    mentor: Slug
    focus: tuple[Slug, ...] = ()
    asked: date
    reopens: bool = False


class StoreTable(BaseModel):
    """One ``[stores.<name>]`` of mentorkit.toml; the adapter judges the other keys."""

    model_config = ConfigDict(frozen=True, extra="allow")
    __pydantic_extra__: dict[str, Any] = Field(init=False)

    adapter: Slug


class ConnectionsFile(Value):
    """``mentorkit.toml``."""

    format: Literal[1]
    stores: Mapping[Slug, StoreTable] = {}
