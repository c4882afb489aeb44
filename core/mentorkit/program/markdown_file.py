# SPDX-License-Identifier: Apache-2.0
"""Markdown with a YAML head between two ``---`` lines: agendas and guides."""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from mentorkit.domain.meetings import Agenda, AgendaItem
from mentorkit.domain.value import Line, Slug, Value
from mentorkit.errors import ConfigError, Problem
from mentorkit.program.places import Place, gathering, raise_any
from mentorkit.program.schema import Guide
from mentorkit.program.validation import named_as_file, validate
from mentorkit.program.yaml_file import read_yaml

_ITEM = re.compile(r"## +(.+\S) *\(([0-9]{1,3})\)\s*")
_BULLET = re.compile(r"[-*] +")


def _joined(value: Any) -> Any:
    many = isinstance(value, list) and all(isinstance(line, str) for line in value)
    return "\n".join(value) if many else value


Lines = Annotated[str, BeforeValidator(_joined)]
"""Text, or a list of lines."""


class AgendaHead(Value):
    """The head of an agenda file. A title that is left out is made of the kind."""

    kind: Slug
    title: Line = Field(default="", max_length=120)
    minutes: int = Field(ge=5, le=480)
    tools: tuple[str, ...] = ()
    purpose: str = ""
    before: Lines = ""
    after: Lines = ""


def parse_agenda(text: str, file: str) -> Agenda:
    """An agenda: its head, then ``## Title (minutes)`` for each item with its questions below.

    Raises ConfigError with every problem; the minutes of the items add up to those of the head.
    """
    data, place, body, first = _parts(text, file)
    problems: list[Problem] = []
    items: list[AgendaItem] = []
    with gathering(problems):
        items = _items(body, file, first)
    with gathering(problems):
        head = validate(AgendaHead, data, place)
    raise_any(problems)
    named_as_file(head.kind, "kind", place)
    total = sum(item.minutes for item in items)
    if total != head.minutes:
        what = f"the items add up to {total} minutes, not {head.minutes}"
        raise ConfigError([place.problem(("minutes",), what, "change an item or this figure")])
    title = head.title or head.kind.replace("-", " ").capitalize()
    return Agenda.model_validate({**head.model_dump(), "title": title, "items": tuple(items)})


def parse_guide(text: str, file: str) -> Guide:
    """A guide: its head (id, title, audience), then Markdown. Raises ConfigError."""
    data, place, body, _ = _parts(text, file)
    whole = {**data, "markdown": body.strip() + "\n"} if isinstance(data, dict) else data
    guide = validate(Guide, whole, place)
    named_as_file(guide.id, "id", place)
    return guide


def _parts(text: str, file: str) -> tuple[Any, Place, str, int]:
    """The head's data, its place, the body, and the line the body begins in."""
    lines = text.split("\n")
    fences = [number for number, line in enumerate(lines) if line.rstrip() == "---"]
    if lines[0].rstrip() != "---" or len(fences) < 2:
        problem = Problem(file, 1, "", "has no head", "begin with lines of keys between two lines of ---")
        raise ConfigError([problem])
    end = fences[1]
    data, place = read_yaml("\n".join(lines[1:end]), file, skipped=1)
    return data, place, "\n".join(lines[end + 1 :]), end + 2


def _items(body: str, file: str, first: int) -> list[AgendaItem]:
    problems: list[Problem] = []
    found: list[tuple[str, int, list[str]]] = []
    for number, line in enumerate(body.split("\n"), start=first):
        if line.startswith("#"):
            heading = _ITEM.fullmatch(line)
            if not heading or not 1 <= int(heading[2]) <= 240:
                remedy = "write it as `## Title (10)`, with 1 to 240 minutes"
                problems.append(Problem(file, number, "", "this heading is no agenda item", remedy))
            found.append((heading[1], int(heading[2]), []) if heading else ("", 1, []))
        elif line.strip() and not found:
            problems.append(
                Problem(file, number, "", "text before the first item", "move it below a `##` line")
            )
        elif line.strip():
            _add_note(found[-1][2], line)
    if not found:
        problems.append(Problem(file, first, "", "has no items", "add lines like `## Title (10)`"))
    raise_any(problems)
    return [AgendaItem(title=title, minutes=minutes, notes=tuple(notes)) for title, minutes, notes in found]


def _add_note(notes: list[str], line: str) -> None:
    """A line of its own is a note; an indented one goes on with the note before."""
    if notes and line[0].isspace() and not _BULLET.match(line.strip()):
        notes[-1] += " " + line.strip()
    else:
        notes.append(_BULLET.sub("", line.strip(), count=1))
