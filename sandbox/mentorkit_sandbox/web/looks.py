# SPDX-License-Identifier: Apache-2.0
"""Which look a level, a status or a person has: names of classes in the style sheet. Pure."""

import re
import zlib

LEVELS = ("Not yet", "Aware", "Working", "Independent", "Guide")
"""The words of the levels 0 to 4."""

_LEVEL = re.compile(r"\s*([0-4])(?:\s+([\w ]+?))?\s*")
_STATUS = {
    "backlog": "",
    "to do": "",
    "this fortnight": "next",
    "selected for development": "next",
    "doing": "doing",
    "in progress": "doing",
    "show to mentor": "show",
    "done": "done",
}
_CATEGORY = {"new": "", "indeterminate": "doing", "done": "done"}
_COLOR = {"grey": "", "blue": "doing", "purple": "show", "green": "done", "yellow": "warn", "red": "bad"}


def level(text: str) -> int | None:
    """The level that a short text says, as a digit or as digit and word; None for any other text."""
    found = _LEVEL.fullmatch(text)
    if found is None:
        words = [word.casefold() for word in LEVELS]
        return words.index(text.strip().casefold()) if text.strip().casefold() in words else None
    number = int(found[1])
    return number if found[2] in (None, LEVELS[number]) else None


def status(name: str, category: str) -> str:
    """The class of a status: a disc that fills."""
    return _STATUS.get(name.casefold(), _CATEGORY.get(category, ""))


def color(name: str) -> str:
    """The class of a lozenge that somebody gave a color."""
    return _COLOR.get(name.casefold(), "")


def avatar(account_id: str) -> str:
    """The class that gives a person the same tint everywhere."""
    return "abcde"[zlib.crc32(account_id.encode()) % 5]
