# SPDX-License-Identifier: Apache-2.0
"""What the program folder may lean on without holding it: agendas, tips, what levels mean, known names."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from mentorkit.content.models import Baseline, Kpi, Platform, Scale, Tip
from mentorkit.domain.meetings import Agenda
from mentorkit.domain.skills import SkillKind
from mentorkit.program.markdown_file import parse_agenda
from mentorkit.program.yaml_file import read_yaml


def shipped_text(path: str) -> str:
    """The text of a file of the shipped content, by its path with ``/``."""
    return _content().joinpath(path).read_text(encoding="utf-8")


def shipped_names(directory: str, suffix: str) -> list[str]:
    """The paths of the shipped files in one directory; a name that begins with ``_`` is none of them."""
    folder = _content().joinpath(directory)
    entries = folder.iterdir() if folder.is_dir() else []
    names = (entry.name for entry in entries)
    return sorted(
        f"{directory}/{name}" for name in names if name.endswith(suffix) and not name.startswith("_")
    )


@cache
def shipped_agendas(language: str = "en") -> Mapping[str, Agenda]:
    """The agendas that ship, by their kind: in a language where they are translated, else in English."""
    names = [*shipped_names("agendas", ".md"), *shipped_names(f"languages/{language}/agendas", ".md")]
    agendas = [parse_agenda(shipped_text(name), name) for name in names]
    return MappingProxyType({agenda.kind: agenda for agenda in agendas})


@cache
def shipped_tips() -> tuple[Tip, ...]:
    """The tips that ship, by id."""
    tips = [Tip.model_validate(entry) for name in shipped_names("tips", ".yaml") for entry in _list(name)]
    return tuple(sorted(tips, key=lambda tip: tip.id))


@cache
def shipped_platforms() -> tuple[Platform, ...]:
    """The communities and mentor platforms outside the company that ship, by id."""
    places = [Platform.model_validate(entry) for entry in _list("platforms/platforms.yaml")]
    return tuple(sorted(places, key=lambda place: place.id))


@cache
def level_sentences() -> Mapping[SkillKind, Mapping[int, str]]:
    """What each level means for every skill of a kind that has no sentences of its own."""
    name = "skills/_scale.yaml"
    scale = Scale.model_validate(read_yaml(shipped_text(name), name)[0])
    return MappingProxyType({kind: words.levels for kind, words in scale.kinds.items()})


@cache
def shipped_kpis() -> Mapping[str, Kpi]:
    """The KPIs a program can choose from, by id."""
    kpis = [Kpi.model_validate(entry) for entry in _list("kpis/kpis.yaml")]
    return MappingProxyType({kpi.id: kpi for kpi in kpis})


@cache
def baseline_levels() -> Mapping[str, int]:
    """The level of each skill of the shipped baseline, by skill id."""
    name = "skills/_baseline.yaml"
    baseline = Baseline.model_validate(read_yaml(shipped_text(name), name)[0])
    return MappingProxyType({entry.skill: entry.level for entry in baseline.baseline})


def _content() -> Traversable:
    return resources.files("mentorkit").joinpath("content")


def _list(name: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = read_yaml(shipped_text(name), name)[0]
    return entries
