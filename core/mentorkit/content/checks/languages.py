# SPDX-License-Identifier: Apache-2.0
"""Checks of translations: nothing missing, nothing left over, the same placeholders, the same minutes."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from mentorkit.content.catalogue import Catalogue, identifier
from mentorkit.content.checks.common import plain_text
from mentorkit.content.models import LanguageFile, SurveyWords
from mentorkit.content.texts import ENGLISH, placeholders
from mentorkit.content.tongues import is_language
from mentorkit.domain.meetings import Agenda
from mentorkit.errors import ConfigError, Problem
from mentorkit.program.places import Place, gathering
from mentorkit.program.validation import validate
from mentorkit.program.yaml_file import read_yaml


def language_problems(catalogue: Catalogue) -> Iterator[Problem]:
    """Every language file against English, and every translated text against its original."""
    problems: list[Problem] = []
    languages: dict[str, tuple[LanguageFile, Place]] = {}
    for name in catalogue.files.names("languages", ".yaml"):
        tag = PurePosixPath(name).stem
        with gathering(problems):
            read = validate(LanguageFile, *_read(catalogue, name))
            languages[tag] = read, _read(catalogue, name)[1]
            if tag != read.language or not is_language(tag):
                place = languages[tag][1]
                remedy = "name the file by an ISO 639-1 code and say the same in it"
                problems.append(place.problem(("language",), f"there is no language {tag!r} here", remedy))
    yield from problems
    if ENGLISH not in languages:
        yield Problem(f"languages/{ENGLISH}.yaml", 0, "", "English is missing", "every language leans on it")
        return
    english, english_place = languages[ENGLISH]
    for key, text in english.texts.items():
        yield from plain_text(text, english_place, "texts", key)
        yield from _counted(key, english.texts, english_place)
    for tag, (read, place) in sorted(languages.items()):
        if tag != ENGLISH:
            yield from _compared(english.texts, read.texts, place.at("texts"))
            yield from _translated(catalogue, tag)


def _read(catalogue: Catalogue, name: str) -> tuple[Any, Place]:
    return read_yaml(catalogue.files.text(name), name)


def _compared(original: Mapping[str, str], texts: Mapping[str, str], place: Place) -> Iterator[Problem]:
    """The same ids, and in each text the same things to fill in."""
    for key in original:
        if not str(texts.get(key, "")).strip():
            yield place.problem((key,), "is not translated", f"translate: {original[key][:60]}")
    for key, text in texts.items():
        if key not in original:
            yield place.problem((key,), "is no text of the original", "remove it, or correct its id")
        elif placeholders(text) != placeholders(original[key]):
            wanted = ", ".join(sorted(placeholders(original[key]))) or "none"
            told = "the words in braces differ from the original's"
            yield place.problem((key,), told, f"they are: {wanted}")
        yield from plain_text(str(text), place, key)


def _counted(key: str, texts: Mapping[str, str], place: Place) -> Iterator[Problem]:
    """A text with a form for one has a form for others, and one that counts has both."""
    stem, _, form = key.rpartition(".")
    counts = form == "one" or (form == "other" and "n" in placeholders(texts[key]))
    other = f"{stem}.{'other' if form == 'one' else 'one'}"
    if counts and other not in texts:
        yield place.problem(("texts", key), f"has no {other} beside it", "counted texts have .one and .other")


def _translated(catalogue: Catalogue, tag: str) -> Iterator[Problem]:
    folder = f"languages/{tag}"
    yield from _agendas(catalogue, tag)
    tips = {one.value.id: one.value.text for one in catalogue.tips}
    kpis = {one.value.id: one.value.name for one in catalogue.kpis}
    for name, original in ((f"{folder}/tips.yaml", tips), (f"{folder}/kpis.yaml", kpis)):
        try:
            data, place = _read(catalogue, name)
        except ConfigError as error:
            yield from error.problems
            continue
        if isinstance(data, dict):
            yield from _compared(original, data, place)
        else:
            yield place.problem((), "is not a set of keys and values", "write lines of id: text")
    yield from _surveys(catalogue, f"{folder}/surveys.yaml")


def _surveys(catalogue: Catalogue, name: str) -> Iterator[Problem]:
    try:
        data, place = _read(catalogue, name)
        read = {key: validate(SurveyWords, entry, place.at(key)) for key, entry in (data or {}).items()}
    except ConfigError as error:
        yield from error.problems
        return
    originals = catalogue.by_id("surveys")
    yield from _compared(
        {key: survey.title for key, survey in originals.items()},
        {key: words.title for key, words in read.items()},
        place,
    )
    for key, survey in originals.items():
        if key in read:
            items = {item.id: item.text for item in survey.items}
            yield from _compared(items, read[key].items, place.at(key, "items"))


def _agendas(catalogue: Catalogue, tag: str) -> Iterator[Problem]:
    translated = {identifier(one.value): one for one in catalogue.translated_agendas(tag)}
    for one in catalogue.agendas:
        name = f"languages/{tag}/agendas/{one.value.kind}.md"
        other = translated.get(one.value.kind)
        if other is None:
            if not catalogue.files.has(name):
                yield Problem(name, 0, "", "this agenda is not translated", f"translate {one.place.file}")
        elif _shape(other.value) != _shape(one.value):
            told = "minutes, items or tools differ from the original's"
            yield other.place.problem((), told, f"make them the same as in {one.place.file}")


def _shape(agenda: Agenda) -> tuple[object, ...]:
    """What a translation leaves as it is."""
    return agenda.minutes, agenda.tools, tuple((item.minutes, len(item.notes)) for item in agenda.items)
