# SPDX-License-Identifier: Apache-2.0
"""Finding things in the catalogue by the words people use for them."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mentorkit.content.catalogue import AREAS, Catalogue, identifier
from mentorkit.content.models import Kpi, Platform, Survey, Tip
from mentorkit.domain.meetings import Agenda
from mentorkit.domain.resources import Resource
from mentorkit.domain.skills import Role, Skill
from mentorkit.program.schema import Guide

EXACT, NAME, SYNONYM, BEGINS_NAME, BEGINS_SYNONYM, TEXT = 100, 30, 20, 15, 10, 2
"""What a word is worth: as the whole name, in it, as a synonym, as the beginning of either, in a text."""


@dataclass(frozen=True)
class Hit:
    """One thing found. ``area`` is where it lives, ``score`` how well it fits (the higher the better)."""

    area: str
    id: str
    name: str
    score: int


@dataclass(frozen=True)
class _Entry:
    names: tuple[str, ...]
    synonyms: tuple[str, ...]
    text: str


def search(catalogue: Catalogue, words: str, areas: Sequence[str] = (*AREAS, "platforms")) -> list[Hit]:
    """What fits all of the words, best first and of equals the shortest name; nothing for no words.

    A word fits a name, a synonym (as on a skill's ``also`` and ``words``) or a text, also by its
    beginning. Case and accents do not count.
    """
    wanted = _words(words)
    whole = " ".join(wanted)
    hits: list[Hit] = []
    for area in areas:
        for one in catalogue.area(area):
            entry = _entry(one.value)
            score = sum(scores) if all(scores := [_score(word, entry) for word in wanted]) else 0
            if score and any(whole == " ".join(_words(name)) for name in (*entry.names, *entry.synonyms)):
                score += EXACT
            if score:
                hits.append(Hit(area, identifier(one.value), title(one.value), score))
    order = {area: at for at, area in enumerate(areas)}
    return (
        sorted(hits, key=lambda hit: (-hit.score, order[hit.area], len(hit.name), hit.id)) if wanted else []
    )


def title(value: Any) -> str:
    """What anything in the catalogue is called."""
    if isinstance(value, Agenda | Guide | Survey | Resource):
        return value.title
    return str(value.text if isinstance(value, Tip) else value.name)


def _score(word: str, entry: _Entry) -> int:
    names, synonyms, text = _all(entry.names), _all(entry.synonyms), _words(entry.text)
    if word in names:
        return NAME
    if word in synonyms:
        return SYNONYM
    begun = ((names, BEGINS_NAME), (synonyms, BEGINS_SYNONYM), (text, TEXT))
    return next((worth for words, worth in begun if any(other.startswith(word) for other in words)), 0)


def _entry(value: Any) -> _Entry:
    return _ENTRIES[type(value)](value)


def _role(role: Role) -> _Entry:
    return _Entry((role.id, role.name), (), f"{role.summary} {role.family} {' '.join(role.requires)}")


def _skill(skill: Skill) -> _Entry:
    synonyms = (*skill.also, *skill.words.labels, *skill.words.packages)
    return _Entry((skill.id, skill.name), synonyms, " ".join(skill.levels.values()))


def _resource(one: Resource) -> _Entry:
    return _Entry((one.id, one.title), (one.skill, one.publisher), f"{one.kind} {one.url}")


def _agenda(agenda: Agenda) -> _Entry:
    items = " ".join(" ".join((item.title, *item.notes)) for item in agenda.items)
    return _Entry((agenda.kind, agenda.title), (), f"{agenda.purpose} {items}")


def _survey(survey: Survey) -> _Entry:
    return _Entry((survey.id, survey.title), (), " ".join(item.text for item in survey.items))


_ENTRIES: Mapping[type, Callable[[Any], _Entry]] = {
    Role: _role,
    Skill: _skill,
    Resource: _resource,
    Agenda: _agenda,
    Survey: _survey,
    Guide: lambda guide: _Entry((guide.id, guide.title), (guide.audience,), guide.markdown),
    Tip: lambda tip: _Entry((tip.id,), (tip.moment, tip.audience), tip.text),
    Kpi: lambda kpi: _Entry((kpi.id, kpi.name), (kpi.level,), f"{kpi.formula} {kpi.why}"),
    Platform: lambda one: _Entry((one.id, one.name), (*one.roles, *one.families), one.note),
}


def _all(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in _words(text)]


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(
        r"[^\W_]+[+#]*", "".join(letter for letter in plain if not unicodedata.combining(letter))
    )
