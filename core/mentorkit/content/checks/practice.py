# SPDX-License-Identifier: Apache-2.0
"""Checks of what pairs work with: agendas, guides, tips, questions, figures, places to look outside."""

from collections.abc import Iterator

from markdown_it import MarkdownIt

from mentorkit.content.catalogue import Catalogue, identifier, shipped
from mentorkit.content.checks.common import doubles, markup, plain_text
from mentorkit.content.checks.learning import address_fault
from mentorkit.content.models import Kpi, Platform, Survey, SurveyItem
from mentorkit.content.tongues import is_language
from mentorkit.domain.meetings import Agenda, MeetingKind
from mentorkit.errors import Problem
from mentorkit.program.places import Place, Sourced
from mentorkit.program.suggest import did_you_mean

TOOLS = (
    "matrix",
    "plan",
    "board",
    "profile",
    "pairing-page",
    "review-page",
    "notes",
    "reflection",
    "directory",
    "resources",
    "calendar",
)
"""What an agenda can name beside ``guide:<id>`` and ``survey:<id>``."""

_HTML = ("html_block", "html_inline")


def practice_problems(catalogue: Catalogue, *, company: bool = False) -> Iterator[Problem]:
    """What is wrong with agendas, guides, tips, surveys, KPIs and platforms.

    A company's folder may lean on the shipped guides and need not have an agenda of every kind.
    """
    tools = {*TOOLS, *_named_tools(catalogue), *(_named_tools(shipped()) if company else ())}
    for one in catalogue.agendas:
        yield from _agenda(catalogue, one, tools)
    if not company:
        yield from _kinds(catalogue)
    for guide in catalogue.guides:
        yield from _markdown(catalogue, guide.place)
    for area in ("guides", "tips", "surveys", "kpis", "platforms"):
        entries = catalogue.area(area)
        yield from doubles(((one.value.id, one.place, ("id",)) for one in entries), "the id")
    for tip in catalogue.tips:
        yield from plain_text(tip.value.text, tip.place, "text")
    yield from _surveys(catalogue)
    for kpi in catalogue.kpis:
        yield from _kpi(kpi.value, kpi.place)
    for platform in catalogue.platforms:
        yield from _platform(catalogue, platform.value, platform.place)


def _named_tools(catalogue: Catalogue) -> Iterator[str]:
    yield from (f"guide:{one.value.id}" for one in catalogue.guides)
    yield from (f"survey:{one.value.id}" for one in catalogue.surveys)


def _agenda(catalogue: Catalogue, one: Sourced[Agenda], tools: set[str]) -> Iterator[Problem]:
    agenda, place = one.value, one.place
    for tool in agenda.tools:
        if tool not in tools:
            remedy = did_you_mean(tool, tools, f"use {', '.join(TOOLS)}, guide:<id> or survey:<id>")
            yield place.problem(("tools",), f"there is no tool {tool!r}", remedy)
    for name in ("purpose", "before", "after"):
        if not getattr(agenda, name).strip():
            yield place.problem((name,), "is missing", "say it in a line in the head of the file")
    yield from _markdown(catalogue, place)


def _kinds(catalogue: Catalogue) -> Iterator[Problem]:
    there = {one.value.kind for one in catalogue.agendas}
    for kind in MeetingKind:
        if kind.value not in there:
            told = "the calendar plans this meeting and there is no agenda for it"
            yield Problem(f"agendas/{kind.value}.md", 0, "", told, "add the file")


def _markdown(catalogue: Catalogue, place: Place) -> Iterator[Problem]:
    """Markdown carries no markup and no script: it is shown on pages that others trust."""
    text = catalogue.files.text(place.file)
    blank_head = text.split("\n---\n", 1)
    skipped = blank_head[0].count("\n") + 2 if len(blank_head) == 2 else 0
    for token in MarkdownIt("commonmark").parse(blank_head[-1]):
        parts = [token, *(token.children or [])]
        wrong = next((part.content for part in parts if part.type in _HTML), "") or (
            markup(token.content) if token.type == "inline" else ""
        )
        if wrong:
            line = skipped + (token.map[0] if token.map else 0) + 1
            told = f"holds markup: {wrong.strip()[:40]}"
            yield Problem(place.file, line, "", told, "write Markdown only; links begin with https://")


def _surveys(catalogue: Catalogue) -> Iterator[Problem]:
    places = {
        item.id: (survey, item, one.place.at("items", number))
        for one in catalogue.surveys
        for survey in (one.value,)
        for number, item in enumerate(survey.items)
    }
    entries = (
        (item.id, one.place.at("items", number), ("id",))
        for one in catalogue.surveys
        for number, item in enumerate(one.value.items)
    )
    yield from doubles(entries, "the question")
    for survey, item, place in places.values():
        yield from plain_text(item.text, place, "text")
        if item.pairs_with is not None:
            yield from _mirror(survey, item, place, places)


def _mirror(
    survey: Survey, item: SurveyItem, place: Place, places: dict[str, tuple[Survey, SurveyItem, Place]]
) -> Iterator[Problem]:
    """The other side is asked the same on the same scale, and says so as well."""
    other_survey, other, _ = places.get(str(item.pairs_with), (None, None, None))
    remedy = "let both name each other, with one scale and one audience each"
    if other is None or other_survey is not survey:
        told = f"pairs with {item.pairs_with!r}, which is no question here"
        yield place.problem(("pairs_with",), told, remedy)
    elif other.pairs_with != item.id:
        yield place.problem(("pairs_with",), f"{other.id!r} does not pair with this one", remedy)
    elif (other.scale, other.audience == item.audience) != (item.scale, False):
        told = f"{other.id!r} has another scale or is put to the same people"
        yield place.problem(("pairs_with",), told, remedy)


def _kpi(kpi: Kpi, place: Place) -> Iterator[Problem]:
    if kpi.guide and not kpi.guide[0] < kpi.guide[1]:
        yield place.problem(("guide",), "the range runs backward", "write [low, high]")
    if kpi.level == "results" and kpi.minimum_n < 10:
        told = "results of fewer than ten people say nothing and betray somebody"
        yield place.problem(("minimum_n",), told, "use 10 or more")


def _platform(catalogue: Catalogue, platform: Platform, place: Place) -> Iterator[Problem]:
    if wrong := address_fault(platform.url):
        yield place.problem(("url",), wrong, "write the address as a browser shows it")
    roles = {identifier(one.value) for one in catalogue.roles} | {"*"}
    families = {one.value.family for one in catalogue.roles} | {"*"}
    for key, names, known in (
        ("roles", platform.roles, roles),
        ("families", platform.families, families),
    ):
        for name in names:
            if catalogue.roles and name not in known:
                remedy = did_you_mean(name, known, "use one of the catalogue")
                yield place.problem((key,), f"{name!r} is none of the {key}", remedy)
    for language in platform.languages:
        if not is_language(language):
            remedy = "write the ISO 639-1 code: en, bg, de"
            yield place.problem(("languages",), f"there is no language {language!r}", remedy)
