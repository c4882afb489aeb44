# SPDX-License-Identifier: Apache-2.0
"""What several checks look for: entries that stand twice, names that nobody can tell apart, markup."""

import re
from collections.abc import Iterable, Iterator

from mentorkit.errors import Problem
from mentorkit.program.places import Path, Place

_MARKUP = re.compile(
    r"<\s*[/!]?\s*[a-z][^<]*>|<\s*script|(?:java|vb)script\s*:|\bdata\s*:\s*text/html", re.IGNORECASE
)
_SHORTEST = 9


def doubles(entries: Iterable[tuple[str, Place, Path]], what: str) -> Iterator[Problem]:
    """A problem for each (text, place, path in it) whose text an earlier one has."""
    first: dict[str, tuple[Place, Path]] = {}
    for text, place, path in entries:
        before, at = first.setdefault(text, (place, path))
        if (before, at) != (place, path):
            where = f"{before.file} line {before.line(*at)}"
            yield place.problem(path, f"{what} {text!r} stands in {where} already", "keep one of the two")


def fold(name: str) -> str:
    """A name as people compare it: case, blanks, punctuation and a plural s do not count.

    ``+`` and ``#`` at the end of a word do: C, C++ and C# are three things.
    """
    words = re.findall(r"[^\W_]+[+#]*", name.casefold())
    return "".join(word[:-1] if len(word) > 4 and word.endswith("s") else word for word in words)


def near_names(entries: Iterable[tuple[str, Place]], what: str) -> Iterator[Problem]:
    """A problem for each name that differs from an earlier one by no more than a letter.

    Short names are compared whole: Java and Jira are two things.
    """
    seen: dict[str, tuple[str, Place]] = {}
    for name, place in entries:
        folded = fold(name)
        shapes = {folded}
        if len(folded) >= _SHORTEST:
            shapes |= {folded[:at] + folded[at + 1 :] for at in range(len(folded))}
        near = next((seen[shape] for shape in sorted(shapes) if shape in seen), None)
        if near is not None:
            other, at_other = near
            told = f"{what} {name!r} is nearly {other!r} in {at_other.file} line {at_other.line()}"
            yield place.problem(("name",), told, "keep one, or give them names that tell them apart")
        for shape in shapes:
            seen.setdefault(shape, (name, place))


def markup(text: str) -> str:
    """The first piece of markup or script in a text that shall be plain, "" when there is none."""
    found = _MARKUP.search(text)
    return found[0][:40] if found else ""


def plain_text(text: str, place: Place, *path: str | int) -> Iterator[Problem]:
    """A problem when a text holds markup or script."""
    if found := markup(text):
        yield place.problem(path, f"holds markup: {found}", "write plain words")
