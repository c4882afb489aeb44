# SPDX-License-Identifier: Apache-2.0
"""What the catalogue holds beside roles, skills, resources, agendas and guides."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from mentorkit.domain.skills import Level, SkillKind
from mentorkit.domain.value import Slug, Value

Moment = Literal[
    "before-first-meeting",
    "after-first-meeting",
    "before-review",
    "after-review",
    "before-plan",
    "before-monitoring",
    "mid-point",
    "milestone-reached",
    "before-closing",
    "after-closing",
    "reopened",
    "after-missed-meeting",
    "stale-plan",
    "silence",
    "remote",
    "new-mentor",
]
"""When a tip is shown. Questions know a few moments more."""

SurveyMoment = Literal[
    "after-first-meeting",
    "after-meeting",
    "before-review",
    "after-review",
    "mid-point",
    "milestone-reached",
    "after-topic-session",
    "after-training",
    "after-closing",
    "yearly",
]

Asked = Literal["mentor", "mentee", "both", "peer", "manager", "participant"]


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else value


class Tip(Value):
    """One sentence of advice, shown once, at its moment, to those it is for."""

    id: Slug
    moment: Moment
    audience: Literal["mentor", "mentee", "both", "coordinator"] = Field(alias="for")
    text: str = Field(min_length=1, max_length=300)


class SurveyItem(Value):
    """One question. ``pairs_with`` is the same question put to the other side."""

    id: Slug
    text: str = Field(min_length=1, max_length=250)
    scale: Literal["1-5", "0-10", "yes-no", "open"]
    audience: Asked = Field(alias="for")
    pairs_with: Slug | None = None


class Survey(Value):
    """Questions asked together, at one moment. Every answer may be "prefer not to say"."""

    id: Slug
    title: str = Field(min_length=1, max_length=120)
    moment: SurveyMoment
    audience: Annotated[tuple[Asked, ...], BeforeValidator(_listed)] = Field(alias="for", min_length=1)
    minutes: int = Field(ge=1, le=30)
    intro: str = ""
    items: tuple[SurveyItem, ...] = Field(min_length=1)


class Kpi(Value):
    """A figure a program may choose. ``formula`` says in words how to count it by hand.

    ``guide`` is a range seen in the field, None where none is known; ``minimum_n`` the people it has
    to be taken over before it is shown; ``lag`` says that it means little in the first half year.
    """

    id: Slug
    name: str = Field(min_length=1, max_length=120)
    level: Literal["activity", "reaction", "learning", "behavior", "results", "health"]
    formula: str = Field(min_length=10, max_length=400)
    source: str = Field(min_length=1)
    unit: str = Field(min_length=1)
    guide: tuple[float, float] | None = None
    minimum_n: int = Field(ge=5)
    why: str = Field(min_length=1)
    lag: bool = False


class Platform(Value):
    """A community or mentor platform outside the company. ``*`` in ``roles`` means every role."""

    id: Slug
    name: str = Field(min_length=1, max_length=120)
    url: str = Field(pattern=r"^https?://")
    kind: Literal["platform", "community"]
    families: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    languages: tuple[str, ...] = Field(min_length=1)
    cost: Literal["free", "paid", "mixed"]
    note: str = ""
    seen: date | None = None
    seen_page: str = ""

    def suits(self, role: str, family: str) -> bool:
        """Whether somebody of this role, or of another one of that family, finds something there."""
        return bool({"*", role} & set(self.roles) or {"*", family} & set(self.families))


class ScaleLevel(Value):
    """One proficiency level in words."""

    n: Level
    word: str
    sentence: str


class KindWords(Value):
    """What the levels mean for every skill of one kind that has no sentences of its own."""

    levels: Mapping[int, str]
    signs: Mapping[int, tuple[str, ...]] = {}


class Scale(Value):
    """The five levels, and the generic sentences by kind of skill."""

    levels: tuple[ScaleLevel, ...] = Field(min_length=5, max_length=5)
    kinds: Mapping[SkillKind, KindWords]


class BaselineEntry(Value):
    """What everybody in a company brings, whatever the role."""

    skill: Slug
    level: Annotated[int, Field(ge=1, le=4)]


class Baseline(Value):
    """``skills/_baseline.yaml``."""

    baseline: tuple[BaselineEntry, ...]


class LanguageFile(Value):
    """``languages/<language>.yaml``: every text by its id."""

    language: str = Field(pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,8})?$")
    name: str
    texts: Mapping[str, str]


class SurveyWords(Value):
    """A survey in another language: its items by id."""

    title: str
    intro: str = ""
    items: Mapping[str, str]
