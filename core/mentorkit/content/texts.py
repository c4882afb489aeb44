# SPDX-License-Identifier: Apache-2.0
"""Every text by a stable id, in the first of a person's languages that has it.

A text that a language lacks is looked up in the next one: the person's languages, the program's,
English. ``en-XA`` is the pseudo-language of tests: English with accents, longer, in brackets, so that
a text that is not looked up, or cut off, can be seen.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from mentorkit.content.catalogue import identifier, shipped
from mentorkit.content.models import LanguageFile, Survey, SurveyWords, Tip
from mentorkit.content.tongues import base_of
from mentorkit.domain.meetings import Agenda
from mentorkit.program.validation import validate
from mentorkit.program.yaml_file import read_yaml

ENGLISH, PSEUDO = "en", "en-XA"

T = TypeVar("T")

_BRACES = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_ACCENTS = str.maketrans("AEIOUYaeiouycnsz", "ÀÉÎÖÛÝàéîöûýçñšž")


def placeholders(text: str) -> frozenset[str]:
    """What has to be filled in: the words in braces."""
    return frozenset(_BRACES.findall(text))


def available_languages() -> tuple[str, ...]:
    """The languages that ship, English first."""
    names = shipped().files.names("languages", ".yaml")
    tags = [name.removeprefix("languages/").removesuffix(".yaml") for name in names]
    return (ENGLISH, *(tag for tag in tags if tag != ENGLISH))


def chain(wanted: Iterable[str], program: str = ENGLISH) -> tuple[str, ...]:
    """The languages to look in, in order: those wanted, the program's, English; only those that ship.

    ``bg-BG`` is looked up as ``bg``. The pseudo-language is there for who asks for it by name.
    """
    there = available_languages()
    found = [PSEUDO if tag == PSEUDO else base_of(tag) for tag in (*wanted, program, ENGLISH)]
    return tuple(dict.fromkeys(tag for tag in found if tag == PSEUDO or tag in there))


def phrases(language: str) -> Mapping[str, str]:
    """Every English text without a value to fill in, to its words in a language that ships.

    Of two English texts that are the same the first counts. Empty for a language that does not ship.
    """
    if not set(chain((language,))) - {ENGLISH}:
        return {}
    theirs = _texts(chain((language,))[0])
    found: dict[str, str] = {}
    for key, english in _texts(ENGLISH).items():
        if key in theirs and not placeholders(english):
            found.setdefault(english, theirs[key])
    return found


class Texts:
    """The texts in the first of ``languages`` that has them; English when it is empty.

    Everything is read when it is first needed; instances are cheap.
    """

    def __init__(self, languages: Sequence[str] = ()) -> None:
        self.languages = chain(languages)

    @property
    def language(self) -> str:
        """The language that is looked in first."""
        return self.languages[0]

    def say(self, key: str, /, **values: object) -> str:
        """The text with this id, filled in.

        A counted text (``key.one``, ``key.other``) is chosen by the number ``n``. Raises KeyError for
        an id that no language has, and for a value that a text asks for and was not given.
        """
        for language in self.languages:
            texts = _texts(language)
            text = texts.get(key)
            if text is None and "n" in values:
                text = texts.get(f"{key}.{'one' if values['n'] == 1 else 'other'}")
            if text is not None:
                return _BRACES.sub(lambda found: str(values[found[1]]), text)
        raise KeyError(key)

    def agenda(self, kind: str) -> Agenda:
        """The agenda of a kind. Raises KeyError for a kind that does not ship."""
        return self._first(_agendas, kind)

    def tip(self, tip: str) -> str:
        """The words of a tip. Raises KeyError for a tip that does not ship."""
        return self._first(_tips, tip)

    def kpi(self, kpi: str) -> str:
        """The name of a figure. Raises KeyError for one that does not ship."""
        return self._first(_kpis, kpi)

    def survey(self, survey: str) -> SurveyWords:
        """Title, introduction and questions. Raises KeyError for a survey that does not ship."""
        return self._first(_surveys, survey)

    def tips_for(self, moment: str, person: str) -> tuple[Tip, ...]:
        """The tips of a moment for a mentor, a mentee or a coordinator, in these words, by id."""
        audiences = {person, "both"} if person in ("mentor", "mentee") else {person}
        tips = [tip for tip in shipped().by_id("tips").values() if tip.moment == moment]
        fitting = sorted((tip for tip in tips if tip.audience in audiences), key=lambda tip: tip.id)
        return tuple(tip.model_copy(update={"text": self.tip(tip.id)}) for tip in fitting)

    def _first(self, area: Callable[[str], Mapping[str, T]], key: str) -> T:
        """What the first language that has the key says. Raises KeyError where none has it."""
        for language in self.languages:
            found = area(language)
            if key in found:
                return found[key]
        raise KeyError(key)


@cache
def _texts(language: str) -> Mapping[str, str]:
    if language == PSEUDO:
        return {key: pseudo(text) for key, text in _texts(ENGLISH).items()}
    return validate(LanguageFile, *_read(f"languages/{language}.yaml")).texts


@cache
def _agendas(language: str) -> Mapping[str, Agenda]:
    if language == ENGLISH:
        return shipped().by_id("agendas")
    if language == PSEUDO:
        return {kind: _pseudo_agenda(agenda) for kind, agenda in _agendas(ENGLISH).items()}
    return {identifier(one.value): one.value for one in shipped().translated_agendas(language)}


@cache
def _tips(language: str) -> Mapping[str, str]:
    return _words(language, "tips", "text")


@cache
def _kpis(language: str) -> Mapping[str, str]:
    return _words(language, "kpis", "name")


def _words(language: str, area: str, name: str) -> Mapping[str, str]:
    """One text an entry of an area, by its id."""
    change = _CHANGES.get(language)
    if change is not None:
        return {key: change(getattr(value, name)) for key, value in shipped().by_id(area).items()}
    data, _ = _read(f"languages/{language}/{area}.yaml")
    return {str(key): str(text) for key, text in data.items()}


@cache
def _surveys(language: str) -> Mapping[str, SurveyWords]:
    change = _CHANGES.get(language)
    if change is not None:
        return {key: _survey_words(survey, change) for key, survey in shipped().by_id("surveys").items()}
    data, place = _read(f"languages/{language}/surveys.yaml")
    return {key: validate(SurveyWords, entry, place.at(key)) for key, entry in data.items()}


def _survey_words(survey: Survey, change: Callable[[str], str]) -> SurveyWords:
    items = {item.id: change(item.text) for item in survey.items}
    return SurveyWords(title=change(survey.title), intro=change(survey.intro), items=items)


def _read(name: str) -> Any:
    files = shipped().files
    return read_yaml(files.text(name) if files.has(name) else "{}", name)


def pseudo(text: str) -> str:
    """English as a test sees that it was looked up: accents, brackets, a third longer; braces stay."""
    parts = re.split(r"(\{[^}]*\})", text)
    changed = "".join(part if part.startswith("{") else part.translate(_ACCENTS) for part in parts)
    return f"[{changed}{'·' * (len(text) // 3)}]"


def _pseudo_agenda(agenda: Agenda) -> Agenda:
    items = tuple(
        item.model_copy(
            update={"title": pseudo(item.title), "notes": tuple(pseudo(note) for note in item.notes)}
        )
        for item in agenda.items
    )
    words = {name: pseudo(getattr(agenda, name)) for name in ("title", "purpose")}
    lists = {
        name: "\n".join(pseudo(line) for line in getattr(agenda, name).splitlines())
        for name in ("before", "after")
    }
    return agenda.model_copy(update={**words, **lists, "items": items})


_CHANGES: Mapping[str, Callable[[str], str]] = {ENGLISH: str, PSEUDO: pseudo}
