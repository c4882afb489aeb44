# SPDX-License-Identifier: Apache-2.0
"""The ledger of a record as a block on its page: readable for people, and read back as facts.

One row a fact; its last cell holds ``name|by|detail|moment`` for the machine, percent-encoded. Rows may
be moved and columns swapped; a row that cannot be read is counted, never passed over in silence.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, unquote

from mentorkit.domain.richtext import Blocks, Cell, Expand, Panel, Table, Text, table, text, words
from mentorkit.ports.records import Fact
from mentorkit_confluence.names import Names

_CODE = re.compile(r"[^|\s]+\|[^|\s]*\|[^|\s]*\|\d{4}-\d\d-\d\dT[0-9:.]+(?:\+00:00|Z)")
_HEAD = ("When (UTC)", "What", "Who", "Code")
_PLAIN = "/:-_.+@,="


@dataclass(frozen=True)
class History:
    """The facts of a ledger, oldest first, and how many rows could not be read."""

    facts: tuple[Fact, ...] = ()
    unreadable: int = 0


def write_history(facts: Iterable[Fact], names: Names) -> Blocks:
    """The ledger as blocks."""
    rows: list[tuple[str | Text, ...]] = [
        (
            fact.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M"),
            fact.name.replace("-", " ").replace("/", ": "),
            names.shown(fact.by) if fact.by else "",
            text(_code(fact), code=True),
        )
        for fact in ledger(facts)
    ]
    return (Expand(title="History", blocks=(table(_HEAD, list(rows)),)),)


def read_history(blocks: Blocks) -> History:
    """The facts in these blocks."""
    facts: list[Fact] = []
    unreadable = 0
    for row in _rows(blocks):
        cells = [words(cell.content) for cell in row]
        fact = next((known for cell in cells if (known := _fact(cell))), None)
        if fact is not None:
            facts.append(fact)
        elif any(cells) and not all(cell.head for cell in row):
            unreadable += 1
    return History(ledger(facts), unreadable)


def ledger(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Facts in the order of a mark; one of each (name, by, detail), the oldest."""
    kept: dict[tuple[str, str, str], Fact] = {}
    for fact in sorted(facts, key=lambda one: (one.at, one.name, one.by, one.detail)):
        kept.setdefault((fact.name, fact.by, fact.detail), fact)
    return tuple(kept.values())


def _rows(blocks: Blocks) -> Iterator[tuple[Cell, ...]]:
    for block in blocks:
        match block:
            case Table():
                yield from block.rows
            case Expand() | Panel():
                yield from _rows(block.blocks)


def _code(fact: Fact) -> str:
    moment = fact.at.astimezone(UTC).isoformat()
    return "|".join((*(quote(part, safe=_PLAIN) for part in (fact.name, fact.by, fact.detail)), moment))


def _fact(code: str) -> Fact | None:
    found = _CODE.search(code)
    if found is None:
        return None
    name, by, detail, moment = found[0].split("|")
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return Fact(name=unquote(name), by=unquote(by), detail=unquote(detail), at=at)
