# SPDX-License-Identifier: Apache-2.0
"""What the program folder may lean on without holding it: shipped agendas, and the names of KPIs."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from mentorkit.domain.meetings import Agenda
from mentorkit.program.markdown_file import parse_agenda
from mentorkit.program.yaml_file import read_yaml


def shipped_text(path: str) -> str:
    """The text of a file of the shipped content, by its path with ``/``."""
    return resources.files("mentorkit").joinpath("content", path).read_text(encoding="utf-8")


@cache
def shipped_agendas() -> Mapping[str, Agenda]:
    """The agendas that ship, by their kind."""
    folder = resources.files("mentorkit").joinpath("content", "agendas")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".md"))
    agendas = [parse_agenda(shipped_text(f"agendas/{name}"), f"agendas/{name}") for name in names]
    return MappingProxyType({agenda.kind: agenda for agenda in agendas})


@cache
def shipped_kpis() -> tuple[str, ...]:
    """The ids of the KPIs a program can choose from."""
    entries, _ = read_yaml(shipped_text("kpis/kpis.yaml"), "kpis/kpis.yaml")
    return tuple(sorted(str(entry["id"]) for entry in entries))
