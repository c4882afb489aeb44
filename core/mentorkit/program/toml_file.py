# SPDX-License-Identifier: Apache-2.0
"""TOML with the line of every table and key."""

import re
import tomllib
from typing import Any

from mentorkit.errors import ConfigError, Problem
from mentorkit.program.places import Path, Place

_TABLE = re.compile(r"\s*\[\[?([^\[\]]+)\]")
_KEY = re.compile(r"\s*([\w.\"'-]+)\s*=")
_AT_LINE = re.compile(r"at line (\d+)")


def read_toml(text: str, file: str) -> tuple[dict[str, Any], Place]:
    """The data of a TOML text and the place of each part. Raises ConfigError with the syntax error."""
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        found = _AT_LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        reason = str(error).partition(" (at ")[0][:120] or type(error).__name__
        problem = Problem(file, line, "", f"is not readable as TOML: {reason}", "check quotes and brackets")
        raise ConfigError([problem]) from None
    return data, Place(file, _lines(text))


def _lines(text: str) -> dict[Path, int]:
    """Where tables and keys begin: tomllib does not say."""
    lines: dict[Path, int] = {(): 1}
    table: Path = ()
    open_quote = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if not open_quote:
            if found := _TABLE.match(line):
                table = _parts(found[1])
                _learn(lines, table, number)
            elif found := _KEY.match(line):
                _learn(lines, table + _parts(found[1]), number)
        for quote in ('"""', "'''"):
            if open_quote in ("", quote) and line.count(quote) % 2:
                open_quote = "" if open_quote else quote
    return lines


def _parts(dotted: str) -> Path:
    return tuple(part.strip(" \t\"'") for part in dotted.split("."))


def _learn(lines: dict[Path, int], path: Path, number: int) -> None:
    for end in range(1, len(path) + 1):
        lines.setdefault(path[:end], number)
