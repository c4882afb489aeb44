# SPDX-License-Identifier: Apache-2.0
"""Which entries of the catalogue are for a role, a family, a skill, of a kind, in a language."""

from dataclasses import dataclass
from typing import Any

from mentorkit.content.catalogue import Catalogue
from mentorkit.content.models import Platform
from mentorkit.domain.resources import Resource
from mentorkit.domain.skills import Role, Skill


@dataclass(frozen=True)
class Filter:
    """What is wanted; "" asks for nothing. An entry that cannot have what is asked for does not fit."""

    family: str = ""
    role: str = ""
    skill: str = ""
    kind: str = ""
    language: str = ""

    def fits(self, catalogue: Catalogue, value: Any) -> bool:
        """Whether an entry has everything that is asked for."""
        return all(
            (
                self._for_role(catalogue, value),
                self.skill in ("", getattr(value, "skill", None)),
                self.kind in ("", str(getattr(value, "kind", ""))),
                self._spoken(value),
            )
        )

    def _for_role(self, catalogue: Catalogue, value: Any) -> bool:
        role: Role | None = catalogue.by_id("roles").get(self.role)
        if isinstance(value, Platform) and (self.role or self.family):
            return value.suits(self.role, role.family if role else self.family)
        if self.family and getattr(value, "family", None) != self.family:
            return False
        if isinstance(value, Skill | Resource):
            skill = value.id if isinstance(value, Skill) else value.skill
            return not self.role or (role is not None and skill in role.requires)
        return self.role in ("", getattr(value, "id", None))

    def _spoken(self, value: Any) -> bool:
        if isinstance(value, Platform):
            return self.language in ("", *value.languages)
        return self.language in ("", getattr(value, "lang", None))
