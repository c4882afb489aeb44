# SPDX-License-Identifier: Apache-2.0
"""Data on standard output: text with words and color, plain lines, or JSON with a versioned schema."""

import json
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Line = tuple[tuple[str, str], ...]
"""Words with a style each ("" for none). Color never carries meaning alone."""

Mode = Literal["text", "plain", "json"]

_MARKS = "\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
_CONTROL = re.compile(f"[\x00-\x1f{_MARKS}]")
_OBEYED = re.compile(f"[{_MARKS}]")
"""What a terminal would obey and JSON does not escape by itself."""


@dataclass(frozen=True)
class Table:
    """Rows under column names. Cells are text; the first line of a table in plain mode is its first row."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    title: str = ""


@dataclass(frozen=True)
class Shown:
    """What a command has to show: ``data`` under a ``schema`` for programs, ``parts`` for people."""

    schema: str
    data: Mapping[str, Any]
    parts: Sequence[str | Line | Table] = field(default_factory=list)


def clean(text: str) -> str:
    """Text with nothing in it that a terminal would obey: titles are written by anybody."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def line(*parts: str | tuple[str, str]) -> Line:
    """A line of words, with a style where one is given."""
    return tuple((part, "") if isinstance(part, str) else part for part in parts)


@dataclass(frozen=True)
class Output:
    """Prints what commands show, in one of three ways."""

    mode: Mode = "text"
    color: bool = True

    def show(self, shown: Shown) -> None:
        """Print it."""
        if self.mode == "json":
            text = json.dumps({"schema": shown.schema, **shown.data}, ensure_ascii=False, indent=2)
            print(_OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text))
        elif self.mode == "plain":
            for part in shown.parts:
                for text in _plain(part):
                    print(text)
        else:
            self._print(shown.parts)

    def _print(self, parts: Sequence[str | Line | Table]) -> None:
        from rich.console import Console
        from rich.text import Text

        console = Console(
            file=sys.stdout, highlight=False, markup=False, emoji=False, no_color=not self.color or None
        )
        if not console.is_terminal:
            console.width = 10_000
        for part in parts:
            if isinstance(part, Table):
                if part.title:
                    console.print(Text(part.title, style="bold"))
                console.print(_grid(part))
            else:
                spans = line(part) if isinstance(part, str) else part
                words = Text.assemble(*((clean(text), style) for text, style in spans))
                console.print(words, soft_wrap=True)


def _plain(part: str | Line | Table) -> list[str]:
    if isinstance(part, str):
        return [clean(part)]
    if isinstance(part, Table):
        return ["\t".join(clean(cell) for cell in row) for row in part.rows]
    return ["".join(clean(text) for text, _ in part)]


def _grid(table: Table) -> Any:
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    for number, column in enumerate(table.columns):
        grid.add_column(column, overflow="fold", no_wrap=number == 0)
    for row in table.rows:
        grid.add_row(*(Text(clean(cell)) for cell in row))
    return grid
