# SPDX-License-Identifier: Apache-2.0
"""Where in the program folder a value stands, so that every problem can name its file and line."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

from mentorkit.errors import ConfigError, Problem

V = TypeVar("V")
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Place:
    """A value in a file. ``lines`` knows the line of each key and list entry by its path in the file."""

    file: str
    lines: Mapping[Path, int]
    base: Path = ()

    def at(self, *path: str | int) -> "Place":
        """The place of something inside this value."""
        return Place(self.file, self.lines, self.base + path)

    def line(self, *path: str | int) -> int:
        """The line of the innermost known part of ``path``; parts that the file does not have are skipped."""
        known: Path = ()
        for part in self.base + path:
            if (*known, part) in self.lines:
                known = (*known, part)
        return self.lines.get(known, 1)

    def problem(self, path: Path, what: str, remedy: str) -> Problem:
        """A problem with the value at ``path`` inside this one. Positions in lists are left to the line."""
        key = ".".join(part for part in self.base + path if isinstance(part, str) and part != "[key]")
        return Problem(self.file, self.line(*path), key, what, remedy)


@dataclass(frozen=True)
class Sourced(Generic[V]):
    """A value and where it was read."""

    value: V
    place: Place


@contextmanager
def gathering(problems: list[Problem]) -> Iterator[None]:
    """Collect the problems of a ConfigError instead of letting it through."""
    try:
        yield
    except ConfigError as error:
        problems.extend(error.problems)


def raise_any(problems: Sequence[Problem]) -> None:
    """Raise ConfigError when there are problems, in the order of files and lines."""
    if problems:
        raise ConfigError(sorted(problems, key=lambda p: (p.file, p.line, p.key, p.what)))
