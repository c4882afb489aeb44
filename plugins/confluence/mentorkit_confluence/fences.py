# SPDX-License-Identifier: Apache-2.0
"""Fences: what makes a part of a page the program's, and tells it from people's words.

A fence is two anchor macros, each in a paragraph of its own: ``mk.<key, dots for slashes>.<block>.<v>.
<digest>`` and ``mk.<short key>.<block>.end``. Beside the first beginning on a page stand anchors with
the mark's digests (``mk.base.<field>-<digest>.…``), its date (``mk.made.…``) and the number of its facts
(``mk.facts.…``). Only ``[A-Za-z0-9._-]``
is used, since other characters in an anchor's name are not known to survive a save.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from mentorkit.domain.keys import Key, key_parts, short
from mentorkit_confluence.anchors import Anchor, Span, find_anchors
from mentorkit_confluence.markup import StorageError

_OPENING = re.compile(r"mk\.([a-z0-9-]+\.[a-z0-9-]+\.[a-z0-9_-]+\.\d+)\.([a-z0-9_-]+)\.(\d+)\.([0-9a-f]*)")
_CLOSING = re.compile(r"mk\.(mk-[a-z0-9]+)\.([a-z0-9_-]+)\.end")
_BASE, _MADE, _FACTS = "mk.base", "mk.made.", "mk.facts."
_LONGEST = 180
_DATE = "%Y%m%dT%H%M%S.%f"
LEDGER, BARE = "_history", "_mark"
"""Blocks of the adapter's own; no block of the core can be called so."""


@dataclass(frozen=True)
class Opening:
    """What the name of a fence's first anchor says."""

    key: Key
    block: str
    v: int
    digest: str

    @property
    def name(self) -> str:
        """The anchor's name."""
        return f"mk.{self.key.replace('/', '.')}.{self.block}.{self.v}.{self.digest}"


@dataclass(frozen=True)
class Fence:
    """A fence that is whole: its beginning, the bytes between its ends, and the bytes it takes up."""

    opening: Opening
    start: Anchor
    end: Anchor

    @property
    def inside(self) -> Span:
        """The content, which may be replaced."""
        return Span(self.start.carrier.end, self.end.carrier.start)


@dataclass(frozen=True)
class _End:
    """One end of a fence; ``opening`` is None for a last one. ``number`` counts all ends on the page."""

    anchor: Anchor
    opening: Opening | None
    number: int


@dataclass(frozen=True)
class Detail:
    """An anchor that holds digests or the date, and the beginning of a block that it follows."""

    anchor: Anchor
    beside: Anchor


@dataclass
class Fences:
    """The fences of one page. ``whole`` are those that may be written, in page order."""

    key: Key | None = None
    v: int = 1
    whole: dict[str, Fence] = field(default_factory=dict)
    mangled: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)
    base: dict[str, str] = field(default_factory=dict)
    made: datetime | None = None
    facts: int = 0
    """How many facts the history held when it was written."""
    details: list[Detail] = field(default_factory=list)


def closing_name(key: Key, block: str) -> str:
    """The name of a fence's last anchor."""
    return f"mk.{short(key)}.{block}.end"


def detail_names(base: Mapping[str, str], made: datetime | None, facts: int = 0) -> list[str]:
    """The names of the anchors that hold digests, date and number of facts; the order does not matter."""
    names = [] if made is None else [_MADE + made.astimezone(UTC).strftime(_DATE)]
    if facts:
        names.append(f"{_FACTS}{facts}")
    line = _BASE
    for pair in sorted(f".{_escaped(name)}-{_escaped(value, keep='')}" for name, value in base.items()):
        if len(line) > len(_BASE) and len(line) + len(pair) > _LONGEST:
            names.append(line)
            line = _BASE
        line += pair
    return [*names, line] if base else names


def keys_on(body: str) -> list[Key]:
    """The keys that the fences of a page name, the most frequent first. Never raises."""
    try:
        anchors = find_anchors(body.encode("utf-8", "replace")) if "mk." in body else ()
    except StorageError:
        return []
    openings = (parse_opening(anchor.name) for anchor in anchors)
    return [key for key, _ in Counter(one.key for one in openings if one).most_common()]


def parse_opening(name: str) -> Opening | None:
    """A fence's beginning; None for any other anchor."""
    found = _OPENING.fullmatch(name)
    if found is None:
        return None
    key = Key(found[1].replace(".", "/"))
    key_parts(key)
    return Opening(key, found[2], int(found[3]), found[4])


def find_fences(body: bytes, key: Key) -> Fences:
    """The fences of the page whose key is ``key``. Raises StorageError.

    A fence with a missing, doubled, nested or misplaced end is mangled: a sentence says so, and the
    block is left alone. Of the adapter's own blocks the last whole fence counts, whatever is left of
    earlier ones.
    """
    page = Fences(key=key)
    ends: dict[str, list[_End]] = {}
    number, pasted = 0, list[str]()
    beginning: Anchor | None = None
    for anchor in find_anchors(body):
        opening, closing = parse_opening(anchor.name), _CLOSING.fullmatch(anchor.name)
        if opening is not None:
            ours, block = opening.key == key, opening.block
        elif closing is not None:
            ours, block = closing[1] == short(key), closing[2]
        else:
            if beginning is not None:
                _detail(page, anchor, beginning)
            continue
        number += 1
        beginning = anchor if ours and opening is not None else None
        if ours:
            ends.setdefault(block, []).append(_End(anchor, opening, number))
            page.v = max(page.v, opening.v if opening is not None else 0)
        elif opening is not None:
            pasted.append(f"“{block}”")
    if pasted:
        parts = ", ".join(dict.fromkeys(pasted))
        page.problems.append(f"{parts} was pasted from another page; it stays until somebody deletes it")
    for block, found in ends.items():
        _pair(page, block, found)
    page.whole = dict(sorted(page.whole.items(), key=lambda item: item[1].start.macro.start))
    return page


def _pair(page: Fences, block: str, found: list[_End]) -> None:
    if block.startswith("_"):
        found = found[-2:]
    first, last = found[0], found[-1]
    why = ""
    if all(end.opening is None for end in found):
        why = "has lost its beginning"
    elif all(end.opening is not None for end in found):
        why = "has lost its end"
    elif len(found) > 2:
        why = "stands there twice"
    elif first.opening is None:
        why = "ends before it begins"
    elif first.anchor.place is None or last.anchor.place is None:
        why = "was moved into a table, a list or a panel"
    elif first.anchor.place != last.anchor.place or first.anchor.carrier.end > last.anchor.carrier.start:
        why = "begins and ends in different places"
    elif last.number != first.number + 1:
        why = "holds a part of another block"
    else:
        page.whole[block] = Fence(first.opening, first.anchor, last.anchor)
        return
    page.mangled.add(block)
    page.problems.append(f"the part “{block.lstrip('_')}” {why}")


def _detail(page: Fences, anchor: Anchor, beside: Anchor) -> None:
    if anchor.name.startswith(_MADE):
        try:
            page.made = datetime.strptime(anchor.name.removeprefix(_MADE), _DATE).replace(tzinfo=UTC)
        except ValueError:
            return
        page.details.append(Detail(anchor, beside))
    elif (number := anchor.name.removeprefix(_FACTS)).isdecimal():
        page.facts = int(number[:9])
        page.details.append(Detail(anchor, beside))
    elif anchor.name.startswith(_BASE + "."):
        for pair in anchor.name.removeprefix(_BASE + ".").split("."):
            name, _, value = pair.rpartition("-")
            page.base[_plain(name)] = _plain(value)
        page.details.append(Detail(anchor, beside))


def _escaped(text: str, keep: str = "-") -> str:
    """The text in the characters an anchor's name may have; others as ``_xx`` for each byte of UTF-8."""
    return "".join(
        chr(byte) if (chr(byte).isalnum() and byte < 128) or chr(byte) in keep else f"_{byte:02x}"
        for byte in text.encode()
    )


def _plain(text: str) -> str:
    raw = re.sub(
        rb"_([0-9a-f]{2})", lambda found: bytes((int(found[1], 16),)), text.encode("ascii", "replace")
    )
    return raw.decode("utf-8", "replace")
