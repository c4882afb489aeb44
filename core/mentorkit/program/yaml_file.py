# SPDX-License-Identifier: Apache-2.0
"""YAML as the program folder uses it: plain data with the line of every key and list entry.

A safe part of YAML 1.2, read from the parser's events: no anchors, aliases or tags (and with them no
bombs and no objects), no key twice, no deep nesting. Only ``true`` and ``false`` are truth values,
so that ``no`` is Norwegian; dates stay text until a model asks for one.
"""

import math
import re
from collections.abc import Iterator
from typing import Any

import yaml

from mentorkit.errors import ConfigError, Problem
from mentorkit.program.places import Path, Place, raise_any

DEEPEST = 20
MOST_NODES = 250_000
MOST_PROBLEMS = 100

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,18}(\.[0-9]{0,18})?([eE][-+]?[0-9]{1,3})?")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


def read_yaml(text: str, file: str, *, skipped: int = 0) -> tuple[Any, Place]:
    """The data of a YAML text (None for an empty one) and the place of each part.

    Mapping keys are always text. ``skipped`` is how many lines of the file stand before the text.
    Raises ConfigError with every problem up to the first that makes the rest unreadable.
    """
    reader = _Reader(file, skipped)
    try:
        data = reader.document(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        last = text.rstrip("\n").count("\n")
        line = min(mark.line if mark else 0, last) + skipped + 1
        what = f"is not readable as YAML: {error.problem or error.context}"
        reader.problems.append(Problem(file, line, "", what, "check the indentation, brackets and quotes"))
        data = None
    except (yaml.YAMLError, UnicodeError) as error:
        what = f"is not readable as YAML ({type(error).__name__})"
        reader.problems.append(Problem(file, 0, "", what, "save the file as UTF-8 text"))
        data = None
    raise_any(reader.problems)
    return data, Place(file, reader.lines)


class _Reader:
    """Turns the events of one document into data, by recursive descent no deeper than DEEPEST."""

    def __init__(self, file: str, skipped: int) -> None:
        self._file, self._skipped = file, skipped
        self._nodes = 0
        self.lines: dict[Path, int] = {}
        self.problems: list[Problem] = []

    def document(self, events: Iterator[Any]) -> Any:
        self.lines[()] = self._skipped + 1
        data, documents = None, 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._problem(event, (), "a second document begins here", "remove the line with ---")
                    break
            elif isinstance(event, yaml.NodeEvent):
                data = self._node(event, events, ())
        return data

    def _node(self, event: Any, events: Iterator[Any], path: Path) -> Any:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            self._stop(event, path, f"more than {MOST_NODES} values", "split the file")
        if len(path) > DEEPEST:
            self._stop(event, path, f"nested more than {DEEPEST} deep", "check the brackets")
        if event.anchor is not None:
            self._problem(event, path, "anchors (&) and aliases (*) are not allowed", "write the value out")
        if getattr(event, "tag", None) is not None:
            self._problem(event, path, "tags (!) are not allowed", "remove the tag")
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, path)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, path)
        return _scalar(event) if isinstance(event, yaml.ScalarEvent) else None

    def _sequence(self, events: Iterator[Any], path: Path) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            here = (*path, len(items))
            self.lines[here] = self._line(event)
            items.append(self._node(event, events, here))
        return items

    def _mapping(self, events: Iterator[Any], path: Path) -> dict[str, Any]:
        items: dict[str, Any] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            plain = isinstance(event, yaml.ScalarEvent)
            name = event.value if plain else "?"
            here = (*path, name)
            if not plain:
                self._problem(event, path, "a key must be one word", "write `key: value`")
            elif name in items:
                again = f"stands here twice, first in line {self.lines[here]}"
                self._problem(event, here, again, "keep one of the two")
            self.lines.setdefault(here, self._line(event))
            self._node(event, events, here)
            items[name] = self._node(next(events), events, here)
        return items

    def _line(self, event: Any) -> int:
        return int(event.start_mark.line) + self._skipped + 1

    def _problem(self, event: Any, path: Path, what: str, remedy: str) -> None:
        key = ".".join(part for part in path if isinstance(part, str))
        self.problems.append(Problem(self._file, self._line(event), key, what, remedy))
        if len(self.problems) >= MOST_PROBLEMS:
            raise ConfigError(self.problems)

    def _stop(self, event: Any, path: Path, what: str, remedy: str) -> None:
        self._problem(event, path[:1], what, remedy)
        raise ConfigError(self.problems)


def _scalar(event: Any) -> str | int | float | bool | None:
    text = str(event.value)
    plain = event.implicit[0]
    if not plain:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    return text
